/**
 * A new library from an empty folder: its first manager, the five questions, the trial, and the first order handed over, with nothing but
 * what terminal and screens say. Runs in a real Chromium against the built endpoint.
 */
import { cards, catalogueFile, items, patronsFile } from '../fixtures/tilleuls.ts'
import { test as anyLibrary, expect } from './journey.ts'
import { receivedBy } from './received-operations.ts'
import { RunningLibrary } from './running-library.ts'
import { personPaceMs, type Tablet } from './tablet.ts'

/** Started, and nothing more: no file was imported. */
const test = anyLibrary.extend({
  library: async ({ browserName: _ }, use) => {
    const library = new RunningLibrary()
    await library.start()
    await use(library)
    await library.close()
  },
})

const [pin, phrase] = ['2580', 'un héron dort debout']

const nameFirstManager = async ({ page, main }: Tablet): Promise<void> => {
  await main.getByLabel('Votre prénom, tel qu’il se lira à l’écran').fill('Hélène')
  await main.getByLabel('Votre code, de 4 à 12 chiffres').pressSequentially(pin, { delay: personPaceMs })
  await main.getByLabel('Le même, encore une fois').pressSequentially(pin, { delay: personPaceMs })
  await main.getByRole('textbox', { name: 'Votre phrase de passe' }).pressSequentially(phrase, { delay: personPaceMs })
  await main.getByRole('button', { name: 'Commencer' }).click()
  await page.getByRole('button', { name: 'Hélène' }).click()
  await page.keyboard.type(pin, { delay: personPaceMs })
  await page.keyboard.press('Enter')
}

test('[SET-16, SET-32, SET-17] from an empty folder to the first order handed over: five questions, a trial, one act that opens', async ({
  library,
  takeTablet,
}) => {
  test.setTimeout(300_000)
  await expect.poll(() => library.output).toContain('npm run enrol')
  const tablet = await takeTablet('first')
  const { page, main } = tablet
  const keep = main.getByRole('button', { name: 'Garder et continuer' })
  /** Read from its beginning, wherever the button of the question before stood. */
  const asks = async (question: string | RegExp): Promise<void> => {
    await expect(main.getByRole('heading', { level: 1 })).toHaveText(question)
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
  }
  await tablet.open(`/#/enrol/${await library.enrolmentCode()}`)
  await page.getByRole('button', { name: 'Associer', exact: true }).click()
  await asks('Médiathèque des Tilleuls\u00a0: bienvenue')
  await nameFirstManager(tablet)

  await asks('Comment s’appelle le service\u202f?')
  await expect(page.getByRole('navigation', { name: 'Écrans' })).toHaveCount(0)
  await main.getByLabel('Le nom du service').fill('Le Drive')
  await keep.click()

  await asks('Qui travaille ici\u202f?')
  await main.getByLabel('Les prénoms, un par ligne').fill('Oscar\nNadia\n')
  await main.getByRole('button', { name: 'Les ajouter, et donner les codes' }).click()
  await expect(main.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)).toHaveCount(2)
  await keep.click()

  await asks('Quand vient-on retirer\u202f?')
  await main.getByRole('radio', { name: /^L’après-midi seulement/ }).check()
  await expect(main.getByText('320\u00a0places', { exact: true })).toBeVisible()
  await main.getByRole('radio', { name: /^Quand la bibliothèque est ouverte/ }).check()
  await expect(main.getByText('432\u00a0places', { exact: true })).toBeVisible()
  // A year always has one on a day of this week: closed, unless it is unticked.
  const holidays = main.getByRole('group', { name: 'Fermé ces jours fériés' }).getByRole('checkbox')
  await expect(holidays.first()).toBeChecked()
  await main.getByRole('button', { name: 'Les ouvrir tous, comme la semaine' }).click()
  await expect(main.getByRole('checkbox', { checked: true })).toHaveCount(0)
  await main.getByRole('button', { name: 'Fermer tous ces jours' }).click()
  await expect(main.getByRole('checkbox', { checked: false })).toHaveCount(0)
  await keep.click()
  await asks('Que peut-on emporter\u202f?')
  // On another tablet it goes on where it was.
  const other = await takeTablet('second')
  await other.enrol(await library.enrolmentCode())
  await other.page.getByRole('button', { name: 'Hélène' }).click()
  await other.typePin(pin)
  await expect(other.main.getByRole('heading', { level: 1 })).toHaveText('Que peut-on emporter\u202f?')

  // What the screen says is missing, and how it comes.
  await expect(main.getByText('npm run import -- --catalogue')).toBeVisible()
  const files = ['--catalogue', library.file('exemplaires.csv', catalogueFile()), '--patrons', library.file('usagers.csv', patronsFile())]
  expect((await library.command('import', ...files)).code).toBe(0)
  await expect(main.getByText('usagers dans l’annuaire')).toBeVisible({ timeout: 60_000 })
  // Types and locations are those of the files: nobody types one.
  for (const type of ['livre', 'DVD'])
    await expect(main.getByRole('columnheader', { name: type, exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(main.getByRole('rowheader', { name: 'adulte', exact: true })).toBeVisible()
  await keep.click()
  await asks('Où attendent les commandes\u202f?')
  await expect(main.getByRole('list', { name: 'Le parcours' })).toContainText('Documentaires')
  await keep.click()

  await asks('Vous avez répondu à tout')
  await tablet.gun(cards.ines.card)
  await expect(main.getByText(/^Une carte, connue/)).toBeVisible()
  await expect(async () => {
    await tablet.gun(items.contes.barcode)
    await expect(main.getByText(`Un document, connu\u00a0: ${items.contes.title}.`)).toBeVisible({ timeout: 5000 })
  }).toPass({ timeout: 120_000 })
  await main.getByRole('button', { name: 'Ouvrir aux commandes' }).click()
  for (const { page: opened } of [tablet, other])
    await expect(opened.getByRole('navigation', { name: 'Écrans' })).toBeVisible({ timeout: 60_000 })
  await expect(tablet.bar.getByText('Le Drive')).toBeVisible()
  await page.goto(`${page.url().split('#')[0]}#/gestion/reglages`)
  await expect(main.getByRole('listitem').filter({ hasText: 'Le prochain jour à part' })).toContainText('on ferme')

  await tablet.go('Commande')
  await page.keyboard.type('cos ine', { delay: personPaceMs })
  await expect(main.getByText(`${cards.ines.firstName} ${cards.ines.surname}`)).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.type('contes', { delay: personPaceMs })
  await expect(page.getByRole('list', { name: '1 titre' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  const save = page.getByRole('button', { name: 'Enregistrer la commande' })
  await expect(save).toBeVisible()
  await save.click()
  await expect(main.getByText(/est enregistrée ici/)).toBeVisible()
  await tablet.go('Préparation')
  await expect(main.getByText(items.contes.title).first()).toBeVisible()
  await tablet.pick(items.contes)

  await tablet.go('Retrait')
  await tablet.gun(cards.ines.card)
  await expect(main.getByText(items.contes.title).first()).toBeVisible()
  await tablet.gun(items.contes.barcode)
  await main.getByRole('button', { name: /^Remettre/ }).click()
  const received = () => receivedBy(library).map(({ payload, outcome }) => `${payload.kind} ${outcome}`)
  await expect.poll(received, { timeout: 75_000 }).toContain('hand-over-order accepted')
})

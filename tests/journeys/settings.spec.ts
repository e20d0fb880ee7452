/**
 * Settings and weeks of the rota changed on tablets: two managers in two browsers at once, and a manager without network. Runs in a real Chromium against the
 * built endpoint.
 */
import { settings } from '../fixtures/tilleuls.ts'
import { expect, test, today } from './journey.ts'
import type { RunningLibrary } from './running-library.ts'
import { personPaceMs, type Tablet } from './tablet.ts'

const phrases = { 'Awa Diop': 'un héron dort debout', 'Luc Perrin': 'trois tasses ébréchées' } as const

/** Luc becomes a manager too. */
const makeLucManager = async (library: RunningLibrary): Promise<void> => {
  const librarians = settings.librarians.map((librarian) => ({ ...librarian, isManager: true }))
  const result = await library.command('import', '--settings', library.file('deux.json', JSON.stringify({ ...settings, librarians })))
  expect(result.code, result.stderr).toBe(0)
}

const open = async (tablet: Tablet, section: string): Promise<void> => {
  await tablet.go('Gestion')
  await tablet.main.getByRole('link', { name: `Changer : ${section}` }).click()
  await expect(tablet.main.getByRole('heading', { level: 1, name: section })).toBeVisible()
}

test('[SET-3] two managers on one sentence: the second is told, takes both, and each tablet has both', async ({
  library,
  takeReadyTablet,
}) => {
  await makeLucManager(library)
  const [awas, lucs] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  for (const [tablet, who] of [
    [awas, 'Awa Diop'],
    [lucs, 'Luc Perrin'],
  ] as const) {
    await tablet.go('Clôture')
    await tablet.choosePassphrase(await library.passphraseCode(who), phrases[who])
    await open(tablet, 'Délais')
  }

  await awas.main.getByLabel('Les jours à l’avance', { exact: true }).fill('21')
  await lucs.main.getByRole('button', { name: 'Le délai avant le créneau, en heures : un de plus' }).click()
  await awas.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(awas.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()

  await lucs.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(lucs.main.getByRole('heading', { level: 1 })).toHaveText('Pas encore enregistré')
  await expect(lucs.main.getByText('Awa Diop a changé ce réglage')).toBeVisible()
  await lucs.main.getByRole('button', { name: /^Prendre les deux/ }).click()
  await expect(lucs.main.getByLabel('Les jours à l’avance', { exact: true })).toHaveValue('21')
  await lucs.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(lucs.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()

  await awas.go('Gestion')
  await expect(awas.main.getByText('On commande jusqu’à 1 h avant, et pour les 21 jours qui viennent.')).toBeVisible()
  const journal = awas.main.getByRole('list', { name: 'Journal' }).getByRole('listitem')
  await expect(journal.first()).toContainText('Luc Perrin a changé « Délais »')

  // Put back: the sentence opens with what it said before, and is saved like another change.
  await journal.first().getByRole('button', { name: 'Remettre' }).click()
  await expect(awas.main.getByLabel('Le délai avant le créneau, en heures', { exact: true })).toHaveValue('0')
  await awas.main.getByRole('button', { name: 'Enregistrer' }).click()
  await expect(awas.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()
})

test('[SET-1, SET-5] a right, the walk, the hours and the colour are changed by a manager; the other tablet has each, and the colour is put back', async ({
  library,
  takeReadyTablet,
}) => {
  const [awas, other] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  await awas.go('Clôture')
  await awas.choosePassphrase(await library.passphraseCode('Awa Diop'), phrases['Awa Diop'])
  const save = async (): Promise<void> => {
    await awas.main.getByRole('button', { name: /^Enregistrer/ }).click()
    await expect(awas.main.getByText('Enregistré. Les tablettes reçoivent')).toBeVisible()
  }

  await open(awas, 'Nom')
  await awas.main.getByLabel('La couleur', { exact: true }).fill('#00a19a')
  await save()
  await open(awas, 'Droits')
  await awas.main.getByLabel('La durée du prêt, en jours', { exact: true }).fill('28')
  await save()
  await open(awas, 'Parcours')
  await awas.main.getByRole('list', { name: 'Le parcours', exact: true }).getByRole('button', { name: /^1, / }).click()
  await awas.main.getByRole('button', { name: 'Mettre « Documentaires » à part' }).click()
  await save()
  await open(awas, 'Plages')
  await awas.main.getByRole('slider', { name: /^Fin/ }).first().press('Shift+ArrowUp')
  await save()

  await other.go('Gestion')
  await other.main.getByRole('link', { name: 'Réglages' }).click()
  await expect(other.main.getByText(/en turquoise \(#00a19a\)/).first()).toBeVisible()
  const accent = () => other.page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim())
  const worn = await accent()
  const journal = other.main.getByRole('list', { name: 'Journal' }).getByRole('listitem')
  // The last change first; before them are those of the library's own file.
  for (const [n, said] of [
    /«\sPlages\s».*jusqu’à 22.h.30 au lieu de 23.h.30, dès le/,
    /«\sParcours\s».*Documentaires\s: nouvelle zone/,
    /«\sDroits\s».*28\sjours au lieu de 21/,
    /«\sNom\s»\s: La couleur\s: turquoise/,
  ].entries())
    await expect(journal.nth(n)).toHaveText(said)

  await awas.go('Gestion')
  await awas.main.getByRole('list', { name: 'Journal' }).getByRole('listitem').nth(3).getByRole('button', { name: 'Remettre' }).click()
  await save()
  await expect.poll(accent).not.toBe(worn)
  await expect(other.main.getByText(/violet d’origine/).first()).toBeVisible()
})

test('[SET-12] who joins chooses a PIN on a tablet with the code of the sheet, and takes the desk with it', async ({
  library,
  takeReadyTablet,
}) => {
  const [awas, other] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  await awas.go('Clôture')
  await awas.choosePassphrase(await library.passphraseCode('Awa Diop'), phrases['Awa Diop'])
  await open(awas, 'Équipe')
  await awas.main.getByRole('button', { name: 'Ajouter', exact: true }).click()
  await awas.main.getByLabel('Le prénom, tel qu’il se lit à l’écran').fill('Nadia')
  await awas.main.getByRole('button', { name: 'Ajouter, et donner un code' }).click()
  const code = (await awas.main.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/).textContent()) ?? ''
  await expect(awas.main.getByText('Pas encore de code')).toBeVisible()

  await other.page.getByRole('button', { name: 'Luc Perrin, menu' }).click()
  await other.page.getByRole('button', { name: 'Se déconnecter' }).click()
  await other.page.getByRole('button', { name: 'Nadia' }).click()
  const first = other.page.getByRole('main')
  await first.getByLabel('Le code reçu').fill(code)
  await first.getByLabel('Votre code, de 4 à 12 chiffres').pressSequentially('2580', { delay: personPaceMs })
  await first.getByLabel('Le même, encore une fois').pressSequentially('2580', { delay: personPaceMs })
  await first.getByRole('button', { name: 'Le choisir' }).click()
  await expect(first.getByRole('group', { name: 'Code de Nadia' })).toBeVisible()
  for (const digit of '2580') await first.getByRole('button', { name: digit, exact: true }).click()
  await first.getByRole('button', { name: 'Entrer' }).click()
  await expect(other.page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  await expect(awas.main.getByText('Pas encore de code')).toHaveCount(0)
})

test('[SET-1] a manager off line reads each sentence, and changes none', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('first', 'Awa Diop')
  await library.kill()
  await open(tablet, 'Retours')
  // As soon as the tablet has noticed.
  await expect(tablet.main.getByText('Il faut le réseau pour changer un réglage.')).toBeVisible({ timeout: 75_000 })
  await expect(tablet.main.getByText('Un document rendu repart tout de suite.')).toBeVisible()
  await expect(tablet.main.getByRole('textbox')).toHaveCount(0)
  await expect(tablet.main.getByRole('button', { name: 'Enregistrer' })).toHaveCount(0)
})

test('[ROTA-1, ROTA-7, SET-3] two people on one week of the rota: a person takes both, and Aujourd’hui reads who is here off line', async ({
  library,
  takeReadyTablet,
}) => {
  await makeLucManager(library)
  const [awas, lucs] = [await takeReadyTablet('first', 'Awa Diop'), await takeReadyTablet('second', 'Luc Perrin')]
  const day = today()
  const weekday = new Intl.DateTimeFormat('fr-FR', { weekday: 'long', timeZone: 'UTC' }).format(new Date(day))
  const put = async ({ page, main }: Tablet, who: string, half: 'matin' | 'après-midi', from: string, to: string): Promise<void> => {
    await main.getByRole('button', { name: new RegExp(`^Changer ${weekday} ${half}, retrait`) }).click()
    const window = page.getByRole('dialog', { name: `Retrait, ${weekday} ${half}` })
    await window.getByRole('button', { name: who }).click()
    await window.getByLabel(`${who}, de`).fill(from)
    await window.getByLabel(`${who}, à`).fill(to)
    await window.getByRole('button', { name: 'Garder' }).click()
  }
  for (const { page, main } of [awas, lucs]) {
    await page.goto(`${page.url().split('#')[0]}#/gestion/planning/${day}`)
    await expect(main.getByRole('button', { name: new RegExp(`^Changer ${weekday} matin, retrait`) })).toBeVisible()
  }
  // A slow line: what Awa keeps meanwhile has not come to Luc's screen.
  let pass = (): void => undefined
  const slow = new Promise<void>((resolve) => {
    pass = resolve
  })
  await lucs.context.route('**/sync/v1/pull*', async (route) => {
    await slow
    await route.continue()
  })
  await put(awas, 'Awa Diop', 'matin', '0 h', '13 h')
  await expect(awas.main.getByText(/matin, retrait\s: gardé$/i)).toBeVisible()
  await put(lucs, 'Luc Perrin', 'après-midi', '13 h', '23 h 59')
  await expect(lucs.main.getByRole('heading', { level: 1 })).toHaveText('Deux changements sur une semaine')
  await expect(lucs.main.getByText(`Awa Diop au retrait, ${weekday} matin`)).toBeVisible()
  pass()
  await lucs.main.getByRole('button', { name: /^Prendre les deux/ }).click()
  await expect(lucs.main.getByRole('heading', { level: 1 })).not.toHaveText('Deux changements sur une semaine')

  // The other tablet hears of both, and reads them without the server.
  await expect(awas.main.getByRole('row', { name: /matin/ }).filter({ hasText: 'Awa Diop' })).toBeVisible()
  await expect(awas.main.getByRole('row', { name: /après-midi/ }).filter({ hasText: 'Luc Perrin' })).toBeVisible({ timeout: 75_000 })
  await library.kill()
  await awas.go('Aujourd’hui')
  await expect(
    awas.main
      .getByRole('region', { name: 'L’équipe' })
      .getByText(/Awa Diop|Luc Perrin/)
      .first(),
  ).toBeVisible()
})

/**
 * The whole way of a patron, from the mailing of the guide to what the mail says after the handover. Runs in a real Chromium against the built
 * endpoint, which writes through a real relay on this machine; the patron's browser has no script. The library stands where it is nine in the
 * morning now, so that nothing depends on when this runs; of all that time does, only the eve of the slot is brought nearer, on the disk.
 */
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import { type ReadMail, readMail } from '../fakes/read-mail.ts'
import { type SmtpRelay, startSmtpRelay } from '../fakes/smtp-relay.ts'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { cards, items, pins } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { RunningLibrary } from './running-library.ts'
import { Tablet } from './tablet.ts'

const email = { family: 'famille@courrier.example', ines: 'ines@courrier.example', colleague: 'collegue@mediatheque.example' }
const phrase = 'un héron dort debout'

/** Nadia and Paul share an address; the page is open, and nothing that can wait waits. */
const openLibrary = async (library: RunningLibrary): Promise<void> => {
  await library.start()
  const publicPage = { isOn: true, telephone: '05 36 49 12 07', place: { fr: 'À la porte de la cour' } }
  const settings = { ...tilleuls.settings, publicPage, readyDelayMinutes: 0, quietDays: [], mailsPerHour: 2000 }
  const [head = '', ...people] = tilleuls.patronsFile().trimEnd().split('\r\n')
  const addresses = [email.family, email.family, email.ines]
  const patrons = [`${head};"Courriel"`, ...people.map((line, n) => `${line};"${addresses[n]}"`)].join('\r\n')
  const result = await library.command(
    'import',
    ...['--settings', library.file('reglages.json', JSON.stringify(settings))],
    ...['--catalogue', library.file('exemplaires.csv', tilleuls.catalogueFile())],
    ...['--patrons', library.file('usagers.csv', `${patrons}\r\n`)],
  )
  expect(result.code, result.stdout + result.stderr).toBe(0)
}

const mailsTo = ({ mails }: SmtpRelay, to: string): readonly ReadMail[] =>
  mails.filter((mail) => mail.to === to).map(({ raw }) => readMail(raw))

/** Waits for the mail of that subject. */
const awaitMail = async (relay: SmtpRelay, to: string, subject: RegExp): Promise<ReadMail> => {
  const find = () => mailsTo(relay, to).find((mail) => subject.test(mail.subject))
  await expect.poll(() => find()?.subject, { timeout: 90_000, message: `${subject} to ${to}` }).toMatch(subject)
  const found = find()
  if (found === undefined) throw new Error('it was there')
  return found
}
const linkIn = ({ text }: ReadMail, path: RegExp): string => text.split(/\s+/).find((word) => path.test(word)) ?? ''

/** As slowly as a person: a form younger than two seconds asks for one more press. */
const pressUntil = async (page: Page, button: string, heading: RegExp | string): Promise<void> => {
  await expect(async () => {
    const press = page.getByRole('button', { name: button })
    if (await press.isVisible()) await press.click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading, { timeout: 5000 })
  }).toPass({ timeout: 90_000 })
}

/** The first free hour of that day of those with hours; 0: today. Answers it as it is read. */
const chooseHour = async (page: Page, day: number): Promise<string> => {
  const hours = page.locator('details.day').nth(day)
  if ((await hours.getAttribute('open')) === null) await hours.locator('summary').click()
  const hour = hours.locator('label.time').first()
  await hour.click()
  await expect(hour.getByRole('radio')).toBeChecked()
  return (await hour.locator('b').textContent()) ?? ''
}

test('[MSG-13, PAGE-12, PAGE-15, MSG-4, HO-9] from the mail of the guide to the receipt by mail: code, order, pile, reminder, another hour, handover off line', async ({
  browser,
  playwright,
  launchOptions,
}) => {
  test.setTimeout(300_000)
  const relay = await startSmtpRelay()
  const library = new RunningLibrary(undefined, {
    SMTP_URL: `smtp://127.0.0.1:${relay.port}`,
    MAIL_FROM: 'clic@mediatheque.example',
  })
  const contexts: BrowserContext[] = []
  try {
    await openLibrary(library)
    const kept = await playwright.chromium.launchPersistentContext(join(library.folder, 'tablet'), { ...launchOptions, locale: 'fr-FR' })
    contexts.push(kept)
    kept.setDefaultTimeout(30_000)
    const tablet = await Tablet.over(kept, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Awa Diop', pins['Awa Diop'])

    await test.step('[MSG-13] a manager sends the guide to a colleague, then once to every address', async () => {
      await tablet.go('Clôture')
      await tablet.choosePassphrase(await library.passphraseCode('Awa Diop'), phrase)
      await tablet.go('Gestion')
      await tablet.main.getByRole('link', { name: 'Courriels', exact: true }).click()
      await tablet.main.getByLabel('Les adresses de trois collègues').fill(email.colleague)
      await tablet.main.getByRole('button', { name: 'Envoyer aux collègues' }).click()
      await awaitMail(relay, email.colleague, /^Commander chez soi/)
      await tablet.main.getByRole('button', { name: 'Envoyer à tous' }).click()
      for (const to of [email.family, email.ines]) await awaitMail(relay, to, /^Commander chez soi/)
    })

    const context = await browser.newContext({ locale: 'fr-FR', javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
    contexts.push(context)
    context.setDefaultTimeout(30_000)
    const page = await context.newPage()
    const guide = await awaitMail(relay, email.ines, /^Commander chez soi/)

    await test.step('[MSG-14, PAGE-7] the mail leads to the guide, the guide to the page, and the code proves the card', async () => {
      await page.goto(linkIn(guide, /\/mode-d-emploi$/))
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Commander chez soi, emporter sans attendre')
      await page.getByRole('main').getByRole('link', { name: 'Commander', exact: true }).click()
      await page.getByRole('searchbox').fill('germinal')
      await page.getByRole('button', { name: 'Chercher' }).click()
      await page.getByRole('button', { name: `Ajouter ${items.germinal.title}` }).click()
      await page.getByRole('link', { name: 'Continuer' }).click()
      await page.getByLabel('Le numéro de votre carte').fill(cards.ines.card)
      await pressUntil(page, 'Recevoir un code', 'Regardez vos courriels')
      const { text } = await awaitMail(relay, email.ines, /^Votre code/)
      await page.getByLabel('Le code à 6 chiffres').fill(/\d{3}\u00a0\d{3}/.exec(text)?.[0] ?? '')
      await page.getByRole('button', { name: 'Continuer' }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quand viendrez-vous\u202f?')
    })

    const number = await test.step('[PAGE-12, MSG-1] the order is noted, on the page and by mail', async () => {
      const hour = await chooseHour(page, 1)
      await pressUntil(page, 'Commander', /C’est noté/)
      const ticket = (await page.locator('.ticket').textContent()) ?? ''
      expect(ticket).toMatch(/^[A-Z]-\d{3,}$/)
      const { subject, text } = await awaitMail(relay, email.ines, /est notée$/)
      expect(subject).toContain(ticket)
      expect(text).toContain(hour)
      return ticket
    })

    await test.step('[PULL-4, MSG-4] the tablet prepares it, and the mail says that it is ready', async () => {
      await tablet.go('Préparation')
      await expect(tablet.main.getByText(items.germinal.title).first()).toBeVisible()
      await tablet.pick(items.germinal)
      await tablet.page.getByRole('button', { name: /posé/i }).click()
      const { subject } = await awaitMail(relay, email.ines, /est prête$/)
      expect(subject).toContain(number)
    })

    const reminder = await test.step('[MSG-4] on the eve a reminder leaves', async () => {
      library.letEvesCome()
      return awaitMail(relay, email.ines, /^Rappel/)
    })

    await test.step('[PAGE-14, PAGE-15] its link shows the order, and gives it an hour of today', async () => {
      await page.goto(linkIn(reminder, /\/c\//))
      await page.getByRole('link', { name: 'Choisir une autre heure' }).click()
      const hour = await chooseHour(page, 0)
      await page.getByRole('button', { name: 'Changer l’heure' }).click()
      await expect(page.locator('.time-said')).toHaveText(hour)
      const { subject, text } = await awaitMail(relay, email.ines, /change d’heure$/)
      expect(subject).toContain(number)
      expect(text).toContain(hour)
      await tablet.go('Aujourd’hui')
      const slot = new RegExp(`^${hour.replace(/\s/g, '\\s')}, 1 commande`)
      await expect(tablet.main.getByRole('button', { name: slot })).toBeVisible({ timeout: 30_000 })
      await expect(tablet.bar.getByText('tout est transmis')).toBeVisible()
    })

    await library.kill()
    await test.step('[HO-2, HO-9] the desk reads the square’s number off line, hands it over, and notes a receipt by mail', async () => {
      await tablet.go('Retrait')
      await tablet.gun(number)
      await expect(tablet.main.getByText('Inès COSTA').first()).toBeVisible()
      await tablet.gun(items.germinal.barcode)
      await tablet.page.getByRole('button', { name: 'Par courriel' }).click()
      await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
      await expect(tablet.main.getByText('Enregistré ici').first()).toBeVisible()
      await expect(tablet.bar.getByText('1 à transmettre')).toBeVisible()
    })
    await library.start()

    await test.step('[HO-9] back on line, the receipt leaves, and the link shows nothing any more', async () => {
      const { text } = await awaitMail(relay, email.ines, /^Vos documents et leurs dates de retour/)
      expect(text).toContain(items.germinal.title)
      await page.goto(linkIn(reminder, /\/c\//))
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Cette adresse ne sert plus')
    })

    // Each once, in the order of the facts; whoever shares an address had one mail of the guide.
    const said = ['Commander chez soi', 'Votre code', 'est notée', 'est prête', 'Rappel', 'change d’heure', 'Vos documents']
    expect(mailsTo(relay, email.ines).map(({ subject }) => subject)).toEqual(said.map((words) => expect.stringContaining(words)))
    expect(mailsTo(relay, email.family)).toHaveLength(1)
  } finally {
    for (const context of contexts) await context.close()
    await library.close()
    await relay.stop()
  }
})

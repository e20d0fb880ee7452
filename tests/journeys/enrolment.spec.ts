/**
 * A tablet comes into the library, and a person takes it: codes good and bad, PINs right and wrong, with and without network.
 * Runs in a real Chromium against the built endpoint.
 */
import type { Page } from '@playwright/test'
import { items, pins, settings } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

/** A browser throws away the chunks whose name has `part`, wherever it kept them. */
const lose = async (page: Page, part: string): Promise<void> => {
  const lost = await page.evaluate(async (named) => {
    let count = 0
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const kept of await cache.keys()) if (kept.url.includes(named) && (await cache.delete(kept))) count++
    }
    return count
  }, part)
  expect(lost).toBeGreaterThan(0)
  await (await page.context().newCDPSession(page)).send('Network.clearBrowserCache')
}

test('a code lets one tablet in, and no second one', async ({ library, takeTablet }) => {
  const code = await library.enrolmentCode()
  const first = await takeTablet('first')
  await first.enrol(code)

  const second = await takeTablet('second')
  await second.open(`/#/enrol/${code}`)
  await second.page.getByRole('button', { name: 'Associer', exact: true }).click()
  await expect(second.main.getByText('Ce code a déjà servi à une autre tablette.').first()).toBeVisible()
})

test('a code typed in small letters with a space is the same code', async ({ library, takeTablet }) => {
  const code = await library.enrolmentCode()
  const tablet = await takeTablet('first')
  await tablet.open()
  await tablet.page.getByLabel('Code d’association').fill(code.toLowerCase().replace('-', ' '))
  await tablet.page.keyboard.press('Enter')
  await expect(tablet.page.getByRole('heading', { name: 'Qui êtes-vous ?' })).toBeVisible()
})

test('a code older than ten minutes is refused, with what to do next', async ({ library, takeTablet }) => {
  const code = await library.enrolmentCode()
  library.expireCodes()
  const tablet = await takeTablet('first')
  await tablet.open(`/#/enrol/${code}`)
  await tablet.page.getByRole('button', { name: 'Associer', exact: true }).click()
  await expect(tablet.main.getByText('Ce code a plus de dix minutes.').first()).toBeVisible()
  await expect(tablet.main.getByText('Demandez-en un autre à la personne responsable').first()).toBeVisible()
})

test('a wrong PIN is said and lets nobody in; the right one does, offline too', async ({ library, takeTablet }) => {
  const tablet = await takeTablet('first')
  await tablet.enrol(await library.enrolmentCode())
  await library.kill()
  await tablet.page.reload()
  await tablet.page.getByRole('button', { name: 'Luc Perrin' }).click()
  await tablet.typePin('0000')
  await expect(tablet.main.getByText('Ce n’est pas le bon code. Réessayez.').first()).toBeVisible()
  await tablet.typePin(pins['Luc Perrin'])
  await expect(tablet.page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  await expect(tablet.page.getByText('Hors connexion')).toBeVisible()
})

test('[PRIV-4] the endpoint prints no name of a patron, no card and no title', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('first')
  await tablet.page.reload()
  for (const personal of ['BENALI', 'Benali', '2000000011', 'Germinal', 'Luc', '1357']) expect(library.output).not.toContain(personal)
})

test('a tablet that loses the network right after its first visit opens every screen', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('first', 'Awa Diop')
  await library.kill()
  for (const screen of ['Préparation', 'Retrait', 'Retours', 'Anomalies', 'Opérations', 'Clôture', 'Aujourd’hui']) await tablet.go(screen)
  await expect(tablet.bar.getByText('Hors connexion')).toBeVisible({ timeout: 30_000 })
})

test('a tablet that cannot have the library’s colour opens without it', async ({ library, takeReadyTablet }) => {
  const coloured = library.file('couleur.json', JSON.stringify({ ...settings, accentColour: '#005f73' }))
  expect((await library.command('import', '--settings', coloured)).code).toBe(0)
  const { page } = await takeReadyTablet('first')
  const accent = () => page.evaluate(() => document.documentElement.style.getPropertyValue('--own-accent'))
  await expect.poll(accent).not.toBe('')
  await library.kill()
  await lose(page, 'accent-style')
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  expect(await accent()).toBe('')
})

test('[HO-6] a tablet that cannot have what writes its disk shows the day, says that nothing is kept, and is given a new page', async ({
  library,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('first')
  const { page } = tablet
  await library.kill()
  await lose(page, 'dexie')
  await page.reload()
  await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  await expect(tablet.bar.getByText('Hors connexion')).toBeVisible()
  await tablet.go('Préparation')
  await tablet.gun(items.germinal.barcode)
  await expect(page.getByText('ÉTAT INCONNU')).toBeVisible()
  await expect(tablet.bar.getByText('tout est transmis')).toBeVisible()

  await library.start()
  await page.getByRole('button', { name: 'C’est noté sur papier' }).click()
  await tablet.go('Opérations')
  await page.getByRole('button', { name: 'Essayer maintenant' }).click()
  await expect(tablet.bar.getByText('En ligne')).toBeVisible({ timeout: 30_000 })
  await tablet.go('Préparation')
  await tablet.pick(items.germinal)
  await expect(tablet.bar.getByText('tout est transmis')).toBeVisible()
})

test('a tablet that the browser erased says so, and once enrolled again a case tells everyone', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('first')
  // A page of ours without the app: nothing there holds the database.
  await tablet.open('/health')
  await tablet.page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('desk')
        request.onsuccess = () => resolve()
        request.onerror = () => reject(request.error)
      }),
  )
  await tablet.open(`/#/enrol/${await library.enrolmentCode()}`)
  await expect(tablet.page.getByRole('heading', { level: 1, name: 'Le navigateur a effacé cette tablette' })).toBeVisible()
  await tablet.page.getByRole('button', { name: 'Associer', exact: true }).click()
  await expect(tablet.bar.getByText('1 anomalie')).toBeVisible({ timeout: 30_000 })
  await tablet.go('Anomalies')
  await expect(tablet.main.getByText('Perte possible : tablette B').first()).toBeVisible()
})

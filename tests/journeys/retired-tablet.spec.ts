/**
 * A tablet is taken out of service while it lies off line with something to send. Runs in a real Chromium against the built endpoint.
 * Back on the network it hands over what it holds, then nothing personal is left anywhere in its browser, and it says what became of it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { items } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

/** Every text that the browser keeps for this origin, but for the files of the app itself. */
const keptTexts = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const texts: string[] = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name ?? '')
        opening.onsuccess = () => resolve(opening.result)
        opening.onerror = () => reject(opening.error)
      })
      for (const table of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve, reject) => {
          const reading = database.transaction(table).objectStore(table).getAll()
          reading.onsuccess = () => resolve(reading.result)
          reading.onerror = () => reject(reading.error)
        })
        texts.push(`${name}/${table}: ${JSON.stringify(rows)}`)
      }
      database.close()
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) {
        texts.push(request.url)
        if (!request.url.includes('/assets/')) texts.push((await (await cache.match(request))?.text()) ?? '')
      }
    }
    const root = await navigator.storage.getDirectory()
    for await (const name of (root as unknown as { keys(): AsyncIterable<string> }).keys()) texts.push(`file: ${name}`)
    return texts.join('\n')
  })

/** Files of the browser's profile in which one of these texts stands, as bytes or as 16-bit letters: what a laboratory reads without the app. */
const filesNaming = (profile: string, texts: readonly string[]): readonly string[] =>
  readdirSync(profile, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .flatMap((path) => {
      const bytes = readFileSync(path)
      const found = texts.filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
      return found.length === 0 ? [] : [`${path.slice(profile.length)}: ${found.join(', ')}`]
    })

test('[PRIV-2] a tablet taken out of service hands over what it holds, keeps nothing personal, and says so', async ({
  library,
  takeReadyTablet,
}) => {
  const lost = await takeReadyTablet('lost', 'Luc Perrin')
  await lost.go('Préparation')
  await lost.pick(items.germinal)
  await expect(lost.bar.getByText('tout est transmis')).toBeVisible()
  await lost.context.setOffline(true)
  await lost.pick(items.bovary)
  await expect(lost.bar.getByText('1 à transmettre')).toBeVisible()

  const personal = ['BENALI', '2000000011', 'Luc Perrin', 'Germinal', '/catalogue/v1/', '"credential":"']
  const before = await keptTexts(lost.page)
  for (const text of personal) expect(before).toContain(text)
  // Deleted values stay in a browser's files until it tidies them: what was emptied is read there as a laboratory would.
  const onDisk = (): readonly string[] => filesNaming(join(library.folder, 'tablet-lost'), ['BENALI', '2000000011', 'Luc Perrin'])
  await expect(() => expect(onDisk()).not.toEqual([])).toPass({ timeout: 30_000 })

  const said = await library.command('set-aside', '--tablet', 'B', '--reason', 'perdue')
  expect(said.code).toBe(0)
  await lost.context.setOffline(false)
  await expect(lost.page.getByRole('heading', { name: 'Cette tablette est retirée du service' })).toBeVisible({ timeout: 75_000 })
  await expect(lost.main).toContainText('2 opérations ces quatorze derniers jours')
  await expect(lost.main).toContainText('Le serveur en garde une à part')
  await expect(lost.main).toContainText('Tout le reste est effacé d’ici')
  await expect(lost.page.getByText('Ce qui est enregistré ici est sauf')).toHaveCount(0)

  const isClean = async (): Promise<void> => {
    const after = await keptTexts(lost.page)
    for (const text of personal) expect(after).not.toContain(text)
  }
  await expect(isClean).toPass({ timeout: 60_000 })
  await expect(() => expect(onDisk()).toEqual([])).toPass({ timeout: 60_000 })
  await lost.page.reload()
  await expect(lost.page.getByRole('heading', { name: 'Cette tablette est retirée du service' })).toBeVisible()
  await isClean()

  // A code of the library makes it a tablet again, under another letter.
  await lost.open(`/#/enrol/${await library.enrolmentCode()}`)
  await lost.page.getByRole('button', { name: 'Associer', exact: true }).click()
  await expect(lost.page.getByRole('heading', { name: 'Qui êtes-vous ?' })).toBeVisible({ timeout: 30_000 })
})

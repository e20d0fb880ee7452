/**
 * The day that benchmarks of the tablet work on: 200 orders of three documents and 3,260 patrons, imported as a library would, and the
 * browser they are shown in. Runs in Node.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type BrowserContext, chromium } from '@playwright/test'
import papa from 'papaparse'
import { findChromium } from '../find-chromium.mjs'
import * as tilleuls from '../fixtures/tilleuls.ts'
import type { RunningLibrary } from '../journeys/running-library.ts'

export const orderCount = 200
/** Places in each of the day's 24 half-hours: nearly full, as a library would have cut such a day. */
const capacity = 10

/** The card of the nth patron, who has the nth order. */
export const cardOf = (n: number): string => `20000${10_000 + n}`

/** The orders, over the whole day. */
const ordersFile = (day: string): string => {
  const documents = Object.values(tilleuls.items)
  const rows = Array.from({ length: orderCount }, (_, n) => {
    const time = `${String(8 + (n % 12)).padStart(2, '0')}:${n % 24 < 12 ? '00' : '30'}`
    const wanted = [0, 1, 2].map((shift) => documents[(n + shift) % documents.length]?.record ?? '')
    return wanted.map((record) => [`C-${n}`, cardOf(n), day, time, record].join(';'))
  })
  return [['Commande;Carte;Date de retrait;Heure de retrait;Notice'], ...rows].flat().join('\n')
}

const patronsFile = (): string =>
  ['Carte;Nom;Prénom;Catégorie', ...Array.from({ length: 3260 }, (_, n) => `${cardOf(n)};NOM${n};Prénom;adulte`)].join('\n')

/** The records of `PTE_DATA`, as lines after those of the day's own documents. Their barcodes begin otherwise. */
const townCatalogue = (): string => {
  const csv = gunzipSync(readFileSync(join(process.env.PTE_DATA ?? '', 'catalogue-58000.csv.gz'))).toString('utf8')
  const { data } = papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true })
  const rows = data.map(({ barcode, record, title, author, type, audience, cote, location }) => [
    ...[barcode, record, title, author],
    ...[type, audience, cote, location],
  ])
  return papa.unparse(rows, { delimiter: ';', quotes: true })
}

/** Gives the day of today to a library that has started; `isTown`: with 58,000 documents, which `PTE_DATA` holds. */
export const importBusyDay = async (library: RunningLibrary, isTown = false): Promise<void> => {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: tilleuls.settings.zone }).format(new Date())
  const settings = { ...tilleuls.settings, openingRanges: tilleuls.settings.openingRanges.map((range) => ({ ...range, capacity })) }
  const imported = await library.command(
    'import',
    ...['--settings', library.file('reglages.json', JSON.stringify(settings))],
    ...['--catalogue', library.file('exemplaires.csv', tilleuls.catalogueFile() + (isTown ? townCatalogue() : ''))],
    ...['--patrons', library.file('usagers.csv', patronsFile())],
    ...['--orders', library.file('commandes.csv', ordersFile(day))],
  )
  if (imported.code !== 0) throw new Error(imported.stdout + imported.stderr)
}

/** A browser process of its own on the profile of one tablet. */
export const launchTablet = (profile: string, args: readonly string[] = []): Promise<BrowserContext> =>
  chromium.launchPersistentContext(profile, {
    ...(findChromium() === undefined ? {} : { executablePath: findChromium() ?? '' }),
    args: [...args, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    locale: 'fr-FR',
    timezoneId: tilleuls.settings.zone,
  })

/**
 * The library of the crashes: as many documents as hands can scan, and a few patrons who may borrow them all. Runs beside the crashes.
 * Each document is called « Document » and its number, so that whatever the screen says of one names it.
 */
import * as tilleuls from '../fixtures/tilleuls.ts'
import type { RunningLibrary } from '../journeys/running-library.ts'

const documents = 4000
export const cards = Array.from({ length: 20 }, (_, n) => `20000${10_000 + n}`)

export const barcodeOf = (n: number): string => `30000${10_000 + n}`
const titleOf = (barcode: string): string => `Document ${barcode}`

/** The numbers of the documents that a text names. */
export const documentsIn = (text: string): readonly string[] => [...text.matchAll(/Document (\d{10})/g)].map(([, barcode]) => barcode ?? '')

/** Gives its files to a library that has started. */
export const importBusyLibrary = async (library: RunningLibrary): Promise<void> => {
  const settings = { ...tilleuls.settings, loanRights: [{ category: '*', documentType: '*', maximum: 999, durationDays: 21 }] }
  const catalogue = Array.from({ length: documents }, (_, n) => `${barcodeOf(n)};R${n};${titleOf(barcodeOf(n))};livre`)
  const patrons = cards.map((card, n) => `${card};NOM${n};Prénom;adulte`)
  const imported = await library.command(
    'import',
    ...['--settings', library.file('reglages.json', JSON.stringify(settings))],
    ...['--catalogue', library.file('exemplaires.csv', ['Code-barres;Notice;Titre;Type', ...catalogue].join('\n'))],
    ...['--patrons', library.file('usagers.csv', ['Carte;Nom;Prénom;Catégorie', ...patrons].join('\n'))],
  )
  if (imported.code !== 0) throw new Error(imported.stdout + imported.stderr)
}

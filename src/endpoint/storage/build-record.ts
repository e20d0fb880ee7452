/**
 * A bibliographic record made from the catalogue's lines, one per copy. Runs on the endpoint, in every store.
 */
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { CatalogueEntry } from './stored.ts'

/** A record from its copies' lines, ordered by barcode; undefined without copies. */
export const buildRecord = (entries: readonly CatalogueEntry[]): BibliographicRecord | undefined => {
  const [first] = entries
  if (first === undefined) return undefined
  return {
    kind: 'record',
    id: first.recordId,
    title: first.title,
    author: first.author,
    documentType: first.documentType,
    audience: first.audience,
    // Left out where there is none: most rows stay as they were before records had a year, and then a publisher.
    ...(first.year === '' ? {} : { year: first.year }),
    ...(first.publisher ? { publisher: first.publisher } : {}),
    copies: entries.map(({ barcode, callNumber, location, arrivedOn, immobility }) => ({
      barcode,
      callNumber,
      location,
      arrivedOn,
      ...(immobility && { immobility }),
    })),
  }
}

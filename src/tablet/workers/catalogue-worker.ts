/**
 * The catalogue in a thread of its own: 58,000 documents never weigh on the page. Runs in a worker, reached by comlink.
 * It opens a file only when asked, from the Cache, and answers any barcode with its record, and what is typed with the records found.
 */
import { expose } from 'comlink'
import { type Catalogue, openCatalogue } from '../../catalogue/open-catalogue.ts'
import { type RecordId, toItemBarcode } from '../../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueFilter, CatalogueFindings } from '../../domain/search/catalogue-findings.ts'
import { readCatalogue } from '../catalogue/catalogue-file.ts'

let opened: { readonly hash: string; readonly catalogue: Catalogue } | undefined

const catalogueOf = async (hash: string): Promise<Catalogue | undefined> => {
  if (opened?.hash === hash) return opened.catalogue
  const bytes = await readCatalogue(hash)
  if (bytes === undefined) return undefined
  const result = openCatalogue(bytes)
  if (!result.ok) return undefined
  opened = { hash, catalogue: result.value }
  return opened.catalogue
}

const catalogueWorker = {
  itemByBarcode: async (hash: string, barcode: string): Promise<CatalogueItem | undefined> =>
    (await catalogueOf(hash))?.itemByBarcode(toItemBarcode(barcode)),
  records: async (hash: string, ids: readonly RecordId[]): Promise<readonly BibliographicRecord[] | undefined> => {
    const catalogue = await catalogueOf(hash)
    return catalogue && ids.flatMap((id) => catalogue.recordById(id) ?? [])
  },
  search: async (hash: string, query: string, filter: CatalogueFilter): Promise<CatalogueFindings | undefined> =>
    (await catalogueOf(hash))?.search(query, filter),
}
export type CatalogueWorker = typeof catalogueWorker

expose(catalogueWorker)

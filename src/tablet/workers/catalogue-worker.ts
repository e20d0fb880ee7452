/**
 * The catalogue in a thread of its own: 58,000 documents never weigh on the page. Runs in a worker, reached by comlink.
 * It opens the week's file, its changes and what is on loan only when asked, from the Cache, and answers any barcode with its record, and
 * what is typed with the records found.
 */
import { expose } from 'comlink'
import { type Catalogue, openCatalogue } from '../../catalogue/open-catalogue.ts'
import { type RecordId, toItemBarcode } from '../../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueFilter, CatalogueFindings } from '../../domain/search/catalogue-findings.ts'
import { type NamedCatalogue, readCatalogue } from '../catalogue/catalogue-file.ts'

interface Opened {
  readonly hash: string
  /** Of those that were here when it was opened. */
  readonly changes: string | undefined
  readonly lent: string | undefined
  readonly catalogue: Catalogue
}
let opened: Opened | undefined

const open = (bytes: ArrayBuffer, changes: ArrayBuffer | undefined, lent: ArrayBuffer | undefined) => {
  const result = openCatalogue(bytes, changes, lent)
  // Changes that do not open leave the week's file, which does.
  return result.ok || changes === undefined ? result : openCatalogue(bytes)
}

const catalogueOf = async (named: NamedCatalogue): Promise<Catalogue | undefined> => {
  const { hash } = named
  if (hash === undefined) return undefined
  if (opened?.hash === hash && opened.changes === named.changes?.hash && opened.lent === named.lent?.hash) return opened.catalogue
  const [changes, lent] = await Promise.all([named.changes, named.lent].map((file) => file && readCatalogue(file.hash)))
  // They are still coming down: what is open answers until they are here.
  const isComing = (changes === undefined && named.changes !== undefined) || (lent === undefined && named.lent !== undefined)
  if (opened?.hash === hash && isComing) return opened.catalogue
  const bytes = await readCatalogue(hash)
  if (bytes === undefined) return undefined
  const result = open(bytes, changes, lent)
  if (!result.ok) return undefined
  opened = { hash, changes: changes && named.changes?.hash, lent: lent && named.lent?.hash, catalogue: result.value }
  return opened.catalogue
}

const catalogueWorker = {
  itemByBarcode: async (file: NamedCatalogue, barcode: string): Promise<CatalogueItem | undefined> =>
    (await catalogueOf(file))?.itemByBarcode(toItemBarcode(barcode)),
  records: async (file: NamedCatalogue, ids: readonly RecordId[]): Promise<readonly BibliographicRecord[] | undefined> => {
    const catalogue = await catalogueOf(file)
    return catalogue && ids.flatMap((id) => catalogue.recordById(id) ?? [])
  },
  search: async (file: NamedCatalogue, query: string, filter: CatalogueFilter): Promise<CatalogueFindings | undefined> =>
    (await catalogueOf(file))?.search(query, filter),
}
export type CatalogueWorker = typeof catalogueWorker

expose(catalogueWorker)

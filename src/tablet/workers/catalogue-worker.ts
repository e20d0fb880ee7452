/**
 * The catalogue in a thread of its own: 58,000 documents never weigh on the page. Runs in a worker, reached by comlink.
 * It opens the week's file, its changes and what is on loan only when asked, from the Cache, and answers any barcode with its record, and
 * what is typed with the records found.
 */
import { expose } from 'comlink'
import { countArrivals } from '../../catalogue/count-arrivals.ts'
import type { ItemBarcode, RecordId } from '../../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueFilter, CatalogueFindings, CatalogueLists } from '../../domain/search/catalogue-findings.ts'
import { type NamedCatalogue, readCatalogue } from '../catalogue/catalogue-file.ts'
import { catalogueOf } from '../catalogue/opened-catalogue.ts'

/** undefined: a file that is not here, or does not open. */
const arrivalsOf = async ({ hash, changes }: NamedCatalogue): Promise<CatalogueLists['arrivals']> => {
  const [whole, changed] = await Promise.all([hash, changes?.hash].map((one) => (one === undefined ? undefined : readCatalogue(one))))
  return whole && countArrivals(whole, changed)
}

/** Each answers undefined when the file is not here. */
const catalogueWorker = {
  /** undefined too when the barcode is unknown. */
  itemByBarcode: async (file: NamedCatalogue, barcode: ItemBarcode): Promise<CatalogueItem | undefined> =>
    (await catalogueOf(file))?.itemByBarcode(barcode),
  /** Those it knows of these records. */
  records: async (file: NamedCatalogue, ids: readonly RecordId[]): Promise<readonly BibliographicRecord[] | undefined> => {
    const catalogue = await catalogueOf(file)
    return catalogue && ids.flatMap((id) => catalogue.recordById(id) ?? [])
  },
  search: async (file: NamedCatalogue, query: string, filter: CatalogueFilter): Promise<CatalogueFindings | undefined> =>
    (await catalogueOf(file))?.search(query, filter),
  lists: async (file: NamedCatalogue): Promise<CatalogueLists | undefined> => {
    const catalogue = await catalogueOf(file)
    return catalogue && { ...catalogue.lists(), arrivals: await arrivalsOf(file) }
  },
}
export type CatalogueWorker = typeof catalogueWorker

expose(catalogueWorker)

/**
 * The page's side of the catalogue's worker. Runs in the page.
 * Worker and bridge are loaded at the first question: nothing of the catalogue weighs on the first screen.
 */
import type { ItemBarcode, RecordId } from '../../domain/ids.ts'
import type { BibliographicRecord, CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueFilter, CatalogueFindings, CatalogueLists } from '../../domain/search/catalogue-findings.ts'
import type { NamedCatalogue } from '../catalogue/catalogue-file.ts'
import type { CatalogueWorker } from './catalogue-worker.ts'
import type { WorkerLine } from './worker-line.ts'

/** Asks the catalogue that the base names. */
export interface AskCatalogue {
  /** undefined when the barcode is unknown, or the file is not here. */
  itemByBarcode(file: NamedCatalogue, barcode: ItemBarcode): Promise<CatalogueItem | undefined>
  /** Those it knows of these records; undefined when the file is not here. */
  records(file: NamedCatalogue, ids: readonly RecordId[]): Promise<readonly BibliographicRecord[] | undefined>
  /** undefined when the file is not here. */
  search(file: NamedCatalogue, query: string, filter: CatalogueFilter): Promise<CatalogueFindings | undefined>
  /** undefined when the file is not here. */
  lists(file: NamedCatalogue): Promise<CatalogueLists | undefined>
}

/** Opening the file takes a slow tablet a second or two. Milliseconds. */
const patienceMs = 8000

const openLine = async (): Promise<WorkerLine<CatalogueWorker>> => {
  const { openWorkerLine } = await import('./worker-line.ts')
  return openWorkerLine(() => new Worker(new URL('./catalogue-worker.ts', import.meta.url), { type: 'module' }), patienceMs)
}

/** `open` is given by tests alone. */
export const createAskCatalogue = (open: () => Promise<WorkerLine<CatalogueWorker>> = openLine): AskCatalogue => {
  let line: ReturnType<typeof open> | undefined
  const opened = (): ReturnType<typeof open> => {
    line ??= open().catch((error: unknown) => {
      // A chunk that could not be had is asked for again at the next question.
      line = undefined
      throw error
    })
    return line
  }
  return {
    itemByBarcode: async (...of) => (await opened()).ask((remote) => remote.itemByBarcode(...of)),
    records: async (...of) => (await opened()).ask((remote) => remote.records(...of)),
    search: async (...of) => (await opened()).ask((remote) => remote.search(...of)),
    lists: async (...of) => (await opened()).ask((remote) => remote.lists(...of)),
  }
}

/**
 * The page's side of the catalogue's worker, reached by comlink. Runs in the page.
 * Worker and bridge are loaded at the first question: nothing of the catalogue weighs on the first screen.
 */
import type { ItemBarcode } from '../../domain/ids.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueWorker } from './catalogue-worker.ts'

/** Answers a barcode's record from the catalogue file named by its hash; undefined when it is unknown, or the file is not here. */
export type AskCatalogue = (hash: string, barcode: ItemBarcode) => Promise<CatalogueItem | undefined>

export const createAskCatalogue = (): AskCatalogue => {
  const start = async () => {
    const { wrap } = await import('comlink')
    return wrap<CatalogueWorker>(new Worker(new URL('./catalogue-worker.ts', import.meta.url), { type: 'module' }))
  }
  let worker: ReturnType<typeof start> | undefined
  return async (hash, barcode) => {
    worker ??= start()
    return (await worker).itemByBarcode(hash, barcode)
  }
}

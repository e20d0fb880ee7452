/**
 * Any barcode → its record, offline. Runs in the page.
 * What an order wants is in the base and answers at once; the rest is asked of the catalogue's worker, started at the first need.
 */
import type { DeskState } from '../../domain/desk/desk-state.ts'
import type { ItemBarcode } from '../../domain/ids.ts'
import type { CatalogueItem } from '../../domain/item/record.ts'
import type { CatalogueWorker } from '../workers/catalogue-worker.ts'

/** The document in the records of the base; undefined when no order wants its record. */
export const findInBase = (state: DeskState, barcode: ItemBarcode): CatalogueItem | undefined => {
  for (const record of state.all('record')) {
    const copy = record.copies.find((copy) => copy.barcode === barcode)
    if (copy === undefined) continue
    const { id: recordId, title, author, documentType, audience } = record
    return { ...copy, recordId, title, author, documentType, audience }
  }
  return undefined
}

type Asking = (hash: string, barcode: ItemBarcode) => Promise<CatalogueItem | undefined>

/** Asks the worker; the worker and its bridge are loaded at the first question. */
export const createCatalogueAsking = (): Asking => {
  let remote: Promise<{ itemByBarcode: CatalogueWorker['itemByBarcode'] }> | undefined
  const start = async () => {
    const { wrap } = await import('comlink')
    const worker = new Worker(new URL('../workers/catalogue-worker.ts', import.meta.url), { type: 'module' })
    return wrap<CatalogueWorker>(worker)
  }
  return async (hash, barcode) => {
    remote ??= start()
    return (await remote).itemByBarcode(hash, barcode)
  }
}

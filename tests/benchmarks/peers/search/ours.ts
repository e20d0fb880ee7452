/**
 * Ours: the catalogue's file as the endpoint makes it, opened as it lies. Runs in the page; on a tablet, the same in the catalogue's worker.
 */
import { openCatalogue } from '../../../../src/catalogue/open-catalogue.ts'
import { toItemBarcode } from '../../../../src/domain/ids.ts'
import type { Contender } from './contender.ts'

export const ours: Contender = {
  open: async (bytes) => {
    const opened = openCatalogue(bytes)
    if (!opened.ok) throw new Error(JSON.stringify(opened.refusal))
    return {
      search: (query) => opened.value.search(query).records.map(({ id }) => id),
      find: (barcode) => opened.value.itemByBarcode(toItemBarcode(barcode)),
    }
  },
}

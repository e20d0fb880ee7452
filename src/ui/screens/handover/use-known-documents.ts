/**
 * What is known of the documents of a visit: the base's rows, then the catalogue file, which answers a moment later. Runs in the browser.
 * A scanned document is looked up before it is judged, so that no scan is judged without its type.
 */
import { useRef } from 'preact/hooks'
import type { Visit } from '../../../domain/handover/visit.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import { type CatalogueItems, findDocument } from '../../../domain/item/find-document.ts'
import type { CatalogueItem } from '../../../domain/item/record.ts'
import { useCatalogueItems, useDesk } from '../../use-desk.ts'

export const useKnownDocuments = (inHand: Visit | undefined) => {
  const desk = useDesk()
  const scanned = useRef(new Map<ItemBarcode, CatalogueItem>())
  const found = useCatalogueItems(inHand?.piles.flatMap((pile) => pile.scanned.map(({ barcode }) => barcode)) ?? [])
  const catalogue = (): CatalogueItems => new Map([...found, ...scanned.current])
  const find = (barcode: ItemBarcode): CatalogueItem | undefined => findDocument(desk.snapshot.state, barcode, catalogue())
  return {
    catalogue,
    /** Rejects where the catalogue cannot be read. */
    lookUp: async (barcode: ItemBarcode): Promise<void> => {
      if (find(barcode) !== undefined) return
      const item = await desk.findItem(barcode)
      if (item !== undefined) scanned.current.set(barcode, item)
    },
    titleOf: (barcode: ItemBarcode) => find(barcode)?.title,
  }
}
export type KnownDocuments = ReturnType<typeof useKnownDocuments>

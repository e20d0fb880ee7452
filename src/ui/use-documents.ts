/**
 * What is known of documents by their barcodes: the base's own records first, then the catalogue file, off line too.
 * Runs in the browser. The catalogue answers a moment later; until then a document is shown by its barcode.
 */
import { useEffect, useState } from 'preact/hooks'
import type { ItemBarcode } from '../domain/ids.ts'
import { type CatalogueItems, findDocument } from '../domain/item/find-document.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import { useDesk, useSnapshot } from './use-desk.ts'

/** Asks the catalogue for each barcode that the base does not know; grows as it answers. */
export const useCatalogueItems = (barcodes: readonly ItemBarcode[]): CatalogueItems => {
  const desk = useDesk()
  const { state } = useSnapshot()
  const [found, setFound] = useState<CatalogueItems>(new Map())
  const missing = barcodes.filter((barcode) => !found.has(barcode) && findDocument(state, barcode, found) === undefined)
  const wanted = missing.join(' ')
  // `wanted` is `missing` as text, which is what changes.
  useEffect(() => {
    let isStale = false
    void Promise.all(missing.map((barcode) => desk.findItem(barcode))).then((items) => {
      const added = items.filter((item) => item !== undefined)
      if (!isStale && added.length > 0) setFound((before) => new Map([...before, ...added.map((item) => [item.barcode, item] as const)]))
    })
    return () => {
      isStale = true
    }
  }, [desk, wanted])
  return found
}

/** Answers what is known of each of these barcodes. */
export const useDocuments = (barcodes: readonly ItemBarcode[]): ((barcode: ItemBarcode) => CatalogueItem | undefined) => {
  const { state } = useSnapshot()
  const catalogue = useCatalogueItems(barcodes)
  return (barcode) => findDocument(state, barcode, catalogue)
}

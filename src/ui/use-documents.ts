/**
 * What is known of documents by their barcodes: the base's own records first, then the catalogue file, off line too.
 * Runs in the browser. The catalogue answers a moment later; until then a document is shown by its barcode.
 */
import { useEffect, useState } from 'preact/hooks'
import type { DeskState } from '../domain/desk/desk-state.ts'
import type { ItemBarcode } from '../domain/ids.ts'
import type { CatalogueItem } from '../domain/item/record.ts'
import { useDesk, useFromState } from './use-desk.ts'

/** What a row of a screen says of a document. */
export type DocumentLabel = Pick<CatalogueItem, 'recordId' | 'title' | 'author' | 'documentType' | 'callNumber' | 'location' | 'arrivedOn'>

/** From the base alone: the item's record, or the record that has this copy. */
const labelsOfBase = (state: DeskState): ReadonlyMap<ItemBarcode, DocumentLabel> => {
  const labelByBarcode = new Map<ItemBarcode, DocumentLabel>()
  for (const { id, title, author, documentType, copies } of state.all('record')) {
    for (const { barcode, callNumber, location, arrivedOn } of copies) {
      labelByBarcode.set(barcode, { recordId: id, title, author, documentType, callNumber, location, arrivedOn })
    }
  }
  return labelByBarcode
}

/** Answers what is known of each barcode; asks the catalogue for those that the base does not know. */
export const useDocuments = (barcodes: readonly ItemBarcode[]): ((barcode: ItemBarcode) => DocumentLabel | undefined) => {
  const desk = useDesk()
  const known = useFromState(labelsOfBase)
  const [found, setFound] = useState<ReadonlyMap<ItemBarcode, DocumentLabel>>(new Map())
  const missing = barcodes.filter((barcode) => !known.has(barcode) && !found.has(barcode))
  const wanted = missing.join(' ')
  // `wanted` is `missing` as text, which is what changes
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
  return (barcode) => known.get(barcode) ?? found.get(barcode)
}

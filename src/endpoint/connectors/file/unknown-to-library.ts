/**
 * Numbers that neither the catalogue nor the directory has. Runs on the endpoint.
 * Koha may not know them either, and its tool that applies a `.koc` at once stops for good at the first of them (decision 0015). They
 * may be right all the same, for a document catalogued in the morning is lent in the afternoon: they go out, at the end of the file.
 */
import type { CardNumber, ItemBarcode } from '../../../domain/ids.ts'
import type { Movement } from '../../ils/movement.ts'
import type { StoreReader } from '../../storage/store.ts'

type Numbers = Pick<Movement, 'barcode' | 'card'>

export interface UnknownNumbers {
  readonly barcodes: ReadonlySet<ItemBarcode>
  readonly cards: ReadonlySet<CardNumber>
}

/** A library without a catalogue, or without a directory, cannot say which numbers are unknown: then none is. */
export const findUnknown = async (reader: StoreReader, movements: readonly Numbers[]): Promise<UnknownNumbers> => {
  const hasCatalogue = (await reader.catalogueCounts()).items > 0
  const hasDirectory = (await reader.rowsOf('patron')).length > 0
  const barcodes = new Set<ItemBarcode>()
  const cards = new Set<CardNumber>()
  for (const { barcode, card } of movements) {
    if (hasCatalogue && (await reader.catalogueEntry(barcode)) === undefined) barcodes.add(barcode)
    if (hasDirectory && card !== undefined && (await reader.row('patron', card)) === undefined) cards.add(card)
  }
  return { barcodes, cards }
}

/** The same movements, documents with an unknown number in any of theirs last: what one document did stays in its order. */
export const putLast = <M extends Numbers>(movements: readonly M[], { barcodes, cards }: UnknownNumbers): readonly M[] => {
  const last = new Set(
    movements.filter(({ barcode, card }) => barcodes.has(barcode) || (card !== undefined && cards.has(card))).map(({ barcode }) => barcode),
  )
  return [...movements.filter(({ barcode }) => !last.has(barcode)), ...movements.filter(({ barcode }) => last.has(barcode))]
}

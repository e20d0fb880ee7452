/**
 * What a reading is once the library's numbers were looked up: catalogue and directory know more than rules. Pure; runs on the tablet.
 * A number that the library has is found, whatever form the rules ask for. The number written exactly as it was read comes first: two
 * numbers that differ by a space are two numbers.
 */
import { toCardNumber, toItemBarcode } from '../ids.ts'
import type { Reading } from './judge-text.ts'
import { textOfReading } from './text-of-reading.ts'

/** Which of the numbers that were looked up the library has. */
export interface KnownNumbers {
  isCard(number: string): boolean
  isItem(number: string): boolean
  isOrder(number: string): boolean
}

/** The numbers that the reading may stand for, as read first; none for what no rule or lookup may change. */
export const numbersOfReading = (reading: Reading): readonly string[] => {
  switch (reading.kind) {
    case 'isbn':
      return []
    case 'unrecognised':
      return reading.spellings ?? []
    case 'card':
    case 'item':
    case 'card-or-item':
    case 'order':
      return reading.spellings ?? [textOfReading(reading)]
  }
}

/** HO-1: the reading by what the library has; as it was where none of its numbers is known. */
export const identifyReading = (reading: Reading, known: KnownNumbers): Reading => {
  if (reading.kind === 'order' && known.isOrder(reading.number)) return reading
  for (const number of numbersOfReading(reading)) {
    const isCard = known.isCard(number)
    const isItem = known.isItem(number)
    if (!isCard && !isItem) continue
    if (isCard !== isItem) return isCard ? { kind: 'card', card: toCardNumber(number) } : { kind: 'item', barcode: toItemBarcode(number) }
    // Both have it: a rule that takes it for one of them decides.
    const isRuled = (reading.kind === 'card' || reading.kind === 'item') && textOfReading(reading) === number
    return isRuled ? reading : { kind: 'card-or-item', card: toCardNumber(number), barcode: toItemBarcode(number) }
  }
  return reading
}

/**
 * What kind of number was read here: a card, a document, one of our labels, or a publisher's code. Runs on the tablet for the camera,
 * the gun and the keyboard alike. Nothing is guessed: what matches no rule of the library, or two of them, is not recognised.
 */
import type { BarcodeRule, Settings } from '../desk/settings.ts'
import { type CardNumber, type ItemBarcode, toCardNumber, toItemBarcode } from '../ids.ts'
import { parseOrderNumber } from '../order/order-number.ts'

export type Reading =
  | { readonly kind: 'card'; readonly card: CardNumber }
  | { readonly kind: 'item'; readonly barcode: ItemBarcode }
  | { readonly kind: 'order'; readonly number: string }
  /** The publisher's EAN-13 on a book: the library's own code is beside it. */
  | { readonly kind: 'isbn'; readonly text: string }
  | { readonly kind: 'unrecognised'; readonly text: string }

/** Luhn's check over a number's digits, the last one being the check digit (ISO/IEC 7812-1, annex B). */
const hasLuhnCheck = (text: string): boolean => {
  if (!/^\d+$/.test(text)) return false
  let sum = 0
  for (let place = 0; place < text.length; place++) {
    const digit = Number(text[text.length - 1 - place])
    const doubled = place % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}

/** An EAN-13 of the book trade: prefix 978 or 979, weights 1 and 3, sum a multiple of ten (ISO 2108). */
const isIsbn = (text: string): boolean =>
  /^97[89]\d{10}$/.test(text) && [...text].reduce((sum, digit, place) => sum + Number(digit) * (place % 2 === 0 ? 1 : 3), 0) % 10 === 0

const matches = (rule: BarcodeRule, text: string): boolean =>
  new RegExp(`^(?:${rule.pattern})$`, 'u').test(text) && (rule.check === 'none' || hasLuhnCheck(text))

/** The text itself, then without the start and stop signs that some readers leave: * of Code 39, A to D of Codabar. */
const spellingsOf = (text: string): readonly string[] => {
  const bare = /^\*(.+)\*$/.exec(text)?.[1] ?? /^[A-D]([\d$:/.+-]+)[A-D]$/i.exec(text)?.[1]
  return bare === undefined ? [text] : [text, bare]
}

/** Recognises a reading by the library's rules; leading zeros stay. Refuses nothing: what it cannot tell is `unrecognised`. */
export const judgeText = (settings: Pick<Settings, 'cardRule' | 'itemRule'>, text: string): Reading => {
  const trimmed = text.trim()
  for (const spelling of spellingsOf(trimmed)) {
    const isCard = matches(settings.cardRule, spelling)
    const isItem = matches(settings.itemRule, spelling)
    if (isCard && isItem) return { kind: 'unrecognised', text: trimmed }
    if (isCard) return { kind: 'card', card: toCardNumber(spelling) }
    // Some documents carry the publisher's code too, and a loose rule would take it for the library's.
    if (isItem && !isIsbn(spelling)) return { kind: 'item', barcode: toItemBarcode(spelling) }
    const number = parseOrderNumber(spelling)
    if (number !== undefined) return { kind: 'order', number }
    if (isIsbn(spelling)) return { kind: 'isbn', text: spelling }
  }
  return { kind: 'unrecognised', text: trimmed }
}

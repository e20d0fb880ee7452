/**
 * The order in which documents stand on a shelf: call numbers in natural order (PULL-1). Runs everywhere.
 * Numbers compare as numbers (R SIM 2 before R SIM 10) and as decimals after a point (641.5, 641.59, 641.6); accents, case and
 * punctuation do not count. A total order, so that a list sorts the same on every tablet.
 */
import { foldText } from '../fold-text.ts'

/** A number's digits, without the zeros that change nothing, or a word. */
type Part = { readonly whole: string; readonly fraction: string } | string

/** A call number cut once, to be compared many times. */
export interface CallNumberKey {
  readonly parts: readonly Part[]
  readonly text: string
}

export const toCallNumberKey = (text: string): CallNumberKey => ({
  parts: Array.from(
    foldText(text).matchAll(/([0-9]+)(?:[.,]([0-9]+))?|\p{L}+/gu),
    ([word, whole, fraction = '']): Part =>
      whole === undefined ? word : { whole: whole.replace(/^0+/, ''), fraction: fraction.replace(/0+$/, '') },
  ),
  text,
})

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const compareParts = (a: Part, b: Part): number => {
  if (typeof a === 'string') return typeof b === 'string' ? compareTexts(a, b) : 1
  if (typeof b === 'string') return -1
  // As digits, not as a number: a barcode taken for a call number is longer than a number holds.
  return a.whole.length - b.whole.length || compareTexts(a.whole, b.whole) || compareTexts(a.fraction, b.fraction)
}

/** PULL-1, on keys. Negative when `a` stands first; a call number with nothing to compare stands last. */
export const compareCallNumberKeys = (a: CallNumberKey, b: CallNumberKey): number => {
  if (a.parts.length === 0 || b.parts.length === 0) return b.parts.length - a.parts.length || compareTexts(a.text, b.text)
  for (const [n, part] of a.parts.entries()) {
    const other = b.parts[n]
    if (other === undefined) return 1
    const compared = compareParts(part, other)
    if (compared !== 0) return compared
  }
  return a.parts.length - b.parts.length || compareTexts(a.text, b.text)
}

/** PULL-1: negative when `a` stands before `b` on the shelf, 0 only for the same text. */
export const compareCallNumbers = (a: string, b: string): number => compareCallNumberKeys(toCallNumberKey(a), toCallNumberKey(b))

/**
 * What a visitor has chosen and not ordered yet: in their own browser, sealed, until it closes (PAGE-6). Runs on the endpoint. A line is a
 * title of the catalogue, or a wish in words, which may cite one.
 */
import { type RecordId, toRecordId } from '../../domain/ids.ts'
import { textLengths } from '../../domain/text-lengths.ts'

export interface BasketLine {
  readonly recordId: RecordId | undefined
  /** Of a wish; undefined: the title itself. */
  readonly wish: string | undefined
}
export type Basket = readonly BasketLine[]

/** Lines of one order (PAGE-6). */
export const mostLines = 20
/** Browsers keep 4 kB of a cookie, its name and its attributes with it (RFC 6265, section 6.1). Characters of what is sealed. */
const longestBasket = 2700

/** As a seal holds it: short, for a cookie is. */
type Kept = readonly (readonly [string, string])[]

export const packBasket = (basket: Basket): Kept => basket.map(({ recordId, wish }) => [recordId ?? '', wish ?? ''])

/** Empty where nothing of ours was sealed. */
export const unpackBasket = (opened: unknown): Basket =>
  Array.isArray(opened)
    ? // Sealed by us, from the shape above.
      (opened as Kept).map(([recordId, wish]) => ({
        recordId: recordId === '' ? undefined : toRecordId(recordId),
        wish: wish === '' ? undefined : wish,
      }))
    : []

const isSame = (a: BasketLine, b: BasketLine): boolean =>
  a.recordId === undefined ? b.recordId === undefined && a.wish === b.wish : a.recordId === b.recordId

export const holds = (basket: Basket, recordId: RecordId): BasketLine | undefined => basket.find((line) => line.recordId === recordId)

/** What a visitor typed, without control signs and no longer than it may be. */
export const inOneLine = (typed: string, longest: number): string =>
  typed
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, longest)
    // Half a sign, where it was cut.
    .replace(/\p{Cs}/gu, '')

/** The basket with the line in it, the same title once; undefined: it is full. */
export const withLine = (basket: Basket, line: BasketLine): Basket | undefined => {
  const wish = line.wish === undefined ? undefined : inOneLine(line.wish, textLengths.wish)
  const next = [...basket.filter((other) => !isSame(other, line)), { ...line, wish }]
  return next.length > mostLines || Buffer.byteLength(JSON.stringify(packBasket(next))) > longestBasket ? undefined : next
}

/** Without the line at that place, when it is still the one that was shown there. */
export const withoutLine = (basket: Basket, line: BasketLine): Basket => basket.filter((other) => !isSame(other, line))

/**
 * The order of texts in the catalogue file: that of their bytes in UTF-8, so that a reader finds one by halves without decoding any.
 * Pure, runs on the endpoint.
 */

export const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff

/** The order of the texts' bytes in UTF-8: as JavaScript's own, but for letters of two units, which come last. */
const compareTexts = (a: string, b: string): number => {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const one = a.charCodeAt(i)
    const other = b.charCodeAt(i)
    if (one !== other) return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1
  }
  return a.length - b.length
}

/** Ascending, in place. JavaScript's own order, the fast one, is the bytes' but for letters of two units. */
export const sortByBytes = (texts: string[]): string[] => {
  texts.sort()
  return /[\ud800-\udfff]/.test(texts.join('')) ? texts.sort(compareTexts) : texts
}

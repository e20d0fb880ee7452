/**
 * Whether a barcode pattern is matched in a bounded time, whatever is read. Pure; runs where settings are imported.
 * JavaScript tries every way to share a text between the parts of a pattern: a part repeated inside a repeated one, or many free parts in a
 * row, take a tablet's only thread for hours on one odd label. No number of a library needs either.
 */

/** Parts of a pattern that may take more or less of a text (*, +, {5,20}); the ways to share 100 signs between four are some millions. */
const mostFreeParts = 4
/** Parts that may be there or not. */
const mostOptionalParts = 8
/** Characters: far above any that a library wrote. */
const longestPattern = 300

interface Group {
  /** What is inside may be matched in more than one way. */
  isFree: boolean
}

const quantifier = /^(?:[*+?]|\{(\d+)(,(\d*))?\})\??/

/** False for a pattern that repeats what varies, has too many parts that vary, or refers back. */
export const isBoundedPattern = (source: string): boolean => {
  if (source.length > longestPattern || /\\[1-9]|\\k</.test(source)) return false
  const open: Group[] = [{ isFree: false }]
  let freeParts = 0
  let optionalParts = 0
  for (let at = 0; at < source.length; ) {
    const sign = source[at]
    let closed: Group | undefined
    if (sign === '\\') at += 2
    else if (sign === '[') {
      at += 1
      while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1
      at += 1
    } else if (sign === '(') {
      open.push({ isFree: false })
      at += 1
      continue
    } else if (sign === ')') {
      closed = open.pop()
      at += 1
    } else if (sign === '|') {
      const inside = open.at(-1)
      if (inside !== undefined) inside.isFree = true
      at += 1
      continue
    } else at += 1
    const found = quantifier.exec(source.slice(at))
    const outer = open.at(-1)
    if (outer === undefined) return false
    if (found === null) {
      outer.isFree ||= closed?.isFree === true
      continue
    }
    at += found[0].length
    const [whole, least, range] = found
    if (whole.startsWith('?')) optionalParts += 1
    else if (closed?.isFree === true && whole !== '{1}') return false
    else if (least === undefined || range !== undefined) freeParts += 1
    outer.isFree ||= closed?.isFree === true || whole.startsWith('?') || least === undefined || range !== undefined
  }
  return freeParts <= mostFreeParts && optionalParts <= mostOptionalParts
}

/**
 * Whether two values say the same. Runs everywhere, in the first screen's script too: it stands alone, so that whoever compares two values
 * brings nothing else along.
 */

/** Whether two values that JSON can write say the same; a member that is undefined is one that is absent. */
export const isAlike = (a: unknown, b: unknown): boolean => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const [ours, theirs] = [a as Record<string, unknown>, b as Record<string, unknown>]
  if (Array.isArray(a) !== Array.isArray(b) || (Array.isArray(a) && Array.isArray(b) && a.length !== b.length)) return false
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => isAlike(ours[key], theirs[key]))
}

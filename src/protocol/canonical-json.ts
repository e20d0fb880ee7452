/**
 * One text for one value: keys sorted, no spaces, undefined members left out. Runs on both ends.
 * The hash of an operation and of a row is taken over this text, so both ends must agree to the byte.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** True where JSON.stringify, which is several times faster, writes the same text: every key in its order, every value one of JSON's. */
const isInOrder = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return typeof value === 'string' || typeof value === 'boolean'
  if (value === null) return true
  if (Array.isArray(value)) return value.every(isInOrder)
  // Any object may be asked for the value of one of its own keys.
  const members = value as Readonly<Record<string, unknown>>
  let before = ''
  for (const key of Object.keys(members)) {
    if (key < before || !isInOrder(members[key])) return false
    before = key
  }
  return true
}

/** Canonical JSON of a plain value. Numbers are written as JavaScript writes them; refuses what JSON cannot hold by throwing (a defect). */
export const canonicalJson = (value: unknown): string => {
  if (isInOrder(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member === undefined ? null : member)).join(',')}]`
  if (typeof value !== 'object') throw new TypeError(`canonicalJson: ${typeof value} ${String(value)} has no JSON`)
  let members = ''
  for (const [key, member] of Object.entries(value ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (member !== undefined) members += `${members && ','}${JSON.stringify(key)}:${canonicalJson(member)}`
  }
  return `{${members}}`
}

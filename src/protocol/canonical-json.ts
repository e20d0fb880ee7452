/**
 * One text for one value: keys sorted, no spaces, undefined members left out. Runs on both ends.
 * The hash of an operation and of a row is taken over this text, so both ends must agree to the byte.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Texts that JSON writes as they are, as nearly all are: tried first, for JSON.stringify takes several times as long for a short one. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/
const quote = (text: string): string => (plain.test(text) ? `"${text}"` : JSON.stringify(text))

/** Above so many keys the library's own sort is the faster one. */
const fewKeys = 40

/** In the order of their UTF-16 units, as `sort` puts them; most come in that order already, and there is nothing to move. */
const sortedKeys = (value: object): readonly string[] => {
  const keys = Object.keys(value)
  if (keys.length > fewKeys) return keys.sort()
  for (let at = 1; at < keys.length; at++) {
    // Within the array.
    const key = keys[at] as string
    let to = at
    for (let before = keys[to - 1]; before !== undefined && before > key; before = keys[to - 1]) keys[to--] = before
    keys[to] = key
  }
  return keys
}

/** A shorter list's text is made as fast as it is found. */
const longList = 20

/**
 * Of a plain value. Numbers are written as JavaScript writes them; refuses what JSON cannot hold by throwing (a defect). `texts` keeps
 * those of a long list's members, which nobody changes.
 */
export const canonicalJson = (value: unknown, texts?: WeakMap<object, string>): string => {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'boolean' || value === null || Number.isFinite(value)) return String(value)
  if (typeof value !== 'object') throw new TypeError(`no JSON for a ${typeof value}`)
  let members = ''
  if (Array.isArray(value)) {
    const kept = value.length > longList ? texts : undefined
    for (const member of value) {
      const isKept = kept !== undefined && typeof member === 'object' && member !== null
      const text = (isKept ? kept.get(member) : undefined) ?? canonicalJson(member === undefined ? null : member, texts)
      if (isKept) kept.set(member, text)
      members += `${members && ','}${text}`
    }
    return `[${members}]`
  }
  for (const key of sortedKeys(value)) {
    // Any object may be asked for the value of one of its own keys.
    const member = (value as Readonly<Record<string, unknown>>)[key]
    if (member !== undefined) members += `${members && ','}${quote(key)}:${canonicalJson(member, texts)}`
  }
  return `{${members}}`
}

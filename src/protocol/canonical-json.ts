/**
 * One text for one value: keys sorted, no spaces, undefined members left out. Runs on both ends.
 * The hash of an operation and of a row is taken over this text, so both ends must agree to the byte.
 */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined }

/** Canonical JSON of a plain value. Numbers are written as JavaScript writes them; refuses what JSON cannot hold by throwing (a defect). */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonicalJson: a number that JSON cannot hold')
    return JSON.stringify(value)
  }
  if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member === undefined ? null : member)).join(',')}]`
  if (typeof value === 'object') {
    let members = ''
    for (const key of Object.keys(value).sort()) {
      // Any object may be asked for the value of one of its own keys.
      const member = (value as Readonly<Record<string, unknown>>)[key]
      if (member !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(member)}`
    }
    return `{${members}}`
  }
  throw new TypeError(`canonicalJson: ${typeof value} has no JSON`)
}

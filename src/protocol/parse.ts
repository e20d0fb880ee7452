/**
 * The one way that untrusted text becomes a value of ours: JSON, a schema, and either the value or nothing. Runs on both ends.
 * Callers name this and not the schema library, which stays behind the protocol.
 */
import * as v from 'valibot'

export type Schema<T> = v.GenericSchema<unknown, T>

/** The value as the schema reads it; undefined where it does not fit. */
export const parse = <T>(schema: Schema<T>, value: unknown): T | undefined => {
  const parsed = v.safeParse(schema, value)
  return parsed.success ? parsed.output : undefined
}

/** undefined: it is no JSON. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Characters of a nonce that is given back: ours have 32, and another build's may be longer. */
const maximumNonceLength = 64

/** What a request that cannot be read may still say of itself, so that its answer can be matched. */
export const nonceOnly = v.object({ nonce: v.pipe(v.string(), v.maxLength(maximumNonceLength)) })

/**
 * Reads what came back from the other end by one of this folder's schemas. Runs on the tablet.
 * The only way in for the untrusted: what does not have the shape is no answer, and is not looked at further.
 */
import * as v from 'valibot'

export type AnswerSchema<T> = v.GenericSchema<unknown, T>

/** The answer in `json`; undefined when it does not have the schema's shape. */
export const readAnswer = <T>(schema: AnswerSchema<T>, json: unknown): T | undefined => {
  const read = v.safeParse(schema, json)
  return read.success ? read.output : undefined
}

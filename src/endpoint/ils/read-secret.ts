/**
 * A password that an ILS's keeper gave: from the environment, or from the file that `NAME_FILE` names. Runs at the start of the endpoint.
 * It is repeated in no line.
 */
import { readFileSync } from 'node:fs'

/** A variable's text; undefined: not given, or empty. */
export type ReadText = (name: string) => string | undefined

export const readSecret = (name: string, text: ReadText, faults: string[]): string => {
  const path = text(`${name}_FILE`)
  if (path === undefined) return text(name) ?? ''
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    faults.push(`${name}_FILE names ${path}: it cannot be read.`)
    return ''
  }
}

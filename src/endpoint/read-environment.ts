/**
 * The environment as whoever installs the endpoint writes it: a variable, or the file that `NAME_FILE` names, as containers and systemd
 * hand secrets over. Runs at the start of the endpoint and of its commands. No line says what stands in a variable's file.
 */
import { readFileSync } from 'node:fs'
import type { ReadText } from './ils/wire.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Reads each variable once; a file that cannot be read is a fault, never a variable that was not given. */
export const readEnvironment = (environment: Environment, faults: string[]): ReadText => {
  const known = new Map<string, string | undefined>()
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined
  const read = (name: string): string | undefined => {
    const path = given(`${name}_FILE`)
    if (path === undefined) return given(name)
    try {
      return readFileSync(path, 'utf8').trim() || undefined
    } catch {
      faults.push(`${name}_FILE names ${path}: it cannot be read.`)
      return undefined
    }
  }
  return (name) => {
    if (!known.has(name)) known.set(name, read(name))
    return known.get(name)
  }
}

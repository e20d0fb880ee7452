/**
 * What a command of the endpoint is given, and how it answers: lines on two streams, and an exit code. Runs in the endpoint's commands, whether
 * the endpoint runs or not, and in tests with ports of their own.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { type DatabasePlace, requireStore } from './open-store.ts'
import type { Tables } from './schema-version.ts'
import type { Store } from './store.ts'

export interface CommandPorts {
  /** Called once the arguments are understood: a wrong option makes no database. */
  readonly openStore: (tables: Tables) => Store | Promise<Store>
  readonly now: () => Instant
  readonly output: { write(text: string): unknown }
  readonly errors: { readonly isTTY?: boolean | undefined; write(text: string): unknown }
}

/** Those of this process. */
export const ownPorts = ({ dataDir, databaseUrl }: DatabasePlace): CommandPorts => ({
  openStore: (tables) => requireStore({ dataDir, databaseUrl }, { tables }),
  now: () => toInstant(Date.now()),
  output: process.stdout,
  errors: process.stderr,
})

/** Options of a command's words. */
export const aText = { type: 'string' } as const
export const aFlag = { type: 'boolean' } as const

/** What was asked for; undefined: `read` threw, it is not understood. */
export const understood = <Wish>(read: () => Wish): Wish | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** `end` says why a command stops, and answers its exit code. */
export const speech = ({ output, errors }: Pick<CommandPorts, 'output' | 'errors'>) => {
  const linesOn =
    (stream: CommandPorts['output']) =>
    (...lines: readonly string[]): void => {
      for (const line of lines) stream.write(`${line}\n`)
    }
  const [say, complain] = [linesOn(output), linesOn(errors)]
  const end = <Code extends 0 | 1 | 2>(code: Code, ...lines: readonly string[]): Code => {
    complain(...lines)
    return code
  }
  return { say, complain, end }
}

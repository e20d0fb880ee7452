/**
 * Writes a defect to the log without what it may quote: the name, the code and the places in our code, never the message (PRIV-4).
 * Runs on the endpoint. A parser's message repeats the text it failed on, and that text may be a patron's.
 */
import type { Logger } from 'pino'

/** Frames kept: enough to find the line. */
const framesKept = 8

export const describeDefect = (
  defect: unknown,
): { readonly name: string; readonly code: string | undefined; readonly frames: readonly string[] } => {
  if (!(defect instanceof Error)) return { name: typeof defect, code: undefined, frames: [] }
  const frames = (defect.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    name: defect.name,
    code: 'code' in defect && typeof defect.code === 'string' ? defect.code : undefined,
    frames: frames.slice(0, framesKept).map((line) => line.trim()),
  }
}

export const reportDefect =
  (log: Logger) =>
  (defect: unknown): void =>
    log.error({ defect: describeDefect(defect) }, 'defect')

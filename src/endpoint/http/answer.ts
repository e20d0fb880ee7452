/**
 * Every answer that is not a problem, in the version of the protocol that was asked in (PROTOCOL.md, Versions). Runs on the endpoint.
 * Handlers make the newest; what a version does not have is taken out here, so that its golden exchanges stay true to the letter.
 */
import type { Context } from 'hono'
import { answeredVersion } from '../../protocol/version.ts'

/** Version 1 names none, and no library. */
export const versionOf = (context: Context): number => answeredVersion(Number(context.req.query('protocol') ?? 1))

export const answer = <T extends { readonly protocol: number; readonly library?: unknown }>(context: Context, newest: T): Response => {
  const protocol = versionOf(context)
  const { library, ...older } = newest
  return context.json(protocol === 1 ? { ...older, protocol } : { ...newest, protocol })
}

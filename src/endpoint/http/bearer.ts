/**
 * Whether a request holds a token that whoever installs the endpoint gave to another machine. Runs on the endpoint. Compared in a time that
 * tells nothing of where two differ.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'

export const holdsToken = (context: Context, token: string): boolean => {
  const [given, wanted] = [Buffer.from(context.req.header('Authorization') ?? ''), Buffer.from(`Bearer ${token}`)]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

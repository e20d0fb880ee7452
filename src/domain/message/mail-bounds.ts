/**
 * How many mails one card may get, and one tablet may cause (MSG-16). Runs on the endpoint. A lost tablet can press as fast as it likes, and
 * each press may be a mail from the library's address. Both bounds stand above any real day, so that no honest mail meets them.
 */
import { type Instant, msPerDay, msPerHour, toInstant } from '../instant.ts'

/** So many at once; then one more each time a share of the time has passed. */
export interface MailBound {
  readonly most: number
  readonly perMs: number
}

/** Four open orders, each noted, moved, ready, short of a document and handed over on one day. */
export const mailsOfCard: MailBound = { most: 20, perMs: msPerDay }
/** A handover a minute with its receipt, and as many orders noted or piles closed. A day's work brought late leaves over some hours. */
export const mailsOfTablet: MailBound = { most: 120, perMs: msPerHour }

/** One mail more. `spentUntil`: what the last one answered, when all that was written would be forgotten. `waitMs` 0: it may leave at once. */
export const takeMailTurn = (
  { most, perMs }: MailBound,
  spentUntil: number,
  now: Instant,
): { readonly spentUntil: Instant; readonly waitMs: number } => {
  const until = toInstant(Math.max(spentUntil, now) + Math.ceil(perMs / most))
  return { spentUntil: until, waitMs: Math.max(0, until - now - perMs) }
}

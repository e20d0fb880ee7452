/**
 * Tells a tablet from its copy, and this database from the one before it (PROTOCOL.md, Envelope and Epoch). Runs on the endpoint.
 * Each exchange gives a new ticket: 12 hexadecimal digits that count, 20 of chance. A ticket older than our last comes from a copied
 * profile; one later than our last comes from exchanges that this database has forgotten.
 */
import { randomBytes } from 'node:crypto'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { StoredDevice } from '../storage/store.ts'

const countDigits = 12
const chanceBytes = 10
const countOf = (ticket: string): number => (ticket === forgottenTicket ? 0 : Number.parseInt(ticket.slice(0, countDigits), 16))

/** A ticket that counts one more than `before`. */
export const makeTicket = (before: string = forgottenTicket): string =>
  (countOf(before) + 1).toString(16).padStart(countDigits, '0') + randomBytes(chanceBytes).toString('hex')

export type TicketVerdict =
  | { readonly kind: 'given'; readonly tickets: Pick<StoredDevice, 'ticket' | 'previousTicket'> }
  /** Two tablets under one identity. */
  | { readonly kind: 'older' }
  /** The database was rolled back. */
  | { readonly kind: 'later' }

/**
 * The current ticket moves on; the one before means that our answer was lost, or that the request came twice, and gets the current one
 * again.
 */
export const judgeTicket = ({ ticket, previousTicket }: StoredDevice, presented: string): TicketVerdict => {
  if (presented === ticket || ticket === forgottenTicket) {
    return { kind: 'given', tickets: { ticket: makeTicket(presented), previousTicket: presented } }
  }
  if (presented === previousTicket) return { kind: 'given', tickets: { ticket, previousTicket } }
  return { kind: countOf(presented) > countOf(ticket) ? 'later' : 'older' }
}

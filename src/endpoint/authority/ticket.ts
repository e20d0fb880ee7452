/**
 * Tells a tablet from its copy, and this database from the one before it (PROTOCOL.md, Envelope and Epoch). Runs on the endpoint.
 * Each exchange gives a new ticket: 12 hexadecimal digits that count, 8 of chance, 12 that sign both. A later one than our last, and
 * signed by us, comes from exchanges that this database has forgotten. Any other that is not awaited comes from a copied profile, or from
 * someone who makes them up.
 */
import { randomBytes } from 'node:crypto'
import { type DeviceId, identityBytes } from '../../domain/ids.ts'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { StoredDevice } from '../storage/stored.ts'
import { isSigned, sign } from './exchange-proof.ts'

/** Of a ticket's 32 hexadecimal digits, as above: 16 million million exchanges, 32 bits of chance, and 48 that sign. */
const countDigits = 12
const chanceBytes = 4
const signedDigits = countDigits + 2 * chanceBytes
const signatureDigits = 2 * identityBytes - signedDigits
const lastCount = 16 ** countDigits - 1

/** How many were given to that tablet up to this one. */
export const countOf = (ticket: string): number => (ticket === forgottenTicket ? 0 : Number.parseInt(ticket.slice(0, countDigits), 16))

/** Who signs for whom, in which history: a ticket of another tablet, or of an epoch that ended, proves nothing. */
export interface TicketOffice {
  readonly key: string
  readonly epoch: string
  readonly deviceId: DeviceId
}

/** A ticket that counts one more than `before`. */
export const makeTicket = ({ key, epoch, deviceId }: TicketOffice, before: string = forgottenTicket): string => {
  // What a tablet makes up while any ticket is taken may count as far as it likes.
  const count = Math.min(countOf(before) + 1, lastCount)
  const counted = count.toString(16).padStart(countDigits, '0') + randomBytes(chanceBytes).toString('hex')
  return counted + sign(key, ['ticket', epoch, deviceId, counted], signatureDigits)
}

const isOurs = ({ key, epoch, deviceId }: TicketOffice, ticket: string): boolean =>
  isSigned(key, ['ticket', epoch, deviceId, ticket.slice(0, signedDigits)], ticket.slice(signedDigits))

export interface GivenTicket {
  readonly kind: 'given'
  readonly tickets: Pick<StoredDevice, 'ticket' | 'previousTicket'>
}

/** The ticket that was presented is taken, whatever it is. */
export const takeTicket = (office: TicketOffice, presented: string): GivenTicket => ({
  kind: 'given',
  tickets: { ticket: makeTicket(office, presented), previousTicket: presented },
})

export type TicketVerdict =
  | GivenTicket
  /** Two tablets under one identity. */
  | { readonly kind: 'not-awaited' }
  /** The database was put back. */
  | { readonly kind: 'forgotten' }

/**
 * The current ticket moves on; the one before means a lost answer, or a request that came twice. Under another `namedEpoch` nothing is
 * received. Signed by us under an epoch outside `pastEpochs`: this is an older copy.
 */
export const judgeTicket = (
  office: TicketOffice,
  { ticket, previousTicket }: StoredDevice,
  presented: string,
  namedEpoch: string | undefined,
  pastEpochs: readonly string[],
): TicketVerdict => {
  if (presented === ticket) return takeTicket(office, presented)
  if (presented === previousTicket) return { kind: 'given', tickets: { ticket, previousTicket } }
  if (countOf(presented) > countOf(ticket) && isOurs(office, presented)) return { kind: 'forgotten' }
  if (ticket === forgottenTicket) return takeTicket(office, presented)
  if (
    namedEpoch !== undefined &&
    namedEpoch !== office.epoch &&
    !pastEpochs.includes(namedEpoch) &&
    isOurs({ ...office, epoch: namedEpoch }, presented)
  )
    return { kind: 'forgotten' }
  if (namedEpoch !== undefined && namedEpoch !== office.epoch) return { kind: 'given', tickets: { ticket, previousTicket } }
  return { kind: 'not-awaited' }
}

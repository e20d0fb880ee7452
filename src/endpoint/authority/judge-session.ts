/**
 * Tells a request that arrives late from a copied profile, and finds a copy that speaks in turn with its original (PROTOCOL.md, Push). Runs
 * on the endpoint, inside the push's transaction. One tab of a tablet exchanges at a time, in a term that only grows on its disk: a term
 * has one session, and one that is over sends nothing any more.
 */
import type { DeviceId } from '../../domain/ids.ts'
import type { PushRequest } from '../../protocol/push.ts'
import { forgottenTicket } from '../storage/start-new-epoch.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'
import { countOf } from './ticket.ts'

/** Sessions of one tablet. */
const remembered = 16
/** Requests of a session that is over, composed after the next one spoke: its tab had not heard yet that another leads. */
const mostStrays = 3

interface Seen {
  readonly term: number
  readonly id: string
  /** Requests that came after a later session's, with a ticket that was given since that one first spoke. */
  readonly strays: number
  /** Tickets that had been given when it first spoke. */
  readonly since: number
}

export const sessionsMemo = (deviceId: DeviceId): string => `sessions/${deviceId}`

const readSeen = async (transaction: StoreTransaction, deviceId: DeviceId): Promise<readonly Seen[]> =>
  ((await transaction.memo(sessionsMemo(deviceId))) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [term, id = '', strays, since] = line.split(' ')
      return { term: Number(term), id, strays: Number(strays), since: Number(since) }
    })

/**
 * 'known': it spoke before, or its turn was before one that spoke; or none is named where some were: a press past a disk that takes nothing,
 * in a tab that may not lead. 'copied': two disks under one identity.
 */
export const judgeSession = async (
  transaction: StoreTransaction,
  { id: deviceId, ticket: lastGiven }: Pick<StoredDevice, 'id' | 'ticket'>,
  { session, ticket }: Pick<PushRequest, 'session' | 'ticket'>,
): Promise<'unknown' | 'known' | 'copied'> => {
  // Counts go back where the database was put back, and with them what had been given before a session spoke.
  const given = lastGiven === forgottenTicket ? Number.POSITIVE_INFINITY : countOf(lastGiven)
  const seen = (await readSeen(transaction, deviceId)).map((one) => ({ ...one, since: Math.min(one.since, given) }))
  if (session === undefined) return seen.length > 0 ? 'known' : 'unknown'
  const mine = seen.find(({ id }) => id === session.id)
  // Of a session that spoke, or of one whose only request this is: its term lies between those of this disk.
  const isStray = seen.some(({ term }) => term > session.term)
  if (mine !== undefined && !isStray) return 'known'
  // Older than all that is remembered: its term may have been another's.
  if (mine === undefined && seen.length === remembered && seen.every(({ term }) => term > session.term)) return 'unknown'
  // However late a line brings what was composed before a later session spoke, it says nothing of two disks.
  const isAfter = isStray && seen.some(({ term, since }) => term > session.term && countOf(ticket) > since)
  const now = { ...session, strays: (mine?.strays ?? 0) + (isAfter ? 1 : 0), since: mine?.since ?? countOf(lastGiven) }
  const after = [...seen.filter((one) => one !== mine), now].sort((a, b) => a.term - b.term).slice(-remembered)
  await transaction.keepMemo(
    sessionsMemo(deviceId),
    after.map(({ term, id, strays, since }) => `${term} ${id} ${strays} ${since}`).join('\n'),
  )
  if (now.strays > mostStrays || seen.some(({ term, id }) => term === session.term && id !== session.id)) return 'copied'
  return mine === undefined && !isStray ? 'unknown' : 'known'
}

/** Of one tablet: some minutes of exchanges. No line keeps a request longer. */
const requestsRemembered = 16

/** Tells a request that came twice, the second time exchanges late, from a copied profile (PROTOCOL.md, Push). */
export const pushesMemo = (deviceId: DeviceId): string => `pushes/${deviceId}`
const lineOf = ({ ticket, nonce }: PushRequest): string => `${ticket} ${nonce}`

const linesOf = async (transaction: StoreTransaction, deviceId: DeviceId): Promise<readonly string[]> =>
  (await transaction.memo(pushesMemo(deviceId)))?.split('\n') ?? []

/** This very request was answered before, with a ticket. */
export const isLateCopy = async (transaction: StoreTransaction, deviceId: DeviceId, request: PushRequest): Promise<boolean> =>
  (await linesOf(transaction, deviceId)).includes(lineOf(request))

/** Remembers a request that is answered with a ticket. */
export const noteAnswered = async (transaction: StoreTransaction, deviceId: DeviceId, request: PushRequest): Promise<void> => {
  const before = (await linesOf(transaction, deviceId)).filter((line) => line !== lineOf(request))
  await transaction.keepMemo(pushesMemo(deviceId), [...before, lineOf(request)].slice(-requestsRemembered).join('\n'))
}

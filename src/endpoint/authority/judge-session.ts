/**
 * Tells a request that arrives late from a copied profile, and finds a copy that speaks in turn with its original (PROTOCOL.md, Push). Runs
 * on the endpoint, inside the push's transaction. One tab of a tablet exchanges at a time, in a term that only grows on its disk: a term
 * has one session, and one that is over sends nothing any more.
 */
import type { DeviceId } from '../../domain/ids.ts'
import type { PushRequest } from '../../protocol/push.ts'
import type { StoreTransaction } from '../storage/store.ts'

/** Sessions of one tablet. */
const remembered = 16
/** Requests of a session that is over which a line may still bring. */
const mostStrays = 3

interface Seen {
  readonly term: number
  readonly id: string
  /** Requests that came after a later session's. */
  readonly strays: number
}

export const sessionsMemo = (deviceId: DeviceId): string => `sessions/${deviceId}`

const readSeen = async (transaction: StoreTransaction, deviceId: DeviceId): Promise<readonly Seen[]> =>
  ((await transaction.memo(sessionsMemo(deviceId))) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [term, id = '', strays] = line.split(' ')
      return { term: Number(term), id, strays: Number(strays) }
    })

/** 'known': it spoke before, or its turn was before one that spoke. 'copied': two disks under one identity. */
export const judgeSession = async (
  transaction: StoreTransaction,
  deviceId: DeviceId,
  session: PushRequest['session'],
): Promise<'unknown' | 'known' | 'copied'> => {
  if (session === undefined) return 'unknown'
  const seen = await readSeen(transaction, deviceId)
  const mine = seen.find(({ id }) => id === session.id)
  // Of a session that spoke, or of one whose only request this is: its term lies between those of this disk.
  const isStray = seen.some(({ term }) => term > session.term)
  if (mine !== undefined && !isStray) return 'known'
  // Older than all that is remembered: its term may have been another's.
  if (mine === undefined && seen.length === remembered && seen.every(({ term }) => term > session.term)) return 'unknown'
  const now = { ...session, strays: (mine?.strays ?? 0) + (isStray ? 1 : 0) }
  const after = [...seen.filter((one) => one !== mine), now].sort((a, b) => a.term - b.term).slice(-remembered)
  await transaction.keepMemo(sessionsMemo(deviceId), after.map(({ term, id, strays }) => `${term} ${id} ${strays}`).join('\n'))
  if (now.strays > mostStrays || seen.some(({ term, id }) => term === session.term && id !== session.id)) return 'copied'
  return mine === undefined && !isStray ? 'unknown' : 'known'
}

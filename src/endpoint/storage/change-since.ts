/**
 * Changes what is remembered of a subject while tablets bring back what a restore forgot (`since-restore.ts`), and reads which orders are
 * awaited. Runs on the endpoint and in its commands, inside a transaction: an import says which of these orders it has brought.
 */
import type { OrderId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { parseSubject } from '../../domain/operation/subject.ts'
import type { SinceRestore } from './since-restore.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

export const changeSince = async (
  transaction: StoreTransaction,
  subject: string,
  change: Partial<SinceRestore>,
  now: Instant,
): Promise<void> => transaction.keepSinceRestore(subject, { ...(await transaction.sinceRestore(subject)), ...change }, now)

export const isLater = async (reader: StoreReader, subject: string, name: string, at: number): Promise<boolean> =>
  ((await reader.sinceRestore(subject)).times[name] ?? -1) > at

/** Of each of these the latest stands, whichever comes last. */
export const keepLater = async (
  transaction: StoreTransaction,
  subject: string,
  names: readonly string[],
  at: number,
  now: Instant,
): Promise<void> => {
  const { times } = await transaction.sinceRestore(subject)
  const later = names.filter((name) => (times[name] ?? -1) < at).map((name) => [name, at])
  if (later.length > 0) await changeSince(transaction, subject, { times: { ...times, ...Object.fromEntries(later) } }, now)
}

/** Orders that are not here, and of which facts are: the first to come goes first. */
export const readAwaitedOrders = async (reader: StoreReader): Promise<readonly (SinceRestore & { readonly orderId: OrderId })[]> =>
  (await reader.waitingSinceRestore()).flatMap(({ subject, ...since }) => {
    const about = parseSubject(subject)
    return about?.kind === 'order' && since.facts.length > 0 ? [{ ...since, orderId: about.orderId }] : []
  })

/** Orders that an import has brought, of those: the next push gives them what was done for them. JSON. */
export const broughtMemo = 'orders-brought'

export const readBrought = async (reader: StoreReader): Promise<readonly OrderId[]> =>
  JSON.parse((await reader.memo(broughtMemo)) ?? '[]') as readonly OrderId[]

export const noteBrought = async (transaction: StoreTransaction, added: readonly OrderId[]): Promise<void> => {
  const awaited = new Set(added.length === 0 ? [] : (await readAwaitedOrders(transaction)).map(({ orderId }) => orderId))
  const brought = added.filter((id) => awaited.has(id))
  if (brought.length > 0) await transaction.keepMemo(broughtMemo, JSON.stringify([...(await readBrought(transaction)), ...brought]))
}

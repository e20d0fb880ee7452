/**
 * Orders of which facts came before the orders themselves (PROTOCOL.md, Epoch), kept beside the library's rows. Runs on the endpoint and in
 * its commands: an import says which of them it has brought, and the next push gives them what was done for them.
 */
import { type OrderId, toOrderId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { StoreReader, StoreTransaction } from './store.ts'

export interface AwaitedOrder {
  readonly orderId: OrderId
  /** When the last fact about it came. */
  readonly lastAt: Instant
  /** Nothing more is to be said of it, unless another fact comes. */
  readonly isSaid: boolean
}

const awaitedMemo = 'orders-awaited'
export const broughtMemo = 'orders-brought'
/** More than any day has; whoever makes up orders without end fills no memory. */
const mostAwaited = 2000

/** The id last: a tablet may have made it of anything but lines. */
const lineSigns = /^(\d+) (said|open) (.+)$/

const linesOf = (memo: string | undefined): readonly string[] => (memo ?? '').split('\n').filter((line) => line !== '')

export const readAwaited = async (reader: StoreReader): Promise<readonly AwaitedOrder[]> =>
  linesOf(await reader.memo(awaitedMemo)).flatMap((line) => {
    const [, lastAt, said, orderId = ''] = lineSigns.exec(line) ?? []
    return orderId === '' ? [] : [{ orderId: toOrderId(orderId), lastAt: toInstant(Number(lastAt)), isSaid: said === 'said' }]
  })

export const keepAwaited = (transaction: StoreTransaction, awaited: readonly AwaitedOrder[]): Promise<void> =>
  transaction.keepMemo(
    awaitedMemo,
    awaited.map(({ orderId, lastAt, isSaid }) => `${lastAt} ${isSaid ? 'said' : 'open'} ${orderId}`).join('\n'),
  )

/** A fact of it came. Beyond the most, the oldest of which nothing more is to be said is forgotten, else the oldest. */
export const awaitOrder = async (transaction: StoreTransaction, orderId: OrderId, now: Instant): Promise<void> => {
  const others = (await readAwaited(transaction)).filter((one) => one.orderId !== orderId)
  const forgotten = others.length < mostAwaited ? undefined : (others.find(({ isSaid }) => isSaid) ?? others[0])
  await keepAwaited(transaction, [...others.filter((one) => one !== forgotten), { orderId, lastAt: now, isSaid: false }])
}

export const readBrought = async (reader: StoreReader): Promise<readonly OrderId[]> =>
  linesOf(await reader.memo(broughtMemo)).map(toOrderId)

/** None of these is awaited any longer. */
export const forgetAwaited = async (transaction: StoreTransaction, orderIds: readonly OrderId[]): Promise<void> => {
  const awaited = await readAwaited(transaction)
  const left = awaited.filter(({ orderId }) => !orderIds.includes(orderId))
  if (left.length < awaited.length) await keepAwaited(transaction, left)
}

/** Notes those of these new orders that are awaited. */
export const noteBrought = async (transaction: StoreTransaction, added: readonly OrderId[]): Promise<void> => {
  const awaited = new Set((await readAwaited(transaction)).map(({ orderId }) => orderId))
  const brought = added.filter((id) => awaited.has(id))
  if (brought.length > 0) await transaction.keepMemo(broughtMemo, [...(await readBrought(transaction)), ...brought].join('\n'))
}

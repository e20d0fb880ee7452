/**
 * The numbers that the endpoint gives orders of its own making, one after the other (ORD-2): those of the ILS's lists, and those that patrons
 * place on the public page. Runs on the endpoint, inside the transaction that writes the order. A number that was given is not given again,
 * though its order be erased.
 */
import { type Instant, msPerDay } from '../../domain/instant.ts'
import { endpointLetter, letterOf, type Order } from '../../domain/order/order.ts'
import type { StoreTransaction } from './store.ts'

const counterMemo = 'endpoint-order-number'

/** More than a day's orders; and the days that count of an old copy. */
const numbersOfDay = 500
const mostDays = 10

const lastNumberOf = (orders: readonly Order[]): number =>
  orders.reduce((last, { number }) => (letterOf(number) === endpointLetter ? Math.max(last, Number(number.split('-')[1])) : last), 0)

export const nextEndpointNumber = async (transaction: StoreTransaction): Promise<number> =>
  1 + Math.max(Number((await transaction.memo(counterMemo)) ?? 0), lastNumberOf(await transaction.rowsOf('order')))

/** The numbers before this one are given. */
export const keepEndpointNumber = (transaction: StoreTransaction, next: number): Promise<void> =>
  transaction.keepMemo(counterMemo, String(next - 1))

/** At the beginning of an epoch: leaves out those that the lost history may have given since this copy was made. */
export const skipEndpointNumbers = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  const copiedAt = (await transaction.committedAt(transaction.head())) ?? now
  const days = Math.min(mostDays, Math.max(0, Math.floor((now - copiedAt) / msPerDay)) + 1)
  await keepEndpointNumber(transaction, (await nextEndpointNumber(transaction)) + days * numbersOfDay)
}

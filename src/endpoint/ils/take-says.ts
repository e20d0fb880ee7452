/**
 * Puts what an ILS says at one pull into the library's rows: first the catalogue, then the patrons, then the orders, which are matched with
 * the records and cards that are there by then. Runs on the endpoint. Each list is taken whole, in a transaction of its own.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import type { IlsList, IlsSays } from './connector.ts'
import { type ChangeCounts, takeCatalogue } from './take-catalogue.ts'
import { type OrderCounts, takeOrders } from './take-orders.ts'
import { takePatrons } from './take-patrons.ts'

export interface TakeSaysOptions {
  readonly now: () => Instant
  /** The lists are whole, however much they leave out. */
  readonly isWhole: boolean
  /** How many a list may take away, however many that is. */
  readonly removes?: number | undefined
  readonly onProgress?: ((list: keyof IlsSays, done: number, of: number) => void) | undefined
  /** Called once the catalogue is taken, before the rest: its file is made while patrons and orders are written. */
  readonly onCatalogue?: ((counts: CatalogueCounts) => Promise<void>) | undefined
}

/** `isAll`: the library now holds this list's documents and no others. */
export type CatalogueCounts = ChangeCounts & { readonly isAll: boolean }

export interface TakenLists {
  readonly catalogue: CatalogueCounts | undefined
  readonly patrons: (ChangeCounts & { readonly asOf: Instant }) | undefined
  readonly orders: OrderCounts | undefined
  /** What each took to be taken, milliseconds. */
  readonly elapsedMs: Readonly<Record<keyof IlsSays, number>>
}

const patronsMemo = 'ils-patrons'

/** The moment of which the list that came last speaks. */
export const readPatronsAsOf = async (reader: Pick<StoreReader, 'memo'>): Promise<Instant | undefined> => {
  const [, at] = ((await reader.memo(patronsMemo)) ?? '').split(' ')
  return at === undefined ? undefined : toInstant(Number(at))
}

const importMemo = 'last-import'

/** When a list of the ILS was taken last; undefined: never. */
export const readLastImport = async (reader: Pick<StoreReader, 'memo'>): Promise<Instant | undefined> => {
  const at = await reader.memo(importMemo)
  return at === undefined ? undefined : toInstant(Number(at))
}

/** The moment of which the figures of patrons speak (LOAN-2), and that of the list before. */
const decideAsOf = async (store: Store, libraryId: LibraryId, { asOf, stamp, isAsOfCertain }: IlsList<unknown>) => {
  const memo = await store.read(libraryId, (reader) => reader.memo(patronsMemo))
  const [lastStamp, last] = memo?.split(' ') ?? []
  const decided = !isAsOfCertain && lastStamp === stamp ? toInstant(Number(last)) : asOf
  const next = `${stamp} ${decided}`
  if (next !== memo) await store.transact(libraryId, (transaction) => transaction.keepMemo(patronsMemo, next))
  return { asOf: decided, lastAsOf: last === undefined ? undefined : toInstant(Number(last)) }
}

export const takeSays = async (store: Store, libraryId: LibraryId, says: IlsSays, options: TakeSaysOptions): Promise<TakenLists> => {
  const { now, isWhole, removes, onProgress } = options
  const elapsedMs = { catalogue: 0, patrons: 0, orders: 0 }
  const take = async <T, C>(list: keyof IlsSays, given: IlsList<T> | undefined, taking: (given: IlsList<T>) => Promise<C>) => {
    if (given === undefined) return undefined
    const startedAt = performance.now()
    const counts = await taking(given)
    elapsedMs[list] = performance.now() - startedAt
    return counts
  }
  const taking = (list: keyof IlsSays, asOf: Instant) => ({
    asOf,
    now: now(),
    isWhole,
    removes,
    onProgress: (done: number, of: number) => onProgress?.(list, done, of),
  })
  const taken: TakenLists = {
    catalogue: await take('catalogue', says.catalogue, async ({ list, asOf }) => {
      const counts = await takeCatalogue(store, libraryId, list, taking('catalogue', asOf))
      await options.onCatalogue?.(counts)
      return counts
    }),
    patrons: await take('patrons', says.patrons, async (given) => {
      const { asOf, lastAsOf } = await decideAsOf(store, libraryId, given)
      return { ...(await takePatrons(store, libraryId, given.list, { ...taking('patrons', asOf), lastAsOf })), asOf }
    }),
    orders: await take('orders', says.orders, ({ list }) => takeOrders(store, libraryId, list, now())),
    elapsedMs,
  }
  await store.transact(libraryId, (transaction) => transaction.keepMemo(importMemo, String(now())))
  return taken
}

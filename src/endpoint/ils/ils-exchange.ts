/**
 * When the ILS answered last over its wire, and since when it does not: written by whoever tells it, read by the screens. Runs on the
 * endpoint; in the base, outside its rows, for any of several processes may be asked.
 */
import type { LibraryId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Store, StoreReader } from '../storage/store.ts'
import type { Pass } from './tell-over-wire.ts'

export interface IlsExchange {
  /** When it answered last; undefined: never yet. */
  readonly at: Instant | undefined
  /** Why it could not be asked, and since when; undefined: it answers. */
  readonly fault: { readonly kind: string; readonly since: Instant } | undefined
  /** It failed too often in a row: until then nobody asks it (ILS-9). */
  readonly openUntil?: Instant | undefined
}

const memoName = 'ils-exchange'

export const readExchange = async (reader: Pick<StoreReader, 'memo'>): Promise<IlsExchange> => {
  const [at = '', kind = '', since = '', openUntil = ''] = ((await reader.memo(memoName)) ?? '').split(' ')
  return {
    at: at === '' ? undefined : toInstant(Number(at)),
    fault: kind === '' ? undefined : { kind, since: toInstant(Number(since)) },
    ...(openUntil === '' ? {} : { openUntil: toInstant(Number(openUntil)) }),
  }
}

export const noteExchange = (
  store: Pick<Store, 'transact'>,
  libraryId: LibraryId,
  { fault, wasReached }: Pick<Pass, 'fault' | 'wasReached'>,
  now: Instant,
  openUntil?: Instant,
): Promise<void> =>
  store.transact(libraryId, async (transaction) => {
    const before = await readExchange(transaction)
    const at = wasReached ? now : (before.at ?? '')
    const failing = fault === undefined ? '' : ` ${fault} ${before.fault?.since ?? now} ${openUntil ?? ''}`.trimEnd()
    await transaction.keepMemo(memoName, `${at}${failing}`)
  })

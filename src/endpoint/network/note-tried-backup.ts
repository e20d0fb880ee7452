/**
 * When a backup was last tried, and found good: noted by `npm run restore -- --try`, told by `npm run library -- list` and the keeper’s page (NET-6). It stands
 * with what is counted for all libraries; no copy that was not tried says anything here.
 */
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'

/** As good as always: milliseconds. */
const keptMs = 3650 * msPerDay

const [name, key] = ['backup-tried', 'all']

export const noteTriedBackup = (store: Pick<Store, 'tally'>, now: Instant): Promise<void> =>
  store.tally((tallies) => tallies.keep(name, key, String(now), toInstant(now + keptMs), now))

/** undefined: none was tried. */
export const lastTriedBackup = async (store: Pick<Store, 'tally'>): Promise<Instant | undefined> => {
  const held = await store.tally((tallies) => tallies.of(name, key))
  return held === undefined ? undefined : toInstant(Number(held))
}

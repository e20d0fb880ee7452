/**
 * GET /sync/v1/pull?cursor=: the rows that changed since a cursor, the same for every tablet of the library.
 * Pages run by version; the last one carries the new cursor and the digest of the whole base. A tablet commits all pages and the cursor
 * together or not at all. *Réglé* travels as rows too (`SettledBatch`): an own operation is settled once a row of kind `settled-batch` names
 * it, and the row stays as long as tablets list their own operations. Without a cursor, or with one the endpoint cannot continue, the whole base is sent (`isWhole`).
 */
import * as v from 'valibot'

export const pulledRow = v.object({
  kind: v.string(),
  id: v.string(),
  version: v.number(),
  /** null: a tombstone, the row left the base. Its shape is the domain's `Row`: both ends are ours, the digest vouches for it. */
  row: v.nullable(v.looseObject({ kind: v.string(), id: v.string() })),
})

export const pullAnswer = v.object({
  protocol: v.number(),
  epoch: v.string(),
  /** True when these pages replace the whole base rather than add to it. */
  isWhole: v.boolean(),
  rows: v.array(pulledRow),
  /** Opaque; present on every page but the last. */
  next: v.optional(v.string()),
  /**
   * On the last page only. `cursor` is opaque ("epoch.version.chain"); `version` is the head it stands for. `pageShutUntil`: strangers have
   * used up the codes of the patrons' page; absent: they have not.
   */
  end: v.optional(v.object({ cursor: v.string(), version: v.number(), digest: v.string(), pageShutUntil: v.optional(v.number()) })),
  now: v.number(),
})
export type PullAnswer = v.InferOutput<typeof pullAnswer>

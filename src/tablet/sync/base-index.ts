/**
 * The version and hash of each row of the base, and their digest. Runs in the page of the tab that leads.
 * It answers, before anything is written, whether pulled rows give the digest that the endpoint announces (I-9 and I-26).
 */
import { addToDigest, formatDigest, parseDigest, removeFromDigest } from '../../domain/hash64.ts'
import { rowHash } from '../../protocol/digest.ts'
import type { BaseRow } from '../storage/tablet-storage.ts'

interface Indexed {
  readonly version: number
  readonly hash: bigint
}

export interface BaseIndex {
  /** 16 hexadecimal digits. */
  digest(): string
  /** The index after these rows; this one does not change. The rows that are newer than what it holds come with it. */
  with(rows: readonly BaseRow[], isWhole: boolean): { readonly index: BaseIndex; readonly newer: readonly BaseRow[] }
}

const indexOf = (entries: ReadonlyMap<string, Indexed>, sum: bigint): BaseIndex => ({
  digest: () => formatDigest(sum),
  with: (rows, isWhole) => {
    const changed = new Map(isWhole ? [] : entries)
    let total = isWhole ? parseDigest('0') : sum
    // A row that changed during the pull comes twice: only its last version counts.
    const newer = new Map<string, BaseRow>()
    for (const row of rows) {
      const key = `${row.kind}\n${row.id}`
      const known = changed.get(key)
      if (known !== undefined && known.version >= row.version) continue
      newer.set(key, row)
      if (known !== undefined) total = removeFromDigest(total, known.hash)
      if (row.row === null) {
        changed.delete(key)
        continue
      }
      const hash = rowHash(row)
      changed.set(key, { version: row.version, hash })
      total = addToDigest(total, hash)
    }
    return { index: indexOf(changed, total), newer: [...newer.values()] }
  },
})

export const emptyBaseIndex: BaseIndex = indexOf(new Map(), 0n)

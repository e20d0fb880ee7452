/**
 * Reads the endpoint's rows after each of its transactions and tells the oracle: their digest at that version, what was erased. Runs in the
 * simulator. A commit on a tablet is compared with this (I-10); the tablets that listen get their hint.
 */

import { addToDigest, formatDigest } from '../../src/domain/hash64.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { rowHash } from '../../src/protocol/digest.ts'
import { baseKey } from '../../src/tablet/storage/disk-image.ts'
import { rowsAfter } from '../fakes/rows-after.ts'
import type { FaultsInWait } from './faults-in-wait.ts'
import type { Oracle } from './oracle.ts'
import type { SimulatedTablet } from './simulated-tablet.ts'
import { libraryId } from './small-library.ts'

export interface RowWatch {
  /** The head of what was read. */
  readonly version: number
  /** A tablet was ever seen set aside. */
  readonly hasSetAside: boolean
  note(store: Store): Promise<void>
  /** Another history may have as many versions: what was read says nothing of it. */
  forget(): void
}

export const createRowWatch = (oracle: Oracle, tablets: readonly SimulatedTablet[], inWait: FaultsInWait): RowWatch => {
  const rowHashes = new Map<string, bigint>()
  let knownVersion = -1
  let hasSetAside = false
  return {
    get version() {
      return knownVersion
    },
    get hasSetAside() {
      return hasSetAside
    },
    note: async (store) => {
      await store.read(libraryId, async (reading) => {
        const library = await reading.library()
        const cursor = `${library.epoch}.${library.head}.${library.chain}`
        // Most transactions move no row: their rows need not be read to know it.
        if (library.head === knownVersion && oracle.digests.has(cursor)) return
        if (library.head < knownVersion) {
          knownVersion = -1
          rowHashes.clear()
        }
        const before = knownVersion
        for (const row of await rowsAfter(reading, knownVersion, 1_000_000)) {
          if (row.row === null) {
            oracle.erasedEver.add(baseKey(row))
            oracle.leavings.push({ subject: `${row.kind}/${row.id}`, epoch: library.epoch, version: row.version })
          }
          // A zone is claimed again.
          if (row.row === null && row.kind !== 'claim') oracle.erased.set(baseKey(row), row.version)
          if (row.row?.kind === 'device' && row.row.isSetAside) {
            hasSetAside = true
            inWait.strike(`device ${row.row.id}`)
          }
          if (row.row === null) rowHashes.delete(baseKey(row))
          else rowHashes.set(baseKey(row), rowHash(row))
        }
        knownVersion = library.head
        const digest = formatDigest([...rowHashes.values()].reduce(addToDigest, 0n))
        oracle.digests.set(cursor, digest)
        if (before !== knownVersion) for (const tablet of tablets) tablet.hint()
      })
    },
    forget: () => {
      knownVersion = Number.MAX_SAFE_INTEGER
    },
  }
}

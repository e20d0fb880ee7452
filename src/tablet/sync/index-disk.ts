/**
 * The sum of the base as the disk has it, and whether it is what the endpoint gave. Runs in the page of the tab that leads.
 * A slice at a time, between which a finger is answered: all at once takes a slow tablet a quarter of a second.
 */
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { StoredTablet, TabletStorage } from '../storage/tablet-storage.ts'
import { type BaseIndex, emptyBaseIndex } from './base-index.ts'

/** Rows summed without a pause. */
const rowsAtOnce = 250

interface IndexedBase {
  readonly index: BaseIndex
  /** To be fetched anew. */
  readonly isDamaged: boolean
}

export interface IndexDiskPorts {
  readonly storage: TabletStorage
  readonly mirror: TabletMirror
  /** Calls back once after `ms`. */
  readonly after: (ms: number, callback: () => void) => void
  /** Called at each slice: the exchange that waits for the sum is not stuck. */
  readonly onMoved: () => void
}

/**
 * `mayTrustRead`: what this tab read when it opened spares a second reading, unless it seems damaged: another tab may have mended it since.
 */
export const indexDisk = async ({ storage, mirror, after, onMoved }: IndexDiskPorts, mayTrustRead: boolean): Promise<IndexedBase> => {
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      after(ms, resolve)
    })
  const sum = async ({ base, mark }: Pick<StoredTablet, 'base' | 'mark'>): Promise<IndexedBase> => {
    let index = emptyBaseIndex
    for (let from = 0; from < base.length; from += rowsAtOnce) {
      if (from > 0) await pause(0)
      onMoved()
      index = index.with(base.slice(from, from + rowsAtOnce), false).index
    }
    return { index, isDamaged: mark !== undefined && index.digest() !== mark.digest }
  }
  const { loadedBase: base, mark } = mirror
  const read = mayTrustRead && base !== undefined ? await sum({ base, mark }) : undefined
  return read === undefined || read.isDamaged ? sum(await storage.load()) : read
}

/**
 * A tablet's disk as a model: what is in the page's hands, what a power cut would leave, and every way a browser fails. Runs in tests.
 * IndexedDB is not deterministic; this is, and passes the same contract suite (tests/contract/tablet/storage.test.ts).
 * What a transaction makes of the tables is the rehearsal's too (src/tablet/storage/image-storage.ts); only the ways to fail are here.
 */
import { type DiskImage, emptyImage, type ImageDisk } from '../../src/tablet/storage/disk-image.ts'
import { createImageStorage } from '../../src/tablet/storage/image-storage.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'

/** What the next transactions meet: no room, a transaction that the browser aborts, a connection that does not come back. */
export type DiskFault = 'quota' | 'abort' | 'dead'

export interface ModelDisk {
  /** As the page sees it. */
  image: DiskImage
  /** As a power cut leaves it. */
  durable: DiskImage
  fault: DiskFault | undefined
  /** A connection that the browser dropped: the next transaction opens another one and goes on. */
  isConnectionLost: boolean
  /** Called when a transaction meets one of these. */
  onFault: (what: DiskFault | 'connection-lost') => void
  /** Called after each commit. */
  onCommit: (before: DiskImage, after: DiskImage) => void
  /** The battery died: what was not on the disk is gone. */
  cutPower(): void
}

export const createModelDisk = (image: DiskImage = emptyImage): ModelDisk => {
  const disk: ModelDisk = {
    image,
    durable: image,
    fault: undefined,
    isConnectionLost: false,
    onFault: () => {},
    onCommit: () => {},
    cutPower: () => {
      disk.image = disk.durable
    },
  }
  return disk
}

export interface ModelStorageOptions {
  /** 'relaxed': a commit is answered before it is on the disk; it gets there with the next strict one, or never. */
  readonly durability?: 'strict' | 'relaxed'
  /** Passes when the device comes to it: to a read, to a write, to telling the page that a write is done. */
  readonly turn?: (what: 'read' | 'write' | 'written') => Promise<void>
}

/** A tab's door to the disk. */
export const createModelStorage = (
  disk: ModelDisk,
  { durability = 'strict', turn = async () => {} }: ModelStorageOptions = {},
): TabletStorage => {
  const meet = (isWrite: boolean): void => {
    if (disk.isConnectionLost) {
      disk.isConnectionLost = false
      disk.onFault('connection-lost')
    }
    if (disk.fault !== undefined && (isWrite || disk.fault === 'dead')) disk.onFault(disk.fault)
    if (disk.fault === 'dead') throw new DOMException('the connection is gone', 'InvalidStateError')
    if (isWrite && disk.fault !== undefined) {
      const isFull = disk.fault === 'quota'
      throw new DOMException('the transaction did not commit', isFull ? 'QuotaExceededError' : 'AbortError')
    }
  }
  const read: ImageDisk['read'] = async (work) => {
    await turn('read')
    meet(false)
    return work(disk.image)
  }
  const write: ImageDisk['write'] = async (work) => {
    await turn('write')
    meet(true)
    const before = disk.image
    const { change, value } = work(before)
    disk.image = { ...before, ...change }
    if (durability === 'strict') disk.durable = disk.image
    disk.onCommit(before, disk.image)
    // The commit is done; the page hears of it a little later, or dies before.
    await turn('written')
    return value
  }
  return createImageStorage({ read, write })
}

/**
 * Every disk that a tablet may have, each held to one contract (tests/contract/tablet/storage.test.ts). Runs in Node, where the test has put
 * a stand-in for the browser's IndexedDB in place first.
 */
import { createDexieStorage } from '../../src/tablet/storage/dexie-storage.ts'
import { createImageDisk, emptyImage, type ImageDisk } from '../../src/tablet/storage/disk-image.ts'
import { createImageStorage } from '../../src/tablet/storage/image-storage.ts'
import { createLaterDexie } from '../../src/tablet/storage/later-dexie.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import { createModelDisk, createModelStorage, type ModelDisk } from './model-disk.ts'

const modelDisks = new Map<string, ModelDisk>()
const imageDisks = new Map<string, ImageDisk>()
/** What opens the disk of that name: again, after it was closed. */
export const tabletDisks = {
  indexeddb: (name: string): TabletStorage => createDexieStorage({ name }),
  'indexeddb, read before Dexie is there': (name: string): TabletStorage =>
    createLaterDexie(name, async () => createDexieStorage({ name })),
  'the rehearsal’s memory': (name: string): TabletStorage => {
    const disk = imageDisks.get(name) ?? createImageDisk(emptyImage)
    imageDisks.set(name, disk)
    return createImageStorage(disk)
  },
  "the simulator's model": (name: string): TabletStorage => {
    const disk = modelDisks.get(name) ?? createModelDisk()
    modelDisks.set(name, disk)
    return createModelStorage(disk)
  },
}

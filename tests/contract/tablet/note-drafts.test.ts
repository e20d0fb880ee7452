/**
 * Notes in the making on the tablet's disk (ORD-8). Runs in Node, on a stand-in for the browser's IndexedDB, and on the rehearsal's own disk.
 */
import 'fake-indexeddb/auto'
import { describe, expect, test } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { createImageDisk, emptyImage } from '../../../src/tablet/storage/disk-image.ts'
import { createImageStorage } from '../../../src/tablet/storage/image-storage.ts'

const image = createImageDisk(emptyImage)
describe.each([
  ['the browser’s database', () => createDexieStorage({ name: 'notes' })],
  ['the image of a disk', () => createImageStorage(image)],
])('notes in the making: %s', (_, open) => {
  test('[ORD-8] a note that is being written survives a reload, beside another tab’s, and goes with the base', async () => {
    const [one, two] = [toOrderId('one'), toOrderId('two')]
    const disk = open()
    await disk.keepNoteDraft(one, { orderId: one, text: 'Vient', replaces: '' })
    await open().keepNoteDraft(two, { orderId: two, text: 'Appelle avant', replaces: 'Vient jeudi' })
    await disk.keepVisits([])
    await disk.keepNoteDraft(one, { orderId: one, text: 'Vient à vélo', replaces: '' })
    const drafts = async () => [...(await open().load()).noteDrafts].sort((a, b) => (a.orderId < b.orderId ? -1 : 1))
    expect(await drafts()).toEqual([
      { orderId: one, text: 'Vient à vélo', replaces: '' },
      { orderId: two, text: 'Appelle avant', replaces: 'Vient jeudi' },
    ])
    await disk.keepNoteDraft(one, undefined)
    expect((await drafts()).map(({ orderId }) => orderId)).toEqual([two])
    await disk.eraseAll()
    expect(await drafts()).toEqual([])
  })
})

/**
 * Orders in the making on the telephone, on the tablet's disk. Runs in Node: the real tablet, the real endpoint, a stand-in for IndexedDB.
 */
import 'fake-indexeddb/auto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Call } from '../../../src/domain/call/call.ts'
import { placeCall } from '../../../src/domain/call/place-call.ts'
import { toOrderId } from '../../../src/domain/ids.ts'
import { msPerDay } from '../../../src/domain/instant.ts'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { createImageDisk, emptyImage } from '../../../src/tablet/storage/disk-image.ts'
import { createImageStorage } from '../../../src/tablet/storage/image-storage.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aSlotKey } from '../../builders/an-order.ts'
import { card, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeAll(async () => {
  world = await openTabletWorld()
})
afterAll(() => world.close())

const aCall = (id: string, changes: Partial<Call> = {}): Call => ({
  orderId: toOrderId(id),
  number: 'B-001',
  card,
  name: '',
  lines: [{ kind: 'wish', text: 'un policier' }],
  slot: aSlotKey('2026-11-26 16:00'),
  callBackNumber: '',
  startedAt: world.now(),
  asideAt: undefined,
  ...changes,
})

const image = createImageDisk(emptyImage)
describe.each([
  ['the browser’s database', () => createDexieStorage({ name: 'calls' })],
  ['the image of a disk', () => createImageStorage(image)],
])('calls: %s', (_, open) => {
  test('[PHONE-12] a call survives a reload, beside another tab’s, and goes with the base', async () => {
    const disk = open()
    await disk.keepCall(toOrderId('one'), aCall('one'))
    await open().keepCall(toOrderId('two'), aCall('two'))
    await disk.keepCall(toOrderId('one'), aCall('one', { callBackNumber: '06' }))
    const kept = async () => (await open().load()).calls.map(({ orderId, callBackNumber }) => orderId + callBackNumber).sort()
    expect(await kept()).toEqual(['one06', 'two'])
    await disk.keepCall(toOrderId('two'), undefined)
    expect(await kept()).toEqual(['one06'])
    await disk.eraseAll()
    expect(await kept()).toEqual([])
  })
})

test('[PHONE-9, PHONE-12] a call and its number are there after a reload off line, until it is an order or its day is over', async () => {
  const tablet = await world.tabletOfJeanne()
  tablet.spoil(offline)
  const number = await tablet.desk.nextOrderNumber()
  const [placed, aside, toCall] = [
    aCall('placed', { number }),
    aCall('aside', { asideAt: world.now() }),
    aCall('to-call', { callBackNumber: '06 00 00 00 00', asideAt: world.now() }),
  ]
  for (const call of [placed, aside, toCall]) await tablet.desk.keepCall(call.orderId, call)
  const again = tablet.reload()
  await until(() => again.desk.snapshot.phase.kind === 'signed-in', 'the reload')
  expect(again.desk.snapshot.calls).toEqual([placed, aside, toCall])
  expect(await again.desk.nextOrderNumber()).not.toBe(number)

  // Killed between the order and the end of its draft: saved again, it would be refused, and the draft goes by itself.
  const request = placeCall(placed, aSettings(), { now: again.desk.now(), note: '', overrideReason: undefined })
  expect(request && (await again.desk.perform(request)).kind).toBe('saved')
  const after = again.reload()
  const left = () => after.desk.snapshot.calls.map(({ orderId }) => orderId).sort()
  await until(() => after.desk.snapshot.phase.kind === 'signed-in' && left().length === 2, 'the end of the draft')
  expect(request && (await after.desk.perform(request)).kind).toBe('refused')

  world.advance(msPerDay)
  await until(() => left().length === 1, 'the end of the day')
  expect(left()).toEqual(['to-call'])
  world.advance(2 * msPerDay)
  await until(() => left().length === 0, 'two days more')
})

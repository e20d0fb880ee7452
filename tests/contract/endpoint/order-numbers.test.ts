/**
 * Under which number an order stands that a tablet placed (ORD-9, PHONE-9): the endpoint's own routes. What was read aloud stays true wherever it
 * may be; no order is lost for its number.
 */
import { expect, test } from 'vitest'
import { findOrders } from '../../../src/domain/handover/find-orders.ts'
import { toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { msPerHour } from '../../../src/domain/instant.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { findPatrons, openDirectory } from '../../../src/domain/patron/find-patrons.ts'
import { readDesk } from '../../../src/endpoint/storage/store.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf, type TestTablet } from '../../builders/an-endpoint.ts'
import { aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const card = aPatron().id
let count = 0

const aDesk = async () => {
  const endpoint = await anEndpoint()
  /** Answers the number that the order stands under, and the one that was said where it is another. */
  const place = async (tablet: TestTablet, number: string, changes: Partial<Extract<Operation, { kind: 'place-order' }>> = {}) => {
    count += 1
    const orderId = toOrderId(count.toString(16).padStart(32, '0'))
    const asked: Operation = {
      kind: 'place-order',
      orderId,
      number,
      source: 'phone',
      card,
      slot: aSlotKey('2026-11-25 14:00'),
      lines: [{ id: toLineId('1'), wanted: aRecordWanted('record-1') }],
      note: '',
      callBackNumber: undefined,
      isUrgent: false,
      overrideReason: 'essai',
      ...changes,
    }
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(asked, {}, `${number} ${count}`))]))).toEqual([
      expect.stringMatching(/^accepted/),
    ])
    const order = await endpoint.store.read(libraryOfTests, async (reader) => reader.row('order', orderId))
    return { number: order?.number, said: order?.saidNumber, source: order?.source }
  }
  return { ...endpoint, place }
}

test('[ORD-9, PHONE-9] the number that a tablet read aloud stands, however far its count is', async () => {
  const { enrol, place } = await aDesk()
  const tablet = await enrol()
  for (const number of ['B-001', 'B-1200', 'B-003']) expect(await place(tablet, number)).toMatchObject({ number, said: undefined })
})

test('[ORD-9, PHONE-9] a tablet enrolled anew brings what it numbered under its former letter', async () => {
  const { enrol, place, advance } = await aDesk()
  const former = await enrol()
  await place(former, 'B-001')
  advance(msPerHour)
  const anew = await enrol()
  expect(await place(anew, 'B-002')).toMatchObject({ number: 'B-002', said: undefined })
  expect(await place(anew, 'C-001')).toMatchObject({ number: 'C-001', said: undefined })
})

test('[ORD-9] under a letter that no tablet here has it stands too: a restore may have forgotten whose it was', async () => {
  const { enrol, place } = await aDesk()
  expect(await place(await enrol(), 'K-012')).toMatchObject({ number: 'K-012', said: undefined })
})

test('[ORD-9, ORD-10, PHONE-9] under the letter of a tablet in service it stands with a number of the endpoint’s, and is found by both', async () => {
  const { enrol, place, advance, store } = await aDesk()
  const [lost, own] = [await enrol(), await enrol()]
  advance(msPerHour)
  await place(own, 'C-001')
  expect(await place(lost, 'C-002')).toMatchObject({ number: 'A-001', said: 'C-002' })
  // The tablet whose number it was reads its own aloud, and that one stands.
  expect(await place(own, 'C-002')).toMatchObject({ number: 'C-002', said: undefined })
  const found = await store.read(libraryOfTests, (reader) =>
    readDesk(reader, (state) => [
      findOrders(state, { kind: 'number', text: 'c2' })
        .map(({ number }) => number)
        .sort(),
      findOrders(state, { kind: 'number', text: 'A 1' }).map(({ number }) => number),
      findPatrons(state, openDirectory(state), 'A-001').map(({ id }) => id),
    ]),
  )
  expect(found).toEqual([['A-001', 'C-002'], ['A-001'], [card]])
})

test('[ORD-9, ORD-10] words in place of a number, or the endpoint’s own letter, are kept nowhere but in what came', async () => {
  const { enrol, place } = await aDesk()
  const tablet = await enrol()
  expect(await place(tablet, 'Payez sur amende.example')).toMatchObject({ number: 'A-001', said: undefined })
  expect(await place(tablet, 'b-17')).toMatchObject({ number: 'A-002', said: undefined })
  expect(await place(tablet, 'A-002')).toMatchObject({ number: 'A-003', said: undefined })
  expect(await place(tablet, 'A-999999')).toMatchObject({ number: 'A-004', said: undefined })
})

test('[ORD-3, ORD-9] a cancelled order that another tablet restores in its own slot keeps the number that the patron was told', async () => {
  const { enrol, place, advance } = await aDesk()
  const [own, other] = [await enrol(), await enrol()]
  advance(msPerHour)
  await place(own, 'B-001')
  const renews = toOrderId(count.toString(16).padStart(32, '0'))
  await place(own, 'B-009')
  const restored = { renews, slot: aSlotKey('2026-11-25 14:00') }
  // While it is open it is nobody else's number.
  expect(await place(other, 'B-001', restored)).toMatchObject({ number: 'A-001', said: 'B-001' })
  const cancel: Operation = { kind: 'cancel-order', orderId: renews, reason: '' }
  expect(outcomesOf(await other.push([aPushed(anEnvelope(cancel, {}, 'cancel'))]))).toEqual([expect.stringMatching(/^accepted/)])
  expect(await place(other, 'B-001', restored)).toMatchObject({ number: 'B-001', said: undefined })
  // Restored again, by whoever had not heard of it: two orders never bear one number.
  expect(await place(own, 'B-001', restored)).toMatchObject({ number: 'A-002', said: 'B-001' })
  expect(await place(other, 'B-009', restored)).toMatchObject({ number: 'A-003', said: 'B-009' })
  expect(await place(other, 'B-001', { renews, slot: aSlotKey('2026-11-25 15:00') })).toMatchObject({ number: 'A-004', said: 'B-001' })
})

test('[ORD-9, ORD-11] a tablet places no order as from the page or the ILS', async () => {
  const { enrol, place } = await aDesk()
  const tablet = await enrol()
  expect(await place(tablet, 'B-001', { source: 'portal' })).toMatchObject({ source: 'desk' })
  expect(await place(tablet, 'B-002', { source: 'ils' })).toMatchObject({ source: 'desk' })
  expect(await place(tablet, 'B-003')).toMatchObject({ source: 'phone' })
})

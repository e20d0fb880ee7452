/**
 * What a caller is told of a title's copies. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import { toLineId, toOperationId, toOrderId } from '../../../src/domain/ids.ts'
import { availabilityOf, linesWaiting } from '../../../src/domain/item/availability.ts'
import type { BibliographicRecord, Immobility } from '../../../src/domain/item/record.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith } from '../../builders/an-item.ts'
import { aFactOnOrder, aLine, anOrder, anOrderWith } from '../../builders/an-order.ts'

const [one, two] = ['33331000000012', '33331000000020']
const record = aRecord('record-1', { copies: [aCopy(one), aCopy(two)] })
const told = (...rows: readonly Row[]) => {
  const state = aDesk(...rows)
  return availabilityOf(state, record, linesWaiting(state).get(record.id) ?? 0, aDate('2026-11-24'))
}
const wanted = (id: string) => anOrder({ id: toOrderId(id), lines: [aLine('1')] })

it('[PHONE-4, PHONE-20] copies on the shelf are counted without those that orders wait for', () => {
  expect(told(record)).toEqual({ kind: 'on-shelf', count: 2 })
  expect(told(record, wanted('a'))).toEqual({ kind: 'on-shelf', count: 1 })
  expect(told(record, wanted('a'), wanted('b'))).toEqual({ kind: 'awaited' })
  const picked = anOrderWith({ id: toOrderId('a') }, aFactOnOrder('picked', { lineId: toLineId('1'), barcode: record.copies[0]?.barcode }))
  const onPile = anItemWith(one, {}, aFactOnItem('picked', { orderId: toOrderId('a'), lineId: toLineId('1') }))
  expect(told(record, picked, onPile)).toEqual({ kind: 'on-shelf', count: 1 })
})

it('[PHONE-4, PHONE-21] a title that no order wants is nowhere as far as anybody said, unless it moved here', () => {
  expect(told()).toEqual({ kind: 'unknown', copies: 2 })
  const back = anItemWith(one, {}, aFactOnItem('returned', { quarantineUntil: undefined, happened: aMoment('2026-11-24 14:32') }))
  expect(told(back)).toEqual({ kind: 'returned', count: 1, at: aMoment('2026-11-24 14:32') })
})

it('[PHONE-4, PHONE-21] a document that came back twice is back since the later time, whatever the two are named', () => {
  const back = (id: string, time: string) =>
    aFactOnItem('returned', {
      operationId: toOperationId(id),
      quarantineUntil: undefined,
      at: anInstant(`2026-11-24 ${time}`),
      happened: aMoment(`2026-11-24 ${time}`),
    })
  expect(told(anItem(one, { facts: [back('a', '14:32'), back('b', '10:05')] }))).toMatchObject({ at: aMoment('2026-11-24 14:32') })
})

it('[PHONE-4, PHONE-21] the tablet’s catalogue tells what the ILS had on loan of such a title; a row of the base knows better', () => {
  const listed = (...isLent: readonly boolean[]) =>
    aRecord('record-1', { copies: [one, two].map((barcode, n) => ({ ...aCopy(barcode), isLent: isLent[n] })) })
  const toldOf = (asked: BibliographicRecord, ...rows: readonly Row[]) => availabilityOf(aDesk(...rows), asked, 0, aDate('2026-11-24'))
  expect(toldOf(listed(false, false))).toEqual({ kind: 'on-shelf', count: 2 })
  expect(toldOf(listed(true, false))).toEqual({ kind: 'on-shelf', count: 1 })
  expect(toldOf(listed(true, true))).toEqual({ kind: 'lent', dueOn: undefined })
  const back = anItemWith(one, {}, aFactOnItem('returned', { quarantineUntil: undefined, happened: aMoment('2026-11-24 14:32') }))
  expect(toldOf(listed(true, true), back)).toEqual({ kind: 'returned', count: 1, at: aMoment('2026-11-24 14:32') })
  expect(toldOf(listed(true, true), anItem(two))).toEqual({ kind: 'on-shelf', count: 1 })
  expect(toldOf(listed(false, true), anItem(one, { ilsLoanSince: anInstant('2026-11-20 10:00') }))).toEqual({
    kind: 'lent',
    dueOn: undefined,
  })
})

it('[PHONE-4, PHONE-22] a copy that may not leave never counts, whatever else is known; without another copy, it says why', () => {
  const toldOf = (immobilities: readonly (Immobility | undefined)[], ...rows: readonly Row[]) => {
    const copies = [one, two].map((barcode, n) => aCopy(barcode, { isLent: false, immobility: immobilities[n] }))
    return availabilityOf(aDesk(...rows), aRecord('record-1', { copies }), 0, aDate('2026-11-24'))
  }
  expect(toldOf([undefined, 'reference-only'])).toEqual({ kind: 'on-shelf', count: 1 })
  expect(toldOf(['not-there', undefined], anItem(one))).toEqual({ kind: 'on-shelf', count: 1 })
  expect(toldOf(['not-there', 'reference-only'])).toEqual({ kind: 'reference-only' })
  expect(toldOf(['not-there', 'not-there'])).toEqual({ kind: 'not-there' })
  const back = anItemWith(one, {}, aFactOnItem('returned', { quarantineUntil: undefined, happened: aMoment('2026-11-24 14:32') }))
  expect(toldOf(['reference-only', undefined], back)).toEqual({ kind: 'on-shelf', count: 1 })
  expect(toldOf(['reference-only', undefined], anItem(two, { ilsLoanSince: anInstant('2026-11-20 10:00') }))).toMatchObject({
    kind: 'lent',
  })
})

it('[PHONE-4] a document that cannot be fetched says why: lent and until when, in quarantine, set aside', () => {
  const lentHere = anItemWith(one, {}, aLoanOf('23333000000172', { dueOn: aDate('2026-12-02') }))
  const lentThere = anItem(two, { ilsLoanSince: anInstant('2026-11-20 10:00') })
  expect(told(record, lentHere, lentThere)).toEqual({ kind: 'lent', dueOn: '2026-12-02' })
  expect(told(record, anItem(one, { ilsLoanSince: anInstant('2026-11-20 10:00') }), lentThere)).toEqual({ kind: 'lent', dueOn: undefined })
  const resting = anItemWith(one, {}, aFactOnItem('returned', { quarantineUntil: aDate('2026-11-27') }))
  expect(told(record, resting, lentThere)).toEqual({ kind: 'in-quarantine', until: '2026-11-27' })
  const onPile = anItemWith(one, {}, aFactOnItem('picked', { orderId: toOrderId('a'), lineId: toLineId('1') }))
  expect(told(record, onPile, lentThere)).toEqual({ kind: 'set-aside' })
})

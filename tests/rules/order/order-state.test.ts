/**
 * What became of an order and of its lines, told by the facts alone. The states are those of the screens; nobody stores them.
 */
import { describe, expect, it } from 'vitest'
import { toItemBarcode, toLineId, toOperationId } from '../../../src/domain/ids.ts'
import {
  arrivedAt,
  baysOf,
  countsInSlot,
  isOpen,
  lineState,
  type OrderFact,
  orderState,
  pickedBarcodes,
} from '../../../src/domain/order/order.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aBagging, aFactOnOrder, aLine, anOperationId, anOrder, anOrderWith, aPick } from '../../builders/an-order.ts'

const lines = [aLine('1'), aLine('2')]
const [one, two] = ['33331000000012', '33331000000020']
const cancelledBy = { operationId: toOperationId('cancel'), based: [] }
const handedOver = (
  items: readonly string[],
  notFound: readonly string[] = [],
  leftBehind: readonly string[] = [],
): Extract<OrderFact, { what: 'handed-over' }> =>
  aFactOnOrder('handed-over', {
    items: items.map((barcode, n) => ({ barcode: toItemBarcode(barcode), lineId: toLineId(String(n + 1)) })),
    leftBehind: leftBehind.map((barcode) => ({ barcode: toItemBarcode(barcode), lineId: toLineId('2') })),
    notFound: notFound.map(toLineId),
  })

describe('the state of an order', () => {
  it('[ORD-1] an order is to prepare until somebody takes it or touches a line', () => {
    expect(orderState(anOrder())).toBe('to-prepare')
    expect(orderState(anOrder(), true)).toBe('in-preparation')
    expect(orderState(anOrderWith({ lines }, aPick('1', one)))).toBe('in-preparation')
  })

  it('[PULL-7] an order is ready once every line is settled and the pile has its bay', () => {
    const picked = [aPick('1', one), aFactOnOrder('given-up', { lineId: toLineId('2'), reason: 'perdu' })]
    expect(orderState(anOrderWith({ lines }, ...picked))).toBe('in-preparation')
    expect(orderState(anOrderWith({ lines }, ...picked, aBagging(7)))).toBe('ready')
    expect(orderState(anOrderWith({ lines }, aPick('1', one), aBagging(7)))).toBe('in-preparation')
  })

  it('[PULL-7] a second bag replaces the bay of the first; two that did not know of each other leave both', () => {
    const first = aBagging(7)
    expect(baysOf(anOrderWith({}, first, aFactOnOrder('arrived', {}), aBagging(12)))).toEqual([12])
    const apart = { ...aBagging(12), based: [anOperationId()] }
    expect(baysOf(anOrder({ facts: [first, apart] }))).toEqual([7, 12])
  })

  it('[HO-5] a handover closes the order: what was missing or left behind stays visible on it', () => {
    const order = anOrderWith({ lines }, aPick('1', one), aPick('2', two), aBagging(7), handedOver([one], ['2']))
    expect(orderState(order)).toBe('handed-over')
    expect(lines.map((line) => lineState(order, line).kind)).toEqual(['handed-over', 'not-found'])
    const left = anOrderWith({ lines }, aPick('1', one), aPick('2', two), handedOver([one], [], [two]))
    expect(lines.map((line) => lineState(left, line).kind)).toEqual(['handed-over', 'left-behind'])
  })

  it('[HO-7] an undone handover puts the order back where it was', () => {
    const handover = handedOver([one])
    const order = anOrderWith({ lines: [aLine('1')] }, aPick('1', one), aBagging(7), handover)
    expect(orderState(order)).toBe('handed-over')
    const undone = anOrderWith({ lines: [aLine('1')] }, ...order.facts, aFactOnOrder('handover-undone', { handover: handover.operationId }))
    expect(orderState(undone)).toBe('ready')
    expect(pickedBarcodes(undone)).toEqual([one])
  })

  it('[ORD-3] the act that happened last in the world wins: cancelled, then no-show, then handed over', () => {
    const order = anOrderWith({ cancelledBy }, aPick('1', one))
    expect(orderState(order)).toBe('cancelled')
    const noShow = anOrderWith({ cancelledBy }, aPick('1', one), aFactOnOrder('no-show', {}))
    expect(orderState(noShow)).toBe('no-show')
    const handed = anOrderWith({ cancelledBy }, aPick('1', one), aFactOnOrder('no-show', {}), handedOver([one]))
    expect(orderState(handed)).toBe('handed-over')
    expect([order, noShow, handed].map(countsInSlot)).toEqual([false, false, true])
    expect([order, noShow, handed].map(isOpen)).toEqual([false, false, false])
  })

  it('[ABS-1] an arrival is kept at the earliest time that anybody said', () => {
    const order = anOrderWith(
      {},
      aFactOnOrder('arrived', { happened: aMoment('2026-11-24 15:05') }),
      aFactOnOrder('arrived', { happened: aMoment('2026-11-24 15:01') }),
    )
    expect(orderState(order)).toBe('arrived')
    expect(arrivedAt(order)).toEqual(aMoment('2026-11-24 15:01'))
  })
})

describe('the state of a line', () => {
  const line = aLine('1')
  const missing = aFactOnOrder('not-found', { lineId: toLineId('1') })

  it('[PULL-5] a line not found once is on the second pass; giving up settles it; finding it does too', () => {
    expect(lineState(anOrderWith({}, missing), line).kind).toBe('second-pass')
    const givenUp = aFactOnOrder('given-up', { lineId: toLineId('1'), reason: 'abîmé' })
    expect(lineState(anOrderWith({}, missing, givenUp), line)).toEqual({ kind: 'given-up', reason: 'abîmé' })
    expect(lineState(anOrderWith({}, missing, aPick('1', one)), line).kind).toBe('picked')
  })

  it('[PULL-4] a tick taken back leaves the line to pick, or on its second pass when it was there', () => {
    const pick = aPick('1', one)
    const unpick = aFactOnOrder('unpicked', { lineId: toLineId('1'), pick: pick.operationId })
    expect(lineState(anOrderWith({}, pick, unpick), line).kind).toBe('to-pick')
    expect(lineState(anOrderWith({}, missing, pick, unpick), line).kind).toBe('second-pass')
    expect(lineState(anOrderWith({}, pick, unpick, aPick('1', two)), line)).toMatchObject({ kind: 'picked', barcode: two })
  })

  it('[PULL-4] a line ticked by a tap is picked without a document bound to it', () => {
    expect(lineState(anOrderWith({}, aPick('1', undefined)), line)).toMatchObject({ kind: 'picked', barcode: undefined })
  })
})

/**
 * What the tablet refuses before it records anything, and why. The endpoint asks the same function, for requests only.
 */
import { describe, expect, it } from 'vitest'
import { findOrders } from '../../../src/domain/handover/find-orders.ts'
import { toCardNumber, toClaimId, toItemBarcode, toLineId, toOperationId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { orderState } from '../../../src/domain/order/order.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aFactOnOrder, aLine, anOrder, anOrderWith, aPick, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 14:30')
const happened = now
const barcode = toItemBarcode('33331000000012')
const stranger = toCardNumber('23333000000999')
const pick: Operation = {
  kind: 'pick-item',
  orderId: toOrderId('order-1'),
  lineId: toLineId('1'),
  barcode,
  recordId: undefined,
  documentType: 'livre',
  happened,
}
const handOver = (changes: Partial<Extract<Operation, { kind: 'hand-over-order' }>> = {}): Operation => ({
  kind: 'hand-over-order',
  orderId: toOrderId('order-1'),
  card: toCardNumber('23333000000172'),
  items: [
    {
      barcode,
      recordId: undefined,
      documentType: 'livre',
      lineId: toLineId('1'),
      dueOn: aDate('2026-12-15'),
      isNewRelease: false,
      overrideReason: undefined,
    },
  ],
  leftBehind: [],
  notFound: [],
  receipt: 'undecided',
  happened,
  ...changes,
})
const why = (tablet: ReturnType<typeof aTablet>, operation: Operation, at = now): string => {
  const answer = tablet.ask(operation, at)
  return answer.ok ? 'yes' : answer.refusal.kind
}
const aDeskWith = (...rows: Parameters<typeof aTablet>[1] extends Iterable<infer R> ? R[] : never) => aTablet('A', rows, now)

describe('ticking off the pull list', () => {
  it('[PULL-4] a document that is out, in quarantine or on another open pile cannot be picked', () => {
    const order = anOrder()
    expect(why(aDeskWith(order), pick)).toBe('yes')
    expect(why(aDeskWith(order, anItemWith(barcode, {}, aLoanOf())), pick)).toBe('item-out')
    const back = aFactOnItem('returned', { quarantineUntil: aDate('2026-11-26') })
    expect(why(aDeskWith(order, anItemWith(barcode, {}, aLoanOf(), back)), pick)).toBe('item-in-quarantine')
    const other = anOrderWith({ id: toOrderId('order-2') }, aPick('1', barcode))
    expect(why(aDeskWith(order, other, ...itemsPickedFor(other)), pick)).toBe('item-already-picked')
  })

  it('[PULL-4] a line that is picked is not picked again, and only a standing tick is taken back', () => {
    const order = anOrderWith({}, aPick('1', barcode))
    const tablet = aDeskWith(order, ...itemsPickedFor(order))
    expect(why(tablet, pick)).toBe('line-already-picked')
    const [fact] = order.facts
    if (fact === undefined) throw new Error('no pick')
    const unpick = (tick: typeof fact.operationId): Operation => ({
      kind: 'unpick-item',
      orderId: order.id,
      lineId: toLineId('1'),
      pick: tick,
      barcode,
      happened,
    })
    expect(why(tablet, unpick(fact.operationId))).toBe('yes')
    tablet.press(unpick(fact.operationId))
    expect(why(tablet, unpick(fact.operationId))).toBe('line-not-picked')
    expect(why(tablet, pick)).toBe('yes')
  })

  it('[PULL-7] an order gets a bay that exists and is free, once every line is settled', () => {
    const bag = (bay: number): Operation => ({ kind: 'bag-order', orderId: toOrderId('order-1'), bays: [bay], happened })
    expect(why(aDeskWith(anOrder()), bag(7))).toBe('lines-not-done')
    const ready = anOrderWith({}, aPick('1', barcode))
    const other = anOrderWith({ id: toOrderId('order-2'), lines: [] }, aBagging(7))
    expect(why(aDeskWith(ready, other), bag(7))).toBe('bay-taken')
    expect(why(aDeskWith(ready, other), bag(8))).toBe('yes')
    expect(why(aDeskWith(ready, other), bag(0))).toBe('bay-unknown')
    expect(why(aDeskWith(ready, other), bag(41))).toBe('bay-unknown')
  })
})

describe('handing over', () => {
  const prepared = anOrderWith({ lines: [aLine('1')] }, aPick('1', barcode), aBagging(7))
  const rows = [aPatron(), prepared, ...itemsPickedFor(prepared)]

  it('[HO-6] a prepared order is handed over once: the second time says that it is done', () => {
    const tablet = aDeskWith(...rows)
    expect(why(tablet, handOver())).toBe('yes')
    tablet.press(handOver())
    expect(why(tablet, handOver())).toBe('order-handed-over')
    expect(why(tablet, pick)).toBe('order-handed-over')
  })

  it('[ABS-2] a patron noted as not come who comes after all is handed the pile that was kept', () => {
    const noShow = anOrderWith({ lines: [aLine('1')] }, aPick('1', barcode), aBagging(7), aFactOnOrder('no-show', {}))
    const tablet = aDeskWith(aPatron(), noShow, ...itemsPickedFor(noShow))
    expect(findOrders(tablet.state, { kind: 'card', card: noShow.card }).map((order) => order.id)).toEqual([noShow.id])
    expect(why(tablet, handOver())).toBe('yes')
    tablet.press(handOver())
    const after = tablet.state.get('order', noShow.id)
    expect(after && orderState(after)).toBe('handed-over')
  })

  it('[HO-2] a handover needs a scanned document', () => {
    expect(why(aDeskWith(...rows), handOver({ items: [] }))).toBe('nothing-scanned')
  })

  it('[HO-3] a document of somebody else’s pile is refused', () => {
    const other = anOrderWith({ id: toOrderId('order-2'), card: stranger }, aPick('1', barcode), aBagging(4))
    const tablet = aDeskWith(aPatron(), anOrder(), other, ...itemsPickedFor(other))
    expect(tablet.ask(handOver())).toMatchObject({ ok: false, refusal: { kind: 'item-of-another-order', bays: [4] } })
  })

  it('[LOAN-3] loan rights refuse unless a reason is given', () => {
    const expired = aPatron({ expiresOn: aDate('2026-01-01') })
    const tablet = aDeskWith(expired, prepared, ...itemsPickedFor(prepared))
    expect(why(tablet, handOver())).toBe('card-expired')
    const operation = handOver()
    if (operation.kind !== 'hand-over-order') throw new Error('no handover')
    const items = operation.items.map((item) => ({ ...item, overrideReason: 'renouvelle demain' }))
    expect(why(tablet, { ...operation, items })).toBe('yes')
    expect(why(tablet, { ...operation, items: items.map((item) => ({ ...item, overrideReason: 'x'.repeat(2001) })) })).toBe('text-too-long')
  })

  it('[RET-2] a document in quarantine is not handed over before its end', () => {
    const back = aFactOnItem('returned', { quarantineUntil: aDate('2026-11-26') })
    const tablet = aDeskWith(aPatron(), anOrder(), anItemWith(barcode, {}, aLoanOf(stranger), back))
    expect(why(tablet, handOver())).toBe('item-in-quarantine')
    expect(why(tablet, handOver({ happened: aMoment('2026-11-26 10:00') }), aMoment('2026-11-26 10:00'))).toBe('yes')
  })

  it('[HO-7] a handover is undone the same day, once; the next day the tablet refuses', () => {
    const tablet = aDeskWith(...rows)
    const handover = tablet.press(handOver())
    const undo: Operation = {
      kind: 'undo-handover',
      handover: handover.operationId,
      orderId: prepared.id,
      card: toCardNumber('23333000000172'),
      barcodes: [barcode],
      happened,
    }
    expect(why(tablet, undo, aMoment('2026-11-25 09:00'))).toBe('undo-too-late')
    expect(why(tablet, undo)).toBe('yes')
    tablet.press(undo)
    expect(why(tablet, undo)).toBe('handover-already-undone')
    expect(why(tablet, handOver())).toBe('yes')
  })
})

describe('orders, notes and claims', () => {
  it('[ORD-3] an order that was handed over is not cancelled on the tablet that knows it', () => {
    const prepared = anOrderWith({}, aPick('1', barcode), aBagging(7))
    const tablet = aDeskWith(aPatron(), prepared, ...itemsPickedFor(prepared))
    const cancel: Operation = { kind: 'cancel-order', orderId: prepared.id, reason: '' }
    expect(why(tablet, cancel)).toBe('yes')
    tablet.press(handOver())
    expect(why(tablet, cancel)).toBe('order-handed-over')
  })

  it('[ABS-1] an order is confirmed as no-show once it is late, not before', () => {
    const waiting = anOrderWith({ slot: aSlotKey('2026-11-24 14:30') }, aPick('1', barcode), aBagging(7))
    const noShow: Operation = { kind: 'confirm-no-show', orderId: waiting.id, happened }
    expect(why(aDeskWith(waiting), noShow, aMoment('2026-11-24 14:59'))).toBe('not-late')
    expect(why(aDeskWith(waiting), noShow, aMoment('2026-11-24 15:00'))).toBe('yes')
  })

  it('[SLOT-1] an order is moved from the slot where it is, to one that is open', () => {
    const move = (from: string, to: string): Operation => ({
      kind: 'reschedule-order',
      orderId: toOrderId('order-1'),
      from: aSlotKey(from),
      to: aSlotKey(to),
    })
    expect(why(aDeskWith(anOrder()), move('2026-11-24 14:30', '2026-11-25 10:15'))).toBe('yes')
    expect(why(aDeskWith(anOrder()), move('2026-11-24 15:00', '2026-11-25 10:15'))).toBe('order-moved-meanwhile')
    expect(why(aDeskWith(anOrder()), move('2026-11-24 14:30', '2026-11-23 10:15'))).toBe('slot-closed')
  })

  it('[CASE-8] an order is moved to no day outside the years of a desk', () => {
    const move = (to: string): Operation => ({
      kind: 'reschedule-order',
      orderId: toOrderId('order-1'),
      from: aSlotKey(),
      to: aSlotKey(to),
    })
    for (const day of ['9999-12-29', '2101-01-04', '1999-12-28'])
      expect(why(aDeskWith(anOrder()), move(`${day} 14:15`))).toBe('slot-closed')
  })

  it('[PULL-5, PULL-11] an equivalent is proposed for what the line still asks for; the second of two proposals is refused', () => {
    const propose = (from: string, to: string): Operation => ({
      kind: 'substitute-record',
      orderId: toOrderId('order-1'),
      lineId: toLineId('1'),
      from: toRecordId(from),
      to: toRecordId(to),
    })
    const endpoint = aTablet('E', [anOrder({ lines: [aLine('1', aRecordWanted('work-1'))] })], now)
    expect(why(endpoint, propose('work-1', 'work-2'))).toBe('yes')
    endpoint.press(propose('work-1', 'work-2'))
    expect(why(endpoint, propose('work-1', 'work-3'))).toBe('line-changed-meanwhile')
    expect(why(endpoint, propose('work-2', 'work-3'))).toBe('yes')
  })

  it('[PULL-3] a zone that a colleague holds is not claimed by somebody who can see it', () => {
    const scope = { kind: 'zone', name: 'Romans' } as const
    const [a, b] = [aTablet('A', [], now), aTablet('B', [], now)]
    b.learn(a.press({ kind: 'claim', scope }))
    expect(why(b, { kind: 'claim', scope })).toBe('claim-held')
    b.learn(a.press({ kind: 'release-claim', scope }))
    expect(why(b, { kind: 'claim', scope })).toBe('yes')
  })

  it('[PULL-3] a colleague’s claim is taken over by naming it, and not one that came in its place', () => {
    const scope = { kind: 'order', orderId: toOrderId('order-1') } as const
    const [a, b] = [aTablet('A', [], now), aTablet('B', [], now)]
    const { operationId } = a.press({ kind: 'claim', scope })
    b.learn(a.press({ kind: 'release-claim', scope }), a.press({ kind: 'claim', scope }))
    const later = b.state.get('claim', toClaimId('order/order-1'))?.holders[0]?.operationId
    expect(b.ask({ kind: 'claim', scope }, now, operationId)).toMatchObject({ ok: false, refusal: { kind: 'claim-held' } })
    expect(b.ask({ kind: 'claim', scope }, now, later).ok).toBe(true)
  })

  it('[HO-5] only a document that waits to go back is reshelved', () => {
    const reshelve: Operation = { kind: 'reshelve-item', barcode, happened }
    expect(why(aDeskWith(anItem(barcode)), reshelve)).toBe('nothing-to-reshelve')
    const left = aFactOnItem('left-behind', { orderId: toOrderId('order-1') })
    const tablet = aDeskWith(anItemWith(barcode, {}, left))
    expect(why(tablet, reshelve)).toBe('yes')
    tablet.press(reshelve)
    expect(why(tablet, reshelve)).toBe('nothing-to-reshelve')
  })

  it('[RET-2] a tick as reshelved is taken back once, and by naming it', () => {
    const tablet = aDeskWith(anItemWith(barcode, {}, aFactOnItem('left-behind', { orderId: toOrderId('order-1') })))
    const { operationId: reshelving } = tablet.press({ kind: 'reshelve-item', barcode, happened })
    const takeBack: Operation = { kind: 'unreshelve-item', barcode, reshelving, happened }
    expect(why(tablet, { ...takeBack, reshelving: toOperationId('another') })).toBe('not-reshelved')
    expect(why(tablet, takeBack)).toBe('yes')
    tablet.press(takeBack)
    expect(why(tablet, takeBack)).toBe('not-reshelved')
    expect(why(tablet, { kind: 'reshelve-item', barcode, happened })).toBe('yes')
  })
})

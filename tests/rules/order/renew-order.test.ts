/**
 * Asking again for what an order asked for, once it is cancelled or was not collected. Pure rules, on one order of two lines.
 */
import { describe, expect, it } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { mayRenew, mayRestore, renewOrder } from '../../../src/domain/order/renew-order.ts'
import { isOrderLimit, judgePlacing } from '../../../src/domain/slot/judge-placing.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aFactOnOrder, aLine, anOperationId, anOrder, anOrderWith, aRecordWanted, aSlotKey, aWish } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 15:00')
const order = anOrder({
  lines: [aLine('7', aRecordWanted('B')), aLine('9', aWish('un policier'))],
  note: 'Vient à vélo',
  callBackNumber: '01 23 45 67 89',
})
const cancelled = anOrder({ ...order, cancelledBy: { operationId: anOperationId(), based: [] } })

describe('ordering again', () => {
  it('[ORD-3] [ABS-2] only what is cancelled or was not collected is ordered again', () => {
    expect(mayRenew(order)).toBe(false)
    expect(mayRenew(cancelled)).toBe(true)
    expect(mayRenew(anOrderWith(order, aFactOnOrder('no-show', {})))).toBe(true)
    expect(mayRenew(anOrderWith(cancelled, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] })))).toBe(false)
  })

  it('[ORD-3] the new order asks for the same, the equivalents included, and is an order like any other', () => {
    const slot = aSlotKey('2026-11-26 14:30')
    const request = renewOrder(cancelled, aSettings(), {
      orderId: toOrderId('again'),
      number: 'B-018',
      slot,
      now,
      overrideReason: undefined,
    })
    expect(request).toMatchObject({ orderId: 'again', number: 'B-018', card: order.card, slot, note: 'Vient à vélo', isUrgent: false })
    expect(request.lines.map(({ wanted }) => wanted)).toEqual(order.lines.map(({ wanted }) => wanted))
    expect(judgePlacing(aDesk(aPatron(), cancelled), request, now).ok).toBe(true)
  })

  it('[ORD-5] inside the lead time the new order is urgent', () => {
    const slot = aSlotKey('2026-11-24 16:00')
    const renewal = { orderId: toOrderId('again'), number: 'B-018', slot, now, overrideReason: undefined }
    expect(renewOrder(cancelled, aSettings(), renewal).isUrgent).toBe(true)
  })

  it('[SLOT-5] beyond what a patron may have open it asks for a reason, and goes with one', () => {
    const settings = aSettings({ openOrders: 1 })
    const desk = aDesk(settings, aPatron(), cancelled, anOrder({ id: toOrderId('open'), card: order.card }))
    const renewal = { orderId: toOrderId('again'), number: 'B-018', slot: aSlotKey('2026-11-26 14:30'), now, overrideReason: undefined }
    const refused = judgePlacing(desk, renewOrder(cancelled, settings, renewal), now)
    expect(!refused.ok && isOrderLimit(refused.refusal)).toBe(true)
    expect(judgePlacing(desk, renewOrder(cancelled, settings, { ...renewal, overrideReason: 'Voisine' }), now).ok).toBe(true)
  })

  it('[ORD-3] a cancelled order may be restored until its own slot is over; an order that was not collected may not', () => {
    const at = (text: string) => mayRestore(aSettings(), { ...cancelled, slot: aSlotKey('2026-11-24 15:00') }, aMoment(text))
    expect(['2026-11-24 14:00', '2026-11-24 15:10', '2026-11-24 15:30', '2026-11-25 09:00'].map(at)).toEqual([true, true, false, false])
    expect(mayRestore(aSettings(), { ...cancelled, slot: aSlotKey('2026-11-29 15:00') }, now)).toBe(false)
    expect(mayRestore(aSettings(), anOrderWith(order, aFactOnOrder('no-show', {})), now)).toBe(false)
    expect(mayRestore(aSettings(), order, now)).toBe(false)
  })
})

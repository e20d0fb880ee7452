/**
 * An order from the call to the paper it was ticked on, pressed on one tablet and applied to its rows.
 * Pure rules: operations go through `apply`, as on a tablet and on the endpoint.
 * What is asked of it: the number to call back stays in it, its place comes back, and paper keeps its true time.
 */
import { describe, expect, it } from 'vitest'
import { toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { shareBarcodes } from '../../../src/domain/order/share-barcodes.ts'
import { buildPullList } from '../../../src/domain/pull-list/build-pull-list.ts'
import { slotFilling } from '../../../src/domain/slot/build-slots.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aLine, anItemWanted, anOrder, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const orderId = toOrderId('new')
const withOrder = () => {
  const tablet = aTablet('B', [aSettings(), aPatron()], aMoment('2026-11-23 10:00'))
  tablet.press({
    kind: 'place-order',
    orderId,
    number: 'B-018',
    source: 'phone',
    card: aPatron().id,
    slot: aSlotKey(),
    lines: [{ id: toLineId('1'), wanted: aRecordWanted('A') }],
    note: '',
    callBackNumber: '01 99 00 12 34',
    isUrgent: false,
    overrideReason: undefined,
  })
  return tablet
}

describe('an order placed at the desk', () => {
  it('[ORD-7] its call-back number is kept in the order alone, so that it is erased with it', () => {
    const tablet = withOrder()
    expect(tablet.state.get('order', orderId)?.callBackNumber).toBe('01 99 00 12 34')
    const elsewhere = tablet.rows().filter((row) => row.kind !== 'order')
    expect(JSON.stringify(elsewhere)).not.toContain('01 99')
  })

  it('[ORD-3] cancelling it frees its place in the slot', () => {
    const tablet = withOrder()
    expect(slotFilling(tablet.state, aSlotKey())).toBe(1)
    tablet.press({ kind: 'cancel-order', orderId, reason: 'malade' })
    expect(slotFilling(tablet.state, aSlotKey())).toBe(0)
  })

  it('[PULL-6] a tick on paper is entered afterwards with its true time', () => {
    const tablet = withOrder()
    const happened = aMoment('2026-11-23 08:40')
    const barcode = toItemBarcode('a')
    tablet.press({ kind: 'pick-item', happened, orderId, lineId: toLineId('1'), barcode, recordId: undefined, documentType: undefined })
    expect(tablet.state.get('order', orderId)?.facts[0]).toMatchObject({ what: 'picked', happened })
    expect(buildPullList(tablet.state).done).toBe(1)
  })
})

describe('sharing a barcode wanted by two orders', () => {
  it('[ORD-6] the earliest slot gets it, and in one slot the order placed first', () => {
    const wanting = (id: string, time: string, placed: number) =>
      anOrder({
        id: toOrderId(id),
        slot: aSlotKey(`2026-11-24 ${time}`),
        placedAt: toInstant(placed),
        lines: [aLine('1', anItemWanted('x', 'A'))],
      })
    const share = (...orders: readonly ReturnType<typeof wanting>[]) => shareBarcodes(orders).get(toItemBarcode('x'))?.orderId
    expect(share(wanting('a', '16:00', 1), wanting('b', '15:00', 2))).toBe('b')
    expect(share(wanting('a', '15:00', 2), wanting('b', '15:00', 1))).toBe('b')
  })
})

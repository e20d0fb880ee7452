/**
 * Whether an order may be placed: by staff, who are rarely refused, by the public page, by the ILS (ORD-1, 5, 6, SLOT-1, 3, 5).
 * Pure rules, for a slot on Tuesday at 14:30 asked for on Monday morning.
 * Each test changes one thing of that request.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { DeskRequest } from '../../../src/domain/operation/operation.ts'
import type { DeskState } from '../../../src/domain/row/desk-state.ts'
import { isUrgent, judgePlacing } from '../../../src/domain/slot/judge-placing.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aFactOnOrder, anOrder, anOrderWith, aRecordWanted, aSlotKey, aWish } from '../../builders/an-order.ts'

type PlaceOrder = Extract<DeskRequest, { kind: 'place-order' }>

const aRequest = (changes: Partial<PlaceOrder> = {}): PlaceOrder => ({
  kind: 'place-order',
  orderId: toOrderId('new'),
  number: 'B-018',
  source: 'phone',
  card: toCardNumber('23333000000172'),
  slot: aSlotKey('2026-11-24 14:30'),
  lines: [{ id: toLineId('1'), wanted: aRecordWanted('record-1') }],
  note: '',
  callBackNumber: undefined,
  isUrgent: false,
  overrideReason: undefined,
  ...changes,
})

const now = aMoment('2026-11-23 09:00')
const judge = (state: DeskState, changes: Partial<PlaceOrder> = {}, at = now) => {
  const result = judgePlacing(state, aRequest(changes), at)
  return result.ok ? 'accepted' : result.refusal.kind
}
const another = (id: string, slot: string, card = '23333000000172') =>
  anOrder({ id: toOrderId(id), card: toCardNumber(card), slot: aSlotKey(slot) })
const full = () => aDesk(...['a', 'b', 'c', 'd'].map((id, n) => another(id, '2026-11-24 14:30', `2333300000070${n}`)))

describe('placing an order', () => {
  it('[ORD-1] an order asks for a record, for one document, or for a wish in words, and for something', () => {
    expect(judge(aDesk(), { lines: [{ id: toLineId('1'), wanted: aWish('deux policiers récents') }] })).toBe('accepted')
    expect(judge(aDesk(), { lines: [] })).toBe('order-empty')
  })

  it('[SLOT-3] staff may place an order in a full slot; only the public page is told that it is full', () => {
    expect(judge(full())).toBe('accepted')
    expect(judge(full(), { source: 'portal' })).toBe('slot-full')
  })

  it('[ORD-5] an order within the lead time is accepted from staff and refused from the public page', () => {
    const late = aMoment('2026-11-24 10:31')
    expect(judge(aDesk(), {}, late)).toBe('accepted')
    expect(judge(aDesk(), { source: 'portal' }, late)).toBe('slot-too-soon')
    expect(judge(aDesk(), { source: 'portal' }, aMoment('2026-11-24 10:30'))).toBe('accepted')
  })

  it('[ORD-5] an order within the lead time is urgent', () => {
    expect(isUrgent(aSettings(), aSlotKey(), aMoment('2026-11-24 10:31'))).toBe(true)
    expect(isUrgent(aSettings(), aSlotKey(), aMoment('2026-11-24 10:30'))).toBe(false)
  })

  it('[NET-2] a library that was closed takes no order, its staff’s neither; its ILS’s are facts', () => {
    const closed = aDesk(aSettings({ closedAt: anInstant('2026-11-20 09:00') }))
    expect(judge(closed)).toBe('slot-closed')
    expect(judge(closed, { source: 'portal' })).toBe('slot-closed')
    expect(judge(closed, { source: 'ils' })).toBe('accepted')
  })

  it('[SLOT-1] a time that no slot has is refused, to staff too, and so is a date beyond the horizon', () => {
    expect(judge(aDesk(), { slot: aSlotKey('2026-11-24 14:20') })).toBe('slot-closed')
    expect(judge(aDesk(), { slot: aSlotKey('2026-12-08 14:30') })).toBe('slot-too-far')
    expect(judge(aDesk(), { slot: aSlotKey('2026-12-01 14:30') })).toBe('accepted')
  })

  it('[SLOT-5] a patron has at most one open order in a slot', () => {
    const desk = aDesk(another('a', '2026-11-24 14:30'))
    expect(judge(desk)).toBe('too-many-orders-in-slot')
    expect(judge(desk, { slot: aSlotKey('2026-11-24 14:45') })).toBe('accepted')
  })

  it('[SLOT-5] a patron has at most three open orders in all, and one handed over is no longer open', () => {
    const three = [another('a', '2026-11-24 15:00'), another('b', '2026-11-24 15:15'), another('c', '2026-11-25 10:00')]
    expect(judge(aDesk(...three))).toBe('too-many-open-orders')
    const gone = anOrderWith(three[0] ?? {}, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(judge(aDesk(gone, ...three.slice(1)))).toBe('accepted')
  })

  it('[SLOT-5] staff may go beyond with a reason, the public page may not', () => {
    const desk = aDesk(another('a', '2026-11-24 14:30'))
    expect(judge(desk, { overrideReason: 'vient pour sa voisine' })).toBe('accepted')
    expect(judge(desk, { source: 'portal', overrideReason: 'vient pour sa voisine' })).toBe('too-many-orders-in-slot')
  })

  it('[ORD-6] an order that the ILS sends is taken as it is, over capacity or not', () => {
    expect(judge(full(), { source: 'ils', slot: aSlotKey('2026-11-24 14:30') })).toBe('accepted')
    expect(judge(aDesk(), { source: 'ils', slot: aSlotKey('2026-11-23 03:00') })).toBe('accepted')
  })
})

/**
 * Limits and bays weighed by the last four weeks against a desk that lived them: random orders are placed, prepared, handed over, cancelled
 * and missed through the desk's own engine, and each is asked under the proposed settings as it happens. The desk that lived them had too few
 * bays: what it knows at the end is what piles without one left behind. Runs in vitest.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../src/domain/desk/apply.ts'
import { decide } from '../../../src/domain/desk/decide.ts'
import { buildFigures } from '../../../src/domain/figures/build-figures.ts'
import { type KnownOrders, loadsOf, type SlotMove } from '../../../src/domain/figures/count-parts.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { LocalMoment } from '../../../src/domain/local-date.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { baysOf, type Order, type OrderSource, orderAnswers } from '../../../src/domain/order/order.ts'
import { busiestBays, previewWeeks } from '../../../src/domain/preview/preview-weeks.ts'
import { lastWholeWeeks } from '../../../src/domain/preview/simulate-places.ts'
import { bayHolders, chooseBay } from '../../../src/domain/pull-list/choose-bay.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { isOrderLimit } from '../../../src/domain/slot/judge-placing.ts'
import { nextFreeSlots } from '../../../src/domain/slot/next-free-slots.ts'
import { isSameSlot } from '../../../src/domain/slot/slot.ts'
import { aDesk, type Desk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { anEnvelope } from '../../builders/an-endpoint.ts'
import { aWish } from '../../builders/an-order.ts'

const today = aDate('2026-11-26')
const weeks = lastWholeWeeks(today)
const cards = ['23333000000172', '23333000000347'].map(toCardNumber)
const withBays = (bays: number, limits: Partial<Settings> = {}): Settings =>
  aSettings({ ...limits, sites: [{ id: centre, name: 'Médiathèque', bays }] })
const before = withBays(1)
const toLocal = (at: number): LocalMoment => aMoment(new Date(at).toISOString().slice(0, 16).replace('T', ' '))

interface Press {
  readonly does: 'place' | 'bag' | 'hand' | 'cancel' | 'miss' | 'reshelve' | 'move'
  readonly which: number
  readonly source: OrderSource
  readonly hours: number
}
const aPress: fc.Arbitrary<Press> = fc.record({
  does: fc.constantFrom(
    'place',
    'place',
    'place',
    'place',
    'bag',
    'bag',
    'bag',
    'bag',
    'bag',
    'hand',
    'cancel',
    'miss',
    'reshelve',
    'move',
    'move',
  ),
  which: fc.nat(20),
  source: fc.constantFrom<OrderSource>('phone', 'phone', 'desk', 'ils'),
  hours: fc.integer({ min: 1, max: 5 }),
})

/** One desk under some settings; `at` is each press's hour, the same for all desks. */
const press = (desk: Desk, payload: Operation, at: number): void =>
  desk.put(...apply(desk, anEnvelope(payload, { at: toInstant(at) })).rows)

/** The weeks lived: what the desk under the proposed settings refused, and what the desk in use knows at the end; a third has bays for all. */
const live = (presses: readonly Press[], proposed: Settings) => {
  const patrons = cards.map((id) => aPatron({ id }))
  const [lived, other, ample] = [aDesk(before, ...patrons), aDesk(proposed, ...patrons), aDesk(withBays(90), ...patrons)]
  const all = (payload: Operation, at: number): void => {
    for (const desk of [lived, other, ample]) press(desk, payload, at)
  }
  /** In the lowest free bay, where there is one. */
  const bag = (desk: Desk, order: Order, at: number): boolean => {
    const bay = chooseBay(desk, centre)
    if (bay !== undefined) press(desk, { kind: 'bag-order', orderId: order.id, bays: [bay], happened: toLocal(at) }, at)
    return bay !== undefined
  }
  const cancelledAt = new Map<KnownOrders['orders'][number]['id'], ReturnType<typeof toInstant>>()
  const moves = new Map<Order['id'], SlotMove[]>()
  let [overLimit, withoutBay, waiting, most, at] = [0, 0, 0, 0, anInstant(`${weeks.from} 08:00`)]
  for (const [n, { does, which, source, hours }] of presses.entries()) {
    at = toInstant(at + hours * 3_600_000)
    const now = toLocal(at)
    if (does === 'place') {
      const [card, slot] = [cards[which % 2] ?? toCardNumber(''), nextFreeSlots(lived, before, centre, now)[which % 3]?.key]
      if (slot === undefined) continue
      const order: Operation = {
        ...{ kind: 'place-order', orderId: toOrderId(`order-${n}`), number: `B-${n}`, source, card, slot, note: '', isUrgent: false },
        ...{ lines: [{ id: toLineId('1'), wanted: aWish('un policier') }], callBackNumber: undefined, overrideReason: undefined },
      }
      const decided = decide(other, order, { now, librarian: { id: toLibrarianId('claire') }, end: 'tablet' })
      if (!decided.ok && isOrderLimit(decided.refusal)) overLimit++
      all(order, at)
      continue
    }
    const orders = [...lived.all('order')]
    const order = orders[which % Math.max(1, orders.length)]
    if (order === undefined) continue
    const [orderId, barcode, { pile, refusesChange }] = [order.id, toItemBarcode(`3333100${order.id}`), orderAnswers(order)]
    const isPicked = order.facts.some(({ what }) => what === 'picked')
    if (does === 'reshelve') {
      if (isPicked && pile !== 'wanted' && pile !== 'gone') all({ kind: 'reshelve-item', barcode, happened: now }, at)
    } else if (refusesChange === undefined && does === 'bag') {
      if (!isPicked) {
        all({ kind: 'pick-item', orderId, lineId: toLineId('1'), recordId: undefined, barcode, documentType: 'livre', happened: now }, at)
        if (!bag(other, order, at)) withoutBay++
        bag(ample, order, at)
        most = Math.max(most, bayHolders(ample, centre).size)
      }
      if (baysOf(order).length === 0 && !bag(lived, order, at)) waiting++
    } else if (refusesChange === undefined && does === 'move') {
      const to = nextFreeSlots(lived, before, centre, now)[which % 3]?.key
      if (to === undefined || isSameSlot(to, order.slot)) continue
      moves.set(orderId, [...(moves.get(orderId) ?? []), { at, from: order.slot }])
      all({ kind: 'reschedule-order', orderId, from: order.slot, to }, at)
    } else if (refusesChange === undefined && does === 'cancel') {
      cancelledAt.set(orderId, at)
      all({ kind: 'cancel-order', orderId, reason: 'plus besoin' }, at)
    } else if (refusesChange === undefined && does === 'miss') {
      all({ kind: 'confirm-no-show', orderId, happened: now }, at)
    } else if (does === 'hand' && orderAnswers(order).refusesHandover === undefined) {
      const item = { barcode, recordId: undefined, documentType: 'livre', lineId: toLineId('1'), dueOn: now.date, isNewRelease: false }
      const items = [{ ...item, overrideReason: undefined }]
      const rest = { leftBehind: [], notFound: [], receipt: 'undecided', happened: now } as const
      all({ kind: 'hand-over-order', orderId, card: order.card, items, ...rest }, at)
    }
  }
  const orders = [...lived.all('order')]
  const items = new Map([...lived.all('item')].map((item) => [item.id, item]))
  return { known: { orders, items, cancelledAt, moves, toLocal }, overLimit, withoutBay, waiting, most, end: toLocal(at).date }
}

const told = (known: KnownOrders) =>
  buildFigures({
    days: weeks,
    today,
    counts: loadsOf(known, weeks),
    since: { orders: aDate('2026-01-01'), documents: aDate('2026-01-01') },
    patronSets: [],
    fewestPersons: 5,
    preparing: undefined,
  })

test('[SET-2, SET-19] limits and bays would have asked in four weeks what the desk says of each order as it is lived', () => {
  let [refused, bayless, waited] = [0, 0, 0]
  fc.assert(
    fc.property(
      fc.array(aPress, { minLength: 10, maxLength: 90 }),
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom(1, 2, 3, 4, 30, 30),
      fc.integer({ min: 1, max: 3 }),
      (presses, openOrdersPerSlot, openOrders, bays) => {
        const proposed = withBays(bays, { openOrdersPerSlot, openOrders })
        const { known, overLimit, withoutBay, waiting, most, end } = live(presses, proposed)
        expect(end <= weeks.to).toBe(true)
        const figures = told(known)
        const said = (name: 'limits' | 'bays') => previewWeeks(name, before, proposed, figures)[0]
        expect(said('limits')?.becomes ?? 0).toBe(overLimit)
        expect(said('limits')?.of ?? 0).toBe(known.orders.filter(({ source }) => source !== 'ils').length)
        expect(said('bays')?.becomes ?? 0).toBe(withoutBay)
        expect(busiestBays(figures).get(centre) ?? 0).toBe(most)
        refused += overLimit
        bayless += withoutBay
        waited += waiting
      },
    ),
    { numRuns: 60 },
  )
  // Weeks in which nothing of it happened would prove little.
  for (const seen of [refused, bayless, waited]) expect(seen).toBeGreaterThan(5)
})

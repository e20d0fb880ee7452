/**
 * The day at one pickup point as a line of slots, and how far the preparers are ahead of the clock. Runs everywhere.
 * « Prêt jusqu'à » names the first slot, past or coming, that still holds an order to prepare; the first screen opens with it.
 */
import type { SiteId } from '../ids.ts'
import { type LocalMoment, type LocalTime, minutesApart, toMinutes } from '../local-date.ts'
import { type Order, orderState } from '../order/order.ts'
import { answersOf, type OrderState, type StateAnswers } from '../order/state-answers.ts'
import { formatClaimScope } from '../pull-list/claim.ts'
import { hasWorkLeft, workLeft } from '../pull-list/work-left.ts'
import type { DeskState } from '../row/desk-state.ts'
import { type Slot, slotEnd, slotsOfDay } from './build-slots.ts'
import { isLate } from './lateness.ts'

/** ABS-1: late is a view of a ready order, shown beside the states. */
export type ShownState = OrderState | 'late'

export interface ShownOrder {
  readonly order: Order
  readonly state: ShownState
}

export interface SlotProgress {
  /** Capacity 0: orders outside the opening ranges (SLOT-4). */
  readonly slot: Slot
  /** What is done first, what is to prepare last; then by number. Without the cancelled ones, which take no place. */
  readonly orders: readonly ShownOrder[]
  readonly when: 'past' | 'now' | 'coming'
  /** True where a range begins: the line is broken there. */
  readonly beginsRange: boolean
}

export interface DayProgress {
  readonly slots: readonly SlotProgress[]
  readonly countByState: Readonly<Record<ShownState, number>>
  /** The first slot with something to prepare, whoever has arrived for it meanwhile; undefined: everything is ready. */
  readonly unpreparedFrom: LocalTime | undefined
  /** SLOT-9: minutes to spare before that slot, once its own work is done; undefined: everything is ready. */
  readonly leadMinutes: number | undefined
}

/** None of each, in the order in which screens name them. */
const noOrders: Readonly<Record<ShownState, 0>> = {
  'to-prepare': 0,
  'in-preparation': 0,
  ready: 0,
  arrived: 0,
  late: 0,
  'handed-over': 0,
  'no-show': 0,
  cancelled: 0,
}

/** Every state, in the order in which screens name them. */
// Object.keys says `string`: the record above has no other key.
export const shownStates = Object.keys(noOrders) as readonly ShownState[]

const rank: Readonly<Record<ShownState, number>> = {
  'handed-over': 0,
  'no-show': 1,
  late: 2,
  arrived: 3,
  ready: 4,
  'in-preparation': 5,
  'to-prepare': 6,
  cancelled: 7,
}

/** The state that a screen shows: claimed orders are in preparation (PULL-3), ready ones may be late (ABS-1). */
export const shownState = (state: DeskState, order: Order, now: LocalMoment): ShownState => {
  const settings = state.get('settings', 'settings')
  const claim = state.get('claim', formatClaimScope({ kind: 'order', orderId: order.id }))
  const shown = orderState(order, claim !== undefined && claim.holders.length > 0)
  return settings !== undefined && isLate(settings, order, now) ? 'late' : shown
}

/** What may be asked of an order that a screen shows so: a late one is ready. */
export const answersOfShown = (state: ShownState): StateAnswers => answersOf(state === 'late' ? 'ready' : state)

/** SLOT-1, SLOT-4: every slot of the day and every order in it; orders outside any slot have one of their own, of capacity 0. */
export const dayProgress = (state: DeskState, siteId: SiteId, now: LocalMoment): DayProgress => {
  const settings = state.get('settings', 'settings')
  const open = settings === undefined ? [] : slotsOfDay(settings, siteId, now.date)
  const countByState: Record<ShownState, number> = { ...noOrders }
  const slotByTime = new Map<LocalTime, { readonly slot: Slot; readonly orders: ShownOrder[] }>()
  for (const slot of open) slotByTime.set(slot.key.time, { slot, orders: [] })
  for (const order of state.all('order')) {
    if (order.slot.siteId !== siteId || order.slot.date !== now.date) continue
    const shown = shownState(state, order, now)
    countByState[shown] += 1
    if (!answersOfShown(shown).isOnDayLine) continue
    const { time } = order.slot
    const holder =
      slotByTime.get(time) ?? slotByTime.get(open.find((slot) => slot.key.time <= time && time < slot.endsAt)?.key.time ?? time)
    if (holder !== undefined) holder.orders.push({ order, state: shown })
    else {
      const endsAt = settings === undefined ? time : slotEnd(settings, order.slot).time
      slotByTime.set(time, { slot: { key: order.slot, endsAt, capacity: 0 }, orders: [{ order, state: shown }] })
    }
  }
  const held = [...slotByTime.values()].sort((a, b) => toMinutes(a.slot.key.time) - toMinutes(b.slot.key.time))
  const slots = held.map(({ slot, orders }, n): SlotProgress => {
    const before = held[n - 1]?.slot
    return {
      slot,
      orders: orders.sort((a, b) => rank[a.state] - rank[b.state] || (a.order.number < b.order.number ? -1 : 1)),
      when: slot.endsAt <= now.time ? 'past' : slot.key.time <= now.time ? 'now' : 'coming',
      beginsRange: before === undefined || before.endsAt < slot.key.time,
    }
  })
  const unprepared = slots.find(({ orders }) => orders.some(({ order }) => hasWorkLeft(order)))
  const left = workLeft(unprepared?.orders.map(({ order }) => order) ?? [])
  return {
    slots,
    countByState,
    unpreparedFrom: unprepared?.slot.key.time,
    leadMinutes: unprepared && minutesApart(now, unprepared.slot.key) - left.toTake - left.toReview - left.orders,
  }
}

/**
 * What an order, and what each fact on a document, adds to the counters (STAT-2). Runs everywhere. It follows from the rows, which are the
 * same whatever the order in which facts came: so are the counters. A part is one order, or one document of one handover or return; a
 * correction changes a part, and takes back just what that part had added, on its own day. Limits and bays are weighed over four weeks
 * (SET-2). The night after counts what that needs: each moment on the rows as they stood then, by the desk's own functions.
 */
import { untrueOf } from '../case/decided.ts'
import { type CardNumber, type ItemBarcode, type OperationId, type SiteId, toOperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item } from '../item/item.ts'
import { compareMoments, type LocalMoment } from '../local-date.ts'
import { baysOf, isOpen, isPrepared, lineState, type Order, orderState, pickedBarcodes } from '../order/order.ts'
import { answersOf, type OrderState } from '../order/state-answers.ts'
import { isPileThere, lowestFree } from '../pull-list/choose-bay.ts'
import type { DeskReader, Row, RowId, RowKind, RowOf } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { ordersHeld } from '../slot/judge-placing.ts'
import type { SlotKey } from '../slot/slot.ts'
import { type Count, crossing, type DaysOf, sumCounts } from './figures.ts'
import { openMinutes, openMinutesStep } from './open-minutes.ts'
import { timingsOf } from './timings.ts'

/** What the library says beside the row. */
export interface CountContext {
  readonly settings: Settings | undefined
  readonly toLocal: (at: Instant) => LocalMoment
}

export interface Part {
  /** The order, or the handover or the return. */
  readonly subject: string
  /** Of a handover or a return: the document. */
  readonly name: string
  /** Whose category it counts under; undefined: it counts under none. */
  readonly card: CardNumber | undefined
  readonly countsOf: (audience: string) => readonly Count[]
}

const handover = 'handover/'
export const handoverSubject = (operationId: string): string => `${handover}${operationId}`
export const operationOfHandover = (subject: string): OperationId => toOperationId(subject.slice(handover.length))
export const returnSubject = (operationId: string): string => `return/${operationId}`
export const orderSubject = (orderId: string): string => `order/${orderId}`

/** Under what an order counts besides, by how it ended. */
const counterOfState: Readonly<Record<OrderState, Count['measure'] | undefined>> = {
  'to-prepare': undefined,
  'in-preparation': undefined,
  ready: undefined,
  arrived: undefined,
  'handed-over': undefined,
  'no-show': 'no-show',
  cancelled: 'cancelled',
}

/** When its pile first had a bay. */
const readyAt = (order: Order): LocalMoment | undefined =>
  order.facts
    .filter(({ what }) => what === 'bagged')
    .map(({ happened }) => happened)
    .sort(compareMoments)[0]

/** As of a patron without a category. */
const countsOfOrder = (order: Order, { settings, toLocal }: CountContext): readonly Count[] => {
  const { siteId: site, date: day, time } = order.slot
  const one = (measure: Count['measure'], value = ''): Count => ({ day, measure, site, value, amount: 1 })
  const state = orderState(order)
  const counts: Count[] = [one('order-source', order.source), one('order-audience')]
  if (answersOf(state).countsInSlot) counts.push(one('order-hour', time.slice(0, 2)))
  const end = counterOfState[state]
  if (end !== undefined) counts.push(one(end))
  const ready = readyAt(order)
  if (ready !== undefined && settings !== undefined) {
    const placed = toLocal(order.placedAt)
    counts.push(one('ready', String(openMinutesStep(openMinutes(settings, site, placed, ready)))))
    for (const { measure, value } of timingsOf(order, settings, placed)) counts.push(one(measure, value))
  }
  for (const line of order.lines) {
    const { kind } = lineState(order, line)
    if (line.goneFromIls && kind !== 'handed-over' && kind !== 'left-behind') continue
    if (kind === 'given-up' || kind === 'not-found') counts.push(one('not-found'))
    if (kind === 'left-behind') counts.push(one('left-behind'))
    if (line.substitutedFor !== undefined) counts.push(one('substituted'))
  }
  return counts
}

const partsOfItem = (item: Item): readonly Part[] => {
  const undone = new Set(
    item.facts.flatMap((fact) =>
      fact.what === 'handover-undone' ? [fact.handover] : fact.what === 'return-undone' ? [fact.returning] : [],
    ),
  )
  const untrue = untrueOf(item.decided, item.id)
  const isUntrue = (id: OperationId): boolean => undone.has(id) || untrue.has(id)
  const parts = item.facts.flatMap((fact): readonly Part[] => {
    const { operationId, happened } = fact
    const one = (measure: Count['measure'], value: string): readonly Count[] =>
      isUntrue(operationId) ? [] : [{ day: happened.date, measure, site: undefined, value, amount: 1 }]
    if (fact.what === 'handed-over') {
      const countsOf = (audience: string) => one('document', crossing(audience, item.documentType ?? ''))
      return [{ subject: handoverSubject(operationId), name: item.id, card: fact.card, countsOf }]
    }
    if (fact.what !== 'returned') return []
    return [{ subject: returnSubject(operationId), name: item.id, card: undefined, countsOf: () => one('returned', '') }]
  })
  // What an undo names may have left with the row: its author had seen that, and it is taken back all the same.
  const present = new Set(item.facts.map(({ operationId }) => operationId))
  const gone = [...undone].filter((id) => !present.has(id))
  const taken = (subject: string): Part => ({ subject, name: item.id, card: undefined, countsOf: () => [] })
  return [...parts, ...gone.flatMap((id) => [taken(handoverSubject(id)), taken(returnSubject(id))])]
}

/** All that a row adds. */
export const partsOf = (row: Row | undefined, context: CountContext): readonly Part[] => {
  if (row?.kind === 'item') return partsOfItem(row)
  if (row?.kind !== 'order') return []
  const counts = countsOfOrder(row, context)
  const countsOf = (audience: string) =>
    audience === '' ? counts : counts.map((count) => (count.measure === 'order-audience' ? { ...count, value: audience } : count))
  return [{ subject: orderSubject(row.id), name: '', card: row.card, countsOf }]
}

export interface ChangedPart {
  readonly part: Part
  /** It had added something before. */
  readonly wasCounted: boolean
}

const isQuiet = ({ facts, goneFromIlsAt }: Order): boolean =>
  goneFromIlsAt === undefined && facts.every(({ what }) => what === 'picked' || what === 'unpicked' || what === 'label-printed')

/** Nothing but documents taken for its lines, most of what is said of an order, and that adds nothing: not weighed. */
const isOnlyPicked = (before: Row | undefined, after: Row): boolean =>
  before?.kind === 'order' &&
  after.kind === 'order' &&
  before.slot === after.slot &&
  before.lines === after.lines &&
  before.cancelledBy === after.cancelledBy &&
  before.source === after.source &&
  isQuiet(before) &&
  isQuiet(after)

const isSameCount = (a: Count, b: Count | undefined): boolean =>
  a.measure === b?.measure && a.value === b.value && a.amount === b.amount && a.day === b.day && a.site === b.site

/** What of a row now adds otherwise than it did; a fact that is no longer on it had been counted, and stays so. */
export const changedParts = (before: Row | undefined, after: Row, context: CountContext): readonly ChangedPart[] => {
  if (isOnlyPicked(before, after)) return []
  const keyOf = ({ subject, name }: Part): string => `${subject}\n${name}`
  const parts = partsOf(after, context)
  if (parts.length === 0) return []
  const earlier = new Map(partsOf(before, context).map((part) => [keyOf(part), part.countsOf('')]))
  return parts.flatMap((part) => {
    const was = earlier.get(keyOf(part))
    const is = part.countsOf('')
    const isSame = was?.length === is.length && is.every((count, n) => isSameCount(count, was[n]))
    return isSame ? [] : [{ part, wasCounted: was !== undefined && was.length > 0 }]
  })
}

/** An order left its slot for another one. */
export interface SlotMove {
  readonly at: Instant
  readonly from: SlotKey
}

export interface KnownOrders {
  readonly orders: readonly Order[]
  /** Documents of the piles that nobody fetched. */
  readonly items: ReadonlyMap<ItemBarcode, Item>
  /** When each cancelled order was, as far as it is known. */
  readonly cancelledAt: ReadonlyMap<Order['id'], Instant>
  /** Of each order that was moved, the earliest first, as far as they are known. */
  readonly moves: ReadonlyMap<Order['id'], readonly SlotMove[]>
  readonly toLocal: (at: Instant) => LocalMoment
}

const isBy = (one: LocalMoment, moment: LocalMoment): boolean => compareMoments(one, moment) <= 0

/** An order as it stood then. */
const orderAt = (order: Order, moment: LocalMoment, { cancelledAt, moves, toLocal }: KnownOrders): Order => {
  const cancelled = cancelledAt.get(order.id)
  const gone = order.goneFromIlsAt
  return {
    ...order,
    slot: moves.get(order.id)?.find(({ at }) => !isBy(toLocal(at), moment))?.from ?? order.slot,
    facts: order.facts.filter(({ happened }) => isBy(happened, moment)),
    cancelledBy: cancelled !== undefined && !isBy(toLocal(cancelled), moment) ? undefined : order.cancelledBy,
    goneFromIlsAt: gone !== undefined && !isBy(toLocal(gone), moment) ? undefined : gone,
  }
}

/** SLOT-5 as it was asked of each order but the ILS's: `ordersHeld` of its patron at the moment at which it was placed. */
const heldOf = (known: KnownOrders, { from, to }: DaysOf): readonly Count[] => {
  const byCard = new Map<string, Order[]>()
  for (const order of known.orders) byCard.set(order.card, [...(byCard.get(order.card) ?? []), order])
  return known.orders.flatMap((order): readonly Count[] => {
    const placed = known.toLocal(order.placedAt)
    if (order.source === 'ils' || placed.date < from || placed.date > to) return []
    const { slot } = orderAt(order, placed, known)
    const others = (byCard.get(order.card) ?? []).filter(({ id, placedAt }) => id !== order.id && placedAt < order.placedAt)
    const { inSlot, inAll } = ordersHeld(others.map((other) => orderAt(other, placed, known)).filter(isOpen), slot)
    return [{ day: placed.date, measure: 'held', site: slot.siteId, value: crossing(`${inSlot}`, `${inAll}`), amount: 1 }]
  })
}

interface Stay {
  readonly site: SiteId
  readonly from: LocalMoment
  /** undefined: it still stands there. */
  readonly until: LocalMoment | undefined
  readonly bays: number
}

/** From when until when a pile asked for its bays: it waits for them unbagged where they are short, and may be fetched without. */
const stayOf = (order: Order, known: KnownOrders): Stay | undefined => {
  const moments = (facts: readonly { readonly happened: LocalMoment }[]) => facts.map(({ happened }) => happened)
  const asksBay = (moment: LocalMoment): boolean => {
    const then = orderAt(order, moment, known)
    return baysOf(then).length > 0 || (isOpen(then) && isPrepared(then))
  }
  const from = moments(order.facts).sort(compareMoments).find(asksBay)
  if (from === undefined) return undefined
  const items = pickedBarcodes(order).flatMap((barcode) => known.items.get(barcode) ?? [])
  const cancelled = known.cancelledAt.get(order.id)
  const isThere = (moment: LocalMoment): boolean => {
    const state: DeskReader = {
      // Of the kind that is asked for.
      get: <K extends RowKind>(kind: K, id: RowId<K>) => {
        const item = kind === 'item' ? items.find((one) => one.id === id) : undefined
        return item && ({ ...item, facts: item.facts.filter(({ happened }) => isBy(happened, moment)) } as unknown as RowOf<K>)
      },
    }
    return isPileThere(state, orderAt(order, moment, known))
  }
  const later = [
    ...moments(order.facts),
    ...items.flatMap(({ facts }) => moments(facts)),
    ...(cancelled === undefined ? [] : [known.toLocal(cancelled)]),
  ]
  const until = later
    .filter((moment) => compareMoments(moment, from) >= 0)
    .sort(compareMoments)
    .find((moment) => !isThere(moment))
  return { site: orderAt(order, from, known).slot.siteId, from, until, bays: Math.max(1, baysOf(order).length) }
}

/** PULL-7 as it would have been with bays enough: with fewer, a pile finds one exactly where its bay is among them. */
const baysOfSite = (site: SiteId, stays: readonly Stay[], { from, to }: DaysOf): readonly Count[] => {
  const standing = new Map<number, Stay>()
  return stays
    .filter((stay) => stay.site === site)
    .sort((a, b) => compareMoments(a.from, b.from))
    .flatMap((stay): readonly Count[] => {
      for (const [bay, { until }] of standing) if (until !== undefined && isBy(until, stay.from)) standing.delete(bay)
      let last = 0
      for (let n = 0; n < stay.bays; n++) {
        last = lowestFree(standing, Number.POSITIVE_INFINITY) ?? last
        standing.set(last, stay)
      }
      const day = stay.from.date
      return day < from || day > to ? [] : [{ day, measure: 'bay', site, value: crossing(site, `${last}`), amount: 1 }]
    })
}

/** Of these days; a bay of one of them depends on the piles that stood there before. */
export const loadsOf = (known: KnownOrders, days: DaysOf): readonly Count[] => {
  const stays = known.orders.flatMap((order) => stayOf(order, known) ?? [])
  const sites = [...new Set(stays.map(({ site }) => site))]
  return sumCounts([...heldOf(known, days), ...sites.flatMap((site) => baysOfSite(site, stays, days))])
}

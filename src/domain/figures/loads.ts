/**
 * How many orders whoever ordered held already, and the bay that each pile would have had, were there bays enough: what limits and bays are
 * weighed by, over four weeks (SET-2). Runs on the endpoint, in the night after, when the day's facts are there; pure.
 * Each moment is judged on the rows as they stood then, by the desk's own functions.
 */
import type { ItemBarcode, SiteId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item } from '../item/item.ts'
import { compareMoments, type LocalMoment } from '../local-date.ts'
import { baysOf, isOpen, isPrepared, type Order, pickedBarcodes } from '../order/order.ts'
import { isPileThere, lowestFree } from '../pull-list/choose-bay.ts'
import type { DeskReader, RowId, RowKind, RowOf } from '../row/desk-state.ts'
import { ordersHeld } from '../slot/judge-placing.ts'
import type { SlotKey } from '../slot/slot.ts'
import { type Count, crossing, sumCounts } from './count.ts'
import type { DaysOf } from './figures.ts'

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

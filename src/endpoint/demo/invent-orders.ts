/**
 * The demo's 60 orders over yesterday, today and the next days, in every state an order can have. Runs on the endpoint.
 * Who ordered what, for when; what was pressed to bring each so far is told beside (tell-story.ts).
 */
import { type LineId, type OrderId, toLineId, toOrderId } from '../../domain/ids.ts'
import type { Wanted } from '../../domain/order/order.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { ShownState } from '../../domain/slot/day-progress.ts'
import type { SlotKey } from '../../domain/slot/slot.ts'
import type { CatalogueEntry } from '../storage/stored.ts'
import type { StoryStock, StoryWorld, When } from './story-stock.ts'

/** 60 orders. */
const chapters: readonly (readonly [count: number, ShownState, When])[] = [
  [12, 'handed-over', 'yesterday'],
  [2, 'no-show', 'yesterday'],
  [1, 'cancelled', 'yesterday'],
  [7, 'handed-over', 'earlier'],
  [1, 'late', 'earlier'],
  [2, 'arrived', 'current'],
  [5, 'ready', 'later'],
  [4, 'in-preparation', 'later'],
  [7, 'to-prepare', 'later'],
  [1, 'cancelled', 'later'],
  [2, 'ready', 'next days'],
  [2, 'in-preparation', 'next days'],
  [13, 'to-prepare', 'next days'],
  [1, 'cancelled', 'next days'],
]

export interface OrderInHand {
  readonly orderId: OrderId
  /** How far it has come when the demo is opened. */
  readonly chapter: ShownState
  readonly slot: SlotKey
  /** On the timeline. */
  readonly slotMinute: number
  readonly patron: Patron
  readonly lines: readonly { readonly id: LineId; readonly entry: CatalogueEntry; readonly wanted: Wanted }[]
}

export const inState = (orders: readonly OrderInHand[], state: ShownState): readonly OrderInHand[] =>
  orders.filter(({ chapter }) => chapter === state)

const anOrder = ({ random, timeline }: StoryWorld, stock: StoryStock, chapter: ShownState, when: When): OrderInHand => {
  const slot = stock.takeSlot(when)
  const lines = Array.from({ length: random.pick([2, 2, 3, 3, 4, 5, 6]) }, (_, n) => {
    const entry = stock.takeEntry()
    return { id: toLineId(String(n + 1)), entry, wanted: { kind: 'record', recordId: entry.recordId } as const }
  })
  const patron = stock.takePatron()
  return { orderId: toOrderId(random.hexId()), chapter, slot, slotMinute: timeline.toMinute(slot), patron, lines }
}

/** The same orders: one asks for something in words, one for a given copy, and two for the same title. */
const withUnusualLines = (orders: readonly OrderInHand[]): readonly OrderInHand[] => {
  const [wishing, copying, , ...sharing] = inState(orders, 'to-prepare')
  const shared = sharing[0]?.lines[0]
  const asked = (order: OrderInHand): OrderInHand => {
    const [first, ...others] = order.lines
    if (first === undefined) return order
    if (order === wishing)
      return {
        ...order,
        lines: [
          ...order.lines.slice(0, -1),
          { ...first, id: toLineId(String(order.lines.length)), wanted: { kind: 'wish', text: 'Deux romans policiers récents' } },
        ],
      }
    if (order === copying)
      return {
        ...order,
        lines: [{ ...first, wanted: { kind: 'item', barcode: first.entry.barcode, recordId: first.entry.recordId } }, ...others],
      }
    if (order === sharing[1] && shared !== undefined) return { ...order, lines: [{ ...shared, id: first.id }, ...others] }
    return order
  }
  return orders.map(asked)
}

export const inventOrders = (world: StoryWorld, stock: StoryStock): readonly OrderInHand[] =>
  withUnusualLines(chapters.flatMap(([count, chapter, when]) => Array.from({ length: count }, () => anOrder(world, stock, chapter, when))))

/**
 * An order at the moment when it is placed, at the desk or in the ILS: nothing has happened to it yet. Runs everywhere.
 */
import type { Order, OrderLine } from './order.ts'

/** What whoever places an order says of it. */
export interface PlacedOrder
  extends Pick<
    Order,
    | 'id'
    | 'number'
    | 'saidNumber'
    | 'ilsNumber'
    | 'source'
    | 'card'
    | 'slot'
    | 'note'
    | 'callBackNumber'
    | 'placedAt'
    | 'isUrgent'
    | 'language'
    | 'renews'
  > {
  readonly lines: readonly Pick<OrderLine, 'id' | 'wanted'>[]
}

export const newLine = (line: Pick<OrderLine, 'id' | 'wanted'>): OrderLine => ({ ...line, substitutedFor: undefined, goneFromIls: false })

export const newOrder = (placed: PlacedOrder): Order => ({
  ...placed,
  kind: 'order',
  lines: placed.lines.map(newLine),
  cancelledBy: undefined,
  goneFromIlsAt: undefined,
  facts: [],
  decided: [],
})

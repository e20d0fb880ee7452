/**
 * A recorded handover as it is told: what left and until when, what did not, how far the fact has gone. Runs in the browser.
 */
import type { DeskState } from '../../../domain/desk/desk-state.ts'
import type { HandOverOrder } from '../../../domain/handover/build-hand-over-order.ts'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { baysOf } from '../../../domain/order/order-state.ts'
import { type Formats, formatCardEnd } from '../../../locale/formats.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { nameOf, type UndoTarget } from './describe-found.ts'

export interface DoneHandover {
  readonly name: string
  readonly number: string | undefined
  readonly card: string
  readonly items: readonly { readonly barcode: ItemBarcode; readonly title: string; readonly overrideReason: string | undefined }[]
  /** One date for all; undefined when they differ. */
  readonly due: string | undefined
  /** What did not leave, a sentence each. */
  readonly remains: readonly string[]
  readonly savedOn: string
  /** When it truly happened, where it was entered afterwards (HO-10). */
  readonly afterwards: string | undefined
  readonly receiptSay: string
  readonly handover: UndoTarget
  /** Another open order of the same patron, offered next. */
  readonly other: Order | undefined
}

export interface DescribingDone {
  readonly state: DeskState
  readonly words: HandoverWords
  readonly format: Formats
  readonly titleOf: (barcode: ItemBarcode) => string
}

/** What was recorded, and when the desk answered that it is on the disk. */
export interface Recorded {
  readonly operation: HandOverOrder
  readonly handover: UndoTarget
  readonly savedAt: LocalMoment
  readonly isAfterwards: boolean
}

export const describeDone = (
  { state, words, format, titleOf }: DescribingDone,
  { operation, handover, savedAt, isAfterwards }: Recorded,
): DoneHandover => {
  const { happened } = operation
  const order = operation.orderId === undefined ? undefined : state.get('order', operation.orderId)
  const dues = [...new Set(operation.items.map((item) => item.dueOn))]
  const bays = order === undefined ? [] : baysOf(order)
  const lineTitle = (lineId: string): string => {
    const wanted = order?.lines.find((line) => line.id === lineId)?.wanted
    return wanted === undefined ? '' : wanted.kind === 'wish' ? wanted.text : (state.get('record', wanted.recordId)?.title ?? '')
  }
  const bay = bays.length === 0 ? '' : words.bays(format.list(bays.map(String)), bays.length)
  return {
    name: nameOf(state, operation.card),
    number: order?.number,
    card: words.card(formatCardEnd(operation.card)),
    items: operation.items.map(({ barcode, overrideReason }) => ({ barcode, title: titleOf(barcode), overrideReason })),
    due: dues.length === 1 && dues[0] !== undefined ? `${format.date(dues[0])} ${dues[0].slice(0, 4)}` : undefined,
    remains: [
      ...operation.notFound.map((lineId) => words.stillMissingDone(lineTitle(lineId), bay)),
      ...operation.leftBehind.map(({ barcode, lineId }) =>
        words.leftDone(barcode === undefined ? lineTitle(lineId ?? '') : titleOf(barcode)),
      ),
    ],
    savedOn: `${format.date(savedAt.date)}, ${format.time(savedAt.time)}`,
    afterwards: isAfterwards ? words.afterwardsOn(words.onDay(format.date(happened.date), format.time(happened.time))) : undefined,
    receiptSay: operation.receipt === 'mailed' ? words.mailed : operation.receipt === 'refused' ? words.noReceipt : '',
    handover,
    other: findOrders(state, { kind: 'card', card: operation.card })[0],
  }
}

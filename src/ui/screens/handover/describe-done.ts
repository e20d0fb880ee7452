/**
 * A recorded handover as it is told: what left and until when, what did not, how far the fact has gone. Runs in the browser.
 */

import type { HandOverOrder } from '../../../domain/handover/build-hand-over-order.ts'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { baysOf, orderState } from '../../../domain/order/order-state.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { sayLent } from '../../use-say-lent.ts'
import { type Describing, nameOf, type UndoTarget } from './describe-found.ts'

export interface DoneHandover {
  /** Whom documents left with, each with theirs; a line a handover. */
  readonly people: readonly {
    readonly name: string
    readonly number: string | undefined
    readonly card: string
    /** A title, with what is to be said of it. */
    readonly items: readonly string[]
  }[]
  readonly count: number
  /** One date for all; undefined when they differ. */
  readonly due: string | undefined
  /** What did not leave, a sentence each. */
  readonly remains: readonly string[]
  readonly savedOn: string
  /** When it truly happened, where it was entered afterwards (HO-10). */
  readonly afterwards: string | undefined
  readonly receiptSay: string
  readonly handovers: readonly UndoTarget[]
  /** An order of theirs whose pile waits and was not handed over, offered next. */
  readonly other: Order | undefined
}

export interface DescribingDone extends Describing {
  readonly titleOf: (barcode: ItemBarcode) => string
}

/** What was recorded, and when the desk answered that it is on the disk. */
export interface Recorded {
  readonly operation: HandOverOrder
  readonly handover: UndoTarget
  readonly savedAt: LocalMoment
  readonly isAfterwards: boolean
  /** Lines whose document was looked for in vain; the others that are missing may still be in their bay. */
  readonly searched: readonly string[]
  /** Lines whose document the ILS said to be lent by the ordinary desk, and when (ORD-4). */
  readonly lent: ReadonlyMap<string, Instant>
}

/** The visit as it is told once its handovers are recorded; `undefined` before the first. */
export const describeDone = (describing: DescribingDone, recorded: readonly Recorded[]): DoneHandover | undefined => {
  const { state, words, format, titleOf } = describing
  const [first] = recorded
  if (first === undefined) return undefined
  const { operation, savedAt, isAfterwards } = first
  const { happened, receipt } = operation
  const dues = [...new Set(recorded.flatMap((one) => one.operation.items.map((item) => item.dueOn)))]
  const orderOf = ({ orderId }: HandOverOrder): Order | undefined => (orderId === undefined ? undefined : state.get('order', orderId))
  const remainsOf = ({ operation: said, searched, lent }: Recorded): readonly string[] => {
    const order = orderOf(said)
    const bays = order === undefined ? [] : baysOf(order)
    const bay = bays.length === 0 ? '' : words.bays(format.list(bays.map(String)), bays.length)
    const lineTitle = (lineId: string): string => {
      const wanted = order?.lines.find((line) => line.id === lineId)?.wanted
      return wanted === undefined ? '' : wanted.kind === 'wish' ? wanted.text : (state.get('record', wanted.recordId)?.title ?? '')
    }
    return [
      ...said.notFound.map((lineId) => {
        const since = lent.get(lineId)
        if (since !== undefined) return words.lentDone(lineTitle(lineId), sayLent({ ...describing, words: words.lentElsewhere }, since))
        return searched.includes(lineId) ? words.notFoundDone(lineTitle(lineId)) : words.stillMissingDone(lineTitle(lineId), bay)
      }),
      ...said.leftBehind.map(({ barcode, lineId }) => words.leftDone(barcode === undefined ? lineTitle(lineId ?? '') : titleOf(barcode))),
    ]
  }
  return {
    people: recorded.map(({ operation: said }) => ({
      name: nameOf(state, said.card),
      number: orderOf(said)?.number,
      card: words.card(formatCardEnd(said.card)),
      items: said.items.map(({ barcode, overrideReason, dueOn }) =>
        [
          titleOf(barcode),
          ...(overrideReason === undefined ? [] : [words.withYourConsent]),
          // One date for all is said once, above.
          ...(dues.length === 1 ? [] : [words.due(format.date(dueOn))]),
        ].join(', '),
      ),
    })),
    count: recorded.reduce((n, one) => n + one.operation.items.length, 0),
    due: dues.length === 1 && dues[0] !== undefined ? `${format.date(dues[0])} ${dues[0].slice(0, 4)}` : undefined,
    remains: recorded.flatMap((one) => remainsOf(one)),
    savedOn: `${format.date(savedAt.date)}, ${format.time(savedAt.time)}`,
    afterwards: isAfterwards ? words.afterwardsOn(words.onDay(format.date(happened.date), format.time(happened.time))) : undefined,
    receiptSay: receipt === 'mailed' ? words.mailed : receipt === 'refused' ? words.noReceipt : '',
    handovers: recorded.map(({ handover }) => handover),
    other: recorded
      .flatMap((one) => findOrders(state, { kind: 'card', card: one.operation.card }))
      .find((order) => orderState(order) === 'ready' || orderState(order) === 'arrived'),
  }
}

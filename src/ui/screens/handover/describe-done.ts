/**
 * A recorded handover as it is told: what left and until when, what did not, how far the fact has gone. Runs in the browser.
 */
import type { HandOverOrder } from '../../../domain/handover/build-hand-over-order.ts'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { PileJudgement } from '../../../domain/handover/judge-pile.ts'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { ItemBarcode, LineId } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { baysOf, type Order, orderAnswers } from '../../../domain/order/order.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { sayLent } from '../../use-say-lent.ts'
import { type Describing, nameOf, sayAfterwards } from './describe-found.ts'

export interface DescribingDone extends Describing {
  readonly titleOf: (barcode: ItemBarcode) => string
}

/** What was recorded, and when the desk answered that it is on the disk. */
export interface Recorded {
  readonly operation: HandOverOrder
  readonly handover: UndoTarget
  readonly savedAt: LocalMoment
  readonly isAfterwards: boolean
  /** What was concluded about its pile: the operation says what did not leave, this says why. */
  readonly judgement: PileJudgement
}

/** What the bays of an order are called, « casiers 12 et 13 »; empty where it has none. */
const sayBays = ({ words, format }: Describing, order: Order | undefined): string => {
  const bays = order === undefined ? [] : baysOf(order)
  return bays.length === 0 ? '' : words.bays(format.list(bays.map(String)), bays.length)
}

/** What a recorded pile leaves here, a sentence each. */
const remainsOf = (describing: DescribingDone, { operation, judgement }: Recorded): readonly string[] => {
  const { state, words, titleOf } = describing
  const order = operation.orderId === undefined ? undefined : state.get('order', operation.orderId)
  const bay = sayBays(describing, order)
  const lineTitle = (lineId: LineId | undefined): string => {
    const wanted = order?.lines.find((line) => line.id === lineId)?.wanted
    return wanted === undefined ? '' : wanted.kind === 'wish' ? wanted.text : (state.get('record', wanted.recordId)?.title ?? '')
  }
  const spared = judgement.documents.flatMap(({ insteadOf }) => insteadOf ?? [])
  return [
    ...operation.notFound.map((lineId) => {
      const title = lineTitle(lineId)
      const line = judgement.unanswered.find((one) => one.line.id === lineId)
      if (line?.lentSince !== undefined)
        return words.lentDone(title, sayLent({ ...describing, words: words.lentElsewhere }, line.lentSince))
      return line?.fate === 'not-found' ? words.notFoundDone(title) : words.stillMissingDone(title, bay)
    }),
    ...operation.leftBehind.map(({ barcode, lineId }) => {
      if (barcode === undefined) return words.leftDone(lineTitle(lineId))
      return spared.includes(barcode) ? words.copyStaysDone(titleOf(barcode), barcode) : words.leftDone(titleOf(barcode))
    }),
  ]
}

/** A pile of which documents were scanned and none left: nothing of it is recorded. */
const stayedOf = (describing: DescribingDone, { order, documents }: PileJudgement): readonly string[] =>
  documents.map(({ barcode }) => {
    const title = describing.titleOf(barcode)
    return order === undefined ? describing.words.leftDone(title) : describing.words.stayedDone(title, sayBays(describing, order))
  })

/**
 * The visit as it is told once its handovers are recorded, with what became of each document that was scanned; `undefined` before the first.
 * `stayed`: the piles of which nothing left.
 */
export const describeDone = (describing: DescribingDone, recorded: readonly Recorded[], stayed: readonly PileJudgement[]) => {
  const { state, words, format, titleOf } = describing
  const [first] = recorded
  if (first === undefined) return undefined
  const { operation, savedAt, isAfterwards } = first
  const { receipt } = operation
  const dues = [...new Set(recorded.flatMap((one) => one.operation.items.map((item) => item.dueOn)))]
  const [due] = dues
  // A date of another year has its year already.
  const year = savedAt.date.slice(0, 4)
  const orderOf = ({ orderId }: HandOverOrder): Order | undefined => (orderId === undefined ? undefined : state.get('order', orderId))
  return {
    /** Whom documents left with, each with theirs; a line a handover. */
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
    /** One date for all, with its year; undefined when they differ. */
    due: due === undefined || dues.length > 1 ? undefined : `${format.date(due)}${due.startsWith(year) ? ` ${year}` : ''}`,
    /** What did not leave, a sentence each. */
    remains: [...recorded.flatMap((one) => remainsOf(describing, one)), ...stayed.flatMap((one) => stayedOf(describing, one))],
    savedOn: `${format.date(savedAt.date)}, ${format.time(savedAt.time)}`,
    afterwards: isAfterwards ? sayAfterwards(describing, operation) : undefined,
    receiptSay: receipt === 'mailed' ? words.mailed : receipt === 'refused' ? words.noReceipt : '',
    handovers: recorded.map(({ handover }) => handover),
    /** An order of theirs whose pile waits and was not handed over, offered next. */
    other: recorded
      .flatMap((one) => findOrders(state, { kind: 'card', card: one.operation.card }))
      .find((order) => orderAnswers(order).waitsFor !== undefined),
  }
}

/**
 * Taking, putting back, not finding: the presses of a preparer, each with the words that are heard. Runs in the browser.
 * While something is entered from paper every press carries the time written there (PULL-6).
 */
import type { ItemBarcode, OperationId, RecordId } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { isLineDone, standingLinePicks } from '../../../domain/order/order.ts'
import type { PullLine } from '../../../domain/pull-list/build-pull-list.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import type { PerformResult } from '../../../tablet/desk.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useWords } from '../../use-desk.ts'

/** A line of an order: all that is needed to take something for it. */
export type WishedLine = Pick<PullLine, 'order' | 'line'>
export type Picked = WishedLine & { readonly pick: OperationId; readonly barcode: ItemBarcode | undefined }

/** True when this pick, of a line that takes `of` documents, settles the last line of its order. */
export const completesOrder = ({ order, line }: WishedLine, of: number): boolean =>
  standingLinePicks(order, line.id).length + 1 >= of && order.lines.every((other) => other.id === line.id || isLineDone(order, other))

/** `numberOf`: how many documents a wish takes, as the preparer was shown (PULL-8); one of any other line. */
export const usePicking = (paper: LocalMoment | undefined, numberOf: (line: WishedLine) => number) => {
  const words = useWords(preparationWords)
  const desk = useDesk()
  const act = useAct()
  const { date, time } = useNow()
  const happened = paper ?? { date, time }
  return {
    /** `barcode` undefined: by a tap and a confirmation, without a scan (PULL-4). */
    take: (wished: WishedLine, title: string, barcode?: ItemBarcode): Promise<PerformResult> => {
      const { order, line } = wished
      const of = numberOf(wished)
      const recordId = line.wanted.kind === 'wish' ? undefined : line.wanted.recordId
      const documentType = recordId === undefined ? undefined : desk.snapshot.state.get('record', recordId)?.documentType
      const said = words.takeSaid(title, order.number)
      return act(
        {
          kind: 'pick-item',
          orderId: order.id,
          lineId: line.id,
          barcode,
          recordId,
          documentType,
          happened,
          ...(line.wanted.kind === 'wish' ? { of } : {}),
        },
        completesOrder(wished, of) ? `${said}. ${words.completes(order.number)}` : said,
      )
    },
    /** The pick is named: only it is undone, whatever another tablet did meanwhile. */
    putBack: ({ order, line, pick, barcode }: Picked, title: string) =>
      act({ kind: 'unpick-item', orderId: order.id, lineId: line.id, pick, barcode, happened }, words.undoSaid(title)),
    reportNotFound: ({ order, line }: PullLine, title: string) =>
      act({ kind: 'report-not-found', orderId: order.id, lineId: line.id, happened }, words.notFoundSaid(title)),
    giveUp: ({ order, line }: PullLine, title: string, reason: string) =>
      act({ kind: 'give-up-line', orderId: order.id, lineId: line.id, reason, happened }, words.giveUpSaid(title, order.number)),
    /** PULL-5: an equivalent instead of the record that was wanted. */
    substitute: ({ order, line }: PullLine, from: RecordId, to: RecordId, fromTitle: string, toTitle: string) =>
      act({ kind: 'substitute-record', orderId: order.id, lineId: line.id, from, to }, words.substituteSaid(fromTitle, toTitle)),
  }
}
export type Picking = ReturnType<typeof usePicking>

/**
 * Taking, putting back, not finding: the presses of a preparer, each with the words that are heard. Runs in the browser.
 * While something is entered from paper every press carries the time written there (PULL-6).
 */
import type { ItemBarcode, OperationId, RecordId } from '../../../domain/ids.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import type { Order, OrderLine } from '../../../domain/order/order.ts'
import { isLineDone } from '../../../domain/order/order-state.ts'
import type { PullLine } from '../../../domain/pull-list/build-pull-list.ts'
import { preparation as en } from '../../../locale/en/preparation.ts'
import { preparation as fr } from '../../../locale/fr/preparation.ts'
import type { PerformResult } from '../../../tablet/desk.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow } from '../../use-desk.ts'
import { useWords } from '../../use-words.ts'

export interface Picking {
  /** `barcode` undefined: by a tap and a confirmation, without a scan (PULL-4). */
  take(line: { readonly order: Order; readonly line: OrderLine }, title: string, barcode?: ItemBarcode): Promise<PerformResult>
  putBack(line: PullLine, title: string): Promise<PerformResult | undefined>
  reportNotFound(line: PullLine, title: string): Promise<PerformResult>
  giveUp(line: PullLine, title: string, reason: string): Promise<PerformResult>
  /** PULL-5: an equivalent instead of the record that was wanted. */
  substitute(line: PullLine, from: RecordId, to: RecordId, fromTitle: string, toTitle: string): Promise<PerformResult>
}

/** True when this pick settles the last line of its order. */
export const completesOrder = (order: Order, line: OrderLine): boolean =>
  order.lines.every((other) => other.id === line.id || isLineDone(order, other))

export const usePicking = (paper: LocalMoment | undefined): Picking => {
  const words = useWords(fr, en)
  const desk = useDesk()
  const act = useAct()
  const { date, time } = useNow()
  const happened = paper ?? { date, time }
  return {
    take: ({ order, line }, title, barcode) => {
      const recordId = line.wanted.kind === 'wish' ? undefined : line.wanted.recordId
      const documentType = recordId === undefined ? undefined : desk.snapshot.state.get('record', recordId)?.documentType
      const said = words.takeSaid(title, order.number)
      return act(
        { kind: 'pick-item', orderId: order.id, lineId: line.id, barcode, recordId, documentType, happened },
        completesOrder(order, line) ? `${said}. ${words.completes(order.number)}` : said,
      )
    },
    putBack: async ({ order, line, state }, title) =>
      state.kind === 'picked'
        ? act(
            // The pick is named: only it is undone, whatever another tablet did meanwhile.
            {
              kind: 'unpick-item',
              orderId: order.id,
              lineId: line.id,
              pick: state.pick satisfies OperationId,
              barcode: state.barcode,
              happened,
            },
            words.undoSaid(title),
          )
        : undefined,
    reportNotFound: ({ order, line }, title) =>
      act({ kind: 'report-not-found', orderId: order.id, lineId: line.id, happened }, words.notFoundSaid(title)),
    giveUp: ({ order, line }, title, reason) =>
      act({ kind: 'give-up-line', orderId: order.id, lineId: line.id, reason, happened }, words.giveUpSaid(title, order.number)),
    substitute: ({ order, line }, from, to, fromTitle, toTitle) =>
      act({ kind: 'substitute-record', orderId: order.id, lineId: line.id, from, to }, words.substituteSaid(fromTitle, toTitle)),
  }
}

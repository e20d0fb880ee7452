/**
 * A handover taken back, from the Retrait or from its order's sheet, on whichever tablet (HO-7). Runs in the browser.
 * What was noted with the handover goes with it, in whichever language it was written (HO-12).
 */
import { withoutCollector } from '../../../domain/handover/collector.ts'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import { handoverWords } from '../../../locale/en/handover.ts'
import { useAct, useDesk, useWords } from '../../use-desk.ts'
import { nameOf } from './describe-found.ts'

/** HO-12: what a handover may have left on an order's note, in each language. */
const collectorSentences = Object.values(handoverWords).flatMap(({ collectorNotes }) => Object.values(collectorNotes))

/** Answers whether it is on the disk. */
export const useUndoHandover = (): ((target: UndoTarget) => Promise<boolean>) => {
  const desk = useDesk()
  const act = useAct()
  const words = useWords(handoverWords)
  return async ({ operationId, ...target }) => {
    const { state } = desk.snapshot
    const { date, time } = desk.now()
    const undo = { kind: 'undo-handover', handover: operationId, ...target, happened: { date, time } } as const
    const result = await act(undo, words.undone, [words.undoOf(`${nameOf(state, target.card)} (${target.card})`)])
    if (result.kind !== 'saved') return false
    const order = target.orderId === undefined ? undefined : state.get('order', target.orderId)
    const note = order === undefined ? '' : withoutCollector(order.note, collectorSentences)
    if (order !== undefined && note !== order.note) {
      await act({ kind: 'write-note', orderId: order.id, note, replaces: order.note }, words.collectorNoteGone)
    }
    return true
  }
}

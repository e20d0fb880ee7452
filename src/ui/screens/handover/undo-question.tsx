/**
 * Asked before a handover is taken back (HO-7): how many, and what comes back. Runs in the browser.
 */
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { Question } from '../../components/question.tsx'

interface UndoQuestionProps {
  /** undefined: nothing is asked. */
  readonly targets: readonly UndoTarget[] | undefined
  readonly words: HandoverWords
  readonly undo: (targets: readonly UndoTarget[]) => Promise<void>
  readonly onClose: () => void
}

export const UndoQuestion = ({ targets, words, undo, onClose }: UndoQuestionProps) =>
  targets === undefined ? null : (
    <Question
      title={words.undo}
      say={words.undoSure(targets.length)}
      confirm={words.undoConfirm}
      keep={words.undoKeep}
      onConfirm={() => {
        onClose()
        void undo(targets)
      }}
      onKeep={onClose}
    />
  )

/**
 * Asked before a handover is taken back (HO-7): how many, and what comes back. Runs in the browser.
 */
import { Question } from '../../components/question.tsx'
import type { Describing, UndoTarget } from './describe-found.ts'
import type { Recording } from './use-recording.ts'

export const UndoQuestion = ({
  targets,
  describing: { words },
  undo,
  onClose,
}: {
  /** undefined: nothing is asked. */
  readonly targets: readonly UndoTarget[] | undefined
  readonly describing: Describing
  readonly undo: Recording['undo']
  readonly onClose: () => void
}) =>
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

/**
 * A question before something is done: what would happen, the one press that does it, and the one that leaves things as they are.
 * Runs in the browser. Closing the window, by Escape too, leaves things as they are.
 */
import { Dialog } from './dialog.tsx'
import { Button } from './parts.tsx'

interface QuestionProps {
  readonly title: string
  readonly say: string
  readonly confirm: string
  readonly keep: string
  readonly onConfirm: () => void
  readonly onKeep: () => void
}

export const Question = ({ title, say, confirm, keep, onConfirm, onKeep }: QuestionProps) => (
  <Dialog title={title} onClose={onKeep}>
    <p>{say}</p>
    <div class="actions">
      <Button look="primary" onPress={onConfirm}>
        {confirm}
      </Button>
      <Button onPress={onKeep}>{keep}</Button>
    </div>
  </Dialog>
)

/**
 * Retrait: a conversation in three turns, who, what, done. Runs in the browser.
 * A gun or a camera carries it from one end to the other without a touch; every turn can also be typed and tapped.
 */
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { Done } from './done.tsx'
import { useHandover } from './use-handover.ts'
import { What } from './what.tsx'
import { Who } from './who.tsx'

export const Handover = ({ order }: { readonly order: string | undefined }) => {
  const handover = useHandover(order)
  const { stage, words } = handover
  return (
    <>
      {stage.kind === 'who' ? (
        <Who handover={handover} />
      ) : stage.kind === 'what' ? (
        <What handover={handover} open={stage.open} />
      ) : (
        <Done handover={handover} done={stage.done} />
      )}
      {handover.abandoning === undefined ? null : (
        <Dialog title={words.abandonNamed(handover.abandoning.names)} onClose={() => handover.askAbandon(undefined)}>
          <p>{words.abandonSure(handover.abandoning.documents)}</p>
          <div class="actions">
            <Button look="primary" onPress={() => void handover.abandon()}>
              {words.abandonConfirm}
            </Button>
            <Button onPress={() => handover.askAbandon(undefined)}>{words.abandonKeep}</Button>
          </div>
        </Dialog>
      )}
      {handover.undoing === undefined ? null : (
        <Dialog title={words.undo} onClose={() => handover.askUndo(undefined)}>
          <p>{words.undoSure(handover.undoing.length)}</p>
          <div class="actions">
            <Button look="primary" onPress={() => void handover.undo()}>
              {words.undoConfirm}
            </Button>
            <Button onPress={() => handover.askUndo(undefined)}>{words.undoKeep}</Button>
          </div>
        </Dialog>
      )}
    </>
  )
}

/**
 * Retrait: a conversation in three turns, who, what, done. Runs in the browser.
 * A gun or a camera carries it from one end to the other without a touch; every turn can also be typed and tapped.
 */
import { Question } from '../../components/question.tsx'
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
        <Question
          title={words.abandonNamed(handover.abandoning.names)}
          say={words.abandonSure(handover.abandoning.documents)}
          confirm={words.abandonConfirm}
          keep={words.abandonKeep}
          onConfirm={() => void handover.abandon()}
          onKeep={() => handover.askAbandon(undefined)}
        />
      )}
      {handover.undoing === undefined ? null : (
        <Question
          title={words.undo}
          say={words.undoSure(handover.undoing.length)}
          confirm={words.undoConfirm}
          keep={words.undoKeep}
          onConfirm={() => void handover.undo()}
          onKeep={() => handover.askUndo(undefined)}
        />
      )}
    </>
  )
}

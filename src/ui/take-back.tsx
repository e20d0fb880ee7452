/**
 * « Annuler », wherever something that was scanned is shown: a return, a pick, a document put away, whichever tablet scanned it (RET-7).
 * Runs in the browser. It is drawn only where the desk still takes it back.
 */
import { type Scanned, undoOf } from '../domain/desk/undo-of.ts'
import type { ItemBarcode, OperationId } from '../domain/ids.ts'
import { undoableReturns } from '../domain/return/returns-today.ts'
import { returnsWords } from '../locale/en/returns.ts'
import { Button } from './components/parts.tsx'
import { useAct, useDesk, useNow, useSnapshot, useWords } from './use-desk.ts'

interface UndoProps {
  readonly title: string
  /** Its words, where they say what is taken back; else « Annuler », of this title. */
  readonly children?: string
  readonly onDone?: () => void
}

interface TakeBackProps extends UndoProps {
  readonly scanned: Scanned
  readonly operationId: OperationId
}

export const TakeBack = ({ scanned, operationId, title, children, onDone }: TakeBackProps) => {
  const act = useAct()
  const desk = useDesk()
  const words = useWords(returnsWords)
  const now = useNow()
  const { state, phase } = useSnapshot()
  if (phase.kind !== 'signed-in') return null
  const { librarian } = phase
  if (undoOf(state, scanned, operationId, now, librarian) === undefined) return null
  const { label, said } = words.takeBack[scanned.kind]
  const press = async (): Promise<void> => {
    // As the rows are now: a colleague may have been quicker.
    const undo = undoOf(desk.snapshot.state, scanned, operationId, desk.now(), librarian)
    if (undo !== undefined && (await act(undo, said(title))).kind === 'saved') onDone?.()
  }
  return (
    <Button
      look={children === undefined ? 'quiet' : 'ordinary'}
      icon="undo"
      {...(children === undefined ? { label: label(title) } : {})}
      onPress={() => void press()}
    >
      {children ?? words.undo}
    </Button>
  )
}

/** RET-7: of a document that is shown for itself, the last return of today. */
export const UndoReturn = ({ barcode, ...props }: UndoProps & { readonly barcode: ItemBarcode }) => {
  const { date } = useNow()
  const last = undoableReturns(useSnapshot().state.get('item', barcode), date).at(-1)
  return last === undefined ? null : <TakeBack scanned={{ kind: 'return-item', barcode }} operationId={last.operationId} {...props} />
}

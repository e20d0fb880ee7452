/**
 * The answer to a scan that changed nothing, or that must be read: the road sign, the sentence, and the bay it belongs in.
 * Runs in the browser. It stays until the next scan; the live region has said it once.
 */
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { CardNumber, ItemBarcode } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { type IconName, Sign } from '../../components/icon.tsx'
import { Button } from '../../components/parts.tsx'
import { Bay } from '../../components/place.tsx'
import { UndoReturn } from '../../take-back.tsx'
import { searchedTitle } from '../../title-search.ts'
import type { ShownAnswer } from './use-answer.ts'

/** « B-017 » never breaks at its dash. */
const keepNumbersWhole = (text: string) =>
  text.split(/(\(?[A-Z]{1,3}-\d+\)?)/).map((part, n) =>
    n % 2 === 0 ? (
      part
    ) : (
      <span class="nowrap" key={part}>
        {part}
      </span>
    ),
  )

interface AnswerSayProps {
  readonly answer: ShownAnswer
  readonly words: HandoverWords
  readonly again: (barcode: ItemBarcode) => void
  readonly giveBack: (barcode: ItemBarcode) => void
  readonly partCard?: (card: CardNumber) => void
  readonly askUndo?: (target: UndoTarget) => void
}

export const AnswerSay = ({ answer, words, again, giveBack, partCard, askUndo }: AnswerSayProps) => {
  const said = useRef<HTMLDivElement>(null)
  // Not under the gesture that stays, wherever the list was; the field keeps the focus.
  useLayoutEffect(() => said.current?.scrollIntoView({ block: 'nearest' }), [answer])
  const { returned, giveBack: lent, undo, record, part } = answer
  return (
    <div class={`say ${answer.sign}`} ref={said}>
      <Sign name={answer.sign} />
      <div>
        <p class="title">{answer.sentence}</p>
        {answer.nextStep === '' ? null : <p>{keepNumbersWhole(answer.nextStep)}</p>}
      </div>
      {returned === undefined ? null : (
        <div class="actions">
          <UndoReturn barcode={returned} title={answer.sentence} onDone={() => again(returned)}>
            {words.undoReturn}
          </UndoReturn>
        </div>
      )}
      {lent === undefined ? null : <Way icon="returns" say={words.giveBack} onPress={() => giveBack(lent)} />}
      {part === undefined || partCard === undefined ? null : <Way icon="cross" say={words.part} onPress={() => partCard(part)} />}
      {undo === undefined || askUndo === undefined ? null : <Way icon="undo" say={words.undo} onPress={() => askUndo(undo)} />}
      {record === undefined ? null : <Way icon="search" say={words.seeRecord} onPress={() => seeRecord(record)} />}
      {answer.bays.length === 0 ? null : <Bay big word={words.bay} bays={answer.bays} />}
    </div>
  )
}

/** The catalogue's window, on this very copy: what it is, where the others are, who waits for it. */
const seeRecord = (barcode: ItemBarcode): void => {
  searchedTitle.value = barcode
}

const Way = ({ icon, say, onPress }: { readonly icon: IconName; readonly say: string; readonly onPress: () => void }) => (
  <div class="actions">
    <Button icon={icon} onPress={onPress}>
      {say}
    </Button>
  </div>
)

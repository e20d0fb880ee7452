/**
 * The answer to a scan that changed nothing, or that must be read: the road sign, the sentence, and the bay it belongs in.
 * Runs in the browser. It stays until the next scan; the live region has said it once.
 */

import { useLayoutEffect, useRef } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { ItemBarcode } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { Button } from '../../components/button.tsx'
import { Sign } from '../../components/icon.tsx'
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
  readonly giveBack?: (barcode: ItemBarcode) => void
  readonly askUndo?: (target: UndoTarget) => void
}

export const AnswerSay = ({ answer, words, again, giveBack, askUndo }: AnswerSayProps) => {
  const said = useRef<HTMLDivElement>(null)
  // Not under the gesture that stays, wherever the list was; the field keeps the focus.
  useLayoutEffect(() => said.current?.scrollIntoView({ block: 'nearest' }), [answer])
  return (
    <div class={`say ${answer.sign}`} ref={said}>
      <Sign name={answer.sign} />
      <div>
        <p class="title">{answer.sentence}</p>
        {answer.nextStep === '' ? null : <p>{keepNumbersWhole(answer.nextStep)}</p>}
      </div>
      {answer.returned === undefined ? null : (
        <div class="actions">
          <UndoReturn barcode={answer.returned} title={answer.sentence} onDone={() => answer.returned && again(answer.returned)}>
            {words.undoReturn}
          </UndoReturn>
        </div>
      )}
      {answer.giveBack === undefined || giveBack === undefined ? null : (
        <GiveBack barcode={answer.giveBack} words={words} giveBack={giveBack} />
      )}
      {answer.undo === undefined || askUndo === undefined ? null : <Undo target={answer.undo} words={words} askUndo={askUndo} />}
      {answer.record === undefined ? null : <SeeRecord barcode={answer.record} words={words} />}
      {answer.bays.length === 0 ? null : <Bay big word={words.bay} bays={answer.bays} />}
    </div>
  )
}

interface GiveBackProps {
  readonly barcode: ItemBarcode
  readonly words: HandoverWords
  readonly giveBack: (barcode: ItemBarcode) => void
}

const GiveBack = ({ barcode, words, giveBack }: GiveBackProps) => (
  <div class="actions">
    <Button icon="returns" onPress={() => giveBack(barcode)}>
      {words.giveBack}
    </Button>
  </div>
)

/** The catalogue's window, on this very copy: what it is, where the others are, who waits for it. */
const SeeRecord = ({ barcode, words }: { readonly barcode: ItemBarcode; readonly words: HandoverWords }) => (
  <div class="actions">
    <Button
      icon="search"
      onPress={() => {
        searchedTitle.value = barcode
      }}
    >
      {words.seeRecord}
    </Button>
  </div>
)

interface UndoProps {
  readonly target: UndoTarget
  readonly words: HandoverWords
  readonly askUndo: (target: UndoTarget) => void
}

const Undo = ({ target, words, askUndo }: UndoProps) => (
  <div class="actions">
    <Button icon="undo" onPress={() => askUndo(target)}>
      {words.undo}
    </Button>
  </div>
)

/**
 * The one answer to what was last done at the handover: seen, heard, felt. Runs in the browser.
 * What must be read stays until the next act; the field that a gun or a hand writes in is ready after each.
 */
import { useRef, useState } from 'preact/hooks'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import type { CardNumber, ItemBarcode } from '../../../domain/ids.ts'
import type { HandoverWords } from '../../../locale/fr/handover.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import type { SignName } from '../../components/icon.tsx'
import { announce } from '../../use-desk.ts'
import type { Asked } from './describe-who.ts'

/** An answer that must be read, in the shape of a road sign. */
export interface ShownAnswer {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep: string
  readonly bays: readonly number[]
  /** A document that is said to be on loan, and is here: its return can be recorded at once. */
  readonly giveBack?: ItemBarcode
  /** It was taken back here today, and that return can be undone (RET-7). */
  readonly returned?: ItemBarcode
  /** It is on no order: its record says what it is, and who waits for it. */
  readonly record?: ItemBarcode
  /** It left today: that handover can be taken back from here (HO-7). */
  readonly undo?: UndoTarget
  /** Whose card came in the middle of another's visit: one press takes it out again (HO-11). */
  readonly part?: CardNumber
}

export interface Said {
  readonly aloud: string
  /** undefined: a hand did it, and sees it. */
  readonly sound: ScanAnswer | undefined
  /** undefined: what is on screen is itself the answer. */
  readonly shown: ShownAnswer | undefined
  /** Orders to choose from, where « Qui ? » cannot tell. */
  readonly asked: Asked | undefined
  /** The document that this scan added to what leaves: shown beside the field. */
  readonly took?: ItemBarcode
}

/** Heard alone: the list shows it. */
export const heard = (aloud: string, sound?: ScanAnswer): Said => ({ aloud, sound, shown: undefined, asked: undefined })

/** Read and heard. */
export const read = (sign: SignName, sentence: string, nextStep: string, sound?: ScanAnswer): Said => ({
  aloud: nextStep === '' ? sentence : `${sentence}. ${nextStep}`,
  sound,
  shown: { sign, sentence, nextStep, bays: [] },
  asked: undefined,
})

/** The screen has the last act, the disk has not. */
export const notKept = (words: HandoverWords): Said => read('stop', words.draftNotKept, words.draftNotKeptNext, 'refused')

export const useAnswer = () => {
  const field = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState<Said | undefined>(undefined)
  const focusField = (): void => field.current?.focus({ preventScroll: true })
  return {
    field,
    focusField,
    said,
    say: (next: Said): void => {
      setSaid(next)
      announce(next.aloud)
      if (next.sound !== undefined) answerScan(next.sound)
      focusField()
    },
    // Nothing of it is on screen: a gun's first key draws nothing.
    clear: () => setSaid((last) => ((last?.shown ?? last?.asked ?? last?.took) === undefined ? last : undefined)),
  }
}
export type Answering = ReturnType<typeof useAnswer>

/**
 * A document scanned between the shelves: it goes to the line that wants it, or the screen says why not (PULL-4). Runs in the browser.
 * The answer stays on screen until the next scan or act; the ear and the hand get theirs at once.
 */
import { useState } from 'preact/hooks'
import { foldText } from '../../../domain/fold-text.ts'
import type { ItemBarcode, RecordId } from '../../../domain/ids.ts'
import type { PullLine } from '../../../domain/pull-list/build-pull-list.ts'
import { matchScan } from '../../../domain/pull-list/match-scan.ts'
import { preparationWords } from '../../../locale/en/preparation.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import type { SignName } from '../../components/icon.tsx'
import { acts, announce, useDesk, useWords } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { completesOrder, type Next, type Picked, type Picking, type WishedLine } from './use-pick.ts'
import type { PreparationView } from './use-preparation.ts'

export interface Answer {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep: string
  /** What was just taken, to put it back from here. */
  readonly undo?: (Picked & { readonly title: string }) | undefined
}

/** The line for which another document is looked for, the record that it asked for, and its title. */
export interface Instead {
  readonly line: PullLine
  readonly from: RecordId
  readonly title: string
}

/** What the screen says of the last act, or of the last scan; gone with the next act, wherever on the screen it is (PULL-4). */
export const useLastAnswer = (): { readonly answer: Answer | undefined; readonly tell: (answer: Answer | undefined) => void } => {
  const [told, setTold] = useState<{ readonly answer: Answer | undefined; readonly act: number }>({ answer: undefined, act: 0 })
  return {
    answer: told.act === acts.value ? told.answer : undefined,
    tell: (answer) => setTold({ answer, act: acts.peek() }),
  }
}

export const useScanToPick = (
  { list, slots }: PreparationView,
  next: Next | undefined,
  picking: Picking,
  numberOf: (line: WishedLine) => number,
  tell: (answer: Answer | undefined) => void,
) => {
  /** undefined: no other document is looked for. */
  const [asked, ask] = useState<Instead | undefined>(undefined)
  const words = useWords(preparationWords)
  const desk = useDesk()

  const say = (heard: ScanAnswer, sign: SignName, sentence: string, nextStep: string): void => {
    answerScan(heard)
    tell({ sign, sentence, nextStep })
    announce(`${sentence} ${nextStep}`)
  }

  const recordOf = async (barcode: ItemBarcode): Promise<{ readonly recordId: RecordId | undefined; readonly title: string }> => {
    const { state } = desk.snapshot
    for (const record of state.all('record')) {
      if (record.copies.some((copy) => copy.barcode === barcode)) return { recordId: record.id, title: record.title }
    }
    const item = await desk.findItem(barcode)
    return { recordId: item?.recordId ?? state.get('item', barcode)?.recordId, title: item?.title ?? barcode }
  }

  /** PULL-5: nobody awaits it, and the preparer wants it for a line that was not found. */
  const takeInstead = async (
    { line, from, title: was }: Instead,
    recordId: RecordId,
    title: string,
    barcode: ItemBarcode,
  ): Promise<void> => {
    const replaced = await picking.substitute(line, from, recordId, was, title)
    const taken =
      replaced.kind === 'saved'
        ? await picking.take({ ...line, line: { ...line.line, wanted: { kind: 'record', recordId } } }, title, barcode)
        : replaced
    answerScan(taken.kind === 'saved' ? 'accepted' : 'refused')
    if (taken.kind === 'saved') ask(undefined)
  }

  const pick = async (barcode: ItemBarcode): Promise<void> => {
    const { recordId, title } = await recordOf(barcode)
    const match = matchScan(desk.snapshot.state, barcode, recordId, slots)
    // Nobody asked for it, but a wish is under the thumb: the preparer chose this one for it (ORD-1).
    const wanted = match.kind === 'wanted' ? match : match.kind === 'unwanted' && next?.kind === 'wish' ? next.line : undefined
    if (match.kind === 'unwanted' && asked !== undefined && recordId !== undefined) {
      await takeInstead(asked, recordId, title, barcode)
    } else if (wanted !== undefined) {
      const isLast = completesOrder(wanted, numberOf(wanted))
      const result = await picking.take(wanted, title, barcode)
      if (result.kind === 'saved') {
        // The press itself told the screen, and was announced.
        answerScan(isLast ? 'order-complete' : 'accepted')
      } else {
        // The frame shows the refusal or the failure, and has said it.
        answerScan('refused')
        tell(undefined)
      }
    } else if (match.kind === 'already-picked') {
      say('already-scanned', 'warn', words.scan.already(title, match.order.number), words.scan.alreadyNext)
    } else {
      const folded = foldText(title)
      const isOtherEdition = [...list.zones, { entries: list.secondPass }].some(({ entries }) =>
        entries.some(
          ({ record, lines }) => record !== undefined && foldText(record.title) === folded && lines.some((line) => !line.isDone),
        ),
      )
      if (isOtherEdition) say('refused', 'stop', words.scan.otherEdition(title), words.scan.otherEditionNext)
      else say('refused', 'stop', words.scan.unwanted(title), words.scan.unwantedNext)
    }
  }

  const hear = useScan((scan) => {
    switch (scan.kind) {
      case 'item':
        // Between the shelves one scans documents: a number that could also be a card's is taken for one, and its title is shown.
        return pick(scan.barcode)
      case 'card':
        return say('unknown', 'unknown', words.scan.card, words.scan.cardNext)
      case 'order':
        return say('unknown', 'unknown', words.scan.order(scan.number), words.scan.orderNext)
      case 'isbn':
        return say('unknown', 'unknown', words.scan.isbn, words.scan.isbnNext)
      case 'unrecognised':
        return say('unknown', 'unknown', words.scan.unrecognised(scan.text), words.scan.unrecognisedNext)
    }
  })
  /** `enter`: a code that was typed, taken as a scan is. */
  return { asked, ask, enter: (typed: string): void => hear(desk.judgeTyped(typed)) }
}
export type AskingInstead = ReturnType<typeof useScanToPick>

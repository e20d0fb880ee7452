/**
 * A document scanned between the shelves: it goes to the line that wants it, or the screen says why not (PULL-4). Runs in the browser.
 * The answer stays on screen until the next scan; the ear and the hand get theirs at once.
 */
import { useState } from 'preact/hooks'
import { foldText } from '../../../domain/fold-text.ts'
import type { ItemBarcode, RecordId } from '../../../domain/ids.ts'
import { matchScan } from '../../../domain/pull-list/match-scan.ts'
import { preparation as en } from '../../../locale/en/preparation.ts'
import { preparation as fr } from '../../../locale/fr/preparation.ts'
import { announce } from '../../announcer.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import type { SignName } from '../../components/icon.tsx'
import { useDesk } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { useWords } from '../../use-words.ts'
import { completesOrder, type Picking } from './use-pick.ts'
import type { Next, PreparationView } from './use-preparation.ts'

export interface Answer {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep: string
}

export const useScanToPick = ({ list, slots }: PreparationView, next: Next | undefined, picking: Picking): Answer | undefined => {
  const words = useWords(fr, en)
  const desk = useDesk()
  const [answer, setAnswer] = useState<Answer | undefined>(undefined)

  const say = (heard: ScanAnswer, sign: SignName, sentence: string, nextStep: string): void => {
    answerScan(heard)
    setAnswer({ sign, sentence, nextStep })
    // What is saved or refused has been announced by the press itself.
    if (heard !== 'accepted' && heard !== 'order-complete') announce(`${sentence} ${nextStep}`)
  }

  const recordOf = async (barcode: ItemBarcode): Promise<{ readonly recordId: RecordId | undefined; readonly title: string }> => {
    const { state } = desk.snapshot
    for (const record of state.all('record')) {
      if (record.copies.some((copy) => copy.barcode === barcode)) return { recordId: record.id, title: record.title }
    }
    const item = await desk.findItem(barcode)
    return { recordId: item?.recordId ?? state.get('item', barcode)?.recordId, title: item?.title ?? barcode }
  }

  const pick = async (barcode: ItemBarcode): Promise<void> => {
    const { recordId, title } = await recordOf(barcode)
    const match = matchScan(desk.snapshot.state, barcode, recordId, slots)
    // Nobody asked for it, but a wish is under the thumb: the preparer chose this one for it (ORD-1).
    const wanted = match.kind === 'wanted' ? match : match.kind === 'unwanted' && next?.kind === 'wish' ? next.line : undefined
    if (wanted !== undefined) {
      const isLast = completesOrder(wanted.order, wanted.line)
      const result = await picking.take(wanted, title, barcode)
      if (result.kind === 'saved') {
        say(
          isLast ? 'order-complete' : 'accepted',
          'ok',
          words.scan.taken(title),
          isLast
            ? `${words.scan.takenNext(wanted.order.number)} ${words.completes(wanted.order.number)}.`
            : words.scan.takenNext(wanted.order.number),
        )
      } else {
        // The frame shows the refusal or the failure, and has said it.
        answerScan('refused')
        setAnswer(undefined)
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

  useScan((scan) => {
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
  return answer
}

/**
 * What is shown to the desk at the handover, by a gun, a camera or a hand. Runs in the browser.
 * Each goes, in its turn, through the domain's `takeScan`; what it makes of the visits is kept on the disk, then it is answered once.
 */
import { openOrder, type Taken, takeScan } from '../../../domain/handover/take-scan.ts'
import { visitInHand } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode, OrderId } from '../../../domain/ids.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { useDesk } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import type { InTurn } from '../../use-turns.ts'
import type { Describing } from './describe-found.ts'
import { sayAnswer } from './say-answer.ts'
import type { Afterwards } from './use-afterwards.ts'
import { type Answering, notKept } from './use-answer.ts'
import { useGiveBack } from './use-give-back.ts'
import type { KnownDocuments } from './use-known-documents.ts'
import { useReadThrough } from './use-read-through.ts'
import type { Recording } from './use-recording.ts'
import type { Visits } from './use-visits.ts'

interface HearingPorts {
  readonly describing: Describing
  readonly documents: KnownDocuments
  readonly visits: Visits
  readonly answering: Answering
  readonly afterwards: Afterwards
  readonly recording: Recording
  readonly inTurn: InTurn
}

export const useHearing = ({ describing, documents, visits, answering, afterwards, recording, inTurn }: HearingPorts) => {
  const desk = useDesk()
  const { state, words } = describing

  const known = () => ({ now: desk.now(), catalogue: documents.catalogue(), happened: afterwards.happened, handedBy: afterwards.handedBy })
  /** Keeps what a scan or an act made of the visits, and says its answer. Without `isHeard`, a hand did it: no sound. */
  const keepAndSay = async (taken: Taken, isHeard = true): Promise<void> => {
    if (taken.opened !== undefined) {
      recording.forget()
      // One paper, one handover: its pile has the time from here on, and the next patron is one of now.
      afterwards.disarm()
    }
    const said = sayAnswer(describing, taken)
    if (taken.visits !== visits.latest() && !(await visits.keep(taken.visits))) answering.say(notKept(words))
    else answering.say(isHeard ? said : { ...said, sound: undefined })
  }
  const readThrough = useReadThrough(
    visits.inHand?.piles.map(({ card }) => card) ?? [],
    visits.inHand?.piles
      .flatMap(({ scanned }) => scanned.map(({ barcode }) => barcode))
      .filter((barcode) => documents.titleOf(barcode) === undefined) ?? [],
    visits.latest,
    (card) => void inTurn(() => keepAndSay(takeScan(desk.snapshot.state, visits.latest(), { kind: 'card', card }, known()))),
  )
  const hear = async (scan: IdentifiedScan): Promise<void> => {
    if (scan.kind === 'item') await documents.lookUp(scan.barcode)
    // A scan after « C'est fait » is the next patron's.
    if (visitInHand(visits.latest()) === undefined) recording.forget()
    const taken = takeScan(state, visits.latest(), scan, known())
    readThrough.await(taken.answer.kind === 'patron-unknown' ? taken.answer.card : undefined)
    await keepAndSay(taken)
  }
  const take = useScan(hear, inTurn)
  /** Takes a document once more: the rows as they are after the return or its undo, which this render has not seen. */
  const again = (barcode: ItemBarcode): void =>
    void inTurn(() => keepAndSay(takeScan(desk.snapshot.state, visits.latest(), { kind: 'item', barcode }, known())))
  const giveBack = useGiveBack(describing, documents, again)

  return {
    /** A typed code, judged as a scan is. */
    take: (typed: string): void => take(desk.judgeTyped(typed)),
    /** Records the return of a document that was said to be on loan, and takes it. */
    giveBack,
    again,
    /** Opens the visit of this card, on that order where one is meant. */
    open: (card: CardNumber, id: OrderId | undefined): void => void keepAndSay(openOrder(state, visits.latest(), card, id, known()), false),
    keepAndSay,
  }
}

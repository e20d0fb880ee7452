/**
 * What is shown to the desk at the handover, by a gun, a camera or a hand. Runs in the browser.
 * Each goes, in its turn, through the domain's `takeScan`; what it makes of the visits is kept on the disk, then it is answered once.
 */
import { useEffect } from 'preact/hooks'
import { openOrder, type Taken, takeScan } from '../../../domain/handover/take-scan.ts'
import { visitInHand } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode, OrderId } from '../../../domain/ids.ts'
import { buildReturnItem, judgeReturn } from '../../../domain/return/judge-return.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useSettings } from '../../use-desk.ts'
import { scanForHandover, useScan } from '../../use-scan.ts'
import type { InTurn } from '../../use-turns.ts'
import type { Describing } from './describe-found.ts'
import { sayAnswer } from './say-answer.ts'
import type { Afterwards } from './use-afterwards.ts'
import { type Answering, notKept } from './use-answer.ts'
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
  const settings = useSettings()
  const act = useAct()
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
  const elsewhere = scanForHandover.value
  useEffect(() => {
    if (elsewhere === undefined) return
    scanForHandover.value = undefined
    void inTurn(() => hear(elsewhere))
  }, [elsewhere])
  /** Takes a document once more: the rows as they are after the return or its undo, which this render has not seen. */
  const again = (barcode: ItemBarcode): void =>
    void inTurn(() => keepAndSay(takeScan(desk.snapshot.state, visits.latest(), { kind: 'item', barcode }, known())))
  /** « Déjà en prêt »: the document in hand was not scanned back. Its return is recorded, then it is scanned again (RET-1, RET-4). */
  const giveBack = async (barcode: ItemBarcode): Promise<void> => {
    if (settings === undefined) return
    const { date, time } = desk.now()
    const judged = judgeReturn(desk.snapshot.state, settings, barcode, date, documents.catalogue())
    // A colleague took it back and put it on a pile meanwhile: it is no loan that would end (RET-10).
    if (judged.pileOf !== undefined) return again(barcode)
    const said = words.givenBack(judged.title ?? words.unknownItem(barcode))
    const result = await act(buildReturnItem(judged, { date, time }, undefined), said, [`${said} (${barcode})`])
    // Whatever follows from the return is said as for any scan: a quarantine may still keep it here.
    if (result.kind === 'saved') again(barcode)
  }

  return {
    /** A typed code, judged as a scan is. */
    take: (typed: string): void => take(desk.judgeTyped(typed)),
    giveBack: (barcode: ItemBarcode): void => void giveBack(barcode),
    again,
    /** Opens the visit of this card, on that order where one is meant. */
    open: (card: CardNumber, id: OrderId | undefined): void => void keepAndSay(openOrder(state, visits.latest(), card, id, known()), false),
    keepAndSay,
  }
}

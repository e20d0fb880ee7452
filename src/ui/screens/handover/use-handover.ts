/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser.
 * A stage is given what it shows and its own acts, and nothing else.
 */
import { useEffect } from 'preact/hooks'
import { openOrder, type Taken, takeScan } from '../../../domain/handover/take-scan.ts'
import { judgeVisit, visitInHand } from '../../../domain/handover/visit.ts'
import { type CardNumber, type ItemBarcode, type OrderId, toOrderId } from '../../../domain/ids.ts'
import { canBeCollected } from '../../../domain/order/order.ts'
import { buildReturnItem, judgeReturn } from '../../../domain/return/judge-return.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { type InTurn, useTurns } from '../../scan-trouble.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useSettings } from '../../use-desk.ts'
import { scanForHandover, useScan } from '../../use-scan.ts'
import { describeDone } from './describe-done.ts'
import { type Describing, useDescribing } from './describe-found.ts'
import { describeOpen } from './describe-open.ts'
import { sayAnswer } from './say-answer.ts'
import { type Afterwards, useAfterwards } from './use-afterwards.ts'
import { type Answering, notKept, useAnswer } from './use-answer.ts'
import { type KnownDocuments, useKnownDocuments } from './use-known-documents.ts'
import { useReadThrough } from './use-read-through.ts'
import { type Recording, useRecording } from './use-recording.ts'
import { useVisitActs } from './use-visit-acts.ts'
import { useVisits, type Visits } from './use-visits.ts'

interface HearingPorts {
  readonly describing: Describing
  readonly documents: KnownDocuments
  readonly visits: Visits
  readonly answering: Answering
  readonly afterwards: Afterwards
  readonly recording: Recording
  readonly inTurn: InTurn
}

/** By a gun, a camera or a hand. Each goes through `takeScan` in its turn; what it makes is on the disk, then it is answered once. */
const useHearing = ({ describing, documents, visits, answering, afterwards, recording, inTurn }: HearingPorts) => {
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

/** `orderId` comes from a link, on Aujourd'hui for instance: that order is opened unless a pile is half scanned. */
export const useHandover = (orderId: string | undefined) => {
  const settings = useSettings()
  const describing = useDescribing()
  const answering = useAnswer()
  const visits = useVisits()
  const documents = useKnownDocuments(visits.inHand)
  const afterwards = useAfterwards()
  const { state, words } = describing

  // What is shot while piles are saved comes after them.
  const inTurn = useTurns()
  const recording = useRecording(describing, documents, visits, answering, inTurn)

  const { take, giveBack, again, open, keepAndSay } = useHearing({
    describing,
    documents,
    visits,
    answering,
    afterwards,
    recording,
    inTurn,
  })
  useEffect(() => {
    const order = orderId === undefined ? undefined : state.get('order', toOrderId(orderId))
    if (order !== undefined && canBeCollected(order) && visitInHand(visits.latest()) === undefined) open(order.card, order.id)
  }, [orderId])

  const acts = useVisitActs(describing, documents, visits, answering, keepAndSay)
  const titleOf = (barcode: ItemBarcode): string => documents.titleOf(barcode) ?? words.unknownItem(barcode)
  const { said, field, clear } = answering
  const scanning = { describing, field, shown: said?.shown, clear, take, again }

  const whatStage = () => {
    if (visits.inHand === undefined || settings === undefined) return undefined
    const catalogue = documents.catalogue()
    const judgements = judgeVisit(state, settings, visits.inHand, describing.now.date, catalogue)
    const shown = describeOpen({ ...describing, titleOf, catalogue }, visits.inHand, judgements, visits.isResumed)
    const { isSaving, handOver, undo } = recording
    return {
      kind: 'what' as const,
      ...scanning,
      giveBack,
      rows: acts.rows,
      people: acts.people,
      /** What the last scan added. */
      took: said?.took,
      open: shown,
      isSaving,
      handOver,
      undo,
    }
  }
  const doneStage = () => {
    const done = describeDone({ ...describing, titleOf }, recording.recorded, recording.stayed)
    const { undo, printReceipt, forget } = recording
    const next = (): void => {
      forget()
      clear()
    }
    return done === undefined ? undefined : { kind: 'done' as const, describing, done, open, undo, printReceipt, next }
  }
  const whoStage = () => {
    const aside = { ...acts.aside, visits: visits.aside }
    return { kind: 'who' as const, ...scanning, asked: said?.asked, open, aside, afterwards, undo: recording.undo }
  }

  const stage = whatStage() ?? doneStage() ?? whoStage()
  // At first, and each time the stage changes, the field is ready.
  useEffect(answering.focusField, [stage.kind])
  // Where the pile that had the focus is gone; a scan, or another tab's pile, takes the focus from nobody.
  useEffect(() => {
    if (document.activeElement === document.body) answering.focusField()
  }, [visits.aside.length])
  return stage
}

type HandoverStage = ReturnType<typeof useHandover>
export type WhoStage = Extract<HandoverStage, { readonly kind: 'who' }>
export type WhatStage = Extract<HandoverStage, { readonly kind: 'what' }>
export type DoneStage = Extract<HandoverStage, { readonly kind: 'done' }>

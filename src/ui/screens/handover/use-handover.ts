/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser.
 * Each scan goes, in its turn, through the domain's `takeScan`; what it makes of the visits is kept on the disk, then it is answered once.
 * A stage is given what it shows and its own acts, and nothing else.
 */
import { useEffect } from 'preact/hooks'
import { openOrder, type Taken, takeScan } from '../../../domain/handover/take-scan.ts'
import { judgeVisit, visitInHand } from '../../../domain/handover/visit.ts'
import { type CardNumber, type ItemBarcode, type OrderId, toOrderId } from '../../../domain/ids.ts'
import { canBeCollected } from '../../../domain/order/order-state.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { useDesk, useSettings } from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'
import { useTurns } from '../../use-turns.ts'
import { describeDone } from './describe-done.ts'
import { describeOpen } from './describe-open.ts'
import type { DoneStage, HandoverStage, WhatStage, WhoStage } from './handover-stage.ts'
import { sayAnswer } from './say-answer.ts'
import { useAfterwards } from './use-afterwards.ts'
import { notKept, useAnswer } from './use-answer.ts'
import { useDescribing } from './use-describing.ts'
import { useGiveBack } from './use-give-back.ts'
import { useKnownDocuments } from './use-known-documents.ts'
import { useReadThrough } from './use-read-through.ts'
import { useRecording } from './use-recording.ts'
import { useVisitActs } from './use-visit-acts.ts'
import { useVisits } from './use-visits.ts'

/** `orderId` comes from a link, on Aujourd'hui for instance: that order is opened unless a pile is half scanned. */
export const useHandover = (orderId: string | undefined): HandoverStage => {
  const desk = useDesk()
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

  const known = () => ({ now: desk.now(), catalogue: documents.catalogue(), happened: afterwards.happened, handedBy: afterwards.handedBy })
  /** Without `isHeard`, a hand did it: no sound. */
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
  const giveBack = useGiveBack(describing, documents, (barcode) =>
    // The rows as they are after the return, which this render has not seen.
    inTurn(() => keepAndSay(takeScan(desk.snapshot.state, visits.latest(), { kind: 'item', barcode }, known()))),
  )
  const open = (card: CardNumber, id: OrderId | undefined): void =>
    void keepAndSay(openOrder(state, visits.latest(), card, id, known()), false)
  useEffect(() => {
    const order = orderId === undefined ? undefined : state.get('order', toOrderId(orderId))
    if (order !== undefined && canBeCollected(order) && visitInHand(visits.latest()) === undefined) open(order.card, order.id)
  }, [orderId])

  const acts = useVisitActs(describing, documents, visits, answering, keepAndSay)
  const titleOf = (barcode: ItemBarcode): string => documents.titleOf(barcode) ?? words.unknownItem(barcode)
  const { said, field, clear } = answering
  const scanning = { describing, field, shown: said?.shown, clear, take: (typed: string) => take(desk.judgeTyped(typed)) }

  const whatStage = (): WhatStage | undefined => {
    if (visits.inHand === undefined || settings === undefined) return undefined
    const catalogue = documents.catalogue()
    const judgements = judgeVisit(state, settings, visits.inHand, describing.now.date, catalogue)
    const shown = describeOpen({ ...describing, titleOf, catalogue }, visits.inHand, judgements, visits.isResumed)
    const { isSaving, handOver, undo } = recording
    return {
      kind: 'what',
      ...scanning,
      giveBack,
      rows: acts.rows,
      people: acts.people,
      took: said?.took,
      open: shown,
      isSaving,
      handOver,
      undo,
    }
  }
  const doneStage = (): DoneStage | undefined => {
    const done = describeDone({ ...describing, titleOf }, recording.recorded, recording.stayed)
    const { undo, printReceipt, forget } = recording
    const next = (): void => {
      forget()
      clear()
    }
    return done === undefined ? undefined : { kind: 'done', describing, done, open, undo, printReceipt, next }
  }
  const whoStage = (): WhoStage => {
    const aside = { ...acts.aside, visits: visits.aside }
    return { kind: 'who', ...scanning, asked: said?.asked, open, aside, afterwards, undo: recording.undo }
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

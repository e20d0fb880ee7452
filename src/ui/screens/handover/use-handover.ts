/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser.
 * A stage is given what it shows and its own acts, and nothing else.
 */
import { useEffect } from 'preact/hooks'
import { judgeVisit, visitInHand } from '../../../domain/handover/visit.ts'
import { type ItemBarcode, toOrderId } from '../../../domain/ids.ts'
import { canBeCollected } from '../../../domain/order/order-state.ts'
import { useSettings } from '../../use-desk.ts'
import { useTurns } from '../../use-turns.ts'
import { describeDone } from './describe-done.ts'
import { useDescribing } from './describe-found.ts'
import { describeOpen } from './describe-open.ts'
import { useAfterwards } from './use-afterwards.ts'
import { useAnswer } from './use-answer.ts'
import { useHearing } from './use-hearing.ts'
import { useKnownDocuments } from './use-known-documents.ts'
import { useRecording } from './use-recording.ts'
import { useVisitActs } from './use-visit-acts.ts'
import { useVisits } from './use-visits.ts'

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

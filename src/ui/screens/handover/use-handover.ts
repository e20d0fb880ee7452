/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser. A stage is given what it shows and its own
 * acts, and nothing else. Whoever stands there is read anew in the ILS, on line: what changed comes with the rows, and the screen never
 * waits for it (ILS-8). A card that no list has named yet is asked for, and answered as if it were shown again, once its row is there:
 * within a minute, and only if nothing was done meanwhile. Whoever is served by then is another patron. Each act of a hand on the visit
 * changes it by a rule of the domain, keeps it, and is said once.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import {
  leaveBehind,
  lendAnyway,
  lendToCard,
  lookAgain,
  partCard,
  searchedInVain,
  takeBack,
  takeOff,
} from '../../../domain/handover/change-visit.ts'
import type { CollectorProof } from '../../../domain/handover/collector.ts'
import { joinOrder, type Known, openOrder, type Taken, takeScan } from '../../../domain/handover/take-scan.ts'
import { judgeVisit, putAside, type Visit, visitInHand, withCollectorOf } from '../../../domain/handover/visit.ts'
import { type CardNumber, type ItemBarcode, type LibrarianId, type OrderId, toOrderId } from '../../../domain/ids.ts'
import { type Instant, msPerMinute } from '../../../domain/instant.ts'
import { compareMoments, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import { canBeCollected, type Order } from '../../../domain/order/order.ts'
import { buildReturnItem, judgeReturn } from '../../../domain/return/judge-return.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { type InTurn, useTurns } from '../../scan-trouble.ts'
import { useAct, useDesk, useNow, useSettings, useSnapshot } from '../../use-desk.ts'
import { scanForHandover, useScan } from '../../use-scan.ts'
import { describeDone } from './describe-done.ts'
import { type Describing, nameOf, namesOf, useDescribing } from './describe-found.ts'
import { type DocumentRow, describeOpen } from './describe-open.ts'
import { sayAnswer } from './say-answer.ts'
import { type Answering, heard, notKept, read, type Said, useAnswer } from './use-answer.ts'
import { type KnownDocuments, useKnownDocuments } from './use-known-documents.ts'
import { type Recording, useRecording } from './use-recording.ts'
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
  const scanning = { describing, field, shown: said?.shown, clear, take, again, giveBack }

  const [slotsSeen] = useState(() => new Map<OrderId, SlotKey>())
  const whatStage = () => {
    if (visits.inHand === undefined) slotsSeen.clear()
    if (visits.inHand === undefined || settings === undefined) return undefined
    const catalogue = documents.catalogue()
    const judgements = judgeVisit(state, settings, visits.inHand, describing.now.date, catalogue)
    const shown = describeOpen({ ...describing, titleOf, catalogue, slotsSeen }, visits.inHand, judgements, visits.isResumed)
    const { isSaving, handOver, undo } = recording
    return {
      kind: 'what' as const,
      ...scanning,
      rows: acts.rows,
      people: acts.people,
      /** What the last scan added. */
      took: said?.took,
      // What it is being handed over by this very press is no news.
      open: isSaving ? { ...shown, meanwhile: '' } : shown,
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

type TypedTime =
  | { readonly kind: 'off' }
  | { readonly kind: 'on'; readonly day: string; readonly time: string; readonly by: LibrarianId | undefined }

/** HO-10: the true time of what was handed over on paper, as it is typed and as it is understood. */
const useAfterwards = () => {
  const now = useNow()
  const [typed, type] = useState<TypedTime>({ kind: 'off' })
  const lastDay = useRef<string | undefined>(undefined)
  const [date, time] = typed.kind === 'off' ? [] : [parseLocalDate(typed.day), parseLocalTime(typed.time)]
  const moment = date === undefined || time === undefined ? undefined : { date, time }
  const isFuture = moment !== undefined && compareMoments(moment, now) > 0
  /** The next paper begins with the day of the last one. */
  const arm = (): void => type({ kind: 'on', day: lastDay.current ?? now.date, time: '', by: undefined })
  const disarm = (): void => {
    if (typed.kind === 'on') lastDay.current = typed.day
    type({ kind: 'off' })
  }
  const happened: Known['happened'] = typed.kind === 'off' ? 'now' : moment === undefined || isFuture ? 'missing' : moment
  return {
    typed,
    type,
    arm,
    disarm,
    isFuture,
    happened,
    /** undefined: who enters it, or nothing is entered afterwards. */
    handedBy: typed.kind === 'off' ? undefined : typed.by,
  }
}
type Afterwards = ReturnType<typeof useAfterwards>

interface Awaited {
  readonly card: CardNumber
  readonly since: Instant
  readonly visits: readonly Visit[]
}

/**
 * Cards of the visit in hand, its documents of which nothing is known, the visits as they are, and what to do when the row of a card that
 * was not known has come.
 */
const useReadThrough = (
  cards: readonly CardNumber[],
  unnamed: readonly ItemBarcode[],
  latest: () => readonly Visit[],
  onKnown: (card: CardNumber) => void,
) => {
  const desk = useDesk()
  const { state, revision, link } = useSnapshot()
  const askedAt = useRef(new Map<CardNumber | ItemBarcode, number>())
  const awaited = useRef<Awaited | undefined>(undefined)
  const isOnline = link.kind === 'online'
  const mayAsk = (number: CardNumber | ItemBarcode): boolean => {
    const { at } = desk.now()
    if (!isOnline || at - (askedAt.current.get(number) ?? 0) < msPerMinute) return false
    askedAt.current.set(number, at)
    return true
  }
  const ask = (card: CardNumber): void => {
    if (mayAsk(card)) void desk.management.readPatronAnew(card)
  }
  /** The catalogue on this tablet may be asked still. */
  const askUnnamed = async (barcode: ItemBarcode): Promise<void> => {
    if ((await desk.findItem(barcode)) === undefined && mayAsk(barcode)) await desk.management.readItemAnew(barcode)
  }
  useEffect(() => cards.forEach(ask), [cards.join(' '), isOnline])
  useEffect(() => unnamed.forEach((barcode) => void askUnnamed(barcode)), [unnamed.join(' '), isOnline])
  useEffect(() => {
    if (awaited.current === undefined) return
    const { card, since, visits } = awaited.current
    const isOver = visits !== latest() || desk.now().at - since > msPerMinute
    const isHere = state.get('patron', card) !== undefined
    if (isOver || isHere) awaited.current = undefined
    if (isHere && !isOver) onKnown(card)
  }, [state, revision])
  return {
    /** A card that the desk does not know; undefined: something else was shown since. */
    await: (card: CardNumber | undefined): void => {
      awaited.current = card === undefined ? undefined : { card, since: desk.now().at, visits: latest() }
      if (card !== undefined) ask(card)
    },
  }
}

type RowOf<K extends DocumentRow['kind']> = Extract<DocumentRow, { readonly kind: K }>

/** `keepAndSay` keeps what an act or a scan made of the visits, and says its answer. */
const useVisitActs = (
  describing: Describing,
  documents: KnownDocuments,
  visits: Visits,
  answering: Answering,
  keepAndSay: (taken: Taken) => Promise<void>,
) => {
  const { state, words } = describing
  const titleOf = (barcode: ItemBarcode): string => documents.titleOf(barcode) ?? words.unknownItem(barcode)
  const keep = async (next: readonly Visit[], said?: Said): Promise<void> => {
    if (!(await visits.keep(next))) answering.say(notKept(words))
    else if (said !== undefined) answering.say(said)
  }
  /** Without a sentence, the row itself says it. */
  const change = async (changed: (visit: Visit) => Visit, said?: string): Promise<void> => {
    const next = visits.latest().map((visit) => (visit.isAside ? visit : changed(visit)))
    await keep(next, said === undefined ? undefined : heard(said, 'accepted'))
    if (said !== undefined) return
    // What was said of the act before is over.
    answering.clear()
    answering.focusField()
  }
  return {
    /** What can be done to a document or a line of the pile. */
    rows: {
      leave: ({ barcode, pile }: RowOf<'taken' | 'watch'>) =>
        void change((visit) => leaveBehind(visit, pile, barcode), words.leftNow(titleOf(barcode))),
      takeBack: (barcode: ItemBarcode) => void change((visit) => takeBack(visit, barcode)),
      remove: (barcode: ItemBarcode) => void change((visit) => takeOff(visit, barcode), words.removed(titleOf(barcode))),
      /** Of a card that may not borrow the reason is given once, for all of it. */
      override: ({ barcode, pile, ofCard }: RowOf<'watch'>, reason: string) => {
        const card = visitInHand(visits.latest())?.piles[pile]?.card
        if (ofCard && card !== undefined) void change((visit) => lendToCard(visit, card, reason), words.withReason(reason))
        else void change((visit) => lendAnyway(visit, barcode, reason), `${titleOf(barcode)}, ${words.withReason(reason)}`)
      },
      notFound: ({ lineId, pile }: RowOf<'missing'>) => void change((visit) => searchedInVain(visit, pile, lineId)),
      lookAgain: ({ lineId, pile }: RowOf<'not-found'>) => void change((visit) => lookAgain(visit, pile, lineId)),
    },
    /** What can be done about those who are here. */
    people: {
      part: (card: CardNumber) => void change((visit) => partCard(visit, card), words.parted(nameOf(state, card))),
      takeAlso: (order: Order) => void keepAndSay(joinOrder(visits.latest(), order)),
      setCollectedWith: (card: CardNumber, proof: CollectorProof | undefined) =>
        void change((visit) => withCollectorOf(visit, card, proof)),
      setAside: () => {
        const current = visitInHand(visits.latest())
        if (current === undefined) return
        const put = putAside(state, current)
        const sentence = words.asideSaid[put.kind](namesOf(describing, current))
        // The row under « Mis de côté » says it; where there is none, the sentence stays.
        const said = put.kind === 'kept' ? heard(sentence) : read('ok', sentence, '')
        const others = visits.latest().filter((one) => one !== current)
        void keep(put.kind === 'kept' ? [put.visit, ...others] : others, said)
      },
    },
    /** What can be done to a visit put aside. */
    aside: {
      resume: (one: Visit) => {
        answering.clear()
        void keep(visits.latest().map((other) => (other === one ? { ...other, isAside: false } : other)))
      },
      /** Nothing of it was recorded, so that nothing is to be undone: the documents are on the desk, and the order waits as before. */
      abandon: (one: Visit) => {
        const others = visits.latest().filter((other) => other !== one)
        void keep(others, read('ok', words.abandoned(namesOf(describing, one)), ''))
      },
    },
  }
}

type VisitActs = ReturnType<typeof useVisitActs>
export type RowActs = VisitActs['rows']
export type PersonActs = VisitActs['people']

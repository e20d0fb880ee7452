/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser.
 * The half-scanned pile is a draft on the tablet's disk, kept at each scan (HO-6); rules are the domain's, this only says what to show
 * and what can be done. Each scan is answered once: text, sound, vibration.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { buildHandOverOrder, type HandOverOrder } from '../../../domain/handover/build-hand-over-order.ts'
import { buildReceipt } from '../../../domain/handover/build-receipt.ts'
import { type CollectorProof, withCollector, withoutCollector } from '../../../domain/handover/collector.ts'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { HandoverDraftLike } from '../../../domain/handover/handover-draft.ts'
import type { HandoverJudgement } from '../../../domain/handover/judge-handover.ts'
import { barcodesToPutBack } from '../../../domain/handover/may-undo.ts'
import {
  isSamePile,
  joinCard,
  judgeVisit,
  ordersInHand,
  placeDocument,
  putAside,
  type Visit,
  withCollectorOf,
  withoutGone,
} from '../../../domain/handover/visit.ts'
import { type CardNumber, type ItemBarcode, toItemBarcode, toOrderId } from '../../../domain/ids.ts'
import { findDocument } from '../../../domain/item/find-document.ts'
import { compareMoments, type LocalMoment, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { canBeCollected } from '../../../domain/order/order-state.ts'
import { handover as en } from '../../../locale/en/handover.ts'
import { handover as fr } from '../../../locale/fr/handover.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import { announce } from '../../announcer.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import type { SignName } from '../../components/icon.tsx'
import { print } from '../../printing/print.tsx'
import type { SettledScan } from '../../settle-number.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useCatalogueItems } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import { useScan } from '../../use-scan.ts'
import { useFormats, useLanguage, useWords } from '../../use-words.ts'
import { type DoneHandover, describeDone, type Recorded } from './describe-done.ts'
import { describeFound, describeNobody, describeWaiting, type FoundOrder, nameOf, type UndoTarget } from './describe-found.ts'
import { type DocumentRow, describeOpen, type OpenHandover, sayCount } from './describe-open.ts'
import { Receipt } from './receipt.tsx'

export type { DoneHandover } from './describe-done.ts'
export type { FoundOrder } from './describe-found.ts'
export type { DocumentRow, OpenHandover, OpenPerson, OpenPile } from './describe-open.ts'

/** The last answer that must be read, in the shape of a road sign. */
export interface ShownAnswer {
  readonly sign: SignName
  readonly sentence: string
  readonly nextStep: string
  readonly bays: readonly number[]
}

/** What the search found. */
export type Who =
  | { readonly kind: 'none' }
  | { readonly kind: 'nobody'; readonly sentence: string; readonly nextStep: string }
  | { readonly kind: 'no-order'; readonly card: CardNumber; readonly name: string }
  | { readonly kind: 'orders'; readonly title: string; readonly say: string; readonly orders: readonly FoundOrder[] }

export type HandoverStage =
  | { readonly kind: 'who' }
  | { readonly kind: 'what'; readonly open: OpenHandover }
  | { readonly kind: 'done'; readonly done: DoneHandover }

/** HO-10: the true time of what was handed over on paper, as typed. */
export type Afterwards = { readonly kind: 'off' } | { readonly kind: 'on'; readonly day: string; readonly time: string }

/** A query that the who stage shows the answer of; a name is searched as it is typed. */
type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: 'card'; readonly card: CardNumber }
  | { readonly kind: 'number'; readonly text: string }

type RowOf<K extends DocumentRow['kind']> = Extract<DocumentRow, { readonly kind: K }>

const withoutLeft = (pile: HandoverDraftLike, barcode: ItemBarcode): HandoverDraftLike => ({
  ...pile,
  leftBehind: pile.leftBehind.filter((left) => left !== barcode),
})

/** HO-12: what a handover may have left on an order's note, in each language. */
const collectorSentences = [fr, en].flatMap(({ collectorNotes }) => Object.values(collectorNotes))

/** Rows of a search; past that, one more letter is quicker than reading. */
const mostFound = 20

const inHand = (visits: readonly Visit[]): Visit | undefined => visits.find((visit) => !visit.isAside)

/** `orderId` comes from a link, on Aujourd'hui for instance: that order is opened unless a pile is half scanned. */
export const useHandover = (orderId: string | undefined) => {
  const desk = useDesk()
  const act = useAct()
  const now = useNow()
  const words = useWords(fr, en)
  const format = useFormats()
  const language = useLanguage()
  const naming = useNaming()
  const { state, revision, visits: kept } = useSnapshot()
  const settings = state.get('settings', 'settings')

  const field = useRef<HTMLInputElement>(null)
  // Not at each key of a gun: the whole day is read for them.
  const dayKeys = [revision, now.date, now.time, words]
  const waiting = useMemo(() => describeWaiting({ state, words, format, naming, now }), dayKeys)
  const nobody = useMemo(() => (waiting.length > 0 ? '' : describeNobody({ state, words, format, now })), dayKeys)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<Asked>({ kind: 'none' })
  const [answer, setAnswer] = useState<ShownAnswer | undefined>(undefined)
  const [visits, setVisits] = useState(kept)
  const visit = inHand(visits)
  const [isResumed] = useState(visit?.piles.some((pile) => pile.scanned.length > 0) ?? false)
  const [isUntouched, setUntouched] = useState(true)
  const [receipt, setReceipt] = useState<HandOverOrder['receipt']>('undecided')
  const [afterwards, setAfterwards] = useState<Afterwards>({ kind: 'off' })
  const [isSaving, setSaving] = useState(false)
  const [recorded, setRecorded] = useState<readonly Recorded[]>([])
  const [abandoning, setAbandoning] = useState<Visit | undefined>(undefined)
  const [undoing, setUndoing] = useState<readonly UndoTarget[] | undefined>(undefined)
  const isBusy = useRef(false)
  // What the next scan adds to: two scans may come between two renders.
  const latest = useRef(visits)

  // What another tab of this tablet put aside, took up or handed over meanwhile.
  const keptBefore = useRef(kept)
  useEffect(() => {
    const before = inHand(keptBefore.current)
    keptBefore.current = kept
    if (kept === latest.current) return
    const current = inHand(latest.current)
    const still = current && withoutGone(current, before, inHand(kept))
    latest.current = [...(still === undefined ? [] : [still]), ...kept.filter((one) => one.isAside)]
    setVisits(latest.current)
  }, [kept])

  const catalogue = useCatalogueItems([
    ...(visit?.piles.flatMap((pile) => pile.scanned.map((scan) => scan.barcode)) ?? []),
    ...recorded.flatMap(({ operation }) => operation.items.map((item) => item.barcode)),
  ])
  const titleOf = (barcode: ItemBarcode): string => findDocument(state, barcode, catalogue)?.title ?? words.unknownItem(barcode)

  const focusField = (): void => field.current?.focus({ preventScroll: true })
  // biome-ignore format: one line says the whole: at first, and each time the stage changes, the field is ready
  useEffect(focusField, [visit === undefined, recorded.length === 0])

  const aside = visits.filter(({ isAside }) => isAside)
  const namesOf = ({ piles }: Visit): string => format.list([...new Set(piles.map(({ card }) => nameOf(state, card)))])
  const describeAside = (one: Visit) => ({
    visit: one,
    names: namesOf(one),
    documents: one.piles.reduce((n, pile) => n + pile.scanned.length, 0),
  })
  // Where the pile that had the focus is gone, the field is ready; a scan, or another tab's pile, takes it from nobody.
  useEffect(() => {
    if (document.activeElement === document.body) focusField()
  }, [aside.length])

  /** One answer to one scan, for the eye, the ear and the hand. Without `shown`, the list itself is the answer. */
  const respond = (sound: ScanAnswer, said: string, shown?: ShownAnswer): void => {
    setAnswer(shown)
    announce(said)
    answerScan(sound)
    focusField()
  }
  const show = (sound: ScanAnswer, sign: SignName, sentence: string, nextStep: string, bays: readonly number[] = []): void => {
    const where = bays.length === 0 ? '' : ` ${words.bay(bays.length)} ${bays.join(', ')}`
    respond(sound, `${sentence}. ${nextStep}${where}`, { sign, sentence, nextStep, bays })
  }

  const keepAll = async (next: readonly Visit[]): Promise<void> => {
    latest.current = next
    setVisits(next)
    setUntouched(false)
    try {
      await desk.keepVisits(next)
    } catch {
      // The screen still has it, the disk does not: said at once, and the next scan tries again.
      setAnswer({ sign: 'stop', sentence: words.draftNotKept, nextStep: words.draftNotKeptNext, bays: [] })
      announce(`${words.draftNotKept}. ${words.draftNotKeptNext}`)
    }
  }
  /** The visit in hand becomes `next`; those put aside stay. */
  const keep = (next: Visit | undefined): Promise<void> =>
    keepAll([...(next === undefined ? [] : [next]), ...latest.current.filter((one) => one.isAside)])
  const changePiles = async (change: (pile: HandoverDraftLike, n: number) => HandoverDraftLike): Promise<void> => {
    const current = inHand(latest.current)
    if (current !== undefined) await keep({ ...current, piles: current.piles.map(change) })
  }

  const happenedAfterwards = (): LocalMoment | undefined => {
    if (afterwards.kind === 'off') return undefined
    const [date, time] = [parseLocalDate(afterwards.day), parseLocalTime(afterwards.time)]
    return date === undefined || time === undefined ? undefined : { date, time }
  }
  const afterwardsMoment = happenedAfterwards()
  const afterwardsIsFuture = afterwardsMoment !== undefined && compareMoments(afterwardsMoment, now) > 0

  /** HO-10: a handover of the past without its time would be recorded as one of now. */
  const isTimeMissing = afterwards.kind === 'on' && (afterwardsMoment === undefined || afterwardsIsFuture)
  /** A visit with these orders of the card, or with none; answers it, unless its true time is wanted first. */
  const begin = (card: CardNumber, orders: readonly Order[]): Visit | undefined => {
    if (isTimeMissing) {
      show('refused', 'warn', words.afterwardsMissing, words.afterwardsMissingNext)
      return undefined
    }
    setRecorded([])
    setText('')
    setAsked({ kind: 'none' })
    setAnswer(undefined)
    setReceipt('undecided')
    // A visit put aside goes on where it was, whichever way one comes back to it (HO-6).
    const aside = latest.current.find((other) => other.isAside && other.piles.some((pile) => pile.card === card))
    const others = latest.current.filter((other) => other !== aside)
    const begun: Visit = { startedAt: desk.now().at, piles: [], activeCard: card, isAside: false }
    const joined = joinCard({ ...(aside ?? begun), isAside: false }, card, orders)
    const next = {
      ...joined,
      piles: joined.piles.map((pile) => ({ ...pile, happened: afterwardsMoment ?? pile.happened })),
    }
    void keepAll([next, ...others])
    announce(`${nameOf(state, card)}. ${words.scanFirst}`)
    return next
  }
  /** HO-11: the order asked for comes first, with those of the same card that are ready. */
  const start = (card: CardNumber, id: Order['id'] | undefined): Visit | undefined => {
    const order = id === undefined ? undefined : state.get('order', id)
    const others = ordersInHand(findOrders(state, { kind: 'card', card }), now.date).filter((other) => other.id !== id)
    return begin(card, order === undefined ? [] : [order, ...others])
  }

  useEffect(() => {
    const order = orderId === undefined ? undefined : state.get('order', toOrderId(orderId))
    if (order !== undefined && canBeCollected(order) && inHand(latest.current) === undefined) start(order.card, order.id)
  }, [orderId])

  const judge = (judged: Visit, known = catalogue): readonly HandoverJudgement[] =>
    settings === undefined ? [] : judgeVisit(state, settings, judged, now.date, known)

  /** HO-2 to HO-4: one more document in hand. */
  const scanDocument = async (barcode: ItemBarcode): Promise<void> => {
    const found = findDocument(state, barcode, catalogue) ?? (await desk.findItem(barcode))
    const known = found === undefined ? catalogue : new Map([...catalogue, [barcode, found] as const])
    const title = found?.title ?? words.unknownItem(barcode)
    if (settings === undefined) return
    // The visit may have grown, or ended, while the catalogue was answering.
    const before = inHand(latest.current)
    if (before === undefined) return show('unknown', 'unknown', words.onNoOrder(title), words.onNoOrderNext)
    const isLeft = before.piles.some((pile) => pile.leftBehind.includes(barcode))
    const wanted = isLeft ? { ...before, piles: before.piles.map((pile) => withoutLeft(pile, barcode)) } : before
    const placed = placeDocument(state, settings, wanted, barcode, now.date, known)
    if (placed.kind === 'already-scanned') {
      if (!isLeft) return show('already-scanned', 'ok', words.already(title), '')
      await keep(wanted)
      return respond('accepted', title)
    }
    const judgements = judge(placed.visit, known)
    const scanned = judgements[placed.at]?.documents.at(-1)
    if (scanned === undefined) return
    if (scanned.verdict.kind === 'refused' && !scanned.verdict.canOverride) {
      const { refusal } = scanned.verdict
      if (refusal.kind === 'item-of-another-order') {
        const other = state.get('order', refusal.orderId)
        const when =
          other === undefined
            ? ''
            : other.slot.date === now.date
              ? words.atTime(format.time(other.slot.time))
              : words.onDay(format.date(other.slot.date), format.time(other.slot.time))
        const number = naming.order(refusal.orderId)
        const say = refusal.bays.length === 0 ? words.refusedOtherNoBay(when, number) : words.refusedOtherSay(when, number)
        return show('refused', 'stop', words.refusedOther(title), say, refusal.bays)
      }
      const { sentence, nextStep } = sayRefusal(language, refusal, {
        ...naming,
        item: (known_) => (known_ === barcode ? title : naming.item(known_)),
      })
      return show('refused', 'stop', words.refused(title), `${sentence} ${nextStep}`)
    }
    await keep(placed.visit)
    if (scanned.verdict.kind === 'refused') {
      const { refusal } = scanned.verdict
      const { sentence } = sayRefusal(language, refusal, naming)
      return respond('refused', `${title}. ${sentence}`)
    }
    const isComplete =
      scanned.lineId !== undefined &&
      judgements.every(({ unanswered }) => unanswered.every(({ fate }) => fate !== 'missing' && fate !== 'not-found'))
    respond(
      isComplete ? 'order-complete' : 'accepted',
      isComplete ? words.completeNow(title) : words.accepted(title, sayCount(words, judgements)),
    )
  }

  const openFor = (card: CardNumber): void => {
    const orders = findOrders(state, { kind: 'card', card })
    const ready = ordersInHand(orders, now.date)
    if (ready.length > 0) {
      if (begin(card, ready) !== undefined) answerScan('accepted')
      return
    }
    setAsked({ kind: 'card', card })
    if (orders.length > 1) respond('accepted', words.chooseOne(nameOf(state, card)))
    else if (state.get('patron', card) === undefined) {
      setAsked({ kind: 'none' })
      const { sentence, nextStep } = sayRefusal(language, { kind: 'patron-unknown', card }, naming)
      show('unknown', 'unknown', sentence, nextStep)
    } else respond('unknown', `${words.noOrder(nameOf(state, card))}. ${words.noOrderNext}`)
  }

  const onWho = async (scan: SettledScan): Promise<void> => {
    switch (scan.kind) {
      case 'card':
        return openFor(scan.card)
      case 'order': {
        const orders = findOrders(state, { kind: 'number', text: scan.number })
        const [only, ...others] = orders
        if (only === undefined) return show('unknown', 'unknown', words.notFoundNumber(scan.number), words.notFoundNext)
        if (others.length === 0 && canBeCollected(only)) {
          if (start(only.card, only.id) !== undefined) answerScan('accepted')
          return
        }
        setAsked({ kind: 'number', text: scan.number })
        return respond('unknown', words.results(scan.number, orders.length))
      }
      case 'item': {
        const order = findOrders(state, { kind: 'item', barcode: scan.barcode })[0]
        if (order === undefined) return show('unknown', 'unknown', words.onNoOrder(titleOf(scan.barcode)), words.onNoOrderNext)
        // Any document of the pile finds the order, and counts as scanned.
        const begun = start(order.card, order.id)
        return begun === undefined ? undefined : scanDocument(scan.barcode)
      }
      case 'isbn':
        return show('unknown', 'unknown', words.isbnScan, words.isbnScanNext)
      case 'unrecognised':
        return show('unknown', 'unknown', words.unknownScan(scan.text), words.unknownScanNext)
    }
  }

  /** HO-11: a second card of the family, or one more order of a card that is here. */
  const join = async (current: Visit, card: CardNumber, orders: readonly Order[], activeCard = card): Promise<void> => {
    const joined = { ...joinCard(current, card, orders), activeCard }
    await keep(joined)
    const isHere = current.piles.some((pile) => pile.card === card)
    if (joined.piles.length === current.piles.length) return show('already-scanned', 'ok', words.sameCard, '')
    if (isHere) return show('accepted', 'ok', words.joinedOrder(format.list(orders.map(({ number }) => number))), '')
    show('accepted', 'ok', words.joined(nameOf(state, card)), orders.length === 0 ? words.joinedLoose : words.joinedNext)
  }

  const onWhat = (current: Visit, scan: SettledScan): Promise<void> | void => {
    switch (scan.kind) {
      case 'item':
        return scanDocument(scan.barcode)
      case 'card': {
        const { card } = scan
        if (state.get('patron', card) === undefined) {
          const { sentence, nextStep } = sayRefusal(language, { kind: 'patron-unknown', card }, naming)
          return show('refused', 'stop', sentence, nextStep)
        }
        return join(current, card, ordersInHand(findOrders(state, { kind: 'card', card }), now.date))
      }
      case 'order': {
        const order = findOrders(state, { kind: 'number', text: scan.number }).find(canBeCollected)
        if (current.piles.some((pile) => pile.orderId === order?.id && order !== undefined)) {
          return show('already-scanned', 'ok', words.sameOrder, '')
        }
        return order !== undefined && current.piles.some((pile) => pile.card === order.card)
          ? join(current, order.card, [order])
          : show('refused', 'stop', words.otherOrderLabel, words.otherOrderLabelNext)
      }
      case 'isbn':
        return show('unknown', 'unknown', words.isbnScan, words.isbnScanNext)
      case 'unrecognised':
        return show('unknown', 'unknown', words.unknownScan(scan.text), words.unknownScanNext)
    }
  }

  const answerOne = async (scan: SettledScan): Promise<void> => {
    const current = inHand(latest.current)
    if (current === undefined) setRecorded([])
    await (current === undefined ? onWho(scan) : onWhat(current, scan))
  }

  const found = (orders: readonly Order[], search: string): readonly FoundOrder[] =>
    orders.map((order) => describeFound({ state, words, format, naming, now }, order, search))
  const sayWho = (): Who => {
    if (asked.kind === 'number') {
      const orders = findOrders(state, { kind: 'number', text: asked.text })
      return { kind: 'orders', title: words.results(asked.text, orders.length), say: '', orders: found(orders, '') }
    }
    if (asked.kind === 'card') {
      const orders = findOrders(state, { kind: 'card', card: asked.card })
      const name = nameOf(state, asked.card)
      return orders.length === 0
        ? { kind: 'no-order', card: asked.card, name }
        : { kind: 'orders', title: words.chooseOne(name), say: words.chooseOneSay, orders: found(orders, '') }
    }
    // A number is found as it is typed, like a name; none is no answer yet: a card's or a document's may be under way.
    if (/\d/.test(text)) {
      const orders = findOrders(state, { kind: 'number', text }).filter(canBeCollected)
      return orders.length === 0
        ? { kind: 'none' }
        : { kind: 'orders', title: words.results(text.trim(), 1), say: '', orders: found(orders, '') }
    }
    if (text.trim().length < 3) return { kind: 'none' }
    const orders = findOrders(state, { kind: 'name', text })
    return orders.length === 0
      ? { kind: 'nobody', sentence: words.results(text.trim(), 0), nextStep: words.noResult }
      : {
          kind: 'orders',
          title: words.results(text.trim(), new Set(orders.map((order) => order.card)).size),
          say: orders.length > mostFound ? words.moreFound(mostFound) : '',
          orders: found(orders.slice(0, mostFound), text.trim()),
        }
  }

  /** HO-12: an order's note, where it changes; a loan without an order has none. */
  const changeNote = async (of: Order['id'] | undefined, change: (note: string) => string, saying: string): Promise<void> => {
    const order = of === undefined ? undefined : desk.snapshot.state.get('order', of)
    if (order === undefined || change(order.note) === order.note) return
    await act({ kind: 'write-note', orderId: order.id, note: change(order.note), replaces: order.note }, saying)
  }

  /** Saves a pile's handover; answers whether it is on the disk. */
  const handOverPile = async (pile: HandoverDraftLike, operation: HandOverOrder, savedAt: LocalMoment): Promise<boolean> => {
    const result = await act(operation, words.handedOver(operation.items.length), [
      `${nameOf(state, pile.card)} (${pile.card})${pile.orderId === undefined ? '' : `, ${naming.order(pile.orderId)}`}`,
      ...operation.items.map((item) => `${titleOf(item.barcode)} (${item.barcode}), ${words.due(format.date(item.dueOn))}`),
    ])
    if (result.kind !== 'saved') return false
    const { orderId: of, card } = operation
    const handover = { operationId: result.operationId, orderId: of, card, barcodes: barcodesToPutBack(operation) }
    setRecorded((before) => [
      ...before,
      { operation, savedAt, isAfterwards: pile.happened !== undefined, searched: pile.notFound, handover },
    ])
    return true
  }

  const handOverVisit = async (): Promise<void> => {
    const handed = inHand(latest.current)
    if (handed === undefined) return
    const { date, time } = desk.now()
    const built = judge(handed).map((judgement, n) => {
      const pile = handed.piles[n]
      return pile === undefined ? undefined : { pile, result: buildHandOverOrder(pile, judgement, { date, time }, receipt) }
    })
    // A pile of which nothing leaves stays as it is: nobody took it.
    const blocking = built.flatMap((one) =>
      one === undefined || one.result.ok || one.pile.scanned.length === 0 ? [] : [one.result.refusal],
    )
    const leaving = built.flatMap((one) => (one?.result.ok === true ? [{ pile: one.pile, operation: one.result.value }] : []))
    const [refusal] = leaving.length === 0 ? blocking : blocking.filter(({ kind }) => kind !== 'nothing-scanned')
    if (refusal !== undefined) {
      const { sentence, nextStep } = sayRefusal(language, refusal, naming)
      return show('refused', 'stop', sentence, nextStep)
    }
    for (const { pile, operation } of leaving) {
      if (!(await handOverPile(pile, operation, { date, time }))) return
      // Each is kept out of the draft as soon as it is on the disk: a tablet that dies here hands over nothing twice (HO-6).
      const current = inHand(latest.current)
      const left = current?.piles.filter((other) => !isSamePile(other, pile)) ?? []
      await keep(current === undefined || left.length === 0 ? undefined : { ...current, piles: left })
      if (pile.collectedWith !== undefined) {
        const sentence = words.collectorNotes[pile.collectedWith]
        await changeNote(pile.orderId, (note) => withCollector(note, sentence), sentence)
      }
    }
    setAnswer(undefined)
    await keep(undefined)
  }

  // One after another, in the order of the hand, however long the disk takes: what is shot while piles are saved comes after them.
  // Each in its turn does what the last render knows.
  const known = useRef({ answerOne, handOverVisit })
  known.current = { answerOne, handOverVisit }
  const queue = useRef<Promise<void>>(Promise.resolve())
  const inTurn = (job: () => Promise<void>): void => {
    queue.current = queue.current.then(job).catch(() => show('refused', 'stop', words.draftNotKept, words.draftNotKeptNext))
  }
  const settle = useScan((scan) => inTurn(() => known.current.answerOne(scan)))
  const handOver = (): void => {
    // A finger may press twice between two renders; without an order, the second handover would be a second loan.
    if (isBusy.current) return
    isBusy.current = true
    setSaving(true)
    inTurn(() =>
      known.current.handOverVisit().finally(() => {
        isBusy.current = false
        setSaving(false)
      }),
    )
  }

  const stage = ((): HandoverStage => {
    if (visit !== undefined && settings !== undefined) {
      const describing = { state, words, format, naming, now, language, toLocal: desk.toLocal, titleOf, catalogue }
      return { kind: 'what', open: { ...describeOpen(describing, visit, judge(visit)), isResumed: isResumed && isUntouched } }
    }
    const done = describeDone({ state, words, format, titleOf }, recorded)
    return done === undefined ? { kind: 'who' } : { kind: 'done', done }
  })()

  return {
    words,
    format,
    toLocal: desk.toLocal,
    today: now.date,
    field,
    stage,
    answer,
    text,
    setText: (typed: string) => {
      setText(typed)
      setAsked({ kind: 'none' })
      setAnswer(undefined)
    },
    /** Enter in the field: a number is judged as a scan is; anything else is a name. */
    type: (typed: string) => {
      const scan = desk.judgeTyped(typed)
      if (scan.kind !== 'unrecognised' || visit !== undefined || /\d/.test(typed)) {
        setText('')
        return settle(scan)
      }
      const orders = findOrders(state, { kind: 'name', text: typed })
      const only = orders.length === 1 ? orders[0] : undefined
      if (only !== undefined) start(only.card, only.id)
      else announce(words.results(typed, new Set(orders.map((order) => order.card)).size))
    },
    who: sayWho(),
    waiting,
    nobody,
    aside: aside.map(describeAside),
    resume: (one: Visit) => keepAll(latest.current.map((other) => (other === one ? { ...other, isAside: false } : other))),
    afterwards,
    setAfterwards,
    afterwardsIsFuture,
    start,
    receipt,
    setReceipt,
    isSaving,
    leave: async ({ barcode, pile: at }: RowOf<'taken' | 'watch'>) => {
      await changePiles((pile, n) => (n === at ? { ...pile, leftBehind: [...pile.leftBehind, barcode] } : pile))
      respond('accepted', words.leftNow(titleOf(barcode)))
    },
    takeBack: async (barcode: ItemBarcode) => {
      await changePiles((pile) => withoutLeft(pile, barcode))
      focusField()
    },
    remove: async (barcode: ItemBarcode) => {
      await changePiles((pile) => ({ ...withoutLeft(pile, barcode), scanned: pile.scanned.filter((scan) => scan.barcode !== barcode) }))
      respond('accepted', words.removed(titleOf(barcode)))
    },
    override: async (barcode: ItemBarcode, reason: string) => {
      await changePiles((pile) => ({
        ...pile,
        scanned: pile.scanned.map((scan) => (scan.barcode === barcode ? { ...scan, overrideReason: reason } : scan)),
      }))
      respond('accepted', `${titleOf(barcode)}, ${words.withReason(reason)}`)
    },
    notFound: async ({ lineId, pile: at }: RowOf<'missing'>) => {
      await changePiles((pile, n) => (n === at ? { ...pile, notFound: [...pile.notFound, lineId] } : pile))
      focusField()
    },
    lookAgain: async ({ lineId, pile: at }: RowOf<'not-found'>) => {
      await changePiles((pile, n) => (n === at ? { ...pile, notFound: pile.notFound.filter((line) => line !== lineId) } : pile))
      focusField()
    },
    setAside: async () => {
      const current = inHand(latest.current)
      if (current === undefined) return
      const put = putAside(state, current)
      const sentence = words.asideSaid[put.kind](namesOf(current))
      announce(sentence)
      // The row under « Mis de côté » says it; where there is none, the sentence stays.
      setAnswer(put.kind === 'kept' ? undefined : { sign: 'ok', sentence, nextStep: '', bays: [] })
      const others = latest.current.filter((one) => one !== current)
      await keepAll(put.kind === 'kept' ? [put.visit, ...others] : others)
    },
    abandoning: abandoning === undefined ? undefined : describeAside(abandoning),
    askAbandon: setAbandoning,
    /** Nothing of it was recorded, so that nothing is to be undone: the documents are on the desk, and the order waits as before. */
    abandon: async () => {
      if (abandoning === undefined) return
      const sentence = words.abandoned(namesOf(abandoning))
      setAbandoning(undefined)
      announce(sentence)
      setAnswer({ sign: 'ok', sentence, nextStep: '', bays: [] })
      await keepAll(latest.current.filter((one) => one !== abandoning))
    },
    /** One more order of somebody who is here (HO-11); loans without an order stay with the card scanned last. */
    takeAlso: (order: Order) => {
      const current = inHand(latest.current)
      return current && join(current, order.card, [order], current.activeCard)
    },
    /** A card scanned by mistake: its piles leave the visit, and nothing of them is handed over. */
    part: async (card: CardNumber) => {
      const current = inHand(latest.current)
      if (current === undefined) return
      const piles = current.piles.filter((pile) => pile.card !== card)
      await keep({ ...current, piles, activeCard: piles[0]?.card ?? card })
      respond('accepted', words.parted(nameOf(state, card)))
    },
    setCollectedWith: async (card: CardNumber, collectedWith: CollectorProof | undefined) => {
      const current = inHand(latest.current)
      if (current !== undefined) await keep(withCollectorOf(current, card, collectedWith))
      focusField()
    },
    handOver,
    nextPatron: () => {
      setRecorded([])
      setAnswer(undefined)
    },
    printReceipt: (paper: 'roll' | 'sheet') => {
      const [first] = recorded
      if (first === undefined) return
      const items = recorded.flatMap(({ operation }) => operation.items)
      const { libraryName, happened, lines } = buildReceipt(state, { ...first.operation, items }, catalogue)
      print(
        Receipt({
          paper,
          library: libraryName,
          service: settings?.serviceName ?? '',
          title: words.receiptOn(`${format.date(happened.date)}, ${format.time(happened.time)}`),
          lines: lines.map((line) => ({
            key: line.barcode,
            title: line.title ?? toItemBarcode(line.barcode),
            due: words.receiptDue(format.date(line.dueOn)),
          })),
        }),
      )
    },
    undoing,
    askUndo: setUndoing,
    undo: async () => {
      if (undoing === undefined) return
      const { date, time } = desk.now()
      setUndoing(undefined)
      for (const { operationId, ...target } of undoing) {
        const result = await act({ kind: 'undo-handover', handover: operationId, ...target, happened: { date, time } }, words.undone, [
          words.undoOf(`${nameOf(state, target.card)} (${target.card})`),
        ])
        if (result.kind !== 'saved') return
        // What was noted with the handover goes with it, in whichever language it was written.
        await changeNote(target.orderId, (note) => withoutCollector(note, collectorSentences), words.collectorNoteGone)
        setRecorded((before) => before.filter((one) => one.handover.operationId !== operationId))
      }
      setAsked({ kind: 'none' })
      setAnswer({ sign: 'ok', sentence: words.undone, nextStep: '', bays: [] })
    },
  }
}
export type Handover = ReturnType<typeof useHandover>

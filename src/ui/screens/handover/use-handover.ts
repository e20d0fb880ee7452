/**
 * The Retrait as a conversation: who is here, what leaves, it is done. Runs in the browser.
 * The half-scanned pile is a draft on the tablet's disk, kept at each scan (HO-6); rules are the domain's, this only says what to show
 * and what can be done. Each scan is answered once: text, sound, vibration.
 */
import { signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { buildHandOverOrder, type HandOverOrder } from '../../../domain/handover/build-hand-over-order.ts'
import { buildReceipt } from '../../../domain/handover/build-receipt.ts'
import { findOrders } from '../../../domain/handover/find-orders.ts'
import { addScan } from '../../../domain/handover/handover-draft.ts'
import { type HandoverJudgement, judgeHandover } from '../../../domain/handover/judge-handover.ts'
import { barcodesToPutBack } from '../../../domain/handover/may-undo.ts'
import { type CardNumber, type ItemBarcode, toItemBarcode, toOrderId } from '../../../domain/ids.ts'
import { findDocument } from '../../../domain/item/find-document.ts'
import { compareMoments, type LocalMoment, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import type { Order } from '../../../domain/order/order.ts'
import { isOpen } from '../../../domain/order/order-state.ts'
import { handover as en } from '../../../locale/en/handover.ts'
import { handover as fr } from '../../../locale/fr/handover.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import type { HandoverDraft } from '../../../tablet/desk.ts'
import { announce } from '../../announcer.ts'
import { answerScan, type ScanAnswer } from '../../answer-scan.ts'
import type { SignName } from '../../components/icon.tsx'
import { openForms } from '../../open-forms.ts'
import { print } from '../../printing/print.tsx'
import type { SettledScan } from '../../settle-number.ts'
import { useAct } from '../../use-act.ts'
import { useDesk, useNow, useSnapshot } from '../../use-desk.ts'
import { useCatalogueItems } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import { useScan } from '../../use-scan.ts'
import { useFormats, useLanguage, useWords } from '../../use-words.ts'
import { type DoneHandover, describeDone, type Recorded } from './describe-done.ts'
import { describeFound, describeWaiting, type FoundOrder, nameOf, type UndoTarget } from './describe-found.ts'
import { describeOpen, type OpenHandover } from './describe-open.ts'
import { Receipt } from './receipt.tsx'

export type { DoneHandover } from './describe-done.ts'
export type { FoundOrder } from './describe-found.ts'
export type { DocumentRow, OpenHandover } from './describe-open.ts'

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

/** Piles put aside, kept while the app stays open: nothing of them has happened. */
const asideDrafts = signal<readonly HandoverDraft[]>([])

const isSamePile = (a: Pick<HandoverDraft, 'card' | 'orderId'>, b: Pick<HandoverDraft, 'card' | 'orderId'>): boolean =>
  a.card === b.card && a.orderId === b.orderId

// An update reloads: it waits for them as for any form.
let heldPiles = 0
asideDrafts.subscribe((asides) => {
  openForms.value += asides.length - heldPiles
  heldPiles = asides.length
})

/** `orderId` comes from a link, on Aujourd'hui for instance: that order is opened unless a pile is half scanned. */
export const useHandover = (orderId: string | undefined) => {
  const desk = useDesk()
  const act = useAct()
  const now = useNow()
  const words = useWords(fr, en)
  const format = useFormats()
  const language = useLanguage()
  const naming = useNaming()
  const { state, draft: keptDraft } = useSnapshot()
  const settings = state.get('settings', 'settings')

  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [asked, setAsked] = useState<Asked>({ kind: 'none' })
  const [answer, setAnswer] = useState<ShownAnswer | undefined>(undefined)
  const [draft, setDraft] = useState(keptDraft)
  const [isResumed] = useState(keptDraft !== undefined)
  const [isUntouched, setUntouched] = useState(true)
  const [receipt, setReceipt] = useState<HandOverOrder['receipt']>('undecided')
  const [afterwards, setAfterwards] = useState<Afterwards>({ kind: 'off' })
  const [isSaving, setSaving] = useState(false)
  const [recorded, setRecorded] = useState<Recorded | undefined>(undefined)
  const [undoing, setUndoing] = useState<UndoTarget | undefined>(undefined)
  const isBusy = useRef(false)
  // What the next scan adds to: two scans may come between two renders.
  const latest = useRef(draft)

  const catalogue = useCatalogueItems([
    ...(draft?.scanned.map((scan) => scan.barcode) ?? []),
    ...(recorded?.operation.items.map((item) => item.barcode) ?? []),
  ])
  const titleOf = (barcode: ItemBarcode): string => findDocument(state, barcode, catalogue)?.title ?? words.unknownItem(barcode)

  const focusField = (): void => field.current?.focus({ preventScroll: true })
  // biome-ignore format: one line says the whole: at first, and each time the stage changes, the field is ready
  useEffect(focusField, [draft === undefined, recorded === undefined])

  /** One answer to one scan, for the eye, the ear and the hand. Without `shown`, the list itself is the answer. */
  const respond = (sound: ScanAnswer, said: string, shown?: ShownAnswer): void => {
    setAnswer(shown)
    announce(said)
    answerScan(sound)
    focusField()
  }
  const show = (sound: ScanAnswer, sign: SignName, sentence: string, nextStep: string, bays: readonly number[] = []): void => {
    const where = bays.length === 0 ? '' : ` ${words.bay} ${bays.join(', ')}`
    respond(sound, `${sentence}. ${nextStep}${where}`, { sign, sentence, nextStep, bays })
  }

  const keep = async (next: HandoverDraft | undefined): Promise<void> => {
    latest.current = next
    setDraft(next)
    setUntouched(false)
    try {
      await desk.keepDraft(next)
    } catch {
      // The screen still has it, the disk does not: said at once, and the next scan tries again.
      setAnswer({ sign: 'stop', sentence: words.draftNotKept, nextStep: words.draftNotKeptNext, bays: [] })
      announce(`${words.draftNotKept}. ${words.draftNotKeptNext}`)
    }
  }

  const happenedAfterwards = (): LocalMoment | undefined => {
    if (afterwards.kind === 'off') return undefined
    const [date, time] = [parseLocalDate(afterwards.day), parseLocalTime(afterwards.time)]
    return date === undefined || time === undefined ? undefined : { date, time }
  }
  const afterwardsMoment = happenedAfterwards()
  const afterwardsIsFuture = afterwardsMoment !== undefined && compareMoments(afterwardsMoment, now) > 0

  const newDraft = (card: CardNumber, order: Order | undefined): HandoverDraft => ({
    card,
    orderId: order?.id,
    startedAt: desk.now().at,
    scanned: [],
    leftBehind: [],
    notFound: [],
    happened: afterwardsMoment,
  })
  /** HO-10: a handover of the past without its time would be recorded as one of now. */
  const isTimeMissing = afterwards.kind === 'on' && (afterwardsMoment === undefined || afterwardsIsFuture)
  const start = (card: CardNumber, id: Order['id'] | undefined): void => {
    if (isTimeMissing) {
      show('refused', 'warn', words.afterwardsMissing, words.afterwardsMissingNext)
      return
    }
    setRecorded(undefined)
    setText('')
    setAsked({ kind: 'none' })
    setAnswer(undefined)
    setReceipt('undecided')
    // A pile put aside goes on where it was, whichever way one comes back to it (HO-6).
    const aside = asideDrafts.value.find((other) => isSamePile(other, { card, orderId: id }))
    asideDrafts.value = asideDrafts.value.filter((other) => other !== aside)
    void keep(
      aside === undefined
        ? newDraft(card, id === undefined ? undefined : state.get('order', id))
        : { ...aside, happened: afterwardsMoment ?? aside.happened },
    )
    announce(`${nameOf(state, card)}. ${words.scanFirst}`)
  }

  useEffect(() => {
    const order = orderId === undefined ? undefined : state.get('order', toOrderId(orderId))
    if (order !== undefined && isOpen(order) && latest.current === undefined) start(order.card, order.id)
  }, [orderId])

  const judge = (judged: HandoverDraft, known = catalogue): HandoverJudgement | undefined =>
    settings === undefined ? undefined : judgeHandover(state, settings, judged, now.date, known)
  const countOf = ({ scannedLines, preparedLines, documents }: HandoverJudgement): string =>
    preparedLines === 0 ? words.countLoose(documents.length) : words.countOf(scannedLines, preparedLines)

  /** HO-2 to HO-4: one more document in hand. */
  const scanDocument = async (current: HandoverDraft, barcode: ItemBarcode): Promise<void> => {
    const found = findDocument(state, barcode, catalogue) ?? (await desk.findItem(barcode))
    const known = found === undefined ? catalogue : new Map([...catalogue, [barcode, found] as const])
    const title = found?.title ?? words.unknownItem(barcode)
    // The pile may have grown while the catalogue was answering.
    const before = latest.current ?? current
    if (before.leftBehind.includes(barcode)) {
      const back = { ...before, leftBehind: before.leftBehind.filter((left) => left !== barcode) }
      await keep(
        before.scanned.some((scan) => scan.barcode === barcode)
          ? back
          : { ...back, scanned: [...back.scanned, { barcode, overrideReason: undefined }] },
      )
      return respond('accepted', title)
    }
    const added = addScan(before, barcode)
    if (added.kind === 'already-scanned') return show('already-scanned', 'ok', words.already(title), '')
    const judged = judge(added.draft, known)
    const scanned = judged?.documents.at(-1)
    if (judged === undefined || scanned === undefined) return
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
    await keep(added.draft)
    if (scanned.verdict.kind === 'refused') {
      const { refusal } = scanned.verdict
      const { sentence } = sayRefusal(language, refusal, naming)
      return respond('refused', `${title}. ${sentence}`)
    }
    const isComplete =
      judged.preparedLines > 0 &&
      judged.unanswered.every(({ fate }) => fate !== 'missing' && fate !== 'not-found') &&
      scanned.lineId !== undefined
    respond(isComplete ? 'order-complete' : 'accepted', isComplete ? words.completeNow(title) : words.accepted(title, countOf(judged)))
  }

  const openFor = (card: CardNumber): void => {
    const orders = findOrders(state, { kind: 'card', card })
    const only = orders.length === 1 ? orders[0] : undefined
    if (only !== undefined) {
      answerScan('accepted')
      start(card, only.id)
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
        if (others.length === 0 && isOpen(only)) {
          answerScan('accepted')
          return start(only.card, only.id)
        }
        setAsked({ kind: 'number', text: scan.number })
        return respond('unknown', words.results(scan.number, orders.length))
      }
      case 'item': {
        const order = findOrders(state, { kind: 'item', barcode: scan.barcode })[0]
        if (order === undefined) return show('unknown', 'unknown', words.onNoOrder(titleOf(scan.barcode)), words.onNoOrderNext)
        if (isTimeMissing) return start(order.card, order.id)
        // Any document of the pile finds the order, and counts as scanned.
        const begun = newDraft(order.card, order)
        start(order.card, order.id)
        return scanDocument(begun, scan.barcode)
      }
      case 'isbn':
        return show('unknown', 'unknown', words.isbnScan, words.isbnScanNext)
      case 'unrecognised':
        return show('unknown', 'unknown', words.unknownScan(scan.text), words.unknownScanNext)
    }
  }

  const onWhat = (current: HandoverDraft, scan: SettledScan): Promise<void> | void => {
    switch (scan.kind) {
      case 'item':
        return scanDocument(current, scan.barcode)
      case 'card':
        return scan.card === current.card
          ? show('already-scanned', 'ok', words.sameCard, '')
          : show('refused', 'stop', words.otherCard, words.otherCardNext)
      case 'order':
        return current.orderId !== undefined && naming.order(current.orderId) === scan.number
          ? show('already-scanned', 'ok', words.sameOrder, '')
          : show('refused', 'stop', words.otherOrderLabel, words.otherCardNext)
      case 'isbn':
        return show('unknown', 'unknown', words.isbnScan, words.isbnScanNext)
      case 'unrecognised':
        return show('unknown', 'unknown', words.unknownScan(scan.text), words.unknownScanNext)
    }
  }

  // One scan after another, in the order of the hand, however long the disk takes.
  const queue = useRef<Promise<void>>(Promise.resolve())
  const hear = (scan: SettledScan): void => {
    queue.current = queue.current.then(async () => {
      if (recorded !== undefined && latest.current === undefined) setRecorded(undefined)
      const current = latest.current
      await (current === undefined ? onWho(scan) : onWhat(current, scan))
    })
  }
  const settle = useScan(hear)

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
    if (text.trim().length < 3 || /\d/.test(text)) return { kind: 'none' }
    const orders = findOrders(state, { kind: 'name', text })
    return orders.length === 0
      ? { kind: 'nobody', sentence: words.results(text.trim(), 0), nextStep: words.noResult }
      : {
          kind: 'orders',
          title: words.results(text.trim(), new Set(orders.map((order) => order.card)).size),
          say: '',
          orders: found(orders, text.trim()),
        }
  }

  const judgement = draft === undefined ? undefined : judge(draft)
  const handOver = async (): Promise<void> => {
    if (draft === undefined || judgement === undefined || isBusy.current) return
    const { date, time } = desk.now()
    const built = buildHandOverOrder(draft, judgement, { date, time }, receipt)
    if (!built.ok) {
      const { sentence, nextStep } = sayRefusal(language, built.refusal, naming)
      return show('refused', 'stop', sentence, nextStep)
    }
    // A finger may press twice between two renders; without an order, the second handover would be a second loan.
    isBusy.current = true
    setSaving(true)
    const operation = built.value
    const result = await act(operation, words.handedOver(operation.items.length), [
      `${nameOf(state, draft.card)} (${draft.card})${draft.orderId === undefined ? '' : `, ${naming.order(draft.orderId)}`}`,
      ...operation.items.map((item) => `${titleOf(item.barcode)} (${item.barcode}), ${words.due(format.date(item.dueOn))}`),
    ])
    isBusy.current = false
    setSaving(false)
    if (result.kind !== 'saved') return
    setAnswer(undefined)
    setRecorded({
      operation,
      savedAt: { date, time },
      isAfterwards: draft.happened !== undefined,
      handover: {
        operationId: result.operationId,
        orderId: operation.orderId,
        card: operation.card,
        barcodes: barcodesToPutBack(operation),
      },
    })
    await keep(undefined)
  }

  const stage = ((): HandoverStage => {
    if (draft !== undefined && judgement !== undefined) {
      const open = describeOpen(
        { state, words, format, naming, now, language, toLocal: desk.toLocal, titleOf, catalogue },
        draft,
        judgement,
      )
      return { kind: 'what', open: { ...open, isResumed: isResumed && isUntouched } }
    }
    if (recorded !== undefined) {
      const done = describeDone({ state, words, format, titleOf }, recorded)
      return { kind: 'done', done }
    }
    return { kind: 'who' }
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
      if (scan.kind !== 'unrecognised' || latest.current !== undefined || /\d/.test(typed)) {
        setText('')
        return settle(scan)
      }
      const orders = findOrders(state, { kind: 'name', text: typed })
      const only = orders.length === 1 ? orders[0] : undefined
      if (only !== undefined) start(only.card, only.id)
      else announce(words.results(typed, new Set(orders.map((order) => order.card)).size))
    },
    who: sayWho(),
    waiting: describeWaiting({ state, words, format, naming, now }),
    aside: asideDrafts.value.map((aside) => ({ draft: aside, name: nameOf(state, aside.card) })),
    resume: async (aside: HandoverDraft) => {
      asideDrafts.value = asideDrafts.value.filter((other) => other !== aside)
      await keep(aside)
    },
    afterwards,
    setAfterwards,
    afterwardsIsFuture,
    start,
    receipt,
    setReceipt,
    isSaving,
    leave: async (barcode: ItemBarcode) => {
      if (draft === undefined) return
      await keep({ ...draft, leftBehind: [...draft.leftBehind, barcode] })
      respond('accepted', words.leftNow(titleOf(barcode)))
    },
    takeBack: async (barcode: ItemBarcode) => {
      if (draft === undefined) return
      await keep({ ...draft, leftBehind: draft.leftBehind.filter((left) => left !== barcode) })
      focusField()
    },
    remove: async (barcode: ItemBarcode) => {
      if (draft === undefined) return
      await keep({
        ...draft,
        scanned: draft.scanned.filter((scan) => scan.barcode !== barcode),
        leftBehind: draft.leftBehind.filter((left) => left !== barcode),
      })
      respond('accepted', words.removed(titleOf(barcode)))
    },
    override: async (barcode: ItemBarcode, reason: string) => {
      if (draft === undefined) return
      await keep({
        ...draft,
        scanned: draft.scanned.map((scan) => (scan.barcode === barcode ? { ...scan, overrideReason: reason } : scan)),
      })
      respond('accepted', `${titleOf(barcode)}, ${words.withReason(reason)}`)
    },
    notFound: async (lineId: string) => {
      if (draft !== undefined) await keep({ ...draft, notFound: [...draft.notFound, lineId] })
      focusField()
    },
    lookAgain: async (lineId: string) => {
      if (draft !== undefined) await keep({ ...draft, notFound: draft.notFound.filter((line) => line !== lineId) })
      focusField()
    },
    setAside: async () => {
      if (draft === undefined) return
      if (draft.scanned.length > 0) asideDrafts.value = [...asideDrafts.value.filter((aside) => !isSamePile(aside, draft)), draft]
      announce(words.isSetAside(nameOf(state, draft.card)))
      setAnswer(undefined)
      await keep(undefined)
    },
    handOver,
    nextPatron: () => {
      setRecorded(undefined)
      setAnswer(undefined)
    },
    printReceipt: (paper: 'roll' | 'sheet') => {
      if (recorded === undefined) return
      const { libraryName, happened, lines } = buildReceipt(state, recorded.operation, catalogue)
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
      const { operationId, ...target } = undoing
      const { date, time } = desk.now()
      setUndoing(undefined)
      const result = await act({ kind: 'undo-handover', handover: operationId, ...target, happened: { date, time } }, words.undone, [
        `${words.undo} : ${nameOf(state, target.card)} (${target.card})`,
      ])
      if (result.kind !== 'saved') return
      setRecorded(undefined)
      setAsked({ kind: 'none' })
      setAnswer({ sign: 'ok', sentence: words.undone, nextStep: '', bays: [] })
    },
  }
}
export type Handover = ReturnType<typeof useHandover>

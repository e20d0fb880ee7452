/**
 * The call in hand, and what can be done with it: whose, what, when, until it is an order or waits. Runs in the browser.
 * The draft is the tablet's, on its disk before it is shown; nothing of it is kept here (PHONE-9).
 */
import { useRef, useState } from 'preact/hooks'
import type { Call } from '../../../domain/call/call.ts'
import { judgeCall } from '../../../domain/call/judge-call.ts'
import { callInHand, callsAside, changeOrder, mostAside, placeCall, toggleRecord, toggleRemoved } from '../../../domain/call/place-call.ts'
import type { CardNumber, OrderId } from '../../../domain/ids.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import { compareMoments } from '../../../domain/local-date.ts'
import type { LoanRefusal } from '../../../domain/operation/refusal.ts'
import { undoChange } from '../../../domain/order/ask-change.ts'
import type { ChangeLines } from '../../../domain/order/change-lines.ts'
import type { Order, OrderLine } from '../../../domain/order/order.ts'
import { readWishNumber } from '../../../domain/pull-list/read-wish-number.ts'
import { accept } from '../../../domain/result.ts'
import { capacityOf, slotEnd, slotFilling } from '../../../domain/slot/build-slots.ts'
import { isOrderLimit, judgePlacing } from '../../../domain/slot/judge-placing.ts'
import { nextFreeSlots } from '../../../domain/slot/next-free-slots.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { callWords } from '../../../locale/en/call.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import type { CallWords } from '../../../locale/fr/call.ts'
import { useOpenForm } from '../../open-forms.ts'
import { labelPaper } from '../../preferences.ts'
import { print } from '../../printing/print.tsx'
import {
  announce,
  useAct,
  useDesk,
  useFormats,
  useFromState,
  useLanguage,
  useNaming,
  useNow,
  useSettings,
  useSite,
  useSnapshot,
  useWords,
} from '../../use-desk.ts'

/** « mercredi 25 novembre à 10 h 15 » */
const useSayWhen = (): ((slot: SlotKey) => string) => {
  const words = useWords(callWords)
  const format = useFormats()
  return ({ date, time }) => words.at(format.date(date), format.time(time))
}

type Once = (work: () => Promise<void>) => Promise<void>

/** One press at a time: two would draw two numbers. */
const useOnce = (): Once => {
  const isBusy = useRef(false)
  return async (work) => {
    if (isBusy.current) return
    isBusy.current = true
    try {
      await work()
    } finally {
      isBusy.current = false
    }
  }
}

/** What became of the last call. */
interface Saved {
  readonly orderId: OrderId
  readonly number: string
  readonly when: string
  /** Where it is collected, whatever the tablet shows by then; undefined where there is one place. */
  readonly place: string | undefined
  /** Of a new order: what to tell the caller, for whether a message follows (PHONE-11). */
  readonly next: string
  /** What takes it back, of an order that was changed; undefined of a new one, which its sheet cancels. */
  readonly undo: ChangeLines | undefined
  readonly isUndone?: boolean
}

/** From what was said to an order: judged before it is saved, with one reason for all that goes beyond what is given. */
const useSaving = (call: Call | undefined, rights: SaidRights, once: Once) => {
  const desk = useDesk()
  const words = useWords(callWords)
  const language = useLanguage()
  const naming = useNaming()
  const act = useAct()
  const sayWhen = useSayWhen()
  const settings = useSettings()
  const now = useNow()
  const { state } = useSnapshot()
  const [saved, setSaved] = useState<Saved | undefined>(undefined)
  /** SLOT-5, PHONE-3: why saving needs a reason. */
  const [beyond, setBeyond] = useState<string | undefined>(undefined)

  const save = (overrideReason: string | undefined): Promise<void> =>
    once(async () => {
      if (call === undefined || settings === undefined) return
      const isUnknown = call.card !== undefined && state.get('patron', call.card) === undefined
      const note = isUnknown ? words.unknownNote(call.name.trim()) : ''
      const changed = changeOrder(call, overrideReason)
      const target = changed && state.get('order', changed.orderId)
      const placed = changed === undefined ? placeCall(call, settings, { now, note, overrideReason }) : undefined
      const request = changed ?? placed
      if (request === undefined) return
      const judged = placed === undefined ? accept(undefined) : judgePlacing(state, placed, now)
      const limits = [...rights.personal, ...rights.byLine.filter(Boolean)].map((sentence) => `${sentence}.`)
      if (!judged.ok && isOrderLimit(judged.refusal)) {
        const { sayRefusal } = await import('../../../locale/refusals.ts')
        limits.push(sayRefusal(language, judged.refusal, naming).sentence)
      }
      if (overrideReason === undefined && limits.length > 0) {
        const sentence = [...new Set(limits)].join(' ')
        announce(`${sentence} ${words.beyondWhy}`)
        return setBeyond(sentence)
      }
      const slot = target?.slot ?? call.slot
      const when = slot === undefined ? '' : sayWhen(slot)
      const place = settings.sites.length > 1 ? settings.sites.find(({ id }) => id === slot?.siteId)?.name : undefined
      const number = target?.number ?? call.number
      const paper = call.lines.map((line) =>
        line.kind === 'wish' ? words.wishLine(words.wishFor(line.text, line.count ?? 1)) : line.title,
      )
      // Where mails leave, none leaves to a card that nobody here knows.
      const known = call.card === undefined ? undefined : state.get('patron', call.card)?.reachable
      const reachable = isUnknown && settings.sendsMail === true ? 'no' : known
      const isUnreached = reachable === 'no' || reachable === 'refused'
      const isFollowed = reachable === 'yes' && settings.sendsMail === true && settings.messagesOff?.includes('received') !== true
      const sayNext = isUnreached ? words.savedUnreached[reachable] : isFollowed ? words.savedFollows : words.savedNext
      const next = sayNext(number)
      const said = changed === undefined ? `${words.saved(number, when)}. ${next}` : words.changed(number)
      const result = await act(request, said, [words.writeDown(number, call.card ?? '', when), ...paper])
      if (result.kind !== 'saved') return
      setBeyond(undefined)
      setSaved({ orderId: request.orderId, number, when, place, next, undo: changed && undoChange(changed) })
      // Should the disk refuse, the draft goes by itself: it is an order by now.
      await desk.keepCall(call.orderId, undefined).catch(() => undefined)
    })

  return {
    save,
    saved,
    undo: (done: Saved): Promise<void> =>
      once(async () => {
        if (done.undo === undefined) return
        const result = await act(done.undo, words.undone(done.number))
        if (result.kind === 'saved') setSaved({ ...done, isUndone: true })
      }),
    /** PHONE-11: for who stands at the desk; no name, as paper is left on tables. */
    printSlip: async ({ number, when, place }: Saved): Promise<void> => {
      if (settings === undefined) return
      const { Receipt } = await import('../handover/receipt.tsx')
      const { libraryName: library, serviceName: service } = settings
      const due = place === undefined ? when : `${when}, ${place}`
      print(Receipt({ paper: labelPaper.value, library, service, title: words.slipTitle, lines: [{ key: number, title: number, due }] }))
    },
    beyond,
    keepWithin: () => setBeyond(undefined),
    /** Another call begins. */
    forget: () => {
      setSaved(undefined)
      setBeyond(undefined)
    },
  }
}

/** Whose call it is, as the team says it. */
export const useCallerName = (): ((call: Pick<Call, 'card' | 'name'>) => string) => {
  const words = useWords(callWords)
  const { state } = useSnapshot()
  return ({ card, name }) => {
    const patron = card === undefined ? undefined : state.get('patron', card)
    if (patron !== undefined) return `${patron.firstName} ${patron.surname}`.trim()
    return name.trim() || (card === undefined ? words.noCardTitle : words.card(formatCardEnd(card)))
  }
}

/** What is asked for, line by line. */
const lineActs = (call: Call | undefined, change: (changes: Partial<Call>) => void, words: CallWords) => ({
  toggle: (record: BibliographicRecord): void => {
    if (call === undefined) return
    const changed = toggleRecord(call, record)
    change({ lines: changed.lines })
    announce(changed.lines.length > call.lines.length ? words.added(record.title) : words.removed(record.title))
  },
  addWish: (text: string): void => {
    if (call === undefined) return
    change({ lines: [...call.lines, { kind: 'wish', text, count: readWishNumber(text) ?? 1 }] })
    announce(words.added(words.wishLine(text)))
  },
  /** PULL-8: as the caller says; what the words seem to say is only where it begins. */
  countWish: (index: number, count: number): void => {
    if (call === undefined) return
    change({ lines: call.lines.map((line, n) => (n === index && line.kind === 'wish' ? { ...line, count } : line)) })
  },
  removeLine: (index: number, title: string): void => {
    if (call === undefined) return
    change({ lines: call.lines.filter((_, n) => n !== index) })
    announce(words.removed(title))
  },
})

/** The open order that a call changes, where it is not an order of its own: what is taken out, and what saving still lacks (PHONE-8). */
const useChanging = (call: Call | undefined, change: (changes: Partial<Call>) => void) => {
  const words = useWords(callWords)
  const { state } = useSnapshot()
  const target = call?.changing && state.get('order', call.changing.orderId)
  const unready = (): string | undefined => {
    const added = call?.lines.length ?? 0
    const removed = call?.changing?.removes.length ?? 0
    if (added === 0 && removed === 0) return words.unready.changes
    return added === 0 && removed >= (target?.lines.length ?? 0) ? words.unready.nothingLeft : undefined
  }
  return {
    /** undefined: the call is an order of its own. */
    target,
    unready: unready(),
    changeOrder: ({ id, number }: Order): void => {
      change({ changing: { orderId: id, removes: [] } })
      announce(words.addsTo(number))
    },
    /** An order of its own after all; one that was begun to change an order has no number for that. */
    letOrderBe: target === undefined || target.number === call?.number ? undefined : (): void => change({ changing: undefined }),
    toggleRemoved: (line: OrderLine, title: string): void => {
      if (call === undefined) return
      const { changing } = toggleRemoved(call, line)
      change({ changing })
      announce(changing?.removes.some(({ id }) => id === line.id) === true ? words.removed(title) : words.added(title))
    },
  }
}

export const useCall = () => {
  const desk = useDesk()
  const words = useWords(callWords)
  const sayWhen = useSayWhen()
  const nameOf = useCallerName()
  const settings = useSettings()
  const site = useSite()
  const now = useNow()
  const { calls, state } = useSnapshot()
  const [hasFailed, setFailed] = useState(false)
  /** PHONE-12: what became of the hour while the call waited; said until one is chosen. */
  const [meanwhile, setMeanwhile] = useState<Pick<Call, 'orderId'> & { readonly sentence: string }>()
  const once = useOnce()
  const call = callInHand(calls)
  const aside = callsAside(calls)
  const rights = useRights(call)
  const saving = useSaving(call, rights, once)
  const { forget } = saving
  useOpenForm(call !== undefined)

  const next = settings === undefined || site === undefined ? [] : nextFreeSlots(state, settings, site.id, now)

  // A disk that fails is told when the order is saved; until then the next change tries again.
  const keep = (changed: Call): void => {
    desk.keepCall(changed.orderId, changed).catch(() => undefined)
  }
  const change = (changes: Partial<Call>): void => {
    saving.keepWithin()
    if (changes.slot !== undefined) setMeanwhile(undefined)
    if (call !== undefined) keep({ ...call, ...changes })
  }

  const changing = useChanging(call, change)

  const begin = (card: CardNumber | undefined, name: string): Promise<void> =>
    once(async () => {
      forget()
      // Of an order that was being changed the call has the number: another person's gets its own.
      if (call !== undefined && call.number !== changing.target?.number) return change({ card, name, changing: undefined })
      try {
        const number = await desk.nextOrderNumber()
        if (call !== undefined) return change({ card, name, number, changing: undefined })
        const orderId = desk.newOrderId()
        const begun = { lines: [], slot: next[0]?.key, callBackNumber: '', startedAt: now.at, asideAt: undefined }
        await desk.keepCall(orderId, { orderId, number, card, name, ...begun })
        setFailed(false)
      } catch {
        setFailed(true)
      }
    })

  /** Whoever is on the way may still come into the hour that has begun. */
  const hasEnded = (slot: SlotKey): boolean => settings !== undefined && compareMoments(slotEnd(settings, slot), now) <= 0

  const putAside = (): void => {
    if (call === undefined || aside.length >= mostAside) return
    change({ asideAt: now.at })
    announce(words.putAside(nameOf(call)))
  }

  /** PHONE-12: judged anew, and what changed meanwhile is said. */
  const resume = (waiting: Call): void => {
    const [first] = next
    const { orderId, slot } = waiting
    const hasHour = waiting.changing === undefined
    const isOver = hasHour && (slot === undefined || hasEnded(slot))
    const isFull =
      hasHour && !isOver && slot !== undefined && settings !== undefined && capacityOf(settings, slot) - slotFilling(state, slot) < 1
    if (call !== undefined) keep({ ...call, asideAt: now.at })
    keep({ ...waiting, asideAt: undefined, slot: isOver ? first?.key : slot })
    forget()
    const sentence = isFull ? words.slotFull(sayWhen(slot)) : isOver && first !== undefined ? words.slotGone(sayWhen(first.key)) : ''
    setMeanwhile(sentence === '' ? undefined : { orderId, sentence })
    announce(`${words.resumed(nameOf(waiting))}. ${sentence}`.trim())
  }

  return {
    words,
    call,
    aside,
    nameOf,
    next,
    sayWhen,
    hasFailed,
    meanwhile: meanwhile?.orderId === call?.orderId ? meanwhile?.sentence : undefined,
    rights,
    change,
    target: changing.target,
    changeOrder: changing.changeOrder,
    letOrderBe: changing.letOrderBe,
    toggleRemoved: changing.toggleRemoved,
    begin,
    ...saving,
    /** Why it cannot be saved yet. */
    unready:
      call?.changing !== undefined
        ? changing.unready
        : call?.lines.length === 0
          ? words.unready.lines
          : call?.card === undefined
            ? words.unready.card
            : call.slot === undefined
              ? words.unready.slot
              : hasEnded(call.slot)
                ? words.unready.slotOver
                : undefined,
    ...lineActs(call, change, words),
    mayPutAside: aside.length < mostAside,
    putAside,
    resume,
    abandon: (abandoned: Call): void => {
      desk.keepCall(abandoned.orderId, undefined).catch(() => undefined)
      announce(words.abandoned(nameOf(abandoned)))
      saving.keepWithin()
    },
  }
}
export type CallView = ReturnType<typeof useCall>

/** What the person of a call may still order, in one sentence with its age, and what each title would go beyond (PHONE-3). */
const useRights = (call: Call | undefined) => {
  const desk = useDesk()
  const words = useWords(callWords)
  const format = useFormats()
  const settings = useSettings()
  const now = useNow()
  const patron = useFromState((state) => (call?.card === undefined ? undefined : state.get('patron', call.card)), call?.card)
  const judged = useFromState(
    (state) =>
      settings === undefined || patron === undefined || call === undefined ? undefined : judgeCall(state, settings, patron, call, now.date),
    ...[settings, patron, call, now.date],
  )
  // Nothing is known of this person.
  if (judged === undefined || patron === undefined) return { sentence: undefined, isWithin: true, age: '', personal: [], byLine: [] }
  const { rights } = words
  const sayLine = (refusal: LoanRefusal | undefined): string => {
    if (refusal === undefined || refusal.kind === 'patron-blocked' || refusal.kind === 'card-expired') return ''
    return rights.lines[refusal.kind](refusal.counted, refusal.maximum, 'documentType' in refusal ? refusal.documentType : '')
  }
  const { left, newReleases, byLine } = judged
  const news = newReleases.filter((one) => one.left > 0).map((one) => rights.news(one.left, one.documentType))
  const seen = patron.ilsAsOf === undefined ? undefined : desk.toLocal(patron.ilsAsOf)
  const when =
    seen === undefined ? '' : seen.date === now.date ? rights.seenAt(format.time(seen.time)) : rights.seenOn(format.shortDate(seen.date))
  return {
    sentence: left === undefined ? rights.within : left > 0 ? rights.left(left, news) : rights.none,
    isWithin: left === undefined || left > 0,
    age: when === '' ? rights.unseen : rights.seen(when),
    /** A block, a card out of date. */
    personal: [
      ...(patron.blocked === undefined ? [] : [words.blocked(patron.blocked)]),
      ...(patron.expiresOn !== undefined && patron.expiresOn < now.date ? [words.expired(format.date(patron.expiresOn))] : []),
    ],
    /** By line of the call; empty: within the rights. */
    byLine: byLine.map(sayLine),
  }
}
type SaidRights = ReturnType<typeof useRights>

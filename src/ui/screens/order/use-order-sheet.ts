/**
 * One order's sheet: what it is, and what can be changed of it: its slot, its note, its being wanted at all. Runs in the browser.
 * Each change is a request that says what it replaces, so that its undo is the same request the other way round; a cancellation is
 * undone by ordering again.
 */
import { useState } from 'preact/hooks'
import { isToCallBack } from '../../../domain/call/call.ts'
import { callInHand, callsAside, mostAside } from '../../../domain/call/place-call.ts'
import { soonerDueOf } from '../../../domain/case/due-case.ts'
import { undoOfOrder } from '../../../domain/handover/may-undo.ts'
import { toOrderId } from '../../../domain/ids.ts'
import type { Operation } from '../../../domain/operation/operation.ts'
import { undoChange } from '../../../domain/order/ask-change.ts'
import type { ChangeLines } from '../../../domain/order/change-lines.ts'
import { lentElsewhere } from '../../../domain/order/lent-elsewhere.ts'
import {
  baysOf,
  canBeCollected,
  isForSecondPass,
  isOpen,
  type LineState,
  lineState,
  type Order,
  type OrderLine,
  standingArrivals,
  standingLinePicks,
} from '../../../domain/order/order.ts'
import { keepsNumber, mayRenew, mayRestore, renewOrder } from '../../../domain/order/renew-order.ts'
import { hasName } from '../../../domain/patron/patron.ts'
import { formatClaimScope } from '../../../domain/pull-list/claim.ts'
import { itemsToReshelve } from '../../../domain/return/items-to-reshelve.ts'
import { answersOfShown, shownState } from '../../../domain/slot/day-progress.ts'
import { isOrderLimit, judgePlacing } from '../../../domain/slot/judge-placing.ts'
import { keptUntil } from '../../../domain/slot/lateness.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import { handoverWords } from '../../../locale/en/handover.ts'
import { orderWords } from '../../../locale/en/order.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import type { OrderWords } from '../../../locale/fr/order.ts'
import { hrefOf } from '../../routes.ts'
import {
  announce,
  useAct,
  useDesk,
  useFormats,
  useLanguage,
  useNaming,
  useNow,
  useSettings,
  useSnapshot,
  useWords,
} from '../../use-desk.ts'
import { useSayLent } from '../../use-say-lent.ts'
import { useUndoHandover } from '../handover/use-undo-handover.ts'
import { useSayHolders } from '../preparation/claim-button.tsx'
import { usePrintLabels } from '../preparation/use-print-labels.ts'

/** « mardi 24 novembre à 15 h » */
export const useSayWhen = (): ((slot: SlotKey) => string) => {
  const words = useWords(orderWords)
  const format = useFormats()
  return ({ date, time }) => words.at(format.date(date), format.time(time))
}

/** Moves an order; answers whether it is saved. Also asked where a patron did not come. */
export const useMoveOrder = (): ((order: Order, to: SlotKey) => Promise<boolean>) => {
  const words = useWords(orderWords)
  const act = useAct()
  const sayWhen = useSayWhen()
  return async (order, to) => {
    const said = words.moved(order.number, sayWhen(to))
    return (await act({ kind: 'reschedule-order', orderId: order.id, from: order.slot, to }, said)).kind === 'saved'
  }
}

/** HO-7: the order's handover of today, whichever tablet made it, and its undo; undefined where there is none. */
const useHandedOver = () => {
  const words = useWords(handoverWords)
  const undo = useUndoHandover()
  const { date } = useNow()
  return (order: Order, say: (said: string) => void) => {
    const target = undoOfOrder(order, date)
    if (target === undefined) return undefined
    const undoIt = async (): Promise<void> => {
      if (await undo(target)) say(words.undone)
    }
    return { words, target, undo: undoIt }
  }
}

interface Done {
  readonly said: string
  /** undefined: the sheet itself shows what to do next. */
  readonly undo: Operation | undefined
}

/** undefined: the tablet does not hold this order. */
export const useOrderSheet = (id: string) => {
  const desk = useDesk()
  const words = useWords(orderWords)
  const act = useAct()
  const sayWhen = useSayWhen()
  const format = useFormats()
  const naming = useNaming()
  const move = useMoveOrder()
  const sayHolders = useSayHolders()
  const language = useLanguage()
  const printLabels = usePrintLabels()
  const handedOver = useHandedOver()
  const linesOf = useLines(words)
  const settings = useSettings()
  const now = useNow()
  const { state, calls } = useSnapshot()
  const [done, setDone] = useState<Done | undefined>(undefined)
  /** SLOT-5: a slot that was asked for, and why it needs a reason. */
  const [beyond, setBeyond] = useState<{ readonly slot: SlotKey; readonly sentence: string } | undefined>(undefined)
  const order = state.get('order', toOrderId(id))
  if (order === undefined) return undefined
  const patron = state.get('patron', order.card)
  const shown = shownState(state, order, now)

  const kept = settings === undefined ? undefined : keptUntil(settings, order)
  const isToPrepare = answersOfShown(shown).isToPrepare
  const holders = state.get('claim', formatClaimScope({ kind: 'order', orderId: order.id }))?.holders ?? []
  const broughtBy = order.brought === undefined ? undefined : state.get('device', order.brought.deviceId)
  const arrivals = standingArrivals(order).map(({ operationId }) => operationId)
  /** Saves, and says it where it was done. */
  const change = async (operation: Operation, said: string, undo: Operation | undefined): Promise<boolean> => {
    const result = await act(operation, said)
    if (result.kind === 'saved') setDone({ said, undo })
    return result.kind === 'saved'
  }
  /** What the caller asked for is done: a call in which nothing else was said does not wait for the next one. */
  const endEmptyCall = (): void => {
    const call = callInHand(calls)
    if (call?.card === order.card && call.lines.length === 0 && call.changing === undefined && !isToCallBack(call))
      desk.keepCall(call.orderId, undefined).catch(() => undefined)
  }
  return {
    words,
    order,
    shown,
    name: patron === undefined || !hasName(patron) ? formatCardEnd(order.card) : `${patron.firstName} ${patron.surname}`.trim(),
    card: formatCardEnd(order.card),
    when: sayWhen(order.slot),
    bays: baysOf(order),
    ...linesOf(order, change),
    isOpen: isOpen(order),
    /** When the pile of somebody who did not come stops waiting for them (ABS-2). */
    kept: kept === undefined || answersOfShown(shown).pile !== 'kept' ? '' : words.backOnShelf(format.date(kept)),
    /** Whether it still is to be prepared, and who took it for that. */
    isToPrepare,
    holders,
    broughtBy: broughtBy === undefined ? '' : words.broughtBy(format.tablet(broughtBy)),
    inHandsOf: isToPrepare && holders.length > 0 ? words.holds(sayHolders(holders)) : '',
    /** Something of it can be handed over now. */
    hasPile: canBeCollected(order) && order.lines.some((line) => standingLinePicks(order, line.id).length > 0),
    handedOver: handedOver(order, (said) => setDone({ said, undo: undefined })),
    mayRenew: mayRenew(order),
    /** One label alone, for the one that is lost or came out badly (PULL-7). */
    printLabel: async () => {
      await printLabels([order])
      setDone({ said: words.labelSent, undo: undefined })
    },
    done,
    move: async (to: SlotKey) => {
      if (!(await move(order, to))) return
      endEmptyCall()
      const undo: Operation = { kind: 'reschedule-order', orderId: order.id, from: to, to: order.slot }
      setDone({ said: words.moved(order.number, sayWhen(to)), undo })
    },
    change,
    undoArrival:
      isOpen(order) && arrivals.length > 0
        ? () =>
            void change(
              { kind: 'undo-arrival', orderId: order.id, arrivals, happened: { date: now.date, time: now.time } },
              words.arrivalUndone(order.number),
              undefined,
            )
        : undefined,
    cancel: async (reason: string) => {
      if (await change({ kind: 'cancel-order', orderId: order.id, reason }, words.cancelled(order.number), undefined)) endEmptyCall()
    },
    mayRestore: settings !== undefined && mayRestore(settings, order, now),
    beyond: beyond?.sentence,
    keepWithin: () => setBeyond(undefined),
    /** Without a reason, what goes beyond SLOT-5 asks for one; with it, the slot that was asked for is taken. */
    renew: async (wanted: SlotKey | undefined, overrideReason: string | undefined) => {
      const slot = wanted ?? beyond?.slot
      if (settings === undefined || slot === undefined) return
      const orderId = desk.newOrderId()
      const judged = judgePlacing(state, renewOrder(order, settings, { orderId, number: '', slot, now, overrideReason }), now)
      if (!judged.ok && isOrderLimit(judged.refusal)) {
        const { sayRefusal } = await import('../../../locale/refusals.ts')
        const { sentence } = sayRefusal(language, judged.refusal, naming)
        announce(`${sentence} ${words.beyondWhy}`)
        return setBeyond({ slot, sentence })
      }
      const number = keepsNumber(state.all('order'), order, { ...order, slot }) ? order.number : await desk.nextOrderNumber()
      const request = renewOrder(order, settings, { orderId, number, slot, now, overrideReason })
      const result = await act(request, words.renewed(number, sayWhen(slot)))
      if (result.kind !== 'saved') return
      setBeyond(undefined)
      endEmptyCall()
      location.hash = hrefOf('order', request.orderId)
    },
    undo: async () => {
      if (done?.undo === undefined) return
      const result = await act(done.undo, words.undone)
      if (result.kind === 'saved') setDone({ said: words.undone, undo: undefined })
    },
  }
}
export type OrderSheetView = NonNullable<ReturnType<typeof useOrderSheet>>

type Change = (operation: Operation, said: string, undo: Operation | undefined) => Promise<boolean>

/**
 * The lines, and what is taken out of them (PHONE-15): by a press, and back by another; titles are added in the screen of a call, which
 * searches, judges and reads back.
 */
const useLines = (words: OrderWords) => {
  const desk = useDesk()
  const format = useFormats()
  const naming = useNaming()
  const sayLent = useSayLent()
  const now = useNow()
  const { state, calls } = useSnapshot()
  return (order: Order, change: Change) => {
    const lentByLine = lentElsewhere(state, order)
    /** « pris par Paul à 9 h 12 »: a colleague who takes over knows whom to ask. */
    const sayLine = (line: OrderLine, became: LineState): string => {
      const pick = became.kind === 'picked' ? order.facts.find((fact) => fact.operationId === became.pick) : undefined
      return pick === undefined
        ? words.lineStates[became.kind === 'second-pass' && !isForSecondPass(line, became) ? 'to-pick' : became.kind]
        : words.takenBy(naming.author(pick), format.time(pick.happened.time))
    }
    /** ILS-4: the ILS's day stands, and is sooner than the receipt said. */
    const saySooner = (became: LineState): string => {
      const due = became.kind === 'handed-over' && soonerDueOf(state, { operationId: became.handover, barcode: became.barcode })
      return due ? words.dueSooner(format.date(due.dueOn)) : ''
    }
    const nameLine = ({ id, wanted }: OrderLine) => {
      const record = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)
      return {
        id,
        title: wanted.kind === 'wish' ? wanted.text : (record?.title ?? wanted.recordId),
        author: record?.author ?? '',
      }
    }
    const remove = async (line: OrderLine, title: string): Promise<void> => {
      const removes = [{ id: line.id, wanted: line.wanted }]
      const request: ChangeLines = { kind: 'change-lines', orderId: order.id, removes, adds: [], overrideReason: undefined }
      await change(request, words.removed(title), undoChange(request))
    }
    const mayRemove = isOpen(order) && order.lines.length > 1
    const waiting = order.removed === undefined ? [] : itemsToReshelve(state, now.date).map(({ barcode }) => barcode)
    const inHand = callInHand(calls)
    return {
      lines: order.lines.map((line) => {
        const became = lineState(order, line)
        const lentSince = lentByLine.get(line.id)
        const said = nameLine(line)
        return {
          ...said,
          state: sayLine(line, became),
          /** It left by the ordinary desk, and since when (ORD-4); empty where it did not. */
          lent: lentSince === undefined ? '' : sayLent(lentSince),
          sooner: saySooner(became),
          isThere: lentSince === undefined && (became.kind === 'picked' || became.kind === 'handed-over'),
          remove: mayRemove ? () => void remove(line, said.title) : undefined,
        }
      }),
      /** Taken out of the order, and still on its pile. */
      toReshelve: (order.removed ?? [])
        .filter(({ id }) => standingLinePicks(order, id).some(({ barcode }) => barcode !== undefined && waiting.includes(barcode)))
        .map(nameLine),
      /** Why no title can be added now. */
      addingRefused: inHand !== undefined && callsAside(calls).length >= mostAside ? words.asideFull : undefined,
      /** PHONE-8: in the screen of a call, which puts the one in hand aside. */
      add: async (): Promise<void> => {
        if (inHand !== undefined) await desk.keepCall(inHand.orderId, { ...inHand, asideAt: now.at })
        const orderId = desk.newOrderId()
        await desk.keepCall(orderId, {
          orderId,
          number: order.number,
          card: order.card,
          name: '',
          lines: [],
          slot: order.slot,
          callBackNumber: '',
          startedAt: now.at,
          asideAt: undefined,
          changing: { orderId: order.id, removes: [] },
        })
        location.hash = hrefOf('call')
      },
    }
  }
}

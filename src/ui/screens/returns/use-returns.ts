/**
 * Retours: each scan is a return, kept at once; then what rests in quarantine and what goes back to its shelf today (RET-1 to RET-3).
 * Runs in the browser. A return is never refused, and asks first where somebody’s pile has the document (RET-10); one scanned by mistake is taken back from its row (RET-7).
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ItemBarcode, OperationId } from '../../../domain/ids.ts'
import { minutesBetween } from '../../../domain/instant.ts'
import type { IlsWants } from '../../../domain/item/item.ts'
import { wantedByIls } from '../../../domain/item/item-state.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { baysOf } from '../../../domain/order/order.ts'
import { type ItemToReshelve, itemsInQuarantine, itemsToReshelve } from '../../../domain/return/items-to-reshelve.ts'
import { buildReturnItem, judgeReturn, type Waiting } from '../../../domain/return/judge-return.ts'
import { returnsToday, undoableReturns } from '../../../domain/return/returns-today.ts'
import { returnsWords } from '../../../locale/en/returns.ts'
import type { ReturnsWords } from '../../../locale/fr/returns.ts'
import { answerScan } from '../../answer-scan.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { useCatalogueSearch } from '../../use-catalogue-search.ts'
import {
  announce,
  useAct,
  useDesk,
  useDocuments,
  useFormats,
  useFromState,
  useNaming,
  useNow,
  useSettings,
  useSnapshot,
  useWords,
} from '../../use-desk.ts'
import { useScan } from '../../use-scan.ts'

type ReturnsAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'wanted'; readonly sentence: string; readonly nextStep: string }
  | { readonly kind: 'again' | 'undone'; readonly sentence: string }
  /** RET-10: nothing is recorded before somebody answers. */
  | { readonly kind: 'on-pile'; readonly sentence: string; readonly barcode: ItemBarcode }
  | { readonly kind: 'reshelved'; readonly sentence: string; readonly barcode: ItemBarcode; readonly reshelving: OperationId }
  | { readonly kind: 'card'; readonly sentence: string; readonly nextStep: string; readonly scan: IdentifiedScan }
  | { readonly kind: 'unknown'; readonly sentence: string; readonly nextStep: string }

/** RET-2, RET-3: the document still rests when its patron comes. Another copy serves, or the patron is called. */
const sayInstead = (words: ReturnsWords, { order, otherCopy }: Waiting): string =>
  otherCopy === undefined
    ? words.callInstead(order.callBackNumber ?? '')
    : words.otherCopy([otherCopy.callNumber, otherCopy.location].filter((part) => part !== '').join(', '))

/** From so many letters on a text is searched as a title; a code is rarely more than two. */
const fewestLetters = 3

const hasTitle = (typed: string): boolean => (typed.match(/\p{L}/gu) ?? []).length >= fewestLetters

/** Rows shown before « Voir les autres ». */
const shownAtFirst = 10

/** A second scan of one document within this is not a second return. */
const oneReturnMinutes = 15

/** RET-7: today's, as the rows have them, and who waits for each now (RET-3). */
const useReturnedToday = () => {
  const { date } = useNow()
  const words = useWords(returnsWords)
  const format = useFormats()
  const naming = useNaming()
  const settings = useSettings()
  const [isWhole, setWhole] = useState(false)
  const all = useFromState((state) => returnsToday(state, date), date)
  const shown = isWhole ? all : all.slice(0, shownAtFirst)
  const documentOf = useDocuments(shown.map(({ barcode }) => barcode))
  const waitingOf = useFromState(
    (state) => new Map(shown.map(({ barcode }) => [barcode, settings && judgeReturn(state, settings, barcode, date).waiting] as const)),
    settings,
    date,
    all,
    isWhole,
  )
  const sayWaiting = ({ order: { card, number, slot }, restsTooLong }: Waiting): string =>
    words[restsTooLong ? 'wantedTooSoon' : 'wanted'](
      naming.patron(card),
      number,
      words.slot(format.date(slot.date), format.time(slot.time)),
    )
  const sayEnd = (until: LocalDate | undefined): string => (until === undefined ? words.free : words.quarantine(format.date(until)))
  const lines = shown.map(({ barcode, fact, wasLent }) => {
    const waiting = waitingOf.get(barcode)
    return {
      barcode,
      title: documentOf(barcode)?.title ?? words.unknownTitle(barcode),
      who: naming.author(fact),
      at: format.time(fact.happened.time),
      end: sayEnd(fact.quarantineUntil),
      /** Who waits for it (RET-3); undefined when nobody does. */
      wanted: waiting && sayWaiting(waiting),
      wasLent,
      /** What an undo names. */
      returning: fact.operationId,
    }
  })
  return { all, lines, showOthers: () => setWhole(true), sayWaiting, sayEnd }
}

/** What is no document: a card says whose it is. */
const answerOther = (
  words: ReturnsWords,
  naming: ReturnType<typeof useNaming>,
  scan: Exclude<IdentifiedScan, { readonly kind: 'item' }>,
) =>
  scan.kind === 'card'
    ? { kind: 'card' as const, sentence: words.cardOf(naming.patron(scan.card)), nextStep: words.cardNext, scan }
    : {
        kind: 'unknown' as const,
        sentence: words.wrongScan,
        nextStep: words.wrongScanNext(scan.kind === 'order' ? scan.number : scan.text),
      }

export const useReturns = () => {
  const desk = useDesk()
  const act = useAct()
  const now = useNow()
  const words = useWords(returnsWords)
  const format = useFormats()
  const naming = useNaming()
  const { state } = useSnapshot()
  const field = useRef<HTMLInputElement>(null)
  const [bin, setBin] = useState('')
  const [answer, setAnswer] = useState<ReturnsAnswer>({ kind: 'none' })
  /** Scanned in this visit: who scanned it has it in hand. */
  const inHand = useRef(new Set<OperationId>())
  const { all, lines, showOthers, sayWaiting, sayEnd } = useReturnedToday()
  const isInHand = (returning: OperationId): boolean => inHand.current.has(returning)
  const focusField = (): void => field.current?.focus({ preventScroll: true })
  useEffect(focusField, [])

  const toReshelve = useFromState((all) => itemsToReshelve(all, now.date), now.date)
  const resting = useFromState((all) => itemsInQuarantine(all, now.date), now.date)
  const documentOf = useDocuments([...toReshelve, ...resting].map(({ barcode }) => barcode))
  const titleOf = (barcode: ItemBarcode): string => documentOf(barcode)?.title ?? words.unknownTitle(barcode)

  /** `isMeant`: somebody answered that it comes back from a pile all the same (RET-10). */
  const take = async (barcode: ItemBarcode, isMeant = false): Promise<void> => {
    const settings = state.get('settings', 'settings')
    if (settings === undefined) return
    setAnswer({ kind: 'none' })
    const found = await desk.findItem(barcode)
    const judged = judgeReturn(
      desk.snapshot.state,
      settings,
      barcode,
      now.date,
      found === undefined ? new Map() : new Map([[barcode, found]]),
    )
    const title = judged.title ?? words.unknownTitle(barcode)
    const { date, time, at } = desk.now()
    const last = undoableReturns(desk.snapshot.state.get('item', barcode), date).at(-1)
    if (last !== undefined && minutesBetween(last.at, at) < oneReturnMinutes) {
      const sentence = words.again(title, format.time(last.happened.time))
      setAnswer({ kind: 'again', sentence })
      announce(sentence)
      answerScan('already-scanned')
      return
    }
    if (judged.pileOf !== undefined && !isMeant) {
      const bays = baysOf(judged.pileOf).map(String)
      const sentence = words.onPile(title, judged.pileOf.number, bays.length, format.list(bays))
      setAnswer({ kind: 'on-pile', sentence, barcode })
      announce(`${sentence}. ${words.onPileNext}`)
      answerScan('refused')
      return
    }
    const end = sayEnd(judged.quarantineUntil)
    const result = await act(
      buildReturnItem(judged, { date, time }, bin.trim() === '' ? undefined : bin.trim()),
      words.accepted(title, end),
      [`${title} (${barcode}), ${end}`],
    )
    if (result.kind !== 'saved') return answerScan('refused')
    inHand.current.add(result.operationId)
    const { waiting } = judged
    if (waiting === undefined) {
      setAnswer({ kind: 'none' })
      answerScan('accepted')
    } else {
      const nextStep = waiting.restsTooLong ? `${sayWaiting(waiting)}. ${sayInstead(words, waiting)}` : sayWaiting(waiting)
      setAnswer({ kind: 'wanted', sentence: words.wantedTitle(title), nextStep })
      announce(`${words.wantedTitle(title)}. ${nextStep}`)
      answerScan('order-complete')
    }
  }

  const hear = async (scan: IdentifiedScan): Promise<void> => {
    if (scan.kind === 'item') await take(scan.barcode)
    else {
      const wrong = answerOther(words, naming, scan)
      setAnswer(wrong)
      announce(`${wrong.sentence}. ${wrong.nextStep}`)
      answerScan('unknown')
    }
    focusField()
  }

  return {
    words,
    format,
    field,
    ...useTyped(hear),
    bin,
    setBin,
    lines,
    /** Scanned in this visit. */
    count: all.filter(({ fact }) => isInHand(fact.operationId)).length,
    others: all.length - lines.length,
    showOthers,
    answer,
    toReshelve,
    resting,
    documentOf,
    titleOf,
    ...useIlsWants(lines.filter(({ returning }) => isInHand(returning))),
    /** RET-4: scanned by mistake. The document is where it was before. */
    undone: (title: string) => {
      setAnswer({ kind: 'undone', sentence: words.takeBack['return-item'].said(title) })
      // The button left with its row.
      focusField()
    },
    returnAnyway: (barcode: ItemBarcode) => take(barcode, true).then(focusField),
    forget: () => {
      setAnswer({ kind: 'none' })
      focusField()
    },
    ...useReshelving(titleOf, setAnswer),
  }
}

/** RET-9: where else than to its shelf a document goes, as soon as the ILS has said it. */
const useIlsWants = (lines: ReturnType<typeof useReturnedToday>['lines']) => {
  const words = useWords(returnsWords)
  const { state } = useSnapshot()
  const sayWants = (wants: IlsWants | undefined): string | undefined => wants && words.ilsWants[wants.next](wants.words)
  const wantedThere = (barcode: ItemBarcode): string | undefined => sayWants(wantedByIls(state.get('item', barcode)))
  // It may lie in a bin by now: the words come with a sound.
  const heard = useRef(new Set<OperationId>())
  const fresh = lines.filter(({ barcode, returning }) => wantedThere(barcode) !== undefined && !heard.current.has(returning))
  useEffect(() => {
    if (fresh.length === 0) return
    for (const { returning } of fresh) heard.current.add(returning)
    announce(fresh.map(({ barcode, title }) => `${title}. ${wantedThere(barcode)}`).join(' '))
    answerScan('order-complete')
  })
  return { sayWants, wantedThere }
}

/** What is typed: a code, judged at Enter as a scan is, or a title, searched at each letter (RET-5). */
const useTyped = (hear: (scan: IdentifiedScan) => Promise<void>) => {
  const desk = useDesk()
  const [text, setText] = useState('')
  const toEar = useScan(hear)
  const isTitle = (typed: string): boolean => hasTitle(typed) && desk.judgeTyped(typed.trim()).kind === 'unrecognised'
  return {
    text,
    setText,
    type: (typed: string) => {
      if (isTitle(typed)) return
      setText('')
      toEar(desk.judgeTyped(typed))
    },
    byTitle: useCatalogueSearch(isTitle(text) ? text.trim() : ''),
    /** As if its label had been scanned. */
    returnByTitle: (barcode: ItemBarcode) => {
      setText('')
      return hear({ kind: 'item', barcode, by: 'typed' })
    },
  }
}

/** What goes back to its shelf: ticked, and a tick by mistake taken back (RET-2). */
const useReshelving = (titleOf: (barcode: ItemBarcode) => string, setAnswer: (answer: ReturnsAnswer) => void) => {
  const act = useAct()
  const now = useNow()
  const words = useWords(returnsWords)
  const naming = useNaming()
  return {
    sayReason: ({ reason }: ItemToReshelve): string =>
      reason.kind === 'returned' ? words.reasons.returned : words.reasons[reason.kind](naming.order(reason.orderId)),
    reshelve: async (barcode: ItemBarcode) => {
      const title = titleOf(barcode)
      setAnswer({ kind: 'none' })
      const result = await act({ kind: 'reshelve-item', barcode, happened: { date: now.date, time: now.time } }, words.reshelved(title), [
        `${words.reshelved(title)} (${barcode})`,
      ])
      if (result.kind === 'saved')
        setAnswer({ kind: 'reshelved', sentence: words.reshelved(title), barcode, reshelving: result.operationId })
    },
  }
}

export type Returns = ReturnType<typeof useReturns>

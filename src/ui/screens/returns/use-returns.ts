/**
 * Retours: each scan is a return, kept at once; then what rests in quarantine and what goes back to its shelf today (RET-1 to RET-3).
 * Runs in the browser. A return is never refused; one scanned by mistake is taken back from its row (RET-4).
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ItemBarcode, OperationId } from '../../../domain/ids.ts'
import type { IlsWants } from '../../../domain/item/item.ts'
import { wantedByIls } from '../../../domain/item/item-state.ts'
import { type ItemToReshelve, itemsInQuarantine, itemsToReshelve } from '../../../domain/return/items-to-reshelve.ts'
import { buildReturnItem, judgeReturn, type Waiting } from '../../../domain/return/judge-return.ts'
import { returnsWords } from '../../../locale/en/returns.ts'
import type { ReturnsWords } from '../../../locale/fr/returns.ts'
import { announce } from '../../announcer.ts'
import { answerScan } from '../../answer-scan.ts'
import type { IdentifiedScan } from '../../identify-number.ts'
import { useAct } from '../../use-act.ts'
import { useCatalogueSearch } from '../../use-catalogue-search.ts'
import { useDesk, useFromState, useNow, useSnapshot } from '../../use-desk.ts'
import { useDocuments } from '../../use-documents.ts'
import { useNaming } from '../../use-naming.ts'
import { useScan } from '../../use-scan.ts'
import { useFormats, useWords } from '../../use-words.ts'

/** One return of this visit, newest first. */
export interface ReturnedLine {
  readonly barcode: ItemBarcode
  readonly title: string
  readonly at: string
  readonly end: string
  /** Who waits for it (RET-3); undefined when nobody does. */
  readonly wanted: string | undefined
  readonly wasLent: boolean
  /** What an undo names. */
  readonly returning: OperationId
}

export type ReturnsAnswer =
  | { readonly kind: 'none' }
  | { readonly kind: 'wanted'; readonly sentence: string; readonly nextStep: string }
  | { readonly kind: 'again' | 'undone'; readonly sentence: string }
  | { readonly kind: 'reshelved'; readonly sentence: string; readonly barcode: ItemBarcode; readonly reshelving: OperationId }
  | { readonly kind: 'unknown'; readonly sentence: string; readonly nextStep: string }

/** RET-2, RET-3: the document still rests when its patron comes. Another copy serves, or the patron is called. */
const sayInstead = (words: ReturnsWords, { order, otherCopy }: Waiting): string =>
  otherCopy === undefined
    ? words.callInstead(order.callBackNumber ?? '')
    : words.otherCopy([otherCopy.callNumber, otherCopy.location].filter((part) => part !== '').join(', '))

/** From so many letters on a text is searched as a title; a code is rarely more than two. */
const fewestLetters = 3

const hasTitle = (typed: string): boolean => (typed.match(/\p{L}/gu) ?? []).length >= fewestLetters

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
  const [lines, setLines] = useState<readonly ReturnedLine[]>([])
  const [answer, setAnswer] = useState<ReturnsAnswer>({ kind: 'none' })
  // What the next scan compares with: two may come between two renders.
  const latest = useRef<readonly ReturnedLine[]>([])
  useEffect(() => field.current?.focus({ preventScroll: true }), [])

  const toReshelve = useFromState((all) => itemsToReshelve(all, now.date), now.date)
  const resting = useFromState((all) => itemsInQuarantine(all, now.date), now.date)
  const documentOf = useDocuments([...toReshelve, ...resting].map(({ barcode }) => barcode))
  const titleOf = (barcode: ItemBarcode): string => documentOf(barcode)?.title ?? words.unknownTitle(barcode)

  const take = async (barcode: ItemBarcode): Promise<void> => {
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
    if (latest.current.some((line) => line.barcode === barcode) && judged.wasOutTo.length === 0) {
      setAnswer({ kind: 'again', sentence: words.again(title) })
      announce(words.again(title))
      answerScan('already-scanned')
      return
    }
    const { date, time } = desk.now()
    const end = judged.quarantineUntil === undefined ? words.free : words.quarantine(format.date(judged.quarantineUntil))
    const result = await act(
      buildReturnItem(judged, { date, time }, bin.trim() === '' ? undefined : bin.trim()),
      words.accepted(title, end),
      [`${title} (${barcode}), ${end}`],
    )
    if (result.kind !== 'saved') return answerScan('refused')
    const { waiting } = judged
    const wanted =
      waiting === undefined
        ? undefined
        : words[waiting.restsTooLong ? 'wantedTooSoon' : 'wanted'](
            naming.patron(waiting.order.card),
            waiting.order.number,
            words.slot(format.date(waiting.order.slot.date), format.time(waiting.order.slot.time)),
          )
    const wasLent = judged.wasOutTo.length > 0
    const line: ReturnedLine = { barcode, title, at: format.time(time), end, wanted, wasLent, returning: result.operationId }
    latest.current = [line, ...latest.current]
    setLines(latest.current)
    if (wanted === undefined) {
      setAnswer({ kind: 'none' })
      answerScan('accepted')
    } else {
      const nextStep = waiting?.restsTooLong === true ? `${wanted}. ${sayInstead(words, waiting)}` : wanted
      setAnswer({ kind: 'wanted', sentence: words.wantedTitle(title), nextStep })
      announce(`${words.wantedTitle(title)}. ${nextStep}`)
      answerScan('order-complete')
    }
  }

  const hear = async (scan: IdentifiedScan): Promise<void> => {
    if (scan.kind === 'item') await take(scan.barcode)
    else {
      const read = scan.kind === 'card' ? scan.card : scan.kind === 'order' ? scan.number : scan.text
      setAnswer({ kind: 'unknown', sentence: words.wrongScan, nextStep: words.wrongScanNext(read) })
      announce(`${words.wrongScan}. ${words.wrongScanNext(read)}`)
      answerScan('unknown')
    }
    field.current?.focus({ preventScroll: true })
  }

  return {
    words,
    format,
    field,
    ...useTyped(hear),
    bin,
    setBin,
    lines,
    answer,
    toReshelve,
    resting,
    documentOf,
    titleOf,
    ...useIlsWants(lines),
    /** RET-4: scanned by mistake. The document is where it was before. */
    undo: async ({ barcode, title, returning }: ReturnedLine) => {
      setAnswer({ kind: 'none' })
      const { date, time } = desk.now()
      const said = words.returnUndone(title)
      const result = await act({ kind: 'undo-return', barcode, returning, happened: { date, time } }, said)
      if (result.kind !== 'saved') return
      latest.current = latest.current.filter((line) => line.returning !== returning)
      setLines(latest.current)
      setAnswer({ kind: 'undone', sentence: said })
      // The button left with its row.
      field.current?.focus({ preventScroll: true })
    },
    ...useReshelving(titleOf, setAnswer),
  }
}

/** RET-9: where else than to its shelf a document goes, as soon as the ILS has said it. */
const useIlsWants = (lines: readonly ReturnedLine[]) => {
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
    /** A tick by mistake: the document waits to be reshelved as it did, and for the same reason. */
    backToReshelve: async ({ barcode, reshelving }: Extract<ReturnsAnswer, { readonly kind: 'reshelved' }>) => {
      const happened = { date: now.date, time: now.time }
      const said = words.backToReshelve(titleOf(barcode))
      const result = await act({ kind: 'unreshelve-item', barcode, reshelving, happened }, said)
      if (result.kind === 'saved') setAnswer({ kind: 'none' })
    },
  }
}

export type Returns = ReturnType<typeof useReturns>

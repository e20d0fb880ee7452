/**
 * The titles that a caller may mean, as one types, with the row that Enter takes. Runs in the browser.
 */
import { type Signal, useSignal } from '@preact/signals'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { msPerDay } from '../../../domain/instant.ts'
import { availabilityOf, linesWaiting } from '../../../domain/item/availability.ts'
import type { BibliographicRecord } from '../../../domain/item/record.ts'
import type { LocalMoment } from '../../../domain/local-date.ts'
import { equivalentsAmong } from '../../../domain/pull-list/find-equivalents.ts'
import type { CatalogueFilter } from '../../../domain/search/catalogue-findings.ts'
import { callWords } from '../../../locale/en/call.ts'
import { useCatalogueSearch } from '../../use-catalogue-search.ts'
import { announce, useDesk, useFormats, useFromState, useNow, useWords } from '../../use-desk.ts'
import { useSayCatalogue } from '../../use-say-catalogue.ts'

/** What the ILS said is old after that. Milliseconds. */
const oldAfterMs = msPerDay

/** What is looked for: as typed, or instead of a title (PHONE-5). */
export interface TitleAsked {
  readonly text: Signal<string>
  readonly instead: Signal<BibliographicRecord | undefined>
}

/** Whoever holds it is not drawn again at each letter: only who reads it is. */
export const useTitleAsked = (): TitleAsked => {
  const text = useSignal('')
  const instead = useSignal<BibliographicRecord | undefined>(undefined)
  return useMemo(() => ({ text, instead }), [])
}

export const askTitle = ({ text, instead }: TitleAsked, typed: string, insteadOf?: BibliographicRecord): void => {
  text.value = typed
  instead.value = insteadOf
}

/** `given`: what the search is narrowed to besides (screens/search). */
export const useTitleSearch = (asked: TitleAsked, given?: CatalogueFilter) => {
  const words = useWords(callWords)
  const [lit, setLit] = useState(0)
  const text = asked.text.value
  const instead = asked.instead.value
  const sayAvailability = useSayAvailability()
  const sayCatalogue = useSayCatalogue()
  const query = (instead?.author ?? text).trim()
  const location = instead?.copies[0]?.location
  const filter = useMemo(() => (location === undefined ? given : { ...given, location }), [location, given])
  const answer = useCatalogueSearch(query, filter)
  const found = query === '' || answer.kind !== 'found' ? undefined : answer.findings
  const records = useMemo(() => {
    const all = found?.records ?? []
    return instead === undefined ? all : equivalentsAmong(instead, all, (record) => sayAvailability(record).isThere)
  }, [found, instead, sayAvailability])
  const first = records[0]?.title
  // With the rows, not after them: an Enter that takes one of them is answered later than they are.
  useLayoutEffect(() => {
    setLit(0)
    if (found !== undefined) announce([words.results(found.total), first].filter(Boolean).join('. '))
  }, [found])
  return {
    text,
    type: (typed: string): void => askTitle(asked, typed),
    /** What `records` answer to: fewer letters, maybe, than are typed. */
    answered: answer.kind === 'found' ? answer.query : '',
    instead,
    found,
    /** Why the catalogue says nothing; empty: it answers. */
    unanswered: query !== '' && (answer.kind === 'absent' || answer.kind === 'failed') ? sayCatalogue(answer.kind) : '',
    /** What is typed has been searched: an answer to fewer letters may still be shown. */
    isAnswered: answer.kind === 'found' && answer.query === query,
    records,
    lit,
    move: (by: number): void => {
      const to = Math.max(0, Math.min(records.length - 1, lit + by))
      setLit(to)
      announce(records[to]?.title ?? '')
    },
    /** The next one that is not asked for yet. */
    passOn: (isAsked: (record: BibliographicRecord) => boolean): void => {
      const next = records.findIndex((record, n) => n > lit && !isAsked(record))
      if (next !== -1) setLit(next)
    },
  }
}
export type TitleSearch = ReturnType<typeof useTitleSearch>

/** The row that is lit, if any, and the field where Enter was pressed. */
type Take = (record: BibliographicRecord | undefined, field: HTMLInputElement) => void

/**
 * Enter takes what answers to all that is typed: the lit row, or, pressed before the answer is here, its first row. Whoever types faster
 * than a slow tablet searches need not press twice.
 */
export const useEnter = ({ text, isAnswered, records, lit }: TitleSearch, take: Take): ((field: HTMLInputElement) => void) => {
  const pressed = useRef<{ readonly text: string; readonly field: HTMLInputElement } | undefined>(undefined)
  useEffect(() => {
    const { current } = pressed
    if (current === undefined) return
    if (current.field.value !== current.text) pressed.current = undefined
    else if (current.text === text && isAnswered) {
      pressed.current = undefined
      take(records[0], current.field)
    }
  }, [text, isAnswered])
  return (field) => {
    // The last letter may stand in the field alone yet.
    if (field.value === text && (isAnswered || text.trim() === '')) take(records[lit], field)
    else pressed.current = { text: field.value, field }
  }
}

export interface SaidAvailability {
  readonly text: string
  readonly isThere: boolean
  readonly isLent?: boolean
  /** The ILS said it more than a day ago: it may have changed since. */
  readonly isOld?: boolean
  /** No copy may leave: it is looked for in vain. */
  readonly isStaying?: boolean
}

/** What is said of each title's copies, and of when that is (PHONE-4). */
export const useSayAvailability = (): ((record: BibliographicRecord) => SaidAvailability) => {
  const words = useWords(callWords).available
  const desk = useDesk()
  const format = useFormats()
  const now = useNow()
  const { waiting, state } = useFromState((rows) => ({ waiting: linesWaiting(rows), state: rows }))
  const asOf = state.get('catalogue', 'catalogue')?.loansAsOf
  const isOld = asOf !== undefined && now.at - asOf > oldAfterMs
  const local = asOf === undefined ? undefined : desk.toLocal(asOf)
  const seen = local === undefined ? '' : isOld ? words.seenOn(format.dayAndMonth(local.date)) : words.seenAt(format.time(local.time))
  const sayAge = ({ date, time }: LocalMoment): string =>
    date === now.date ? words.seenAt(format.time(time)) : words.seenOn(format.dayAndMonth(date))
  const say = (record: BibliographicRecord): SaidAvailability => {
    const found = availabilityOf(state, record, waiting.get(record.id) ?? 0, now.date)
    switch (found.kind) {
      case 'on-shelf':
        return { text: words.onShelf(found.count, seen), isThere: true, isOld }
      case 'returned':
        return { text: words.returned(found.count, sayAge(found.at)), isThere: true }
      case 'unknown':
        return { text: words.unknown(found.copies), isThere: found.copies > 0 }
      case 'awaited':
        return { text: words.awaited, isThere: false }
      case 'in-quarantine':
        return { text: words.inQuarantine(format.dayAndMonth(found.until)), isThere: false }
      case 'set-aside':
        return { text: words.setAside, isThere: false }
      case 'reference-only':
      case 'not-there':
        return { text: words[found.kind], isThere: false, isStaying: true }
      case 'lent':
        return {
          text: found.dueOn === undefined ? words.lentElsewhere : words.lent(format.dayAndMonth(found.dueOn)),
          isThere: false,
          isLent: true,
        }
    }
  }
  // Another function only where it may say something else: rows are drawn again by that.
  return useCallback(say, [words, format, waiting, now.date, isOld, seen])
}

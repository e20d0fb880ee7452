/**
 * « sorti au bureau de prêt selon le SIGB, depuis le 24 novembre à 9 h 12 »: how screens and paper say that a document left by the
 * ordinary desk (ORD-4). Runs in the browser.
 * An ILS that gives a day and no hour means the whole day: its midnight is not said.
 */
import type { Instant } from '../domain/instant.ts'
import { fromMinutes, type LocalMoment } from '../domain/local-date.ts'
import { lentElsewhereWords } from '../locale/en/order.ts'
import type { Formats } from '../locale/formats.ts'
import type { LentElsewhereWords } from '../locale/fr/order.ts'
import { useDesk, useFormats, useNow, useWords } from './use-desk.ts'

const midnight = fromMinutes(0)

export interface SayingLent {
  readonly words: LentElsewhereWords
  readonly format: Formats
  readonly now: LocalMoment
  readonly toLocal: (at: Instant) => LocalMoment
}

export const sayLent = ({ words, format, now, toLocal }: SayingLent, since: Instant): string => {
  const { date, time } = toLocal(since)
  if (time === midnight) return words.since(words.onDay(format.date(date)))
  return words.since(date === now.date ? format.time(time) : words.onDayAt(format.date(date), format.time(time)))
}

export const useSayLent = (): ((since: Instant) => string) => {
  const saying: SayingLent = { words: useWords(lentElsewhereWords), format: useFormats(), now: useNow(), toLocal: useDesk().toLocal }
  return (since) => sayLent(saying, since)
}

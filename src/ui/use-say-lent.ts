/**
 * « sorti au bureau de prêt selon le SIGB, depuis le 24 novembre à 9 h 12 »: how screens and paper say that a document left by the
 * ordinary desk (ORD-4). Runs in the browser.
 * An ILS that gives a day and no hour means the whole day: its midnight is not said.
 */
import type { Instant } from '../domain/instant.ts'
import { fromMinutes } from '../domain/local-date.ts'
import { lentElsewhere as en } from '../locale/en/lent-elsewhere.ts'
import { lentElsewhere as fr } from '../locale/fr/lent-elsewhere.ts'
import { useDesk, useNow } from './use-desk.ts'
import { useFormats, useWords } from './use-words.ts'

const midnight = fromMinutes(0)

export const useSayLent = (): ((since: Instant) => string) => {
  const words = useWords(fr, en)
  const format = useFormats()
  const desk = useDesk()
  const today = useNow().date
  return (since) => {
    const { date, time } = desk.toLocal(since)
    if (time === midnight) return words.since(words.onDay(format.date(date)))
    return words.since(date === today ? format.time(time) : words.onDayAt(format.date(date), format.time(time)))
  }
}

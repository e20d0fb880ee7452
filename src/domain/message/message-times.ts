/**
 * When a message may leave, and until when it is of use (MSG-3, MSG-5). Runs everywhere; moments are the library's wall clock.
 */
import { msPerMinute } from '../instant.ts'
import { addDays, compareMoments, type LocalMoment, type LocalTime, minutesApart, weekdayOf } from '../local-date.ts'
import type { SlotKey } from '../slot/slot.ts'
import type { MessageKind } from './message.ts'

const at = (time: string): LocalTime => time as LocalTime

/** The defaults of the design: « prête » waits for second thoughts; the eve at 17 h; the day after at 9 h; nights and Sundays are quiet. */
export const messageDefaults = {
  readyDelayMinutes: 10,
  reminderTime: at('17:00'),
  noShowTime: at('09:00'),
  quietFrom: at('20:00'),
  quietUntil: at('08:00'),
}

const sunday = 7
/** A change of an hour that is nearer than this is told at night too: minutes. */
const nearMinutes = 12 * 60

const neverHeld: readonly MessageKind[] = ['received', 'receipt']
const changes: readonly MessageKind[] = ['moved', 'cancelled', 'missing']

const isQuiet = ({ date, time }: LocalMoment): boolean =>
  weekdayOf(date) === sunday || time >= messageDefaults.quietFrom || time < messageDefaults.quietUntil

const endOfQuiet = (moment: LocalMoment): LocalMoment => {
  const isEvening = moment.time >= messageDefaults.quietUntil
  const morning: LocalMoment = { date: isEvening ? addDays(moment.date, 1) : moment.date, time: messageDefaults.quietUntil }
  return weekdayOf(morning.date) === sunday ? { ...morning, date: addDays(morning.date, 1) } : morning
}

/** MSG-5: the first moment from `moment` on when a message of this kind may leave; one that would come too late then is not held. */
export const heldUntil = (kind: MessageKind, moment: LocalMoment, slot: SlotKey | undefined, usefulUntil: LocalMoment): LocalMoment => {
  if (neverHeld.includes(kind) || !isQuiet(moment)) return moment
  if (changes.includes(kind) && slot !== undefined && minutesApart(moment, slot) <= nearMinutes) return moment
  const end = endOfQuiet(moment)
  const last = slot !== undefined && compareMoments(slot, usefulUntil) < 0 ? slot : usefulUntil
  return compareMoments(end, last) < 0 ? end : moment
}

/** Minutes after a failure until the next try, one after the other; then the last of them again and again. */
const delays = [1, 5, 15, 60]
/** After the first try nothing is tried for longer than this: a day. Milliseconds. */
const longestTryingMs = 24 * 60 * msPerMinute

/** MSG-3: milliseconds until the next try after `tries` of them; undefined: it is given up. */
export const nextTryIn = (tries: number, sinceFirstMs: number): number | undefined => {
  const wait = (delays[Math.min(tries, delays.length) - 1] ?? 0) * msPerMinute
  return sinceFirstMs + wait > longestTryingMs ? undefined : wait
}

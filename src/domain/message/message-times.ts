/**
 * When a message may leave, and until when it is of use (MSG-3, MSG-5). Runs everywhere; moments are the library's wall clock.
 */
import { msPerDay, msPerMinute } from '../instant.ts'
import {
  addDays,
  compareMoments,
  daysPerWeek,
  type LocalDate,
  type LocalMoment,
  type LocalTime,
  minutesApart,
  weekdayOf,
} from '../local-date.ts'
import type { Settings } from '../settings/settings.ts'
import type { SlotKey } from '../slot/slot.ts'
import type { AnyMessageKind } from './message.ts'

const at = (time: string): LocalTime => time as LocalTime

type MessageSetting =
  | 'messagesOff'
  | 'titlesInMail'
  | 'readyDelayMinutes'
  | 'reminderTime'
  | 'noShowTime'
  | 'quietFrom'
  | 'quietUntil'
  | 'quietDays'
  | 'mailsPerHour'
/** What the library decided of its messages; what is absent has its default. */
export type MessageSettings = Pick<Settings, MessageSetting>

export const messageDefaults: { readonly [M in MessageSetting]: NonNullable<Settings[M]> } = {
  messagesOff: [],
  titlesInMail: false,
  readyDelayMinutes: 10,
  reminderTime: at('17:00'),
  noShowTime: at('09:00'),
  quietFrom: at('20:00'),
  quietUntil: at('08:00'),
  quietDays: [7],
  mailsPerHour: 200,
}

export const messageSetting = <M extends MessageSetting>(settings: MessageSettings, member: M): NonNullable<Settings[M]> =>
  settings[member] ?? messageDefaults[member]

/** The library does not write it (MSG-12). */
export const isOff = ({ messagesOff }: Pick<Settings, 'messagesOff'>, kind: AnyMessageKind): boolean =>
  kind !== 'code' && kind !== 'guide' && messagesOff?.includes(kind) === true

/** A change of an hour that is nearer than this is told at night too: minutes. */
const nearMinutes = 12 * 60

const neverHeld: readonly AnyMessageKind[] = ['code', 'received', 'receipt']
const changes: readonly AnyMessageKind[] = ['moved', 'cancelled', 'missing']

const isQuietDay = (settings: MessageSettings, date: LocalDate): boolean => messageSetting(settings, 'quietDays').includes(weekdayOf(date))

/** Whether a quiet night, or day, covers that time; a night may cross midnight. */
export const isQuietTime = (settings: MessageSettings, time: LocalTime): boolean => {
  const [from, until] = [messageSetting(settings, 'quietFrom'), messageSetting(settings, 'quietUntil')]
  return from <= until ? time >= from && time < until : time >= from || time < until
}

const isQuiet = (settings: MessageSettings, { date, time }: LocalMoment): boolean =>
  isQuietDay(settings, date) || isQuietTime(settings, time)

const endOfQuiet = (settings: MessageSettings, moment: LocalMoment): LocalMoment => {
  const [from, until] = [messageSetting(settings, 'quietFrom'), messageSetting(settings, 'quietUntil')]
  // Where no night is quiet, a quiet day ends at midnight.
  const time = from === until ? at('00:00') : until
  const isOver = moment.time >= time
  let date = isOver ? addDays(moment.date, 1) : moment.date
  for (let n = 1; n < daysPerWeek && isQuietDay(settings, date); n++) date = addDays(date, 1)
  return { date, time }
}

/** MSG-5: the first moment from `moment` on when a message of this kind may leave; one that would come too late then is not held. */
export const heldUntil = (
  settings: MessageSettings,
  kind: AnyMessageKind,
  moment: LocalMoment,
  slot: SlotKey | undefined,
  usefulUntil: LocalMoment,
): LocalMoment => {
  if (neverHeld.includes(kind) || !isQuiet(settings, moment)) return moment
  if (changes.includes(kind) && slot !== undefined && minutesApart(moment, slot) <= nearMinutes) return moment
  const end = endOfQuiet(settings, moment)
  const last = slot !== undefined && compareMoments(slot, usefulUntil) < 0 ? slot : usefulUntil
  return compareMoments(end, last) < 0 ? end : moment
}

/** Minutes after a failure until the next try, one after the other; then the last of them again and again. */
const delays = [1, 5, 15, 60]
/** After the first try nothing is tried for longer than this: a day. Milliseconds. */
const longestTryingMs = msPerDay

/** MSG-3: milliseconds until the next try after `tries` of them; undefined: it is given up. */
export const nextTryIn = (tries: number, sinceFirstMs: number): number | undefined => {
  const wait = (delays[Math.min(tries, delays.length) - 1] ?? 0) * msPerMinute
  return sinceFirstMs + wait > longestTryingMs ? undefined : wait
}

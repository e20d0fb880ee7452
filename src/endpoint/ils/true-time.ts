/**
 * When a loan or a return truly happened, on the library's wall clock, to the millisecond where the tablet's clock can tell.
 * Pure; runs on the endpoint, which is given the wall clock.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { toInstantAt } from '../clock/to-instant-at.ts'

export interface TrueTime extends LocalMoment {
  /** Milliseconds within the minute, 0 to 59,999; 0 where only the minute is known. */
  readonly withinMinuteMs: number
  /** Orders two of them also in the hour that summer time repeats, where the wall clock goes back. */
  readonly at: Instant
}

/**
 * The press's seconds belong to what happened only when it was pressed in that very minute; what was entered afterwards (HO-10) keeps
 * its minute and nothing more. `pressedAt` is the tablet's instant corrected by its clock's offset.
 */
export const toTrueTime = (happened: LocalMoment, pressedAt: Instant, toLocal: (at: Instant) => LocalMoment): TrueTime => {
  const pressed = toLocal(pressedAt)
  const isPress = pressed.date === happened.date && pressed.time === happened.time
  // Every zone in use since 1972 is a whole number of minutes away from UTC, so seconds are the instant's own.
  const withinMinuteMs = isPress ? pressedAt % msPerMinute : 0
  return { date: happened.date, time: happened.time, withinMinuteMs, at: isPress ? pressedAt : toInstantAt(happened, toLocal) }
}

/** `yyyy-MM-dd hh-mm-ss zzz`, as the `.koc` format writes it. */
export const formatTrueTime = ({ date, time, withinMinuteMs }: Omit<TrueTime, 'at'>): string => {
  const seconds = String(Math.floor(withinMinuteMs / 1000)).padStart(2, '0')
  const milliseconds = String(withinMinuteMs % 1000).padStart(3, '0')
  return `${date} ${time.replace(':', '-')}-${seconds} ${milliseconds}`
}

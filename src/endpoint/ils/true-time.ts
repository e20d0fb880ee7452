/**
 * When a loan or a return truly happened, on the library's wall clock, to the millisecond where the tablet's clock can tell. Pure; runs on the
 * endpoint. What a person stated (HO-10) begins its minute.
 */
import { type Instant, msPerMinute } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'

export interface TrueTime extends LocalMoment {
  /** Orders two of them also in the hour that summer time repeats, where the wall clock goes back. */
  readonly at: Instant
}

/** Every zone in use since 1972 is a whole number of minutes away from UTC, so what is within the minute is the instant's own. */
export const withinMinuteMs = ({ at }: TrueTime): number => at % msPerMinute

/** `yyyy-MM-dd hh-mm-ss zzz`, as the `.koc` format writes it. */
export const formatTrueTime = (time: TrueTime): string => {
  const seconds = String(Math.floor(withinMinuteMs(time) / 1000)).padStart(2, '0')
  const milliseconds = String(withinMinuteMs(time) % 1000).padStart(3, '0')
  return `${time.date} ${time.time.replace(':', '-')}-${seconds} ${milliseconds}`
}

/**
 * A moment of lately as a screen writes it: its time, and its day where that is not today. Runs in the browser.
 */
import type { Instant } from '../domain/instant.ts'
import { useDesk, useFormats, useNow } from './use-desk.ts'

/** « 9 h 12 », and its day where it is another one. */
export const useMoment = (): ((at: Instant) => { readonly day: string | undefined; readonly time: string }) => {
  const desk = useDesk()
  const now = useNow()
  const format = useFormats()
  return (at) => {
    const { date, time } = desk.toLocal(at)
    return { day: date === now.date ? undefined : format.shortDate(date), time: format.time(time) }
  }
}

/** « lun. 23 nov. 18 h », after « depuis ». */
export const useSince = (): ((at: Instant) => string) => {
  const moment = useMoment()
  return (at) => {
    const { day, time } = moment(at)
    return day === undefined ? time : `${day} ${time}`
  }
}

/**
 * HO-10: the true time of what was handed over on paper, as it is typed and as it is understood. Runs in the browser.
 * A time that is not typed in full, or has not come yet, is none: the handover would be recorded as one of now.
 */
import { useRef, useState } from 'preact/hooks'
import type { Known } from '../../../domain/handover/take-scan.ts'
import type { LibrarianId } from '../../../domain/ids.ts'
import { compareMoments, parseLocalDate, parseLocalTime } from '../../../domain/local-date.ts'
import { useNow } from '../../use-desk.ts'

type TypedTime =
  | { readonly kind: 'off' }
  | { readonly kind: 'on'; readonly day: string; readonly time: string; readonly by: LibrarianId | undefined }

export const useAfterwards = () => {
  const now = useNow()
  const [typed, type] = useState<TypedTime>({ kind: 'off' })
  const lastDay = useRef<string | undefined>(undefined)
  const [date, time] = typed.kind === 'off' ? [] : [parseLocalDate(typed.day), parseLocalTime(typed.time)]
  const moment = date === undefined || time === undefined ? undefined : { date, time }
  const isFuture = moment !== undefined && compareMoments(moment, now) > 0
  /** The next paper begins with the day of the last one. */
  const arm = (): void => type({ kind: 'on', day: lastDay.current ?? now.date, time: '', by: undefined })
  const disarm = (): void => {
    if (typed.kind === 'on') lastDay.current = typed.day
    type({ kind: 'off' })
  }
  const happened: Known['happened'] = typed.kind === 'off' ? 'now' : moment === undefined || isFuture ? 'missing' : moment
  return {
    typed,
    type,
    arm,
    disarm,
    isFuture,
    happened,
    /** undefined: who enters it, or nothing is entered afterwards. */
    handedBy: typed.kind === 'off' ? undefined : typed.by,
  }
}
export type Afterwards = ReturnType<typeof useAfterwards>

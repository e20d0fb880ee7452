/**
 * A week of the rota is changed by a manager or by whoever a manager allowed (ROTA-1): a section of its own, with its version and its
 * journal, as those of the settings are (SET-3). Runs on the endpoint. Its journal goes with the week: who was away is kept no longer.
 */
import * as v from 'valibot'
import type { LibrarianId, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { isAlike } from '../../domain/is-alike.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { judgeWeek, mayChangeRota } from '../../domain/rota/judge-week.ts'
import { type RotaWeekValue, weekSection } from '../../domain/rota/rota-week.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store } from '../storage/store.ts'
import type { ChangeEnd } from './change-section.ts'
import { toFaults } from './settings-faults.ts'
import { date, deskTask, librarianId, time } from './settings-schema.ts'

const weekValue = v.strictObject({
  shifts: v.optional(v.array(v.strictObject({ date, from: time, to: time, task: deskTask, librarianId }))),
  absences: v.array(v.strictObject({ date, librarianId, half: v.optional(v.picklist(['morning', 'afternoon'])) })),
})

export interface WantedWeek {
  readonly monday: LocalDate
  /** The version of the week that was changed; 0: nobody had changed it yet. */
  readonly expectedVersion: number
  /** As it came: nothing of it is trusted. */
  readonly value: unknown
  readonly by: LibrarianId
}

const nothing: RotaWeekValue = { absences: [] }
const contentOf = ({ shifts, absences }: RotaWeekValue): RotaWeekValue => ({ ...(shifts === undefined ? {} : { shifts }), absences })

export type WeekEnd =
  | Exclude<ChangeEnd, { readonly kind: 'refused' }>
  | { readonly kind: 'refused'; readonly faults: readonly { readonly at: string; readonly fault: string }[] }

/** Undefined: whoever asks may change no week. */
export const changeRotaWeek = (
  store: Store,
  libraryId: LibraryId,
  { monday, expectedVersion, value, by }: WantedWeek,
  now: Instant,
): Promise<WeekEnd | undefined> =>
  store.transact(libraryId, async (transaction): Promise<WeekEnd | undefined> => {
    const [settings, author] = [await transaction.row('settings', 'settings'), await transaction.row('librarian', by)]
    if (settings === undefined || author === undefined) return undefined
    const today = wallClockOf(settings.zone)(now).date
    if (!mayChangeRota(settings, author, today)) return undefined
    const parsed = v.safeParse(weekValue, value)
    if (!parsed.success) return { kind: 'refused', faults: toFaults(parsed.issues).map(({ path, code }) => ({ at: path, fault: code })) }
    const before = await transaction.row('rota-week', monday)
    const [was, became] = [contentOf(before ?? nothing), contentOf(parsed.output)]
    const version = before?.version ?? 0
    // Said before, or said by both: an answer that was lost is asked for again so.
    if (isAlike(was, became)) return { kind: 'changed', version }
    if (version !== expectedVersion) {
      const [change] = await transaction.settingChanges(version + 1, 1, 'rota')
      return { kind: 'stale', version, change }
    }
    const faults = judgeWeek(monday, became, today)
    if (faults.length > 0) return { kind: 'refused', faults }
    const texts = { was: canonicalJson(was), became: canonicalJson(became) }
    const number = await transaction.addSettingChange({ section: weekSection(monday), at: now, by, ...texts, orders: 0 })
    await transaction.writeRow({ kind: 'rota-week', id: monday, ...became, version: number }, now)
    return { kind: 'changed', version: number }
  })

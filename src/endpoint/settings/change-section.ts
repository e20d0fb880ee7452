/**
 * A manager changes one section (SET-1, SET-3, SET-4): only what its author had before their eyes is replaced, and only by what the
 * section may be. Runs on the endpoint, behind the manager's pass. A week of the rota is changed the same way, by whoever a manager allowed
 * too (ROTA-1); its journal goes with the week: who was away is kept no longer.
 */
import * as v from 'valibot'
import type { LibrarianId, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { isAlike } from '../../domain/is-alike.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { judgeWeek, mayChangeRota, type RotaWeekValue, weekSection } from '../../domain/rota/rota-week.ts'
import type { RowKind, RowOf } from '../../domain/row/desk-state.ts'
import { checkSection } from '../../domain/settings/check-section.ts'
import { isSameSection, type SectionName, type Settings, sectionVersion, withSection } from '../../domain/settings/settings.ts'
import { ordersToCall } from '../../domain/slot/orders-to-call.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import type { SettingChange } from '../storage/stored.ts'
import { recordSettings } from './record-change.ts'
import { toFaults, toSectionFault } from './settings-faults.ts'
import type { SettingsFault } from './settings-finding.ts'
import { completeMembers, date, deskTask, librarianId, sectionSchema, time } from './settings-schema.ts'

export interface WantedChange {
  readonly section: SectionName
  /** The version of the section that was changed. */
  readonly expectedVersion: number
  /** As it came: nothing of it is trusted. */
  readonly value: unknown
  readonly by: LibrarianId
}

export type ChangeEnd =
  | { readonly kind: 'changed'; readonly version: number }
  /** Somebody was faster, and nothing was written: what they did. */
  | { readonly kind: 'stale'; readonly version: number; readonly change: SettingChange | undefined }
  | { readonly kind: 'refused'; readonly faults: readonly SettingsFault[] }

/** The settings with the section as it came, or what is wrong with it. */
export const proposeSection = (
  before: Settings,
  { section, value }: Pick<WantedChange, 'section' | 'value'>,
): { readonly settings: Settings } | { readonly faults: readonly SettingsFault[] } => {
  const parsed = v.safeParse(sectionSchema(section), value)
  if (!parsed.success) return { faults: toFaults(parsed.issues) }
  const [site] = before.sites
  const lists = { openingRanges: [], dayExceptions: [], loanRights: [], ...parsed.output } as Parameters<typeof completeMembers>[0]
  const completed = site === undefined ? {} : completeMembers(lists, site.id)
  const members = Object.entries({ ...parsed.output, ...completed }).filter(([member]) => member in parsed.output)
  return { settings: withSection(before, section, Object.fromEntries(members)) }
}

/** SET-5: how many of the orders at hand have no place left by these settings: the journal remembers it. */
const countToCall = async (transaction: StoreTransaction, settings: Settings, today: LocalDate): Promise<number> => {
  const orders = await transaction.rowsOf('order')
  return ordersToCall(
    {
      // Of the kind that was asked for: nothing else is read.
      get: <K extends RowKind>(kind: K) => (kind === 'settings' ? (settings as unknown as RowOf<K>) : undefined),
      all: <K extends RowKind>(kind: K) => (kind === 'order' ? (orders as readonly unknown[] as readonly RowOf<K>[]) : []),
    },
    today,
  ).length
}

export const changeSection = (store: Store, libraryId: LibraryId, wanted: WantedChange, now: Instant): Promise<ChangeEnd> =>
  store.transact(libraryId, async (transaction): Promise<ChangeEnd> => {
    const before = await transaction.row('settings', 'settings')
    if (before === undefined) return { kind: 'refused', faults: [] }
    const proposed = proposeSection(before, wanted)
    if ('faults' in proposed) return { kind: 'refused', faults: proposed.faults }
    const version = sectionVersion(before, wanted.section)
    // Said before, or said by both: nothing is left to do. An answer that was lost is asked for again so.
    if (isSameSection(before, proposed.settings, wanted.section)) return { kind: 'changed', version }
    if (version !== wanted.expectedVersion) {
      const [change] = await transaction.settingChanges(version + 1, 1)
      return { kind: 'stale', version, change }
    }
    const today = wallClockOf(before.zone)(now).date
    const faults = checkSection(wanted.section, proposed.settings, before, today)
    if (faults.length > 0) return { kind: 'refused', faults: faults.map(toSectionFault) }
    const [were, are] = [await countToCall(transaction, before, today), await countToCall(transaction, proposed.settings, today)]
    await recordSettings(transaction, proposed.settings, { by: wanted.by, at: now, orders: Math.max(0, are - were) })
    const after = await transaction.row('settings', 'settings')
    return { kind: 'changed', version: after === undefined ? version : sectionVersion(after, wanted.section) }
  })

const weekValue = v.strictObject({
  shifts: v.optional(v.array(v.strictObject({ date, from: time, to: time, task: deskTask, librarianId }))),
  absences: v.array(v.strictObject({ date, librarianId, half: v.optional(v.picklist(['morning', 'afternoon'])) })),
})

interface WantedWeek {
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

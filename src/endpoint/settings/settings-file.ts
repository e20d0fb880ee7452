/**
 * The library's settings and librarians as a JSON file, written by hand until their screens exist. Runs in the endpoint's commands.
 * What is left out takes the default of a new library; what is misspelt is a fault, named by its path, because a setting that is silently
 * ignored is found out at the desk.
 */
import * as v from 'valibot'
import { foldText } from '../../domain/fold-text.ts'
import { toLibrarianId, toSiteId } from '../../domain/ids.ts'
import { parseLocalDate, parseLocalTime, type Weekday } from '../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../domain/result.ts'
import { buildDefaultSettings, rangeDefaults, retentionDefaults, siteDefaults } from '../../domain/settings/default-settings.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { isBoundedPattern } from './bounded-pattern.ts'
import type { SettingsFault, SettingsRefusal } from './settings-finding.ts'

const defaults = buildDefaultSettings('', 'Europe/Paris')

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(textLengths.name))
/** The bounds below keep out a slip of the keyboard, not a choice; units are those of settings.ts. */
const whole = (from: number, to: number) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))
const date = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const found = parseLocalDate(dataset.value)
    if (found !== undefined) return found
    addIssue({ message: 'date' })
    return NEVER
  }),
)
const time = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const found = parseLocalTime(dataset.value.padStart(5, '0'))
    if (found !== undefined) return found
    addIssue({ message: 'time' })
    return NEVER
  }),
)
const siteId = v.pipe(v.string(), v.minLength(1), v.maxLength(textLengths.siteId), v.regex(/^[^/]+$/, 'no-slash'), v.transform(toSiteId))
const librarianId = v.pipe(v.string(), v.minLength(1), v.maxLength(textLengths.librarianId), v.transform(toLibrarianId))
const weekday = v.pipe(
  whole(1, 7),
  v.transform((day) => day as Weekday), // Checked on the line above.
)
const rangeMembers = {
  from: time,
  to: time,
  intervalMinutes: v.optional(whole(5, 120), rangeDefaults.intervalMinutes),
  capacity: v.optional(whole(1, 99), rangeDefaults.capacity),
}
// Local times compare as text. The fault is shown at `to` (see `toFault`).
const isForward = ({ from, to }: { readonly from: string; readonly to: string }): boolean => from < to

const pattern = v.pipe(
  v.string(),
  v.check((source) => {
    try {
      return new RegExp(source, 'u') !== undefined
    } catch {
      return false
    }
  }, 'pattern'),
  v.check(isBoundedPattern, 'pattern-unbounded'),
)
const barcodeRule = v.strictObject({
  pattern,
  lengths: v.optional(v.pipe(v.array(whole(1, 80)), v.minLength(1))),
  check: v.optional(v.picklist(['none', 'luhn', 'mod-43', 'mod-16']), 'none'),
})

const zone = v.pipe(
  v.string(),
  v.check((text) => {
    try {
      return new Intl.DateTimeFormat('fr', { timeZone: text }).resolvedOptions().timeZone !== ''
    } catch {
      return false
    }
  }, 'zone'),
)

const settingsFile = v.strictObject({
  libraryName: name,
  serviceName: v.optional(name, defaults.serviceName),
  accentColour: v.optional(v.pipe(v.string(), v.toLowerCase(), v.regex(/^#[0-9a-f]{6}$/, 'colour'))),
  zone: v.optional(zone, defaults.zone),
  sites: v.pipe(v.array(v.strictObject({ id: siteId, name, bays: v.optional(whole(1, 999), siteDefaults.bays) })), v.minLength(1)),
  openingRanges: v.array(
    v.pipe(
      v.strictObject({ siteId: v.optional(siteId), weekday, ...rangeMembers }),
      v.check((range) => isForward(range), 'after-from'),
    ),
  ),
  dayExceptions: v.optional(
    v.array(
      v.strictObject({
        siteId: v.optional(siteId),
        date,
        ranges: v.array(
          v.pipe(
            v.strictObject(rangeMembers),
            v.check((range) => isForward(range), 'after-from'),
          ),
        ),
      }),
    ),
    [],
  ),
  leadTimeHours: v.optional(whole(0, 240), defaults.leadTimeHours),
  horizonDays: v.optional(whole(1, 90), defaults.horizonDays),
  openOrdersPerSlot: v.optional(whole(1, 99), defaults.openOrdersPerSlot),
  openOrders: v.optional(whole(1, 99), defaults.openOrders),
  loanRights: v.optional(
    v.array(
      v.strictObject({
        category: v.optional(name, '*'),
        documentType: v.optional(name, '*'),
        maximum: v.optional(whole(0, 999)),
        newReleaseMaximum: v.optional(whole(0, 999)),
        maximumPerOrder: v.optional(whole(0, 999)),
        durationDays: whole(1, 366),
      }),
    ),
    [...defaults.loanRights],
  ),
  totalMaximums: v.optional(v.record(v.string(), whole(0, 999)), defaults.totalMaximums),
  newReleaseDays: v.optional(whole(0, 1000), defaults.newReleaseDays),
  graceMinutes: v.optional(whole(0, 240), defaults.graceMinutes),
  keepDays: v.optional(whole(0, 60), defaults.keepDays),
  quarantineDays: v.optional(whole(0, 60), defaults.quarantineDays),
  zones: v.optional(v.array(v.strictObject({ name, locations: v.array(v.string()) })), []),
  rota: v.optional(
    v.array(
      v.pipe(
        v.strictObject({
          weekday,
          from: time,
          to: time,
          task: v.picklist(['preparation', 'handover', 'telephone']),
          librarianId,
        }),
        v.check((range) => isForward(range), 'after-from'),
      ),
    ),
    [],
  ),
  cardRule: v.optional(barcodeRule),
  itemRule: v.optional(barcodeRule),
  symbologies: v.optional(v.pipe(v.array(v.picklist(['codabar', 'code-39', 'code-128', 'itf', 'ean-13'])), v.minLength(1))),
  gunPrefix: v.optional(v.pipe(v.string(), v.maxLength(textLengths.gunAffix))),
  gunSuffix: v.optional(v.pipe(v.string(), v.maxLength(textLengths.gunAffix))),
  // From 31: what the closing erased is remembered for 30 days, and whoever comes late has to be told by then.
  keepLoanDays: v.optional(whole(31, 366), retentionDefaults.keepLoanDays),
  keepNameDays: v.optional(whole(31, 1096), retentionDefaults.keepNameDays),
  idleLockMinutes: v.optional(whole(1, 240), defaults.idleLockMinutes),
  librarians: v.optional(
    v.array(
      v.strictObject({
        id: v.optional(librarianId),
        name,
        isManager: v.optional(v.boolean(), false),
        pin: v.pipe(v.string(), v.regex(new RegExp(`^\\d{${textLengths.shortestPin},${textLengths.pin}}$`), 'pin')),
      }),
    ),
    [],
  ),
})

export interface LibrarianEntry {
  readonly id: ReturnType<typeof toLibrarianId>
  readonly name: string
  readonly isManager: boolean
  /** As typed in the file: never printed, never stored. */
  readonly pin: string
}

/** `cardRule` and `itemRule` undefined: to be learned from the files that come with it. */
export type SettingsEntry = Omit<Settings, 'cardRule' | 'itemRule'> & Partial<{ [K in 'cardRule' | 'itemRule']: Settings[K] | undefined }>

export interface SettingsContent {
  readonly settings: SettingsEntry
  readonly librarians: readonly LibrarianEntry[]
}

const formatPath = (path: readonly { readonly key: unknown }[] | undefined): string =>
  (path ?? []).reduce(
    (text, { key }) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  )

const ownCodes = ['date', 'time', 'after-from', 'pattern', 'pattern-unbounded', 'zone', 'pin', 'no-slash', 'colour', 'place'] as const

const toFault = (issue: v.BaseIssue<unknown>): SettingsFault => {
  // strictObject reports both a member too many and one that is missing by these two expectations.
  const own = ownCodes.find((code) => code === issue.message)
  const code =
    own ??
    (issue.expected === 'never' ? 'unknown-name' : issue.received === 'undefined' ? 'missing' : issue.kind === 'schema' ? 'type' : 'bounds')
  const path = formatPath(issue.path as readonly { readonly key: unknown }[] | undefined)
  // A value is never repeated: it may be a PIN.
  return {
    path: code === 'after-from' ? `${path}.to` : path,
    code,
    expected: String(issue.requirement ?? issue.expected ?? ''),
  }
}

/** Every fault of a JSON file, by its path. */
export const toFaults = (issues: readonly v.BaseIssue<unknown>[]): readonly SettingsFault[] => issues.map(toFault)

/** The value that a JSON text holds. */
export const parseJson = (text: string): Result<unknown, SettingsRefusal> => {
  try {
    return accept(JSON.parse(text))
  } catch {
    return refuse({ kind: 'json-wrong', faults: [{ path: '', code: 'json', expected: '' }] })
  }
}

/** Reads the file's text; refuses what is not JSON, and lists every fault of what is. */
export const readSettings = (text: string): Result<SettingsContent, SettingsRefusal> => {
  const json = parseJson(text)
  if (!json.ok) return json
  const parsed = v.safeParse(settingsFile, json.value)
  if (!parsed.success) return refuse({ kind: 'json-wrong', faults: toFaults(parsed.issues) })
  const { librarians: entries, ...given } = parsed.output
  const [firstSite] = given.sites
  if (firstSite === undefined) return refuse({ kind: 'json-wrong', faults: [{ path: 'sites', code: 'missing', expected: '1' }] })
  const siteIds = new Set(given.sites.map((site) => site.id))
  const librarians = entries.map((entry) => ({
    ...entry,
    id: entry.id ?? toLibrarianId(foldText(entry.name).replace(/[^a-z0-9]+/g, '-')),
  }))
  const librarianIds = new Set(librarians.map((librarian) => librarian.id))

  const faults: SettingsFault[] = []
  const checkSite = (path: string, id: string | undefined): void => {
    if (id !== undefined && !siteIds.has(toSiteId(id))) faults.push({ path, code: 'unknown-site', expected: '' })
  }
  given.openingRanges.forEach((range, i) => {
    checkSite(`openingRanges[${i}].siteId`, range.siteId)
  })
  given.dayExceptions.forEach((exception, i) => {
    checkSite(`dayExceptions[${i}].siteId`, exception.siteId)
  })
  given.rota.forEach((shift, i) => {
    if (!librarianIds.has(shift.librarianId)) faults.push({ path: `rota[${i}].librarianId`, code: 'unknown-librarian', expected: '' })
  })
  librarians.forEach(({ id }, i) => {
    if (librarians.findIndex((other) => other.id === id) < i) faults.push({ path: `librarians[${i}].id`, code: 'twice', expected: '' })
  })
  if (faults.length > 0) return refuse({ kind: 'json-wrong', faults })

  return accept({
    librarians,
    settings: {
      ...given,
      kind: 'settings',
      id: 'settings',
      openingRanges: given.openingRanges.map((range) => ({ ...range, siteId: range.siteId ?? firstSite.id })),
      dayExceptions: given.dayExceptions.map((exception) => ({ ...exception, siteId: exception.siteId ?? firstSite.id })),
      loanRights: given.loanRights.map(({ maximum, newReleaseMaximum, maximumPerOrder, ...right }) => ({
        ...right,
        maximum,
        newReleaseMaximum,
        maximumPerOrder,
      })),
    },
  })
}

/**
 * The library's settings and librarians as a JSON file: the sections that the screens change, all at once. Runs in the endpoint's commands.
 * What is left out takes the default of a new library; what is misspelt is a fault, named by its path, because a setting that is silently
 * ignored is found out at the desk.
 */
import * as v from 'valibot'
import { foldText } from '../../domain/fold-text.ts'
import { toLibrarianId } from '../../domain/ids.ts'
import { accept, type Result, refuse } from '../../domain/result.ts'
import { checkSection } from '../../domain/settings/check-section.ts'
import { buildDefaultSettings, retentionDefaults } from '../../domain/settings/default-settings.ts'
import { sectionNames, sectionOf } from '../../domain/settings/sections.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { toFaults, toSectionFault } from './settings-faults.ts'
import type { SettingsFault, SettingsRefusal } from './settings-finding.ts'
import { completeMembers, librarianId, memberSchemas, name } from './settings-schema.ts'

const defaults = buildDefaultSettings('', 'Europe/Paris')

const settingsFile = v.strictObject({
  ...memberSchemas,
  serviceName: v.optional(memberSchemas.serviceName, defaults.serviceName),
  accentColour: v.optional(memberSchemas.accentColour),
  zone: v.optional(memberSchemas.zone, defaults.zone),
  firstRunStep: v.optional(memberSchemas.firstRunStep),
  dayExceptions: v.optional(memberSchemas.dayExceptions, []),
  territory: v.optional(memberSchemas.territory),
  leadTimeHours: v.optional(memberSchemas.leadTimeHours, defaults.leadTimeHours),
  horizonDays: v.optional(memberSchemas.horizonDays, defaults.horizonDays),
  openOrdersPerSlot: v.optional(memberSchemas.openOrdersPerSlot, defaults.openOrdersPerSlot),
  openOrders: v.optional(memberSchemas.openOrders, defaults.openOrders),
  loanRights: v.optional(memberSchemas.loanRights, [...defaults.loanRights]),
  totalMaximums: v.optional(memberSchemas.totalMaximums, defaults.totalMaximums),
  seenCategories: v.optional(memberSchemas.seenCategories),
  seenTypes: v.optional(memberSchemas.seenTypes),
  newReleaseDays: v.optional(memberSchemas.newReleaseDays, defaults.newReleaseDays),
  graceMinutes: v.optional(memberSchemas.graceMinutes, defaults.graceMinutes),
  keepDays: v.optional(memberSchemas.keepDays, defaults.keepDays),
  quarantineDays: v.optional(memberSchemas.quarantineDays, defaults.quarantineDays),
  zones: v.optional(memberSchemas.zones, []),
  rota: v.optional(memberSchemas.rota, []),
  rotaAuthors: v.optional(memberSchemas.rotaAuthors),
  rotaShares: v.optional(memberSchemas.rotaShares),
  cardRule: v.optional(memberSchemas.cardRule),
  itemRule: v.optional(memberSchemas.itemRule),
  symbologies: v.optional(memberSchemas.symbologies),
  gunPrefix: v.optional(memberSchemas.gunPrefix),
  gunSuffix: v.optional(memberSchemas.gunSuffix),
  keepLoanDays: v.optional(memberSchemas.keepLoanDays, retentionDefaults.keepLoanDays),
  keepNameDays: v.optional(memberSchemas.keepNameDays, retentionDefaults.keepNameDays),
  fewestPersons: v.optional(memberSchemas.fewestPersons),
  idleLockMinutes: v.optional(memberSchemas.idleLockMinutes, defaults.idleLockMinutes),
  messagesOff: v.optional(memberSchemas.messagesOff),
  titlesInMail: v.optional(memberSchemas.titlesInMail),
  readyDelayMinutes: v.optional(memberSchemas.readyDelayMinutes),
  reminderTime: v.optional(memberSchemas.reminderTime),
  noShowTime: v.optional(memberSchemas.noShowTime),
  quietFrom: v.optional(memberSchemas.quietFrom),
  quietUntil: v.optional(memberSchemas.quietUntil),
  quietDays: v.optional(memberSchemas.quietDays),
  mailsPerHour: v.optional(memberSchemas.mailsPerHour),
  callWords: v.optional(memberSchemas.callWords),
  publicPage: v.optional(memberSchemas.publicPage),
  messageTemplates: v.optional(memberSchemas.messageTemplates),
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

/** The value that a JSON text holds. */
export const parseJson = (text: string): Result<unknown, SettingsRefusal> => {
  try {
    return accept(JSON.parse(text))
  } catch {
    return refuse({ kind: 'json-wrong', faults: [{ path: '', code: 'json', expected: '' }] })
  }
}

/**
 * The sections as a file that changes nothing where it came from. Who works here is not in it: a PIN is nobody's to write down, and a file
 * that names nobody leaves the team as it is.
 */
export const writeSettingsFile = (settings: Settings): string =>
  `${JSON.stringify(Object.fromEntries(sectionNames.flatMap((section) => Object.entries(sectionOf(settings, section)))), null, 2)}\n`

/**
 * Reads the file's text; refuses what is not JSON, and lists every fault of what is. `team`: whoever the library has, for a file that names
 * nobody.
 */
export const readSettings = (text: string, team: readonly string[] = []): Result<SettingsContent, SettingsRefusal> => {
  const json = parseJson(text)
  if (!json.ok) return json
  const parsed = v.safeParse(settingsFile, json.value)
  if (!parsed.success) return refuse({ kind: 'json-wrong', faults: toFaults(parsed.issues) })
  const { librarians: entries, ...given } = parsed.output
  const [firstSite] = given.sites
  if (firstSite === undefined) return refuse({ kind: 'json-wrong', faults: [{ path: 'sites', code: 'missing', expected: '1' }] })
  const librarians = entries.map((entry) => ({
    ...entry,
    id: entry.id ?? toLibrarianId(foldText(entry.name).replace(/[^a-z0-9]+/g, '-')),
  }))
  const librarianIds = new Set<string>(librarians.length === 0 ? team : librarians.map(({ id }) => id))

  const faults: SettingsFault[] = []
  given.rota.forEach((shift, i) => {
    if (!librarianIds.has(shift.librarianId)) faults.push({ path: `rota[${i}].librarianId`, code: 'unknown-librarian', expected: '' })
  })
  librarians.forEach(({ id }, i) => {
    if (librarians.findIndex((other) => other.id === id) < i) faults.push({ path: `librarians[${i}].id`, code: 'twice', expected: '' })
  })
  const settings = { ...given, ...completeMembers(given, firstSite.id), kind: 'settings', id: 'settings' } as const
  // The rules of numbers may be left out, to be learned: no check reads them.
  const whole: Settings = {
    ...settings,
    cardRule: settings.cardRule ?? defaults.cardRule,
    itemRule: settings.itemRule ?? defaults.itemRule,
  }
  const found = sectionNames.flatMap((section) => checkSection(section, whole))
  // A file could always say a day, a right or a location twice: the first counts, as it did.
  faults.push(...found.filter(({ fault }) => fault !== 'twice').map(toSectionFault))
  if (faults.length > 0) return refuse({ kind: 'json-wrong', faults })
  return accept({ librarians, settings })
}

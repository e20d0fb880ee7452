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
import { buildDefaultSettings, type Settings, sectionNames, sectionOf } from '../../domain/settings/settings.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { toFaults, toSectionFault } from './settings-faults.ts'
import type { SettingsFault, SettingsRefusal } from './settings-finding.ts'
import { completeMembers, librarianId, memberSchemas, name, type ReadMembers, startingMembers } from './settings-schema.ts'

/** What a file must say: nobody can guess it. */
const neverGuessed = ['libraryName', 'sites', 'openingRanges']
/** Rules that may be left out to be learned from other files. */
const learnedRules = ['cardRule', 'itemRule'] as const
type Learned = (typeof learnedRules)[number]

const toFileMember = ([member, schema]: readonly [string, v.GenericSchema]): readonly [string, v.GenericSchema] => [
  member,
  neverGuessed.includes(member)
    ? schema
    : v.optional(schema, learnedRules.some((rule) => rule === member) ? undefined : startingMembers[member]),
]

const librarianEntries = v.array(
  v.strictObject({
    id: v.optional(librarianId),
    name,
    isManager: v.optional(v.boolean(), false),
    pin: v.pipe(v.string(), v.regex(new RegExp(`^\\d{${textLengths.shortestPin},${textLengths.pin}}$`), 'pin')),
  }),
)
const settingsFile = v.strictObject({
  ...Object.fromEntries(Object.entries<v.GenericSchema>(memberSchemas).map(toFileMember)),
  librarians: v.optional(librarianEntries, []),
})
type ReadFile = Omit<ReadMembers, Learned> &
  Partial<Pick<ReadMembers, Learned>> & { readonly librarians: v.InferOutput<typeof librarianEntries> }

export interface LibrarianEntry {
  readonly id: ReturnType<typeof toLibrarianId>
  readonly name: string
  readonly isManager: boolean
  /** As typed in the file: never printed, never stored. */
  readonly pin: string
}

/** `cardRule` and `itemRule` undefined: to be learned from the files that come with it. */
export type SettingsEntry = Omit<Settings, Learned> & Partial<{ [K in Learned]: Settings[K] | undefined }>

export interface SettingsContent {
  readonly settings: SettingsEntry
  readonly librarians: readonly LibrarianEntry[]
}

/** What a JSON text holds, as the schema reads it; refuses what is not JSON, and lists every fault of what is. */
export const parseJson = <T>(text: string, schema: v.GenericSchema<unknown, T>): Result<T, SettingsRefusal> => {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text))
    return parsed.success ? accept(parsed.output) : refuse({ kind: 'json-wrong', faults: toFaults(parsed.issues) })
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
 * Reads the file's text; refuses what is not JSON, and lists every fault. `team`: whoever the library has, for a file that names nobody;
 * `known`: its settings, whose name and zone stay where the file has none.
 */
export const readSettings = (text: string, team: readonly string[] = [], known?: Settings): Result<SettingsContent, SettingsRefusal> => {
  const kept = known && { libraryName: known.libraryName, zone: known.zone }
  const read = parseJson(
    text,
    v.pipe(
      v.unknown(),
      v.transform((given) => (typeof given === 'object' && !Array.isArray(given) ? { ...kept, ...given } : given)),
      settingsFile,
    ),
  )
  if (!read.ok) return read
  // The cast holds: each member is read by its own schema.
  const { librarians: entries, ...given } = read.value as unknown as ReadFile
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
  const { cardRule, itemRule } = buildDefaultSettings('', 'Europe/Paris')
  const whole: Settings = { cardRule, itemRule, ...settings }
  const found = sectionNames.flatMap((section) => checkSection(section, whole))
  // A file could always say a day, a right or a location twice: the first counts, as it did.
  faults.push(...found.filter(({ fault }) => fault !== 'twice').map(toSectionFault))
  if (faults.length > 0) return refuse({ kind: 'json-wrong', faults })
  return accept({ librarians, settings })
}

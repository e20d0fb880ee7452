/**
 * The settings cut into sections, each with its own version: two managers who change two sections never meet (SET-3). Runs everywhere.
 * A section is the smallest thing that is changed, kept in the journal and put back. What its figures may be is in bounds.ts.
 */
import { isAlike } from '../is-alike.ts'
import type { Settings } from './settings.ts'

type Member = Exclude<keyof Settings, 'kind' | 'id' | 'versions' | 'sendsMail' | 'pageAddress' | 'closedAt'>

const membersBySection = {
  library: ['libraryName', 'zone', 'firstRunStep'],
  name: ['serviceName', 'accentColour'],
  ranges: ['openingRanges'],
  days: ['dayExceptions', 'territory'],
  lead: ['leadTimeHours', 'horizonDays'],
  limits: ['openOrdersPerSlot', 'openOrders'],
  rights: ['loanRights', 'totalMaximums', 'seenCategories', 'seenTypes'],
  newness: ['newReleaseDays'],
  absences: ['graceMinutes', 'keepDays'],
  returns: ['quarantineDays'],
  bays: ['sites'],
  walk: ['zones'],
  rota: ['rota', 'rotaAuthors', 'rotaShares'],
  codes: ['cardRule', 'itemRule', 'symbologies', 'gunPrefix', 'gunSuffix'],
  retention: ['keepLoanDays', 'keepNameDays'],
  figures: ['fewestPersons'],
  lock: ['idleLockMinutes'],
  messages: [
    ...(['messagesOff', 'titlesInMail', 'readyDelayMinutes', 'reminderTime', 'noShowTime'] as const),
    ...(['quietFrom', 'quietUntil', 'quietDays', 'mailsPerHour'] as const),
  ],
  call: ['callWords'],
  page: ['publicPage'],
  templates: ['messageTemplates'],
} as const satisfies Readonly<Record<string, readonly Member[]>>

export type SectionName = keyof typeof membersBySection

/** A member of the settings that no section has would be changed by nobody: it does not compile. */
type Sectioned = (typeof membersBySection)[SectionName][number]
export const sections: [Member] extends [Sectioned] ? Readonly<Record<SectionName, readonly Sectioned[]>> : never = membersBySection

export const sectionNames = Object.keys(membersBySection) as readonly SectionName[]

/** What a section holds: its members alone. One that is absent has its default. */
export type SectionValue = Partial<Pick<Settings, Sectioned>>

export const sectionOf = (settings: Settings, name: SectionName): SectionValue =>
  Object.fromEntries(sections[name].flatMap((member) => (settings[member] === undefined ? [] : [[member, settings[member]]])))

/** The settings with a section replaced whole: a member that `value` lacks is absent afterwards. */
export const withSection = (settings: Settings, name: SectionName, value: SectionValue): Settings => {
  const own: readonly string[] = sections[name]
  const others = Object.fromEntries(Object.entries(settings).filter(([member]) => !own.includes(member)))
  // Every member but the section's comes from whole settings; those of the section come from whoever checked it.
  return { ...others, ...value } as Settings
}

export const isSameSection = (a: Settings, b: Settings, name: SectionName): boolean => isAlike(sectionOf(a, name), sectionOf(b, name))

export const changedSections = (before: Settings, after: Settings): readonly SectionName[] =>
  sectionNames.filter((name) => !isSameSection(before, after, name))

/** The number of the section's last change; 0: never changed since the library was made. */
export const sectionVersion = (settings: Settings, name: SectionName): number => settings.versions?.[name] ?? 0

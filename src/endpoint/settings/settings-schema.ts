/**
 * What each member of the settings looks like in JSON, from a file or from a tablet: one schema for both. Runs on the endpoint.
 * Shapes only; what figures may be is in domain/settings/bounds.ts, and what members ask of each other in check-section.ts.
 */
import * as v from 'valibot'
import { type LibrarianId, type SiteId, toLibrarianId, toSiteId } from '../../domain/ids.ts'
import type { LoanRight } from '../../domain/loan-right/loan-right.ts'
import { type LocalDate, type LocalTime, parseLocalDate, parseLocalTime, type Weekday } from '../../domain/local-date.ts'
import { messageKinds } from '../../domain/message/message.ts'
import { readPattern } from '../../domain/scan/number-pattern.ts'
import { territories } from '../../domain/settings/bank-holidays.ts'
import {
  type Bounds,
  bayBounds,
  callWordsBounds,
  figureBounds,
  firstRunBounds,
  pageBounds,
  rangeBounds,
  rightBounds,
  shareBounds,
  totalBounds,
} from '../../domain/settings/bounds.ts'
import {
  buildDefaultSettings,
  type DayException,
  guidePictures,
  type OpeningRange,
  rangeDefaults,
  retentionDefaults,
  type SectionName,
  type Settings,
  sections,
  siteDefaults,
} from '../../domain/settings/settings.ts'
import { textLengths } from '../../domain/text-lengths.ts'

/** What the settings name. */
export const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(textLengths.name))
const whole = ({ from, to }: Bounds) => v.pipe(v.number(), v.integer(), v.minValue(from), v.maxValue(to))
export const date: v.GenericSchema<string, LocalDate> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const found = parseLocalDate(dataset.value)
    if (found !== undefined) return found
    addIssue({ message: 'date' })
    return NEVER
  }),
)
export const time: v.GenericSchema<string, LocalTime> = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const found = parseLocalTime(dataset.value.padStart(5, '0'))
    if (found !== undefined) return found
    addIssue({ message: 'time' })
    return NEVER
  }),
)
const siteId: v.GenericSchema<string, SiteId> = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(textLengths.siteId),
  v.regex(/^[^/]+$/, 'no-slash'),
  v.transform(toSiteId),
)
export const librarianId: v.GenericSchema<string, LibrarianId> = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(textLengths.librarianId),
  v.transform(toLibrarianId),
)
const weekday = v.pipe(
  whole({ from: 1, to: 7 }),
  v.transform((day) => day as Weekday), // Checked on the line above.
)
export const deskTask = v.picklist(['preparation', 'handover', 'telephone'])
const rangeMembers = {
  from: time,
  to: time,
  intervalMinutes: v.optional(whole(rangeBounds.intervalMinutes), rangeDefaults.intervalMinutes),
  capacity: v.optional(whole(rangeBounds.capacity), rangeDefaults.capacity),
}
// Local times compare as text. The fault is shown at `to` (see `toFault`).
const isForward = ({ from, to }: { readonly from: string; readonly to: string }): boolean => from < to

const pattern = v.pipe(
  v.string(),
  v.check((source) => readPattern(source) !== 'no-pattern', 'pattern'),
  v.check((source) => readPattern(source) !== 'too-costly', 'pattern-unbounded'),
)
const barcodeRule = v.strictObject({
  pattern,
  lengths: v.optional(v.pipe(v.array(whole({ from: 1, to: 80 })), v.minLength(1))),
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

const signs = ({ from, to }: Bounds) => v.pipe(v.string(), v.trim(), v.minLength(from), v.maxLength(to))
const inBothLanguages = (bounds: Bounds) => v.strictObject({ fr: signs(bounds), en: v.optional(signs(bounds)) })
const said = inBothLanguages(pageBounds.words)
/** What they may be is in domain/message/message-templates.ts. */
const template = v.strictObject({ subject: v.string(), text: v.string() })
const templatesByKind = v.strictObject(v.entriesFromList(messageKinds, v.optional(template)))

/** Members as JSON says them: a site may be left out where there is but one, a maximum where there is none. */
export type ReadMembers = Omit<
  Settings,
  'kind' | 'id' | 'versions' | 'sendsMail' | 'pageAddress' | 'closedAt' | 'openingRanges' | 'dayExceptions' | 'loanRights'
> & {
  readonly openingRanges: readonly (Omit<OpeningRange, 'siteId'> & { readonly siteId?: SiteId | undefined })[]
  readonly dayExceptions: readonly (Omit<DayException, 'siteId'> & { readonly siteId?: SiteId | undefined })[]
  readonly loanRights: readonly (Pick<LoanRight, 'category' | 'documentType' | 'durationDays'> & Partial<LoanRight>)[]
}

/** One schema a member, none of them optional here: who may leave it out is said where it is read. */
export const memberSchemas: { readonly [M in keyof ReadMembers]-?: v.GenericSchema<unknown, Exclude<ReadMembers[M], undefined>> } = {
  libraryName: name,
  serviceName: name,
  accentColour: v.pipe(v.string(), v.toLowerCase(), v.regex(/^#[0-9a-f]{6}$/, 'colour')),
  zone,
  firstRunStep: whole(firstRunBounds),
  sites: v.pipe(v.array(v.strictObject({ id: siteId, name, bays: v.optional(whole(bayBounds), siteDefaults.bays) })), v.minLength(1)),
  openingRanges: v.array(
    v.pipe(
      v.strictObject({
        siteId: v.optional(siteId),
        weekday,
        ...rangeMembers,
        validFrom: v.optional(date),
        validUntil: v.optional(date),
      }),
      v.check((range) => isForward(range), 'after-from'),
    ),
  ),
  dayExceptions: v.array(
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
  territory: v.picklist(territories),
  leadTimeHours: whole(figureBounds.leadTimeHours),
  horizonDays: whole(figureBounds.horizonDays),
  openOrdersPerSlot: whole(figureBounds.openOrdersPerSlot),
  openOrders: whole(figureBounds.openOrders),
  loanRights: v.array(
    v.strictObject({
      category: v.optional(name, '*'),
      documentType: v.optional(name, '*'),
      maximum: v.optional(whole(rightBounds.maximum)),
      newReleaseMaximum: v.optional(whole(rightBounds.maximum)),
      maximumPerOrder: v.optional(whole(rightBounds.maximum)),
      durationDays: whole(rightBounds.durationDays),
    }),
  ),
  totalMaximums: v.record(v.string(), whole(totalBounds)),
  seenCategories: v.array(name),
  seenTypes: v.array(name),
  newReleaseDays: whole(figureBounds.newReleaseDays),
  graceMinutes: whole(figureBounds.graceMinutes),
  keepDays: whole(figureBounds.keepDays),
  quarantineDays: whole(figureBounds.quarantineDays),
  zones: v.array(v.strictObject({ name, locations: v.array(v.string()) })),
  rota: v.array(
    v.pipe(
      v.strictObject({
        weekday,
        from: time,
        to: time,
        task: deskTask,
        librarianId,
      }),
      v.check((range) => isForward(range), 'after-from'),
    ),
  ),
  rotaAuthors: v.array(librarianId),
  rotaShares: v.record(v.string(), whole(shareBounds)),
  cardRule: barcodeRule,
  itemRule: barcodeRule,
  symbologies: v.pipe(v.array(v.picklist(['codabar', 'code-39', 'code-128', 'itf', 'ean-13'])), v.minLength(1)),
  gunPrefix: v.pipe(v.string(), v.maxLength(textLengths.gunAffix)),
  gunSuffix: v.pipe(v.string(), v.maxLength(textLengths.gunAffix)),
  keepLoanDays: whole(figureBounds.keepLoanDays),
  keepNameDays: whole(figureBounds.keepNameDays),
  fewestPersons: whole(figureBounds.fewestPersons),
  idleLockMinutes: whole(figureBounds.idleLockMinutes),
  messagesOff: v.array(v.picklist(messageKinds)),
  titlesInMail: v.boolean(),
  readyDelayMinutes: whole(figureBounds.readyDelayMinutes),
  reminderTime: time,
  noShowTime: time,
  quietFrom: time,
  quietUntil: time,
  quietDays: v.array(weekday),
  mailsPerHour: whole(figureBounds.mailsPerHour),
  callWords: inBothLanguages(callWordsBounds),
  publicPage: v.strictObject({
    isOn: v.boolean(),
    telephone: signs(pageBounds.telephone),
    hours: v.optional(said),
    place: v.optional(said),
    bring: v.optional(said),
    notice: v.optional(said),
    closed: v.optional(said),
    access: v.optional(said),
    takesPassword: v.optional(v.boolean()),
    guide: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            title: inBothLanguages(pageBounds.guideTitle),
            text: inBothLanguages(pageBounds.guideText),
            picture: v.optional(v.picklist(guidePictures)),
          }),
        ),
        v.minLength(pageBounds.guideSteps.from),
        v.maxLength(pageBounds.guideSteps.to),
      ),
    ),
  }),
  messageTemplates: v.strictObject({ fr: v.optional(templatesByKind), en: v.optional(templatesByKind) }),
}

/** Lists whose rows say what JSON may leave out: the site, where there is but one, and a maximum that is none. */
export const completeMembers = (
  given: Pick<ReadMembers, 'openingRanges' | 'dayExceptions' | 'loanRights'>,
  firstSite: SiteId,
): Pick<Settings, 'openingRanges' | 'dayExceptions' | 'loanRights'> => ({
  openingRanges: given.openingRanges.map((range) => ({ ...range, siteId: range.siteId ?? firstSite })),
  dayExceptions: given.dayExceptions.map((exception) => ({ ...exception, siteId: exception.siteId ?? firstSite })),
  loanRights: given.loanRights.map(({ maximum, newReleaseMaximum, maximumPerOrder, ...right }) => ({
    ...right,
    maximum,
    newReleaseMaximum,
    maximumPerOrder,
  })),
})

/** What a new library has. A member that is not here may be absent, because absence has a meaning. */
export const startingMembers: Readonly<Record<string, unknown>> = { ...buildDefaultSettings('', 'Europe/Paris'), ...retentionDefaults }

/** A tablet sends whole sections: a missing member does not mean its default. */
export const sectionSchema = (section: SectionName): v.GenericSchema<unknown, Readonly<Record<string, unknown>>> =>
  v.strictObject(
    Object.fromEntries(
      sections[section].map((member) => [
        member,
        member in startingMembers ? memberSchemas[member] : v.optional<v.GenericSchema>(memberSchemas[member]),
      ]),
    ),
  )

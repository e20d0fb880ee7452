/**
 * What the manager decided for the library: hours, rights, bays, walk, retention. One row of the base, the same on every tablet.
 * Runs everywhere. Comes from the demo or from `npm run import -- --settings`, or starts with the defaults below.
 */
import { type LibrarianId, type SiteId, toSiteId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { isAlike } from '../is-alike.ts'
import type { LoanRight } from '../loan-right/loan-right.ts'
import type { LocalDate, LocalTime, Weekday } from '../local-date.ts'
import type { MessageKind } from '../message/message.ts'
import type { MessageTemplates } from '../message/message-templates.ts'
import type { CheckDigit } from '../scan/check-digit.ts'
import type { BarSymbology } from '../scan/symbology.ts'
import type { Territory } from './bank-holidays.ts'

/** One opening on one weekday, cut into slots of `intervalMinutes`, each for `capacity` orders (SLOT-1). */
export interface OpeningRange {
  readonly siteId: SiteId
  readonly weekday: Weekday
  readonly from: LocalTime
  /** End of the last slot; later than `from`. */
  readonly to: LocalTime
  /** Minutes, 5 to 120. Default 15. */
  readonly intervalMinutes: number
  /** Orders per slot, 1 to 99. Default 4. */
  readonly capacity: number
  /** The first day on which it holds, and the first on which it holds no more (SET-6); absent: always, and for good. */
  readonly validFrom?: LocalDate | undefined
  readonly validUntil?: LocalDate | undefined
}

/** A day that does not follow the week: closed when `ranges` is empty, otherwise open as `ranges` says (SLOT-1). */
export interface DayException {
  readonly siteId: SiteId
  readonly date: LocalDate
  readonly ranges: readonly Omit<OpeningRange, 'siteId' | 'weekday' | 'validFrom' | 'validUntil'>[]
}

export interface Site {
  readonly id: SiteId
  readonly name: string
  /** Bays are numbered 1 to `bays`, without letters, so that no bay reads like an order (PULL-7). */
  readonly bays: number
}

/** One station of the walk: its locations are the ILS's, its name is what preparers call it (PULL-1). */
export interface Zone {
  readonly name: string
  readonly locations: readonly string[]
}

export type DeskTask = 'preparation' | 'handover' | 'telephone'

export interface RotaShift {
  readonly weekday: Weekday
  readonly from: LocalTime
  readonly to: LocalTime
  readonly task: DeskTask
  readonly librarianId: LibrarianId
}

/** What a number on a card or a document looks like here; `pattern` is the source of an anchored regular expression. */
export interface BarcodeRule {
  readonly pattern: string
  /** Characters of a whole number; undefined: any length that the pattern takes. */
  readonly lengths?: readonly number[] | undefined
  /** Check digit verified after the pattern. */
  readonly check: CheckDigit
}

/** A text of the library's own; who reads English, or hears it, and finds none has the French (PAGE-17). */
export interface OwnWords {
  readonly fr: string
  readonly en?: string | undefined
}

/** What the public page shows of itself in its guide; the pictures are taken of it anew (`npm run screenshots -- --patrons`). */
export type GuidePicture = 'search' | 'code' | 'hours' | 'noted'

/** One step of the guide that patrons read (MSG-14). */
export interface GuideBlock {
  readonly title: OwnWords
  readonly text: OwnWords
  readonly picture?: GuidePicture | undefined
}

/** The public page, on which patrons order by themselves (PAGE-1): whether it is there, and what it says of this library. */
export interface PublicPage {
  readonly isOn: boolean
  /** Where somebody answers, as it is read. */
  readonly telephone: string
  /** When somebody answers: « du mardi au samedi, de 10 h à 18 h ». */
  readonly hours?: OwnWords | undefined
  /** Where patrons come: « À la porte de la cour, 3 rue des Tilleuls ». */
  readonly place?: OwnWords | undefined
  readonly bring?: OwnWords | undefined
  /** A patron may show who they are by the password that the linked ILS checks [no: by a code alone] (PAGE-7). */
  readonly takesPassword?: boolean | undefined
  /** On the first page, for a while. */
  readonly notice?: OwnWords | undefined
  /** While it is there, nothing is ordered on the page, and this says why and until when (PAGE-16). */
  readonly closed?: OwnWords | undefined
  /** Where to write about an obstacle: in the declaration of accessibility, which French law asks for [the telephone alone] (PAGE-4). */
  readonly access?: OwnWords | undefined
  /** Steps of the guide for patrons [four of ours]. */
  readonly guide?: readonly GuideBlock[] | undefined
}

export interface Settings {
  readonly kind: 'settings'
  readonly id: 'settings'
  readonly libraryName: string
  /** How the service is called on screens and paper ("Clic et collecte"). */
  readonly serviceName: string
  /** The library's own colour, `#rrggbb`; screens wear the tones of it that can be read (accent-tones.ts) [the app's violet]. */
  readonly accentColour?: string | undefined
  /** Questions of the first run that a manager has answered (SET-16) [open to orders: none is asked]. */
  readonly firstRunStep?: number | undefined
  /** IANA name of the zone of every local date and time; the tablet and the endpoint read it, the rules never do. */
  readonly zone: string
  readonly sites: readonly Site[]
  readonly openingRanges: readonly OpeningRange[]
  readonly dayExceptions: readonly DayException[]
  /** Whose bank holidays are asked for (SET-10) [the mainland's]. */
  readonly territory?: Territory | undefined
  /** Hours between ordering and the slot [4] (ORD-5). */
  readonly leadTimeHours: number
  /** Days ahead that can be ordered for [14]. */
  readonly horizonDays: number
  /** Open orders of one patron for one slot [1], and in all [3] (SLOT-5). */
  readonly openOrdersPerSlot: number
  readonly openOrders: number
  readonly loanRights: readonly LoanRight[]
  /** Total maximum by category; a category absent here has none (LOAN-1). */
  readonly totalMaximums: Readonly<Record<string, number>>
  /** Of those without a row of their own, what a manager has seen: anything else is marked new (SET-15). */
  readonly seenCategories?: readonly string[] | undefined
  readonly seenTypes?: readonly string[] | undefined
  /** Days after arrival during which a document is a new release [183]. */
  readonly newReleaseDays: number
  /** Minutes after its slot's end that make a waiting order late [15] (ABS-1). */
  readonly graceMinutes: number
  /** Days that a no-show's pile is kept [2] (ABS-2). */
  readonly keepDays: number
  /** Days of quarantine after a return [0] (RET-1). */
  readonly quarantineDays: number
  /** In walking order (PULL-1). A location in no zone walks last, under its own name. */
  readonly zones: readonly Zone[]
  /** The model week: what a week is like that nobody has drawn (ROTA-1). */
  readonly rota: readonly RotaShift[]
  /** Who may change weeks of the rota beside the managers [nobody] (ROTA-1). */
  readonly rotaAuthors?: readonly LibrarianId[] | undefined
  /** Per cent of full time of whoever has less [100] (ROTA-6). */
  readonly rotaShares?: Readonly<Record<string, number>> | undefined
  readonly cardRule: BarcodeRule
  readonly itemRule: BarcodeRule
  /** In which barcodes cards and documents may be written here [Codabar, Code 39, Code 128]. */
  readonly symbologies?: readonly BarSymbology[] | undefined
  /** What the barcode guns of this library are set to send before and after each code [nothing]; Enter or Tab ends it. */
  readonly gunPrefix?: string | undefined
  readonly gunSuffix?: string | undefined
  /** Days after which the content of what tablets handed over, and of files made for the ILS, is emptied [122] (PRIV-3). */
  readonly keepLoanDays?: number | undefined
  /** Days without a loan or an order after which a patron has no name here [365] (PRIV-3). */
  readonly keepNameDays?: number | undefined
  /** A cell of the figures that stands for fewer persons is not told, of months that end from then on [5] (STAT-4). */
  readonly fewestPersons?: number | undefined
  /** Minutes without a touch before the PIN is asked again [10]. */
  readonly idleLockMinutes: number
  /** What the library does not write to its patrons [nothing] (MSG-12). */
  readonly messagesOff?: readonly MessageKind[] | undefined
  /** Minutes of second thoughts before « ready » leaves [10] (MSG-4). */
  readonly readyDelayMinutes?: number | undefined
  /** On the eve of the slot [17:00], and on the day after a no-show [9:00]. */
  readonly reminderTime?: LocalTime | undefined
  readonly noShowTime?: LocalTime | undefined
  /** What can wait does not leave from then [20:00] until then [8:00]; the same time twice: no night is quiet (MSG-5). */
  readonly quietFrom?: LocalTime | undefined
  readonly quietUntil?: LocalTime | undefined
  /** Days on which it does not leave at all [Sunday]. */
  readonly quietDays?: readonly Weekday[] | undefined
  /** Mails of a mailing in an hour [200]: a relay takes no more of one sender for spam (MSG-13). */
  readonly mailsPerHour?: number | undefined
  /** Mails about an order name its titles [no]: a mailbox is shared, a screen is seen (MSG-6). */
  readonly titlesInMail?: boolean | undefined
  /** What the library has said on the telephone once an order was read back [nothing] (PHONE-10). */
  readonly callWords?: OwnWords | undefined
  /** Absent: there is none [none] (PAGE-1). */
  readonly publicPage?: PublicPage | undefined
  /** The library's own words of its messages (MSG-10) [those of the app]. */
  readonly messageTemplates?: MessageTemplates | undefined
  /** This endpoint can write to patrons: said by the endpoint at its start, in no section (MSG-12). Absent: it cannot. */
  readonly sendsMail?: boolean | undefined
  /** Where patrons reach the public page once it is open: said by the endpoint too, where it can write to them. */
  readonly pageAddress?: string | undefined
  /** Since when the library takes neither orders nor tablets (NET-2): said by the endpoint, in no section. Absent: it is open. */
  readonly closedAt?: Instant | undefined
  /** By section, the number of its last change (SET-3); absent: never changed by anybody, or written by an older endpoint. */
  readonly versions?: Readonly<Record<string, number>> | undefined
}

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
/**
 * The settings cut into sections, each with its own version: two managers who change two sections never meet (SET-3). A section is the
 * smallest thing that is changed, kept in the journal and put back.
 */
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

/** What an opening range has that does not say it (SLOT-1). Minutes, and orders. */
export const rangeDefaults = { intervalMinutes: 15, capacity: 4 }
/** Numbered bays of a site that does not say how many it has. */
export const siteDefaults = { bays: 40 }

/** Days for which names stay (PRIV-3): four months for who borrowed what, a year for a patron who borrows nothing. */
export const retentionDefaults = { keepLoanDays: 122, keepNameDays: 365 }

/** Settings of a new library; barcodes of any digits are taken until its own patterns are known. */
export const buildDefaultSettings = (libraryName: string, zone: string): Settings => ({
  kind: 'settings',
  id: 'settings',
  libraryName,
  serviceName: 'Clic et collecte',
  zone,
  sites: [{ id: toSiteId('main'), name: libraryName, ...siteDefaults }],
  openingRanges: [],
  dayExceptions: [],
  leadTimeHours: 4,
  horizonDays: 14,
  openOrdersPerSlot: 1,
  openOrders: 3,
  loanRights: [
    {
      category: '*',
      documentType: '*',
      maximum: undefined,
      newReleaseMaximum: undefined,
      maximumPerOrder: undefined,
      durationDays: 21,
    },
  ],
  totalMaximums: {},
  newReleaseDays: 183,
  graceMinutes: 15,
  keepDays: 2,
  quarantineDays: 0,
  zones: [],
  rota: [],
  cardRule: { pattern: '^\\d{5,14}$', check: 'none' },
  itemRule: { pattern: '^[A-Z0-9-]{5,20}$', check: 'none' },
  idleLockMinutes: 10,
})

/** The library's own words, in the order in which a patron meets them. */
export const pageTexts = ['closed', 'notice', 'place', 'bring', 'hours', 'access'] as const satisfies readonly Exclude<
  keyof PublicPage,
  'guide'
>[]
export type PageText = (typeof pageTexts)[number]

/** In the order in which a visit meets them. */
export const guidePictures = ['search', 'code', 'hours', 'noted'] as const satisfies readonly GuidePicture[]

/** `paused`: it answers, and says why nothing is ordered there (PAGE-16). */
export type PageDoor = 'open' | 'paused' | 'shut'

export const pageDoorOf = (page: PublicPage | undefined): PageDoor =>
  page?.isOn !== true ? 'shut' : page.closed === undefined ? 'open' : 'paused'

/** PAGE-17: the library's text, and in which language it is where that is not the reader's. */
export const ownWords = (
  language: keyof OwnWords,
  said: OwnWords | undefined,
): { readonly text: string; readonly lang: 'fr' | undefined } => {
  const text = said?.[language]
  return text === undefined ? { text: said?.fr ?? '', lang: said === undefined ? undefined : 'fr' } : { text, lang: undefined }
}

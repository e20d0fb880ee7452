/**
 * Whether a section may be what somebody wants to make of it (SET-4). Runs on the tablet, at the field, and on the endpoint, with the same
 * answer. Nothing is clamped: each fault names its field and what it may be, and whoever shows it says so in two sentences.
 */
import { isAlike } from '../is-alike.ts'
import { daysBetween, daysPerWeek, type LocalDate, type LocalTime, toMinutes } from '../local-date.ts'
import { checkTemplates } from '../message/message-templates.ts'
import { isQuietTime, messageSetting } from '../message/message-times.ts'
import type { TemplateFault } from '../message/template.ts'
import { textLengths } from '../text-lengths.ts'
import {
  type Bounds,
  bayBounds,
  callWordsBounds,
  dayBounds,
  figureBounds,
  firstRunBounds,
  isWithin,
  pageBounds,
  rangeBounds,
  rightBounds,
  serviceNameBounds,
  shareBounds,
  totalBounds,
} from './bounds.ts'
import { hoursOn } from './change-week.ts'
import { type OwnWords, pageTexts, type SectionName, type Settings, sections } from './settings.ts'

export interface SectionFault {
  /** The field, as in JavaScript (« openingRanges[2].to »). */
  readonly at: string
  readonly fault:
    | 'bounds'
    | 'signs'
    | 'colour'
    | 'after-from'
    | 'short'
    | 'unknown-site'
    | 'lost-site'
    | 'twice'
    | 'too-far'
    | 'today'
    | 'quiet'
    | 'all-days'
    | TemplateFault['kind']
  /** Of a template: the blank that is meant, or the words around. */
  readonly near?: string
  /** Of `bounds`, `signs` and `too-far`: what it may be. */
  readonly bounds?: Bounds
}

const outside = (at: string, n: number, bounds: Bounds): readonly SectionFault[] =>
  isWithin(bounds, n) ? [] : [{ at, fault: 'bounds', bounds }]
const signs = (at: string, text: string, bounds: Bounds): readonly SectionFault[] =>
  isWithin(bounds, [...text.trim()].length) ? [] : [{ at, fault: 'signs', bounds }]
const checkWords = (at: string, said: OwnWords | undefined, bounds: Bounds): readonly SectionFault[] =>
  Object.entries(said ?? {}).flatMap(([language, text]) => (text === undefined ? [] : signs(`${at}.${language}`, text, bounds)))
const nameBounds: Bounds = { from: 1, to: textLengths.name }
/** The second of two that are the same. */
const twice = (keys: readonly string[], at: (n: number) => string): readonly SectionFault[] =>
  keys.flatMap((key, n) => (keys.indexOf(key) < n ? [{ at: at(n), fault: 'twice' as const }] : []))

interface Times {
  readonly from: LocalTime
  readonly to: LocalTime
  readonly intervalMinutes: number
  readonly capacity: number
}

const checkTimes = (at: string, { from, to, intervalMinutes, capacity }: Times): readonly SectionFault[] => [
  // Local times compare as text.
  ...(from < to ? [] : [{ at: `${at}.to`, fault: 'after-from' as const }]),
  // No slot: the library would read as open, with no place.
  ...(from < to && toMinutes(to) - toMinutes(from) < intervalMinutes ? [{ at: `${at}.to`, fault: 'short' as const }] : []),
  ...outside(`${at}.intervalMinutes`, intervalMinutes, rangeBounds.intervalMinutes),
  ...outside(`${at}.capacity`, capacity, rangeBounds.capacity),
]

const checkSites = ({ sites }: Settings, at: string, siteId: string): readonly SectionFault[] =>
  sites.some(({ id }) => id === siteId) ? [] : [{ at: `${at}.siteId`, fault: 'unknown-site' }]

const checkRights = ({ loanRights, totalMaximums }: Settings): readonly SectionFault[] => [
  ...loanRights.flatMap((right, n) => [
    ...(['maximum', 'newReleaseMaximum', 'maximumPerOrder'] as const).flatMap((member) =>
      right[member] === undefined ? [] : outside(`loanRights[${n}].${member}`, right[member], rightBounds.maximum),
    ),
    ...outside(`loanRights[${n}].durationDays`, right.durationDays, rightBounds.durationDays),
  ]),
  ...twice(
    loanRights.map(({ category, documentType }) => JSON.stringify([category, documentType])),
    (n) => `loanRights[${n}]`,
  ),
  ...Object.entries(totalMaximums).flatMap(([category, n]) => outside(`totalMaximums.${category}`, n, totalBounds)),
]

const nearOf = (fault: TemplateFault): string => {
  switch (fault.kind) {
    case 'blank-unknown':
      return fault.nearest
    case 'blank-missing':
    case 'blank-bare':
      return fault.name
    case 'bracket-alone':
    case 'optional-without-blank':
      return fault.near
    case 'too-long':
      return `${fault.most}`
    case 'subject-empty':
    case 'subject-broken':
      return ''
  }
}

type Check = (proposed: Settings, before: Settings, today: LocalDate | undefined) => readonly SectionFault[]

/** What a section asks beyond the bounds of its figures. */
const checks: Partial<Readonly<Record<SectionName, Check>>> = {
  library: ({ libraryName, firstRunStep }) => [
    ...signs('libraryName', libraryName, nameBounds),
    ...(firstRunStep === undefined ? [] : outside('firstRunStep', firstRunStep, firstRunBounds)),
  ],
  name: ({ serviceName, accentColour }, before) => [
    // A longer name, which files could always say, is no reason to refuse a colour.
    ...(serviceName === before.serviceName ? [] : signs('serviceName', serviceName, serviceNameBounds)),
    ...(accentColour === undefined || /^#[0-9a-f]{6}$/.test(accentColour) ? [] : [{ at: 'accentColour', fault: 'colour' as const }]),
  ],
  ranges: (proposed, before, today) => [
    ...proposed.openingRanges.flatMap((range, n) => [
      ...checkSites(proposed, `openingRanges[${n}]`, range.siteId),
      ...checkTimes(`openingRanges[${n}]`, range),
    ]),
    // A tablet that is off line works the day to its end by the hours that it began with (SET-6); before the library opens none does.
    ...(today === undefined ||
    before.firstRunStep !== undefined ||
    before.sites.every(({ id }) => isAlike(hoursOn(before, id, today), hoursOn(proposed, id, today)))
      ? []
      : [{ at: 'openingRanges', fault: 'today' as const }]),
  ],
  days: (proposed, _, today) => [
    ...proposed.dayExceptions.flatMap((day, n) => [
      ...checkSites(proposed, `dayExceptions[${n}]`, day.siteId),
      ...(today !== undefined && daysBetween(today, day.date) > dayBounds.to
        ? [{ at: `dayExceptions[${n}].date`, fault: 'too-far' as const, bounds: dayBounds }]
        : []),
      ...day.ranges.flatMap((range, m) => checkTimes(`dayExceptions[${n}].ranges[${m}]`, range)),
    ]),
    ...twice(
      proposed.dayExceptions.map(({ siteId, date }) => `${date} ${siteId}`),
      (n) => `dayExceptions[${n}].date`,
    ),
  ],
  rights: checkRights,
  bays: ({ sites }, before) => [
    ...sites.flatMap(({ name, bays }, n) => [
      ...signs(`sites[${n}].name`, name, nameBounds),
      ...outside(`sites[${n}].bays`, bays, bayBounds),
    ]),
    // Orders and ranges stand at them.
    ...(before.sites.every(({ id }) => sites.some((site) => site.id === id)) ? [] : [{ at: 'sites', fault: 'lost-site' as const }]),
  ],
  walk: ({ zones }) => [
    ...zones.flatMap(({ name }, n) => signs(`zones[${n}].name`, name, nameBounds)),
    ...twice(
      zones.flatMap(({ locations }) => locations),
      () => 'zones',
    ),
  ],
  messages: (settings) => [
    // It would wait until the morning, each time.
    ...(['reminderTime', 'noShowTime'] as const).flatMap((at) =>
      isQuietTime(settings, messageSetting(settings, at)) ? [{ at, fault: 'quiet' as const }] : [],
    ),
    // What can wait would never leave.
    ...(new Set(settings.quietDays).size < daysPerWeek ? [] : [{ at: 'quietDays', fault: 'all-days' as const }]),
  ],
  call: ({ callWords }) => checkWords('callWords', callWords, callWordsBounds),
  page: ({ publicPage }) =>
    publicPage === undefined
      ? []
      : [
          ...signs('publicPage.telephone', publicPage.telephone, pageBounds.telephone),
          ...pageTexts.flatMap((text) => checkWords(`publicPage.${text}`, publicPage[text], pageBounds.words)),
          ...(publicPage.guide === undefined ? [] : outside('publicPage.guide', publicPage.guide.length, pageBounds.guideSteps)),
          ...(publicPage.guide ?? []).flatMap((block, n) =>
            (['title', 'text'] as const).flatMap((part) =>
              Object.entries(block[part]).flatMap(([language, said]) =>
                said === undefined
                  ? []
                  : signs(
                      `publicPage.guide[${n}].${part}.${language}`,
                      said,
                      part === 'title' ? pageBounds.guideTitle : pageBounds.guideText,
                    ),
              ),
            ),
          ),
        ],
  templates: ({ messageTemplates = {} }) =>
    checkTemplates(messageTemplates).map(({ language, kind, part, fault }) => ({
      at: `messageTemplates.${language}.${kind}.${part}`,
      fault: fault.kind,
      near: nearOf(fault),
    })),
  rota: ({ rota, rotaShares = {} }) => [
    ...rota.flatMap(({ from, to }, n) => (from < to ? [] : [{ at: `rota[${n}].to`, fault: 'after-from' as const }])),
    ...Object.entries(rotaShares).flatMap(([id, share]) => outside(`rotaShares.${id}`, share, shareBounds)),
  ],
}

/** Every fault of a section of `proposed`, beside the settings in use; empty: it may be kept. Without `today` no date is too far. */
export const checkSection = (
  name: SectionName,
  proposed: Settings,
  before: Settings = proposed,
  today?: LocalDate | undefined,
): readonly SectionFault[] => {
  const bounds: Readonly<Record<string, Bounds | undefined>> = figureBounds
  const figures = sections[name].flatMap((member) => {
    const [figure, bound] = [proposed[member], bounds[member]]
    return bound === undefined || figure === undefined ? [] : outside(member, Number(figure), bound)
  })
  return [...figures, ...(checks[name]?.(proposed, before, today) ?? [])]
}

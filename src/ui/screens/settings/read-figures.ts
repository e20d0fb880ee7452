/**
 * The figures of each setting's sentence, as they are read. Runs in the browser; pure.
 */
import { fewestPersons } from '../../../domain/figures/period.ts'
import { others } from '../../../domain/loan-right/change-rights.ts'
import { messageKinds } from '../../../domain/message/message.ts'
import { messageDefaults, messageSetting } from '../../../domain/message/message-times.ts'
import { shapeOfRule } from '../../../domain/scan/learn-rule.ts'
import type { SectionFault } from '../../../domain/settings/check-section.ts'
import { hueOf } from '../../../domain/settings/hue.ts'
import { type BarcodeRule, pageDoorOf, retentionDefaults, type SectionName, type Settings } from '../../../domain/settings/settings.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { settings as fr } from '../../../locale/fr/settings.ts'

export type SettingsWords = typeof fr

export const sayFault = (words: SettingsWords, label: string, { fault, bounds }: Pick<SectionFault, 'fault' | 'bounds'>) =>
  (fault === 'bounds' || fault === 'signs') && bounds !== undefined
    ? words.faults[fault](label, bounds.from, bounds.to)
    : fault === 'colour'
      ? words.faults.colour(label)
      : words.faults.other(label)

const distinct = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b)

/** The hours once every change that was said holds. */
const toStay = ({ openingRanges }: Settings): Settings['openingRanges'] =>
  openingRanges.filter(({ validUntil }) => validUntil === undefined)

/** « du mardi au samedi », or each day where they do not follow each other. */
const sayWeekdays = (words: SettingsWords, list: (parts: readonly string[]) => string, settings: Settings): string => {
  const days = distinct(toStay(settings).map(({ weekday }) => weekday))
  const [first, last] = [days[0] ?? 1, days.at(-1) ?? 1]
  return days.length > 2 && last - first === days.length - 1 ? words.weekdays(first, last) : list(words.weekdayList(days))
}

/** « le ven. 25 déc., on ferme »; the list holds no day that is over, but for those of before the last closing. */
const sayNextDay = (words: SettingsWords, format: Formats, { dayExceptions }: Settings): string => {
  const [day] = dayExceptions
  if (day === undefined) return words.days.week
  const ranges = day.ranges.map(({ from, to }) => words.days.range(format.time(from), format.time(to)))
  return words.days.next(format.shortDate(day.date), words.days.said(ranges))
}

/** « de 20 h à 8 h et le dimanche » */
const sayQuiet = (words: SettingsWords, format: Formats, settings: Settings): string => {
  const [from, until] = [messageSetting(settings, 'quietFrom'), messageSetting(settings, 'quietUntil')]
  const night = from === until ? [] : [words.days.range(format.time(from), format.time(until))]
  const parts = [...night, ...words.weekdayList(messageSetting(settings, 'quietDays'))]
  return parts.length === 0 ? words.messages.noQuiet : format.list(parts)
}

/** In both languages. */
const countTemplates = ({ messageTemplates = {} }: Settings): number =>
  Object.values(messageTemplates).reduce((sum, own) => sum + Object.keys(own ?? {}).length, 0)

/** « 10 chiffres, commençant par 2 » */
const sayRule = (words: SettingsWords, rule: BarcodeRule): string => {
  const shape = shapeOfRule(rule)
  return shape === undefined ? words.codes.other(rule.pattern) : words.codes.shape(shape)
}

/** « turquoise (#00a19a) » */
const sayColour = ({ colour: words }: SettingsWords, { accentColour: colour }: Settings): string =>
  colour === undefined ? words.original : words.written(words.hues[hueOf(colour)], colour)

/** The sentence that is read; where there is nothing to put into it, what holds instead. */
export const templateOf = (words: SettingsWords, { zones, loanRights }: Settings, name: SectionName): string => {
  if (name === 'walk' && zones.length === 0) return words.walkByIls
  return name === 'rights' && loanRights.length === 0 ? words.noRights : words.sections[name].sentence
}

/** What a sentence reads where it says `name`. */
export const readFigure = (words: SettingsWords, format: Formats, settings: Settings, name: string): string => {
  const { loanRights, zones, sites } = settings
  const openingRanges = toStay(settings)
  const [first] = loanRights
  const said: Readonly<Record<string, () => string>> = {
    serviceName: () => settings.serviceName,
    accentColour: () => sayColour(words, settings),
    weekdays: () => sayWeekdays(words, format.list, settings),
    nextDay: () => sayNextDay(words, format, settings),
    intervals: () => words.intervals(distinct(openingRanges.map(({ intervalMinutes }) => intervalMinutes))),
    capacities: () => words.capacities(distinct(openingRanges.map(({ capacity }) => capacity))),
    // The first rule stands for what the others are like.
    whoseRight: () => words.rights.whose((first === undefined ? [] : [first.category, first.documentType]).filter((one) => one !== others)),
    rightMost: () => words.rights.most(first?.maximum),
    rightDays: () => words.figures.keepDays(first?.durationDays ?? 0),
    bays: () => words.figures.bays(sites.reduce((sum, { bays }) => sum + bays, 0)),
    cardRule: () => sayRule(words, settings.cardRule),
    itemRule: () => sayRule(words, settings.itemRule),
    first: () => words.first(zones[0]?.name ?? ''),
    last: () => zones.at(-1)?.name ?? '',
    stations: () => words.figures.stations(zones.length),
    messagesOff: () => words.messages.count(messageKinds.length - messageSetting(settings, 'messagesOff').length, messageKinds.length),
    titlesInMail: () => words.messages.titles(messageSetting(settings, 'titlesInMail')),
    reminderTime: () => format.time(messageSetting(settings, 'reminderTime')),
    noShowTime: () => format.time(messageSetting(settings, 'noShowTime')),
    quietFrom: () => format.time(messageSetting(settings, 'quietFrom')),
    quietUntil: () => format.time(messageSetting(settings, 'quietUntil')),
    quietDays: () => format.list(words.weekdayList(messageSetting(settings, 'quietDays'))),
    messageTemplates: () => words.messages.own(countTemplates(settings)),
    territory: () => words.days.territories[settings.territory ?? 'metropole'],
    callWords: () => words.call.said(settings.callWords),
    publicPage: () => words.doors[pageDoorOf(settings.publicPage)],
    quiet: () => sayQuiet(words, format, settings),
  }
  const figures: Readonly<Record<string, (n: number) => string>> = words.figures
  const numbers: Readonly<Record<string, unknown>> = { ...retentionDefaults, ...messageDefaults, fewestPersons, ...settings }
  return said[name]?.() ?? figures[name]?.(Number(numbers[name])) ?? ''
}

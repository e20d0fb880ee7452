/**
 * What a section says otherwise after a change, thing by thing: a figure, the hours of a weekday, a day apart, a loan right, a station of the
 * walk (SET-3, SET-5). Runs in the browser. Read by the journal, by whoever settles two managers' changes, and above a draft.
 */
import { others } from '../../../domain/loan-right/change-rights.ts'
import type { LoanRight } from '../../../domain/loan-right/loan-right.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { messageKinds } from '../../../domain/message/message.ts'
import { messageLanguages } from '../../../domain/message/message-templates.ts'
import { isOff } from '../../../domain/message/message-times.ts'
import { movedFrom, stationKey } from '../../../domain/pull-list/change-walk.ts'
import { accentTones } from '../../../domain/settings/accent-tones.ts'
import { weekdays } from '../../../domain/settings/change-week.ts'
import { hueOf } from '../../../domain/settings/hue.ts'
import { type OpeningRange, type SectionName, type Settings, sections } from '../../../domain/settings/settings.ts'
import { changesWords } from '../../../locale/en/changes.ts'
import { rightsWords } from '../../../locale/en/rights.ts'
import { settingsWords } from '../../../locale/en/settings.ts'
import { walkWords } from '../../../locale/en/walk.ts'
import { useFormats, useWords } from '../../use-desk.ts'
import { readFigure } from './read-figures.ts'
import { sayHours, sayInstead, sayLength, sayRightChange } from './say-difference.ts'

interface Said {
  /** What it is of. */
  readonly label: string
  readonly was: string
  readonly became: string
  /** The difference alone, after the label; undefined: what it was and what it became say it as shortly. */
  readonly said?: string | undefined
  /** The same as a draft's heading, which names what it is of. */
  readonly head?: string | undefined
}
export interface SaidChange extends Said {
  /** A figure of the sentence. */
  readonly isFigure: boolean
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const unique = (keys: readonly string[]): readonly string[] => [...new Set(keys)]

/** The ranges of a weekday once every announced change is in force. */
const rangesOf = ({ openingRanges = [] }: Partial<Settings>, siteId: string, weekday: number): readonly OpeningRange[] =>
  openingRanges
    .filter((range) => range.siteId === siteId && range.weekday === weekday && range.validUntil === undefined)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
const sinceOf = (ranges: readonly OpeningRange[]): LocalDate | undefined =>
  ranges.find(({ validFrom }) => validFrom !== undefined)?.validFrom

const rightAt = ({ loanRights = [] }: Partial<Settings>, key: string): LoanRight | undefined =>
  loanRights.find(({ category, documentType }) => JSON.stringify([category, documentType]) === key)

/** What a weekday, a day apart and a cell of the rights are. */
const useSayEach = () => {
  const words = useWords(settingsWords)
  const said = useWords(rightsWords)
  const change = useWords(changesWords)
  const format = useFormats()
  const hours = ({ from, to }: Pick<OpeningRange, 'from' | 'to'>): string => words.days.range(format.time(from), format.time(to))

  const sayWeekday = (ranges: readonly OpeningRange[]): string => {
    const since = sinceOf(ranges)
    const each = ranges.map((range) => words.ranges.each(hours(range), range.intervalMinutes, range.capacity))
    return each.length === 0
      ? words.ranges.closed
      : [format.list(each), ...(since === undefined ? [] : [lowerFirst(words.ranges.since(format.dayAndMonth(since)))])].join(', ')
  }
  const sayWeekdayChange = (day: string, was: readonly OpeningRange[], became: readonly OpeningRange[]): Pick<Said, 'said' | 'head'> => {
    const parts = sayHours(change, format, hours, was, became)
    if (parts.length === 0) return {}
    const since = sinceOf(became)
    return {
      said: [...parts, ...(since === undefined ? [] : [change.hours.since(format.dayAndMonth(since))])].join(', '),
      head: sayLength(change, format, day, was, became) ?? (parts.length === 1 ? `${format.lead(day)} ${parts[0]}` : undefined),
    }
  }
  const sayDay = ({ dayExceptions = [] }: Partial<Settings>, key: string): string => {
    const day = dayExceptions.find(({ siteId, date }) => `${siteId} ${date}` === key)
    return day === undefined ? words.days.asWeek : words.days.said(day.ranges.map(hours))
  }
  const sayRight = (right: LoanRight | undefined): string => (right === undefined ? said.inherited : said.read(right))
  const sayCell = (was: LoanRight | undefined, became: LoanRight | undefined): Pick<Said, 'said' | 'head'> => {
    if (was === undefined || became === undefined) return {}
    const parts = sayRightChange(change, was, became)
    return { said: parts.join(', '), head: parts.length === 1 ? parts[0] : undefined }
  }
  return { sayWeekday, sayWeekdayChange, sayDay, sayRight, sayCell }
}

/** Stations that changed places, came, went, or are called otherwise. */
const useSayWalk = () => {
  const walk = useWords(walkWords)
  const change = useWords(changesWords)
  return ({ zones: was = [] }: Partial<Settings>, { zones = [] }: Partial<Settings>): readonly Said[] => {
    const [before, after] = [was, zones].map((all) => all.map(stationKey))
    const moved = movedFrom(before ?? [], after ?? [])
    const places = zones.flatMap((zone, n): readonly Said[] => {
      const rank = moved.get(stationKey(zone))
      if (rank === undefined || rank === n) return []
      const [from, to] = [walk.rank(rank + 1), walk.rank(n + 1)]
      const next = zones[n + 1]
      const head = next === undefined ? change.walk.last(zone.name) : change.walk.before(zone.name, next.name)
      return [{ label: zone.name, was: from, became: to, said: change.instead(to, from), head }]
    })
    const others = unique([...was, ...zones].map(stationKey)).flatMap((key): readonly Said[] => {
      const [old, now] = [was, zones].map((all) => all.find((zone) => stationKey(zone) === key))
      const [had, has] = [old, now].map((zone) => zone?.locations.join(' · ') ?? '')
      const label = old?.name ?? now?.name ?? key
      const { added, removed, renamed } = change.walk
      if (old === undefined || now === undefined)
        return [{ label, was: had ?? '', became: has ?? '', said: now === undefined ? removed : added(has ?? '') }]
      return [
        ...(old.name === now.name ? [] : [{ label, was: old.name, became: now.name, said: renamed(now.name), head: renamed(now.name) }]),
        { label, was: had ?? '', became: has ?? '' },
      ]
    })
    return [...places, ...others]
  }
}

export const useSayChanges = () => {
  const words = useWords(settingsWords)
  const said = useWords(rightsWords)
  const ofWalk = useSayWalk()
  const format = useFormats()
  const change = useWords(changesWords)
  const { sayWeekday, sayWeekdayChange, sayDay, sayRight, sayCell } = useSayEach()
  const at = (settings: Settings, id: string, what: string): string =>
    settings.sites.length < 2 ? what : `${what}, ${settings.sites.find((site) => site.id === id)?.name ?? id}`
  const nameOf = (category: string): string => (category === others ? said.others : category)
  const typeOf = (type: string): string => (type === others ? said.allTypes : type)

  const ofRanges = (before: Settings, after: Settings): readonly Said[] =>
    after.sites.flatMap(({ id }) =>
      weekdays.map((weekday) => {
        const label = at(after, id, words.weekdayNames[weekday - 1] ?? '')
        const [was, became] = [rangesOf(before, id, weekday), rangesOf(after, id, weekday)]
        return { label, was: sayWeekday(was), became: sayWeekday(became), ...sayWeekdayChange(label, was, became) }
      }),
    )
  const ofDays = (before: Settings, after: Settings): readonly Said[] => {
    const days = [before, after].flatMap(({ dayExceptions = [] }: Partial<Settings>) => dayExceptions)
    return unique(days.map(({ siteId, date }) => `${siteId} ${date}`)).map((key) => {
      const day = days.find(({ siteId, date }) => `${siteId} ${date}` === key)
      const label = day === undefined ? key : at(after, day.siteId, format.shortDate(day.date))
      return { label, was: sayDay(before, key), became: sayDay(after, key) }
    })
  }
  const ofRights = (before: Settings, after: Settings): readonly Said[] => {
    const both: readonly Partial<Settings>[] = [before, after]
    const cells = unique(both.flatMap(({ loanRights = [] }) => loanRights.map((one) => JSON.stringify([one.category, one.documentType]))))
    const categories = unique(both.flatMap(({ totalMaximums = {} }) => Object.keys(totalMaximums)))
    const total = ({ totalMaximums = {} }: Partial<Settings>, category: string): string => change.right.total(totalMaximums[category])
    return [
      ...cells.map((key) => {
        const [category = '', type = ''] = JSON.parse(key) as string[]
        const label = `${nameOf(category)}, ${typeOf(type)}`
        const [was, became] = [rightAt(before, key), rightAt(after, key)]
        return { label, was: sayRight(was), became: sayRight(became), ...sayCell(was, became) }
      }),
      ...categories.map((category) => {
        const [was, became] = [total(before, category), total(after, category)]
        const difference = sayInstead(change, was, became)
        return { label: `${nameOf(category)}, ${lowerFirst(said.total)}`, was, became, said: difference, head: difference }
      }),
    ]
  }
  const ofBays = (before: Settings, after: Settings): readonly Said[] =>
    after.sites.map(({ id, bays }) => ({
      label: at(after, id, words.labels.bays),
      was: words.figures.bays(before.sites?.find((site) => site.id === id)?.bays ?? 0),
      became: words.figures.bays(bays),
    }))
  const sayOwnColour = ({ accentColour: colour }: Settings): string | undefined =>
    colour && change.colour(words.colour.hues[hueOf(colour)], accentTones(colour, 'light').accent !== colour)
  const ofFigures = (name: SectionName, before: Settings, after: Settings): readonly Said[] => {
    const labels: Readonly<Record<string, string>> = words.labels
    return sections[name].flatMap((member) => {
      const label = labels[member]
      const [was = '', became = ''] = [before, after].map((one) => (label === undefined ? '' : readFigure(words, format, one, member)))
      const head = member === 'accentColour' ? sayOwnColour(after) : undefined
      return label === undefined || was === '' || became === '' ? [] : [{ label, was, became, head }]
    })
  }
  const ofMails = (before: Settings, after: Settings): readonly Said[] =>
    messageKinds.map((kind) => {
      const [was, became] = [before, after].map((one) => words.messages.leaves(!isOff(one, kind)))
      return { label: words.messages.kinds[kind], was: was ?? '', became: became ?? '' }
    })
  const ofTemplates = ({ messageTemplates: was = {} }: Settings, { messageTemplates: own = {} }: Settings): readonly Said[] =>
    messageLanguages.flatMap((language) =>
      messageKinds.flatMap((kind) =>
        (['subject', 'text'] as const).map((part) => ({
          label: `${words.messages.kinds[kind]}, ${words.messages.parts[part]} (${language})`,
          was: was[language]?.[kind]?.[part] ?? words.messages.own(0),
          became: own[language]?.[kind]?.[part] ?? words.messages.own(0),
        })),
      ),
    )
  const ofCall = (before: Settings, after: Settings): readonly Said[] =>
    messageLanguages.map((language) => ({
      label: `${words.labels.callWords} (${language})`,
      was: before.callWords?.[language] ?? words.call.none,
      became: after.callWords?.[language] ?? words.call.none,
    }))
  const own: Partial<Record<SectionName, (before: Settings, after: Settings) => readonly Said[]>> = {
    ...{ ranges: ofRanges, rights: ofRights, walk: ofWalk, bays: ofBays, templates: ofTemplates, call: ofCall },
    messages: (before, after) => [
      ...ofMails(before, after),
      // Which of them leave is said one by one.
      ...ofFigures('messages', before, after).filter(({ label }) => label !== words.labels.messagesOff),
    ],
    days: (before, after) => [...ofDays(before, after), ...ofFigures('days', before, after)],
  }
  return (name: SectionName, before: Settings, after: Settings): readonly SaidChange[] => {
    const all = own[name]?.(before, after) ?? ofFigures(name, before, after)
    return all
      .filter(({ was, became }) => was !== became)
      .map((one) => ({ ...one, isFigure: own[name] === undefined || name === 'bays' }))
      .map((one) => (one.isFigure ? { ...one, said: one.said ?? sayInstead(change, one.was, one.became) } : one))
  }
}

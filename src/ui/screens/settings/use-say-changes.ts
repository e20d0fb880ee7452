/**
 * What a section says otherwise after a change, thing by thing: a figure, the hours of a weekday, a day apart, a loan right, a station of the
 * walk (SET-3, SET-5). Runs in the browser. Read by the journal, by whoever settles two managers' changes, and above a draft.
 */
import { others } from '../../../domain/loan-right/change-rights.ts'
import { messageKinds } from '../../../domain/message/message.ts'
import { messageLanguages } from '../../../domain/message/message-templates.ts'
import { isOff } from '../../../domain/message/message-times.ts'
import { movedFrom, stationKey } from '../../../domain/pull-list/change-walk.ts'
import { weekdays } from '../../../domain/settings/change-week.ts'
import { type SectionName, sections } from '../../../domain/settings/sections.ts'
import type { OpeningRange, Settings } from '../../../domain/settings/settings.ts'
import { rights as rightsEn } from '../../../locale/en/rights.ts'
import { settings as en } from '../../../locale/en/settings.ts'
import { walk as walkEn } from '../../../locale/en/walk.ts'
import { rights as rightsFr } from '../../../locale/fr/rights.ts'
import { settings as fr } from '../../../locale/fr/settings.ts'
import { walk as walkFr } from '../../../locale/fr/walk.ts'
import { useFormats, useWords } from '../../use-words.ts'
import { readFigure } from './read-figures.ts'

interface Said {
  /** What it is of. */
  readonly label: string
  readonly was: string
  readonly became: string
}
export interface SaidChange extends Said {
  /** A figure of the sentence. */
  readonly isFigure: boolean
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
const unique = (keys: readonly string[]): readonly string[] => [...new Set(keys)]

/** What a weekday, a day apart and a cell of the rights are. */
const useSayEach = () => {
  const words = useWords(fr, en)
  const said = useWords(rightsFr, rightsEn)
  const format = useFormats()
  const hours = ({ from, to }: Pick<OpeningRange, 'from' | 'to'>): string => words.days.range(format.time(from), format.time(to))

  /** Once every change that was said holds. */
  const sayWeekday = ({ openingRanges = [] }: Partial<Settings>, siteId: string, weekday: number): string => {
    const ranges = openingRanges
      .filter((range) => range.siteId === siteId && range.weekday === weekday && range.validUntil === undefined)
      .sort((a, b) => (a.from < b.from ? -1 : 1))
    const since = ranges.find(({ validFrom }) => validFrom !== undefined)?.validFrom
    const each = ranges.map((range) => words.ranges.each(hours(range), range.intervalMinutes, range.capacity))
    return each.length === 0
      ? words.ranges.closed
      : [format.list(each), ...(since === undefined ? [] : [lowerFirst(words.ranges.since(format.dayAndMonth(since)))])].join(', ')
  }
  const sayDay = ({ dayExceptions = [] }: Partial<Settings>, key: string): string => {
    const day = dayExceptions.find(({ siteId, date }) => `${siteId} ${date}` === key)
    return day === undefined ? words.days.asWeek : words.days.said(day.ranges.map(hours))
  }
  const sayRight = ({ loanRights = [] }: Partial<Settings>, key: string): string => {
    const right = loanRights.find(({ category, documentType }) => JSON.stringify([category, documentType]) === key)
    return right === undefined ? said.inherited : said.read(right)
  }
  return { sayWeekday, sayDay, sayRight }
}

export const useSayChanges = () => {
  const words = useWords(fr, en)
  const said = useWords(rightsFr, rightsEn)
  const walk = useWords(walkFr, walkEn)
  const format = useFormats()
  const { sayWeekday, sayDay, sayRight } = useSayEach()
  const at = (settings: Settings, id: string, what: string): string =>
    settings.sites.length < 2 ? what : `${what}, ${settings.sites.find((site) => site.id === id)?.name ?? id}`
  const nameOf = (category: string): string => (category === others ? said.others : category)
  const typeOf = (type: string): string => (type === others ? said.allTypes : type)

  const ofRanges = (before: Settings, after: Settings): readonly Said[] =>
    after.sites.flatMap(({ id }) =>
      weekdays.map((weekday) => ({
        label: at(after, id, words.weekdayNames[weekday - 1] ?? ''),
        ...{ was: sayWeekday(before, id, weekday), became: sayWeekday(after, id, weekday) },
      })),
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
    const total = ({ totalMaximums = {} }: Partial<Settings>, category: string): string => said.cell(totalMaximums[category])
    return [
      ...cells.map((key) => {
        const [category = '', type = ''] = JSON.parse(key) as string[]
        return { label: `${nameOf(category)}, ${typeOf(type)}`, was: sayRight(before, key), became: sayRight(after, key) }
      }),
      ...categories.map((category) => ({
        label: `${nameOf(category)}, ${lowerFirst(said.total)}`,
        ...{ was: total(before, category), became: total(after, category) },
      })),
    ]
  }
  const ofWalk = ({ zones: was = [] }: Partial<Settings>, { zones = [] }: Partial<Settings>): readonly Said[] => {
    const [before, after] = [was, zones].map((all) => all.map(stationKey))
    const moved = movedFrom(before ?? [], after ?? [])
    const rest = (all: typeof zones): string =>
      [...all]
        .map((zone) => `${zone.name} (${zone.locations.join(', ')})`)
        .sort()
        .join(' · ')
    return [
      ...zones.flatMap((zone, n) => {
        const rank = moved.get(stationKey(zone))
        return rank === undefined || rank === n ? [] : [{ label: zone.name, was: walk.rank(rank + 1), became: walk.rank(n + 1) }]
      }),
      { label: words.sections.walk.title, was: rest(was), became: rest(zones) },
    ]
  }
  const ofBays = (before: Settings, after: Settings): readonly Said[] =>
    after.sites.map(({ id, bays }) => ({
      label: at(after, id, words.labels.bays),
      was: words.figures.bays(before.sites?.find((site) => site.id === id)?.bays ?? 0),
      became: words.figures.bays(bays),
    }))
  const ofFigures = (name: SectionName, before: Settings, after: Settings): readonly Said[] => {
    const labels: Readonly<Record<string, string>> = words.labels
    return sections[name].flatMap((member) => {
      const label = labels[member]
      const [was = '', became = ''] = [before, after].map((one) => (label === undefined ? '' : readFigure(words, format, one, member)))
      return label === undefined || was === '' || became === '' ? [] : [{ label, was, became }]
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
    return all.filter(({ was, became }) => was !== became).map((one) => ({ ...one, isFigure: own[name] === undefined || name === 'bays' }))
  }
}

/**
 * The figures of each setting's sentence, as they are read. Runs in the browser; pure.
 */
import { retentionDefaults } from '../../../domain/settings/default-settings.ts'
import type { Settings } from '../../../domain/settings/settings.ts'
import type { settings as fr } from '../../../locale/fr/settings.ts'

export type SettingsWords = typeof fr

const distinct = (numbers: readonly number[]): readonly number[] => [...new Set(numbers)].sort((a, b) => a - b)

/** « du mardi au samedi », or each day where they do not follow each other. */
const sayWeekdays = (words: SettingsWords, list: (parts: readonly string[]) => string, { openingRanges }: Settings): string => {
  const days = distinct(openingRanges.map(({ weekday }) => weekday))
  const [first, last] = [days[0] ?? 1, days.at(-1) ?? 1]
  return days.length > 2 && last - first === days.length - 1 ? words.weekdays(first, last) : list(words.weekdayList(days))
}

/** What a sentence reads where it says `name`. */
export const readFigure = (words: SettingsWords, list: (parts: readonly string[]) => string, settings: Settings, name: string): string => {
  const { openingRanges, loanRights, zones, sites } = settings
  const said: Readonly<Record<string, () => string>> = {
    serviceName: () => settings.serviceName,
    weekdays: () => sayWeekdays(words, list, settings),
    intervals: () => words.intervals(distinct(openingRanges.map(({ intervalMinutes }) => intervalMinutes))),
    capacities: () => words.capacities(distinct(openingRanges.map(({ capacity }) => capacity))),
    rights: () => words.figures.rights(loanRights.length),
    categories: () => words.figures.categories(new Set(loanRights.map(({ category }) => category)).size),
    bays: () => words.figures.bays(sites.reduce((sum, { bays }) => sum + bays, 0)),
    first: () => words.first(zones[0]?.name ?? ''),
    last: () => zones.at(-1)?.name ?? '',
    stations: () => words.figures.stations(zones.length),
  }
  const figures: Readonly<Record<string, (n: number) => string>> = words.figures
  const numbers: Readonly<Record<string, unknown>> = { ...retentionDefaults, ...settings }
  return said[name]?.() ?? figures[name]?.(Number(numbers[name])) ?? ''
}

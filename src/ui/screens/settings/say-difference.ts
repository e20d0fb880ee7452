/**
 * What is otherwise about one weekday or one loan right, in as few words as say it: « de 10 h à 12 h, ajouté »,
 * « 12 à la fois au lieu de 10 » (SET-5). Runs in the browser; pure.
 */
import type { LoanRight } from '../../../domain/loan-right/loan-right.ts'
import { toMinutes } from '../../../domain/local-date.ts'
import type { DayHours } from '../../../domain/settings/ranges-on.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { ChangeWords } from '../../../locale/fr/changes.ts'

/** « 21 jours au lieu de 14 »: a unit is said once. */
export const sayInstead = (words: ChangeWords, was: string, became: string): string => {
  const unit = /^\d+(\D+)$/.exec(became)?.[1]
  return words.instead(became, unit !== undefined && /^\d/.test(was) && was.endsWith(unit) ? was.slice(0, -unit.length) : was)
}

const sum = (all: readonly DayHours[]): number => all.reduce((minutes, { from, to }) => minutes + toMinutes(to) - toMinutes(from), 0)
const overlap = (a: DayHours, b: DayHours): boolean => a.from < b.to && b.from < a.to

/** Of a weekday's ranges those that stayed, were moved, added and taken away, one after the other; empty: they are the same. */
export const sayHours = (
  words: ChangeWords,
  format: Pick<Formats, 'time'>,
  sayRange: (hours: DayHours) => string,
  was: readonly DayHours[],
  became: readonly DayHours[],
): readonly string[] => {
  const { hours } = words
  if (became.length === 0) return was.length === 0 ? [] : [hours.closed(was.map(sayRange).join(', '))]
  const left = [...was]
  const partnerOf = (range: DayHours): DayHours | undefined => {
    const same = left.find(({ from, to }) => from === range.from && to === range.to)
    const partner = same ?? left.find((one) => overlap(one, range))
    if (partner !== undefined) left.splice(left.indexOf(partner), 1)
    return partner
  }
  const moved = (before: DayHours, after: DayHours): readonly string[] => {
    if (before.from === after.from && before.to === after.to) return []
    if (before.from === after.from) return [hours.ends(format.time(after.to), format.time(before.to))]
    if (before.to === after.to) return [hours.begins(format.time(after.from), format.time(before.from))]
    return [hours.moved(sayRange(after), sayRange(before))]
  }
  const kept = became.flatMap((after): readonly string[] => {
    const before = partnerOf(after)
    if (before === undefined) return [hours.added(sayRange(after))]
    return [
      ...moved(before, after),
      ...(before.intervalMinutes === after.intervalMinutes
        ? []
        : [words.instead(hours.slot(after.intervalMinutes), String(before.intervalMinutes))]),
      ...(before.capacity === after.capacity ? [] : [words.instead(hours.orders(after.capacity), String(before.capacity))]),
    ]
  })
  return [...kept, ...left.map((range) => hours.removed(sayRange(range)))]
}

/** « Mercredi, 1 h de plus »; undefined: it is as long as before. */
export const sayLength = (
  words: ChangeWords,
  format: Pick<Formats, 'duration'>,
  day: string,
  was: readonly DayHours[],
  became: readonly DayHours[],
): string | undefined => {
  const minutes = sum(became) - sum(was)
  return minutes === 0 ? undefined : words.hours.more(day, format.duration(Math.abs(minutes)), minutes > 0)
}

/** Each figure of a right that is otherwise. */
export const sayRightChange = ({ right, ...words }: ChangeWords, was: LoanRight, became: LoanRight): readonly string[] => {
  const limits = (['maximum', 'newReleaseMaximum', 'maximumPerOrder'] as const).map((name) => [
    right[name](was[name]),
    right[name](became[name]),
  ])
  const pairs = [...limits, [right.durationDays(was.durationDays), right.durationDays(became.durationDays)]]
  return pairs.flatMap(([before = '', after = '']) => (before === after ? [] : [sayInstead({ right, ...words }, before, after)]))
}

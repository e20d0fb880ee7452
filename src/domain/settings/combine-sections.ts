/**
 * Two changes of one section put together, figure by figure, where they touched other ones: an hour of Wednesday and one of Saturday, a
 * range's end and its interval, two cells of the rights (SET-3). Runs on the tablet; pure. A person reads it again before it is saved.
 */
import { isAlike } from '../is-alike.ts'
import { addDays, type LocalDate } from '../local-date.ts'
import { changeWeekday, hoursOn, nextDateOf, settledFrom, weekdays } from './change-week.ts'
import type { DayHours } from './ranges-on.ts'
import { type OpeningRange, type SectionName, type Settings, sections } from './settings.ts'

type Parts = Readonly<Record<string, unknown>>
/** What came of it; undefined: both touched one figure. */
type Combined<T> = { readonly value: T } | undefined

const isParts = (value: unknown): value is Parts => typeof value === 'object' && value !== null && !Array.isArray(value)

const combineValues = (base: unknown, theirs: unknown, mine: unknown): Combined<unknown> => {
  if (isAlike(mine, base) || isAlike(mine, theirs)) return { value: theirs }
  if (isAlike(theirs, base)) return { value: mine }
  if (!isParts(theirs) || !isParts(mine) || !(base === undefined || isParts(base))) return undefined
  const value: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const part = combineValues(base?.[key], theirs[key], mine[key])
    if (part === undefined) return undefined
    if (part.value !== undefined) value[key] = part.value
  }
  return { value }
}

/** Lists whose entries are things of their own, by what each is known by; any other list is one figure. */
const keyOf = {
  dayExceptions: ({ siteId, date }: Settings['dayExceptions'][number]) => `${siteId} ${date}`,
  loanRights: ({ category, documentType }: Settings['loanRights'][number]) => JSON.stringify([category, documentType]),
  sites: ({ id }: Settings['sites'][number]) => id,
  seenCategories: String,
  seenTypes: String,
  messagesOff: String,
  quietDays: String,
} as const satisfies Partial<Record<keyof Settings, (one: never) => string>>
const keys: Readonly<Record<string, (one: never) => string>> = keyOf

const combineMember = (member: keyof Settings, base: Settings, theirs: Settings, mine: Settings): Combined<unknown> => {
  const key = keys[member]
  if (key === undefined) return combineValues(base[member], theirs[member], mine[member])
  // The members that `keyOf` names are lists, of what its functions take.
  const partsOf = (settings: Settings): Parts =>
    Object.fromEntries(((settings[member] ?? []) as unknown as readonly never[]).map((one) => [key(one), one]))
  const combined = combineValues(partsOf(base), partsOf(theirs), partsOf(mine))
  return combined && { value: Object.values(combined.value as Parts) }
}

/** Combines each weekday's hours alone. Where both changed a weekday from the same day on, combines each range's figures alone. */
const combineHours = (base: Settings, theirs: Settings, mine: Settings, today: LocalDate): Settings | undefined => {
  let draft = theirs
  for (const { id: siteId } of theirs.sites) {
    for (const weekday of weekdays) {
      const isIt = (range: OpeningRange): boolean => range.siteId === siteId && range.weekday === weekday
      const [before, others, own] = [base, theirs, mine].map(({ openingRanges }) => ({ openingRanges: openingRanges.filter(isIt) }))
      if (before === undefined || others === undefined || own === undefined || isAlike(own, before) || isAlike(own, others)) continue
      if (isAlike(others, before)) {
        draft = { ...draft, openingRanges: [...draft.openingRanges.filter((range) => !isIt(range)), ...own.openingRanges] }
        continue
      }
      const from = settledFrom(others, today)
      const [was, theirHours, ownHours] = [before, others, own].map((ranges) =>
        hoursOn(ranges, siteId, nextDateOf(weekday, addDays(from, -1))),
      )
      // One range more or less, or another day to begin with: whose is it then?
      if (from !== settledFrom(own, today) || was?.length !== theirHours?.length || was?.length !== ownHours?.length) return undefined
      const hours = was?.map((one, n) => combineValues(one, theirHours?.[n], ownHours?.[n])) ?? []
      if (hours.includes(undefined)) return undefined
      // What is put together out of hours, member by member, is hours.
      draft = changeWeekday(
        draft,
        { siteId, weekday },
        hours.map((one) => one?.value as DayHours),
        from,
      )
    }
  }
  return draft
}

/** `mine` on top of `theirs`, both made from `base`; undefined: both touched one figure. Whether it may stand is judged as always. */
export const combineSections = (
  name: SectionName,
  { base, theirs, mine }: { readonly base: Settings; readonly theirs: Settings; readonly mine: Settings },
  today: LocalDate,
): Settings | undefined => {
  if (name === 'ranges') return combineHours(base, theirs, mine, today)
  const members = sections[name].map((member) => [member, combineMember(member, base, theirs, mine)] as const)
  if (members.some(([, combined]) => combined === undefined)) return undefined
  return { ...theirs, ...Object.fromEntries(members.map(([member, combined]) => [member, combined?.value])) }
}

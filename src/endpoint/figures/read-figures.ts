/**
 * Reads the counters and makes of them the figures of some days (STAT-1). Runs on the endpoint, for the screen's route and for
 * `npm run figures`: one function for both.
 */
import { buildFigures, type PatronSet } from '../../domain/figures/build-figures.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import type { DaysOf, Figures } from '../../domain/figures/figures.ts'
import { fewestPersons, firstDayOf, lastDayOf, yearBefore, yearOf } from '../../domain/figures/period.ts'
import type { PreparingTime } from '../../domain/figures/preparing-time.ts'
import type { Instant } from '../../domain/instant.ts'
import { daysBetween, type LocalDate, parseLocalDate } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreReader } from '../storage/store.ts'
import { preparingMemo } from './close-figures.ts'

/** Two years. */
const mostDays = 731

/** The days that two texts name; undefined: they name none, or too many. */
export const readDays = (from: string | undefined, to: string | undefined): DaysOf | undefined => {
  const [first, last] = [parseLocalDate(from ?? ''), parseLocalDate(to ?? '')]
  if (first === undefined || last === undefined || first > last || daysBetween(first, last) > mostDays) return undefined
  return { from: first, to: last }
}

const readPatronSets = async (reader: StoreReader): Promise<readonly PatronSet[]> => {
  const sets: PatronSet[] = []
  for (const { period, since, size, destroyedOn } of await reader.figures.patronPeriods())
    sets.push({ period, since, destroyedOn, size: size ?? (await reader.figures.patronsOf(period)) })
  return sets
}

export const readFigures = async (reader: StoreReader, days: DaysOf, now: Instant): Promise<Figures> => {
  const settings = await reader.row('settings', 'settings')
  const today: LocalDate = wallClockOf(settings?.zone)(now).date
  const [since, preparing] = [await reader.memo(sinceMemo), await reader.memo(preparingMemo)]
  return buildFigures({
    days,
    today,
    counts: await reader.figures.counts(yearBefore(firstDayOf(yearOf(days.from))), lastDayOf(yearOf(days.to))),
    // Both are written by this room alone.
    since: since === undefined ? { orders: today, documents: today } : (JSON.parse(since) as CountedSince),
    preparing: preparing === undefined || preparing === '' ? undefined : (JSON.parse(preparing) as PreparingTime),
    patronSets: await readPatronSets(reader),
    fewestPersons,
  })
}

/**
 * What an ILS that is told over a wire has, has not, and why: for people, on a screen and in the command. Runs on the endpoint; reads alone.
 */
import { isSooner } from '../../domain/case/due-case.ts'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { type IlsJourney, isSettledJourney, mayAskAnew } from '../storage/journeys.ts'
import type { Store } from '../storage/store.ts'
import { collectDay, daysToTell } from './collect-day.ts'
import { type ApartMovement, type Movement, movementKey } from './movement.ts'

export interface OpenMovement {
  readonly journey: IlsJourney
  readonly movement: Movement
  readonly mayAsk: boolean
}

/** A loan whose due date the ILS reckons otherwise than the desk told it (ILS-4): the ILS's stands. */
export interface OtherDue {
  readonly movement: Movement
  readonly promised: LocalDate
  readonly dueOn: LocalDate
}

export interface WireLook {
  /** Movements that wait for their turn. */
  readonly waiting: number
  /** Today's that are settled, and of them those that stood so before. */
  readonly settled: number
  readonly already: number
  /** Asked and not settled, oldest day first. */
  readonly open: readonly OpenMovement[]
  /** Of an earlier day, what no list names besides (ILS-40): neither settled, nor asked, nor in a case. */
  readonly left: readonly ApartMovement[]
  /** Loans that are still out, those that the ILS wants back sooner than the patron was told first. */
  readonly otherDue: readonly OtherDue[]
}

export const lookAtWire = (store: Pick<Store, 'read'>, libraryId: LibraryId, now: Instant): Promise<WireLook> =>
  store.read(libraryId, async (reader) => {
    const { date: today } = wallClockOf((await reader.row('settings', 'settings'))?.zone)(now)
    let waiting = 0
    const open: OpenMovement[] = []
    const left: ApartMovement[] = []
    // For each document, only its last loan, and only if it has not come back.
    const otherDue = new Map<ItemBarcode, OtherDue>()
    for (const day of await daysToTell(reader, today)) {
      const { ready, apart, known } = await collectDay(reader, day)
      waiting += ready.filter(({ happened }) => happened.date === day).length
      if (day < today) left.push(...apart.filter(({ reason }) => reason !== 'asked' && reason !== 'open-case'))
      const movements = new Map(apart.map((movement) => [movementKey(movement), movement]))
      const journeys = await reader.journeys.ofDay(day)
      const dueByKey = new Map(journeys.filter(isSettledJourney).map((journey) => [movementKey(journey), journey.dueOn]))
      for (const movement of [...known, ...ready, ...apart].sort((a, b) => a.happened.at - b.happened.at)) {
        const { barcode, dueOn: promised } = movement
        const dueOn = dueByKey.get(movementKey(movement))
        otherDue.delete(barcode)
        if (dueOn !== undefined && promised !== undefined && dueOn !== promised) otherDue.set(barcode, { movement, promised, dueOn })
      }
      for (const journey of journeys) {
        // A movement that was refused, then taken back, has nothing left to tell.
        const movement = movements.get(movementKey(journey))
        if (movement !== undefined && !isSettledJourney(journey)) open.push({ journey, movement, mayAsk: mayAskAnew(journey) })
      }
    }
    const settled = (await reader.journeys.ofDay(today)).filter(isSettledJourney)
    return {
      waiting,
      settled: settled.length,
      already: settled.filter(({ state }) => state === 'already').length,
      open,
      left,
      otherDue: [...otherDue.values()].sort((a, b) => Number(isSooner(b)) - Number(isSooner(a))),
    }
  })

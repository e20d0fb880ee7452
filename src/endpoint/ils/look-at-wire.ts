/**
 * What an ILS that is told over a wire has, has not, and why: for people, on a screen and in the command. Runs on the endpoint; reads alone.
 */
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { type IlsJourney, isSettledJourney, mayAskAnew } from '../storage/journeys.ts'
import type { Store } from '../storage/store.ts'
import { collectDay } from './collect-day.ts'
import type { Movement } from './movement.ts'
import { movementKey } from './movement.ts'
import { daysUntil } from './tell-over-wire.ts'

export interface OpenMovement {
  readonly journey: IlsJourney
  readonly movement: Movement
  readonly mayAsk: boolean
}

export interface WireLook {
  /** Movements that wait for their turn. */
  readonly waiting: number
  /** Today's that are settled, and of them those that stood so before. */
  readonly settled: number
  readonly already: number
  /** Asked and not settled, oldest day first. */
  readonly open: readonly OpenMovement[]
}

export const lookAtWire = (store: Pick<Store, 'read'>, libraryId: LibraryId, now: Instant): Promise<WireLook> =>
  store.read(libraryId, async (reader) => {
    const { date: today } = wallClockOf((await reader.row('settings', 'settings'))?.zone)(now)
    let waiting = 0
    const open: OpenMovement[] = []
    for (const day of daysUntil(today)) {
      const { ready, apart } = await collectDay(reader, day, { format: 'koc', canTell: () => true })
      waiting += ready.length
      const movements = new Map(apart.map((movement) => [movementKey(movement), movement]))
      for (const journey of await reader.journeys.ofDay(day)) {
        // What was refused and taken back since has nothing to tell.
        const movement = movements.get(movementKey(journey))
        if (movement !== undefined && !isSettledJourney(journey)) open.push({ journey, movement, mayAsk: mayAskAnew(journey) })
      }
    }
    const settled = (await reader.journeys.ofDay(today)).filter(isSettledJourney)
    return { waiting, settled: settled.length, already: settled.filter(({ state }) => state === 'already').length, open }
  })

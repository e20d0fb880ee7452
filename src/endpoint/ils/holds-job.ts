/**
 * Reads the holds that wait at our site every few minutes, where the settings make orders of them (ILS-13). Runs on the endpoint.
 * A reading that fails changes nothing; of several processes on one database the one that comes first reads, and the others see that it did.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { noteHoldsFault, readHoldsAsOf, takeHolds } from './take-holds.ts'
import { libraryToTell, type Wire } from './wire.ts'

/** Between two readings: milliseconds. */
const holdsEveryMs = 300_000
/** A reading that takes longer is ended, and the next one goes on where it was: milliseconds. */
const holdsWithinMs = 60_000

/** Counts, without a name or a number (PRIV-4). */
export interface HoldsPass {
  readonly fault?: string
  readonly added?: number
  readonly updated?: number
  readonly gone?: number
  /** Of cards or documents that nobody here knows. */
  readonly rejected?: number
  /** The ILS takes appointments, and does not give them: said at the first reading that finds it so. */
  readonly pickups?: 'not-told'
}

export interface HoldsPassPorts {
  readonly store: Store
  readonly wire: Pick<Wire<string>, 'readHolds'>
  readonly library: string | undefined
  now(): Instant
  reportHolds?: ((pass: HoldsPass, library: string) => void) | undefined
  /** Milliseconds of one reading; a minute by default. */
  readonly withinMs?: number | undefined
}

/** `stopping` ends a reading that is under way: nobody waits for it. */
export const createHoldsPass = ({ store, wire, library: named, now, reportHolds, withinMs = holdsWithinMs }: HoldsPassPorts) => {
  let triedAt = toInstant(0)
  let isToldUntold = false
  return async (stopping: AbortSignal): Promise<void> => {
    if (wire.readHolds === undefined || now() - triedAt < holdsEveryMs) return
    triedAt = now()
    const library = libraryToTell(await store.libraries(), named)
    if (library === undefined) return
    const asOf = now()
    if (asOf - ((await store.read(library.id, readHoldsAsOf)) ?? 0) < holdsEveryMs) return
    const read = await wire.readHolds(AbortSignal.any([AbortSignal.timeout(withinMs), stopping]))
    if (stopping.aborted) return
    if (!read.ok) {
      await noteHoldsFault(store, library.id, read.refusal, now())
      return reportHolds?.({ fault: read.refusal }, library.slug)
    }
    const counts = await takeHolds(store, library.id, { holds: read.value, asOf }, now())
    if (counts === undefined) return
    const { added, updated, gone, goneWithPicks, rejected } = counts
    const isUntold = read.value.some(({ pickups }) => pickups === 'not-told')
    const isNews = isUntold && !isToldUntold
    isToldUntold = isUntold
    if (!isNews && added + updated + gone + goneWithPicks + rejected.length === 0) return
    const made = { added, updated, gone: gone + goneWithPicks, rejected: rejected.length }
    reportHolds?.(isNews ? { ...made, pickups: 'not-told' } : made, library.slug)
  }
}

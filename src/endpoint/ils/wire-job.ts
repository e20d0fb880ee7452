/**
 * Passes over the wire, one at a time, again and again, and the circuit that opens when the ILS does not answer (ILS-9). Runs on the
 * endpoint. What waits is on the disk: a process that stops in the middle loses nothing, and the next one goes on.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import type { Library, Store } from '../storage/store.ts'
import { type Pass, tellOverWire } from './tell-over-wire.ts'
import type { Wire } from './wire.ts'

/** Failures in a row after which the circuit opens. */
const failuresToOpen = 5
/** How long it stays open before one more try: milliseconds. */
const openForMs = 60_000

export interface WireJobPorts<Fault extends string> {
  readonly store: Store
  readonly wire: Wire<Fault>
  /** Which library is told; undefined: the one that is no demo, where there is one alone. */
  readonly library: string | undefined
  now(): Instant
  /** Counts by kind, or why the ILS could not be asked: no name, no number (PRIV-4). */
  report(pass: Pass<Fault>): void
}

/** The library that an ILS is told of: a demo's loans go to no real one. */
export const libraryToTell = (libraries: readonly Library[], named: string | undefined): Library | undefined => {
  const real = libraries.filter(({ isDemo }) => !isDemo)
  return named === undefined ? (real.length === 1 ? real[0] : undefined) : libraries.find(({ id }) => id === named)
}

export const createWireJob = <Fault extends string>({ store, wire, library: named, now, report }: WireJobPorts<Fault>): Passes => {
  let failures = 0
  let openUntil = toInstant(0)
  /** What the library was at the last quiet pass: as long as it is so, no day is looked at. */
  let quietAt: string | undefined
  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const library = libraryToTell(await store.libraries(), named)
    if (library === undefined) return
    const before = `${library.head} ${await store.read(library.id, ({ journeys }) => journeys.count())}`
    if (before === quietAt) return
    const made = await tellOverWire({ store, libraryId: library.id, wire, now, isStopping })
    quietAt = made.isQuiet ? before : undefined
    failures = made.fault === undefined ? 0 : failures + 1
    if (failures >= failuresToOpen) openUntil = toInstant(now() + openForMs)
    if (made.fault !== undefined || Object.keys(made.answers).length > 0) report(made)
  }
  return createPasses(passOnce, () => now() >= openUntil)
}

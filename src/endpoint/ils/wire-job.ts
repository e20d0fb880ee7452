/**
 * Passes over the wire, one at a time for each library, again and again, and the circuit that opens when the ILS does not answer (ILS-9).
 * Runs on the endpoint. What waits is on the disk: a process that stops in the middle loses nothing, and the next one goes on. The holds that
 * wait at our site are read every few minutes (ILS-13): of several processes the one that comes first reads, and the others see that it did.
 */
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { bothLeases, createLease, createTurn } from '../storage/lease.ts'
import { endLinkWithoutPass, linkedLibraries, notedLibraries } from '../storage/noted-days.ts'
import type { Store } from '../storage/store.ts'
import { noteExchange } from './ils-exchange.ts'
import { noteHoldsFault, readHoldsAsOf, takeHolds } from './take-holds.ts'
import { type Pass, settleNotedDays, tellOverWire } from './tell-over-wire.ts'
import { libraryToTell, type Wire, type WirePlan } from './wire.ts'

/** Failures in a row after which the circuit opens. */
const failuresToOpen = 5
/** How long it stays open before one more try: milliseconds. */
const openForMs = 60_000
/** Libraries that are told at one moment. */
const mostAtOnce = 4
/** A pass begins nothing more after this, so that another library has its turn; what waits is told at the next look: milliseconds. */
const passWithinMs = 60_000
/** A teller that was silent this long is taken over: each wait for the ILS is shorter. Milliseconds. */
const leaseMs = 120_000
/** Between two looks at libraries that nobody tells: milliseconds. */
const endsLookMs = 600_000

export interface WireJobPorts<Fault extends string> {
  readonly store: Store
  readonly wire: Wire<Fault>
  /** Which library is told; undefined: the one that is no demo, where there is one alone. */
  readonly library: string | undefined
  now(): Instant
  /** Of a library, by its slug: counts by kind, or why the ILS could not be asked: no name, no number (PRIV-4). */
  report(pass: Pass, library: string): void
  reportHolds?: ((pass: HoldsPass, library: string) => void) | undefined
}

export interface WireJob extends Passes {
  /** The last pass was cut, or its time was over, after the ILS had answered: it goes on as soon as it may. */
  isCut(): boolean
}

export const createWireJob = <Fault extends string>({ store, wire, library: named, now, report }: WireJobPorts<Fault>): WireJob => {
  let failures = 0
  let isCut = false
  let openUntil = toInstant(0)
  /** What the library was at the last quiet pass: as long as it is so, no day is looked at, but once in 24 hours, which keeps it linked. */
  let quietAt: string | undefined
  // A turn passes at once from a process that was killed. The ILS may still be answering that one: the wire waits for its lease too (ILS-12).
  const lease = bothLeases(createLease('ils', leaseMs), createTurn())
  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const library = libraryToTell(await store.libraries(), named)
    if (library === undefined) return
    const before = `${Math.floor(now() / msPerDay)} ${library.head} ${await store.read(library.id, ({ journeys }) => journeys.count())}`
    if (before === quietAt) return
    if (!(await store.transact(library.id, (transaction) => lease.take(transaction, now())))) return
    const endsAt = now() + passWithinMs
    const isOver = (): boolean => isStopping() || now() >= endsAt
    const made = await tellOverWire({ store, libraryId: library.id, wire, now, isStopping: isOver, lease }).finally(() =>
      store.transact(library.id, lease.end),
    )
    quietAt = made.isQuiet ? before : undefined
    isCut = made.cameOn && (made.fault !== undefined || isOver())
    failures = made.fault === undefined || isCut ? 0 : failures + 1
    if (failures >= failuresToOpen) openUntil = toInstant(now() + openForMs)
    if (made.wasReached || made.fault !== undefined)
      await noteExchange(store, library.id, made, now(), failures >= failuresToOpen ? openUntil : undefined)
    if (made.fault !== undefined || Object.keys(made.answers).length > 0) report(made, library.slug)
  }
  return { ...createPasses(passOnce, () => now() >= openUntil), isCut: () => isCut }
}

export interface WireJobsPorts extends Omit<WireJobPorts<string>, 'wire' | 'library'> {
  /** The ways to an ILS as they are at this moment; the same object as long as one was not changed. */
  plans(): Promise<readonly WirePlan[]>
}

interface Begun {
  readonly plan: WirePlan
  readonly job: WireJob
  readonly holds: (stopping: AbortSignal) => Promise<void>
  /** Ends a reading of holds, and begins no other. */
  readonly ending: AbortController
  begunAt: number
  dueAt: number
}

/** Of libraries that none of these plans tells: settles what a person decided, and ends their links. */
const endUnplanned = async ({ store, now }: Pick<WireJobsPorts, 'store' | 'now'>, wanted: readonly WirePlan[]): Promise<void> => {
  const [linked, noted] = [await linkedLibraries(store), await notedLibraries(store)]
  if (linked.length + noted.length === 0) return
  const libraries = await store.libraries()
  const told = new Set(wanted.map(({ library }) => libraryToTell(libraries, library)?.id))
  for (const libraryId of noted) if (!told.has(libraryId)) await settleNotedDays({ store, libraryId, now })
  for (const id of linked)
    if (!told.has(id))
      await store.transact(id, async (transaction) => {
        const zone = (await transaction.row('settings', 'settings'))?.zone
        await endLinkWithoutPass(transaction, wallClockOf(zone)(now()).date)
      })
}

/**
 * A job for each way to an ILS, asked for at its own pace, a few beside each other, so that one that is slow holds back no other; one that
 * was changed is ended before the next is begun.
 */
export const createWireJobs = ({ plans, now, ...ports }: WireJobsPorts): Passes => {
  const jobs = new Map<string, Begun>()
  /** By the library's name: what is under way. */
  const underWay = new Map<string, Promise<void>>()
  let endsLookAt = 0
  const end = ({ job, ending, plan }: Begun): Promise<void> => {
    ending.abort()
    return job.stop().finally(() => plan.wire.end?.())
  }
  const passOf = async (begun: Begun): Promise<void> => {
    begun.begunAt = now()
    begun.dueAt = begun.begunAt + begun.plan.everyMs
    await begun.job.pass()
    if (begun.job.isCut()) begun.dueAt = 0
    if (!begun.ending.signal.aborted) await begun.holds(begun.ending.signal)
  }
  const begin = (plan: WirePlan): Begun => {
    const of = { ...ports, now, wire: plan.wire, library: plan.library }
    return { plan, job: createWireJob(of), holds: createHoldsPass(of), ending: new AbortController(), begunAt: 0, dueAt: 0 }
  }
  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const wanted = await plans()
    if (isStopping()) return
    for (const [name, begun] of jobs) {
      if (wanted.includes(begun.plan) && !begun.ending.signal.aborted) continue
      void end(begun)
      if (!underWay.has(name)) jobs.delete(name)
    }
    const due: (readonly [string, Begun])[] = []
    for (const plan of wanted) {
      const name = plan.library ?? ''
      if (underWay.has(name)) continue
      const begun = jobs.get(name) ?? begin(plan)
      jobs.set(name, begun)
      if (now() >= begun.dueAt && plan.mayPass?.(now()) !== false) due.push([name, begun])
    }
    // Whoever waits longest comes first.
    due.sort(([, a], [, b]) => a.begunAt - b.begunAt)
    for (const [name, begun] of due.slice(0, mostAtOnce - underWay.size))
      underWay.set(
        name,
        passOf(begun).finally(() => underWay.delete(name)),
      )
    if (now() < endsLookAt) return
    endsLookAt = now() + endsLookMs
    await endUnplanned({ store: ports.store, now }, wanted)
  }
  const passes = createPasses(passOnce)
  return {
    /** Ends with what it began; what is under way already ends with the pass that began it. */
    pass: async () => {
      const before = new Set(underWay.values())
      await passes.pass()
      await Promise.all([...underWay.values()].filter((one) => !before.has(one)))
    },
    stop: async () => {
      await passes.stop()
      await Promise.all([...jobs.values()].map(end))
      await Promise.allSettled(underWay.values())
    },
  }
}

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

/**
 * Passes over the wire, one at a time, again and again, and the circuit that opens when the ILS does not answer (ILS-9). Runs on the
 * endpoint. What waits is on the disk: a process that stops in the middle loses nothing, and the next one goes on.
 */
import { type Instant, toInstant } from '../../domain/instant.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { createLease } from '../storage/lease.ts'
import type { Store } from '../storage/store.ts'
import { createHoldsPass, type HoldsPass } from './holds-job.ts'
import { noteExchange } from './ils-exchange.ts'
import { libraryToTell } from './library-to-tell.ts'
import { type Pass, tellOverWire } from './tell-over-wire.ts'
import type { Wire, WirePlan } from './wire.ts'

/** Failures in a row after which the circuit opens. */
const failuresToOpen = 5
/** How long it stays open before one more try: milliseconds. */
const openForMs = 60_000
/** A teller that was silent so long is taken over: nobody waits for an answer of the ILS that long. Milliseconds. */
const leaseMs = 120_000

export interface WireJobPorts<Fault extends string> {
  readonly store: Store
  readonly wire: Wire<Fault>
  /** Which library is told; undefined: the one that is no demo, where there is one alone. */
  readonly library: string | undefined
  now(): Instant
  /** Counts by kind, or why the ILS could not be asked: no name, no number (PRIV-4). */
  report(pass: Pass<Fault>): void
  reportHolds?: ((pass: HoldsPass) => void) | undefined
}

export interface WireJob extends Passes {
  /** The last pass was cut after the ILS had answered: it goes on as soon as it may. */
  isCut(): boolean
}

export const createWireJob = <Fault extends string>({ store, wire, library: named, now, report }: WireJobPorts<Fault>): WireJob => {
  let failures = 0
  let isCut = false
  let openUntil = toInstant(0)
  /** What the library was at the last quiet pass: as long as it is so, no day is looked at. */
  let quietAt: string | undefined
  const lease = createLease('ils', leaseMs)
  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const library = libraryToTell(await store.libraries(), named)
    if (library === undefined) return
    const before = `${library.head} ${await store.read(library.id, ({ journeys }) => journeys.count())}`
    if (before === quietAt) return
    if (!(await store.transact(library.id, (transaction) => lease.take(transaction, now())))) return
    const made = await tellOverWire({ store, libraryId: library.id, wire, now, isStopping, lease }).finally(() =>
      store.transact(library.id, lease.end),
    )
    quietAt = made.isQuiet ? before : undefined
    isCut = made.fault !== undefined && made.cameOn
    failures = made.fault === undefined || isCut ? 0 : failures + 1
    if (failures >= failuresToOpen) openUntil = toInstant(now() + openForMs)
    if (made.wasReached || made.fault !== undefined)
      await noteExchange(store, library.id, made, now(), failures >= failuresToOpen ? openUntil : undefined)
    if (made.fault !== undefined || Object.keys(made.answers).length > 0) report(made)
  }
  return { ...createPasses(passOnce, () => now() >= openUntil), isCut: () => isCut }
}

export interface WireJobsPorts extends Omit<WireJobPorts<string>, 'wire' | 'library'> {
  /** The ways to an ILS as they are at this moment; the same object as long as one was not changed. */
  plans(): Promise<readonly WirePlan[]>
}

/** A job for each way to an ILS, asked for at its own pace; one that was changed is ended before the next is begun. */
export const createWireJobs = ({ plans, now, ...ports }: WireJobsPorts): Passes => {
  const jobs = new Map<
    string,
    { readonly plan: WirePlan; readonly job: WireJob; readonly holds: () => Promise<void>; readonly dueAt: number }
  >()
  const passOnce = async (isStopping: () => boolean): Promise<void> => {
    const wanted = await plans()
    for (const [name, { plan, job }] of jobs) {
      if (wanted.includes(plan)) continue
      await job.stop()
      jobs.delete(name)
    }
    for (const plan of wanted) {
      if (isStopping()) return
      const name = plan.library ?? ''
      const of = { ...ports, now, wire: plan.wire, library: plan.library }
      const begun = jobs.get(name) ?? { plan, job: createWireJob(of), holds: createHoldsPass(of), dueAt: 0 }
      if (now() < begun.dueAt || plan.mayPass?.(now()) === false) continue
      const dueAt = now() + plan.everyMs
      jobs.set(name, { ...begun, dueAt })
      await begun.job.pass()
      jobs.set(name, { ...begun, dueAt: begun.job.isCut() ? 0 : dueAt })
      await begun.holds()
    }
  }
  const passes = createPasses(passOnce)
  return {
    pass: passes.pass,
    stop: async () => {
      await Promise.all([passes.stop(), ...[...jobs.values()].map(({ job }) => job.stop())])
    },
  }
}

/**
 * One simulated day of a library, from its first enrolment to the evening: real tablets and a real endpoint on machines that fail, and
 * beside them the oracle that knows what truly happened. Runs in the simulator; the same plan gives the same trace.
 */
import { createHash } from 'node:crypto'
import { toInstant } from '../../src/domain/instant.ts'
// Loaded by a tablet when it first enrols: by then time would not wait for a module that is not here yet.
import '../../src/tablet/enrolment/enrol.ts'
import { type Acts, minuteMs } from './act.ts'
import { type Chance, createChance } from './chance.ts'
import { copiedInTurn } from './copied-in-turn.ts'
import { createWorld, type LivingWorld, startAt } from './create-world.ts'
import { deviceActs } from './device-acts.ts'
import { endpointActs } from './endpoint-acts.ts'
import { checkQuiet } from './evening-invariants.ts'
import { hundredsAccepted } from './hundreds-accepted.ts'
import { libraryActs } from './library-acts.ts'
import type { Oracle } from './oracle.ts'
import { outboxActs } from './outbox-acts.ts'
import { killTabs } from './people.ts'
import type { Plan, Step } from './plan.ts'
import { pressedApart } from './pressed-apart.ts'
import { restoredInTurn, restoredTwice, restoredWhenFull } from './restored-in-turn.ts'
import type { Seams, UnderWay } from './simulated-world.ts'
import { libraryId, rowsOfLibrary } from './small-library.ts'
import { tabActs } from './tab-acts.ts'
import { takeOverProcess } from './take-over-process.ts'
import { createVirtualTime } from './virtual-time.ts'

/** Three times the cap of the back-off: by then an outbox is empty (I-20). */
const drainMs = 180_000

export interface RunResult {
  readonly violations: Oracle['violations']
  readonly faults: ReadonlyMap<string, number>
  readonly cases: ReadonlyMap<string, number>
  readonly trace: readonly string[]
  readonly traceHash: string
  readonly operations: number
  readonly exchanges: number
}

const performSteps = (world: LivingWorld): void => {
  const { oracle, plan, tablets, time, underWay } = world
  const acts: Acts = {
    ...tabActs(world),
    ...deviceActs(world),
    ...outboxActs(world),
    ...libraryActs(world),
    ...endpointActs(world),
    'pressed-apart': pressedApart(world),
    'restored-in-turn': restoredInTurn(world),
    'hundreds-accepted': hundredsAccepted(world),
    'restored-when-full': restoredWhenFull(world),
    'copied-in-turn': copiedInTurn(world),
    'restored-twice': restoredTwice(world),
  }
  const perform = (step: Step): void => {
    const tablet = tablets[step.who % tablets.length]
    if (tablet === undefined) return
    if (step.kind !== 'press') oracle.note(`${tablet.name} ${step.kind}`)
    underWay.count++
    Promise.resolve(acts[step.kind](tablet, createChance(step.seed), step)).then(
      (hasStruck) => {
        underWay.count--
        if (hasStruck) oracle.fault(step.kind)
      },
      (error) => {
        underWay.count--
        oracle.note(`${step.kind} failed: ${error}`)
      },
    )
  }
  for (const step of plan.steps) time.after(5000 + step.at, () => perform(step))
}

const liveTheDay = async (world: LivingWorld, chance: Chance): Promise<void> => {
  const { endpoint, people, plan, time, underWay } = world
  endpoint.start()
  await endpoint.store?.createLibrary({ id: libraryId, name: 'Médiathèque de Valmont', isDemo: false })
  await endpoint.store?.transact(libraryId, async (transaction) => {
    for (const row of rowsOfLibrary(plan.quarantineDays, plan.otherPatrons)) await transaction.writeRow(row, toInstant(time.now))
  })
  endpoint.keepBackup()
  for (let i = 0; i < plan.tablets; i++) people.openTab(world.addTablet())
  // A backup of the morning that already knows the tablets, or one that does not.
  if (chance.happens(0.6)) time.after(chance.between(60_000, 20 * minuteMs), endpoint.keepBackup)
  const askForCodes = (): void => {
    void people.enrolWhoAsks()
    time.after(chance.between(20_000, 60_000), askForCodes)
  }
  time.after(100, askForCodes)
  const lookForSilence = (): void => {
    underWay.count++
    endpoint.noteSilence().finally(() => underWay.count--)
    time.after(minuteMs, lookForSilence)
  }
  time.after(minuteMs / 2, lookForSilence)
  performSteps(world)
  await time.runUntil(startAt + 5000 + plan.lengthMs, () => {})
}

/** All is healed and started again, and time runs until nothing is left to do. */
const spendTheEvening = async ({ endpoint, oracle, people, requests, tablets, time, upkeep }: LivingWorld): Promise<void> => {
  oracle.note('evening')
  endpoint.arm(undefined)
  people.stayUp()
  requests.letLive()
  endpoint.kill()
  upkeep.startEndpoint()
  for (const tablet of tablets) {
    tablet.link.mode = 'good'
    tablet.link.areHintsDead = false
    tablet.disk.fault = undefined
    killTabs(tablet)
    tablet.openTab()
  }
  // Somebody takes each tablet up once more: two that share an identity cannot go on by turns for ever.
  tablets.forEach((tablet, i) => {
    for (const ms of [0, 600, 1200]) time.after(30_000 + i * 5000 + ms, () => tablet.tabs[0]?.wake())
  })
  await time.runUntil(time.now + drainMs, () => {})
  // Who lost its identity late was given another one meanwhile, and has as long from there.
  await time.runUntil(time.now + drainMs, () => {})
}

/**
 * Runs one plan to its end, with some of our code replaced by `seams` when a mutant is judged; no further than to where the invariants
 * `enough` are all broken.
 */
export const runPlan = async (plan: Plan, seams: Seams = {}, enough?: readonly number[]): Promise<RunResult> => {
  const underWay: UnderWay = { count: 0 }
  const time = createVirtualTime(startAt, () => underWay.count > 0)
  return takeOverProcess(
    () => time.now,
    createChance(`process ${plan.seed}`),
    async () => {
      const world = createWorld(plan, time, underWay, seams)
      const { endpoint, oracle, requests, tablets } = world
      const hasEnough = (): boolean => enough?.every((number) => oracle.violations.some(({ invariant }) => invariant === number)) ?? false
      oracle.onViolation = () => {
        if (hasEnough()) time.stop()
      }
      await liveTheDay(world, createChance(`world ${plan.seed}`))
      if (!hasEnough()) await spendTheEvening(world)
      const cases = hasEnough() ? new Map() : await checkQuiet(world)
      await endpoint.dispose()
      for (const tablet of tablets) killTabs(tablet)
      return {
        violations: oracle.violations,
        faults: oracle.faults,
        cases,
        trace: oracle.trace,
        traceHash: createHash('sha256').update(oracle.trace.join('\n')).digest('hex'),
        operations: oracle.operations.size,
        exchanges: requests.count,
      }
    },
  )
}

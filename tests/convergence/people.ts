/**
 * People at the desk: they take tablets up, press, open a tab again where one died, and give a code to a tablet that asks for one.
 * Runs in the simulator. What a press said is compared with what is on the disk at that moment (I-19).
 */
import { type OperationId, toOperationId } from '../../src/domain/ids.ts'
import type { Chance } from './chance.ts'
import { pairOf } from './oracle.ts'
import type { SimulatedTab, SimulatedTablet } from './simulated-tablet.ts'
import type { UnderWay, World } from './simulated-world.ts'

const sleepsAfterMs = 45_000

export interface People {
  openTab(tablet: SimulatedTablet): SimulatedTab
  /** A tab that somebody takes up now. */
  liveTab(tablet: SimulatedTablet, chance: Chance): SimulatedTab | undefined
  /** A tab at which somebody works, on a disk that takes what it is given. */
  workingTab(tablet: SimulatedTablet, chance: Chance): SimulatedTab | undefined
  reopen(tablet: SimulatedTablet, afterMs: number): void
  /** From now on nobody's tablet sleeps: what is judged is what they all show. */
  stayUp(): void
  /** False while the tab is busy with the press before. */
  press(tab: SimulatedTab, operation: Parameters<SimulatedTab['desk']['perform']>[0]): boolean
  /** What the press of this tab became. */
  noteComposed(tab: SimulatedTab, operationId: OperationId): void
  /** Whoever finds a tablet that asks for a code gives it one. */
  enrolWhoAsks(): Promise<void>
}

export const killTabs = (tablet: SimulatedTablet): void => {
  for (const tab of [...tablet.tabs]) tab.kill()
}

const createCare = ({ plan, time }: World): Pick<People, 'openTab' | 'liveTab' | 'workingTab' | 'reopen' | 'stayUp'> => {
  let isUp = plan.isAlwaysAwake
  const asleep = new Set<SimulatedTab>()
  const lastTouch = new WeakMap<SimulatedTab, number>()
  /** A tablet that nobody touches sleeps: its tabs stop until somebody takes it up again. */
  const keepAwake = (tab: SimulatedTab): void => {
    if (asleep.delete(tab)) {
      tab.thaw()
      tab.wake()
    }
    const touchedAt = time.now
    lastTouch.set(tab, touchedAt)
    if (isUp) return
    time.after(sleepsAfterMs, () => {
      if (isUp || lastTouch.get(tab) !== touchedAt || tab.isFrozen || !tab.isAlive) return
      tab.isFrozen = true
      asleep.add(tab)
    })
  }
  const openTab = (tablet: SimulatedTablet): SimulatedTab => {
    const tab = tablet.openTab()
    keepAwake(tab)
    return tab
  }
  const liveTab = (tablet: SimulatedTablet, chance: Chance): SimulatedTab | undefined => {
    const tab = chance.pick(tablet.tabs.filter((one) => !one.isFrozen || asleep.has(one)))
    if (tab !== undefined) keepAwake(tab)
    return tab
  }
  return {
    stayUp: () => {
      isUp = true
    },
    openTab,
    liveTab,
    workingTab: (tablet, chance) => {
      const tab = liveTab(tablet, chance)
      return tab?.desk.snapshot.phase.kind === 'signed-in' && tablet.disk.fault === undefined ? tab : undefined
    },
    reopen: (tablet, afterMs) =>
      void time.after(afterMs, () => {
        if (tablet.tabs.length === 0) openTab(tablet)
      }),
  }
}

const createPresses = ({ oracle }: World): Pick<People, 'press' | 'noteComposed'> => {
  const pressing = new Set<SimulatedTab>()
  const composedBy = new Map<SimulatedTab, string>()
  return {
    noteComposed: (tab, operationId) => void composedBy.set(tab, operationId),
    press: (tab, operation) => {
      if (pressing.has(tab)) return false
      pressing.add(tab)
      tab.touch()
      const { name } = tab.tablet
      composedBy.delete(tab)
      tab.desk.perform(operation).then(
        (result) => {
          pressing.delete(tab)
          const known = oracle.operations.get(toOperationId(composedBy.get(tab) ?? ''))
          const said = result.kind === 'failed' ? result.failure.kind : result.kind === 'refused' ? result.refusal.kind : 'saved'
          oracle.note(`${name} ${operation.kind} ${known?.operationId.slice(0, 6) ?? ''} ${said}`)
          oracle.fault(`said ${result.kind === 'refused' ? 'refused' : said}`)
          // It would never be asked of the endpoint.
          if (operation.kind === 'settle-case' && said === 'operation-too-large')
            oracle.violate(41, `${operation.caseId} cites more than a decision can say`)
          if (known === undefined || result.kind === 'refused') return
          if (result.kind === 'failed') known.failure = result.failure.kind
          else {
            known.isSaved = true
            const { durable } = tab.tablet.disk
            const isHere =
              durable.outbox.some((entry) => entry.hash === known.hash) || durable.outcomes.get(known.operationId)?.hash === known.hash
            if (!isHere && !oracle.answered.has(pairOf(known)))
              oracle.violate(19, `${name} said saved of what is neither on its disk nor received`)
          }
        },
        () => void pressing.delete(tab),
      )
      return true
    },
  }
}

export const createPeople = (world: World, underWay: UnderWay): People => ({
  ...createCare(world),
  ...createPresses(world),
  enrolWhoAsks: async () => {
    const { endpoint, oracle, tablets } = world
    for (const tablet of tablets) {
      const tab = tablet.tabs.find((one) => !one.isFrozen)
      const phase = tab?.desk.snapshot.phase.kind
      if (tab === undefined || (phase !== 'not-enrolled' && phase !== 'enrolment-lost')) continue
      underWay.count++
      const code = await endpoint.code().catch(() => '')
      underWay.count--
      if (code === '') continue
      oracle.note(`${tablet.name} enrols (${phase})`)
      oracle.fault(phase === 'not-enrolled' ? 'enrolled' : 'enrolled again')
      tab.desk.enrol(code, tablet.name).catch(() => undefined)
    }
  },
})

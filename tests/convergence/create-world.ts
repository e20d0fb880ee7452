/**
 * Makes a simulated world: an endpoint, as yet without tablets, the oracle beside it, the people, and the judges called at each answer,
 * commit and change of a screen. Runs in the simulator; what happens in it is world.ts.
 */
import { apply } from '../../src/domain/desk/apply.ts'
import { createModelDisk, type ModelDisk } from '../fakes/model-disk.ts'
import { createChance } from './chance.ts'
import { checkCommit, checkDefect } from './commit-invariants.ts'
import { createEndpointMachine } from './endpoint-machine.ts'
import { createFaultsInWait, type FaultsInWait } from './faults-in-wait.ts'
import { createNetworkLink } from './network-link.ts'
import { createOracle } from './oracle.ts'
import { createPeople, type People } from './people.ts'
import type { Plan } from './plan.ts'
import { createRequests, type Requests } from './requests.ts'
import { createRowWatch, type RowWatch } from './row-watch.ts'
import type { SimulatedTablet, TabletSeams } from './simulated-tablet.ts'
import type { Seams, UnderWay, World } from './simulated-world.ts'
import { librarians } from './small-library.ts'
import { createSimulatedTablet } from './tablet-machine.ts'
import { createUpkeep, type Upkeep } from './upkeep.ts'
import { checkView } from './view-invariants.ts'
import type { VirtualTime } from './virtual-time.ts'

/** A tablet that hands over no order of the base that it had. */
const withoutOrders = (seams: TabletSeams = {}): TabletSeams => ({
  ...seams,
  storage: (real, tab) => {
    const storage = seams.storage?.(real, tab) ?? real
    return { ...storage, load: async () => ({ ...(await storage.load()), lostMark: undefined }) }
  },
})

/** Tuesday 24 November 2026, 14:00 in Valmont. */
export const startAt = Date.UTC(2026, 10, 24, 13, 0)

/** The same as the judges see, with what makes things happen. */
export interface LivingWorld extends World {
  readonly underWay: UnderWay
  readonly inWait: FaultsInWait
  readonly rows: RowWatch
  readonly requests: Requests
  readonly people: People
  readonly upkeep: Upkeep
  /** One more tablet, with nothing on its disk or with what is on the one that is given. */
  addTablet(disk?: ModelDisk): SimulatedTablet
}

export const createWorld = (plan: Plan, time: VirtualTime, underWay: UnderWay, seams: Seams): LivingWorld => {
  const oracle = createOracle(() => time.now, startAt)
  const tablets: SimulatedTablet[] = []
  const inWait = createFaultsInWait(oracle)
  const rows = createRowWatch(oracle, tablets, inWait)
  const endpoint = createEndpointMachine({
    now: () => time.now,
    seams: seams.endpoint ?? {},
    onCommitted: rows.note,
    onDown: () => {
      for (const tablet of tablets) tablet.endHints()
    },
    onCrash: () => inWait.strike('endpoint'),
    onPoison: () => inWait.strike('poison'),
  })
  const world: World = {
    plan,
    time,
    endpoint,
    tablets,
    oracle,
    damaged: new Set(),
    frozenDamaged: new Set(),
    cloned: new Set(),
    apply: seams.apply ?? apply,
  }
  const people = createPeople(world, underWay)
  const requests = createRequests(world, underWay, people, rows)

  const addTablet = (disk = createModelDisk()): SimulatedTablet => {
    const index = tablets.length
    const name = `T${index}`
    const link = createNetworkLink({
      time,
      chance: createChance(`network ${plan.seed} ${name}`),
      ask: (request) => requests.ask(name, request),
      onFault: (mode) => {
        oracle.fault(`network ${mode}`)
        inWait.strike(`link of ${name}`)
      },
      onLate: () => oracle.fault('request-late'),
    })
    const tablet = createSimulatedTablet({
      name,
      time,
      chance: createChance(`tablet ${plan.seed} ${name}`),
      disk,
      link,
      librarian: (librarians[index % librarians.length] ?? librarians[0]).id,
      // What comes back by operations alone is tried too: a client may do without handing orders over.
      seams: plan.seed % 3 === 0 ? (seams.tablet ?? {}) : withoutOrders(seams.tablet),
      onComposed: (tab, entry) => {
        oracle.compose(name, entry)
        people.noteComposed(tab, entry.operationId)
      },
      onDefect: (of, what) => {
        checkDefect(world, of, what)
        oracle.note(`${name} defect: ${what}`)
        oracle.fault(`defect: ${what.replace(/[0-9a-f]{32}/, '…')}`)
      },
      onShown: (tab) => checkView(world, tab),
      onHintLost: () => inWait.strike(`hints of ${name}`),
    })
    disk.onFault = (what) => inWait.strike(what === 'connection-lost' ? `connection of ${name}` : `disk of ${name}`)
    disk.onCommit = (before, after) => checkCommit(world, tablet, before, after)
    tablets.push(tablet)
    return tablet
  }
  return Object.assign(world, { underWay, inWait, rows, requests, people, upkeep: createUpkeep(world, underWay, rows), addTablet })
}

/**
 * A tablet and its tabs, as the world and its judges see them, and where a mutant stands on one. Runs in the simulator.
 * The machine is tablet-machine.ts, a tab of it tab-machine.ts, what its tabs share browser.ts.
 */
import type { Desk } from '../../src/tablet/desk.ts'
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import type { ModelDisk, ModelStorageOptions } from '../fakes/model-disk.ts'
import type { Chance } from './chance.ts'
import type { NetworkLink } from './network-link.ts'

/** What of ours a mutant replaces on the tablet. */
export interface TabletSeams {
  readonly durability?: ModelStorageOptions['durability']
  readonly storage?: (storage: TabletStorage, tab: SimulatedTab) => TabletStorage
  readonly transport?: (transport: Transport, tab: SimulatedTab) => Transport
  readonly ports?: (ports: DeskPorts, tab: SimulatedTab) => DeskPorts
}

export interface SimulatedTab {
  readonly desk: Desk
  readonly tablet: SimulatedTablet
  readonly isAlive: boolean
  isFrozen: boolean
  /** The first thing a page draws. */
  readonly bootId: string | undefined
  readonly random: Chance
  wake(): void
  touch(): void
  kill(): void
  thaw(): void
}

export interface SimulatedTablet {
  readonly name: string
  readonly disk: ModelDisk
  readonly link: NetworkLink
  readonly tabs: readonly SimulatedTab[]
  /** Added to true time: this tablet's own clock. Milliseconds. */
  skewMs: number
  /** A tab was robbed of the lead: what it had under way, or wakes up with, may meet the work of the other one. */
  readonly wasLedTwice: boolean
  /** Fetched by nobody: the real one speaks to the endpoint's hints. */
  hint(): void
  endHints(): void
  openTab(): SimulatedTab
  /** The battery died. */
  cutPower(): void
}

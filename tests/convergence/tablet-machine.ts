/**
 * One tablet: a disk, a network, a clock that may be wrong, a browser, and the tabs open in it. Runs in the simulator.
 */
import type { LibrarianId } from '../../src/domain/ids.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import type { ModelDisk } from '../fakes/model-disk.ts'
import { createBrowser } from './browser.ts'
import type { Chance } from './chance.ts'
import type { NetworkLink } from './network-link.ts'
import type { SimulatedTab, SimulatedTablet, TabletSeams } from './simulated-tablet.ts'
import { openSimulatedTab } from './tab-machine.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface TabletPorts {
  readonly name: string
  readonly time: VirtualTime
  readonly chance: Chance
  readonly disk: ModelDisk
  readonly link: NetworkLink
  readonly librarian: LibrarianId
  readonly seams: TabletSeams
  /** Before the disk is asked: what this tablet composed. */
  readonly onComposed: (tab: SimulatedTab, entry: NewOutboxEntry) => void
  readonly onDefect: (tablet: SimulatedTablet, what: string) => void
  readonly onShown: (tab: SimulatedTab) => void
  /** A hint did not come through to a tab that listens, and nothing says so. */
  readonly onHintLost: () => void
}

export const createSimulatedTablet = (given: TabletPorts): SimulatedTablet => {
  const { name, time, chance, disk, link, librarian, seams, onComposed, onDefect, onShown, onHintLost } = given
  const tabs: SimulatedTab[] = []
  const browser = createBrowser(time, chance)

  const tablet: SimulatedTablet = {
    name,
    disk,
    link,
    tabs,
    skewMs: 0,
    get wasLedTwice() {
      return browser.lock.wasLedTwice
    },
    hint: () => {
      if (link.areHintsDead && !browser.hints.isEmpty) onHintLost()
      if (link.areHintsDead || link.mode === 'offline') return
      browser.hints.hint()
    },
    endHints: browser.hints.end,
    openTab: () => {
      const tab = openSimulatedTab({
        tablet,
        browser,
        time,
        random: chance,
        librarian,
        seams,
        onComposed,
        onDefect: (what) => onDefect(tablet, what),
        onShown,
        onKilled: (one) => void tabs.splice(tabs.indexOf(one), 1),
      })
      tabs.push(tab)
      return tab
    },
    cutPower: () => {
      for (const tab of [...tabs]) tab.kill()
      disk.cutPower()
    },
  }
  return tablet
}

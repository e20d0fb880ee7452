/**
 * One tablet: a disk, a network, a clock that may be wrong, and the tabs open on it, each running the real desk. Runs in the simulator.
 * A tab that is killed hears of nothing any more; one that is frozen hears of everything at once when it thaws (a zombie leader).
 */

import type { LibrarianId } from '../../src/domain/ids.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import type { NewOutboxEntry, TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { absentHardware } from '../fakes/absent-hardware.ts'
import { createModelStorage, type ModelDisk, type ModelStorageOptions } from '../fakes/model-disk.ts'
import type { Chance } from './chance.ts'
import type { NetworkLink } from './network-link.ts'
import type { VirtualTime } from './virtual-time.ts'

/** What of ours a mutant replaces on the tablet. */
export interface TabletSeams {
  readonly durability?: ModelStorageOptions['durability']
  readonly storage?: (storage: TabletStorage, tab: SimulatedTab) => TabletStorage
  readonly transport?: (transport: Transport, tab: SimulatedTab) => Transport
  readonly ports?: (ports: DeskPorts, tab: SimulatedTab) => DeskPorts
}

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

export const createSimulatedTablet = (given: TabletPorts): SimulatedTablet => {
  const { name, time, chance, disk, link, librarian, seams, onComposed, onDefect, onShown, onHintLost } = given
  const tabs: SimulatedTab[] = []
  // The Web Lock: the first of `queue` holds it.
  type Seeker = {
    readonly tab: SimulatedTab
    readonly onLead: () => void
    readonly onLost: () => void
    readonly deliver: (call: () => void) => void
  }
  let queue: Seeker[] = []
  let wasLedTwice = false
  let enrolledAs: string | undefined
  const streams = new Set<{ readonly onHint: () => void; readonly end: () => void }>()
  const told: {
    readonly tab: SimulatedTab
    readonly listener: (link: Parameters<DeskPorts['tabs']['tell']>[0]) => void
    readonly deliver: (call: () => void) => void
  }[] = []

  const grant = (): void => {
    const [holder] = queue
    holder?.deliver(holder.onLead)
  }

  const openTab = (): SimulatedTab => {
    let isAlive = true
    let bootId: string | undefined
    let wake = (): void => {}
    let touch = (): void => {}
    let text: string | undefined = `${time.now + tablet.skewMs} ${librarian}`
    const backlog: (() => void)[] = []
    const random = chance
    /** Calls a living tab back; a frozen one later; a dead one never. */
    const deliver = (call: () => void): void => {
      if (!isAlive) return
      if (tab.isFrozen) backlog.push(call)
      else call()
    }
    const delivered = <T>(promise: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => deliver(() => resolve(value)),
          (error) => deliver(() => reject(error)),
        )
      })
    const turn: ModelStorageOptions['turn'] = (what) =>
      new Promise((resolve) => {
        const ms = what === 'write' ? random.between(1, 5) : what === 'written' && random.happens(0.2) ? random.between(1, 40) : 0
        if (ms === 0) deliver(resolve)
        else time.after(ms, () => deliver(resolve))
      })
    const model = createModelStorage(disk, { turn, durability: seams.durability ?? 'strict' })
    const noted: TabletStorage = {
      ...model,
      append: (entry, ends) => {
        onComposed(tab, entry)
        return model.append(entry, ends)
      },
    }
    const carried: Transport = { send: (request) => delivered(link.transport.send(request)) }
    const makeDesk = (): Desk => {
      const ports: DeskPorts = {
        ...absentHardware,
        storage: seams.storage === undefined ? noted : seams.storage(noted, tab),
        transport: seams.transport === undefined ? carried : seams.transport(carried, tab),
        clock: () => time.now + tablet.skewMs,
        after: (ms, callback) => {
          // A page that thaws can still cancel what came due while it slept.
          let isCancelled = false
          const cancel = time.after(ms, () => deliver(() => isCancelled || callback()))
          return () => {
            isCancelled = true
            cancel()
          }
        },
        random: () => random.next(),
        randomHex: (bytes) => {
          const text = random.hex(bytes)
          bootId ??= text
          return text
        },
        build: 'simulated',
        deviceZone: 'Europe/Paris',
        tabs: {
          tell: (link) => {
            for (const other of told) {
              if (other.tab !== tab && other.tab.isAlive) time.after(random.between(1, 10), () => other.deliver(() => other.listener(link)))
            }
          },
          onTold: (listener) => void told.push({ tab, listener, deliver }),
        },
        seekLeadership: (onLead, onLost) => {
          const seeker = { tab, onLead, onLost, deliver }
          queue.push(seeker)
          // The desk is not made yet when this is asked.
          if (queue[0] === seeker) time.after(0, () => queue[0] === seeker && deliver(onLead))
          return {
            steal: () => {
              const [holder] = queue
              // What a page that was just killed still wanted to do.
              if (holder === seeker || !isAlive) return
              wasLedTwice ||= holder !== undefined
              queue = [seeker, ...queue.filter((other) => other !== seeker)]
              holder?.deliver(holder.onLost)
              grant()
            },
          }
        },
        followHints: (_, signal, onHint) =>
          new Promise((resolve) => {
            const end = (): void => {
              streams.delete(stream)
              signal.removeEventListener('abort', end)
              deliver(resolve)
            }
            const stream = { onHint: () => deliver(onHint), end }
            signal.addEventListener('abort', stream.end)
            streams.add(stream)
          }),
        onWake: (listener) => {
          wake = () => deliver(listener)
        },
        onTouch: (listener) => {
          touch = listener
        },
        tabMemory: {
          read: () => text,
          write: (next) => {
            text = next
          },
        },
        enrolledAs: {
          read: () => enrolledAs,
          write: (deviceId) => {
            enrolledAs = deviceId
          },
        },
        onDefect: (what) => onDefect(tablet, what),
      }
      return openDesk(seams.ports === undefined ? ports : seams.ports(ports, tab))
    }
    let desk: Desk | undefined
    const tab: SimulatedTab = {
      get desk() {
        if (desk === undefined) throw new Error('the desk is being made')
        return desk
      },
      tablet,
      random,
      get bootId() {
        return bootId
      },
      get isAlive() {
        return isAlive
      },
      isFrozen: false,
      wake: () => wake(),
      touch: () => touch(),
      kill: () => {
        if (!isAlive) return
        const held = queue[0]?.tab === tab
        isAlive = false
        tabs.splice(tabs.indexOf(tab), 1)
        queue = queue.filter((seeker) => seeker.tab !== tab)
        if (held) grant()
      },
      thaw: () => {
        tab.isFrozen = false
        for (const call of backlog.splice(0)) call()
      },
    }
    desk = makeDesk()
    tabs.push(tab)
    desk.subscribe(() => {
      if (isAlive) onShown(tab)
    })
    return tab
  }

  const tablet: SimulatedTablet = {
    name,
    disk,
    link,
    tabs,
    skewMs: 0,
    get wasLedTwice() {
      return wasLedTwice
    },
    hint: () => {
      if (link.areHintsDead && streams.size > 0) onHintLost()
      if (link.areHintsDead || link.mode === 'offline') return
      for (const stream of streams) time.after(chance.between(2, 50), stream.onHint)
    },
    endHints: () => {
      for (const stream of [...streams]) stream.end()
    },
    openTab,
    cutPower: () => {
      for (const tab of [...tabs]) tab.kill()
      disk.cutPower()
    },
  }
  return tablet
}

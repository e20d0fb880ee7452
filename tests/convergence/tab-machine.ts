/**
 * One tab of a tablet, running the real desk. Runs in the simulator. One that is killed hears of nothing any more; one that is frozen hears
 * of everything at once when it thaws (a zombie leader).
 */
import type { LibrarianId } from '../../src/domain/ids.ts'
import type { Desk } from '../../src/tablet/desk.ts'
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import type { NewOutboxEntry, TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { absentHardware } from '../fakes/absent-hardware.ts'
import { createModelStorage, type ModelStorageOptions } from '../fakes/model-disk.ts'
import type { Browser, Page } from './browser.ts'
import type { Chance } from './chance.ts'
import type { SimulatedTab, SimulatedTablet, TabletSeams } from './simulated-tablet.ts'
import type { VirtualTime } from './virtual-time.ts'

export interface TabPorts {
  readonly tablet: SimulatedTablet
  readonly browser: Browser
  readonly time: VirtualTime
  readonly random: Chance
  readonly librarian: LibrarianId
  readonly seams: TabletSeams
  /** Before the disk is asked: what this tab composed. */
  readonly onComposed: (tab: SimulatedTab, entry: NewOutboxEntry) => void
  readonly onDefect: (what: string) => void
  readonly onShown: (tab: SimulatedTab) => void
  readonly onKilled: (tab: SimulatedTab) => void
}

/** The disk as this tab reaches it: each turn takes its time. */
const createTabStorage = ({ tablet, time, random, seams, onComposed }: TabPorts, tab: SimulatedTab, page: Page): TabletStorage => {
  const turn: ModelStorageOptions['turn'] = (what) =>
    new Promise((resolve) => {
      const ms = what === 'write' ? random.between(1, 5) : what === 'written' && random.happens(0.2) ? random.between(1, 40) : 0
      if (ms === 0) page.deliver(resolve)
      else time.after(ms, () => page.deliver(resolve))
    })
  const model = createModelStorage(tablet.disk, { turn, durability: seams.durability ?? 'strict' })
  const noted: TabletStorage = {
    ...model,
    append: (entry, ends) => {
      onComposed(tab, entry)
      return model.append(entry, ends)
    },
  }
  return seams.storage === undefined ? noted : seams.storage(noted, tab)
}

const createTabTransport = ({ tablet, seams }: TabPorts, tab: SimulatedTab, page: Page): Transport => {
  const delivered = <T>(promise: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      promise.then(
        (value) => page.deliver(() => resolve(value)),
        (error) => page.deliver(() => reject(error)),
      )
    })
  const carried: Transport = { send: (request) => delivered(tablet.link.transport.send(request)) }
  return seams.transport === undefined ? carried : seams.transport(carried, tab)
}

/** What the page hears of its owner, once the desk listens. */
interface Ears {
  wake: () => void
  touch: () => void
  /** The first thing a page draws. */
  bootId: string | undefined
}

const portsOfTab = (given: TabPorts, tab: SimulatedTab, page: Page, ears: Ears): DeskPorts => {
  const { tablet, browser, time, random, librarian, onDefect } = given
  let text: string | undefined = `${time.now + tablet.skewMs} ${librarian}`
  return {
    ...absentHardware,
    storage: createTabStorage(given, tab, page),
    transport: createTabTransport(given, tab, page),
    clock: () => time.now + tablet.skewMs,
    after: (ms, callback) => {
      // A page that thaws can still cancel what came due while it slept.
      let isCancelled = false
      const cancel = time.after(ms, () => page.deliver(() => isCancelled || callback()))
      return () => {
        isCancelled = true
        cancel()
      }
    },
    random: () => random.next(),
    randomHex: (bytes) => {
      const drawn = random.hex(bytes)
      ears.bootId ??= drawn
      return drawn
    },
    build: 'simulated',
    deviceZone: 'Europe/Paris',
    tabs: {
      tell: (link) => browser.channel.tell(page, link),
      onTold: (listener) => browser.channel.onTold(page, listener),
    },
    seekLeadership: (onLead, onLost) => browser.lock.seek(page, onLead, onLost),
    followHints: (_, signal, onHint) => browser.hints.follow(page, signal, onHint),
    onWake: (listener) => {
      ears.wake = () => page.deliver(listener)
    },
    onTouch: (listener) => {
      ears.touch = listener
    },
    tabMemory: {
      read: () => text,
      write: (next) => {
        text = next
      },
    },
    enrolledAs: browser.enrolledAs,
    onDefect,
  }
}

export const openSimulatedTab = (given: TabPorts): SimulatedTab => {
  const { tablet, browser, random, seams, onShown, onKilled } = given
  let isAlive = true
  let desk: Desk | undefined
  const ears: Ears = { wake: () => {}, touch: () => {}, bootId: undefined }
  const backlog: (() => void)[] = []
  const page: Page = {
    get isAlive() {
      return isAlive
    },
    deliver: (call) => {
      if (!isAlive) return
      if (tab.isFrozen) backlog.push(call)
      else call()
    },
  }
  const tab: SimulatedTab = {
    get desk() {
      if (desk === undefined) throw new Error('the desk is being made')
      return desk
    },
    tablet,
    random,
    get bootId() {
      return ears.bootId
    },
    get isAlive() {
      return isAlive
    },
    isFrozen: false,
    wake: () => ears.wake(),
    touch: () => ears.touch(),
    kill: () => {
      if (!isAlive) return
      isAlive = false
      onKilled(tab)
      browser.lock.leave(page)
    },
    thaw: () => {
      tab.isFrozen = false
      for (const call of backlog.splice(0)) page.deliver(call)
    },
  }
  const ports = portsOfTab(given, tab, page, ears)
  desk = openDesk(seams.ports === undefined ? ports : seams.ports(ports, tab))
  desk.subscribe(() => {
    if (isAlive) onShown(tab)
  })
  return tab
}

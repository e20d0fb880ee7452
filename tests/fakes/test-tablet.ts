/**
 * The real tablet on IndexedDB, and what a test can do to it: spoil its network, break its disk, rob it of the lead, reload its page. Runs
 * in Node, in tests; its endpoint is tablet-world.ts.
 */
import 'fake-indexeddb/auto'
import type { BibliographicRecord } from '../../src/domain/item/record.ts'
import type { Desk, Link } from '../../src/tablet/desk.ts'
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import { createDexieStorage } from '../../src/tablet/storage/dexie-storage.ts'
import { createLaterDexie } from '../../src/tablet/storage/later-dexie.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Request as TabletRequest, Response as TabletResponse, Transport } from '../../src/tablet/sync/transport.ts'
import { absentHardware } from './absent-hardware.ts'
import type { StandingTime } from './standing-time.ts'

/** What the network does to one request, instead of carrying it. */
export type Spoil = (request: TabletRequest, carry: () => Promise<TabletResponse>) => Promise<TabletResponse>

export interface TestTablet {
  readonly desk: Desk
  readonly storage: TabletStorage
  /** What engineers would have been told. */
  readonly defects: readonly string[]
  /** Every request that left this tablet, in order. */
  readonly requests: readonly TabletRequest[]
  /** How often it asked to be told of changes. */
  readonly hintsAsked: number
  /** Ends the stream of hints, and from now on refuses another; false: the next one asked for is given. */
  breakHints(areBroken: boolean): void
  /** From now on; undefined: the network is good. */
  spoil(next: Spoil | undefined): void
  /** From now on its disk refuses every commit, as a full one does; false: it takes them again. */
  breakDisk(isBroken: boolean): void
  /** The power is gone: nothing that is asked of its disk gets there, and nobody hears of it; until it is opened again. */
  cutPower(): void
  /** From now on the chunks that come after the first screen cannot be had; false: they can. */
  withholdChunks(areWithheld: boolean): void
  /** From now on the chunk of housekeeping is there only once `isThere` is. */
  delayHousekeeping(isThere: Promise<void>): void
  /** How often it asked for its page anew. */
  readonly startedOver: number
  /** Its own clock is this far from true time, from now on. Milliseconds. */
  setClock(skewMs: number): void
  /** Another tab leads: this one no longer does, until it steals the lead. Answers what the other one says of its exchanges. */
  follow(): (link: Link | undefined) => void
  /** What this tab tells the others of its browser goes to `hear`, from now on. */
  tellTo(hear: (link: Link | undefined) => void): void
  /** What its catalogue file describes, from now on. */
  knowRecords(records: readonly BibliographicRecord[]): void
  /** A gun or a camera read this. */
  read(text: string): void
  /** Closes the page and opens it again on the same disk. */
  reload(): TestTablet
  /** Closes the page for good. */
  close(): void
}

export const offline: Spoil = async () => {
  throw new TypeError('Failed to fetch')
}

export interface TabletSurroundings {
  readonly time: StandingTime
  readonly send: Transport['send']
  /** Closes each page that was opened, at the end. */
  readonly onOpened: (close: () => void) => void
}

/** What lasts from one page to the next, and what a test made of it. */
interface Machine extends TabletSurroundings {
  readonly name: string
  readonly requests: TabletRequest[]
  readonly defects: string[]
  /** What a tab remembers through a reload. */
  memory: string | undefined
  enrolledAs: string | undefined
  spoiling: Spoil | undefined
  isClosed: boolean
  isDiskBroken: boolean
  isPowerless: boolean
  areChunksWithheld: boolean
  isHousekeepingThere: Promise<void>
  areHintsBroken: boolean
  records: readonly BibliographicRecord[]
  skewMs: number
  startedOver: number
  hintsAsked: number
  endHints: () => void
  readGun: (text: string) => void
}

/** One page, and what it hears and says. */
interface Page {
  isGone: boolean
  hear: (link: Link | undefined) => void
  tell: (link: Link | undefined) => void
  robbed: () => void
}

const diskOf = (machine: Machine): TabletStorage => {
  const disk = createLaterDexie(machine.name, async () => createDexieStorage({ name: machine.name }))
  return {
    ...disk,
    append: async (...entry) => {
      if (machine.isPowerless) return new Promise(() => {})
      if (machine.isDiskBroken) throw new DOMException('no room left', 'QuotaExceededError')
      return disk.append(...entry)
    },
    keepVisits: (visits) => (machine.isPowerless ? new Promise(() => {}) : disk.keepVisits(visits)),
  }
}

const transportOf = (machine: Machine): Transport => ({
  send: async (request) => {
    if (machine.isClosed) return new Promise(() => {})
    machine.requests.push(request)
    const carry = (): Promise<TabletResponse> => machine.send(request)
    return machine.spoiling === undefined ? carry() : machine.spoiling(request, carry)
  },
})

const portsOf = (machine: Machine, page: Page, storage: TabletStorage): DeskPorts => {
  const { time } = machine
  const chunk = <T>(load: () => Promise<T>): Promise<T> =>
    machine.areChunksWithheld ? Promise.reject(new TypeError('Failed to fetch dynamically imported module')) : load()
  return {
    ...absentHardware,
    load: {
      ...absentHardware.load,
      syncSession: () => chunk(absentHardware.load.syncSession),
      directPush: () => chunk(absentHardware.load.directPush),
      housekeeping: () => machine.isHousekeepingThere.then(absentHardware.load.housekeeping),
    },
    startOver: () => {
      machine.startedOver++
    },
    storage,
    transport: transportOf(machine),
    clock: () => time.now() + machine.skewMs,
    after: (ms, callback) => time.after(ms, () => (page.isGone ? undefined : callback())),
    random: () => 1,
    randomHex: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
    build: 'test',
    deviceZone: 'Europe/Paris',
    tabs: {
      tell: (link) => page.tell(link),
      onTold: (listener) => {
        page.hear = listener
      },
    },
    seekLeadership: (onLead, onLost) => {
      page.robbed = onLost
      onLead()
      return { steal: onLead }
    },
    followHints: async () => {
      machine.hintsAsked++
      if (machine.areHintsBroken) throw new TypeError('connection refused')
      await new Promise<void>((resolve) => {
        machine.endHints = resolve
      })
    },
    onWake: () => {},
    onTouch: () => {},
    tabMemory: {
      read: () => machine.memory,
      write: (text) => {
        machine.memory = text
      },
    },
    enrolledAs: {
      read: () => machine.enrolledAs,
      write: (deviceId) => {
        machine.enrolledAs = deviceId
      },
      forget: () => {
        machine.enrolledAs = undefined
      },
    },
    gun: {
      source: 'gun',
      listen: (onReading) => {
        machine.readGun = (text) => onReading({ text, symbology: undefined })
        return () => {}
      },
    },
    catalogue: { ...absentHardware.catalogue, records: async (_, ids) => machine.records.filter(({ id }) => ids.includes(id)) },
    onDefect: (what) => {
      if (!page.isGone) machine.defects.push(what)
    },
  }
}

const openPage = (machine: Machine): TestTablet => {
  const page: Page = { isGone: false, hear: () => {}, tell: () => {}, robbed: () => {} }
  const storage = diskOf(machine)
  const close = (): void => {
    page.isGone = true
    storage.close()
  }
  machine.onOpened(close)
  return {
    desk: openDesk(portsOf(machine, page, storage)),
    storage,
    defects: machine.defects,
    requests: machine.requests,
    get hintsAsked() {
      return machine.hintsAsked
    },
    breakHints: (areBroken) => {
      machine.areHintsBroken = areBroken
      if (areBroken) machine.endHints()
    },
    spoil: (next) => {
      machine.spoiling = next
    },
    breakDisk: (isBroken) => {
      machine.isDiskBroken = isBroken
    },
    cutPower: () => {
      machine.isPowerless = true
    },
    withholdChunks: (areWithheld) => {
      machine.areChunksWithheld = areWithheld
    },
    delayHousekeeping: (isThere) => {
      machine.isHousekeepingThere = isThere
    },
    get startedOver() {
      return machine.startedOver
    },
    setClock: (next) => {
      machine.skewMs = next
    },
    follow: () => {
      page.robbed()
      return page.hear
    },
    tellTo: (next) => {
      page.tell = next
    },
    knowRecords: (records) => {
      machine.records = records
    },
    read: (text) => machine.readGun(text),
    reload: () => {
      close()
      machine.isPowerless = false
      return openPage(machine)
    },
    close: () => {
      machine.isClosed = true
      close()
    },
  }
}

/** A tablet with nothing on its disk, or with what is there under its name. */
export const openTestTablet = (name: string, surroundings: TabletSurroundings): TestTablet =>
  openPage({
    ...surroundings,
    name,
    requests: [],
    defects: [],
    memory: undefined,
    enrolledAs: undefined,
    spoiling: undefined,
    isClosed: false,
    isDiskBroken: false,
    isPowerless: false,
    areChunksWithheld: false,
    isHousekeepingThere: Promise.resolve(),
    areHintsBroken: false,
    records: [],
    skewMs: 0,
    startedOver: 0,
    hintsAsked: 0,
    endHints: () => {},
    readGun: () => {},
  })

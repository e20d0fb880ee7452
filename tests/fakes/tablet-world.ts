/**
 * Tablets and their endpoint in one process: the real endpoint app on a real SQLite file, the real tablet on IndexedDB, and between them
 * a network that tests can spoil. Runs in Node, in tests. Time stands still unless a test moves it.
 */
import 'fake-indexeddb/auto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { toCardNumber, toItemBarcode, toLibrarianId, toLibraryId } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { offerEnrolmentCode } from '../../src/endpoint/enrolment/enrolment-code.ts'
import { hashPin } from '../../src/endpoint/enrolment/hash-pin.ts'
import { createEndpointApp } from '../../src/endpoint/http/endpoint-app.ts'
import { createEndpointMetrics } from '../../src/endpoint/http/endpoint-metrics.ts'
import { HintHub } from '../../src/endpoint/http/hint-hub.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Desk, Link } from '../../src/tablet/desk.ts'
import type { DeskPorts } from '../../src/tablet/desk-ports.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import { createDexieStorage } from '../../src/tablet/storage/dexie-storage.ts'
import type { TabletStorage } from '../../src/tablet/storage/tablet-storage.ts'
import type { Request as TabletRequest, Response as TabletResponse, Transport } from '../../src/tablet/sync/transport.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aSettings } from '../builders/a-settings.ts'
import { absentHardware } from './absent-hardware.ts'

export const libraryId = toLibraryId('valmont')
export const jeanne = toLibrarianId('jeanne')
export const card = toCardNumber('2000000001')
export const pin = '2468'

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
  /** From now on the chunks that come after the first screen cannot be had; false: they can. */
  withholdChunks(areWithheld: boolean): void
  /** How often it asked for its page anew. */
  readonly startedOver: number
  /** Its own clock is this far from true time, from now on. Milliseconds. */
  setClock(skewMs: number): void
  /** Another tab leads: this one no longer does, until it steals the lead. Answers what the other one says of its exchanges. */
  follow(): (link: Link | undefined) => void
  /** What this tab tells the others of its browser goes to `hear`, from now on. */
  tellTo(hear: (link: Link | undefined) => void): void
  /** A gun or a camera read this. */
  read(text: string): void
  /** Closes the page and opens it again on the same disk. */
  reload(): TestTablet
  /** Closes the page for good. */
  close(): void
}

export interface TabletWorld {
  readonly store: SqliteStore
  /** The endpoint's database on disk. */
  readonly path: string
  /** Stops the endpoint, lets its file be replaced, and starts it again. */
  replaceDatabase(replace: () => Promise<void>): Promise<void>
  now(): Instant
  /** Moves time, and calls back what was due, in order. */
  advance(ms: number): void
  /** Everybody sleeps: time passes, and what was due by then is called back at the end of it. */
  sleep(ms: number): void
  code(): Promise<string>
  writeRows(...rows: readonly Row[]): Promise<void>
  /** A request of nobody's tablet. */
  send(request: TabletRequest): Promise<TabletResponse>
  tablet(name?: string): TestTablet
  /** An enrolled tablet on which Jeanne is signed in. */
  tabletOfJeanne(name?: string): Promise<TestTablet>
  close(): void
}

/** A hash is worked out on another thread, which a busy machine may give no turn for a while. Nanoseconds. */
const patience = 20_000_000_000n

/** Lets everything that waits for nothing but its turn go on, until `isSo`. Rejects when that never comes. */
export const until = async (isSo: () => boolean | Promise<boolean>, what = 'what was awaited'): Promise<void> => {
  const begun = process.hrtime.bigint()
  for (let turns = 0; turns < 20_000 || process.hrtime.bigint() - begun < patience; turns++) {
    if (await isSo()) return
    await new Promise((resolve) => setImmediate(resolve))
  }
  throw new Error(`${what} did not come`)
}

export const offline: Spoil = async () => {
  throw new TypeError('Failed to fetch')
}

/** Opens a library with one librarian, one patron and settings, and its endpoint. */
export const openTabletWorld = async (): Promise<TabletWorld> => {
  const folder = mkdtempSync(join(tmpdir(), 'tablet-world-'))
  const path = join(folder, 'desk.sqlite')
  let time = Date.UTC(2026, 10, 25, 13, 0)
  let due: { readonly at: number; readonly callback: () => void }[] = []
  const tablets = new Set<() => void>()
  const now = (): Instant => toInstant(time)
  const startEndpoint = () => {
    const store = new SqliteStore(path)
    const hints = new HintHub(store)
    const app = createEndpointApp({
      store,
      now,
      log: pino({ level: 'silent' }),
      metrics: createEndpointMetrics(() => hints.size),
      hints,
      publicUrl: 'http://localhost',
      dataDir: folder,
      buildDirs: [],
      isTls: false,
      trustsProxy: false,
      metricsToken: undefined,
    })
    const stop = async (): Promise<void> => {
      hints.close()
      await store.close()
    }
    return { store, app, stop }
  }
  let endpoint = startEndpoint()

  const writeRows = async (...rows: readonly Row[]): Promise<void> => {
    await endpoint.store.transact(libraryId, async (transaction) => {
      for (const row of rows) await transaction.writeRow(row, now())
    })
  }
  await endpoint.store.createLibrary({ id: libraryId, name: 'Médiathèque de Valmont', isDemo: false })
  await writeRows(
    aSettings(),
    { kind: 'librarian', id: jeanne, name: 'Jeanne', isManager: true, pin: await hashPin(pin) },
    aPatron({ id: card }),
  )

  const send = async ({ method, path, body, bearer }: TabletRequest): Promise<TabletResponse> => {
    const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
    const response = await endpoint.app.request(path, { method, headers, ...(body === undefined ? {} : { body }) })
    const retryAfter = response.headers.get('retry-after')
    return {
      status: response.status,
      text: await response.text(),
      retryAfterMs: retryAfter === null ? undefined : Number(retryAfter) * 1000,
    }
  }

  const tablet = (name: string = crypto.randomUUID()): TestTablet => {
    const requests: TabletRequest[] = []
    const defects: string[] = []
    let spoiling: Spoil | undefined
    let readGun: (text: string) => void = () => {}
    let isClosed = false
    let isDiskBroken = false
    let areChunksWithheld = false
    let startedOver = 0
    let hintsAsked = 0
    let areHintsBroken = false
    let endHints = (): void => {}
    let enrolledAs: string | undefined
    let skewMs = 0
    const transport: Transport = {
      send: async (request) => {
        if (isClosed) return new Promise(() => {})
        requests.push(request)
        return spoiling === undefined ? send(request) : spoiling(request, () => send(request))
      },
    }
    const chunk = <T>(load: () => Promise<T>): Promise<T> =>
      areChunksWithheld ? Promise.reject(new TypeError('Failed to fetch dynamically imported module')) : load()
    const open = (memory: { text: string | undefined }): TestTablet => {
      const disk = createDexieStorage({ name })
      const storage: TabletStorage = {
        ...disk,
        append: async (...entry) => {
          if (isDiskBroken) throw new DOMException('no room left', 'QuotaExceededError')
          return disk.append(...entry)
        },
      }
      let isGone = false
      let hear: (link: Link | undefined) => void = () => {}
      let tell: (link: Link | undefined) => void = () => {}
      let robbed = (): void => {}
      const ports: DeskPorts = {
        ...absentHardware,
        load: {
          ...absentHardware.load,
          syncSession: () => chunk(absentHardware.load.syncSession),
          directPush: () => chunk(absentHardware.load.directPush),
        },
        startOver: () => {
          startedOver++
        },
        storage,
        transport,
        clock: () => time + skewMs,
        after: (ms, callback) => {
          const timer = { at: time + ms, callback: () => (isGone ? undefined : callback()) }
          due.push(timer)
          return () => {
            due = due.filter((other) => other !== timer)
          }
        },
        random: () => 1,
        randomHex: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
        build: 'test',
        deviceZone: 'Europe/Paris',
        tabs: {
          tell: (link) => tell(link),
          onTold: (listener) => {
            hear = listener
          },
        },
        seekLeadership: (onLead, onLost) => {
          robbed = onLost
          onLead()
          return { steal: onLead }
        },
        followHints: async () => {
          hintsAsked++
          if (areHintsBroken) throw new TypeError('connection refused')
          await new Promise<void>((resolve) => {
            endHints = resolve
          })
        },
        onWake: () => {},
        onTouch: () => {},
        tabMemory: {
          read: () => memory.text,
          write: (text) => {
            memory.text = text
          },
        },
        enrolledAs: {
          read: () => enrolledAs,
          write: (deviceId) => {
            enrolledAs = deviceId
          },
        },
        gun: {
          source: 'gun',
          listen: (onReading) => {
            readGun = (text) => onReading({ text, symbology: undefined })
            return () => {}
          },
        },
        onDefect: (what) => {
          if (!isGone) defects.push(what)
        },
      }
      const close = (): void => {
        isGone = true
        storage.close()
      }
      tablets.add(close)
      return {
        desk: openDesk(ports),
        storage,
        defects,
        requests,
        get hintsAsked() {
          return hintsAsked
        },
        breakHints: (areBroken) => {
          areHintsBroken = areBroken
          if (areBroken) endHints()
        },
        spoil: (next) => {
          spoiling = next
        },
        breakDisk: (isBroken) => {
          isDiskBroken = isBroken
        },
        withholdChunks: (areWithheld) => {
          areChunksWithheld = areWithheld
        },
        get startedOver() {
          return startedOver
        },
        setClock: (next) => {
          skewMs = next
        },
        follow: () => {
          robbed()
          return hear
        },
        tellTo: (next) => {
          tell = next
        },
        read: (text) => readGun(text),
        reload: () => {
          close()
          return open(memory)
        },
        close: () => {
          isClosed = true
          close()
        },
      }
    }
    return open({ text: undefined })
  }

  const advance = (ms: number): void => {
    const end = time + ms
    for (;;) {
      const next = due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      due = due.filter((timer) => timer !== next)
      time = Math.max(time, next.at)
      next.callback()
    }
    time = end
  }

  const code = async (): Promise<string> => (await offerEnrolmentCode(endpoint.store, libraryId, now())).code

  return {
    get store() {
      return endpoint.store
    },
    path,
    replaceDatabase: async (replace) => {
      await endpoint.stop()
      await replace()
      endpoint = startEndpoint()
    },
    now,
    advance,
    sleep: (ms) => {
      time += ms
      advance(0)
    },
    code,
    writeRows,
    send,
    tablet,
    tabletOfJeanne: async (name) => {
      const made = tablet(name)
      await until(() => made.desk.snapshot.phase.kind === 'not-enrolled', 'a tablet to enrol')
      await made.desk.enrol(await code(), 'Accueil')
      await until(() => made.desk.snapshot.phase.kind === 'signed-out', 'the base')
      await made.desk.signIn(jeanne, pin)
      return made
    },
    close: () => {
      for (const close of tablets) close()
      void endpoint.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A loan without an order, of documents that no rule refuses. */
export const aLoan = (desk: Desk, ...barcodes: readonly string[]) =>
  desk.perform({
    kind: 'hand-over-order',
    happened: desk.now(),
    orderId: undefined,
    card,
    items: barcodes.map((barcode) => ({
      barcode: toItemBarcode(barcode),
      recordId: undefined,
      documentType: 'livre',
      lineId: undefined,
      dueOn: desk.now().date,
      isNewRelease: false,
      overrideReason: undefined,
    })),
    leftBehind: [],
    notFound: [],
    receipt: 'undecided',
  })

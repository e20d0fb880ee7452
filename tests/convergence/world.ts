/**
 * One simulated library, from its first enrolment to the evening: real tablets and a real endpoint on machines that fail, and beside them
 * the oracle that knows what truly happened. Runs in the simulator; the same plan gives the same trace.
 */
import { createHash } from 'node:crypto'
import { apply } from '../../src/domain/desk/apply.ts'
import { type OperationId, toCardNumber, toDeviceId, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { isOpen } from '../../src/domain/order/order-state.ts'
import { setTabletAside } from '../../src/endpoint/authority/set-tablet-aside.ts'
import type { Store, StoreTransaction } from '../../src/endpoint/storage/store.ts'
import { addToDigest, formatDigest, rowHash } from '../../src/protocol/digest.ts'
import { baseKey, type DiskImage, emptyImage } from '../../src/tablet/storage/disk-image.ts'
import type { NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import type { Request, Response } from '../../src/tablet/sync/transport.ts'
import { aPatron } from '../builders/a-patron.ts'
import { createModelDisk, type DiskFault, type ModelDisk } from '../fakes/model-disk.ts'
import { rowsAfter } from '../fakes/rows-after.ts'
import { type Chance, createChance } from './chance.ts'
import { type CrashPoint, createEndpointMachine, type EndpointSeams, libraryId, poison } from './endpoint-machine.ts'
import { takeFile } from './exports.ts'
import { importOrders } from './ils-file.ts'
import { checkAnswer, checkCommit, checkDefect, checkQuiet, checkRate, checkView } from './invariants.ts'
import { createNetworkLink, garble } from './network-link.ts'
import { rowsToCome, withLocker } from './newer-build.ts'
import { newerEntry, otherContent, plainEntry, withText } from './odd-entries.ts'
import { contentOf, createOracle, type Oracle, pairOf } from './oracle.ts'
import { type Plan, pickLinkMode, type Step, type StepKind } from './plan.ts'
import { momentOf, nextPress } from './presses.ts'
import type { World } from './simulated-world.ts'
import { librarians, rowsOfLibrary } from './small-library.ts'
import { createSimulatedTablet, type SimulatedTab, type SimulatedTablet, type TabletSeams } from './tablet-machine.ts'
import { takeOverProcess } from './take-over-process.ts'
import { createVirtualTime } from './virtual-time.ts'

/** Tuesday 24 November 2026, 14:00 in Valmont. */
const startAt = Date.UTC(2026, 10, 24, 13, 0)
/** Three times the cap of the back-off: by then an outbox is empty (I-20). */
const drainMs = 180_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const sleepsAfterMs = 45_000

export interface Seams {
  readonly endpoint?: EndpointSeams
  readonly tablet?: TabletSeams
  /** The rules, where the log is told again. */
  readonly apply?: typeof apply
}

export interface RunResult {
  readonly violations: Oracle['violations']
  readonly faults: ReadonlyMap<string, number>
  readonly cases: ReadonlyMap<string, number>
  readonly trace: readonly string[]
  readonly traceHash: string
  readonly operations: number
  readonly exchanges: number
}

/** Runs one plan to its end, with some of our code replaced by `seams` when a mutant is judged. */
export const runPlan = async (plan: Plan, seams: Seams = {}): Promise<RunResult> => {
  const root = createChance(`world ${plan.seed}`)
  let isAsking = 0
  const time = createVirtualTime(startAt, () => isAsking > 0)
  return takeOverProcess(
    () => time.now,
    createChance(`process ${plan.seed}`),
    async () => {
      const oracle = createOracle(() => time.now, startAt)
      const exchanges = { count: 0 }
      const tablets: SimulatedTablet[] = []
      const damaged = new Set<SimulatedTablet>()
      const cloned = new Set<string>()
      const kept = new Map<SimulatedTablet, DiskImage>()
      const pressing = new Set<SimulatedTab>()
      const composedBy = new Map<SimulatedTab, string>()
      const rowHashes = new Map<string, bigint>()
      let knownVersion = -1
      /** Faults that lie in wait, by what will meet them. Each is counted once, when it strikes (I-29). */
      const inWait = new Map<string, StepKind>()
      const strike = (where: string): void => {
        const kind = inWait.get(where)
        if (inWait.delete(where) && kind !== undefined) oracle.fault(kind)
      }

      const noteDigest = async (store: Store): Promise<void> => {
        await store.read(libraryId, async (reading) => {
          const library = await reading.library()
          if (library.head < knownVersion) {
            knownVersion = -1
            rowHashes.clear()
          }
          const before = knownVersion
          for (const row of await rowsAfter(reading, knownVersion, 1_000_000)) {
            if (row.row === null) {
              oracle.erasedEver.add(baseKey(row))
              oracle.leavings.push({ subject: `${row.kind}/${row.id}`, epoch: library.epoch, version: row.version })
            }
            // A zone is claimed again.
            if (row.row === null && row.kind !== 'claim') oracle.erased.set(baseKey(row), row.version)
            if (row.row?.kind === 'device' && row.row.isSetAside) strike(`device ${row.row.id}`)
            if (row.row === null) rowHashes.delete(baseKey(row))
            else rowHashes.set(baseKey(row), rowHash(row))
          }
          knownVersion = library.head
          const digest = formatDigest([...rowHashes.values()].reduce(addToDigest, 0n))
          oracle.digests.set(`${library.epoch}.${library.head}.${library.chain}`, digest)
          if (before !== knownVersion) for (const tablet of tablets) tablet.hint()
        })
      }

      const endpoint = createEndpointMachine({
        now: () => time.now,
        seams: seams.endpoint ?? {},
        onCommitted: noteDigest,
        onDown: () => {
          for (const tablet of tablets) tablet.endHints()
        },
        onCrash: () => strike('endpoint'),
        onPoison: () => strike('poison'),
      })
      const world: World = { plan, time, endpoint, tablets, oracle, damaged, cloned, apply: seams.apply ?? apply }

      const ask = async (tablet: string, request: Request): Promise<Response> => {
        isAsking++
        exchanges.count++
        checkRate(world, tablet)
        try {
          const deviceId = request.bearer?.split('.')[0]
          const device = deviceId === undefined ? undefined : await endpoint.truth?.device(toDeviceId(deviceId))
          const response = await endpoint.ask(request)
          const isCarrying = request.body?.includes('"operations":[{') ?? false
          // In the pull that would bring back what it has just handed over.
          if (dying.get(tablet) === 'pull' && isCarrying) dying.set(tablet, 'next-pull')
          else if (dying.get(tablet) === (request.method === 'GET' ? 'next-pull' : isCarrying ? 'push' : '')) {
            dying.delete(tablet)
            await checkAnswer(world, tablet, request, response, device)
            const one = tablets.find(({ name }) => name === tablet)
            if (one !== undefined) {
              oracle.note(`${tablet} dies in a ${request.method}`)
              if (one.tabs.length > 0) oracle.fault(request.method === 'GET' ? 'killed-in-pull' : 'killed-in-push')
              killTabs(one)
              reopen(one, 700)
            }
            return response
          }
          oracle.note(`${tablet} ${request.method} ${request.path.slice(0, 40)} ${response.status} ${response.text.length}`)
          await checkAnswer(world, tablet, request, response, device)
          return response
        } catch (error) {
          oracle.note(`${tablet} ${request.path.slice(0, 13)} ${error instanceof Error ? error.message : error}`)
          throw error
        } finally {
          isAsking--
        }
      }

      const addTablet = (disk: ModelDisk): SimulatedTablet => {
        const index = tablets.length
        const name = `T${index}`
        const link = createNetworkLink({
          time,
          chance: createChance(`network ${plan.seed} ${name}`),
          ask: (request) => ask(name, request),
          onFault: (mode) => {
            oracle.fault(`network ${mode}`)
            strike(`link of ${name}`)
          },
        })
        const tablet = createSimulatedTablet({
          name,
          time,
          chance: createChance(`tablet ${plan.seed} ${name}`),
          disk,
          link,
          librarian: (librarians[index % librarians.length] ?? librarians[0]).id,
          seams: seams.tablet ?? {},
          onComposed: (tab, entry) => {
            oracle.compose(name, entry)
            composedBy.set(tab, entry.operationId)
          },
          onDefect: (of, what) => {
            checkDefect(world, of, what)
            oracle.note(`${name} defect: ${what}`)
            oracle.fault(`defect: ${what.replace(/[0-9a-f]{32}/, '…')}`)
          },
          onShown: (tab) => checkView(world, tab),
          onHintLost: () => strike(`hints of ${name}`),
        })
        disk.onFault = (what) => strike(what === 'connection-lost' ? `connection of ${name}` : `disk of ${name}`)
        disk.onCommit = (before, after) => checkCommit(world, tablet, before, after)
        tablets.push(tablet)
        return tablet
      }

      /** Tablets whose tabs die at their next push or pull, when the endpoint has answered it. */
      const dying = new Map<string, 'push' | 'pull' | 'next-pull'>()
      const asleep = new Set<SimulatedTab>()
      /** A tablet that nobody touches sleeps: its tabs stop until somebody takes it up again. */
      const keepAwake = (tab: SimulatedTab): void => {
        if (asleep.delete(tab)) {
          tab.thaw()
          tab.wake()
        }
        const touchedAt = time.now
        lastTouch.set(tab, touchedAt)
        if (plan.isAlwaysAwake) return
        time.after(sleepsAfterMs, () => {
          if (lastTouch.get(tab) !== touchedAt || tab.isFrozen || !tab.isAlive) return
          tab.isFrozen = true
          asleep.add(tab)
        })
      }
      const lastTouch = new WeakMap<SimulatedTab, number>()
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

      /** False while the tab is busy with the press before. */
      const press = (tab: SimulatedTab, operation: Parameters<SimulatedTab['desk']['perform']>[0]): boolean => {
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
      }

      /** People at the desk: whoever finds a tablet that asks for a code gives it one. */
      const enrolWhoAsks = async (): Promise<void> => {
        for (const tablet of tablets) {
          const tab = tablet.tabs.find((one) => !one.isFrozen)
          const phase = tab?.desk.snapshot.phase.kind
          if (tab === undefined || (phase !== 'not-enrolled' && phase !== 'enrolment-lost')) continue
          isAsking++
          const code = await endpoint.code().catch(() => '')
          isAsking--
          if (code === '') continue
          oracle.note(`${tablet.name} enrols (${phase})`)
          oracle.fault(phase === 'not-enrolled' ? 'enrolled' : `enrolled again: ${JSON.stringify(tab.desk.snapshot.phase).slice(37, -2)}`)
          tab.desk.enrol(code, tablet.name).catch(() => undefined)
        }
      }

      let isLossUnknown = false
      const startEndpoint = (): void => {
        endpoint.start()
        isAsking++
        endpoint.readQuarantineAgain().finally(() => isAsking--)
        if (isLossUnknown) void noteLosses()
      }
      /** What is held nowhere any more: not on the endpoint, on no disk. */
      const noteLosses = async (): Promise<void> => {
        isLossUnknown = endpoint.store === undefined
        const held = new Set(tablets.flatMap(({ disk }) => [...disk.image.outbox, ...disk.image.outcomes.values()].map(contentOf)))
        isAsking++
        await endpoint.truth?.read(libraryId, async (reading) => {
          for (const known of oracle.contents.values()) {
            if (known.isLost || held.has(pairOf(known))) continue
            known.isLost = (await reading.receipt(known.operationId, known.hash)) === undefined
          }
        })
        isAsking--
      }

      const reopen = (tablet: SimulatedTablet, afterMs: number): void =>
        void time.after(afterMs, () => {
          if (tablet.tabs.length === 0) openTab(tablet)
        })
      const killTabs = (tablet: SimulatedTablet): void => {
        for (const tab of [...tablet.tabs]) tab.kill()
      }
      const replaceDisk = async (tablet: SimulatedTablet, image: DiskImage, chance: Chance): Promise<void> => {
        killTabs(tablet)
        tablet.disk.image = image
        tablet.disk.durable = image
        damaged.delete(tablet)
        await noteLosses()
        reopen(tablet, chance.between(1000, 30_000))
      }
      const forAWhile = (chance: Chance, longestMinutes: number, end: () => void): void =>
        void time.after(chance.between(2000, longestMinutes * minuteMs), end)
      const restart = (chance: Chance): void => void time.after(chance.between(500, 90_000), startEndpoint)

      const rollBack = async (withTool: boolean): Promise<boolean> => {
        if (!(await endpoint.restore(withTool))) return false
        oracle.rollBacks++
        oracle.erased.clear()
        oracle.lockers.clear()
        const restored = await endpoint.truth?.read(libraryId, (reading) => reading.library())
        oracle.imports = oracle.imports.filter(({ head }) => head <= (restored?.head ?? 0))
        oracle.outcomes.clear()
        knownVersion = Number.MAX_SAFE_INTEGER
        if (endpoint.truth !== undefined) await noteDigest(endpoint.truth)
        await noteLosses()
        return true
      }

      /** A newer build, or a broken disk, left this in the outbox; then this build is opened on it. */
      const leave = (tablet: SimulatedTablet, chance: Chance, entry: NewOutboxEntry): true => {
        const { disk } = tablet
        killTabs(tablet)
        const seq = disk.image.lastSeq + 1
        disk.image = { ...disk.image, outbox: [...disk.image.outbox, { ...entry, seq }], lastSeq: seq }
        disk.durable = disk.image
        reopen(tablet, chance.between(300, 5000))
        return true
      }
      /** A tab at which somebody works, on a disk that takes what it is given. */
      const workingTab = (tablet: SimulatedTablet, chance: Chance): SimulatedTab | undefined => {
        const tab = liveTab(tablet, chance)
        return tab?.desk.snapshot.phase.kind === 'signed-in' && tablet.disk.fault === undefined ? tab : undefined
      }

      const breakDisk = (tablet: SimulatedTablet, chance: Chance, { kind }: Step, fault: DiskFault, longestMinutes: number): false => {
        tablet.disk.fault = fault
        inWait.set(`disk of ${tablet.name}`, kind)
        forAWhile(chance, longestMinutes, () => {
          tablet.disk.fault = undefined
        })
        return false
      }
      const armCrash = (point: CrashPoint, chance: Chance, { kind }: Step): false => {
        endpoint.arm(point)
        inWait.set('endpoint', kind)
        forAWhile(chance, 2, startEndpoint)
        return false
      }
      const changeRows = async (work: (transaction: StoreTransaction) => Promise<boolean>): Promise<boolean> =>
        (await endpoint.store?.transact(libraryId, work)) ?? false

      /** False where nothing had to leave. */
      const closeDays = async (): Promise<boolean> => {
        const before = knownVersion
        await endpoint.closeDays()
        return knownVersion !== before
      }
      /** Everybody has gone home, and what was under way waits as it was; the endpoint alone counts the hours, and closes each day. */
      const passNights = async (nights: number): Promise<void> => {
        startEndpoint()
        for (let night = nights; night > 0; night--) {
          time.skip(dayMs - ((time.now + hourMs) % dayMs) + 3 * hourMs)
          if (await closeDays()) oracle.fault('day-closed')
        }
        time.skip(7 * hourMs)
        oracle.note(`${nights} nights have passed`)
        oracle.fault('nights-pass')
      }

      /** Each answers whether it struck there and then: what found nothing to strike did not, and what lies in wait has not yet. */
      const acts: { readonly [K in StepKind]: (tablet: SimulatedTablet, chance: Chance, step: Step) => boolean | Promise<boolean> } = {
        press: (tablet, chance) => {
          const tab = liveTab(tablet, chance)
          const operation = tab?.desk.snapshot.phase.kind === 'signed-in' ? nextPress(tab.desk, chance) : undefined
          return tab !== undefined && operation !== undefined && press(tab, operation)
        },
        link: (tablet, chance, step) => {
          tablet.link.mode = pickLinkMode(plan, step)
          inWait.set(`link of ${tablet.name}`, step.kind)
          if (tablet.link.mode === 'offline') tablet.endHints()
          forAWhile(chance, 12, () => {
            tablet.link.mode = 'good'
          })
          return false
        },
        'hints-dead': (tablet, chance, { kind }) => {
          tablet.link.areHintsDead = true
          inWait.set(`hints of ${tablet.name}`, kind)
          forAWhile(chance, 30, () => {
            tablet.link.areHintsDead = false
          })
          return false
        },
        wake: (tablet, chance) => {
          const tab = liveTab(tablet, chance)
          tab?.wake()
          return tab !== undefined
        },
        'tab-killed': (tablet, chance) => {
          const tab = liveTab(tablet, chance)
          tab?.kill()
          reopen(tablet, chance.between(300, 60_000))
          return tab !== undefined
        },
        'killed-in-push': (tablet) => {
          dying.set(tablet.name, 'push')
          return false
        },
        'killed-in-pull': (tablet) => {
          dying.set(tablet.name, 'pull')
          return false
        },
        'tab-opened': (tablet) => {
          if (tablet.tabs.length >= 3) return false
          openTab(tablet)
          return true
        },
        'tab-closed': (tablet, chance) => {
          const tab = tablet.tabs.length > 1 ? liveTab(tablet, chance) : undefined
          tab?.kill()
          return tab !== undefined
        },
        'tab-frozen': (tablet, chance) => {
          const tab = liveTab(tablet, chance)
          if (tab === undefined) return false
          tab.isFrozen = true
          if (tablet.tabs.every((one) => one.isFrozen) && chance.happens(0.7)) openTab(tablet)
          forAWhile(chance, 15, () => tab.thaw())
          return true
        },
        'battery-dead': (tablet, chance) => {
          const isUsed = tablet.tabs.length > 0
          tablet.cutPower()
          reopen(tablet, chance.between(5000, 5 * minuteMs))
          return isUsed
        },
        'connection-lost': (tablet, _, { kind }) => {
          tablet.disk.isConnectionLost = true
          inWait.set(`connection of ${tablet.name}`, kind)
          return false
        },
        'disk-quota': (tablet, chance, step) => breakDisk(tablet, chance, step, 'quota', 6),
        'disk-abort': (tablet, chance, step) => breakDisk(tablet, chance, step, 'abort', 2),
        'disk-dead': (tablet, chance, step) => breakDisk(tablet, chance, step, 'dead', 3),
        evicted: async (tablet, chance) => {
          const isUsed = tablet.disk.image.identity !== undefined
          await replaceDisk(tablet, emptyImage, chance)
          return isUsed
        },
        'profile-restored': async (tablet, chance) => {
          const image = kept.get(tablet)
          if (image !== undefined) await replaceDisk(tablet, image, chance)
          return image !== undefined
        },
        'profile-cloned': (tablet) => {
          const { identity, lost } = tablet.disk.durable
          if (tablets.length > 7 || identity === undefined || lost !== undefined) return false
          const clone = addTablet(createModelDisk(tablet.disk.durable))
          cloned.add(identity.deviceId)
          if (damaged.has(tablet)) damaged.add(clone)
          openTab(clone)
          return true
        },
        'clock-jump': (tablet, chance) => {
          const jumps = [-3 * 366 * 86_400_000, -86_400_000, -3_600_000, 90_000, 3_600_000, 20 * 86_400_000, 5 * 366 * 86_400_000]
          tablet.skewMs += chance.pick(jumps) ?? 0
          return true
        },
        'base-corrupted': (tablet, chance) => {
          const { image } = tablet.disk
          const [key, row] = chance.pick([...image.base].filter(([, one]) => one.kind === 'patron')) ?? []
          if (key === undefined || row === undefined || tablet.disk.fault !== undefined) return false
          const patron = aPatron({ id: toCardNumber(row.id), surname: 'ILLISIBLE' })
          const base = chance.happens(0.5)
            ? new Map(image.base).set(key, { ...row, row: patron })
            : new Map([...image.base].filter(([other]) => other !== key))
          damaged.add(tablet)
          tablet.disk.image = { ...image, base }
          tablet.disk.durable = tablet.disk.image
          return true
        },
        'tablet-set-aside': async (tablet, chance) => {
          const other = tablets.find((one) => one !== tablet && one.disk.image.identity !== undefined)
          const tab = other && liveTab(other, chance)
          const deviceId = tablet.disk.image.identity?.deviceId
          if (tab?.desk.snapshot.phase.kind !== 'signed-in' || deviceId === undefined) return false
          // Behind the manager's PIN, which nobody has here.
          const word = { librarianId: librarians[0].id, reason: 'perdue', at: toInstant(time.now) }
          return (await endpoint.store?.transact(libraryId, (transaction) => setTabletAside(transaction, deviceId, word))) ?? false
        },
        poison: (tablet, chance, { kind }) => {
          const tab = liveTab(tablet, chance)
          if (tab?.desk.snapshot.phase.kind !== 'signed-in') return false
          const order = chance.pick([...tab.desk.snapshot.state.all('order')].filter((one) => isOpen(one)))
          const line = chance.pick(order?.lines ?? [])
          if (order === undefined || line === undefined) return false
          const drop = { kind: 'give-up-line', happened: momentOf(tab.desk), orderId: order.id, lineId: line.id, reason: poison } as const
          if (press(tab, drop)) inWait.set('poison', kind)
          return false
        },
        'newer-type': (tablet, chance) => {
          const { disk } = tablet
          if (disk.fault !== undefined || disk.image.identity === undefined) return false
          const operationId = chance.hex(16)
          const text = `{"at":${time.now},"based":{},"bootId":"${chance.hex(16)}","build":"2031","clockOffset":0,"deviceId":"${disk.image.identity.deviceId}","librarianId":"jeanne","n":1,"operationId":"${operationId}","payload":{"kind":"lend-by-drone"},"type":"lend-by-drone","typeVersion":7}`
          const entry = {
            operationId: toOperationId(operationId),
            hash: createHash('sha256').update(text).digest('hex'),
            text,
            at: toInstant(time.now),
          }
          oracle.compose(tablet.name, entry).isSaved = true
          return leave(tablet, chance, entry)
        },
        imported: (_, chance) =>
          changeRows(async (transaction) => {
            const id = toCardNumber(`29${chance.below(6)}`)
            const at = toInstant(time.now)
            if (chance.happens(0.4)) return transaction.eraseRow('patron', id, at)
            // The ILS may list again whom it had dropped.
            oracle.erased.delete(baseKey({ kind: 'patron', id }))
            return transaction.writeRow(aPatron({ id, ilsLoans: chance.below(5) }), at)
          }),
        'day-closed': closeDays,
        exported: async (_, chance) => endpoint.store !== undefined && takeFile(world, endpoint.store, chance.happens(0.5)),
        'endpoint-killed': (_, chance) => {
          const wasUp = endpoint.kill()
          restart(chance)
          return wasUp
        },
        'crash-before-commit': (_, chance, step) => armCrash('before', chance, step),
        'crash-inside-commit': (_, chance, step) => armCrash('between', chance, step),
        'crash-after-commit': (_, chance, step) => armCrash('after', chance, step),
        'power-cut': (_, chance) => {
          const wasUp = endpoint.cutPower()
          restart(chance)
          return wasUp
        },
        'backed-up': (tablet) => {
          const isProfileKept = !damaged.has(tablet)
          if (isProfileKept) kept.set(tablet, tablet.disk.durable)
          return endpoint.keepBackup() || isProfileKept
        },
        'newer-operation': async (tablet, chance) => {
          const tab = workingTab(tablet, chance)
          const entry = tab && (await newerEntry(tab, chance, time.now + tablet.skewMs))
          if (entry === undefined) return false
          oracle.compose(tablet.name, entry).isSaved = true
          return leave(tablet, chance, entry)
        },
        'endpoint-upgraded': async () => {
          const wasOlder = !endpoint.isNewer
          endpoint.upgrade()
          startEndpoint()
          await endpoint.store?.transact(libraryId, async (transaction) => {
            for (const row of rowsToCome(1)) await transaction.writeRow(row, toInstant(time.now))
          })
          return wasOlder
        },
        'newer-row': async (_, chance) => {
          if (!endpoint.isNewer) return false
          const n = chance.between(2, 1_000_000)
          return changeRows(async (transaction) => {
            const order = chance.pick((await transaction.rowsOf('order')).filter((one) => isOpen(one)))
            const patron = chance.pick(await transaction.rowsOf('patron'))
            for (const row of [...rowsToCome(n), ...[order, patron].flatMap((one) => (one === undefined ? [] : [withLocker(one, n)]))])
              await transaction.writeRow(row, toInstant(time.now))
            if (order !== undefined) oracle.lockers.set(order.id, n)
            return true
          })
        },
        'two-contents': async (tablet, chance) => {
          const { outbox, outcomes } = tablet.disk.image
          const isHeld = (id: OperationId): boolean => outcomes.has(id) || outbox.some(({ operationId }) => operationId === id)
          const known = chance.pick(
            [...oracle.operations.values()].filter((one) => one.isSaved && !one.isNewer && !isHeld(one.operationId)),
          )
          const tab = workingTab(tablet, chance)
          const entry = known && tab && (await otherContent(tab, chance, time.now + tablet.skewMs, known.operationId))
          if (entry === undefined) return false
          oracle.compose(tablet.name, entry).isSaved = true
          return leave(tablet, chance, entry)
        },
        garbled: async (tablet, chance) => {
          const tab = workingTab(tablet, chance)
          if (tab === undefined) return false
          // An entry whose answer was lost is in the outbox still, though the endpoint has it.
          const again = chance.happens(0.5) ? chance.pick([...tablet.disk.image.outcomes.values()]) : undefined
          const entry = again ?? (await plainEntry(tab, chance, time.now + tablet.skewMs))
          if (entry === undefined || garble(entry.text) === entry.text) return false
          const { operationId, hash, at } = entry
          const text = garble(entry.text)
          oracle.compose(tablet.name, { operationId, hash, at, text: entry.text }).isSaved = true
          oracle.compose(tablet.name, withText({ operationId, hash, at, text }, text))
          const { outcomes } = tablet.disk.image
          tablet.disk.image = { ...tablet.disk.image, outcomes: new Map([...outcomes].filter(([id]) => id !== operationId)) }
          leave(tablet, chance, { operationId, hash, at, text })
          await noteLosses()
          return true
        },
        'orders-imported': async (_, chance) => {
          if (endpoint.store === undefined) return false
          const seen = await importOrders(endpoint.store, chance, time.now, endpoint.receipts().length)
          if (seen !== undefined) oracle.imports = [...oracle.imports, seen]
          return (seen?.rows.length ?? 0) > 0
        },
        'restored-by-tool': () => rollBack(true),
        'restored-by-copy': () => rollBack(false),
        'nights-pass': (_, chance) => {
          const away = tablets.filter(() => chance.happens(0.5))
          const nights = chance.pick([1, 2, 2, 3]) ?? 1
          for (const { link } of away) link.mode = 'offline'
          for (const tablet of away) tablet.endHints()
          time.after(chance.between(1, 8) * minuteMs, () => {
            isAsking++
            passNights(nights)
              .catch((error) => oracle.note(`a night failed: ${error}`))
              .finally(() => isAsking--)
            for (const { link } of away)
              forAWhile(chance, 10, () => {
                link.mode = 'good'
              })
          })
          return false
        },
      }

      const perform = (step: Step): void => {
        const tablet = tablets[step.who % tablets.length]
        if (tablet === undefined) return
        if (step.kind !== 'press') oracle.note(`${tablet.name} ${step.kind}`)
        isAsking++
        Promise.resolve(acts[step.kind](tablet, createChance(step.seed), step)).then(
          (hasStruck) => {
            isAsking--
            if (hasStruck) oracle.fault(step.kind)
          },
          (error) => {
            isAsking--
            oracle.note(`${step.kind} failed: ${error}`)
          },
        )
      }

      // The day ----------------------------------------------------------------------------------------------------------------------
      endpoint.start()
      await endpoint.store?.createLibrary({ id: libraryId, name: 'Médiathèque de Valmont', isDemo: false })
      await endpoint.store?.transact(libraryId, async (transaction) => {
        for (const row of rowsOfLibrary(plan.quarantineDays, plan.otherPatrons)) await transaction.writeRow(row, toInstant(time.now))
      })
      endpoint.keepBackup()
      for (let i = 0; i < plan.tablets; i++) openTab(addTablet(createModelDisk()))
      // A backup of the morning that already knows the tablets, or one that does not.
      if (root.happens(0.6)) time.after(root.between(60_000, 20 * minuteMs), endpoint.keepBackup)
      const askForCodes = (): void => {
        void enrolWhoAsks()
        time.after(root.between(20_000, 60_000), askForCodes)
      }
      time.after(100, askForCodes)
      const lookForSilence = (): void => {
        isAsking++
        endpoint.noteSilence().finally(() => isAsking--)
        time.after(minuteMs, lookForSilence)
      }
      time.after(minuteMs / 2, lookForSilence)
      for (const step of plan.steps) time.after(5000 + step.at, () => perform(step))
      await time.runUntil(startAt + 5000 + plan.lengthMs, () => {})

      // The evening: all healed, all started again, run until nothing is left to do ------------------------------------------------------
      oracle.note('evening')
      endpoint.arm(undefined)
      dying.clear()
      endpoint.kill()
      startEndpoint()
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
      const cases = await checkQuiet(world)
      await endpoint.dispose()
      for (const tablet of tablets) killTabs(tablet)
      return {
        violations: oracle.violations,
        faults: oracle.faults,
        cases,
        trace: oracle.trace,
        traceHash: createHash('sha256').update(oracle.trace.join('\n')).digest('hex'),
        operations: oracle.operations.size,
        exchanges: exchanges.count,
      }
    },
  )
}

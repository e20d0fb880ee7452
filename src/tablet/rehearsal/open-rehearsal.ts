/**
 * A rehearsal of a cut: the desk itself, opened over a disk in memory, an endpoint in the page and a network that is away for ten minutes.
 * Runs in the page, in a chunk of its own. None of its ports reaches this tablet's disk, its other tabs or the real endpoint; gun, camera
 * and clock are the real desk's. What the colleague did meanwhile is known when the network is back, and may be a case to decide. Its
 * endpoint is in the same page: it keeps the invented rows, takes operations by the domain's own `apply`, and answers nothing while the
 * network is cut.
 */
import { apply } from '../../domain/desk/apply.ts'
import { basedOf } from '../../domain/desk/based.ts'
import { type CaseId, type OperationId, toBootId, toLibraryIdentity, toOperationId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import type { Order } from '../../domain/order/order.ts'
import type { DeskState, Row } from '../../domain/row/desk-state.ts'
import { numbersOfReading } from '../../domain/scan/identify-reading.ts'
import { textOfReading } from '../../domain/scan/text-of-reading.ts'
import type { PullAnswer } from '../../protocol/pull.ts'
import type { OperationResult, PushAnswer } from '../../protocol/push.ts'
import { protocolVersion } from '../../protocol/version.ts'
import type { Desk, RehearsalDesk, ScanSource } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import { createDeskView } from '../desk-state/desk-view.ts'
import type { Scanner } from '../scanner/scanner.ts'
import { baseKey, createImageDisk, emptyImage } from '../storage/disk-image.ts'
import { createImageStorage } from '../storage/image-storage.ts'
import type { BaseMark, BaseRow } from '../storage/tablet-storage.ts'
import { emptyBaseIndex } from '../sync/base-index.ts'
import type { Transport } from '../sync/transport.ts'
import { colleague, inventRows, learner, otherTablet, rehearsalLetter, thisTablet } from './rehearsal-rows.ts'

/** Hands over the colleague's past; answers what is handed over when the network is back. */
const playColleague = (endpoint: RehearsalEndpoint, startedAt: Instant, toLocal: (at: Instant) => LocalMoment): readonly Envelope[] => {
  const { state } = endpoint
  let presses = 0
  const compose = (operation: Operation, at: Instant): Envelope => {
    presses += 1
    return {
      operationId: toOperationId(`rehearsal-${String(presses).padStart(6, '0')}`),
      bootId: toBootId('rehearsal'),
      n: presses,
      deviceId: otherTablet,
      librarianId: colleague.id,
      type: operation.kind,
      typeVersion: 1,
      payload: operation,
      based: basedOf(state, operation),
      at,
      clockOffset: 0,
      build: 'rehearsal',
    }
  }
  const pickOf = (order: Order, happened: LocalMoment, count = order.lines.length, copy = 0): readonly Operation[] =>
    order.lines.slice(0, count).flatMap(({ id, wanted }) => {
      if (wanted.kind === 'wish') return []
      const { recordId } = wanted
      const record = state.get('record', recordId)
      const { documentType } = record ?? { documentType: undefined }
      return { kind: 'pick-item', orderId: order.id, lineId: id, barcode: record?.copies[copy]?.barcode, recordId, documentType, happened }
    })

  /** `minutes` before the rehearsal. */
  const before = (minutes: number, operations: (happened: LocalMoment) => readonly Operation[]): void => {
    const at = toInstant(startedAt - minutes * msPerMinute)
    for (const operation of operations(toLocal(at))) endpoint.take(compose(operation, at))
  }
  const orders = [...state.all('order')]
  for (const [n, order] of orders.slice(0, 4).entries()) {
    before(90 - n, (happened) => pickOf(order, happened))
    before(80 - n, (happened) => [{ kind: 'bag-order', orderId: order.id, bays: [n + 1], happened }])
    if (n < 2) before(12 - 7 * n, (happened) => [{ kind: 'record-arrival', orderId: order.id, happened }])
  }
  const [, , , , elsewhere, begun] = orders
  // The first copy of that work is already on a pile.
  if (begun !== undefined) before(6, (happened) => pickOf(begun, happened, 1, 1))
  // Taken on the other tablet during the cut, by what it knew before: an order that this one shows as still to prepare.
  return elsewhere === undefined ? [] : pickOf(elsewhere, toLocal(startedAt)).map((operation) => compose(operation, startedAt))
}

export interface RehearsalPorts extends Pick<DeskPorts, 'after' | 'random' | 'randomHex' | 'load' | 'onDefect'> {
  /** The real desk: its clock, its gun, its camera, and nothing it knows. */
  readonly desk: Desk
  readonly openDesk: (ports: DeskPorts) => Desk
}

/** Minutes. */
const cutLasts = 10

/** What is to be ended when the rehearsal is left: timers that have not rung, and all that listens to the real desk. */
const createEndings = (after: DeskPorts['after']) => {
  const endings = new Set<() => void>()
  let isEnded = false
  const add = (end: () => void): (() => void) => {
    const once = (): void => {
      endings.delete(once)
      end()
    }
    endings.add(once)
    return once
  }
  return {
    add,
    after: (ms: number, callback: () => void): (() => void) => {
      if (isEnded) return () => {}
      const cancel = add(
        after(ms, () => {
          endings.delete(cancel)
          callback()
        }),
      )
      return cancel
    },
    end: (): void => {
      isEnded = true
      for (const end of [...endings]) end()
    },
  }
}

/** The ports of the rehearsal's own desk; the disk holds the invented base, as if it had come with the last exchange. */
const rehearsalPorts = (
  { desk: real, random, randomHex, load, onDefect }: RehearsalPorts,
  endpoint: ReturnType<typeof createRehearsalEndpoint>,
  endings: ReturnType<typeof createEndings>,
): DeskPorts => {
  const { rows, mark } = endpoint.base()
  const clock = (): number => real.now().at - real.clockOffset()
  const identity = {
    ...{ deviceId: thisTablet, letter: rehearsalLetter, credential: '', formerCredential: undefined, credentialAt: mark.at },
    ...{ ticket: rehearsalTicket, epoch: rehearsalEpoch, library: toLibraryIdentity(rehearsalLibrary), libraryName: '' },
  }
  const image = {
    ...emptyImage,
    identity,
    mark,
    base: new Map(rows.map((row) => [baseKey(row), row])),
    clockOffset: real.clockOffset(),
    orderCounter: rows.filter(({ kind }) => kind === 'order').length,
  }
  /** What the real desk read, as it was read: the invented library has numbers of its own. */
  const hear = (source: ScanSource): Scanner => ({
    source,
    listen: (onReading, onCutShort) =>
      endings.add(
        real.onScan((scan) => {
          if (scan.by !== source) return
          if (scan.kind === 'cut-short') onCutShort?.()
          else onReading({ text: numbersOfReading(scan)[0] ?? textOfReading(scan), symbology: undefined })
        }),
      ),
  })
  let signedIn: string | undefined = `${clock()} ${learner.id}`
  return {
    storage: createImageStorage(createImageDisk(image)),
    transport: endpoint.transport,
    clock,
    after: endings.after,
    random,
    randomHex,
    build: 'rehearsal',
    deviceZone: 'Europe/Paris',
    tabs: { tell: () => {}, onTold: () => {} },
    seekLeadership: (onLead) => {
      onLead()
      return { steal: () => {} }
    },
    load,
    startOver: () => {},
    followHints: (_, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
    onWake: () => {},
    askToBeWoken: () => {},
    onTouch: () => {},
    tabMemory: {
      read: () => signedIn,
      write: (text) => {
        signedIn = text
      },
    },
    enrolledAs: { read: () => thisTablet, write: () => {}, forget: () => {} },
    catalogue: {
      whereIs: async () => 'here',
      fetch: async () => {},
      forget: async () => {},
      itemByBarcode: async () => undefined,
      records: async () => undefined,
      search: async () => undefined,
      lists: async () => undefined,
    },
    gun: hear('gun'),
    createCamera: ({ onState }) => {
      let shown = real.snapshot.camera
      endings.add(
        real.subscribe(() => {
          if (real.snapshot.camera === shown) return
          shown = real.snapshot.camera
          onState(shown)
        }),
      )
      const { open, close, setTorch, setZoom } = real.camera
      return {
        ...hear('camera'),
        get state() {
          return real.camera.state
        },
        ...{ open, close, setTorch, setZoom },
      }
    },
    watchUpdates: () => ({ take: () => {} }),
    askForPersistence: async () => real.snapshot.persistence,
    onDefect,
  }
}

/** Resolves once the desk knows that its network is away; `onLeave` is called once, when the person leaves or signs out. */
export const openRehearsal = async (ports: RehearsalPorts, onLeave: () => void): Promise<RehearsalDesk> => {
  const { desk: real, openDesk, after } = ports
  const startedAt = real.now().at
  const endings = createEndings(after)
  const endpoint = createRehearsalEndpoint(inventRows(real.toLocal(startedAt), startedAt), () => real.now().at, real.toLocal)
  const unseen = playColleague(endpoint, startedAt, real.toLocal)
  const desk = openDesk(rehearsalPorts(ports, endpoint, endings))
  await new Promise<void>((resolve) => {
    const stop = desk.subscribe(() => {
      const { link } = desk.snapshot
      if (link.kind !== 'offline' || link.since === undefined) return
      stop()
      resolve()
    })
  })

  const restoreNetwork = (): void => {
    if (!endpoint.isCut) return
    stopTimer()
    endpoint.isCut = false
    for (const envelope of unseen) endpoint.take(envelope)
    desk.tryNow()
  }
  const stopTimer = endings.after(cutLasts * msPerMinute, restoreNetwork)
  const leave = (): void => {
    endpoint.isCut = true
    endings.end()
    onLeave()
  }
  return {
    ...desk,
    get snapshot() {
      return desk.snapshot
    },
    rehearse: real.rehearse,
    networkBackAt: toInstant(startedAt + cutLasts * msPerMinute),
    restoreNetwork,
    leave,
    signOut: () => {
      leave()
      real.signOut()
    },
  }
}

/** One for the whole rehearsal: nobody copies its profile, nobody restores its database. */
const rehearsalEpoch = 'e'.repeat(32)
const rehearsalLibrary = 'e'.repeat(32)
const rehearsalTicket = '0'.repeat(32)

interface RehearsalEndpoint {
  readonly transport: Transport
  isCut: boolean
  readonly state: DeskState
  /** What a colleague's tablet handed over. */
  take(envelope: Envelope): void
  /** The whole base as it is now. */
  base(): { readonly rows: readonly BaseRow[]; readonly mark: BaseMark }
}

/** A request of our own desk, in this page. */
interface Pushed {
  readonly nonce: string
  readonly operations: readonly { readonly hash: string; readonly envelope: Envelope }[]
}

const createRehearsalEndpoint = (rows: readonly Row[], now: () => Instant, toLocal: (at: Instant) => LocalMoment): RehearsalEndpoint => {
  const view = createDeskView((operationId, error) => {
    throw new Error(`rehearsed operation ${operationId}`, { cause: error })
  }, toLocal)
  const rowByKey = new Map<string, BaseRow>()
  const caseByOperation = new Map<OperationId, CaseId | undefined>()
  let version = 1

  const keep = (changed: readonly Row[]): void => {
    const kept = changed.map((row): BaseRow => ({ kind: row.kind, id: row.id, version, row }))
    for (const row of kept) rowByKey.set(baseKey(row), row)
    view.mergeBase(kept, [])
  }
  keep(rows)

  const take = (envelope: Envelope): void => {
    if (caseByOperation.has(envelope.operationId)) return
    const applied = apply(view.state, asReceived(envelope, now(), toLocal))
    version++
    keep(applied.rows)
    caseByOperation.set(envelope.operationId, applied.caseIds[0])
  }

  const mark = (): BaseMark => {
    const digest = emptyBaseIndex.with([...rowByKey.values()], true).index.digest()
    return { cursor: String(version), epoch: rehearsalEpoch, version, digest, at: now() }
  }

  const push = ({ nonce, operations }: Pushed): PushAnswer => {
    const results = operations.map(({ hash, envelope }): OperationResult => {
      take(envelope)
      const { operationId } = envelope
      const caseId = caseByOperation.get(operationId)
      return { operationId, hash, version, outcome: caseId === undefined ? 'accepted' : 'accepted-with-case', ...(caseId && { caseId }) }
    })
    const answer = { protocol: protocolVersion, epoch: rehearsalEpoch, nonce, ticket: rehearsalTicket, results, head: version, now: now() }
    return { ...answer, library: { identity: rehearsalLibrary, name: '' } }
  }

  const pull = (cursor: number): PullAnswer => {
    const changed = [...rowByKey.values()].filter((row) => row.version > cursor)
    const { cursor: next, version: head, digest } = mark()
    const end = { cursor: next, version: head, digest }
    return {
      protocol: protocolVersion,
      epoch: rehearsalEpoch,
      isWhole: cursor === 0,
      rows: changed.map(({ row, ...one }) => ({ ...one, row: row && { ...row } })),
      end,
      now: now(),
    }
  }

  const endpoint: RehearsalEndpoint = {
    isCut: true,
    state: view.state,
    take,
    base: () => ({ rows: [...rowByKey.values()], mark: mark() }),
    transport: {
      send: async ({ path, body }) => {
        const [route, query] = path.split('?')
        const cursor = new URLSearchParams(query).get('cursor')
        const isKnown = route === '/sync/v1/push' || route === '/sync/v1/pull'
        // A manager's act has nobody to ask, cut or not.
        if (endpoint.isCut || !isKnown) throw new TypeError('the network of the rehearsal is cut')
        // The body is our own desk's, written by `pushBatch`.
        const answer = body === undefined ? pull(Number(cursor ?? 0)) : push(JSON.parse(body) as Pushed)
        return { status: 200, text: JSON.stringify(answer), retryAfterMs: undefined }
      },
    },
  }
  return endpoint
}

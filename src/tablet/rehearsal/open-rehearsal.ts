/**
 * A rehearsal of a cut: the desk itself, opened over a disk in memory, an endpoint in the page and a network that is away for ten minutes.
 * Runs in the page, in a chunk of its own. None of its ports reaches this tablet's disk, its other tabs or the real endpoint; gun, camera
 * and clock are the real desk's. What the colleague did meanwhile is known when the network is back, and may be a case to decide.
 */
import { basedOf } from '../../domain/desk/based.ts'
import { toBootId, toLibraryIdentity, toOperationId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import type { Order } from '../../domain/order/order.ts'
import { numbersOfReading } from '../../domain/scan/identify-reading.ts'
import { textOfReading } from '../../domain/scan/text-of-reading.ts'
import type { Desk, RehearsalDesk, ScanSource } from '../desk.ts'
import type { DeskPorts } from '../desk-ports.ts'
import type { Scanner } from '../scanner/scanner.ts'
import { baseKey, createImageDisk, emptyImage } from '../storage/disk-image.ts'
import { createImageStorage } from '../storage/image-storage.ts'
import { createRehearsalEndpoint, type RehearsalEndpoint, rehearsalEpoch, rehearsalLibrary, rehearsalTicket } from './rehearsal-endpoint.ts'
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

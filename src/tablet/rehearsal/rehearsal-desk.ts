/**
 * A rehearsal of a cut: a desk on invented rows, in memory, whose network is away for ten minutes. Runs in the page, in a chunk of its own.
 * Presses go through the domain's own `decide` and `apply`; nothing reaches the disk, the outbox or the endpoint. The gun and the camera
 * are the real ones, and so is the clock. Meanwhile an invented colleague takes an order's documents elsewhere, which is known when the
 * network is back: whoever took them too meets the case that the cut made.
 */
import { basedOf } from '../../domain/desk/based.ts'
import { decide } from '../../domain/desk/decide.ts'
import { type DeviceId, toBootId, toOperationId, toOrderId } from '../../domain/ids.ts'
import { type Instant, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import type { Order } from '../../domain/order/order.ts'
import { formatOrderNumber } from '../../domain/order/order-number.ts'
import { judgeText } from '../../domain/scan/judge-text.ts'
import { numbersOfReading } from '../../domain/scan/settle-reading.ts'
import { textOfReading } from '../../domain/scan/text-of-reading.ts'
import { findInBase } from '../catalogue/find-item.ts'
import type { Desk, DeskSnapshot, OwnOperation, RehearsalDesk, Scan } from '../desk.ts'
import { createDeskView } from '../desk-state/desk-view.ts'
import { colleague, inventRows, learner, otherTablet, rehearsalLetter, thisTablet } from './rehearsal-rows.ts'

export interface RehearsalPorts {
  /** The real desk: its clock, its gun, its camera, and nothing it knows. */
  readonly desk: Desk
  /** Calls back once after `ms`; answers what cancels it. */
  readonly after: (ms: number, callback: () => void) => () => void
  readonly onDefect: (what: string) => void
}

/** Minutes. */
const cutLasts = 10

/** `onLeave` is called once, when the person leaves or signs out. */
export const openRehearsal = ({ desk, after, onDefect }: RehearsalPorts, onLeave: () => void): RehearsalDesk => {
  const startedAt = desk.now().at
  const here = desk.toLocal(startedAt)
  const view = createDeskView((operationId) => onDefect(`rehearsed operation ${operationId} cannot be shown`))
  const rows = inventRows(here, startedAt)
  view.setBase(
    rows.map((row) => ({ kind: row.kind, id: row.id, version: 1, row })),
    [],
  )
  const listeners = new Set<() => void>()
  let own: readonly OwnOperation[] = []
  let presses = 0
  let orderCount = rows.filter(({ kind }) => kind === 'order').length

  const compose = (operation: Operation, by: typeof learner, deviceId: DeviceId, at: Instant): Envelope => {
    presses += 1
    return {
      operationId: toOperationId(`rehearsal-${String(presses).padStart(6, '0')}`),
      bootId: toBootId('rehearsal'),
      n: presses,
      deviceId,
      librarianId: by.id,
      type: operation.kind,
      typeVersion: 1,
      payload: operation,
      based: basedOf(view.state, operation),
      at,
      clockOffset: 0,
      build: 'rehearsal',
    }
  }

  /** What the colleague did `minutes` before the rehearsal. */
  const before = (minutes: number, operation: (happened: LocalMoment) => Operation): void => {
    const at = toInstant(startedAt - minutes * msPerMinute)
    view.add(compose(operation(desk.toLocal(at)), colleague, otherTablet, at))
  }
  const pick = (order: Order, minutes: number, count = order.lines.length, copy = 0): void => {
    for (const { id, wanted } of order.lines.slice(0, count)) {
      if (wanted.kind === 'wish') continue
      const record = view.state.get('record', wanted.recordId)
      before(minutes, (happened) => ({
        kind: 'pick-item',
        orderId: order.id,
        lineId: id,
        barcode: record?.copies[copy]?.barcode,
        recordId: wanted.recordId,
        documentType: record?.documentType,
        happened,
      }))
    }
  }
  const orders = rows.filter((row) => row.kind === 'order')
  for (const [n, order] of orders.slice(0, 4).entries()) {
    pick(order, 90 - n)
    before(80 - n, (happened) => ({ kind: 'bag-order', orderId: order.id, bays: [n + 1], happened }))
    if (n < 2) before(12 - 7 * n, (happened) => ({ kind: 'record-arrival', orderId: order.id, happened }))
  }
  const [, , , , elsewhere, begun] = orders
  // The first copy of that work is already on a pile.
  if (begun !== undefined) pick(begun, 6, 1, 1)

  /** Taken on the other tablet during the cut, by what it knew before: an order that this one shows as still to prepare. */
  const unseen = (elsewhere?.lines ?? []).flatMap(({ id, wanted }) => {
    if (elsewhere === undefined || wanted.kind === 'wish') return []
    const record = view.state.get('record', wanted.recordId)
    const { documentType } = record ?? { documentType: undefined }
    const barcode = record?.copies[0]?.barcode
    const { recordId } = wanted
    const operation: Operation = {
      kind: 'pick-item',
      orderId: elsewhere.id,
      lineId: id,
      barcode,
      recordId,
      documentType,
      happened: here,
    }
    return compose(operation, colleague, otherTablet, startedAt)
  })

  const openCases = (): number => [...view.state.all('case')].filter(({ settlement }) => settlement === undefined).length
  let snapshot: DeskSnapshot = {
    phase: { kind: 'signed-in', librarian: learner },
    state: view.state,
    revision: 0,
    link: { kind: 'offline', since: startedAt },
    pendingCount: 0,
    oldestPendingAt: undefined,
    openCaseCount: openCases(),
    deviceLetter: rehearsalLetter,
    update: 'none',
    persistence: desk.snapshot.persistence,
    catalogueProgress: undefined,
    camera: desk.snapshot.camera,
    visits: [],
    lastStuckAt: undefined,
    baseAt: startedAt,
  }
  const show = (change: Partial<DeskSnapshot>): void => {
    snapshot = { ...snapshot, revision: snapshot.revision + 1, openCaseCount: openCases(), ...change }
    for (const listener of listeners) listener()
  }

  const transmit = (at: Instant): void => {
    own = own.map((one) =>
      one.journey.kind === 'recorded-here' ? { ...one, journey: { kind: 'transmitted', at, caseId: undefined } } : one,
    )
    show({ link: { kind: 'online', lastExchangeAt: at }, pendingCount: 0, oldestPendingAt: undefined })
  }
  const restoreNetwork = (): void => {
    if (snapshot.link.kind === 'online') return
    stopTimer()
    for (const envelope of unseen) view.add(envelope)
    transmit(desk.now().at)
  }
  const stopTimer = after(cutLasts * msPerMinute, restoreNetwork)
  const stopCamera = desk.subscribe(() => {
    if (desk.snapshot.camera !== snapshot.camera) show({ camera: desk.snapshot.camera })
  })
  const leave = (): void => {
    stopTimer()
    stopCamera()
    onLeave()
  }

  const judge = (scan: Scan): Scan => {
    const settings = view.state.get('settings', 'settings')
    return settings === undefined || scan.kind === 'cut-short'
      ? scan
      : { ...judgeText(settings, numbersOfReading(scan)[0] ?? textOfReading(scan)), by: scan.by }
  }
  const unreachable = async () => ({ kind: 'refused', problem: 'unreachable' }) as const

  return {
    get snapshot() {
      return snapshot
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    now: desk.now,
    toLocal: desk.toLocal,
    clockOffset: desk.clockOffset,
    rehearse: desk.rehearse,
    networkBackAt: toInstant(startedAt + cutLasts * msPerMinute),
    restoreNetwork,
    leave,

    enrol: unreachable,
    signIn: async () => ({ kind: 'signed-in' }),
    signOut: () => {
      leave()
      desk.signOut()
    },

    perform: async (operation, takesOver) => {
      const now = desk.now()
      const decision = decide(view.state, operation, { now, librarian: learner, end: 'tablet', takesOver })
      if (!decision.ok) return { kind: 'refused', refusal: decision.refusal }
      const envelope = compose(operation, learner, thisTablet, now.at)
      view.add(envelope)
      const { operationId, type, payload, librarianId, at } = envelope
      own = [{ operationId, type, payload, librarianId, at, journey: { kind: 'recorded-here' } }, ...own]
      show({ pendingCount: snapshot.pendingCount + 1, oldestPendingAt: snapshot.oldestPendingAt ?? at })
      if (snapshot.link.kind === 'online') transmit(at)
      return { kind: 'saved', operationId }
    },
    nextOrderNumber: async () => {
      orderCount += 1
      return formatOrderNumber(rehearsalLetter, orderCount)
    },
    newOrderId: () => toOrderId(`rehearsal-new-order-${presses}`),
    keepVisits: async (visits) => show({ visits }),
    ownOperations: async () => own,
    // The network is away because the rehearsal says so: trying brings nothing, as on the day.
    tryNow: () => {},
    findItem: async (barcode) => findInBase(view.state, barcode),
    onScan: (listener) => desk.onScan((scan) => listener(judge(scan))),
    judgeTyped: (text) => judge({ kind: 'unrecognised', text, by: 'typed' }),
    camera: desk.camera,
    takeUpdate: () => {},
    management: {
      createEnrolmentCode: unreachable,
      listExports: unreachable,
      exportDay: unreachable,
      settleExport: unreachable,
      setTabletAside: unreachable,
      acceptQuarantined: unreachable,
    },
  }
}

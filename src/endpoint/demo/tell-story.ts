/**
 * The demo's 60 orders over yesterday, today and the next days, and how each came to where it stands, told as what people pressed until
 * now. Runs on the endpoint. To most orders happens what should; to a few, what the desk is made for: a document not found, or handed over
 * twice. Slots, patrons and documents are drawn relative to the hour of the trial: whatever it is, some slots are behind it and some ahead.
 */
import {
  type DeviceLetter,
  type ItemBarcode,
  type LibrarianId,
  type LineId,
  type OrderId,
  toDeviceLetter,
  toLineId,
  toOrderId,
} from '../../domain/ids.ts'
import { dueDate, isNewRelease } from '../../domain/loan-right/due-date.ts'
import { addDays, type LocalDate, type LocalMoment, toMinutes } from '../../domain/local-date.ts'
import type { HandedOverItem, Operation } from '../../domain/operation/operation.ts'
import { endpointLetter, formatOrderNumber, type OrderSource, type Wanted } from '../../domain/order/order.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { capacityOf, slotsOfDay } from '../../domain/slot/build-slots.ts'
import type { ShownState } from '../../domain/slot/day-progress.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import { formatSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import type { CatalogueEntry, StoredDevice } from '../storage/stored.ts'
import { demoLibrarians, demoSite } from './demo-settings.ts'
import type { DemoTimeline } from './demo-timeline.ts'
import type { Press } from './press-operations.ts'
import type { Random } from './random.ts'

const notes = ['', '', '', '', 'Passera avec sa fille', 'Ne peut pas porter lourd', 'Sonnera à l’entrée du parc']

const aHandedOverItem = (
  settings: Settings,
  { patron }: OrderInHand,
  { barcode, recordId, documentType, arrivedOn }: CatalogueEntry,
  lineId: LineId | undefined,
  { date }: LocalMoment,
): HandedOverItem => ({
  barcode,
  recordId,
  documentType,
  lineId,
  dueOn: dueDate(settings, patron.category, documentType, date),
  isNewRelease: isNewRelease(settings, arrivedOn, date),
  overrideReason: undefined,
})

/** The hands at the desk and among the shelves; `presses` is what they have pressed so far. */
const createHands = ({ random, settings, devices }: StoryWorld) => {
  const [desk, shelves] = devices
  const presses: Press[] = []
  const someone = (): LibrarianId => random.pick(demoLibrarians).id
  const press = (minute: number, device: StoredDevice, operation: Press['operation'], unawareOf?: ItemBarcode): void =>
    void presses.push({ minute, device, by: someone(), operation, ...(unawareOf === undefined ? {} : { unawareOf }) })
  const atDesk = (minute: number, operation: Press['operation']): void => press(minute, desk, operation)
  const amongShelves = (minute: number, operation: Press['operation']): void => press(minute, shelves, operation)

  const counts = new Map<DeviceLetter, number>()
  const nextNumber = (letter: DeviceLetter): string => {
    counts.set(letter, (counts.get(letter) ?? 0) + 1)
    return formatOrderNumber(letter, counts.get(letter) ?? 0)
  }

  const place = (order: OrderInHand, source: OrderSource, minute: number): void => {
    const number = nextNumber(source === 'ils' ? endpointLetter : desk.letter)
    const note = random.pick(notes)
    // Numbers that ARCEP keeps for fiction: 06 39 98 00 00 to 99.
    const callBackNumber = source === 'phone' ? `06 39 98 ${random.between(10, 99)} ${random.between(10, 99)}` : undefined
    atDesk(minute, (placed) => ({
      kind: 'place-order',
      orderId: order.orderId,
      number,
      source,
      card: order.patron.id,
      slot: order.slot,
      lines: order.lines.map(({ id, wanted }) => ({ id, wanted })),
      note,
      callBackNumber,
      isUrgent: isUrgent(settings, order.slot, placed),
      overrideReason: undefined,
    }))
  }

  const pick = ({ orderId, lines }: OrderInHand, minute: number, count: number): void => {
    for (const [n, { id, entry }] of lines.slice(0, count).entries()) {
      amongShelves(minute + n, (happened) => ({
        kind: 'pick-item',
        orderId,
        lineId: id,
        barcode: entry.barcode,
        recordId: entry.recordId,
        documentType: entry.documentType,
        happened,
      }))
    }
  }

  let bay = 0
  const bag = ({ orderId }: OrderInHand, minute: number): void => {
    const bays = [(bay++ % 24) + 1]
    amongShelves(minute, (happened) => ({ kind: 'bag-order', orderId, bays, happened }))
    amongShelves(minute, (happened) => ({ kind: 'print-label', orderId, happened }))
  }

  /** `left`: lines at the end that the patron did not want after all. `added`: what somebody else had already been given. */
  const handOver = (order: OrderInHand, minute: number, { left = 0, added }: { left?: number; added?: CatalogueEntry } = {}): void => {
    const given = order.lines.slice(0, order.lines.length - left)
    const refused = order.lines.slice(given.length)
    press(
      minute,
      added === undefined ? desk : shelves,
      (happened) => ({
        kind: 'hand-over-order',
        orderId: order.orderId,
        card: order.patron.id,
        items: [
          ...given.map(({ id, entry }) => aHandedOverItem(settings, order, entry, id, happened)),
          ...(added === undefined ? [] : [aHandedOverItem(settings, order, added, undefined, happened)]),
        ],
        leftBehind: refused.map(({ id, entry }) => ({ barcode: entry.barcode, lineId: id })),
        notFound: [],
        receipt: random.pick(['printed', 'mailed', 'refused']),
        happened,
      }),
      added?.barcode,
    )
  }

  const takeBack = (minute: number, entry: CatalogueEntry): void =>
    atDesk(minute, (happened): Operation => {
      const quarantineUntil = addDays(happened.date, settings.quarantineDays)
      return {
        kind: 'return-item',
        barcode: entry.barcode,
        recordId: entry.recordId,
        documentType: entry.documentType,
        quarantineUntil,
        bin: `Bac du ${happened.date.slice(8)}/${happened.date.slice(5, 7)}`,
        happened,
      }
    })

  return { presses, atDesk, amongShelves, place, pick, bag, handOver, takeBack }
}

type StoryHands = ReturnType<typeof createHands>

/** What happens to one order and to no other. */
type Incidents = ReturnType<typeof incidentsOf>

const incidentsOf = (orders: readonly OrderInHand[]) => {
  const handedOver = inState(orders, 'handed-over')
  const [first, second] = [...handedOver].sort((a, b) => a.slotMinute - b.slotMinute).slice(-2)
  return {
    /** Placed 40 minutes ago. */
    urgent: inState(orders, 'to-prepare')[2]?.orderId,
    /** Its last line is looked for, and nobody has said yet what becomes of it. */
    sought: inState(orders, 'in-preparation')[0]?.orderId,
    /** Ready without its last line, which was given up. */
    short: inState(orders, 'ready')[0]?.orderId,
    /** Their last document is left at the desk. */
    leaving: [handedOver[0]?.orderId, handedOver[12]?.orderId],
    /** The tablet of the shelves, out of reach, gave a second patron what the desk had just given the first. */
    givenTwice: { to: second?.orderId, entry: first?.lines[0]?.entry },
  }
}

/** Fetched, all but what cannot be found, and put into its bay. */
const prepare = (hands: StoryHands, order: OrderInHand, prepared: number, isShort = false): void => {
  const { orderId, lines } = order
  const bagged = prepared + lines.length + 1
  const missing = isShort ? lines.at(-1) : undefined
  hands.pick(order, prepared, isShort ? lines.length - 1 : lines.length)
  if (missing !== undefined) {
    const given = { orderId, lineId: missing.id }
    hands.amongShelves(bagged - 1, (happened) => ({ kind: 'report-not-found', ...given, happened }))
    hands.amongShelves(bagged, (happened) => ({ kind: 'give-up-line', ...given, reason: 'Introuvable en rayon', happened }))
  }
  hands.bag(order, bagged)
}

const tellOrder = ({ random, timeline }: StoryWorld, hands: StoryHands, order: OrderInHand, incidents: Incidents): void => {
  const { chapter, orderId, slotMinute, lines } = order
  const source: OrderSource = random.pick(['ils', 'ils', 'ils', 'phone', 'phone', 'desk'])
  const reference = Math.min(slotMinute, timeline.now)
  hands.place(order, source, orderId === incidents.urgent ? timeline.now - 40 : reference - random.between(1400, 2600))
  const prepared = Math.min(slotMinute - random.between(60, 120), timeline.now - random.between(26, 50))
  switch (chapter) {
    case 'to-prepare':
      break
    case 'cancelled':
      hands.atDesk(reference - random.between(300, 900), () => ({ kind: 'cancel-order', orderId, reason: 'Annulée au téléphone' }))
      break
    case 'in-preparation': {
      hands.pick(order, prepared, lines.length - 1)
      const last = lines.at(-1)
      if (last !== undefined && orderId === incidents.sought)
        hands.amongShelves(prepared + lines.length, (happened) => ({ kind: 'report-not-found', orderId, lineId: last.id, happened }))
      break
    }
    case 'ready':
    case 'late':
      prepare(hands, order, prepared, orderId === incidents.short)
      break
    case 'arrived':
      prepare(hands, order, prepared)
      hands.atDesk(timeline.now - random.between(2, 6), (happened) => ({ kind: 'record-arrival', orderId, happened }))
      break
    case 'no-show':
      prepare(hands, order, prepared)
      hands.atDesk(Math.min(slotMinute + 60, timeline.now - 1), (happened) => ({ kind: 'confirm-no-show', orderId, happened }))
      break
    case 'handed-over': {
      prepare(hands, order, prepared)
      const { to, entry } = incidents.givenTwice
      hands.handOver(order, Math.min(slotMinute + random.between(0, 12), timeline.now - 2), {
        left: incidents.leaving.includes(orderId) ? 1 : 0,
        ...(orderId === to && entry !== undefined ? { added: entry } : {}),
      })
      break
    }
  }
}

/** Everything that was pressed until now. */
export const tellStory = (world: StoryWorld): readonly Press[] => {
  const { now } = world.timeline
  const stock = createStock(world)
  const hands = createHands(world)
  const orders = inventOrders(world, stock)
  const incidents = incidentsOf(orders)
  for (const order of orders) tellOrder(world, hands, order, incidents)
  // Yesterday's bin leaves quarantine today; today's bin waits until tomorrow. Loans of the ordinary desk, all of them.
  for (const minute of [-420, -415, -410, now - 12, now - 10]) hands.takeBack(minute, stock.takeEntry())
  hands.amongShelves(now - 15, () => ({ kind: 'claim', scope: { kind: 'zone', name: 'Bandes dessinées' } }))
  return hands.presses
}

/** Letters of the two tablets that told the story; the first one really enrolled comes after them. */
export const demoLetters: readonly [DeviceLetter, DeviceLetter] = [toDeviceLetter('B'), toDeviceLetter('C')]

/** 60 orders. */
const chapters: readonly (readonly [count: number, ShownState, When])[] = [
  [12, 'handed-over', 'yesterday'],
  [2, 'no-show', 'yesterday'],
  [1, 'cancelled', 'yesterday'],
  [7, 'handed-over', 'earlier'],
  [1, 'late', 'earlier'],
  [2, 'arrived', 'current'],
  [5, 'ready', 'later'],
  [4, 'in-preparation', 'later'],
  [7, 'to-prepare', 'later'],
  [1, 'cancelled', 'later'],
  [2, 'ready', 'next days'],
  [2, 'in-preparation', 'next days'],
  [13, 'to-prepare', 'next days'],
  [1, 'cancelled', 'next days'],
]

interface OrderInHand {
  readonly orderId: OrderId
  /** How far it has come when the demo is opened. */
  readonly chapter: ShownState
  readonly slot: SlotKey
  /** On the timeline. */
  readonly slotMinute: number
  readonly patron: Patron
  readonly lines: readonly { readonly id: LineId; readonly entry: CatalogueEntry; readonly wanted: Wanted }[]
}

const inState = (orders: readonly OrderInHand[], state: ShownState): readonly OrderInHand[] =>
  orders.filter(({ chapter }) => chapter === state)

const anOrder = ({ random, timeline }: StoryWorld, stock: StoryStock, chapter: ShownState, when: When): OrderInHand => {
  const slot = stock.takeSlot(when)
  const lines = Array.from({ length: random.pick([2, 2, 3, 3, 4, 5, 6]) }, (_, n) => {
    const entry = stock.takeEntry()
    return { id: toLineId(String(n + 1)), entry, wanted: { kind: 'record', recordId: entry.recordId } as const }
  })
  const patron = stock.takePatron()
  return { orderId: toOrderId(random.hexId()), chapter, slot, slotMinute: timeline.toMinute(slot), patron, lines }
}

/** The same orders: one asks for something in words, one for a given copy, and two for the same title. */
const withUnusualLines = (orders: readonly OrderInHand[]): readonly OrderInHand[] => {
  const [wishing, copying, , ...sharing] = inState(orders, 'to-prepare')
  const shared = sharing[0]?.lines[0]
  const asked = (order: OrderInHand): OrderInHand => {
    const [first, ...others] = order.lines
    if (first === undefined) return order
    if (order === wishing)
      return {
        ...order,
        lines: [
          ...order.lines.slice(0, -1),
          { ...first, id: toLineId(String(order.lines.length)), wanted: { kind: 'wish', text: 'Deux romans policiers récents' } },
        ],
      }
    if (order === copying)
      return {
        ...order,
        lines: [{ ...first, wanted: { kind: 'item', barcode: first.entry.barcode, recordId: first.entry.recordId } }, ...others],
      }
    if (order === sharing[1] && shared !== undefined) return { ...order, lines: [{ ...shared, id: first.id }, ...others] }
    return order
  }
  return orders.map(asked)
}

const inventOrders = (world: StoryWorld, stock: StoryStock): readonly OrderInHand[] =>
  withUnusualLines(chapters.flatMap(([count, chapter, when]) => Array.from({ length: count }, () => anOrder(world, stock, chapter, when))))

interface StoryWorld {
  readonly random: Random
  readonly today: LocalDate
  readonly timeline: DemoTimeline
  readonly settings: Settings
  /** Patrons who may borrow. */
  readonly patrons: readonly Patron[]
  readonly catalogue: readonly CatalogueEntry[]
  /** The tablet of the desk, then the one that goes round the shelves. */
  readonly devices: readonly [StoredDevice, StoredDevice]
}

type When = 'yesterday' | 'earlier' | 'current' | 'later' | 'next days'

/** Slots in which an order of each time may fall; where today has none left, or none yet, a neighbouring day's. */
const slotsByWhen = ({ settings, today, timeline }: StoryWorld): Readonly<Record<When, readonly SlotKey[]>> => {
  const ofDay = (days: number) => slotsOfDay(settings, demoSite, addDays(today, days))
  const yesterday = ofDay(-1).map(({ key }) => key)
  const now = timeline.now
  const earlier = ofDay(0)
    .filter(({ endsAt }) => toMinutes(endsAt) + settings.graceMinutes < now)
    .map(({ key }) => key)
  const begun = ofDay(0)
    .filter(({ key }) => toMinutes(key.time) <= now)
    .map(({ key }) => key)
  const later = ofDay(0)
    .filter(({ key }) => toMinutes(key.time) > now)
    .map(({ key }) => key)
  const nextDays = [1, 2, 3, 4].flatMap((days) => ofDay(days).map(({ key }) => key))
  return {
    yesterday,
    earlier: earlier.length > 0 ? earlier : yesterday,
    current: begun.length > 0 ? begun.slice(-2) : later.slice(0, 2),
    // At least an hour of slots, or the day is as good as over.
    later: later.length >= 5 ? later : [...later, ...ofDay(1).map(({ key }) => key)],
    'next days': nextDays,
  }
}

type StoryStock = ReturnType<typeof createStock>

/** Throws where nothing is left: the demo would be smaller than its story. */
const createStock = (world: StoryWorld) => {
  const { random, settings } = world
  const slots = slotsByWhen(world)
  const filling = new Map<string, number>()
  const freeOf = (when: When): readonly SlotKey[] =>
    slots[when].filter((slot) => (filling.get(formatSlotKey(slot)) ?? 0) < capacityOf(settings, slot))
  const takeSlot = (when: When): SlotKey => {
    // A short day, a Saturday's, is full before the story is told: what is left of it falls on the day before or those after.
    const [free, beside] = [freeOf(when), freeOf(when === 'earlier' || when === 'yesterday' ? 'yesterday' : 'next days')]
    const slot = random.pick(free.length > 0 ? free : beside)
    filling.set(formatSlotKey(slot), (filling.get(formatSlotKey(slot)) ?? 0) + 1)
    return slot
  }

  const patrons = [...random.shuffle(world.patrons)]
  const entryByRecord = new Map(
    world.catalogue.filter(({ documentType }) => documentType !== 'revue').map((entry) => [entry.recordId, entry]),
  )
  const shelf = random.shuffle([...entryByRecord.values()])
  let taken = 0
  const takeEntry = (): CatalogueEntry => {
    const entry = shelf[taken++]
    if (entry === undefined) throw new Error('demo: the shelves are empty')
    return entry
  }
  const takePatron = (): Patron => {
    const patron = patrons.pop()
    if (patron === undefined) throw new Error('demo: too few patrons')
    return patron
  }
  return { takeSlot, takeEntry, takePatron }
}

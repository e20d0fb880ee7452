/**
 * The demo's 60 orders over yesterday, today and the next days, in every state an order can have, told as what people pressed.
 * Runs on the endpoint. Relative to the hour of the trial: whatever it is, some orders are behind it and some ahead.
 */

import { type DeviceLetter, type LibrarianId, type LineId, type OrderId, toDeviceLetter, toLineId, toOrderId } from '../../domain/ids.ts'
import { dueDate, isNewRelease } from '../../domain/loan-right/due-date.ts'
import { addDays, type LocalDate, type LocalMoment, toMinutes } from '../../domain/local-date.ts'
import type { HandedOverItem, Operation } from '../../domain/operation/operation.ts'
import type { OrderSource, Wanted } from '../../domain/order/order.ts'
import { formatOrderNumber } from '../../domain/order/order-number.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { slotsOfDay } from '../../domain/slot/build-slots.ts'
import { capacityOf } from '../../domain/slot/capacity-of.ts'
import type { ShownState } from '../../domain/slot/day-progress.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import { formatSlotKey, type SlotKey } from '../../domain/slot/slot.ts'
import { endpointLetter } from '../enrolment/enrol-device.ts'
import type { CatalogueEntry, StoredDevice } from '../storage/store.ts'
import { demoLibrarians, demoSite } from './demo-settings.ts'
import type { DemoTimeline } from './demo-timeline.ts'
import type { Press } from './press-operations.ts'
import type { Random } from './random.ts'

export interface StoryWorld {
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

/** How far an order has come when the demo is opened. */
type Chapter = ShownState
type When = 'yesterday' | 'earlier' | 'current' | 'later' | 'next days'

/** 60 orders. */
const chapters: readonly (readonly [count: number, Chapter, When])[] = [
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
  readonly chapter: Chapter
  readonly slot: SlotKey
  /** On the timeline. */
  readonly slotMinute: number
  readonly patron: Patron
  readonly lines: readonly { readonly id: LineId; readonly entry: CatalogueEntry; readonly wanted: Wanted }[]
}

const notes = ['', '', '', '', 'Passera avec sa fille', 'Ne peut pas porter lourd', 'Sonnera à l’entrée du parc']

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

/** Everything that was pressed until now. */
export const tellStory = (world: StoryWorld): readonly Press[] => {
  const { random, timeline, settings, devices } = world
  const [desk, shelves] = devices
  const presses: Press[] = []
  const someone = (): LibrarianId => random.pick(demoLibrarians).id
  const press = (minute: number, device: StoredDevice, operation: Press['operation'], extra: Partial<Press> = {}): void =>
    void presses.push({ minute, device, by: someone(), operation, ...extra })

  const slots = slotsByWhen(world)
  const filling = new Map<string, number>()
  const takeSlot = (when: When): SlotKey => {
    const free = slots[when].filter((slot) => (filling.get(formatSlotKey(slot)) ?? 0) < capacityOf(settings, slot))
    const slot = random.pick(free)
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
    press(minute, desk, (placed) => ({
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
      press(minute + n, shelves, (happened) => ({
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
    press(minute, shelves, (happened) => ({ kind: 'bag-order', orderId, bays, happened }))
    press(minute, shelves, (happened) => ({ kind: 'print-label', orderId, happened }))
  }

  const giveItem = ({ patron }: OrderInHand, entry: CatalogueEntry, lineId: LineId | undefined, { date }: LocalMoment): HandedOverItem => ({
    barcode: entry.barcode,
    recordId: entry.recordId,
    documentType: entry.documentType,
    lineId,
    dueOn: dueDate(settings, patron.category, entry.documentType, date),
    isNewRelease: isNewRelease(settings, entry.arrivedOn, date),
    overrideReason: undefined,
  })

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
          ...given.map(({ id, entry }) => giveItem(order, entry, id, happened)),
          ...(added === undefined ? [] : [giveItem(order, added, undefined, happened)]),
        ],
        leftBehind: refused.map(({ id, entry }) => ({ barcode: entry.barcode, lineId: id })),
        notFound: [],
        receipt: random.pick(['printed', 'mailed', 'refused']),
        happened,
      }),
      added === undefined ? {} : { unawareOf: added.barcode },
    )
  }

  const orders = chapters.flatMap(([count, chapter, when]) =>
    Array.from({ length: count }, (): OrderInHand => {
      const slot = takeSlot(when)
      const lines = Array.from({ length: random.pick([2, 2, 3, 3, 4, 5, 6]) }, (_, n) => {
        const entry = takeEntry()
        return { id: toLineId(String(n + 1)), entry, wanted: { kind: 'record', recordId: entry.recordId } as const }
      })
      const patron = patrons.pop()
      if (patron === undefined) throw new Error('demo: too few patrons')
      return { orderId: toOrderId(random.hexId()), chapter, slot, slotMinute: timeline.toMinute(slot), patron, lines }
    }),
  )
  const of = (chapter: Chapter): readonly OrderInHand[] => orders.filter((order) => order.chapter === chapter)

  // One order asks for something in words, one for a given copy, and two for the same title.
  const [wishing, copying, urgent, ...sharing] = of('to-prepare')
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

  const handedOver = of('handed-over')
  const latest = [...handedOver].sort((a, b) => a.slotMinute - b.slotMinute).slice(-2)
  for (const order of orders.map(asked)) {
    const { chapter, orderId, slotMinute, lines } = order
    const source: OrderSource = random.pick(['ils', 'ils', 'ils', 'phone', 'phone', 'desk'])
    const reference = Math.min(slotMinute, timeline.now)
    place(order, source, order.orderId === urgent?.orderId ? timeline.now - 40 : reference - random.between(1400, 2600))
    const prepared = Math.min(slotMinute - random.between(60, 120), timeline.now - random.between(26, 50))
    const bagged = prepared + lines.length + 1
    switch (chapter) {
      case 'to-prepare':
        break
      case 'cancelled':
        press(reference - random.between(300, 900), desk, () => ({ kind: 'cancel-order', orderId, reason: 'Annulée au téléphone' }))
        break
      case 'in-preparation': {
        pick(order, prepared, lines.length - 1)
        const last = lines.at(-1)
        if (last !== undefined && order.orderId === of('in-preparation')[0]?.orderId) {
          press(prepared + lines.length, shelves, (happened) => ({ kind: 'report-not-found', orderId, lineId: last.id, happened }))
        }
        break
      }
      case 'ready':
      case 'late':
      case 'arrived': {
        const isShort = order.orderId === of('ready')[0]?.orderId
        const missing = isShort ? lines.at(-1) : undefined
        pick(order, prepared, isShort ? lines.length - 1 : lines.length)
        if (missing !== undefined) {
          press(bagged - 1, shelves, (happened) => ({ kind: 'report-not-found', orderId, lineId: missing.id, happened }))
          press(bagged, shelves, (happened) => ({
            kind: 'give-up-line',
            orderId,
            lineId: missing.id,
            reason: 'Introuvable en rayon',
            happened,
          }))
        }
        bag(order, bagged)
        if (chapter === 'arrived') {
          press(timeline.now - random.between(2, 6), desk, (happened) => ({ kind: 'record-arrival', orderId, happened }))
        }
        break
      }
      case 'no-show':
        pick(order, prepared, lines.length)
        bag(order, bagged)
        press(Math.min(slotMinute + 60, timeline.now - 1), desk, (happened) => ({ kind: 'confirm-no-show', orderId, happened }))
        break
      case 'handed-over': {
        pick(order, prepared, lines.length)
        bag(order, bagged)
        // The tablet of the shelves, out of reach, gave a second patron what the desk had just given the first.
        const added = order.orderId === latest[1]?.orderId ? latest[0]?.lines[0]?.entry : undefined
        handOver(order, Math.min(slotMinute + random.between(0, 12), timeline.now - 2), {
          left: order.orderId === handedOver[0]?.orderId || order.orderId === handedOver[12]?.orderId ? 1 : 0,
          ...(added === undefined ? {} : { added }),
        })
        break
      }
    }
  }

  const takeBack = (minute: number, entry: CatalogueEntry): void =>
    press(minute, desk, (happened): Operation => {
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
  // Yesterday's bin leaves quarantine today; today's bin waits until tomorrow. Loans of the ordinary desk, all of them.
  for (const minute of [-420, -415, -410]) takeBack(minute, takeEntry())
  for (const minute of [timeline.now - 12, timeline.now - 10]) takeBack(minute, takeEntry())

  press(timeline.now - 15, shelves, () => ({ kind: 'claim', scope: { kind: 'zone', name: 'Bandes dessinées' } }))
  return presses
}

/** Letters of the two tablets that told the story; the first one really enrolled comes after them. */
export const demoLetters: readonly [DeviceLetter, DeviceLetter] = [toDeviceLetter('B'), toDeviceLetter('C')]

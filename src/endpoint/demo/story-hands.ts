/**
 * What people press on the demo's two tablets: each act of the desk, as one press at its minute. Runs on the endpoint.
 * Nothing is received yet: `press-operations.ts` does that, in the order of the clock.
 */
import type { DeviceLetter, ItemBarcode, LibrarianId, LineId } from '../../domain/ids.ts'
import { dueDate, isNewRelease } from '../../domain/loan-right/due-date.ts'
import { addDays, type LocalMoment } from '../../domain/local-date.ts'
import type { HandedOverItem, Operation } from '../../domain/operation/operation.ts'
import type { OrderSource } from '../../domain/order/order.ts'
import { endpointLetter, formatOrderNumber } from '../../domain/order/order-number.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import { isUrgent } from '../../domain/slot/judge-placing.ts'
import type { CatalogueEntry, StoredDevice } from '../storage/stored.ts'
import { demoLibrarians } from './demo-settings.ts'
import type { OrderInHand } from './invent-orders.ts'
import type { Press } from './press-operations.ts'
import type { StoryWorld } from './story-stock.ts'

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
export const createHands = ({ random, settings, devices }: StoryWorld) => {
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

export type StoryHands = ReturnType<typeof createHands>

/**
 * Builds an order of one line for a slot on Tuesday afternoon, and the lines and facts one adds to it. Runs in tests.
 * A fact knows all the facts given before it by `anOrderWith`, as on one tablet; a test about two tablets sets `based` itself.
 */
import {
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibrarianId,
  toLineId,
  toOperationId,
  toOrderId,
  toRecordId,
} from '../../src/domain/ids.ts'
import type { Order, OrderFact, OrderFactOf, OrderLine, Wanted } from '../../src/domain/order/order.ts'
import type { SlotKey } from '../../src/domain/slot/slot.ts'
import { aDate, aMoment, anInstant, aTime } from './a-moment.ts'
import { centre } from './a-settings.ts'

/** "2026-11-24 14:30" at the library's only site. */
export const aSlotKey = (text = '2026-11-24 14:30'): SlotKey => ({
  siteId: centre,
  date: aDate(text.slice(0, 10)),
  time: aTime(text.slice(11)),
})

export const aRecordWanted = (recordId: string): Wanted => ({ kind: 'record', recordId: toRecordId(recordId) })
export const anItemWanted = (barcode: string, recordId: string): Wanted => ({
  kind: 'item',
  barcode: toItemBarcode(barcode),
  recordId: toRecordId(recordId),
})
export const aWish = (text: string): Wanted => ({ kind: 'wish', text })

export const aLine = (id: string, wanted: Wanted = aRecordWanted(`record-${id}`), changes: Partial<OrderLine> = {}): OrderLine => ({
  id: toLineId(id),
  wanted,
  substitutedFor: undefined,
  goneFromIls: false,
  ...changes,
})

export const anOrder = (changes: Partial<Order> = {}): Order => ({
  kind: 'order',
  id: toOrderId('order-1'),
  number: 'B-017',
  ilsNumber: undefined,
  source: 'ils',
  card: toCardNumber('23333000000172'),
  slot: aSlotKey(),
  lines: [aLine('1')],
  note: '',
  callBackNumber: undefined,
  placedAt: anInstant('2026-11-23 09:00'),
  isUrgent: false,
  cancelledBy: undefined,
  goneFromIlsAt: undefined,
  facts: [],
  decided: [],
  ...changes,
})

type Details<W extends OrderFact['what']> = Partial<OrderFactOf<W>> & Omit<OrderFactOf<W>, keyof FactBase | 'what'>
type FactBase = Pick<OrderFact, 'operationId' | 'based' | 'librarianId' | 'deviceId' | 'at' | 'happened'>

let made = 0
/** An operation id that no other call gave. */
export const anOperationId = () => toOperationId(`op-${String(++made).padStart(6, '0')}`)

/** Who, where and when of any fact: Nadia, tablet B, Tuesday at 11:00. */
export const aFactBase = (): FactBase => ({
  operationId: anOperationId(),
  based: [],
  librarianId: toLibrarianId('nadia'),
  deviceId: toDeviceId('tablet-b'),
  at: anInstant('2026-11-24 11:00'),
  happened: aMoment('2026-11-24 11:00'),
})

/** `aFactOnOrder('picked', { lineId, barcode })`: one fact of an order. */
export const aFactOnOrder = <W extends OrderFact['what']>(what: W, details: Details<W>): OrderFactOf<W> =>
  // The cast rejoins what the two arguments say separately: the discriminant and the fields that go with it.
  ({ ...aFactBase(), what, ...details }) as unknown as OrderFactOf<W>

/** The order after these facts, each one knowing those before it, all on one tablet. */
export const anOrderWith = (changes: Partial<Order>, ...facts: readonly OrderFact[]): Order =>
  anOrder({
    ...changes,
    facts: facts.map((fact, n) =>
      fact.based.length > 0 ? fact : { ...fact, based: facts.slice(0, n).map((before) => before.operationId) },
    ),
  })

/** A fact "picked" of a line, with a document unless it was ticked by a tap. */
export const aPick = (lineId: string, barcode: string | undefined, changes: Partial<OrderFactOf<'picked'>> = {}): OrderFactOf<'picked'> =>
  aFactOnOrder('picked', { lineId: toLineId(lineId), barcode: barcode === undefined ? undefined : toItemBarcode(barcode), ...changes })

export const aBagging = (...bays: readonly number[]): OrderFactOf<'bagged'> => aFactOnOrder('bagged', { bays })

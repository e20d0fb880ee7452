/**
 * What the desk says when a document comes back: how long it rests, and who waits for it (RET-1 to RET-3). Runs on the tablet.
 * A return is a fact and is never refused: a document that the desk did not know to be out is taken back all the same.
 */
import { findOrders } from '../handover/find-orders.ts'
import type { CardNumber, ItemBarcode, RecordId } from '../ids.ts'
import { type CatalogueItems, findDocument } from '../item/find-document.ts'
import { isOnShelf } from '../item/is-on-shelf.ts'
import { itemState, lentElsewhereSince } from '../item/item-state.ts'
import type { Copy } from '../item/record.ts'
import { addDays, type LocalDate, type LocalMoment } from '../local-date.ts'
import type { Fact } from '../operation/operation.ts'
import type { Order, OrderLine } from '../order/order.ts'
import { matchScan } from '../pull-list/match-scan.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'

type ReturnItem = Extract<Fact, { readonly kind: 'return-item' }>

export interface ReturnJudgement {
  readonly barcode: ItemBarcode
  readonly recordId: RecordId | undefined
  readonly documentType: string | undefined
  /** undefined: neither the catalogue file nor the base knows the document. */
  readonly title: string | undefined
  /** First day on which it may be lent again; undefined: at once. */
  readonly quarantineUntil: LocalDate | undefined
  /** Who had it, as far as the desk knows; two or more only while a case is open. */
  readonly wasOutTo: readonly CardNumber[]
  /** The order of the earliest slot that waits for it (RET-3). */
  readonly waiting: Waiting | undefined
  /** RET-10: on whose pile it lies, and nothing says that it left: its return would take it away from there. */
  readonly pileOf: Order | undefined
}

/** The order of the earliest slot that waits for a returned document, and whether this document can serve it. */
export interface Waiting {
  readonly order: Order
  readonly line: OrderLine
  /** RET-2: it still rests when the slot comes, and may not leave then. */
  readonly restsTooLong: boolean
  /** Where it rests too long: another copy of the title that stands on its shelf; undefined: there is none. */
  readonly otherCopy: Copy | undefined
}

/** RET-1: the first day on which a document that came back on `date` may be lent again; undefined: at once. */
export const restsUntil = ({ quarantineDays }: Pick<Settings, 'quarantineDays'>, date: LocalDate): LocalDate | undefined =>
  quarantineDays > 0 ? addDays(date, quarantineDays) : undefined

const waitingFor = (
  state: DeskState,
  { order, line }: { readonly order: Order; readonly line: OrderLine },
  barcode: ItemBarcode,
  recordId: RecordId | undefined,
  quarantineUntil: LocalDate | undefined,
): Waiting => {
  const restsTooLong = quarantineUntil !== undefined && order.slot.date < quarantineUntil
  const copies = recordId === undefined ? [] : (state.get('record', recordId)?.copies ?? [])
  const otherCopy = restsTooLong ? copies.find((copy) => copy.barcode !== barcode && isOnShelf(state, copy)) : undefined
  return { order, line, restsTooLong, otherCopy }
}

/** RET-1, RET-2, RET-3: judges a return of `today`; `catalogue` holds what was looked up of the barcode. */
export const judgeReturn = (
  state: DeskState,
  settings: Settings,
  barcode: ItemBarcode,
  today: LocalDate,
  catalogue: CatalogueItems = new Map(),
): ReturnJudgement => {
  const item = state.get('item', barcode)
  const known = findDocument(state, barcode, catalogue)
  const recordId = known?.recordId ?? item?.recordId
  const where = item === undefined ? undefined : itemState(item)
  const match = matchScan(state, barcode, recordId)
  const quarantineUntil = restsUntil(settings, today)
  return {
    barcode,
    recordId,
    documentType: known?.documentType ?? item?.documentType,
    title: known?.title,
    quarantineUntil,
    wasOutTo: where?.kind === 'out' ? where.cards : [],
    pileOf: lentElsewhereSince(item) === undefined ? findOrders(state, { kind: 'item', barcode })[0] : undefined,
    waiting: match.kind === 'wanted' ? waitingFor(state, match, barcode, recordId, quarantineUntil) : undefined,
  }
}

/** RET-1: the return as it will be recorded, into the bin whose label was read or by hand. */
export const buildReturnItem = (
  { barcode, recordId, documentType, quarantineUntil }: ReturnJudgement,
  now: LocalMoment,
  bin: string | undefined,
): ReturnItem => ({
  kind: 'return-item',
  happened: { date: now.date, time: now.time },
  barcode,
  recordId,
  documentType,
  quarantineUntil,
  bin,
})

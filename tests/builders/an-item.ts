/**
 * Builds a document and what happened to it. Runs in tests.
 * Without a fact it stands on its shelf. `anItemWith` makes each fact know those before it, as on one tablet.
 */
import { type ItemBarcode, toCardNumber, toItemBarcode, toLineId, toRecordId } from '../../src/domain/ids.ts'
import type { Item, ItemFact } from '../../src/domain/item/item.ts'
import type { FactOf } from '../../src/domain/item/story.ts'
import type { Order } from '../../src/domain/order/order.ts'
import { toInstantAt } from '../../src/domain/to-instant-at.ts'
import { aDate, toUtc } from './a-moment.ts'
import { aFactBase } from './an-order.ts'

export const anItem = (barcode = '33331000000012', changes: Partial<Item> = {}): Item => ({
  kind: 'item',
  id: toItemBarcode(barcode),
  recordId: toRecordId('record-1'),
  documentType: 'livre',
  facts: [],
  decided: [],
  ilsLoanSince: undefined,
  ...changes,
})

type Base = ReturnType<typeof aFactBase>
type Details<W extends ItemFact['what']> = Partial<FactOf<W>> & Omit<FactOf<W>, keyof Base | 'what'>

/** `aFactOnItem('returned', { quarantineUntil })`: one fact of a document. */
export const aFactOnItem = <W extends ItemFact['what']>(what: W, details: Details<W>): FactOf<W> =>
  // The cast rejoins what the two arguments say separately: the discriminant and the fields that go with it.
  ({ ...aFactBase(), ...(details.happened && { at: toInstantAt(details.happened, toUtc) }), what, ...details }) as unknown as FactOf<W>

/** Lent to this card, due three weeks later. */
export const aLoanOf = (card = '23333000000172', changes: Partial<FactOf<'handed-over'>> = {}): FactOf<'handed-over'> =>
  aFactOnItem('handed-over', { orderId: undefined, card: toCardNumber(card), dueOn: aDate('2026-12-15'), isNewRelease: false, ...changes })

/** The document after these facts, each one knowing those before it. */
export const anItemWith = (barcode: string, changes: Partial<Item>, ...facts: readonly ItemFact[]): Item =>
  anItem(barcode, {
    ...changes,
    facts: facts.map((fact, n) =>
      fact.based.length > 0 ? fact : { ...fact, based: facts.slice(0, n).map((before) => before.operationId) },
    ),
  })

/** The documents that an order's picks bound, each with that pick: what the item rows say when the order row says so. */
export const itemsPickedFor = (order: Order, changes: Partial<Item> = {}): readonly Item[] =>
  order.facts
    .filter((fact) => fact.what === 'picked')
    .filter((fact): fact is typeof fact & { barcode: ItemBarcode } => fact.barcode !== undefined)
    .map((fact) =>
      anItem(fact.barcode, {
        recordId: recordIdOf(order, fact.lineId),
        facts: [{ ...aFactOnItem('picked', { orderId: order.id, lineId: fact.lineId }), operationId: fact.operationId }],
        ...changes,
      }),
    )

const recordIdOf = (order: Order, lineId: string) => {
  const wanted = order.lines.find((line) => line.id === toLineId(lineId))?.wanted
  return wanted === undefined || wanted.kind === 'wish' ? undefined : wanted.recordId
}

/**
 * A fact may arrive after the closing of a day erased the document or the order that it is about (CASE-1, PRIV-2). Runs on the endpoint.
 * An author who had seen the row leave knew all that it held. For any other author the row is put back as it was, so that the fact is
 * judged as if it had come in time.
 */
import type { Case } from '../case/case.ts'
import { withDecided } from '../case/decided.ts'
import type { ItemBarcode, OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { type CausalFact, headsOf, withFact } from '../operation/causality.ts'
import type { Based, Envelope } from '../operation/operation.ts'
import { formatItemSubject, formatOrderSubject, parseSubject } from '../operation/subject.ts'
import type { Order, OrderFact } from '../order/order.ts'
import type { Row } from '../row/desk-state.ts'

type Erasable = Item | Order | Case

export interface ErasedRow {
  /** The document or the order that it was, or that its case was about: "item/<barcode>", "order/<order>". */
  readonly subject: string
  readonly row: Erasable
  /** Of its tombstone. */
  readonly version: number
  readonly erasedAt: Instant
}

/** Under what an erased row is remembered; undefined: about neither a document nor an order, and forgotten at once. */
export const erasedSubjectOf = (row: Erasable): string | undefined => {
  if (row.kind === 'item') return formatItemSubject(row.id)
  if (row.kind === 'order') return formatOrderSubject(row.id)
  const about = parseSubject(row.subject)
  if (about?.kind === 'line') return formatOrderSubject(about.orderId)
  return about?.kind === 'item' || about?.kind === 'order' ? row.subject : undefined
}

const factsOf = ({ row }: ErasedRow): readonly CausalFact[] => (row.kind === 'case' ? [] : row.facts)

/**
 * Whether the author of a fact had not seen a row leave: their base says so, if it is of this `epoch`. Else the time of the press says
 * it; undefined where that clock is doubtful.
 */
export const isUnseenBy = (base: Envelope['base'], epoch: string, composedAt: Instant | undefined): ((one: ErasedRow) => boolean) =>
  base?.epoch === epoch ? ({ version }) => version > base.version : ({ erasedAt }) => composedAt === undefined || erasedAt >= composedAt

const namedBy = (fact: ItemFact | OrderFact): readonly string[] => {
  if ('orderId' in fact) return fact.orderId === undefined ? [] : [formatOrderSubject(fact.orderId)]
  if ('items' in fact) return fact.items.map(({ barcode }) => formatItemSubject(barcode))
  return 'barcode' in fact && fact.barcode !== undefined ? [formatItemSubject(fact.barcode)] : []
}

/** What the facts name that an open case among these rows cites, for it stays as long as the case does. */
export const namedInOpenCases = (rows: readonly Row[]): readonly string[] => {
  const cited = new Set(rows.flatMap((row) => (row.kind === 'case' && row.settlement === undefined ? row.cites : [])))
  return rows
    .flatMap((row): readonly (ItemFact | OrderFact)[] => (row.kind === 'item' || row.kind === 'order' ? row.facts : []))
    .filter(({ operationId }) => cited.has(operationId))
    .flatMap(namedBy)
}

const putBackItem = (erased: Item, live: Item): Item => ({
  ...live,
  recordId: live.recordId ?? erased.recordId,
  documentType: live.documentType ?? erased.documentType,
  facts: erased.facts.reduce<Item['facts']>((facts, fact) => withFact(facts, fact), live.facts),
  decided: live.decided.reduce((decided, one) => withDecided(decided, one, undefined), erased.decided),
})

/**
 * An erased row put back under what came since. A document goes on collecting facts; an order is not made anew. A case may be, for its
 * numbers begin again: both decisions stay.
 */
export const putBack = (erased: Erasable, live: Erasable | undefined): Erasable => {
  if (live === undefined) return erased
  if (live.kind === 'item' && erased.kind === 'item') return putBackItem(erased, live)
  const areSettled = live.kind === 'case' && erased.kind === 'case' && live.settlement !== undefined && erased.settlement !== undefined
  return areSettled ? { ...live, cites: [...new Set([...live.cites, ...erased.cites])].sort() } : live
}

/** A document with all that it held whenever it was erased; undefined: there is nothing of it. */
export const wholeItem = (barcode: ItemBarcode, erased: readonly ErasedRow[], live: Item | undefined): Item | undefined =>
  erased.reduce<Item | undefined>((item, { row }) => {
    if (row.kind !== 'item' || row.id !== barcode) return item
    return item === undefined ? row : putBackItem(row, item)
  }, live)

/**
 * On what a fact is based whose author saw these rows leave: where it names nothing, on the last that they held. Else a loan of next week
 * would seem not to know this week's return.
 */
export const basedOnSeen = (seen: readonly ErasedRow[], based: Based): Based => {
  const factsBySubject = new Map<string, CausalFact[]>()
  for (const one of seen) factsBySubject.set(one.subject, [...(factsBySubject.get(one.subject) ?? []), ...factsOf(one)])
  const heads = [...factsBySubject].map(([subject, facts]): [string, readonly OperationId[]] => [subject, [...new Set(headsOf(facts))]])
  return { ...based, ...Object.fromEntries(heads.filter(([subject]) => (based[subject] ?? []).length === 0)) }
}

/**
 * What one scan at the handover does: the visits after it, and what the desk answers (HO-1 to HO-4, HO-8, HO-10, HO-11). Runs on the
 * tablet.
 * Pure: the scan, what the catalogue knows and the time are passed in. The words, signs and sounds of an answer belong to the screen.
 */
import type { CardNumber, ItemBarcode, LibrarianId, OrderId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type CatalogueItems, findDocument } from '../item/find-document.ts'
import type { LocalMoment } from '../local-date.ts'
import type { Refusal } from '../operation/refusal.ts'
import { canBeCollected, type Order } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Reading } from '../scan/judge-text.ts'
import type { Settings } from '../settings/settings.ts'
import { takeBack } from './change-visit.ts'
import { findOrders } from './find-orders.ts'
import { countVisit, joinCard, judgeVisit, ordersInHand, placeDocument, type Visit, type VisitCount, visitInHand } from './visit.ts'

/** A number that might be a card or a document is settled before it comes here. */
export type HandoverScan = Exclude<Reading, { readonly kind: 'card-or-item' }>

/** What is known beside the rows. */
export interface Known {
  readonly now: LocalMoment & { readonly at: Instant }
  /** What was looked up of the documents of the visit and of the scanned one. */
  readonly catalogue: CatalogueItems
  /** HO-10: the true time of what was handed over on paper. `missing`: it is wanted, and not given yet. */
  readonly happened: LocalMoment | 'now' | 'missing'
  /** HO-10: whose hand it was, where that is not who enters it. */
  readonly handedBy?: LibrarianId | undefined
}

/** A document in an answer. `title` undefined: nobody knows the document. */
interface Named {
  readonly barcode: ItemBarcode
  readonly title: string | undefined
}

export type HandoverAnswer =
  | { readonly kind: 'unrecognised'; readonly text: string }
  | { readonly kind: 'isbn' }
  /** HO-10: a handover of the past without its time would be recorded as one of now. */
  | { readonly kind: 'time-missing' }
  // Who is here
  | { readonly kind: 'begun' }
  /** Several orders, and none of them ready. */
  | { readonly kind: 'choose-order'; readonly card: CardNumber }
  | { readonly kind: 'no-order'; readonly card: CardNumber }
  /** `isSomebodyHere`: another card of the visit is known. */
  | { readonly kind: 'patron-unknown'; readonly card: CardNumber; readonly isSomebodyHere: boolean }
  | { readonly kind: 'number-unknown'; readonly text: string }
  /** Orders of that number which no scan opens: closed ones, or several. */
  | { readonly kind: 'number-found'; readonly text: string; readonly count: number }
  | ({ readonly kind: 'on-no-pile' } & Named)
  // Who joins
  | { readonly kind: 'same-card' }
  | { readonly kind: 'same-order' }
  | { readonly kind: 'other-order' }
  | { readonly kind: 'joined'; readonly card: CardNumber; readonly hasOrder: boolean }
  | { readonly kind: 'joined-orders'; readonly numbers: readonly string[] }
  // What leaves
  | ({ readonly kind: 'counted'; readonly count: VisitCount; readonly isComplete: boolean } & Named)
  | ({ readonly kind: 'already-scanned' } & Named)
  /** It was to be left behind, and leaves after all. */
  | ({ readonly kind: 'taken-back' } & Named)
  /** LOAN-3: it is on the pile, and a librarian decides. */
  | ({ readonly kind: 'to-decide'; readonly refusal: Refusal } & Named)
  /** It may not leave, whatever the reason, and is not on the pile. */
  | ({ readonly kind: 'stays'; readonly refusal: Refusal } & Named)

export interface Taken {
  readonly visits: readonly Visit[]
  readonly answer: HandoverAnswer
  /** Whose visit this opened; undefined: none. */
  readonly opened: CardNumber | undefined
}

const answered = (visits: readonly Visit[], answer: HandoverAnswer): Taken => ({ visits, answer, opened: undefined })

/** The visit in hand becomes `next`; those put aside stay. */
const inHandNow = (visits: readonly Visit[], next: Visit): readonly Visit[] => [next, ...visits.filter(({ isAside }) => isAside)]

const openVisit = (visits: readonly Visit[], card: CardNumber, orders: readonly Order[], { now, happened, handedBy }: Known): Taken => {
  if (happened === 'missing') return answered(visits, { kind: 'time-missing' })
  // A visit put aside goes on where it was, whichever way one comes back to it (HO-6).
  const aside = visits.find((other) => other.isAside && other.piles.some((pile) => pile.card === card))
  const begun: Visit = aside ?? { startedAt: now.at, piles: [], activeCard: card, isAside: false }
  const joined = joinCard({ ...begun, isAside: false }, card, orders)
  const piles = happened === 'now' ? joined.piles : joined.piles.map((pile) => ({ ...pile, happened, handedBy }))
  const others = visits.filter((other) => other.isAside && other !== aside)
  return { visits: [{ ...joined, piles }, ...others], answer: { kind: 'begun' }, opened: card }
}

/** HO-11: a visit of this card with the order asked for first, then those of the same card that are ready; without one, with what no order asked for. */
export const openOrder = (state: DeskState, visits: readonly Visit[], card: CardNumber, id: OrderId | undefined, known: Known): Taken => {
  const order = id === undefined ? undefined : state.get('order', id)
  const others = ordersInHand(findOrders(state, { kind: 'card', card }), known.now.date).filter((other) => other.id !== id)
  return openVisit(visits, card, order === undefined ? [] : [order, ...others], known)
}

/** HO-11: a second card of the family, or more orders of a card that is here. */
const join = (visits: readonly Visit[], visit: Visit, card: CardNumber, orders: readonly Order[]): Taken => {
  const joined = joinCard(visit, card, orders)
  const isHere = visit.piles.some((pile) => pile.card === card)
  return answered(
    inHandNow(visits, joined),
    joined.piles.length === visit.piles.length
      ? { kind: 'same-card' }
      : isHere
        ? { kind: 'joined-orders', numbers: orders.map(({ number }) => number) }
        : { kind: 'joined', card, hasOrder: orders.length > 0 },
  )
}

/** HO-11: one more order of somebody who is here; loans without an order stay with the card scanned last. */
export const joinOrder = (visits: readonly Visit[], order: Order): Taken => {
  const visit = visitInHand(visits)
  if (visit === undefined) return answered(visits, { kind: 'other-order' })
  const taken = join(visits, visit, order.card, [order])
  return { ...taken, visits: taken.visits.map((one) => (one.isAside ? one : { ...one, activeCard: visit.activeCard })) }
}

/** HO-2 to HO-4, HO-8: one more document in hand. */
const takeDocument = (
  state: DeskState,
  settings: Settings,
  visits: readonly Visit[],
  visit: Visit,
  barcode: ItemBarcode,
  { now, catalogue }: Known,
): Taken => {
  const named: Named = { barcode, title: findDocument(state, barcode, catalogue)?.title }
  const isLeft = visit.piles.some((pile) => pile.leftBehind.includes(barcode))
  const wanted = isLeft ? takeBack(visit, barcode) : visit
  const placed = placeDocument(state, settings, wanted, barcode, now.date, catalogue)
  if (placed.kind === 'already-scanned') {
    return isLeft
      ? answered(inHandNow(visits, wanted), { kind: 'taken-back', ...named })
      : answered(visits, { kind: 'already-scanned', ...named })
  }
  const judgements = judgeVisit(state, settings, placed.visit, now.date, catalogue)
  const scanned = judgements[placed.at]?.documents.at(-1)
  const after = inHandNow(visits, placed.visit)
  if (scanned?.verdict.kind === 'refused') {
    const { refusal, canOverride } = scanned.verdict
    return canOverride ? answered(after, { kind: 'to-decide', refusal, ...named }) : answered(visits, { kind: 'stays', refusal, ...named })
  }
  const isComplete =
    scanned?.lineId !== undefined &&
    judgements.every(({ unanswered }) => unanswered.every(({ fate }) => fate !== 'missing' && fate !== 'not-found'))
  return answered(after, { kind: 'counted', count: countVisit(judgements), isComplete, ...named })
}

/** HO-1: nobody is in hand, and the scan says who is here. */
const takeFirst = (state: DeskState, visits: readonly Visit[], scan: HandoverScan, known: Known): Taken => {
  switch (scan.kind) {
    case 'card': {
      const { card } = scan
      const orders = findOrders(state, { kind: 'card', card })
      const ready = ordersInHand(orders, known.now.date)
      if (ready.length > 0) return openVisit(visits, card, ready, known)
      if (orders.length > 1) return answered(visits, { kind: 'choose-order', card })
      return answered(
        visits,
        state.get('patron', card) === undefined ? { kind: 'patron-unknown', card, isSomebodyHere: false } : { kind: 'no-order', card },
      )
    }
    case 'order': {
      const { number: text } = scan
      const orders = findOrders(state, { kind: 'number', text })
      if (orders.length === 0) return answered(visits, { kind: 'number-unknown', text })
      const [only, ...others] = orders.filter(canBeCollected)
      return only !== undefined && others.length === 0
        ? openOrder(state, visits, only.card, only.id, known)
        : answered(visits, { kind: 'number-found', text, count: orders.length })
    }
    case 'item': {
      const { barcode } = scan
      const [order] = findOrders(state, { kind: 'item', barcode })
      if (order === undefined) {
        return answered(visits, { kind: 'on-no-pile', barcode, title: findDocument(state, barcode, known.catalogue)?.title })
      }
      // Any document of the pile finds the order, and counts as scanned.
      const begun = openOrder(state, visits, order.card, order.id, known)
      return begun.opened === undefined ? begun : { ...takeScan(state, begun.visits, scan, known), opened: begun.opened }
    }
    case 'isbn':
      return answered(visits, { kind: 'isbn' })
    case 'unrecognised':
      return answered(visits, { kind: 'unrecognised', text: scan.text })
  }
}

/** HO-2 to HO-4, HO-8, HO-11: a visit is in hand, and the scan adds a document, a card or an order to it. */
const takeNext = (state: DeskState, visits: readonly Visit[], visit: Visit, scan: HandoverScan, known: Known): Taken => {
  switch (scan.kind) {
    case 'card': {
      const { card } = scan
      return state.get('patron', card) === undefined
        ? answered(visits, { kind: 'patron-unknown', card, isSomebodyHere: true })
        : join(visits, visit, card, ordersInHand(findOrders(state, { kind: 'card', card }), known.now.date))
    }
    case 'order': {
      const order = findOrders(state, { kind: 'number', text: scan.number }).find(canBeCollected)
      if (order === undefined || !visit.piles.some(({ card }) => card === order.card)) return answered(visits, { kind: 'other-order' })
      return visit.piles.some(({ orderId }) => orderId === order.id)
        ? answered(visits, { kind: 'same-order' })
        : join(visits, visit, order.card, [order])
    }
    case 'item': {
      const settings = state.get('settings', 'settings')
      // Without the library's rules no number is anything.
      if (settings === undefined) return answered(visits, { kind: 'unrecognised', text: scan.barcode })
      return takeDocument(state, settings, visits, visit, scan.barcode, known)
    }
    case 'isbn':
      return answered(visits, { kind: 'isbn' })
    case 'unrecognised':
      return answered(visits, { kind: 'unrecognised', text: scan.text })
  }
}

/** HO-1, HO-2, HO-8, HO-11: what a scan changes of the visits, and its one answer. */
export const takeScan = (state: DeskState, visits: readonly Visit[], scan: HandoverScan, known: Known): Taken => {
  const visit = visitInHand(visits)
  return visit === undefined ? takeFirst(state, visits, scan, known) : takeNext(state, visits, visit, scan, known)
}

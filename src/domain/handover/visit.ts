/**
 * One visit at the desk as the rules see it: the piles of a patron's orders and of a family's cards, and who came for them (HO-11, HO-12).
 * The tablet's own row: it survives a reload and is no fact (HO-6). Runs on the tablet.
 * Each pile is recorded under its own card, by its own operation; the visit itself is never recorded.
 */
import type { CardNumber, ItemBarcode, OrderId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { CatalogueItems } from '../item/find-document.ts'
import { standingPicks } from '../item/item-state.ts'
import type { LoanWanted } from '../loan-right/judge-loan.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import { canBeCollected, type Order, orderAnswers } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import type { CollectorProof } from './collector.ts'
import { judgePile, type PileJudgement, type ScannedDocument } from './judge-pile.ts'
import { addScan, type Pile } from './pile.ts'

export interface Visit {
  readonly startedAt: Instant
  /** 1 or more; several of one card are several orders of a patron. */
  readonly piles: readonly Pile[]
  /** The card scanned last: a document that no order of the visit wants is lent to it. */
  readonly activeCard: CardNumber
  /** Put aside while somebody else is served. */
  readonly isAside: boolean
}

/** The one visit that is in hand; undefined: nobody is served. */
export const visitInHand = (visits: readonly Visit[]): Visit | undefined => visits.find(({ isAside }) => !isAside)

/** A pile of which nothing is scanned yet; `happened` is its true time, when entered afterwards (HO-10). */
export const emptyPile = (card: CardNumber, orderId: OrderId | undefined, happened: LocalMoment | undefined): Pile => ({
  card,
  orderId,
  scanned: [],
  leftBehind: [],
  notFound: [],
  happened,
  collectedWith: undefined,
})

/** A visit has one pile of an order, and one of a card for what no order asked for. */
export const isSamePile = (one: Pile, other: Pile): boolean => one.card === other.card && one.orderId === other.orderId

/**
 * The visit in hand without the piles that another tab handed over or put aside: `before`, last in hand on the disk, had them and `after`
 * has not. Another tab's new visit takes nothing here (HO-6).
 */
export const withoutGone = (visit: Visit, before: Visit | undefined, after: Visit | undefined): Visit | undefined => {
  if (before?.startedAt !== visit.startedAt || (after !== undefined && after.startedAt !== visit.startedAt)) return visit
  const has = (other: Visit | undefined, pile: Pile): boolean => other?.piles.some((one) => isSamePile(one, pile)) ?? false
  const piles = visit.piles.filter((pile) => has(after, pile) || !has(before, pile))
  return piles.length === 0 ? undefined : { ...visit, piles }
}

/** Something was done of it that a person would have to do again. */
const isBegun = ({ scanned, leftBehind, notFound }: Pile): boolean => scanned.length + leftBehind.length + notFound.length > 0

/** HO-6: the visit has something that is worth putting aside. */
export const isVisitBegun = ({ piles }: Visit): boolean => piles.some(isBegun)

export type PutAside =
  | { readonly kind: 'kept'; readonly visit: Visit }
  /** Nothing was scanned: there is nothing to take up again. */
  | { readonly kind: 'not-begun' }
  /** What was begun was handed over or cancelled elsewhere meanwhile. */
  | { readonly kind: 'gone' }

/** HO-6: what is left of a visit while somebody else is served. */
export const putAside = (state: DeskState, visit: Visit): PutAside => {
  if (!isVisitBegun(visit)) return { kind: 'not-begun' }
  const piles = visit.piles.filter(({ orderId }) => {
    const order = orderId === undefined ? undefined : state.get('order', orderId)
    return order === undefined || canBeCollected(order)
  })
  return piles.some(isBegun) ? { kind: 'kept', visit: { ...visit, piles, isAside: true } } : { kind: 'gone' }
}

/** HO-11: of a patron's orders, those that leave with one scan of the card: ready and due by today. None of them: the only order there is. */
export const ordersInHand = (orders: readonly Order[], today: LocalDate): readonly Order[] => {
  const ready = orders.filter((order) => {
    const { waitsFor, pile } = orderAnswers(order)
    return waitsFor === 'patron-here' || ((waitsFor === 'patron-to-come' || pile === 'kept') && order.slot.date <= today)
  })
  return ready.length > 0 || orders.length !== 1 ? ready : orders
}

/** HO-11: the visit with a card's piles in it; a card without an order gets a pile for what no order asked for. */
export const joinCard = (visit: Visit, card: CardNumber, orders: readonly Order[]): Visit => {
  const [first] = visit.piles
  const isThere = (orderId: OrderId | undefined): boolean =>
    visit.piles.some((pile) => pile.card === card && (orderId === undefined || pile.orderId === orderId))
  const ids: readonly (OrderId | undefined)[] = orders.length > 0 ? orders.map(({ id }) => id) : [undefined]
  // Who came for one order of a card came for the others too.
  const collectedWith = collectorOf(visit, card)
  const piles = ids
    .filter((id) => !isThere(id))
    .map((id) => ({
      ...emptyPile(card, id, first?.happened),
      handedBy: first?.handedBy,
      collectedWith,
    }))
  return { ...visit, piles: [...visit.piles, ...piles], activeCard: card }
}

/** HO-12: how somebody else came for this card's piles; undefined: its patron is here. */
export const collectorOf = ({ piles }: Visit, card: CardNumber): CollectorProof | undefined =>
  piles.find((pile) => pile.card === card && pile.collectedWith !== undefined)?.collectedWith

/** HO-12: the visit in which somebody else came for this card's piles, or its patron after all; the other cards' piles stay as they are. */
export const withCollectorOf = (visit: Visit, card: CardNumber, collectedWith: CollectorProof | undefined): Visit => ({
  ...visit,
  piles: visit.piles.map((pile) => (pile.card === card ? { ...pile, collectedWith } : pile)),
})

/** HO-11: the verdicts pile by pile, each patron's loans counted on top of those of the piles before. */
export const judgeVisit = (
  state: DeskState,
  settings: Settings,
  { piles }: Pick<Visit, 'piles'>,
  today: LocalDate,
  catalogue: CatalogueItems = new Map(),
): readonly PileJudgement[] => {
  const givenByCard = new Map<CardNumber, readonly LoanWanted[]>()
  return piles.map((pile) => {
    const before = givenByCard.get(pile.card) ?? []
    const judgement = judgePile(state, settings, pile, today, catalogue, before)
    // A maximum per order is counted order by order.
    const given = judgement.documents.filter(({ verdict }) => verdict.kind === 'accepted').map((one) => ({ ...one, lineId: undefined }))
    givenByCard.set(pile.card, [...before, ...given])
    return judgement
  })
}

/** "3 sur 4", of all the piles together, and the documents in hand. */
export interface VisitCount {
  readonly scannedLines: number
  readonly preparedLines: number
  readonly documents: number
  /** Documents in hand that no order asked for (HO-4), of piles that have an order. */
  readonly added: number
}

const isAdded = ({ lineId, verdict }: ScannedDocument): boolean => lineId === undefined && verdict.kind === 'accepted'

/** HO-2: how much of the visit was scanned. */
export const countVisit = (judgements: readonly PileJudgement[]): VisitCount => {
  const sum = (count: (judgement: PileJudgement) => number): number => judgements.reduce((n, one) => n + count(one), 0)
  return {
    scannedLines: sum(({ scannedLines }) => scannedLines),
    preparedLines: sum(({ preparedLines }) => preparedLines),
    documents: sum(({ documents }) => documents.length),
    added: sum(({ order, documents }) => (order === undefined ? 0 : documents.filter(isAdded).length)),
  }
}

/** An order whose pile the document is on, of a card of the visit: it is taken up by the scan of any of its documents. */
const orderOfPick = (state: DeskState, { piles }: Visit, barcode: ItemBarcode): Order | undefined => {
  const item = state.get('item', barcode)
  return (item === undefined ? [] : standingPicks(item))
    .map(({ orderId }) => state.get('order', orderId))
    .find((order) => order !== undefined && canBeCollected(order) && piles.some(({ card }) => card === order.card))
}

export type Placed =
  /** `at`: the index of the pile it was added to. */
  { readonly kind: 'added'; readonly visit: Visit; readonly at: number } | { readonly kind: 'already-scanned' }

/**
 * HO-8, HO-11: the visit with one more document: on the pile it was picked for, else on one whose order asks for its title (the active
 * card's first), else with the active card's own. `judgeVisit` says whether it may leave.
 */
export const placeDocument = (
  state: DeskState,
  settings: Settings,
  visit: Visit,
  barcode: ItemBarcode,
  today: LocalDate,
  catalogue: CatalogueItems = new Map(),
): Placed => {
  if (visit.piles.some((pile) => pile.scanned.some((scan) => scan.barcode === barcode))) return { kind: 'already-scanned' }
  const order = orderOfPick(state, visit, barcode)
  const { piles } = order === undefined ? visit : { piles: joinCard(visit, order.card, [order]).piles }
  const isActive = (pile: Pile): boolean => pile.card === visit.activeCard
  const withIt = piles.map((pile) => {
    const added = addScan(pile, barcode)
    return added.kind === 'added' ? added.pile : pile
  })
  const answers = withIt.map((pile) => judgePile(state, settings, pile, today, catalogue).documents.at(-1))
  // A line without a copy of its own asks before one that another copy waits for.
  const isAsked = (n: number): boolean => answers[n]?.lineId !== undefined
  const isWanting = (n: number): boolean => isAsked(n) && answers[n]?.insteadOf === undefined
  const at = [
    piles.findIndex((pile) => order !== undefined && pile.orderId === order.id),
    piles.findIndex((pile, n) => isActive(pile) && isWanting(n)),
    piles.findIndex((_, n) => isWanting(n)),
    piles.findIndex((pile, n) => isActive(pile) && isAsked(n)),
    piles.findIndex((_, n) => isAsked(n)),
    piles.findIndex(isActive),
    0,
  ].find((n) => n >= 0)
  return { kind: 'added', visit: { ...visit, piles: piles.map((pile, n) => (n === at ? (withIt[n] ?? pile) : pile)) }, at: at ?? 0 }
}

/**
 * The pile against the order, as it is shown: one row a document or a line, a count, a sentence for what is missing, and what handing
 * over now would mean. Runs in the browser. Every judgement comes from the domain; here they become words.
 */
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { PileJudgement, ScannedDocument, UnansweredLine } from '../../../domain/handover/judge-pile.ts'
import { undoOfOrder } from '../../../domain/handover/may-undo.ts'
import type { Pile } from '../../../domain/handover/pile.ts'
import { loansToUndo } from '../../../domain/handover/undoable-today.ts'
import { collectorOf, countVisit, isVisitBegun, type Visit } from '../../../domain/handover/visit.ts'
import type { CardNumber, ItemBarcode, OrderId, RecordId } from '../../../domain/ids.ts'
import { type CatalogueItems, findDocument } from '../../../domain/item/find-document.ts'
import { type LikeAnother, tellApart, titleToldApart } from '../../../domain/item/tell-apart.ts'
import { judgeCard } from '../../../domain/loan-right/judge-loan.ts'
import type { LoanRefusal, Refusal } from '../../../domain/operation/refusal.ts'
import { arrivedAt, baysOf, lineState, type Order, orderState } from '../../../domain/order/order.ts'
import { answersOf } from '../../../domain/order/state-answers.ts'
import type { Patron } from '../../../domain/patron/patron.ts'
import { isSameTitle } from '../../../domain/pull-list/find-equivalents.ts'
import { isSameSlot, type SlotKey } from '../../../domain/slot/slot.ts'
import { formatCardEnd } from '../../../locale/formats.ts'
import { sayRefusal } from '../../../locale/refusals.ts'
import { sayLent } from '../../use-say-lent.ts'
import { type Describing, nameOf, sayAfterwards, sayMoment, sayWhen } from './describe-found.ts'
import { sayCount } from './say-answer.ts'

/** Titles named one by one in what a press will do; more are counted. */
const mostTitlesSaid = 3

export interface RowBase {
  readonly key: string
  /** Which pile of the visit it is of: an index. */
  readonly pile: number
  readonly title: string
  readonly author: string
  readonly documentType: string | undefined
  readonly remark: string
}
/** As asked for, given instead of what was (PULL-5), or asked for by no order (HO-4). */
export type TakenSort = 'asked' | 'instead' | 'free'
export type DecisionRow = RowBase & {
  readonly kind: 'watch'
  readonly barcode: ItemBarcode
  readonly why: string
  readonly canOverride: boolean
  /** Refused for the card, whatever the document: one reason serves all of its pile. */
  readonly ofCard: boolean
}
export type DocumentRow =
  | (RowBase & { readonly kind: 'taken'; readonly barcode: ItemBarcode; readonly due: string; readonly sort: TakenSort })
  /** It may not leave as things are: somebody decides, or it stays. `remark` is whose it is, where several are here. */
  | DecisionRow
  | (RowBase & { readonly kind: 'left'; readonly barcode: ItemBarcode })
  /** `code` is on the label of the copy that was picked; empty where a tap ticked the line. */
  | (RowBase & { readonly kind: 'missing'; readonly lineId: string; readonly bays: readonly number[]; readonly code: string })
  | (RowBase & { readonly kind: 'not-found'; readonly lineId: string })
  | (RowBase & { readonly kind: 'not-prepared'; readonly lineId: string })

export interface DescribingOpen extends Describing {
  readonly titleOf: (barcode: ItemBarcode) => string
  readonly catalogue: CatalogueItems
  /** The hour of each order when its pile was first drawn: a colleague may move it meanwhile. */
  readonly slotsSeen: Map<OrderId, SlotKey>
}
/** With what tells its documents from those that look alike. */
interface DescribingRows extends DescribingOpen {
  readonly apart: ReadonlyMap<RecordId, string>
}

/** « Un document de plus que ses droits (DVD) : 3 pour 2 »: counted with this document, as one says it at the desk. */
const sayLoan = ({ words: { loan }, format }: DescribingOpen, refusal: LoanRefusal): string => {
  if (refusal.kind === 'card-expired') return loan['card-expired'](format.date(refusal.expiredOn))
  if (refusal.kind === 'patron-blocked') return loan['patron-blocked'](refusal.reason)
  if (refusal.kind === 'too-many-loans') return loan['too-many-loans'](refusal.counted + 1, refusal.maximum)
  return loan[refusal.kind](refusal.documentType, refusal.counted + 1, refusal.maximum)
}

const isOfCard = ({ kind }: LoanRefusal): boolean => kind === 'card-expired' || kind === 'patron-blocked'

const isLoanRefusal = (refusal: Refusal): refusal is LoanRefusal =>
  refusal.kind === 'card-expired' || refusal.kind === 'patron-blocked' || (refusal.kind.startsWith('too-many-') && 'counted' in refusal)

const scannedRow = (
  describing: DescribingRows,
  { barcode, recordId, verdict, documentType, lineId, insteadOf, overrideReason, ilsLoanSince }: ScannedDocument,
  pile: number,
  order: Order | undefined,
): DocumentRow => {
  const { state, words, format, naming, language, catalogue, titleOf, apart } = describing
  const wasId = order?.lines.find(({ id }) => id === lineId)?.substitutedFor
  const was = wasId === undefined ? undefined : state.get('record', wasId)
  const sort: TakenSort = was !== undefined ? 'instead' : lineId === undefined && order !== undefined ? 'free' : 'asked'
  const base: RowBase = {
    key: `item/${barcode}`,
    pile,
    title: titleToldApart(titleOf(barcode), recordId === undefined ? undefined : apart.get(recordId)),
    author: findDocument(state, barcode, catalogue)?.author ?? '',
    documentType,
    remark: [
      ...(sort === 'free' ? [words.added] : []),
      ...(was === undefined ? [] : [isSameTitle(was, { title: titleOf(barcode) }) ? words.otherEdition : words.instead(was.title)]),
      ...(insteadOf === undefined ? [] : [words.otherCopy]),
      ...(ilsLoanSince === undefined ? [] : [sayLent({ ...describing, words: words.lentElsewhere }, ilsLoanSince)]),
    ].join(' · '),
  }
  switch (verdict.kind) {
    case 'accepted':
      return {
        ...base,
        kind: 'taken',
        barcode,
        due: format.dayAndMonth(verdict.dueOn),
        sort,
        remark: [base.remark, verdict.overridden && words.withReason(overrideReason ?? '')].filter(Boolean).join(' · '),
      }
    case 'left-behind':
      return { ...base, kind: 'left', barcode, remark: words.left }
    case 'refused': {
      if (isLoanRefusal(verdict.refusal))
        return {
          ...base,
          kind: 'watch',
          barcode,
          why: sayLoan(describing, verdict.refusal),
          canOverride: verdict.canOverride,
          ofCard: isOfCard(verdict.refusal),
        }
      const { sentence, nextStep } = sayRefusal(language, verdict.refusal, naming)
      return { ...base, kind: 'watch', barcode, why: `${sentence} ${nextStep}`, canOverride: verdict.canOverride, ofCard: false }
    }
  }
}

const lineRow = (
  describing: DescribingRows,
  judgement: PileJudgement,
  pile: number,
  { line, title, bays, fate, barcode, lentSince }: UnansweredLine,
): DocumentRow => {
  const { state, words, apart } = describing
  const record = line.wanted.kind === 'wish' ? undefined : state.get('record', line.wanted.recordId)
  const base: RowBase = {
    // A wish for two may miss two documents.
    key: `line/${line.id}/${barcode ?? ''}`,
    pile,
    title: titleToldApart(
      title ?? (line.wanted.kind === 'wish' ? line.wanted.text : words.unknownItem(barcode ?? line.wanted.recordId)),
      record === undefined ? undefined : apart.get(record.id),
    ),
    author: record?.author ?? '',
    documentType: record?.documentType,
    remark: '',
  }
  switch (fate) {
    case 'missing':
      return {
        ...base,
        kind: 'missing',
        lineId: line.id,
        bays,
        // The head of the list says that it is missing.
        remark: lentSince === undefined ? '' : sayLent({ ...describing, words: words.lentElsewhere }, lentSince),
        code: barcode ?? '',
      }
    case 'not-found':
      return { ...base, kind: 'not-found', lineId: line.id, remark: words.notFoundLine }
    case 'left-behind':
      return barcode === undefined
        ? { ...base, kind: 'not-prepared', lineId: line.id, remark: words.left }
        : { ...base, kind: 'left', barcode, remark: words.left }
    case 'not-prepared': {
      const became = judgement.order === undefined ? undefined : lineState(judgement.order, line)
      // Where it stands: whose patron is early may have it fetched.
      const where = [record?.copies[0]?.callNumber, record?.copies[0]?.location]
      const parts = became?.kind === 'given-up' ? [words.givenUp(became.reason)] : [words.givenUp(''), ...where]
      return { ...base, kind: 'not-prepared', lineId: line.id, remark: parts.filter(Boolean).join(' · ') }
    }
  }
}

/** « Carte ·· 4812, adulte · commande attendue à 15 h · droits à jour à 9 h 12 »; the hour where only one order is in hand. */
const subOf = (describing: DescribingOpen, card: CardNumber, orders: readonly Order[], patron: Patron | undefined): string => {
  const { state, words, format, now, toLocal } = describing
  const parts = [words.cardLine(formatCardEnd(card), patron?.category ?? '')]
  const [order] = orders
  if (order !== undefined && orders.length === 1) {
    const arrival = arrivedAt(order)
    const expected = words.expected(sayWhen(describing, order.slot))
    parts.push(arrival === undefined ? expected : `${expected}, ${words.arrived(format.time(arrival.time))}`)
  }
  const asOf = state.get('patron', card)?.ilsAsOf
  if (asOf === undefined) parts.push(words.rightsUnknown)
  else {
    const { date, time } = toLocal(asOf)
    parts.push(words.rightsAsOf(date === now.date ? format.time(time) : `${format.time(time)}, ${format.date(date)}`))
  }
  return parts.join(' · ')
}

/** What a colleague did to the order while its pile lies open here; '' where nothing. */
const sayMeanwhile = (describing: DescribingOpen, { order, blockedBy }: PileJudgement): string => {
  const { words, language, naming, slotsSeen } = describing
  if (order === undefined) return ''
  const { id, number, slot } = order
  const seen = slotsSeen.get(id) ?? slot
  slotsSeen.set(id, seen)
  if (blockedBy !== undefined && 'orderId' in blockedBy) return Object.values(sayRefusal(language, blockedBy, naming)).join(' ')
  return isSameSlot(seen, slot) ? '' : words.movedMeanwhile(number, sayMoment(describing, slot))
}

/** One pile of the visit: an order, or what a card borrows without one. */
const describePile = (describing: DescribingRows, { card, orderId }: Pile, judgement: PileJudgement, n: number) => {
  const { state, words } = describing
  const { order, documents, unanswered } = judgement
  const rows = documents.map((document) => scannedRow(describing, document, n, order))
  const lines = unanswered.map((line) => lineRow(describing, judgement, n, line))
  const became = order === undefined ? undefined : orderState(order)
  return {
    key: `${card}/${orderId ?? ''}`,
    name: nameOf(state, card),
    number: order?.number,
    bays: order === undefined ? [] : baysOf(order),
    note: order?.note ?? '',
    meanwhile: sayMeanwhile(describing, judgement),
    /** Said when the order was not ready. */
    warning: became !== undefined && answersOf(became).isToPrepare ? words.notReady(words.states[became]) : '',
    count: sayCount(words, countVisit([judgement])),
    /** What was scanned and is decided, the last first. */
    scanned: [...rows.filter(({ kind }) => kind !== 'watch').reverse(), ...lines.filter(({ kind }) => kind === 'left')],
    /** What was ordered and is not in hand. */
    lacking: lines.filter(({ kind }) => kind !== 'left'),
  }
}
export type OpenPile = ReturnType<typeof describePile>

/** What tells documents of a visit that look alike from each other, those in hand and those still to fetch (HO-2). */
const pileApart = ({ state, catalogue }: DescribingOpen, judgements: readonly PileJudgement[]): ReadonlyMap<RecordId, string> =>
  tellApart(
    judgements.flatMap(({ documents, unanswered }): readonly LikeAnother[] => [
      ...documents.flatMap(({ barcode }) => findDocument(state, barcode, catalogue) ?? []),
      ...unanswered.flatMap(({ line: { wanted } }): LikeAnother | [] => {
        const record = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)
        return record === undefined ? [] : { ...record, recordId: record.id, callNumber: record.copies[0]?.callNumber }
      }),
    ]),
  )

/** Everything the « Quoi ? » stage shows. */
export const describeOpen = (open: DescribingOpen, visit: Visit, judgements: readonly PileJudgement[], isResumed: boolean) => {
  const describing = { ...open, apart: pileApart(open, judgements) }
  const { state, words, format, now } = describing
  const settings = state.get('settings', 'settings')
  const piles = visit.piles.flatMap((pile, n) => {
    const judgement = judgements[n]
    return judgement === undefined ? [] : [describePile(describing, pile, judgement, n)]
  })
  const people = [...new Set(visit.piles.map(({ card }) => card))].map((card) => {
    const isHis = (_: unknown, n: number): boolean => visit.piles[n]?.card === card
    const patron = state.get('patron', card)
    const mayBorrow = patron && judgeCard(patron, now.date)
    const inHand = judgements.filter(isHis).flatMap(({ order }) => order ?? [])
    return {
      card,
      name: nameOf(state, card),
      sub: subOf(describing, card, inHand, patron),
      /** LOAN-1: why the card borrows nothing, said before any document is scanned; '' where it may. */
      blocked: mayBorrow === undefined || mayBorrow.ok ? '' : sayLoan(describing, mayBorrow.refusal),
      piles: piles.filter(isHis),
      /** How somebody else came for this person (HO-12). */
      collectedWith: collectorOf(visit, card),
      /** Orders of this person that are not in hand (HO-11). */
      also: findOrders(state, { kind: 'card', card })
        .filter(({ id }) => !inHand.some((order) => order.id === id))
        .map((order) => ({
          order,
          say: words.alsoOrdered(order.number, sayMoment(describing, order.slot), words.states[orderState(order)]),
        })),
      /** Without an order, so without a sheet: undone from here (HO-7). */
      loansLeft: loansToUndo(state, { card }, open.now.date),
      /** Handed over today: their sheets undo it. */
      leftToday: [...state.all('order')].filter((order) => order.card === card && undoOfOrder(order, open.now.date) !== undefined),
    }
  })
  const rows = piles.flatMap((pile) => [...pile.scanned, ...pile.lacking])
  const decisions = judgements.flatMap((judgement, n) =>
    judgement.documents
      .map((document) => scannedRow(describing, document, n, judgement.order))
      .filter((row) => row.kind === 'watch')
      .map((row) => ({ ...row, remark: piles.length === 1 ? '' : words.ofPile(piles[n]?.name ?? '', piles[n]?.number) })),
  )
  const documents = judgements.flatMap((judgement) => judgement.documents)
  const missing = rows.filter((row) => row.kind === 'missing')
  const bays = [...new Set(missing.flatMap((row) => row.bays))]
  const sayBays = bays.length === 0 ? '' : words.bays(format.list(bays.map(String)), bays.length)
  const waiting = decisions.map((row) => words.quoted(row.title))
  const waits = waiting.length === 0 ? undefined : words.waitDecision(format.list(waiting), waiting.length)
  const gone = missing.map((row) => words.quoted(row.title))
  const absent = (['not-found', 'left', 'not-prepared'] as const).flatMap((kind) => {
    const count = rows.filter((row) => row.kind === kind).length
    return count === 0 ? [] : [words.absentCount[kind](count)]
  })
  // A pile of which nothing leaves is not handed over: what it lacks stays expected.
  const closing = missing.filter(({ pile }) => judgements[pile]?.documents.some(({ verdict }) => verdict.kind === 'accepted'))
  const titles = closing.map((row) => words.quoted(row.title))
  const said = titles.length > mostTitlesSaid ? words.documents(titles.length) : format.list(titles)
  const [first] = visit.piles
  const isAnyPrepared = judgements.some(({ preparedLines }) => preparedLines > 0)
  return {
    /** In the order in which their cards came. */
    people,
    piles,
    meanwhile: piles.flatMap(({ meanwhile }) => meanwhile || []).join(' '),
    /** What waits for a decision, of all the piles, the last scanned first: nothing is handed over before. */
    decisions: decisions.reverse(),
    /** Why nothing may be handed over now. */
    waits,
    afterwards:
      first?.happened === undefined ? undefined : sayAfterwards(describing, { happened: first.happened, handedBy: first.handedBy }),
    isResumed,
    count: sayCount(words, countVisit(judgements)),
    rest: !isAnyPrepared
      ? documents.length === 0
        ? words.scanFirst
        : ''
      : missing.length === 0
        ? absent.length === 0
          ? words.complete
          : absent.join(', ')
        : documents.length === 0 && sayBays !== ''
          ? words.toFetch(sayBays)
          : documents.length === 0 || missing.length > 2
            ? words.missingCount(missing.length, sayBays)
            : words.missing(gone, sayBays),
    leaving: documents.filter(({ verdict }) => verdict.kind === 'accepted').length,
    /** Whether putting it aside keeps anything. */
    isBegun: isVisitBegun(visit),
    /** Whether a receipt by mail would reach each of them. */
    canMail:
      settings?.sendsMail === true &&
      settings.messagesOff?.includes('receipt') !== true &&
      visit.piles.every(({ card }) => state.get('patron', card)?.reachable === 'yes'),
    consequences: titles.length === 0 ? '' : words.sentence(words.willShowMissing(said, titles.length)),
  }
}
export type OpenHandover = ReturnType<typeof describeOpen>
export type OpenPerson = OpenHandover['people'][number]

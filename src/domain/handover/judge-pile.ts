/**
 * What the screen says while documents are scanned: which may leave and until when, which may not and why, and what of the order is
 * still missing (HO-2 to HO-5). Runs on the tablet, at each scan; the same questions are asked once more before the commit.
 */

import type { ItemBarcode, RecordId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type CatalogueItems, findDocument } from '../item/find-document.ts'
import { dueDate, isNewRelease } from '../loan-right/due-date.ts'
import { judgeCard, judgeLoan, type LoanWanted } from '../loan-right/judge-loan.ts'
import type { LocalDate } from '../local-date.ts'
import type { HandedOverItem } from '../operation/operation.ts'
import type { LoanRefusal, Refusal } from '../operation/refusal.ts'
import { lentElsewhere } from '../order/lent-elsewhere.ts'
import { baysOf, lineState, type Order, type OrderLine, standingLinePicks } from '../order/order.ts'
import type { Patron } from '../patron/patron.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Settings } from '../settings/settings.ts'
import { judgeDocument } from './judge-document.ts'
import { judgeParties } from './judge-hand-over-order.ts'
import type { Pile } from './pile.ts'

export type Verdict =
  | {
      readonly kind: 'accepted'
      readonly dueOn: LocalDate
      /** What loan rights refused and a librarian overrode (LOAN-3). */
      readonly overridden: LoanRefusal | undefined
    }
  /** The patron does not want it (HO-5). */
  | { readonly kind: 'left-behind' }
  /** Only loan rights may be overridden, with a reason (LOAN-3). */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly canOverride: boolean }

/** One scanned document, with what was concluded about it. */
export interface ScannedDocument extends Omit<HandedOverItem, 'dueOn'> {
  /** undefined: neither the catalogue file nor the base knows the document. */
  readonly title: string | undefined
  /** The copy that was picked for that line, where this is another one; it stays in its bay. */
  readonly insteadOf: ItemBarcode | undefined
  /** When the ILS said that the ordinary desk lent it; shown, never refused: the document is in hand (ORD-4). */
  readonly ilsLoanSince: Instant | undefined
  readonly verdict: Verdict
}

/** A line that no scanned document answers. */
export interface UnansweredLine {
  readonly line: OrderLine
  /** The document that was picked for it, where one was bound. */
  readonly barcode: ItemBarcode | undefined
  readonly title: string | undefined
  /** Where it should be. */
  readonly bays: readonly number[]
  /** When the ILS said that the ordinary desk lent the picked document: it may have left its bay (ORD-4). */
  readonly lentSince: Instant | undefined
  /** `missing`: picked and neither scanned nor explained · `not-prepared`: nothing was ever picked for it. */
  readonly fate: 'missing' | 'not-found' | 'left-behind' | 'not-prepared'
}

export interface PileJudgement {
  readonly order: Order | undefined
  readonly patron: Patron | undefined
  /** In the order scanned. */
  readonly documents: readonly ScannedDocument[]
  /** In the order of the lines. */
  readonly unanswered: readonly UnansweredLine[]
  /** "3 sur 4": documents scanned of those prepared for a line (HO-2). */
  readonly scannedLines: number
  readonly preparedLines: number
  /** What forbids handing over anything; undefined: it can be recorded. */
  readonly blockedBy: Refusal | undefined
}

const recordIdOf = ({ wanted }: OrderLine): RecordId | undefined => (wanted.kind === 'wish' ? undefined : wanted.recordId)

/** One document that a line waits for at the handover: what was picked for it, or the line itself. A wish for two has two (PULL-8). */
interface Place {
  readonly line: OrderLine
  readonly isPicked: boolean
  /** The document bound to it; undefined: ticked without a scan, or nothing yet. */
  readonly copy: ItemBarcode | undefined
}

const placesOf = (order: Order): readonly Place[] =>
  order.lines.flatMap((line): readonly Place[] => {
    const picks = line.wanted.kind === 'wish' ? standingLinePicks(order, line.id) : []
    if (picks.length > 1) return picks.map(({ barcode }) => ({ line, isPicked: true, copy: barcode }))
    const now = lineState(order, line)
    const isPicked = now.kind === 'picked' || picks.length > 0
    return [{ line, isPicked, copy: now.kind === 'picked' ? now.barcode : picks[0]?.barcode }]
  })

/** A place, and the copy that was picked for it where this document is another one of the same title. */
interface Binding {
  readonly place: Place
  readonly insteadOf: ItemBarcode | undefined
}

/**
 * HO-2: gives each document its line. First each copy the line it was picked for. Then, in the order scanned: a line ticked without a
 * scan, one that asks for the title, one whose own copy is missing.
 */
const bindLines = (
  state: DeskState,
  places: readonly Place[],
  documents: readonly { readonly barcode: ItemBarcode; readonly recordId: RecordId | undefined }[],
): ReadonlyMap<ItemBarcode, Binding> => {
  const free = [...places]
  const bound = new Map<ItemBarcode, Binding>()
  const bind = (barcode: ItemBarcode, found: Place | undefined): void => {
    if (found === undefined) return
    free.splice(free.indexOf(found), 1)
    bound.set(barcode, { place: found, insteadOf: found.copy === barcode ? undefined : found.copy })
  }
  for (const { barcode } of documents) {
    bind(
      barcode,
      free.find(({ copy }) => copy === barcode),
    )
  }
  for (const { barcode, recordId } of documents.filter((document) => !bound.has(document.barcode))) {
    const asks = ({ line, copy }: Place): boolean =>
      (line.wanted.kind === 'item' && line.wanted.barcode === barcode) ||
      (recordId !== undefined && (recordIdOf(line) === recordId || (copy !== undefined && state.get('item', copy)?.recordId === recordId)))
    bind(
      barcode,
      free.find((candidate) => candidate.isPicked && candidate.copy === undefined && asks(candidate)) ??
        free.find((candidate) => !candidate.isPicked && asks(candidate)) ??
        free.find(asks),
    )
  }
  return bound
}

/**
 * Judges a half-scanned handover, each document on top of those before it (HO-2 to HO-5, LOAN-1 to LOAN-4, RET-2). `givenBefore`: what
 * other piles of the visit give to the same card (HO-11).
 */
export const judgePile = (
  state: DeskState,
  settings: Settings,
  pile: Pile,
  today: LocalDate,
  catalogue: CatalogueItems = new Map(),
  givenBefore: readonly LoanWanted[] = [],
): PileJudgement => {
  const { card, orderId } = pile
  const day = pile.happened?.date ?? today
  const order = orderId === undefined ? undefined : state.get('order', orderId)
  const patron = state.get('patron', card)
  const given: LoanWanted[] = []
  const mayCardBorrow = patron === undefined || judgeCard(patron, day).ok

  const judge = (wanted: LoanWanted, overrideReason: string | undefined): Verdict => {
    const document = judgeDocument(state, wanted.barcode, pile, day)
    if (!document.ok) return { kind: 'refused', refusal: document.refusal, canOverride: false }
    if (pile.leftBehind.includes(wanted.barcode)) return { kind: 'left-behind' }
    if (patron === undefined) return { kind: 'refused', refusal: { kind: 'patron-unknown', card }, canOverride: false }
    const loan = judgeLoan(settings, patron, [...givenBefore, ...given], wanted, day)
    if (!loan.ok && overrideReason === undefined) return { kind: 'refused', refusal: loan.refusal, canOverride: true }
    given.push(wanted)
    return {
      kind: 'accepted',
      dueOn: dueDate(settings, patron.category, wanted.documentType, day),
      overridden: loan.ok ? undefined : loan.refusal,
    }
  }

  const scanned = pile.scanned.map((scan) => {
    const known = findDocument(state, scan.barcode, catalogue)
    return { ...scan, known, recordId: known?.recordId ?? state.get('item', scan.barcode)?.recordId }
  })
  // A document that may not leave answers no line.
  const mayLeave = scanned.filter(({ barcode }) => judgeDocument(state, barcode, pile, day).ok)
  const places = order === undefined ? [] : placesOf(order)
  const bindings = bindLines(state, places, mayLeave)
  const documents = scanned.map(({ barcode, overrideReason: ownReason, known, recordId }): ScannedDocument => {
    const overrideReason = ownReason ?? (mayCardBorrow ? undefined : pile.cardReason)
    const item = state.get('item', barcode)
    const binding = bindings.get(barcode)
    const [lineId, insteadOf] = [binding?.place.line.id, binding?.insteadOf]
    const wanted: LoanWanted = {
      barcode,
      documentType: known?.documentType ?? item?.documentType,
      isNewRelease: isNewRelease(settings, known?.arrivedOn, day),
      lineId,
    }
    const verdict = judge(wanted, overrideReason)
    return { ...wanted, recordId, title: known?.title, insteadOf, overrideReason, ilsLoanSince: item?.ilsLoanSince, verdict }
  })

  const answered = new Set([...bindings.values()].map(({ place }) => place))
  const prepared = places.filter((place) => answered.has(place) || place.isPicked)
  const lentByLine = order === undefined ? undefined : lentElsewhere(state, order)
  const unanswered = places
    .filter((place) => !answered.has(place))
    .map(({ line, isPicked, copy: barcode }): UnansweredLine => {
      const recordId = recordIdOf(line)
      return {
        line,
        barcode,
        title: recordId === undefined ? undefined : state.get('record', recordId)?.title,
        bays: order === undefined ? [] : baysOf(order),
        lentSince: barcode === undefined ? undefined : lentByLine?.get(line.id),
        fate: !isPicked
          ? 'not-prepared'
          : barcode !== undefined && pile.leftBehind.includes(barcode)
            ? 'left-behind'
            : pile.notFound.includes(line.id)
              ? 'not-found'
              : 'missing',
      }
    })
  const parties = judgeParties(state, orderId, card)
  const undecided = documents.find(({ verdict }) => verdict.kind === 'refused')
  const isAnyAccepted = documents.some(({ verdict }) => verdict.kind === 'accepted')
  return {
    order,
    patron,
    documents,
    unanswered,
    scannedLines: prepared.filter((place) => answered.has(place)).length,
    preparedLines: prepared.length,
    blockedBy: !parties.ok
      ? parties.refusal
      : undecided !== undefined
        ? { kind: 'document-undecided', barcode: undecided.barcode }
        : isAnyAccepted
          ? undefined
          : { kind: 'nothing-scanned' },
  }
}

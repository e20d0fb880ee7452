/**
 * Which loans and returns of a day go to the ILS now: each once, even if it arrived twice, late, or was undone. Pure; runs on the endpoint.
 * An ILS believes what it is given, and tells nobody that it closed somebody's loan. So where a line could make it say something false (an
 * open case, a document that has moved again since), the line is set apart for a person.
 */

import { overOf, untrueOf } from '../../domain/case/decided.ts'
import type { ItemBarcode, OperationId } from '../../domain/ids.ts'
import type { Item, ItemFact } from '../../domain/item/item.ts'
import { type FactOf, openHandovers, standingReturns } from '../../domain/item/item-state.ts'
import { daysBetween } from '../../domain/local-date.ts'
import { causalPasts, isBefore, namesBefore, type Pasts } from '../../domain/operation/causality.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { compareHappened } from '../../domain/operation/recorded-fact.ts'
import type { ToldLine } from '../storage/told-lines.ts'
import { askNear } from './ask-near.ts'
import { type DecidedOrder, inTheEnd } from './decided-order.ts'
import { isUntrue } from './declared-untrue.ts'
import { canPrecede, type Handover, type History, isPassedOver, type Return, runsBeside, type Undo } from './document-history.ts'
import { type ApartReason, type DayMovements, type Movement, movementKey } from './movement.ts'
import type { TrueTime } from './true-time.ts'

export interface CirculationFact {
  readonly envelope: Envelope
  readonly happened: TrueTime
}

export interface SelectionInput {
  /** The day's handovers, undos and returns. */
  readonly facts: readonly CirculationFact[]
  /** All that is known of a document: these facts, and those of other days as long as its row, or the memory of it, is here. */
  item(barcode: ItemBarcode): Item | undefined
  /** Operations cited by an open case, with the document that the case is about; undefined: about something else. */
  readonly inOpenCase: ReadonlyMap<OperationId, readonly (ItemBarcode | undefined)[]>
  /** What a person decided of a document's loans and returns of which neither author knew. */
  readonly decided: ReadonlyMap<ItemBarcode, DecidedOrder>
  /** Lines that were said already, by `movementKey`. */
  readonly told: ReadonlyMap<string, Pick<ToldLine, 'batch'>>
  /** What was asked over a wire and is not settled (`movementKey`): it goes out no other way. Whether it may have been done all the same. */
  readonly asked: ReadonlyMap<string, boolean>
  /** Whether the ILS's words can hold these numbers. */
  canTell(movement: Pick<Movement, 'barcode' | 'card'>): boolean
}

const once = <F extends ItemFact, A>(answer: (fact: F) => A): ((fact: F) => A) => {
  const answers = new Map<F, { readonly of: A }>()
  return (fact) => {
    const known = answers.get(fact) ?? { of: answer(fact) }
    answers.set(fact, known)
    return known.of
  }
}

const openHistory = (item: Item, { told, decided }: Pick<SelectionInput, 'told' | 'decided'>): History => {
  const isGone = (operationId: OperationId, movement: Movement['movement']): boolean =>
    told.has(movementKey({ operationId, barcode: item.id, movement }))
  const facts = inTheEnd(item, decided.get(item.id), isGone)
  const pick = <W extends ItemFact['what']>(what: W) => facts.filter((fact): fact is FactOf<W> => fact.what === what)
  const undos = pick('handover-undone')
  const handovers = pick('handed-over')
  const undone = new Set(undos.map((fact) => fact.handover))
  const running = new Set(openHandovers(item).map(({ operationId }) => operationId))
  const open = handovers.filter(({ operationId }) => running.has(operationId))
  const pasts = causalPasts(facts)
  const untrue = untrueOf(item.decided, item.id)
  const over = overOf(item.decided, item.facts)
  const hasEnded: History['hasEnded'] = ({ operationId }) => over.has(operationId)
  const isDeclaredUntrue: History['isDeclaredUntrue'] = ({ operationId }) => untrue.has(operationId)
  const standing = handovers.filter(
    (loan) => !undone.has(loan.operationId) && !isDeclaredUntrue(loan) && !isPassedOver({ open, pasts, hasEnded }, loan),
  )
  const hasGoneOut: History['hasGoneOut'] = once(({ operationId, what }) => isGone(operationId, what === 'handed-over' ? 'loan' : 'return'))
  const standingBacks = standingReturns(facts)
  const isStandingReturn = (fact: Return): boolean => standingBacks.includes(fact)
  // Once the ILS has been told of a return, it goes on believing it, taken back or not.
  const returns = pick('returned').filter((fact) => isStandingReturn(fact) || hasGoneOut(fact))
  const loans = handovers.filter((fact) => standing.includes(fact) || hasGoneOut(fact))
  const known = namesBefore(facts)
  const history: History = {
    facts,
    pasts,
    known,
    handovers,
    open,
    undos,
    returns,
    standing,
    loans,
    loansInOrder: inOrder(loans, { hasGoneOut, known }),
    returnsInOrder: inOrder(returns, { hasGoneOut, known }),
    anyLoan: askNear(loans, known),
    anyReturn: askNear(returns, known),
    hasGoneOut,
    hasEnded,
    isDeclaredUntrue,
    goesOnAs: once((loan) => goesOnAs(history, loan)),
    isTold: once((fact) => isTold(history, fact)),
    isOvertaken: once((fact) => isOvertaken(history, fact)),
  }
  return history
}

/** First what went out, then by who knew what, then by the clock: so that the first of several equal facts is the one that speaks. */
const inOrder = <F extends ItemFact>(facts: readonly F[], { hasGoneOut, known }: Pick<History, 'hasGoneOut' | 'known'>): readonly F[] => {
  const depth = (fact: F): number => known.get(fact.operationId)?.size ?? 0
  return [...facts].sort(
    (a, b) =>
      Number(hasGoneOut(b)) - Number(hasGoneOut(a)) ||
      depth(a) - depth(b) ||
      compareHappened(a, b) ||
      (a.operationId < b.operationId ? -1 : 1),
  )
}

const liesBetween = (pasts: Pasts, between: ItemFact, a: ItemFact, b: ItemFact): boolean =>
  (canPrecede(pasts, a, between) && canPrecede(pasts, between, b)) || (canPrecede(pasts, b, between) && canPrecede(pasts, between, a))

/** The same document to the same patron again without a return or an undo between is one loan (PROTOCOL.md, Contradiction). */
const isSameLoan = ({ pasts, anyReturn, undos, hasGoneOut }: History, a: Handover, b: Handover): boolean =>
  a.card === b.card &&
  !anyReturn(b, (back) => liesBetween(pasts, back, a, b)) &&
  // Once the ILS was told that it is undone, nothing goes on from it there.
  !undos.some((undo) => undo.handover === a.operationId && (hasGoneOut(undo) || liesBetween(pasts, undo, a, b)))

const goesOnAs = (history: History, loan: Handover): Handover | undefined => {
  const isUndone = history.undos.some(({ handover }) => handover === loan.operationId)
  // With a return that the ILS heard before it, as a person said: no line says there that it is over.
  const isOverUnsaid = (next: Handover): boolean =>
    history.hasEnded(next) && !history.returns.some((back) => canPrecede(history.pasts, next, back))
  return isUndone ? history.standing.find((next) => isSameLoan(history, loan, next) && !isOverUnsaid(next)) : undefined
}

/** Equal by way of another one is equal: a loan that goes on from one that was undone goes on from the one that took its place. */
const isSpokenFor = (history: History, earlier: Handover, loan: Handover): boolean => {
  if (isSameLoan(history, earlier, loan)) return true
  const next = history.goesOnAs(earlier)
  return next !== undefined && isSameLoan(history, next, loan)
}

/** Whether no equal fact before this one speaks for it. */
const isFirst = <F>(ordered: readonly F[], fact: F, isSame: (a: F, b: F) => boolean): boolean =>
  !ordered.slice(0, ordered.indexOf(fact)).some((earlier) => isSame(earlier, fact))

/** Whether a handover's loan is to be told: it stands, and no equal one tells it. */
const isToldLoan = (history: History, loan: Handover): boolean =>
  history.standing.includes(loan) && isFirst(history.loansInOrder, loan, (a, b) => isSpokenFor(history, a, b))

/** A document scanned back twice, with no loan between, came back once. */
const isToldReturn = (history: History, back: Return): boolean =>
  isFirst(history.returnsInOrder, back, (a, b) => !history.anyLoan(b, (loan) => liesBetween(history.pasts, loan, a, b)))

/** An undone loan is told, as a return, only where the loan itself was; once, and only if nothing else says that it goes on or is over. */
const isToldUndo = (history: History, undo: Undo): boolean => {
  const loan = history.handovers.find((fact) => fact.operationId === undo.handover)
  if (loan === undefined || !history.hasGoneOut(loan) || runsBeside(history, loan)) return false
  const undosOfLoan = history.undos.filter((fact) => fact.handover === undo.handover)
  if (inOrder(undosOfLoan, history)[0] !== undo) return false
  // A return by somebody who knew the loan says that it is over, but where it was lent again in between.
  const { pasts, returns, standing } = history
  const isSaid = returns.some(
    (back) =>
      isBefore(pasts, loan.operationId, back.operationId) &&
      !standing.some((next) => canPrecede(pasts, undo, next) && canPrecede(pasts, next, back)),
  )
  if (isSaid) return false
  if (history.goesOnAs(loan) !== undefined) return false
  // Lent since to somebody else: there the first loan ended with that one, and a return would end that one too.
  const isTakenOver = standing.some(
    (next) =>
      next.card !== loan.card &&
      (history.hasGoneOut(next) || history.isTold(next)) &&
      canPrecede(pasts, loan, next) &&
      canPrecede(pasts, next, undo),
  )
  return !isTakenOver
}

/** A later loan or return of the document has gone out. */
const isOvertaken = (history: History, fact: ItemFact): boolean =>
  [...history.handovers, ...history.returns, ...history.undos].some(
    (other) => history.hasGoneOut(other) && !canPrecede(history.pasts, other, fact),
  )

/** Whether this fact has anything to tell, now or in an earlier batch. */
const isTold = (history: History, fact: ItemFact): boolean => {
  if (fact.what === 'handed-over') return isToldLoan(history, fact)
  if (fact.what === 'returned') return history.returns.includes(fact) && isToldReturn(history, fact)
  return fact.what === 'handover-undone' && isToldUndo(history, fact)
}

/** Days back to which an export that was forgotten is waited for; further back, the library is taken not to have exported at all. */
const forgottenDays = 7

/** It is still to go out with its own day, which is so many days before. */
const isWaiting = (history: History, other: ItemFact, daysBefore: number, canTell: (other: ItemFact) => boolean): boolean =>
  daysBefore > 0 &&
  daysBefore <= forgottenDays &&
  !history.hasGoneOut(other) &&
  canTell(other) &&
  history.isTold(other) &&
  !history.isOvertaken(other)

/**
 * A loan that was ended before this fact, as whoever pressed knew or a person decided, is ended on a later day by the clocks. Told before
 * it, the fact would lend to somebody who has the document, and the return could never be told.
 */
const awaitsLaterDay = (history: History, fact: ItemFact, canTell: (other: ItemFact) => boolean): boolean =>
  [...history.returns, ...history.undos].some(
    (end) =>
      isBefore(history.pasts, end.operationId, fact.operationId) &&
      history.loans.some((loan) => isBefore(history.pasts, loan.operationId, end.operationId)) &&
      isWaiting(history, end, daysBetween(fact.happened.date, end.happened.date), canTell),
  )

/** A loan or return of the document on another day is still to go out: the ILS would hear the two the wrong way round. */
const isPreceded = (history: History, fact: ItemFact, canTell: (other: ItemFact) => boolean): boolean =>
  awaitsLaterDay(history, fact, canTell) ||
  [...history.standing, ...history.returns, ...history.undos].some(
    (other) =>
      isWaiting(history, other, daysBetween(other.happened.date, fact.happened.date), canTell) && !awaitsLaterDay(history, other, canTell),
  )

const movesOf = (payload: Operation): readonly { readonly barcode: ItemBarcode; readonly movement: Movement['movement'] }[] => {
  switch (payload.kind) {
    case 'hand-over-order':
      return payload.items.map(({ barcode }) => ({ barcode, movement: 'loan' }))
    case 'undo-handover':
      return payload.barcodes.map((barcode) => ({ barcode, movement: 'return' }))
    case 'return-item':
      return [{ barcode: payload.barcode, movement: 'return' }]
    case 'pick-item':
    case 'unpick-item':
    case 'report-not-found':
    case 'give-up-line':
    case 'bag-order':
    case 'print-label':
    case 'record-arrival':
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
    case 'confirm-no-show':
    case 'place-order':
    case 'reschedule-order':
    case 'cancel-order':
    case 'change-lines':
    case 'claim':
    case 'release-claim':
    case 'write-note':
    case 'substitute-record':
    case 'settle-case':
      return []
  }
}

const toMovement = ({ envelope, happened }: CirculationFact, barcode: ItemBarcode, movement: Movement['movement']): Movement => {
  const { payload, operationId, librarianId } = envelope
  const given = payload.kind === 'hand-over-order' ? payload : undefined
  const item = given?.items.find((one) => one.barcode === barcode)
  return {
    operationId,
    barcode,
    movement,
    happened,
    librarianId,
    card: given?.card,
    dueOn: item?.dueOn,
    overrideReason: item?.overrideReason,
    orderId: payload.kind === 'hand-over-order' || payload.kind === 'undo-handover' ? payload.orderId : undefined,
  }
}

/** "go" now, "gone" before, "stay" unsaid for good or until something changes, or the reason to be set apart. */
type Verdict = 'go' | 'gone' | 'stay' | ApartReason

/** What of a day's facts goes out next, in true local time order; a document in an open case waits with all its loans and returns. */
export const selectMovements = (input: SelectionInput): DayMovements => {
  const { facts, item, inOpenCase, decided, told, asked, canTell } = input
  const historyByBarcode = new Map<
    ItemBarcode,
    { readonly item: Item; readonly history: History; readonly isInCase: boolean } | undefined
  >()
  const historyOf = (barcode: ItemBarcode) => {
    if (historyByBarcode.has(barcode)) return historyByBarcode.get(barcode)
    const row = item(barcode)
    const known = row && {
      item: row,
      history: openHistory(row, input),
      isInCase: row.facts
        .filter(({ what }) => what === 'handed-over' || what === 'returned' || what === 'handover-undone')
        .some(({ operationId }) => inOpenCase.get(operationId)?.some((about) => about === undefined || about === barcode)),
    }
    historyByBarcode.set(barcode, known)
    return known
  }

  const judge = (movement: Movement): Verdict => {
    const known = historyOf(movement.barcode)
    const fact = known?.history.facts.find(({ operationId }) => operationId === movement.operationId)
    if (known === undefined || fact === undefined) return 'stay'
    const { history } = known
    const canTellFact = (other: ItemFact): boolean =>
      canTell({ barcode: movement.barcode, card: other.what === 'handed-over' ? other.card : undefined })
    if (history.hasGoneOut(fact)) {
      return isUntrue(known, fact, decided.get(movement.barcode)) ? 'declared-untrue' : 'gone'
    }
    const mayBeDone = asked.get(movementKey(movement))
    const isToSay = history.isTold(fact)
    if (mayBeDone === true || (mayBeDone === false && isToSay)) return 'asked'
    if (known.isInCase) return isToSay || fact.what === 'handed-over' ? 'open-case' : 'stay'
    if (!isToSay) return 'stay'
    if (!canTell(movement)) return 'unwritable'
    if (history.isOvertaken(fact)) return 'overtaken'
    return isPreceded(history, fact, canTellFact) ? 'other-day-waits' : 'go'
  }

  // A tablet whose clock was slow says that a document came back before it left: the ILS hears of both as whoever pressed had seen them.
  const happenedOf = new Map(facts.map(({ envelope, happened }) => [envelope.operationId, happened]))
  const afterWhatItKnew = (movement: Movement): Movement => {
    const known = historyOf(movement.barcode)?.history.known.get(movement.operationId) ?? []
    const times = [movement.happened, ...[...known].flatMap((operationId) => happenedOf.get(operationId) ?? [])]
    return { ...movement, happened: times.reduce((last, time) => (time.at > last.at ? time : last)) }
  }

  const seen = new Set<string>()
  const inTurn = facts
    .flatMap((fact) => movesOf(fact.envelope.payload).map(({ barcode, movement }) => toMovement(fact, barcode, movement)))
    .filter((movement) => !seen.has(movementKey(movement)) && seen.add(movementKey(movement)))
    .map(afterWhatItKnew)
    .map((movement) => ({
      movement,
      verdict: judge(movement),
      depth: historyOf(movement.barcode)?.history.known.get(movement.operationId)?.size ?? 0,
    }))
    // Within one moment, what knew of the other comes after it; a handover's documents keep the order in which they were scanned.
    .sort((a, b) => a.movement.happened.at - b.movement.happened.at || a.depth - b.depth)
  // What follows of a document of which an answer is open waits for it.
  const open = new Set<ItemBarcode>()
  const judged = inTurn.map(({ movement, verdict }) => {
    if (verdict === 'asked') open.add(movement.barcode)
    return { movement, verdict: verdict === 'go' && open.has(movement.barcode) ? ('asked' as const) : verdict }
  })
  return {
    ready: judged.flatMap(({ movement, verdict }) => (verdict === 'go' ? [movement] : [])),
    apart: judged.flatMap(({ movement, verdict }) =>
      verdict === 'go' || verdict === 'gone' || verdict === 'stay' ? [] : [{ ...movement, reason: verdict }],
    ),
    known: judged.flatMap(({ movement, verdict }) => {
      const line = verdict === 'gone' ? told.get(movementKey(movement)) : undefined
      return line === undefined ? [] : [{ ...movement, batch: line.batch }]
    }),
  }
}

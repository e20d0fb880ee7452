/**
 * What the ILS is still to be told of one document, from its story and from what was said already. Pure; runs on the endpoint.
 * Let p be the last move that was told and stands. Moves after p go, in order, up to the first that is held. One that cannot be written is
 * passed over. A loan that was taken back is told, as a return at its place, where the ILS has it from us and the document is here.
 * The plan proves itself: what the ILS will believe is where the story has the document, or nothing goes and a person is told.
 */
import type { CardNumber, OperationId } from '../../domain/ids.ts'
import type { Item, ItemFact } from '../../domain/item/item.ts'
import { isA, type Loan, type Move, storyOf } from '../../domain/item/story.ts'
import { isBefore } from '../../domain/operation/causality.ts'
import type { ToldLine } from '../storage/told-lines.ts'
import type { ApartReason, Movement } from './movement.ts'

/** What the ILS believes of one document, from the lines that it was told. The loan that runs there; undefined: it has the document on its shelf, as far as we told it. */
interface Belief {
  readonly loan: Loan | undefined
  readonly isOurs: boolean
}

const nobody: Belief = { loan: undefined, isOurs: true }

/** In the order of the lines: a loan replaces, a return ends. A line whose fact is nowhere any more says nothing. */
const believed = (
  lines: readonly Pick<ToldLine, 'operationId' | 'movement' | 'answer'>[],
  factOf: (operationId: OperationId) => ItemFact | undefined,
): Belief =>
  lines.reduce((before, { operationId, movement, answer }): Belief => {
    const fact = factOf(operationId)
    if (fact === undefined) return before
    return movement === 'loan' && isA('handed-over')(fact) ? { loan: fact, isOurs: answer !== 'already' } : nobody
  }, nobody)

export interface PlanInput {
  readonly item: Item
  /** What was said of it, in one voice, in the order in which it was said. */
  readonly told: readonly Pick<ToldLine, 'operationId' | 'movement' | 'answer'>[]
  /** Cited by an open case that holds this document. */
  isInCase(operationId: OperationId): boolean
  /** Asked over a wire and not settled: whether it may have been done all the same. */
  asked(operationId: OperationId, movement: Movement['movement']): boolean | undefined
  /** Whether the ILS's words can hold the number of this card, or of the document. */
  canTell(card: CardNumber | undefined): boolean
  /** Neither emptied with its age, nor so old that the library is taken to have told it by another way. */
  isSayable(operationId: OperationId): boolean
  /** A return of before a restore, for a file: the history that was lost may have told it, and somebody else has the document since. */
  mayBeTold(operationId: OperationId): boolean
}

interface Said {
  /** It speaks for its move. */
  readonly fact: ItemFact
  readonly movement: Movement['movement']
  /** Of a return: whose loan it ends. */
  readonly ends: CardNumber | undefined
}

export interface PlannedLine extends Said {
  /** Its time and day are those of this fact, or later where the line before it has that time. */
  readonly place: ItemFact
}

export interface ApartFact extends Said {
  readonly reason: ApartReason
}

export interface Plan {
  readonly lines: readonly PlannedLine[]
  /** The place of what was said before them; undefined: nothing. */
  readonly after: ItemFact | undefined
  readonly apart: readonly ApartFact[]
  /** True if the ILS would believe something other than the story, and no decision or undo explains it. */
  readonly isDefect: boolean
}

const movementOf = ({ kind }: Move): Movement['movement'] => (kind === 'loan' ? 'loan' : 'return')

/** The loan by which somebody has the document after this move: a loan replaces, a return ends. */
const heldAfter = (holder: Move | undefined, move: Move): Move | undefined => {
  if (!move.stands) return holder
  if (move.kind === 'loan') return move
  return move.kind === 'return' || move.ends === holder ? undefined : holder
}

export const planLines = ({ item, told, isInCase, asked, canTell, isSayable, mayBeTold }: PlanInput): Plan => {
  const { moves, runs, placeOf, counts, pasts } = storyOf(item)
  const factById = new Map(item.facts.map((fact) => [fact.operationId, fact]))
  const said = new Set(told.map(({ operationId, movement }) => `${operationId} ${movement}`))
  const wasSaid = (move: Move): boolean => move.facts.some(({ operationId }) => said.has(`${operationId} ${movementOf(move)}`))
  const speakerOf = (move: Move): ItemFact | undefined => {
    const sayable = move.facts.filter(({ operationId }) => isSayable(operationId))
    return sayable.find(counts) ?? sayable[0]
  }
  const p = moves.findLastIndex((move) => move.stands && wasSaid(move))
  const lines: PlannedLine[] = []
  const apart: ApartFact[] = []
  let belief = believed(told, (id) => factById.get(id))
  let held: ApartReason | undefined
  let lastGoing = p
  let holder: Move | undefined
  const lastSaid = moves[p]?.facts.at(-1)
  const after = lastSaid && placeOf(lastSaid)
  /** A loan that was taken back by one while another, who did not know, took the document back: that return says it. */
  const isSaidNext = (undo: Move, n: number): boolean => {
    const next = moves.slice(n + 1).find(({ stands }) => stands)
    return (
      next?.kind === 'return' &&
      next.facts.every((back) => undo.facts.every((fact) => !isBefore(pasts, fact.operationId, back.operationId)))
    )
  }
  const isToSay = (move: Move, n: number): boolean => {
    if (move.kind !== 'undo') return move.stands
    const { loan, isOurs } = belief
    const isThere = loan !== undefined && isOurs && move.ends?.facts.includes(loan) === true
    return isThere && holder === undefined && !isSaidNext(move, n)
  }
  /** Nothing new where its equal stands just before or after it, nor a return before which nothing was lent. */
  const isNews = (move: Move, n: number): boolean => {
    const isEqual = (other: Move | undefined): boolean => other?.kind === move.kind && other.card === move.card
    const before = moves.slice(0, n).findLast(({ stands }) => stands)
    const after = moves.slice(n + 1).find(({ stands }) => stands)
    return !isEqual(before) && !isEqual(after) && (move.kind === 'loan' || before?.kind === 'loan')
  }
  for (const [n, move] of moves.entries()) {
    const before = holder
    holder = heldAfter(holder, move)
    const isCited = move.facts.some(({ operationId }) => isInCase(operationId))
    if (wasSaid(move)) {
      if (isCited) held ??= 'open-case'
      continue
    }
    const movement = movementOf(move)
    const isNew = isToSay(move, n)
    const asks = move.facts.map(({ operationId }) => asked(operationId, movement))
    const isOpen = asks.includes(true) || (asks.includes(false) && isNew)
    if (isOpen) held = 'asked'
    else if (isCited) held ??= 'open-case'
    const fact = speakerOf(move)
    if (fact === undefined || !(isOpen || isNew || (isCited && move.kind === 'loan'))) continue
    const ends = move.kind === 'loan' ? undefined : move.kind === 'undo' ? move.card : before?.card
    const isUnsure = movement === 'return' && belief.loan === undefined && mayBeTold(fact.operationId)
    const reason = held ?? (n < p ? 'overtaken' : isUnsure ? 'may-be-told' : canTell(move.card) ? undefined : 'unwritable')
    if (reason !== undefined) {
      if (reason !== 'overtaken' || isNews(move, n)) apart.push({ fact, movement, reason, ends })
      continue
    }
    lines.push({ fact, movement, place: placeOf(fact), ends })
    belief = move.kind === 'loan' && isA('handed-over')(fact) ? { loan: fact, isOurs: true } : nobody
    lastGoing = n
  }
  if (lines.length === 0 && held !== undefined) return { lines, after, apart, isDefect: false }
  const isLast = held === undefined && !moves.slice(lastGoing + 1).some(({ kind, stands }) => stands && kind !== 'undo')
  const desk = isLast ? runs.at(-1) : moves.slice(0, lastGoing + 1).reduce(heldAfter, undefined)
  if (belief.loan?.card === desk?.card) return { lines, after, apart, isDefect: false }
  // A person puts right what was said last, where it is so no more, and whatever cannot be said after it.
  const saidFacts = told.flatMap(({ operationId, movement }) => {
    const fact = factById.get(operationId)
    return fact === undefined ? [] : [{ fact, movement }]
  })
  const isRightNow = believed(told, (id) => factById.get(id)).loan?.card === runs.at(-1)?.card
  return {
    lines: [],
    after,
    apart: [
      ...(isRightNow ? [] : saidFacts.slice(-1)).map((line) => ({ ...line, reason: 'declared-untrue' as const, ends: undefined })),
      ...apart,
      ...lines.map(({ fact, movement, ends }) => ({ fact, movement, ends, reason: 'overtaken' as const })),
    ],
    isDefect: item.decided.length === 0 && saidFacts.every(({ fact }) => counts(fact)),
  }
}

/**
 * What the ILS is still to be told of one document, from its story and from what was said already. Pure; runs on the endpoint.
 * Let p be the last move that was told and stands. Moves after p go, in order, up to the first that is held. One that cannot be written is
 * passed over. A loan that was taken back is told, as a return at its place, where the ILS has it from us and the document is here.
 * The plan proves itself: what the ILS will believe is where the story has the document, or nothing goes and a person is told.
 */
import type { CardNumber, OperationId } from '../../domain/ids.ts'
import type { Item, ItemFact } from '../../domain/item/item.ts'
import { isA, type Move, storyOf, timeOf } from '../../domain/item/story.ts'
import { isBefore } from '../../domain/operation/causality.ts'
import type { ToldLine } from '../storage/told-lines.ts'
import { believed, nobody } from './believed.ts'
import type { ApartReason, Movement } from './movement.ts'

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
}

/** A line to say: the fact that speaks, when, and whose loan a return ends. */
export interface PlannedLine {
  readonly fact: ItemFact
  readonly movement: Movement['movement']
  /** Its time and day are those of this fact, so many seconds later. */
  readonly place: ItemFact
  readonly secondsAfter: number
  readonly ends: CardNumber | undefined
}

export interface ApartFact {
  readonly fact: ItemFact
  readonly movement: Movement['movement']
  readonly reason: ApartReason
  readonly ends: CardNumber | undefined
}

export interface Plan {
  readonly lines: readonly PlannedLine[]
  readonly apart: readonly ApartFact[]
  /** What the ILS would believe differs from the story, and neither a decision nor anything taken back says why. */
  readonly isDefect: boolean
}

const movementOf = ({ kind }: Move): Movement['movement'] => (kind === 'loan' ? 'loan' : 'return')

/** Who has the document after these moves: each loan replaces, each return ends. */
const holderAfter = (moves: readonly Move[]): CardNumber | undefined => {
  let holder: Move | undefined
  for (const move of moves) {
    if (!move.stands) continue
    if (move.kind === 'loan') holder = move
    else if (move.kind === 'return' || move.ends === holder) holder = undefined
  }
  return holder?.card
}

const secondOf = (fact: ItemFact): number => Math.floor(timeOf(fact) / 1000)

export const planLines = ({ item, told, isInCase, asked, canTell, isSayable }: PlanInput): Plan => {
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
  let second = Math.max(...(moves[p]?.facts ?? []).map((fact) => secondOf(placeOf(fact))))
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
    return isThere && holderAfter(moves.slice(0, n + 1)) === undefined && !isSaidNext(move, n)
  }
  /** Nothing new where its equal stands just before or after it, nor a return before which nothing was lent. */
  const isNews = (move: Move, n: number): boolean => {
    const isEqual = (other: Move | undefined): boolean => other?.kind === move.kind && other.card === move.card
    const before = moves.slice(0, n).findLast(({ stands }) => stands)
    const after = moves.slice(n + 1).find(({ stands }) => stands)
    return !isEqual(before) && !isEqual(after) && (move.kind === 'loan' || before?.kind === 'loan')
  }
  for (const [n, move] of moves.entries()) {
    const isCited = move.facts.some(({ operationId }) => isInCase(operationId))
    if (wasSaid(move)) {
      if (isCited) held ??= 'open-case'
      continue
    }
    const asks = move.facts.map(({ operationId }) => asked(operationId, movementOf(move)))
    const isOpen = asks.includes(true) || (asks.includes(false) && isToSay(move, n))
    if (isOpen) held = 'asked'
    else if (isCited) held ??= 'open-case'
    const fact = speakerOf(move)
    if (fact === undefined || !(isOpen || isToSay(move, n) || (isCited && move.kind === 'loan'))) continue
    const movement = movementOf(move)
    const ends = move.kind === 'loan' ? undefined : move.kind === 'undo' ? move.card : holderAfter(moves.slice(0, n))
    const reason = held ?? (n < p ? 'overtaken' : canTell(move.card) ? undefined : 'unwritable')
    if (reason !== undefined) {
      if (reason !== 'overtaken' || isNews(move, n)) apart.push({ fact, movement, reason, ends })
      continue
    }
    const place = placeOf(fact)
    second = Math.max(secondOf(place), second + 1)
    lines.push({ fact, movement, place, secondsAfter: second - secondOf(place), ends })
    belief = move.kind === 'loan' && isA('handed-over')(fact) ? { loan: fact, isOurs: true } : nobody
    lastGoing = n
  }
  if (lines.length === 0 && held !== undefined) return { lines, apart, isDefect: false }
  const isLast = held === undefined && !moves.slice(lastGoing + 1).some(({ kind, stands }) => stands && kind !== 'undo')
  if (belief.loan?.card === (isLast ? runs.at(-1)?.card : holderAfter(moves.slice(0, lastGoing + 1))))
    return { lines, apart, isDefect: false }
  // A person puts right what was said last, where it is so no more, and whatever cannot be said after it.
  const saidFacts = told.flatMap(({ operationId, movement }) => {
    const fact = factById.get(operationId)
    return fact === undefined ? [] : [{ fact, movement }]
  })
  const isRightNow = believed(told, (id) => factById.get(id)).loan?.card === runs.at(-1)?.card
  return {
    lines: [],
    apart: [
      ...(isRightNow ? [] : saidFacts.slice(-1)).map((line) => ({ ...line, reason: 'declared-untrue' as const, ends: undefined })),
      ...apart,
      ...lines.map(({ fact, movement, ends }) => ({ fact, movement, ends, reason: 'overtaken' as const })),
    ],
    isDefect: item.decided.length === 0 && saidFacts.every(({ fact }) => counts(fact)),
  }
}

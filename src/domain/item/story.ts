/**
 * The one story of a document: its facts in one order, and whatever is read from it. Pure; runs everywhere.
 * Where the document is, who has it, what a patron has, what the ILS is told: all of it asks `storyOf`.
 * `based` and people's decisions say what came before what; where they say nothing, the clock of the press does. The clock orders; it ends nothing.
 */
import { orderArrows, untrueOf } from '../case/decided.ts'
import type { CardNumber, OperationId } from '../ids.ts'
import { msPerMinute } from '../instant.ts'
import { minutesPerDay, toDayNumber, toMinutes } from '../local-date.ts'
import { areConcurrent, causalPasts, isBefore, type Pasts, putBefore } from '../operation/causality.ts'
import type { RecordedFact } from '../operation/recorded-fact.ts'
import type { Item, ItemFact } from './item.ts'

export type FactOf<W extends ItemFact['what']> = Extract<ItemFact, { readonly what: W }>

/** Narrows facts of any kind to those of one. */
export const isA =
  <W extends ItemFact['what']>(what: W) =>
  (fact: ItemFact): fact is FactOf<W> =>
    fact.what === what

export type Loan = FactOf<'handed-over'>
export type Return = FactOf<'returned'>
export type Undo = FactOf<'handover-undone'>

/** One time that the document moved; several tablets may have seen it. */
export interface Move {
  /** `undo`: a loan that is taken back, at the place of its undo. */
  readonly kind: 'loan' | 'return' | 'undo'
  /** In the order of the story; equal ones. */
  readonly facts: readonly (Loan | Return | Undo)[]
  /** Whose loan; undefined of a return. */
  readonly card: CardNumber | undefined
  /** One of its facts counts: neither taken back, nor declared untrue, nor passed over. */
  readonly stands: boolean
  /** Of an undo: the loan that it takes back. */
  readonly ends: Move | undefined
}

export interface Story {
  readonly moves: readonly Move[]
  /** Loans that run, in the order of the story: the document is with the last one. */
  readonly runs: readonly Loan[]
  /** Returns that were not taken back. */
  readonly returns: readonly Return[]
  /** Who knew what: decisions left out. */
  readonly pasts: Pasts
  /** Neither taken back, nor declared untrue, nor passed over. */
  counts(fact: ItemFact): boolean
  /** The fact that gives another one its place: the latest among itself and all before it. */
  placeOf(fact: ItemFact): ItemFact
}

const msPerQuarter = 15 * msPerMinute
/** Two tablets that saw one act pressed within this: milliseconds. */
const oneActMs = msPerQuarter

/**
 * When a fact happened, on the library's wall clock, in milliseconds since 1970. The seconds are those of the press, where that was in the
 * very minute: zones lie quarters of an hour apart. What a person stated begins its minute.
 */
export const timeOf = ({ at, happened: { date, time } }: Pick<RecordedFact, 'at' | 'happened'>): number => {
  const minute = (toDayNumber(date) * minutesPerDay + toMinutes(time)) * msPerMinute
  const within = at % msPerMinute
  return (minute + within - at) % msPerQuarter === 0 ? minute + within : minute
}

const isMove = ({ what }: ItemFact): boolean =>
  what === 'handed-over' || what === 'returned' || what === 'handover-undone' || what === 'return-undone'

interface Ordered {
  readonly facts: readonly ItemFact[]
  placeOf(fact: ItemFact): ItemFact
}

/** By place, then by how many facts are before, then by name: the same in every order of arrival. Only moves give a place. */
const inOrder = (facts: readonly ItemFact[], pasts: Pasts): Ordered => {
  const moves = facts.filter(isMove)
  const places = new Map<ItemFact, ItemFact>()
  const depths = new Map<ItemFact, number>()
  for (const fact of moves) {
    const before = moves.filter(({ operationId }) => isBefore(pasts, operationId, fact.operationId))
    places.set(
      fact,
      before.reduce((latest, other) => (timeOf(other) > timeOf(latest) ? other : latest), fact),
    )
    depths.set(fact, before.length)
  }
  const placeOf = (fact: ItemFact): ItemFact => places.get(fact) ?? fact
  const ordered = moves.sort(
    (a, b) =>
      timeOf(placeOf(a)) - timeOf(placeOf(b)) || (depths.get(a) ?? 0) - (depths.get(b) ?? 0) || (a.operationId < b.operationId ? -1 : 1),
  )
  return { facts: ordered, placeOf }
}

/** What still runs came last: a return that did not end it lies before it. */
const withRunningLast = (pasts: Pasts, { out, returns }: { readonly out: readonly Loan[]; readonly returns: readonly Return[] }): Pasts => {
  const pairs = out.flatMap((loan) => returns.map((back) => ({ loan: loan.operationId, back: back.operationId })))
  if (!pairs.some(({ loan, back }) => areConcurrent(pasts, loan, back))) return pasts
  const placed = { ...pasts, bits: pasts.bits.slice() }
  for (const { loan, back } of pairs) if (areConcurrent(placed, loan, back)) putBefore(placed, [back], loan)
  return placed
}

const nothing: Story = { moves: [], runs: [], returns: [], pasts: causalPasts([]), counts: () => true, placeOf: (fact) => fact }

const tell = (item: Item): Story => {
  const { facts, decided, id } = item
  // Most documents never moved: who knew what need not be worked out for them.
  if (!facts.some(isMove)) return nothing
  const knew = causalPasts(facts)
  const { pasts, over } = orderArrows(decided, facts, knew)
  const untrue = untrueOf(decided, id)
  const takenBack = new Set(
    facts.flatMap((fact) => (fact.what === 'handover-undone' ? fact.handover : fact.what === 'return-undone' ? fact.returning : [])),
  )
  const isTrue = ({ operationId }: ItemFact): boolean => !takenBack.has(operationId) && !untrue.has(operationId)
  const knows = (earlier: ItemFact, later: ItemFact): boolean => isBefore(knew, earlier.operationId, later.operationId)
  const returns = facts.filter(isA('returned')).filter(isTrue)
  const isOut = (loan: Loan): boolean => isTrue(loan) && !over.has(loan.operationId) && !returns.some((back) => knows(loan, back))
  const out = facts.filter(isA('handed-over')).filter(isOut)
  const { facts: ordered, placeOf } = inOrder(facts, withRunningLast(pasts, { out, returns }))
  const places = new Map(ordered.map((fact, place) => [fact.operationId, place]))
  /** A person said that it was over when another fact came that lies before it: told after that one, it would end it. */
  const isPassedOver = ({ operationId, what }: ItemFact): boolean => {
    const last = what === 'handed-over' ? over.get(operationId) : undefined
    return last !== undefined && (places.get(last) ?? 0) < (places.get(operationId) ?? 0)
  }
  const counts = (fact: ItemFact): boolean => isTrue(fact) && !isPassedOver(fact)
  const moves = movesOf(ordered, { placeOf, knows, counts })
  return { moves, runs: ordered.filter(isA('handed-over')).filter((loan) => out.includes(loan)), returns, pasts: knew, counts, placeOf }
}

interface Ways {
  placeOf(fact: ItemFact): ItemFact
  knows(earlier: ItemFact, later: ItemFact): boolean
  counts(fact: ItemFact): boolean
}

interface Group {
  readonly kind: 'loan' | 'return'
  readonly card: CardNumber | undefined
  readonly facts: (Loan | Return)[]
}

const kindOf = ({ what }: Loan | Return): Group['kind'] => (what === 'handed-over' ? 'loan' : 'return')
const cardOf = (fact: Loan | Return): CardNumber | undefined => (fact.what === 'handed-over' ? fact.card : undefined)

/** Facts that follow each other are one move where two tablets saw one act: neither knew of the other, and they lie close together. */
const movesOf = (ordered: readonly ItemFact[], { placeOf, knows, counts }: Ways): readonly Move[] => {
  const turns: (Group | Undo)[] = []
  const groupOf = new Map<OperationId, Group>()
  const isClosed = new Set<Group>()
  const over = new Set<OperationId>()
  const isOneAct = (group: Group, fact: Loan | Return): boolean => {
    const last = group.facts.at(-1)
    return (
      !isClosed.has(group) &&
      group.kind === kindOf(fact) &&
      group.card === cardOf(fact) &&
      group.facts.every((other) => !knows(other, fact)) &&
      last !== undefined &&
      timeOf(placeOf(fact)) - timeOf(placeOf(last)) <= oneActMs
    )
  }
  /** The last move that counts, or one that was taken back since: nothing that counts lies between. */
  const joined = (fact: Loan | Return): Group | undefined => {
    const groups = turns.filter((turn): turn is Group => 'facts' in turn)
    const lastStanding = groups.findLastIndex(({ facts }) => facts.some(counts))
    const standing = groups[lastStanding]
    if (standing !== undefined && isOneAct(standing, fact)) return standing
    return groups.slice(lastStanding + 1).findLast((group) => isOneAct(group, fact))
  }
  for (const fact of ordered) {
    if (isA('handed-over')(fact) || isA('returned')(fact)) {
      const known = joined(fact)
      const group = known ?? { kind: kindOf(fact), card: cardOf(fact), facts: [] }
      group.facts.push(fact)
      groupOf.set(fact.operationId, group)
      if (known === undefined) turns.push(group)
      continue
    }
    // Once all of a move is taken back, what comes after is another act.
    const takenBack = fact.what === 'handover-undone' ? fact.handover : fact.what === 'return-undone' ? fact.returning : undefined
    const group = takenBack && groupOf.get(takenBack)
    if (takenBack !== undefined) over.add(takenBack)
    if (group?.facts.every(({ operationId }) => over.has(operationId))) isClosed.add(group)
    if (fact.what === 'handover-undone') turns.push(fact)
  }
  // Each loan ends with its first undo, and a move with the last of these.
  const undos = turns.filter((turn): turn is Undo => 'what' in turn)
  const undosOf = (group: Group): readonly Undo[] => undos.filter(({ handover }) => groupOf.get(handover) === group)
  const endOf = (group: Group): Undo | undefined =>
    undosOf(group)
      .filter((undo, n, all) => all.findIndex(({ handover }) => handover === undo.handover) === n)
      .at(-1)
  const moves = new Map<Group, Move>()
  return turns.flatMap((turn): readonly Move[] => {
    if ('facts' in turn) {
      const move: Move = { ...turn, stands: turn.facts.some(counts), ends: undefined }
      moves.set(turn, move)
      return [move]
    }
    const group = groupOf.get(turn.handover)
    if (group === undefined || endOf(group) !== turn || group.facts.some(counts)) return []
    return [{ kind: 'undo', facts: undosOf(group), card: group.card, stands: true, ends: moves.get(group) }]
  })
}

const known = new WeakMap<Item, Story>()

/** Remembered by the row, which nobody changes. */
export const storyOf = (item: Item): Story => {
  const story = known.get(item) ?? tell(item)
  known.set(item, story)
  return story
}

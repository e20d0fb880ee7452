/**
 * The one story of a document: its facts in one order, and whatever is read from it. Pure; runs everywhere.
 * Where the document is, who has it, what a patron has, what the ILS is told: all of it asks `storyOf`.
 * `based` and people's decisions say what came before what; where they say nothing, the clock of the press does. The clock orders; it ends nothing.
 */
import { orderArrows, untrueOf } from '../case/decided.ts'
import type { CardNumber, OperationId } from '../ids.ts'
import { msPerMinute } from '../instant.ts'
import { addTo, causalPasts, hasSeen, type Pasts, pastOf, putBefore, seenBy } from '../operation/causality.ts'
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
  /** Returns that were not taken back, in the order of the story: one that was counts for nothing, whichever of the two is heard first (RET-4). */
  readonly returns: readonly Return[]
  /** Loans, returns and what takes them back, in the order of the story. */
  readonly facts: readonly ItemFact[]
  /** Who knew what: decisions left out. */
  readonly pasts: Pasts
  /** Neither taken back, nor declared untrue, nor passed over. */
  counts(fact: ItemFact): boolean
  /** The fact that gives another one its place: the latest among itself and all before it. */
  placeOf(fact: ItemFact): ItemFact
  /** The time of its place, as the clocks and who knew what say: no decision moves it. Of a loan or a return; milliseconds. */
  clockOf(fact: ItemFact): number
}

/** Two tablets that saw one act pressed within this. */
const oneActMs = 15 * msPerMinute

const isMove = ({ what }: ItemFact): boolean =>
  what === 'handed-over' || what === 'returned' || what === 'handover-undone' || what === 'return-undone'

/** The fact that this one takes back. */
export const takenBackBy = (fact: ItemFact): OperationId | undefined => {
  if ('handover' in fact) return fact.handover
  if ('returning' in fact) return fact.returning
  if ('reshelving' in fact) return fact.reshelving
  return 'pick' in fact ? fact.pick : undefined
}

/** What each sort of fact takes back. One that names a fact of another sort takes nothing back: an identifier may have come with two contents. */
const takesBack: Partial<Record<ItemFact['what'], readonly ItemFact['what'][]>> = {
  unpicked: ['picked'],
  'handover-undone': ['handed-over', 'left-behind'],
  'return-undone': ['returned'],
  unreshelved: ['reshelved'],
}

interface Ordered {
  readonly facts: readonly ItemFact[]
  placeOf(fact: ItemFact): ItemFact
  /** Of its place. */
  timeAt(fact: ItemFact): number
}

/** By place, then by how many facts are before, then by name: the same in every order of arrival. Only moves give a place. */
const inOrder = (facts: readonly ItemFact[], pasts: Pasts): Ordered => {
  const moves = facts.filter(isMove)
  const times = new Map(moves.map((fact) => [fact, fact.at as number]))
  const moveAt = facts.map((fact) => (times.has(fact) ? fact : undefined))
  const placed = moves.map((fact) => {
    let [place, time, depth] = [fact, times.get(fact) ?? 0, 0]
    for (const index of pastOf(pasts, fact.operationId)) {
      const before = moveAt[index]
      if (before === undefined) continue
      depth += 1
      const other = times.get(before) ?? 0
      if (other > time) [place, time] = [before, other]
    }
    return { fact, place, time, depth }
  })
  placed.sort((a, b) => a.time - b.time || a.depth - b.depth || (a.fact.operationId < b.fact.operationId ? -1 : 1))
  const known = new Map<ItemFact, (typeof placed)[number]>(placed.map((one) => [one.fact, one]))
  return {
    facts: placed.map(({ fact }) => fact),
    placeOf: (fact) => known.get(fact)?.place ?? fact,
    timeAt: (fact) => known.get(fact)?.time ?? 0,
  }
}

/** What still runs came last: a return that did not end it lies before it. */
const withRunningLast = (pasts: Pasts, { out, returns }: { readonly out: readonly Loan[]; readonly returns: readonly Return[] }): Pasts => {
  if (returns.length === 0 || out.length === 0) return pasts
  const placed = { ...pasts, bits: pasts.bits.slice() }
  const backs = returns.map(({ operationId }) => operationId)
  for (const { operationId } of out) putBefore(placed, backs, operationId)
  return placed
}

const unmoved = { moves: [], runs: [], returns: [], facts: [], placeOf: (fact: ItemFact) => fact, clockOf: () => 0 } as const

const tell = (item: Item): Story => {
  const { facts, decided, id } = item
  const knew = causalPasts(facts)
  const untrue = untrueOf(decided, id)
  const takenBack = new Set(facts.flatMap((fact) => takesBack[fact.what]?.map((what) => `${what} ${takenBackBy(fact)}`) ?? []))
  const isTrue = ({ what, operationId }: ItemFact): boolean => !takenBack.has(`${what} ${operationId}`) && !untrue.has(operationId)
  // Most documents never moved.
  if (!facts.some(isMove)) return { ...unmoved, pasts: knew, counts: isTrue }
  const { pasts, over } = orderArrows(decided, facts, knew)
  const returns = facts.filter(isA('returned')).filter(isTrue)
  const wasSeen = seenBy(
    knew,
    returns.map(({ operationId }) => operationId),
  )
  const isOut = (loan: Loan): boolean => isTrue(loan) && !over.has(loan.operationId) && !wasSeen(loan.operationId)
  const out = facts.filter(isA('handed-over')).filter(isOut)
  const isRunning = new Set(out)
  const arrows = withRunningLast(pasts, { out, returns })
  const { facts: ordered, placeOf, timeAt } = inOrder(facts, arrows)
  let byClock = arrows === knew ? timeAt : undefined
  const clockOf = (fact: ItemFact): number => {
    byClock ??= inOrder(facts, knew).timeAt
    return byClock(fact)
  }
  const places = new Map(ordered.map((fact, place) => [fact.operationId, place]))
  /** A person said that it was over when another fact came that lies before it: told after that one, it would end it. */
  const isPassedOver = ({ operationId, what }: ItemFact): boolean => {
    const last = what === 'handed-over' ? over.get(operationId) : undefined
    return last !== undefined && (places.get(last) ?? 0) < (places.get(operationId) ?? 0)
  }
  const counts = (fact: ItemFact): boolean => isTrue(fact) && !isPassedOver(fact)
  const moves = movesOf(ordered, { timeAt, knew, counts })
  return {
    moves,
    runs: ordered.filter(isA('handed-over')).filter((loan) => isRunning.has(loan)),
    returns: ordered.filter(isA('returned')).filter(isTrue),
    facts: ordered,
    pasts: knew,
    counts,
    placeOf,
    clockOf,
  }
}

interface Ways {
  timeAt(fact: ItemFact): number
  readonly knew: Pasts
  counts(fact: ItemFact): boolean
}

interface Group {
  readonly kind: 'loan' | 'return'
  readonly card: CardNumber | undefined
  readonly facts: (Loan | Return)[]
  /** Its facts, as `hasSeen` asks for them. */
  readonly mask: Uint32Array
}

const movementOf = ({ what }: Loan | Return): Group['kind'] => (what === 'handed-over' ? 'loan' : 'return')
const cardOf = (fact: Loan | Return): CardNumber | undefined => (fact.what === 'handed-over' ? fact.card : undefined)

/** Facts that follow each other are one move where two tablets saw one act: neither knew of the other, and they lie close together. */
const movesOf = (ordered: readonly ItemFact[], { timeAt, knew, counts }: Ways): readonly Move[] => {
  const turns: (Group | Undo)[] = []
  const groups: Group[] = []
  const groupOf = new Map<OperationId, Group>()
  const undos = new Map<Group, Undo[]>()
  const isClosed = new Set<Group>()
  const over = new Set<OperationId>()
  let lastStanding = -1
  const isOneAct = (group: Group, fact: Loan | Return): boolean => {
    const last = group.facts.at(-1)
    return (
      !isClosed.has(group) &&
      group.kind === movementOf(fact) &&
      group.card === cardOf(fact) &&
      last !== undefined &&
      timeAt(fact) - timeAt(last) <= oneActMs &&
      !hasSeen(knew, fact.operationId, group.mask)
    )
  }
  /** The last move that counts, or one that was taken back since: nothing that counts lies between. */
  const joined = (fact: Loan | Return): Group | undefined => {
    const standing = groups[lastStanding]
    if (standing !== undefined && isOneAct(standing, fact)) return standing
    for (let n = groups.length - 1; n > lastStanding; n--) {
      const group = groups[n]
      if (group !== undefined && isOneAct(group, fact)) return group
    }
    return undefined
  }
  for (const fact of ordered) {
    if (isA('handed-over')(fact) || isA('returned')(fact)) {
      const known = joined(fact)
      const group = known ?? { kind: movementOf(fact), card: cardOf(fact), facts: [], mask: new Uint32Array(knew.words) }
      if (known === undefined) {
        groups.push(group)
        turns.push(group)
      }
      group.facts.push(fact)
      addTo(knew, group.mask, fact.operationId)
      groupOf.set(fact.operationId, group)
      if (counts(fact)) lastStanding = Math.max(lastStanding, groups.lastIndexOf(group))
      continue
    }
    // Once all of a move is taken back, what comes after is another act.
    const takenBack = takenBackBy(fact)
    const group = takenBack && groupOf.get(takenBack)
    if (group?.facts.some(({ what }) => takesBack[fact.what]?.includes(what) !== true)) continue
    if (takenBack !== undefined) over.add(takenBack)
    if (group?.facts.every(({ operationId }) => over.has(operationId))) isClosed.add(group)
    if (fact.what !== 'handover-undone') continue
    turns.push(fact)
    if (group !== undefined) undos.set(group, [...(undos.get(group) ?? []), fact])
  }
  // Each loan ends with its first undo, and a move with the last of these.
  const undosOf = (group: Group): readonly Undo[] => undos.get(group) ?? []
  const endOf = (group: Group): Undo | undefined => {
    const first = new Map<OperationId, Undo>()
    for (const undo of undosOf(group)) if (!first.has(undo.handover)) first.set(undo.handover, undo)
    return [...first.values()].at(-1)
  }
  const moves = new Map<Group, Move>()
  return turns.flatMap((turn): readonly Move[] => {
    if ('facts' in turn) {
      const { kind, card, facts } = turn
      const move: Move = { kind, card, facts, stands: facts.some(counts), ends: undefined }
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

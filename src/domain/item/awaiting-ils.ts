/**
 * The loans and returns that the ILS does not have yet, by the day on which they happened (RET-4). Runs everywhere.
 * It says what the files for the ILS say: a loan that was undone is in none, a document given back on its day is a loan and a return.
 * Only a batch that the manager confirmed, or a figure of the ILS that is newer, says that the ILS has one.
 */
import type { OperationId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Item } from './item.ts'
import { type Loan, storyOf } from './story.ts'

export interface AwaitingIls {
  readonly day: LocalDate
  readonly loans: number
  readonly returns: number
}

/** The moves that the ILS does not have, each on the day of the first fact that counts. */
const movementsOf = (
  item: Item,
  { isSettled, isCounted }: { isSettled: (id: OperationId) => boolean; isCounted: (loan: Loan) => boolean },
): readonly { readonly day: LocalDate; readonly what: 'loans' | 'returns' }[] => {
  const { moves, runs, counts } = storyOf(item)
  return moves.flatMap(({ kind, facts }) => {
    const fact = facts.find(counts)
    if (kind === 'undo' || fact === undefined) return []
    const running = runs.find((loan) => facts.includes(loan))
    const isLeft = running === undefined ? !facts.some(({ operationId }) => isSettled(operationId)) : isCounted(running)
    return isLeft ? [{ day: fact.happened.date, what: kind === 'loan' ? ('loans' as const) : ('returns' as const) }] : []
  })
}

/** What the ILS does not have yet, the earliest day first; a day with nothing is not there. */
export const awaitingIls = (state: DeskState): readonly AwaitingIls[] => {
  const settled = new Set([...state.all('settled-batch')].flatMap(({ operationIds }) => operationIds))
  const isSettled = (id: OperationId): boolean => settled.has(id)
  const byDay = new Map<LocalDate, { loans: number; returns: number }>()
  for (const item of state.all('item')) {
    const isCounted = ({ card, operationId }: Loan): boolean => {
      const loan = state.get('patron', card)?.loans.find(({ barcode }) => barcode === item.id)
      // Counted no more: the ILS's figure holds it. A card that is not in the directory has no count.
      return state.get('patron', card) === undefined ? !isSettled(operationId) : loan !== undefined && loan.settledAt === undefined
    }
    for (const { day, what } of movementsOf(item, { isSettled, isCounted })) {
      const count = byDay.get(day) ?? { loans: 0, returns: 0 }
      byDay.set(day, { ...count, [what]: count[what] + 1 })
    }
  }
  return [...byDay].map(([day, count]) => ({ day, ...count })).sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** All days together. */
export const sumAwaiting = (days: readonly AwaitingIls[]): Omit<AwaitingIls, 'day'> => ({
  loans: days.reduce((n, { loans }) => n + loans, 0),
  returns: days.reduce((n, { returns }) => n + returns, 0),
})

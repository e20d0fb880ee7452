/**
 * The loans and returns that the ILS does not have yet, by the day on which they happened (RET-4). Runs everywhere.
 * It says what the files for the ILS say: a loan that was undone is in none, a document given back on its day is a loan and a return.
 * Only a batch that the manager confirmed, or a figure of the ILS that is newer, says that the ILS has one.
 */

import { untrueOf } from '../case/decided.ts'
import type { OperationId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import { causalPasts, isBefore } from '../operation/causality.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { Item } from './item.ts'
import { openHandovers, standingReturns } from './item-state.ts'
import type { FactOf } from './story.ts'

export interface AwaitingIls {
  readonly day: LocalDate
  readonly loans: number
  readonly returns: number
}

const movementsOf = (
  item: Item,
  { isSettled, isCounted }: { isSettled: (id: OperationId) => boolean; isCounted: (loan: FactOf<'handed-over'>) => boolean },
): readonly { readonly day: LocalDate; readonly what: 'loans' | 'returns' }[] => {
  const undone = new Set(item.facts.flatMap((fact) => (fact.what === 'handover-undone' ? [fact.handover] : [])))
  const untrue = untrueOf(item.decided, item.id)
  const open = openHandovers(item)
  const pasts = causalPasts(item.facts)
  const handovers = item.facts.filter((fact): fact is FactOf<'handed-over'> => fact.what === 'handed-over')
  const loans = handovers
    .filter(({ operationId }) => !undone.has(operationId) && !untrue.has(operationId))
    // The same document to the same card, with no return between, is one loan.
    .filter((loan, n, all) => !open.includes(loan) || all.findIndex((other) => open.includes(other) && other.card === loan.card) === n)
    .filter((loan) => (open.includes(loan) ? isCounted(loan) : !isSettled(loan.operationId)))
  const back = standingReturns(item.facts)
  const returns = back.filter(
    (fact, n) =>
      !isSettled(fact.operationId) &&
      // Scanned back twice, with no loan between, it came back once.
      !back
        .slice(0, n)
        .some(
          (earlier) =>
            !handovers.some(
              ({ operationId }) => isBefore(pasts, earlier.operationId, operationId) && isBefore(pasts, operationId, fact.operationId),
            ),
        ),
  )
  return [
    ...loans.map(({ happened }) => ({ day: happened.date, what: 'loans' as const })),
    ...returns.map(({ happened }) => ({ day: happened.date, what: 'returns' as const })),
  ]
}

/** What the ILS does not have yet, the earliest day first; a day with nothing is not there. */
export const awaitingIls = (state: DeskState): readonly AwaitingIls[] => {
  const settled = new Set([...state.all('settled-batch')].flatMap(({ operationIds }) => operationIds))
  const isSettled = (id: OperationId): boolean => settled.has(id)
  const byDay = new Map<LocalDate, { loans: number; returns: number }>()
  for (const item of state.all('item')) {
    const isCounted = ({ card, operationId }: FactOf<'handed-over'>): boolean => {
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

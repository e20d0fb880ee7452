/**
 * What came back today, whichever tablet scanned it, and which of these returns may still be taken back (RET-7). Runs everywhere.
 * The list is computed: a return leaves it with the day, or when it is taken back.
 */
import type { ItemBarcode } from '../ids.ts'
import type { Item } from '../item/item.ts'
import { itemState } from '../item/item-state.ts'
import { type Return, storyOf } from '../item/story.ts'
import type { LocalDate } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'

export interface ReturnToday {
  readonly barcode: ItemBarcode
  readonly fact: Return
  /** The desk knew of a loan that it ended. */
  readonly wasLent: boolean
}

const returnsOf = (item: Item, today: LocalDate): readonly Return[] =>
  storyOf(item).returns.filter(({ happened }) => happened.date === today)

/** RET-7: the last one last; none where the document has moved since. */
export const undoableReturns = (item: Item | undefined, today: LocalDate): readonly Return[] =>
  item !== undefined && itemState(item).kind === 'returned' ? returnsOf(item, today) : []

const endedLoan = (item: Item, fact: Return): boolean => {
  const moves = storyOf(item).moves.filter(({ stands }) => stands)
  const at = moves.findIndex(({ facts }) => facts.includes(fact))
  return moves[at - 1]?.kind === 'loan'
}

/** RET-7: the last one first. */
export const returnsToday = (state: DeskState, today: LocalDate): readonly ReturnToday[] =>
  [...state.all('item')]
    .flatMap((item) => returnsOf(item, today).map((fact) => ({ barcode: item.id, fact, wasLent: endedLoan(item, fact) })))
    .sort((a, b) => b.fact.at - a.fact.at || (a.fact.operationId < b.fact.operationId ? 1 : -1))

/**
 * What left today and may be taken back from whichever tablet (HO-7), looked for by whose it is or by a document of it. Runs on the tablet.
 * One that hangs on no order has no sheet that leads to it: its documents alone tell of it.
 */
import type { CardNumber, ItemBarcode, OperationId } from '../ids.ts'
import type { Item, ItemFact } from '../item/item.ts'
import { storyOf } from '../item/story.ts'
import type { LocalDate } from '../local-date.ts'
import type { DeskState } from '../row/desk-state.ts'
import { isNamed } from './find-orders.ts'
import { mayUndo, type UndoTarget } from './may-undo.ts'

/** Whose handovers are looked for: a person's, those of whoever has a name, or those by which a document left. */
export type UndoQuery = { readonly card: CardNumber } | { readonly name: string } | { readonly barcode: ItemBarcode }

/** HO-7: handovers of today of which a document is still out; one without an order is known by its documents alone (HO-1). */
export const undoableToday = (state: DeskState, query: UndoQuery, today: LocalDate): readonly UndoTarget[] => {
  const isAsked = (item: Item, card: CardNumber): boolean => {
    if ('card' in query) return query.card === card
    return 'name' in query ? isNamed(state.get('patron', card), query.name) : query.barcode === item.id
  }
  const items = [...state.all('item')]
  const found = new Map<OperationId, Omit<UndoTarget, 'barcodes'>>()
  for (const item of items) {
    for (const fact of storyOf(item).runs) {
      const { operationId, orderId, card } = fact
      if (mayUndo(fact, today) && isAsked(item, card)) found.set(operationId, { operationId, orderId, card })
    }
  }
  const isOf =
    ({ operationId, orderId }: Omit<UndoTarget, 'barcodes'>) =>
    (fact: ItemFact): boolean =>
      fact.operationId === operationId && (fact.what === 'handed-over' || (fact.what === 'left-behind' && orderId !== undefined))
  return [...found.values()].map((target) => ({
    ...target,
    barcodes: items.filter(({ facts }) => facts.some(isOf(target))).map(({ id }) => id),
  }))
}

/** HO-7: those of them that hang on no order, whose sheet would lead to the undo. */
export const loansToUndo = (state: DeskState, query: UndoQuery, today: LocalDate): readonly UndoTarget[] =>
  undoableToday(state, query, today).filter(({ orderId }) => orderId === undefined)

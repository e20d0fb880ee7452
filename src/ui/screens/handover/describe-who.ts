/**
 * « Qui est là ? »: the orders that a search shows, for what was scanned or for what is being typed. Runs in the browser.
 * A name or a number is found as it is typed; a card's or a document's number may be under way, and is no answer yet.
 */
import { findOrders } from '../../../domain/handover/find-orders.ts'
import type { UndoTarget } from '../../../domain/handover/may-undo.ts'
import { loansToUndo, undoableToday } from '../../../domain/handover/undoable-today.ts'
import type { CardNumber } from '../../../domain/ids.ts'
import { canBeCollected, type Order } from '../../../domain/order/order.ts'
import { type Describing, describeFound, type FoundOrder, nameOf } from './describe-found.ts'

/** Whose orders a scan could not choose between, or the number of those it found. */
export type Asked = { readonly kind: 'card'; readonly card: CardNumber } | { readonly kind: 'number'; readonly text: string }

/** What the search found. */
export type Who =
  | { readonly kind: 'none' }
  /** `undo`: what left today under this card or name, and can be taken back (HO-7); an order that is shown has its own. */
  | { readonly kind: 'nobody'; readonly sentence: string; readonly nextStep: string; readonly undo: readonly UndoTarget[] }
  | { readonly kind: 'no-order'; readonly card: CardNumber; readonly name: string; readonly undo: readonly UndoTarget[] }
  | {
      readonly kind: 'orders'
      readonly title: string
      readonly say: string
      readonly orders: readonly FoundOrder[]
      readonly undo: readonly UndoTarget[]
    }

/** Letters of a name from which a search answers (HO-1): two find half the town. */
const shortestName = 3
/** Rows of a search; past that, one more letter is quicker than reading. */
const mostFound = 12

const peopleAmong = (orders: readonly Order[]): number => new Set(orders.map(({ card }) => card)).size

/** « Marchand » : 2 personnes. */
export const sayNames = ({ words }: Describing, text: string, orders: readonly Order[]): string => words.results(text, peopleAmong(orders))

export const describeWho = (describing: Describing, asked: Asked | undefined, typed: string): Who => {
  const { state, words } = describing
  const found = (orders: readonly Order[], search = ''): readonly FoundOrder[] =>
    orders.map((order) => describeFound(describing, order, search))
  const today = describing.now.date
  if (asked?.kind === 'number') {
    const orders = findOrders(state, { kind: 'number', text: asked.text })
    return { kind: 'orders', title: words.results(asked.text, orders.length), say: '', orders: found(orders), undo: [] }
  }
  if (asked?.kind === 'card') {
    const { card } = asked
    const orders = findOrders(state, { kind: 'card', card })
    const name = nameOf(state, card)
    return orders.length === 0
      ? { kind: 'no-order', card, name, undo: undoableToday(state, { card }, today) }
      : {
          kind: 'orders',
          title: words.chooseOne(name),
          say: words.chooseOneSay,
          orders: found(orders),
          undo: loansToUndo(state, { card }, today),
        }
  }
  const text = typed.trim()
  if (/\d/.test(text)) {
    const orders = findOrders(state, { kind: 'number', text }).filter(canBeCollected)
    return orders.length === 0
      ? { kind: 'none' }
      : { kind: 'orders', title: words.results(text, 1), say: '', orders: found(orders), undo: [] }
  }
  if (text.length < shortestName) return { kind: 'none' }
  const orders = findOrders(state, { kind: 'name', text })
  const undo = loansToUndo(state, { name: text }, today)
  return orders.length === 0
    ? { kind: 'nobody', sentence: words.results(text, 0), nextStep: words.noResult, undo }
    : {
        kind: 'orders',
        title: sayNames(describing, text, orders),
        say: orders.length > mostFound ? words.moreFound(mostFound) : '',
        orders: found(orders.slice(0, mostFound), text),
        undo,
      }
}

/**
 * Finds the order of the person at the desk: by card, label, name, or any document of the pile (HO-1). Runs on the tablet, offline.
 */
import { foldText } from '../fold-text.ts'
import type { CardNumber, ItemBarcode } from '../ids.ts'
import { standingPicks } from '../item/item-state.ts'
import { canBeCollected, isNumbered, type Order, parseOrderNumber } from '../order/order.ts'
import { compareBySlot } from '../order/share-barcodes.ts'
import type { Patron } from '../patron/patron.ts'
import type { DeskState } from '../row/desk-state.ts'

export type OrderQuery =
  | { readonly kind: 'card'; readonly card: CardNumber }
  /** Ours ("B-017", as it is said) or the ILS's. */
  | { readonly kind: 'number'; readonly text: string }
  /** Beginnings of the words of a name, in any order; fewer than three letters find nobody. */
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'item'; readonly barcode: ItemBarcode }

/** Letters of a name below which the answer would be half the town (HO-1). */
const fewestLetters = 3

const wordsOf = (name: string): readonly string[] =>
  foldText(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

const wordsByPatron = new WeakMap<Patron, readonly string[]>()

/** Cut once for all the letters of a search: a row never changes. */
const wordsOfPatron = (patron: Patron): readonly string[] => {
  const words = wordsByPatron.get(patron) ?? wordsOf(`${patron.surname} ${patron.firstName}`)
  wordsByPatron.set(patron, words)
  return words
}

/** Whether each of the words asked for begins a word of the name; fewer than three letters name nobody (HO-1). */
export const isNamed = (patron: Patron | undefined, text: string): boolean => {
  const asked = wordsOf(text)
  if (patron === undefined || asked.join('').length < fewestLetters) return false
  const words = wordsOfPatron(patron)
  return asked.every((begun) => words.some((word) => word.startsWith(begun)))
}

/**
 * HO-1: the orders that match, earliest slot first. A card or a name finds orders that can still be collected, a number any order, a
 * document the order of its pile. With none, one lends without an order.
 */
export const findOrders = (state: DeskState, query: OrderQuery): readonly Order[] => {
  const find = (matches: (order: Order) => boolean): readonly Order[] => [...state.all('order')].filter(matches).sort(compareBySlot)
  switch (query.kind) {
    case 'card':
      return find((order) => order.card === query.card && canBeCollected(order))
    case 'number': {
      const text = query.text.trim()
      const number = parseOrderNumber(text)
      return text === '' ? [] : find((order) => isNumbered(order, number) || order.ilsNumber === text)
    }
    case 'name':
      return find((order) => canBeCollected(order) && isNamed(state.get('patron', order.card), query.text))
    case 'item': {
      const item = state.get('item', query.barcode)
      const ids = new Set(item === undefined ? [] : standingPicks(item).map((pick) => pick.orderId))
      return ids.size === 0 ? [] : find((order) => ids.has(order.id) && canBeCollected(order))
    }
  }
}

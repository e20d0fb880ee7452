/**
 * The directory, searched as somebody spells a name on the telephone (PHONE-1). Runs on the tablet, offline.
 */
import type { Order } from '../order/order.ts'
import { parseOrderNumber } from '../order/order-number.ts'
import type { DeskState } from '../row/desk-state.ts'
import { queryWords, wordsOf } from '../search/search-words.ts'
import type { Patron } from './patron.ts'

/** The patrons with the words of their names, cut once for all the letters of a search. */
export type Directory = readonly { readonly patron: Patron; readonly words: readonly string[]; readonly sortedAs: string }[]

export const openDirectory = (state: DeskState): Directory =>
  [...state.all('patron')].map((patron) => {
    const words = wordsOf(`${patron.surname} ${patron.firstName}`)
    return { patron, words, sortedAs: `${words.join(' ')} ${patron.id}` }
  })

/** Digits of a card from which its end is looked for. */
const fewestDigits = 4

/** A number somebody reads out: the end of a card, or an order's number as it is said. */
const isNumber = (text: string): boolean => /\d/.test(text)

/** PHONE-1: the order whose number this is; a closed one too, so that a no-show who calls is found by it. */
const orderNumbered = (state: DeskState, text: string): Order | undefined => {
  const number = parseOrderNumber(text)
  for (const order of state.all('order')) if (order.number === number || order.ilsNumber === text) return order
  return undefined
}

/**
 * PHONE-1: whom beginnings of any words of a name find, in any order, or the last digits of a card, or an order's number. By name, and
 * those of one name by card.
 */
export const findPatrons = (state: DeskState, directory: Directory, query: string): readonly Patron[] => {
  const text = query.trim()
  if (isNumber(text)) {
    const card = orderNumbered(state, text)?.card
    const digits = text.replace(/\s/g, '')
    return directory.flatMap(({ patron }) =>
      patron.id === card || (digits.length >= fewestDigits && patron.id.endsWith(digits)) ? [patron] : [],
    )
  }
  const asked = queryWords(text)
  if (asked.length === 0) return []
  return directory
    .filter(({ words }) => asked.every((begun) => words.some((word) => word.startsWith(begun))))
    .sort((a, b) => (a.sortedAs < b.sortedAs ? -1 : 1))
    .map(({ patron }) => patron)
}

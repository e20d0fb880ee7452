/**
 * The directory, searched as somebody spells a name on the telephone (PHONE-1). Runs on the tablet, offline.
 */
import { isNumbered, type Order, parseOrderNumber } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import { queryWords, wordsOf } from '../search/search-words.ts'
import type { Patron } from './patron.ts'

/**
 * The patrons by name, and those of one name by card, each with the words of the name as one text. Cut and sorted once for all the
 * letters of a search.
 */
export type Directory = readonly Entry[]

interface Entry {
  readonly patron: Patron
  readonly text: string
}
const entryByPatron = new WeakMap<Patron, Entry>()

/** Cut once for all calls: a row never changes. */
const entryOf = (patron: Patron): Entry => {
  const entry = entryByPatron.get(patron) ?? { patron, text: ['', ...wordsOf(`${patron.surname} ${patron.firstName}`)].join(' ') }
  entryByPatron.set(patron, entry)
  return entry
}

export const openDirectory = (state: DeskState): Directory =>
  [...state.all('patron')]
    .map(entryOf)
    .sort((a, b) => (a.text === b.text ? (a.patron.id < b.patron.id ? -1 : 1) : a.text < b.text ? -1 : 1))

/** Digits of a card from which its end is looked for. */
const fewestDigits = 4

/** A number somebody reads out: the end of a card, or an order's number as it is said. */
const isNumber = (text: string): boolean => /\d/.test(text)

/** PHONE-1: the order whose number this is; a closed one too, so that a no-show who calls is found by it. */
const orderNumbered = (state: DeskState, text: string): Order | undefined => {
  const number = parseOrderNumber(text)
  for (const order of state.all('order')) if (isNumbered(order, number) || order.ilsNumber === text) return order
  return undefined
}

/**
 * PHONE-1: whom beginnings of any words of a name find, in any order, or the last digits of a card, or an order's number, as the directory
 * is sorted.
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
  const asked = queryWords(text).map((begun) => ` ${begun}`)
  if (asked.length === 0) return []
  return directory.filter((one) => asked.every((begun) => one.text.includes(begun))).map(({ patron }) => patron)
}

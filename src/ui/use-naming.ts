/**
 * How the rows are called on screen: an order by its number, a librarian by name, a patron by initials, an item by its title.
 * Runs in the browser. Initials and four digits only where a refusal is said: it may be read by whoever stands behind.
 */
import { hasName } from '../domain/patron/patron.ts'
import type { DeskState } from '../domain/row/desk-state.ts'
import { shellWords } from '../locale/en/shell.ts'
import { formatCardEnd, formatInitials } from '../locale/formats.ts'
import type { Naming } from '../locale/refusals.ts'
import { useSnapshot, useWords } from './use-desk.ts'

export const namingOf = (state: DeskState, unknownLibrarian: string): Naming => ({
  order: (id) => state.get('order', id)?.number ?? '?',
  librarian: (id) => state.get('librarian', id)?.name ?? unknownLibrarian,
  author: ({ librarianId, deviceId }) =>
    `${state.get('librarian', librarianId)?.name ?? unknownLibrarian}\u00a0(${state.get('device', deviceId)?.letter ?? '?'})`,
  patron: (card) => {
    const patron = state.get('patron', card)
    return patron === undefined || !hasName(patron) ? formatCardEnd(card) : `${formatInitials(patron)}\u00a0${formatCardEnd(card)}`
  },
  item: (barcode) => {
    const recordId = state.get('item', barcode)?.recordId
    return (recordId === undefined ? undefined : state.get('record', recordId)?.title) ?? barcode
  },
})

export const useNaming = (): Naming => namingOf(useSnapshot().state, useWords(shellWords).unknownLibrarian)

/**
 * What may be proposed instead of a document that is not found: same author, same shelf, on it now, wanted by nobody (PULL-5).
 * Runs on the tablet, among the records it knows offline: those that some order asked for.
 */

import { foldText } from '../fold-text.ts'
import type { RecordId } from '../ids.ts'
import { isOnShelf } from '../item/is-on-shelf.ts'
import type { BibliographicRecord, Copy } from '../item/record.ts'
import { isLineDone } from '../order/order-state.ts'
import type { DeskState } from '../row/desk-state.ts'
import { ordersToPrepare } from './build-pull-list.ts'
import { compareCallNumbers } from './compare-call-numbers.ts'

export interface Equivalent {
  readonly record: BibliographicRecord
  /** The copy to fetch. */
  readonly copy: Copy
}

/** PULL-5: equivalents of a record, in shelf order; none where the author is unknown. */
export const findEquivalents = (state: DeskState, record: BibliographicRecord): readonly Equivalent[] => {
  const author = foldText(record.author)
  if (author === '') return []
  const locations = new Set(record.copies.map((copy) => copy.location))
  const wantedByRecord = new Map<RecordId, number>()
  for (const order of ordersToPrepare(state)) {
    for (const line of order.lines) {
      if (line.wanted.kind === 'wish' || isLineDone(order, line)) continue
      wantedByRecord.set(line.wanted.recordId, (wantedByRecord.get(line.wanted.recordId) ?? 0) + 1)
    }
  }
  const equivalents: Equivalent[] = []
  for (const candidate of state.all('record')) {
    if (candidate.id === record.id || foldText(candidate.author) !== author) continue
    const onShelf = candidate.copies.filter((copy) => isOnShelf(state, copy.barcode))
    const copy = onShelf.find(({ location }) => locations.has(location))
    if (copy !== undefined && onShelf.length > (wantedByRecord.get(candidate.id) ?? 0)) equivalents.push({ record: candidate, copy })
  }
  return equivalents.sort((a, b) => compareCallNumbers(a.copy.callNumber, b.copy.callNumber) || (a.record.id < b.record.id ? -1 : 1))
}

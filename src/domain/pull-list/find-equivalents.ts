/**
 * What may be proposed instead of a document that is not found: same author, same shelf, on it now, wanted by nobody (PULL-5).
 * Runs on the tablet, among the records it knows offline: those that some order asked for.
 */
import { foldText } from '../fold-text.ts'
import type { RecordId } from '../ids.ts'
import { isOnShelf } from '../item/is-on-shelf.ts'
import type { BibliographicRecord, Copy } from '../item/record.ts'
import { isLineDone } from '../order/order.ts'
import type { DeskState } from '../row/desk-state.ts'
import { ordersToPrepare } from './build-pull-list.ts'
import { compareCallNumbers } from './compare-call-numbers.ts'

export interface Equivalent {
  readonly record: BibliographicRecord
  /** The copy to fetch. */
  readonly copy: Copy
}

/** PULL-5: of the same author, with a copy on the same shelf; nothing is like a record without author. */
const isAlike = (record: BibliographicRecord, candidate: BibliographicRecord): boolean => {
  const author = foldText(record.author)
  const locations = new Set(record.copies.map((copy) => copy.location))
  return (
    candidate.id !== record.id &&
    author !== '' &&
    foldText(candidate.author) === author &&
    candidate.copies.some(({ location }) => locations.has(location))
  )
}

/** Another edition of the same work comes before another work of its author. */
export const isSameTitle = (one: Pick<BibliographicRecord, 'title'> | undefined, other: Pick<BibliographicRecord, 'title'>): boolean =>
  foldText(one?.title ?? '') === foldText(other.title)

/** PHONE-5: among what a search found, what may be offered instead; those that are there first, then in shelf order. */
export const equivalentsAmong = (
  record: BibliographicRecord,
  found: readonly BibliographicRecord[],
  isThere: (candidate: BibliographicRecord) => boolean,
): readonly BibliographicRecord[] => {
  const callNumberOf = ({ copies: [copy] }: BibliographicRecord): string => copy?.callNumber ?? ''
  return found
    .filter((candidate) => isAlike(record, candidate))
    .toSorted((a, b) => Number(isThere(b)) - Number(isThere(a)) || compareCallNumbers(callNumberOf(a), callNumberOf(b)))
}

/** PULL-5: equivalents of a record, in shelf order, among those that some order wants or wanted, or that a search found; none where the author is unknown. */
export const findEquivalents = (
  state: DeskState,
  record: BibliographicRecord,
  among: Iterable<BibliographicRecord> = state.all('record'),
): readonly Equivalent[] => {
  const locations = new Set(record.copies.map((copy) => copy.location))
  const wantedByRecord = new Map<RecordId, number>()
  for (const order of ordersToPrepare(state)) {
    for (const line of order.lines) {
      if (line.wanted.kind === 'wish' || isLineDone(order, line)) continue
      wantedByRecord.set(line.wanted.recordId, (wantedByRecord.get(line.wanted.recordId) ?? 0) + 1)
    }
  }
  const equivalents: Equivalent[] = []
  for (const candidate of among) {
    if (!isAlike(record, candidate)) continue
    const onShelf = candidate.copies.filter((copy) => isOnShelf(state, copy))
    const copy = onShelf.find(({ location }) => locations.has(location))
    if (copy !== undefined && onShelf.length > (wantedByRecord.get(candidate.id) ?? 0)) equivalents.push({ record: candidate, copy })
  }
  const rank = ({ record: candidate }: Equivalent): number => Number(!isSameTitle(record, candidate))
  return equivalents.sort(
    (a, b) => rank(a) - rank(b) || compareCallNumbers(a.copy.callNumber, b.copy.callNumber) || (a.record.id < b.record.id ? -1 : 1),
  )
}

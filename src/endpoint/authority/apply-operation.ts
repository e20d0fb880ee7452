/**
 * Applies an operation to the library's rows. Runs on the endpoint, inside the push's transaction.
 * A fact may come after a closing erased what it is about. What the endpoint remembers of that is put back first, so that contradictions
 * are found as if the fact had come in time. The next closing erases it again.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isListReason } from '../../domain/case/case.ts'
import { asErased, asNext, isOfIls } from '../../domain/case/ils-case.ts'
import { type Applied, apply } from '../../domain/desk/apply.ts'
import { subjectsOf } from '../../domain/desk/based.ts'
import { basedOnSeen, type ErasedRow, isUnseenBy, namedInOpenCases, putBack } from '../../domain/desk/erased-row.ts'
import type { Instant } from '../../domain/instant.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { asReceived, composedAt, doubtfulAheadMs, pressedAt } from '../../domain/operation/doubtful-dates.ts'
import { type Envelope, type Fact, isFact } from '../../domain/operation/operation.ts'
import { barcodeIn } from '../../domain/operation/subject.ts'
import type { DeskReader, Row } from '../../domain/row/desk-state.ts'
import { rowAbout } from '../../domain/row/row-about.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { keepBeyondRights } from '../figures/beyond-rights.ts'
import { countRows } from '../figures/count-rows.ts'
import { writeMessages } from '../messages/write-messages.ts'
import { isErased } from '../storage/erased-cases.ts'
import { mayAskAnew, mayBeSeenTo } from '../storage/journeys.ts'
import { endJourney, moveJourney } from '../storage/move-journey.ts'
import { noteDays } from '../storage/noted-days.ts'
import { readDesk, type StoreReader, type StoreTransaction } from '../storage/store.ts'
import { textOfRow } from '../storage/stored.ts'
import { noteLateDays } from './note-late-days.ts'

/**
 * After a person decided about a line that the ILS did not take (ILS-3, ILS-6): it waits for its turn again, or is asked no more. What was
 * kept from the ILS for another case is told (ILS-11).
 */
const followDecision = async (transaction: StoreTransaction, { operationId, payload }: Envelope, now: Instant): Promise<void> => {
  if (payload.kind !== 'settle-case') return
  const row = await transaction.row('case', payload.caseId)
  if (row === undefined || row.settlement?.operationId !== operationId) return
  if (!isOfIls(row)) {
    const days: LocalDate[] = []
    for (const cited of row.cites)
      for (const { happenedOn } of await transaction.receiptsOf(cited)) days.push(...(happenedOn ? [happenedOn] : []))
    return noteLateDays(transaction, days, now)
  }
  const barcode = barcodeIn(row.subject)
  if (barcode === undefined) return
  const isAsked = payload.decision.kind === 'ask-anew'
  const isGone = isAsked && (await isErased(transaction, row.cites))
  // A tablet that was off line offers what cannot be done: it stays to be decided.
  if (isGone || (isAsked && isListReason(row.ils?.reason))) {
    await transaction.writeRow(isGone ? asErased(row) : asNext(row), now)
    return
  }
  for (const journey of await transaction.journeys.of(row.cites)) {
    if (journey.barcode !== barcode || !(isAsked ? mayAskAnew(journey) : mayBeSeenTo(journey))) continue
    // However long ago it was, and what followed of its document has waited for it.
    const facts = (await transaction.row('item', barcode))?.facts ?? []
    const after = facts.map(({ happened }) => happened.date).filter((date) => date > journey.day)
    await noteDays(transaction, [journey.day, ...after])
    if (isAsked) await endJourney(transaction, journey)
    // Done there by hand, or nothing to be done there: either way nothing is left to tell.
    else await moveJourney(transaction, { ...journey, state: 'already', since: now, askedAt: now, reason: undefined })
  }
}

/** Pressed, by its clock, before what its author had read was written: that clock is slow. */
export const isClockSlow = async (reader: StoreReader, envelope: Envelope): Promise<boolean> => {
  const { base } = envelope
  if (base === undefined || base.epoch !== (await reader.library()).epoch) return false
  const readAt = await reader.committedAt(base.version)
  return readAt !== undefined && pressedAt(envelope) < readAt - doubtfulAheadMs
}

/** Facts about one document or order, at most: a hundred times what a busy day brings. What comes above is kept apart, and costs nobody time. */
export const mostFacts = 500
/** As many take some hundredths of a second to weigh. */
const manyFacts = 50
/** Characters of a row, at most: many times the longest of any desk. Each operation writes its rows whole, and every tablet pulls them. */
const longestRow = 2 ** 18

/** A fact too many, or a row too long; no defect of ours. */
export class SubjectIsFull extends Error {}

/** How many there are about that of its documents, or its order, which has the most. */
const factsAbout = (state: DeskReader, fact: Fact): number =>
  Math.max(0, ...subjectsOf(fact).map((subject) => rowAbout(state, subject)?.facts.length ?? 0))

/** What makes such a row shorter passes. */
const isTooLong = async (transaction: StoreTransaction, row: Row): Promise<boolean> => {
  const { length } = textOfRow(row)
  if (length <= longestRow) return false
  const before = await transaction.row(row.kind, row.id)
  return before === undefined || length > textOfRow(before).length
}

const putBackAll = async (transaction: StoreTransaction, erased: readonly ErasedRow[], now: Instant): Promise<void> => {
  for (const { row } of erased) {
    const whole = putBack(row, await transaction.row(row.kind, row.id))
    await transaction.writeRow(whole, now)
    await addWantedRecords(transaction, [whole], now)
  }
}

/** Writes what the operation makes of the rows; answers what it changed, and how many cases are new. */
export const applyOperation = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  receivedAt: Instant,
  now: Instant,
): Promise<Applied & { readonly opened: number }> => {
  // A request finds no row, and may lose: there is nothing left to change.
  const erased = isFact(envelope.payload) ? await transaction.erasedRows(subjectsOf(envelope.payload)) : []
  const unseenOf = async (rows: readonly ErasedRow[]): Promise<readonly ErasedRow[]> => {
    if (rows.length === 0) return []
    const { epoch } = await transaction.library()
    return rows.filter(isUnseenBy(envelope.base, epoch, composedAt(envelope, receivedAt)))
  }
  const unseen = await unseenOf(erased)
  await putBackAll(transaction, unseen, now)
  const seen = erased.filter((one) => !unseen.includes(one))
  const taken = asReceived(envelope, receivedAt, wallClockOf((await transaction.row('settings', 'settings'))?.zone))
  const applied = await readDesk(transaction, (state) => {
    if (isFact(taken.payload) && factsAbout(state, taken.payload) >= mostFacts) throw new SubjectIsFull()
    return apply(state, { ...taken, based: basedOnSeen(seen, taken.based) })
  })
  for (const row of applied.rows) if (await isTooLong(transaction, row)) throw new SubjectIsFull()
  // SQLite answers at once: without this the process would hear of no other request before the last of such operations.
  if (applied.rows.some((row) => 'facts' in row && row.facts.length > manyFacts)) await nextTurn()
  await countRows(transaction, applied.rows, now)
  await keepBeyondRights(transaction, taken, now)
  await writeMessages(transaction, applied.rows, now, taken)
  let opened = 0
  for (const row of applied.rows) {
    if (row.kind === 'case' && (await transaction.row('case', row.id)) === undefined) opened += 1
    await transaction.writeRow(row, now)
  }
  await followDecision(transaction, envelope, now)
  await putBackAll(transaction, await unseenOf(await transaction.erasedRows(namedInOpenCases(applied.rows))), now)
  return { ...applied, opened }
}

/**
 * Applies an operation to the library's rows. Runs on the endpoint, inside the push's transaction.
 * A fact may come after a closing erased what it is about. What the endpoint remembers of that is put back first, so that contradictions
 * are found as if the fact had come in time. The next closing erases it again.
 */
import { type Applied, apply } from '../../domain/desk/apply.ts'
import { subjectsOf } from '../../domain/desk/based.ts'
import { basedOnSeen, type ErasedRow, isUnseenBy, namedInOpenCases, putBack } from '../../domain/desk/erased-row.ts'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../domain/instant.ts'
import { type Envelope, isFact } from '../../domain/operation/operation.ts'
import { addWantedRecords } from '../catalogue/add-wanted-records.ts'
import type { StoreTransaction } from '../storage/store.ts'
import { readDesk } from './read-desk.ts'

/** A corrected clock may run this far ahead of ours before a case says so: 10 minutes, in milliseconds. */
const doubtfulAheadMs = 10 * msPerMinute
/** An operation may wait this long on a tablet before its time is doubted: the support window of a year, in milliseconds. */
const doubtfulBehindMs = 366 * msPerDay

/** When it was pressed, on our clock; undefined when its tablet's is doubtful. */
export const composedAt = ({ at, clockOffset }: Envelope, receivedAt: Instant): Instant | undefined => {
  const ahead = at + clockOffset - receivedAt
  return ahead > doubtfulAheadMs || ahead < -doubtfulBehindMs ? undefined : toInstant(at + clockOffset)
}

const putBackAll = async (transaction: StoreTransaction, erased: readonly ErasedRow[], now: Instant): Promise<void> => {
  for (const { row } of erased) {
    const whole = putBack(row, await transaction.row(row.kind, row.id))
    await transaction.writeRow(whole, now)
    await addWantedRecords(transaction, [whole], now)
  }
}

/** Writes what the operation makes of the rows; answers what it changed. */
export const applyOperation = async (
  transaction: StoreTransaction,
  envelope: Envelope,
  receivedAt: Instant,
  now: Instant,
): Promise<Applied> => {
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
  const applied = await readDesk(transaction, (state) => apply(state, { ...envelope, based: basedOnSeen(seen, envelope.based) }))
  for (const row of applied.rows) await transaction.writeRow(row, now)
  await putBackAll(transaction, await unseenOf(await transaction.erasedRows(namedInOpenCases(applied.rows))), now)
  return applied
}

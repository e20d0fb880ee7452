/**
 * The day's circulation as numbered batches: made once, kept with their bytes, confirmed by the manager. Runs on the endpoint and in
 * `npm run export`. Once a batch is confirmed its operations become « réglé » (RET-4), and its loans leave the patrons' counts with the
 * next list of the ILS (LOAN-2).
 */
import type { LibraryId, OperationId } from '../../../domain/ids.ts'
import type { Instant } from '../../../domain/instant.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { SettledBatch } from '../../../domain/row/desk-state.ts'
import type { ExportBatch, ExportFormat } from '../../../protocol/management.ts'
import type { Answered, Asked } from '../../../protocol/routes.ts'
import { collectDay, countErased, readNames, waitsInFile } from '../../ils/collect-day.ts'
import { movementKey } from '../../ils/movement.ts'
import { keepReviewed, reviewCase } from '../../ils/review-case.ts'
import { changeLoans } from '../../ils/settle-loans.ts'
import { journeyOf } from '../../ils/tell-over-wire.ts'
import { noteDays } from '../../storage/noted-days.ts'
import type { Store, StoreTransaction } from '../../storage/store.ts'
import type { StoredBatch } from '../../storage/stored.ts'
import { isHeard, type ToldLine } from '../../storage/told-lines.ts'
import { formatCsv } from './csv.ts'
import { countOf, fileConnector } from './file-connector.ts'
import type { IlsFileKind } from './ils-file.ts'

/** No such batch, or a day on which nothing was lent or returned; or what was asked for was erased with its age (PRIV-3). */
export interface ExportRefusal {
  readonly kind: 'nothing-to-export' | 'export-erased'
}
const nothingToExport = refuse<ExportRefusal>({ kind: 'nothing-to-export' })
const exportErased = refuse<ExportRefusal>({ kind: 'export-erased' })

const giveAgain = (batch: StoredBatch | undefined): Result<StoredBatch, ExportRefusal> => {
  if (batch === undefined) return nothingToExport
  return batch.content.length === 0 ? exportErased : accept(batch)
}

/** A batch as the protocol shows it, without its bytes. */
export const toExportBatch = ({ number, day, format, madeAt, loans, returns, settledAt, fileName }: StoredBatch): ExportBatch => ({
  number,
  day,
  format,
  madeAt,
  loans,
  returns,
  settledAt: settledAt ?? null,
  fileName,
})

/**
 * Batches of a day, oldest first, and what no file for the ILS carries yet; a table made to be read takes nothing off it. `inCase` counts
 * what is set apart; `erased` what nobody exported in time.
 */
export const listExports = (
  store: Store,
  libraryId: LibraryId,
  day: LocalDate,
  file: IlsFileKind = 'koc',
): Promise<Pick<Answered<'export-list'>, 'batches' | 'waiting'>> =>
  store.read(libraryId, async (reader) => {
    const waiting = await collectDay(reader, day, fileConnector('koc', file))
    const erased = await countErased(reader, day, 'ils')
    const counts = { loans: countOf(waiting, 'loan', day), returns: countOf(waiting, 'return', day), inCase: waiting.apart.length }
    return { batches: (await reader.batches(day)).map(toExportBatch), waiting: erased === 0 ? counts : { ...counts, erased } }
  })

export interface WaitingDay {
  readonly day: LocalDate
  readonly loans: number
  readonly returns: number
  readonly apart: number
}

/** Every day with something that no file of this format carries yet, the earliest first: a fact that came late makes a past day new. */
export const waitingDays = (
  store: Store,
  libraryId: LibraryId,
  format: ExportFormat,
  file: IlsFileKind = 'koc',
): Promise<readonly WaitingDay[]> =>
  store.read(libraryId, async (reader) => {
    const found: WaitingDay[] = []
    for (const day of await reader.daysOfReceipts()) {
      const waiting = await collectDay(reader, day, fileConnector(format, file))
      const counts = { loans: countOf(waiting, 'loan', day), returns: countOf(waiting, 'return', day), apart: waiting.apart.length }
      if (counts.loans + counts.returns + counts.apart > 0) found.push({ day, ...counts })
    }
    return found
  })

/** What is set apart on a day, as the same table that people read; undefined when nothing is. */
export const formatApart = (
  store: Store,
  libraryId: LibraryId,
  day: LocalDate,
  format: ExportFormat,
  file: IlsFileKind = 'koc',
): Promise<{ readonly count: number; readonly table: Uint8Array } | undefined> =>
  store.read(libraryId, async (reader) => {
    const { apart } = await collectDay(reader, day, fileConnector(format, file))
    const movements = { ready: [], apart }
    const { length: count } = apart
    return count === 0 ? undefined : { count, table: formatCsv(movements, await readNames(reader, movements)) }
  })

export interface ExportWish {
  readonly day: LocalDate
  readonly format: ExportFormat
  /** The form of the ILS's file; Koha's where none is named. */
  readonly file?: IlsFileKind | undefined
  /** That batch again; undefined: whatever is new, or the day's last batch where nothing is. */
  readonly number: number | undefined
}

/**
 * The next batch of a day, or an earlier one to the byte. Late facts make a new batch. `nothing-to-export`: a number that is not of that
 * day and format, and a day with nothing to tell.
 */
export const exportDay = (
  store: Store,
  libraryId: LibraryId,
  { day, format, file, number }: ExportWish,
  now: Instant,
): Promise<Result<StoredBatch, ExportRefusal>> =>
  store.transact(libraryId, async (transaction) => {
    const earlier = (await transaction.batches(day)).filter((batch) => batch.format === format)
    if (number !== undefined) return giveAgain(earlier.find((batch) => batch.number === number))
    const connector = fileConnector(format, file)
    const movements = await collectDay(transaction, day, connector)
    if (movements.ready.length > 0) return giveAgain(await connector.tell(transaction, day, movements, now))
    const isErased = earlier.length === 0 && (await countErased(transaction, day, connector.voice)) > 0
    return isErased ? exportErased : giveAgain(earlier.at(-1))
  })

/** Operations of a batch, and silent ones of its day, that have nothing left to tell: what went out is in a settled batch, none waits. */
const settledOperations = async (
  transaction: StoreTransaction,
  batch: StoredBatch,
  told: readonly ToldLine[],
): Promise<readonly OperationId[]> => {
  const { ready, apart, silent } = await collectDay(transaction, batch.day, fileConnector(batch.format))
  const waiting = new Set([...ready, ...apart].map((movement) => movement.operationId))
  const settled = [...silent]
  for (const operationId of new Set(told.map((line) => line.operationId)))
    if (!waiting.has(operationId) && !(await waitsInFile(transaction, operationId, batch.format))) settled.push(operationId)
  return settled.sort()
}

/** A line of a batch, by its number in the diary, that its reader refused; with its words, where it gave any. */
export type RefusedLine = NonNullable<Asked<'export-settle'>['refused']>[number]

/** One change of a batch, in one transaction; answers the batch as it then is. */
const changeBatch =
  (change: (transaction: StoreTransaction, batch: StoredBatch, now: Instant, refused: readonly RefusedLine[]) => Promise<StoredBatch>) =>
  (
    store: Store,
    libraryId: LibraryId,
    number: number,
    now: Instant,
    refused: readonly RefusedLine[] = [],
  ): Promise<Result<StoredBatch, ExportRefusal>> =>
    store.transact(libraryId, async (transaction) => {
      const batch = await transaction.batch(number)
      return batch === undefined ? nothingToExport : accept(await change(transaction, batch, now, refused))
    })

/** The lines of a batch of which a person says whether its reader took them; none once it is settled. */
export const linesToSettle = (store: Store, libraryId: LibraryId, number: number): Promise<Answered<'export-lines'>['lines']> =>
  store.read(libraryId, async (reader) => {
    const batch = await reader.batch(number)
    const lines = batch?.format === 'koc' && batch.settledAt === undefined ? await reader.told.ofBatch(number) : []
    return lines.filter(isHeard).map(({ number: line, barcode, card, movement }) => ({ line, barcode, card, movement }))
  })

/** What its reader refused is the same as what a wire refused: it waits for a person, and goes out again once they say so. */
const refuseLine = async (transaction: StoreTransaction, line: ToldLine, said: string, batch: StoredBatch, now: Instant) => {
  await transaction.told.answer(line, 'refused')
  const [receipt] = await transaction.receiptsOf(line.operationId)
  const day = receipt?.happenedOn ?? batch.day
  await keepReviewed(transaction, { ...journeyOf(line, day, 'refused', now), said }, now)
  await noteDays(transaction, [day])
}

/** As if it had not been refused; what a person decided about it since stays decided. */
const takeRefusalBack = async (transaction: StoreTransaction, line: ToldLine, refusedAt: Instant, now: Instant) => {
  const journey = (await transaction.journeys.of([line.operationId])).find((one) => movementKey(one) === movementKey(line))
  if (journey?.state !== 'refused' || journey.since !== refusedAt) return
  await transaction.told.answer(line, undefined)
  await transaction.journeys.end(journey)
  await reviewCase(transaction, journey, undefined, now)
}

/**
 * The manager says that the ILS loaded a batch: its operations become *réglé*, and its loans wait for an import newer than `now` to leave
 * the patrons' count (LOAN-2); but for the lines refused (ILS-43). Again changes nothing.
 */
export const settleExport = changeBatch(async (transaction, batch, now, refused) => {
  const { number } = batch
  if (batch.settledAt !== undefined) return batch
  await transaction.settleBatch(number, now)
  const lines = (await transaction.told.ofBatch(number)).filter(isHeard)
  const saidOf = new Map(refused.map(({ line, said }) => [line, said]))
  const left = new Set<OperationId>()
  for (const line of lines) {
    const said = saidOf.get(line.number)
    if (said === undefined) continue
    left.add(line.operationId)
    await refuseLine(transaction, line, said, batch, now)
  }
  const taken = lines.filter((line) => !saidOf.has(line.number))
  await changeLoans(transaction, taken, (loan) => ({ ...loan, settledAt: loan.settledAt ?? now }), now)
  const row: SettledBatch = {
    kind: 'settled-batch',
    id: `${number}`,
    day: batch.day,
    settledAt: now,
    operationIds: (await settledOperations(transaction, batch, lines)).filter((id) => !left.has(id)),
  }
  await transaction.writeRow(row, now)
  return { ...batch, settledAt: now }
})

/**
 * The manager takes back that the ILS loaded a batch: its loans count here again, and its operations wait. Answers the batch still
 * confirmed where a newer list of patrons was taken, for what that list counted is not kept.
 */
export const unsettleExport = changeBatch(async (transaction, batch, now) => {
  const { number, settledAt } = batch
  if (settledAt === undefined) return batch
  const isCounted = (await transaction.rowsOf('patron')).some(({ ilsAsOf }) => ilsAsOf !== undefined && ilsAsOf > settledAt)
  if (isCounted) return batch
  await transaction.settleBatch(number, undefined)
  const lines = await transaction.told.ofBatch(number)
  for (const line of lines) if (!isHeard(line)) await takeRefusalBack(transaction, line, settledAt, now)
  await changeLoans(transaction, lines, (loan) => (loan.settledAt === settledAt ? { ...loan, settledAt: undefined } : loan), now)
  await transaction.eraseRow('settled-batch', `${number}`, now)
  // An operation that went out in two batches is settled by the later one's row, and no longer is.
  const mine = new Set(lines.map(({ operationId }) => operationId))
  for (const other of await transaction.rowsOf('settled-batch')) {
    const operationIds = other.operationIds.filter((id) => !mine.has(id))
    if (operationIds.length < other.operationIds.length) await transaction.writeRow({ ...other, operationIds }, now)
  }
  return { ...batch, settledAt: undefined }
})

/**
 * What left beyond the loan rights with a reason, kept beside what its handover counted, and held against other rights (SET-2). Runs on the
 * endpoint: what is kept crosses a category with a type, and whoever asks chooses the rights, so that each cell is hidden and rounded (STAT-4).
 */
import { handoverSubject } from '../../domain/figures/count-parts.ts'
import type { BeyondRights } from '../../domain/figures/counted.ts'
import { type CountedSince, sinceMemo } from '../../domain/figures/counted-since.ts'
import { crossing, type DaysOf } from '../../domain/figures/figures.ts'
import { fewestPersons } from '../../domain/figures/period.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { countBeyondRights, judgeMaxima } from '../../domain/loan-right/judge-loan.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { Settings } from '../../domain/settings/settings.ts'
import type { StoreReader, StoreTransaction } from '../storage/store.ts'

/** Before the rows of a handover are written, and after it was counted. */
export const keepBeyondRights = async (transaction: StoreTransaction, { payload, operationId }: Envelope, now: Instant): Promise<void> => {
  if (payload.kind !== 'hand-over-order' || payload.items.every(({ overrideReason }) => overrideReason === undefined)) return
  const patron = await transaction.row('patron', payload.card)
  const beyond = patron === undefined ? [] : countBeyondRights(patron, payload.items, payload.happened.date)
  const subject = handoverSubject(operationId)
  const counted = beyond.length === 0 ? undefined : await transaction.figures.counted(subject)
  // What comes twice is judged once: as it was when it happened.
  if (counted === undefined || counted.beyond !== undefined) return
  await transaction.figures.keepCounted(subject, { ...counted, beyond }, now)
}

/** Whose handover it was; undefined: its receipt is emptied. */
const cardOf = async (reader: StoreReader, handover: OperationId): Promise<string | undefined> => {
  const whole = (await reader.receiptsOf(handover)).find(({ type, envelope }) => type === 'hand-over-order' && envelope !== '')
  // Parsed when it was received.
  return whole && (JSON.parse(whole.envelope) as { readonly payload: { readonly card: string } }).payload.card
}

interface Cell {
  documents: number
  readonly handovers: Set<OperationId>
}

/**
 * Documents that left with a reason, and whose handover stands. A cell that stands for too few persons tells nothing; any other goes in
 * steps of that number, so that rights changed by one tell of nobody's loans.
 */
export const weighRights = async (
  reader: StoreReader,
  settings: Pick<Settings, 'loanRights' | 'totalMaximums' | 'fewestPersons'>,
  { from, to }: DaysOf,
): Promise<BeyondRights> => {
  const left = (await reader.figures.countedBeyond()).flatMap(({ handover, beyond = [], parts }) =>
    beyond.filter(({ barcode }) => parts[barcode]?.some(({ day }) => day >= from && day <= to)).map((one) => ({ ...one, handover })),
  )
  const cells = new Map<string, Cell>()
  for (const one of left) {
    if (judgeMaxima(settings, one).ok) continue
    const name = crossing(one.category, one.documentType ?? '')
    const cell = cells.get(name) ?? { documents: 0, handovers: new Set() }
    cell.documents += 1
    cell.handovers.add(one.handover)
    cells.set(name, cell)
  }
  const fewest = settings.fewestPersons ?? fewestPersons
  let asked = 0
  for (const { documents, handovers } of cells.values()) {
    const cards = new Set<string>()
    for (const handover of handovers) {
      const card = await cardOf(reader, handover)
      if (card !== undefined) cards.add(card)
    }
    if (cards.size >= fewest) asked += documents - (documents % fewest)
  }
  const memo = await reader.memo(sinceMemo)
  // As `beginCounting` wrote it.
  const { documents: since } = (memo === undefined ? {} : JSON.parse(memo)) as Partial<CountedSince>
  return { since, of: left.length, asked }
}

/**
 * Counts what the rows about to be written add to the figures, or take back from them (STAT-2). Runs on the endpoint, inside the
 * transaction that accepts the fact or takes the ILS's list: both reach the disk, or neither.
 * What is already counted is found by what it is, not by when it came: a fact that comes twice, by an epoch, a restore or a quarantine,
 * counts once.
 */
import { type ChangedPart, type CountContext, changedParts } from '../../domain/figures/count-parts.ts'
import { recount } from '../../domain/figures/counted.ts'
import type { CardNumber } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import type { Order } from '../../domain/order/order.ts'
import type { Row } from '../../domain/row/desk-state.ts'
import { isSameSlot, type SlotKey } from '../../domain/slot/slot.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import type { StoreTransaction } from '../storage/store.ts'
import type { Awaitable } from '../storage/stored.ts'
import { noteMoves } from './slot-moves.ts'

const categoryOf = async (transaction: StoreTransaction, card: CardNumber | undefined): Promise<string> =>
  card === undefined ? '' : ((await transaction.row('patron', card))?.category ?? '')

/** What of one order, handover or return changed, put into the counters. */
const countSubject = async (
  transaction: StoreTransaction,
  subject: string,
  changed: readonly ChangedPart[],
  now: Instant,
): Promise<void> => {
  const known = await transaction.figures.counted(subject)
  const card = changed.find(({ part }) => part.card !== undefined)?.part.card
  const { counted, change } = recount(known, changed, known === undefined ? await categoryOf(transaction, card) : '')
  if (known === undefined && change.length === 0) return
  await transaction.figures.keepCounted(subject, counted, now)
  await transaction.figures.add(change)
}

/**
 * A tablet writes a type as it likes, and counters stay for good: one that neither the rights, the catalogue nor a record names counts as none.
 */
const withKnownType = async (transaction: StoreTransaction, row: Row): Promise<Row> => {
  if (row.kind !== 'item' || row.documentType === undefined || row.facts.every(({ what }) => what !== 'handed-over')) return row
  const { id, recordId, documentType: said } = row
  const rights = (await transaction.row('settings', 'settings'))?.loanRights ?? []
  if (said !== '*' && rights.some(({ documentType }) => documentType === said)) return row
  const documentType =
    (await transaction.catalogueEntry(id))?.documentType ?? (recordId && (await transaction.row('record', recordId))?.documentType)
  return { ...row, documentType }
}

type FindRow = (row: Order | Item) => Awaitable<Row | undefined>

/** Before these rows are written: what they add beyond what the rows there now do, which `findBefore` answers. */
export const countRows = async (
  transaction: StoreTransaction,
  rows: readonly Row[],
  now: Instant,
  findBefore: FindRow = ({ kind, id }) => transaction.row(kind, id),
): Promise<void> => {
  // The hours matter once a pile has its bay.
  const isAnyBagged = rows.some((row) => row.kind === 'order' && row.facts.some(({ what }) => what === 'bagged'))
  const settings = isAnyBagged ? await transaction.row('settings', 'settings') : undefined
  const context: CountContext = { settings, toLocal: wallClockOf(settings?.zone) }
  const changedBySubject = new Map<string, ChangedPart[]>()
  const left = new Map<Order['id'], SlotKey>()
  for (const written of rows) {
    if (written.kind !== 'order' && written.kind !== 'item') continue
    const [row, found] = [await withKnownType(transaction, written), await findBefore(written)]
    const before = found && (await withKnownType(transaction, found))
    if (row.kind === 'order' && before?.kind === 'order' && !isSameSlot(before.slot, row.slot)) left.set(row.id, before.slot)
    for (const changed of changedParts(before, row, context)) {
      const { subject } = changed.part
      changedBySubject.set(subject, [...(changedBySubject.get(subject) ?? []), changed])
    }
  }
  for (const [subject, changed] of changedBySubject) await countSubject(transaction, subject, changed, now)
  await noteMoves(transaction, left, now)
}

/**
 * Closes the days that ended: what has left the window leaves the base, and every tablet at its next exchange (PRIV-1, PRIV-2).
 * Runs on the endpoint, hourly. Nothing else erases, and no tablet's clock does (PROTOCOL.md, Pull). Doing it again changes nothing.
 * What stays: orders since yesterday or still open, documents out or waiting, open cases and what they cite. Of what leaves, the endpoint
 * alone keeps a memory, as long as its tombstone, for facts and exports that come late.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Case, formatCaseId } from '../../domain/case/case.ts'
import { erasedSubjectOf } from '../../domain/desk/erased-row.ts'
import type { ItemBarcode, LibraryId } from '../../domain/ids.ts'
import { type Instant, msPerDay, msPerHour, msPerMinute, toInstant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import { itemState } from '../../domain/item/item-state.ts'
import { addDays, type LocalDate } from '../../domain/local-date.ts'
import { isFarAhead } from '../../domain/operation/doubtful-dates.ts'
import { formatItemSubject, formatOrderSubject } from '../../domain/operation/subject.ts'
import { everyLine, isOpen, type Order } from '../../domain/order/order.ts'
import { retentionDefaults } from '../../domain/settings/settings.ts'
import { createPasses, type Passes } from '../clock/passes.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { closeFigures } from '../figures/close-figures.ts'
import { mailsMemo } from '../messages/write-messages.ts'
import { forgetLeavers, forgetRotaWeeks } from '../retention/forget-team.ts'
import { forgetIdlePatrons } from '../retention/idle-patrons.ts'
import { markErased } from '../storage/erased-cases.ts'
import { storeInTurn } from '../storage/in-turn.ts'
import { createTurn, type Lease } from '../storage/lease.ts'
import type { Store, StoreTransaction } from '../storage/store.ts'
import { forgetSince } from './put-back/held-requests.ts'
import { closeAwaited } from './put-back/waiting-facts.ts'
import { endQuarantine } from './quarantine-room.ts'
import { takeUpHeld } from './release-quarantine.ts'
import { writeDeviceRow } from './write-device-row.ts'

/** Tombstones are kept 30 days (PROTOCOL.md, Pull). */
const tombstoneLifeMs = 30 * msPerDay
/** A claim nobody released is forgotten after a day and a night. */
const claimLifeMs = 36 * msPerHour

/** What says that it is of the future was written by a wrong clock, and would never leave. */
const isOver = (at: Instant, now: Instant): boolean => at < now - claimLifeMs || at > now + claimLifeMs

/** A batch's settlement outlives the 14 days for which tablets list what they transmitted, all of it before: none goes back to waiting. */
const settledLifeMs = 15 * msPerDay

/** Of the days that can have been: one that a wrong clock made up in the future would keep its row for ever. */
const lastDayOf = (facts: readonly { readonly happened: { readonly date: LocalDate } }[], today: LocalDate): LocalDate | undefined =>
  facts
    .map((fact) => fact.happened.date)
    .filter((date) => date <= addDays(today, 1))
    .sort()
    .at(-1)

/** A document leaves once nothing of it is awaited: on its shelf, out of quarantine, or out and already in the ILS's own figure. */
const mayLeave = async (transaction: StoreTransaction, item: Item, today: LocalDate): Promise<boolean> => {
  const yesterday = addDays(today, -1)
  const last = lastDayOf(item.facts, today)
  if (item.facts.length === 0 || (last !== undefined && last >= yesterday)) return false
  const state = itemState(item)
  switch (state.kind) {
    case 'on-shelf':
      return true
    case 'returned':
      return state.quarantineUntil === undefined || state.quarantineUntil < yesterday || isFarAhead(state.quarantineUntil, today)
    case 'picked':
    case 'left-behind':
      return false
    case 'out': {
      for (const card of state.cards) {
        const patron = await transaction.row('patron', card)
        if (patron?.loans.some((loan) => loan.barcode === item.id)) return false
      }
      return true
    }
  }
}

/** The facts that cases cite, and the documents and orders that they are about. */
const idsCited = (cases: readonly Case[]): ReadonlySet<string | undefined> =>
  new Set(cases.flatMap((one) => [...one.cites, erasedSubjectOf(one)]))

/** After a day nobody waits any longer for what a tablet may hold of a history that was lost (PROTOCOL.md, Epoch). */
const endAwaiting = async (transaction: StoreTransaction, now: Instant): Promise<void> => {
  for (const { id, awaitedSince, goneOnWithout } of await transaction.rowsOf('device')) {
    const since = awaitedSince ?? goneOnWithout?.since
    const device = since !== undefined && now - since >= msPerDay ? await transaction.device(id) : undefined
    if (device !== undefined) await writeDeviceRow(transaction, device, now, { isRetold: true })
  }
}

/** Erases what has left the window that begins with `yesterday`. */
export const closeDay = async (transaction: StoreTransaction, today: LocalDate, now: Instant): Promise<void> => {
  const yesterday = addDays(today, -1)
  const cases = await transaction.rowsOf('case')
  const cited = idsCited(cases.filter((one) => one.settlement === undefined))
  const isCited = (subject: string, facts: readonly { readonly operationId: string }[]): boolean =>
    cited.has(subject) || facts.some((fact) => cited.has(fact.operationId))

  const keptItems = new Set<ItemBarcode>()
  for (const item of await transaction.rowsOf('item')) {
    if (!isCited(formatItemSubject(item.id), item.facts) && (await mayLeave(transaction, item, today))) {
      await transaction.eraseRow('item', item.id, now, erasedSubjectOf(item))
    } else keptItems.add(item.id)
  }

  const keptOrders: Order[] = []
  for (const order of await transaction.rowsOf('order')) {
    const last = lastDayOf(order.facts, today) ?? order.slot.date
    const isPast = order.slot.date < yesterday && last < yesterday && !isOpen(order)
    const isHeld = order.facts.some((fact) => fact.what === 'picked' && fact.barcode !== undefined && keptItems.has(fact.barcode))
    const waits = order.facts.some((fact) => fact.what === 'no-show') || order.cancelledBy !== undefined
    if (!isPast || (waits && isHeld) || isCited(formatOrderSubject(order.id), order.facts)) keptOrders.push(order)
    else await transaction.eraseRow('order', order.id, now, erasedSubjectOf(order))
  }

  const orderIds = new Set<string>(keptOrders.map((order) => order.id))
  const keptSubjects = new Set([...[...keptItems].map(formatItemSubject), ...keptOrders.map(({ id }) => formatOrderSubject(id))])
  const isKept = (one: Case): boolean => {
    // A settled case goes with what it was about, not before: as long as the facts are here, so is what a person decided of them.
    if (one.settlement === undefined) return true
    const about = erasedSubjectOf(one)
    return about === undefined ? !isOver(one.settlement.at, now) : keptSubjects.has(about)
  }
  // Those that follow one another go together: the last is found by counting from the first.
  const firstOf = ({ caseKind, subject }: Case): string => formatCaseId(caseKind, subject, 1)
  const keptFirsts = new Set(cases.filter(isKept).map(firstOf))
  for (const one of cases) if (!keptFirsts.has(firstOf(one))) await transaction.eraseRow('case', one.id, now, erasedSubjectOf(one))
  for (const slot of await transaction.rowsOf('slot')) {
    if (slot.slot.date < yesterday && !slot.orderIds.some((id) => orderIds.has(id))) await transaction.eraseRow('slot', slot.id, now)
  }
  for (const claim of await transaction.rowsOf('claim')) {
    if (claim.holders.every((holder) => isOver(holder.at, now))) await transaction.eraseRow('claim', claim.id, now)
  }
  for (const batch of await transaction.rowsOf('settled-batch')) {
    if (batch.settledAt < now - settledLifeMs) await transaction.eraseRow('settled-batch', batch.id, now)
  }
  const wanted = new Set<string>(
    keptOrders
      .flatMap((order) =>
        everyLine(order).flatMap((line) => [line.substitutedFor, line.wanted.kind === 'wish' ? undefined : line.wanted.recordId]),
      )
      .filter((id) => id !== undefined),
  )
  for (const item of await transaction.rowsOf('item')) if (item.recordId !== undefined) wanted.add(item.recordId)
  for (const record of await transaction.rowsOf('record')) {
    if (!wanted.has(record.id)) await transaction.eraseRow('record', record.id, now)
  }
}

/** Where several processes share the database: the turn that a closing takes, and how often one is due. */
export interface ClosingTurn {
  readonly turn: Lease
  readonly now: () => Instant
  readonly everyMs: number
}

/** When a library was closed last. */
const closedMemo = 'closed-at'

/** A clock set back keeps none waiting. */
const isDue = (closed: string | undefined, now: Instant, everyMs: number): boolean =>
  closed === undefined || now - Number(closed) >= everyMs || Number(closed) > now

/** Answers whether it was closed: it may not be due, or have no settings yet, or another job has its turn. */
const closeDayOf = async (
  shared: Store,
  libraryId: LibraryId,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  inTurn: ClosingTurn | undefined,
): Promise<boolean> => {
  const { zone, closed } = await shared.read(libraryId, async (reader) => ({
    zone: (await reader.row('settings', 'settings'))?.zone,
    closed: await reader.memo(closedMemo),
  }))
  if (zone === undefined || (inTurn !== undefined && !isDue(closed, now, inTurn.everyMs))) return false
  const store = inTurn === undefined ? shared : storeInTurn(shared, libraryId, inTurn.turn, inTurn.now)
  const isOurs = await shared.transact(libraryId, async (transaction) => {
    if (inTurn === undefined) return true
    return isDue(await transaction.memo(closedMemo), now, inTurn.everyMs) && inTurn.turn.take(transaction, inTurn.now())
  })
  if (!isOurs) return false
  try {
    await closeAndErase(store, libraryId, zone, now, reportDefect)
  } finally {
    if (inTurn !== undefined) await shared.transact(libraryId, inTurn.turn.end)
  }
  return true
}

const closeAndErase = async (
  store: Store,
  libraryId: LibraryId,
  zone: string,
  now: Instant,
  reportDefect: (defect: unknown) => void,
): Promise<void> => {
  await store.transact(libraryId, async (transaction) => {
    const today = wallClockOf(zone)(now).date
    await endAwaiting(transaction, now)
    await takeUpHeld(transaction, now, reportDefect)
    await closeAwaited(transaction, now, reportDefect)
    await forgetIdlePatrons(transaction, today, now)
    await forgetLeavers(transaction, today, now)
    await closeDay(transaction, today, now)
    await closeFigures(transaction, today, now)
    await forgetRotaWeeks(transaction, today, now)
    await forgetSince(transaction, now)
    // What left the base is remembered as long as its receipts.
    const keepLoanDays = (await transaction.row('settings', 'settings'))?.keepLoanDays ?? retentionDefaults.keepLoanDays
    await transaction.forgetTombstones(toInstant(now - tombstoneLifeMs), toInstant(now - keepLoanDays * msPerDay))
    await transaction.keepMemo(closedMemo, String(now))
  })
  await endQuarantine(store, libraryId, now)
  await erasePayloads(store, libraryId, now)
}

/**
 * Closes what ended in every library, each by its wall clock, and forgets tombstones, content of four months and idle names. A library
 * that fails keeps no other one from it. `inTurn`: only those that are due.
 */
export const closeDays = async (
  store: Store,
  now: Instant,
  reportDefect: (defect: unknown) => void,
  inTurn?: ClosingTurn,
): Promise<void> => {
  let closed = 0
  for (const { id } of await store.libraries()) {
    const isClosed = await closeDayOf(store, id, now, reportDefect, inTurn).catch(reportDefect)
    if (isClosed === true) closed += 1
  }
  if (closed === 0) return
  await store.tally((tallies) => tallies.forget(now)).catch(reportDefect)
  await store.foldErased().catch(reportDefect)
}

/** Receipts in one transaction: some hundredths of a second. */
const sliceSize = 1000

/**
 * Empties what the endpoint received, and the files it made of it, once they are four months old, or as old as the settings say (PRIV-3). Id,
 * hash and outcome stay. In slices: no tablet has to wait.
 */
export const erasePayloads = async (store: Store, libraryId: LibraryId, now: Instant): Promise<void> => {
  const settings = await store.read(libraryId, async (reader) => reader.row('settings', 'settings'))
  const before = toInstant(now - (settings?.keepLoanDays ?? retentionDefaults.keepLoanDays) * msPerDay)
  await store.transact(libraryId, async (transaction) => {
    await transaction.emptyBatches(before)
    await transaction.told.changeCard({ before }, undefined)
    await transaction.journeys.forget(before)
    await transaction.messages.forget(before)
    await transaction.forgetMemos(mailsMemo, now)
  })
  for (let emptied = sliceSize; emptied === sliceSize; ) {
    emptied = await store.transact(libraryId, (transaction) => transaction.emptyReceipts(before, sliceSize))
    // SQLite answers at once: without this the process would hear of no request before the last slice.
    if (emptied === sliceSize) await nextTurn()
  }
  await store.transact(libraryId, (transaction) => markErased(transaction, now))
}

/** An hour: a day that ended leaves the tablets soon after. Milliseconds. */
const closingEveryMs = 60 * msPerMinute

interface ClosingPorts {
  readonly store: Store
  now(): Instant
  readonly reportDefect: (defect: unknown) => void
}

/**
 * A pass closes what is due; a library whose turn another job has is closed by a later one. When it was done last is in the database: a start
 * anew does it no second time.
 */
export const createClosingJob = ({ store, now, reportDefect }: ClosingPorts): Passes => {
  const turn = createTurn()
  return createPasses(() => closeDays(store, now(), reportDefect, { turn, now, everyMs: closingEveryMs }))
}

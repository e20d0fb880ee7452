/**
 * Gathers what a day's export is made of, from what the endpoint received. Runs on the endpoint, inside one read of the store. Each format
 * remembers by itself what went out: the table for people takes no loan away from the ILS's file, nor the file from the table. A day's
 * operations become *réglé* once the ILS was told, or a person saw to it there (RET-4). Its loans leave the patrons' counts with the ILS's
 * next list (LOAN-2). To settle a day again changes nothing.
 */
import { isOfDue } from '../../domain/case/due-case.ts'
import { isOfIls } from '../../domain/case/ils-case.ts'
import { apply } from '../../domain/desk/apply.ts'
import { wholeItem } from '../../domain/desk/erased-row.ts'
import { kindOf, movingKinds } from '../../domain/desk/kinds.ts'
import type { CaseId, ItemBarcode, OperationId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Item, ItemFact } from '../../domain/item/item.ts'
import { addDays, daysBetween, type LocalDate, type LocalMoment } from '../../domain/local-date.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import { barcodeIn, formatItemSubject } from '../../domain/operation/subject.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import { upcastEnvelope } from '../../protocol/upcast-envelope.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { isCountedIn } from '../storage/counted-facts.ts'
import { isSettledJourney, mayBeDone } from '../storage/journeys.ts'
import { daysBack, forgetNotedDay, readNotedDays } from '../storage/noted-days.ts'
import { readPastEpochs } from '../storage/start-new-epoch.ts'
import type { Store, StoreReader, StoreTransaction } from '../storage/store.ts'
import type { Receipt } from '../storage/stored.ts'
import { isHeard, type ToldLine, type Voice } from '../storage/told-lines.ts'
import type { Listener } from './connector.ts'
import {
  type ApartMovement,
  byDocument,
  type DayMovements,
  type KnownMovement,
  type Movement,
  type MovementNames,
  movementKey,
  type TrueTime,
} from './movement.ts'
import { planLines } from './plan-lines.ts'
import { changeLoans } from './settle-loans.ts'

/**
 * Days gone over for what the ILS has not, oldest first: the last two weeks, and older ones of which something came late, was decided late or
 * still waits (ILS-11).
 */
export const daysToTell = async (reader: Pick<StoreReader, 'memo'>, today: LocalDate): Promise<readonly LocalDate[]> => {
  const last = Array.from({ length: daysBack + 2 }, (_, n) => addDays(today, n - daysBack))
  return [...new Set([...(await readNotedDays(reader)), ...last])].sort()
}

/** What is set apart for a person to do in the ILS is told by nobody, however long the day is remembered. */
const waits = new Set<string>(['asked', 'open-case', 'other-day-waits'])

/** Whether something of the day is yet to be told, by itself or once a person has decided. */
export const isLeftToTell = ({ ready, apart }: Pick<DayMovements, 'ready' | 'apart'>): boolean =>
  ready.length > 0 || apart.some(({ reason }) => waits.has(reason))

const barcodesOf = ({ payload }: Envelope): readonly ItemBarcode[] => kindOf(payload).moves?.(payload) ?? []

const isMoved = ({ what }: ItemFact): boolean => what === 'handed-over' || what === 'returned' || what === 'handover-undone'

const timeOf = ({ happened, at }: Pick<ItemFact, 'happened' | 'at'>): TrueTime => ({ ...happened, at })

/** What an operation says of one document. */
const movementOf = (envelope: Envelope, barcode: ItemBarcode, movement: Movement['movement'], happened: TrueTime): Movement => {
  const { payload, operationId, librarianId } = envelope
  const given = payload.kind === 'hand-over-order' ? payload : undefined
  const item = given?.items.find((one) => one.barcode === barcode)
  return {
    operationId,
    barcode,
    movement,
    happened,
    librarianId,
    card: given?.card,
    lentTo: undefined,
    dueOn: item?.dueOn,
    overrideReason: item?.overrideReason,
    orderId: payload.kind === 'hand-over-order' || payload.kind === 'undo-handover' ? payload.orderId : undefined,
  }
}

/** Some seconds later, on the same wall clock. */
const laterBy = (time: TrueTime, seconds: number, toLocal: (at: Instant) => LocalMoment): TrueTime => {
  if (seconds === 0) return time
  const at = toInstant(time.at + seconds * 1000)
  return { ...toLocal(at), at }
}

const readWallClock = async (reader: StoreReader) => wallClockOf((await reader.row('settings', 'settings'))?.zone)

const readFact = (
  { envelope: text, receivedAt }: Pick<Receipt, 'envelope' | 'receivedAt'>,
  toLocal: (at: Instant) => LocalMoment,
): Envelope | undefined => {
  if (text === '') return undefined
  // An accepted receipt's envelope was read by the protocol when it came, and is kept to the byte.
  const read = upcastEnvelope(JSON.parse(text) as Envelope)
  return read && asReceived(read, receivedAt, toLocal)
}

/** The day's handovers, undos and returns, as received and accepted; without those that were emptied since. */
export const readCirculation = async (reader: StoreReader, day: LocalDate): Promise<readonly Envelope[]> => {
  const toLocal = await readWallClock(reader)
  return (await reader.receiptsOfDay(day, movingKinds)).flatMap((receipt) => readFact(receipt, toLocal) ?? [])
}

/** Lines of one voice that were said of these operations, in the order in which they were said. */
const readTold = async (reader: StoreReader, operationIds: readonly OperationId[], voice: Voice): Promise<readonly ToldLine[]> =>
  (await reader.told.of(operationIds)).filter((line) => line.voice === voice && isHeard(line))

/** Of what happened on the day, what was emptied (PRIV-3) before it was said in this voice: nobody can tell it any more. */
export const countErased = async (reader: StoreReader, day: LocalDate, voice: Voice): Promise<number> => {
  const emptied = (await reader.receiptsOfDay(day, movingKinds)).filter(({ envelope }) => envelope === '').map((one) => one.operationId)
  const told = new Set((await readTold(reader, emptied, voice)).map(({ operationId }) => operationId))
  return emptied.filter((operationId) => !told.has(operationId)).length
}

/** By the facts that each one cites; those that its row does not list, by their receipts and what is remembered beside them. */
const readOpenCases = async (
  reader: StoreReader,
  day: LocalDate,
): Promise<ReadonlyMap<OperationId, readonly (ItemBarcode | undefined)[]>> => {
  const aboutByOperation = new Map<OperationId, (ItemBarcode | undefined)[]>()
  const unlisting = new Set<CaseId>()
  for (const open of await reader.rowsOf('case')) {
    // What the ILS did not take is held by its own journey, and a date holds nothing.
    if (open.settlement !== undefined || isOfIls(open) || isOfDue(open)) continue
    if (open.unlisted !== undefined) unlisting.add(open.id)
    const about = barcodeIn(open.subject)
    for (const cited of open.cites) aboutByOperation.set(cited, [...(aboutByOperation.get(cited) ?? []), about])
  }
  if (unlisting.size === 0) return aboutByOperation
  for (const receipt of await reader.receiptsOfDay(day, movingKinds)) {
    const { operationId } = receipt
    if (await isCountedIn(reader, receipt, unlisting))
      aboutByOperation.set(operationId, [...(aboutByOperation.get(operationId) ?? []), undefined])
  }
  return aboutByOperation
}

/** The document with what was received of it on the day, which is all there is once nobody remembers what its row held. */
const withFacts = (barcode: ItemBarcode, row: Item | undefined, facts: readonly Envelope[]): Item | undefined => {
  let item = row
  // Of all rows the rules are shown this one alone: what they make of the others is not asked.
  const reader: DeskReader = { get: (kind, id) => (kind === 'item' && id === barcode ? (item as never) : undefined) }
  for (const envelope of facts) {
    // What the row holds already says nothing new.
    if (item?.facts.some(({ operationId }) => operationId === envelope.operationId)) continue
    for (const after of apply(reader, envelope).rows) if (after.kind === 'item' && after.id === barcode) item = after
  }
  return item
}

/** What was asked over a wire and is not settled: whether it may be done all the same. */
const readAsked = async (reader: StoreReader, operationIds: readonly OperationId[], voice: Voice) => {
  const journeys = voice === 'ils' ? await reader.journeys.of(operationIds) : []
  return new Map(journeys.filter((one) => !isSettledJourney(one)).map((one) => [movementKey(one), mayBeDone(one)]))
}

/** What was asked is looked at alike, whichever wire asked it: its numbers could travel. */
const anyWire: Listener = { voice: 'ils', tells: 'judged', canTell: () => true }

/** Days back to which lines that no file carries go along with a later day's; further back, the library is taken not to have exported at all. */
const forgottenDays = 7

/** An operation of any day; undefined: it was emptied since. */
const readPressed = async (
  reader: StoreReader,
  operationId: OperationId,
  toLocal: (at: Instant) => LocalMoment,
): Promise<Envelope | undefined> => {
  const [receipt] = (await reader.receiptsOf(operationId)).filter(({ outcome }) => outcome.startsWith('accepted'))
  return receipt && readFact(receipt, toLocal)
}

/**
 * What a day has to tell one listener: of each document that moved on it, the lines up to that day that were not said. What is set apart or
 * was said is of the day's own movements.
 */
export const collectDay = async (
  reader: StoreReader,
  day: LocalDate,
  { voice, tells, canTell }: Listener = anyWire,
): Promise<DayMovements> => {
  const facts = await readCirculation(reader, day)
  const factsByBarcode = byDocument(facts, barcodesOf)
  // A row leaves the base with its day, though an undo or a settled case that it holds has not gone out yet.
  const erased = await reader.erasedRows([...factsByBarcode.keys()].map(formatItemSubject))
  const erasedByBarcode = byDocument(erased, ({ row }) => (row.kind === 'item' ? [row.id] : []))
  const items: Item[] = []
  for (const [barcode, ofItem] of factsByBarcode) {
    const row = wholeItem(barcode, erasedByBarcode.get(barcode) ?? [], await reader.row('item', barcode))
    const item = withFacts(barcode, row, ofItem)
    if (item !== undefined) items.push(item)
  }
  const pressed = new Map(facts.map((envelope) => [envelope.operationId, envelope]))
  const operationIds = [...new Set([...pressed.keys(), ...items.flatMap((item) => item.facts.map(({ operationId }) => operationId))])]
  const toldByBarcode = byDocument(await readTold(reader, operationIds, voice), ({ barcode }) => [barcode])
  const inOpenCase = await readOpenCases(reader, day)
  const asked = await readAsked(reader, operationIds, voice)
  const toLocal = await readWallClock(reader)
  const restoredAt = (await readPastEpochs(reader)).at(-1)?.endedAt ?? 0
  const [ready, apart, known]: [Movement[], ApartMovement[], KnownMovement[]] = [[], [], []]
  const defects: ItemBarcode[] = []
  for (const item of items) {
    const told = toldByBarcode.get(item.id) ?? []
    const saidOf = new Map(told.map((line) => [movementKey(line), line]))
    const isNear = ({ happened: { date } }: ItemFact): boolean => date > day || daysBetween(date, day) <= forgottenDays
    // Of another day than this one: read once it is needed.
    for (const fact of item.facts) {
      if (pressed.has(fact.operationId) || !isNear(fact) || !isMoved(fact) || told.some((line) => line.operationId === fact.operationId))
        continue
      const other = await readPressed(reader, fact.operationId, toLocal)
      if (other !== undefined) pressed.set(fact.operationId, other)
    }
    const mayBeTold = new Set<OperationId>()
    for (const { operationId, what, at } of item.facts) {
      if (what !== 'returned' || at >= restoredAt || !pressed.has(operationId)) continue
      const receipts = await reader.receiptsOf(operationId)
      if (receipts.some(({ receivedAt }) => receivedAt >= restoredAt)) mayBeTold.add(operationId)
    }
    const plan = planLines({
      item,
      told,
      isInCase: (id) => inOpenCase.get(id)?.some((about) => about === undefined || about === item.id) === true,
      asked: (operationId, movement) => asked.get(movementKey({ operationId, barcode: item.id, movement })),
      canTell: (card) => canTell({ barcode: item.id, card }),
      isSayable: (id) => pressed.has(id),
      mayBeTold: (id) => voice === 'ils' && tells === 'by-file' && mayBeTold.has(id),
    })
    if (plan.isDefect) defects.push(item.id)
    const ofDay = new Set((factsByBarcode.get(item.id) ?? []).map(({ operationId }) => operationId))
    const factById = new Map(item.facts.map((fact) => [fact.operationId, fact]))
    const toMovement = (fact: ItemFact, movement: Movement['movement'], happened = timeOf(fact)): Movement | undefined => {
      const from = pressed.get(fact.operationId)
      return from && movementOf(from, item.id, movement, happened)
    }
    const secondOf = ({ at }: TrueTime): number => Math.floor(at / 1000)
    let last = plan.after === undefined ? 0 : secondOf(timeOf(plan.after))
    for (const { fact, movement, place, ends } of plan.lines) {
      const time = timeOf(place)
      // A second after the document's line before it, where it would not be later: files are sorted by seconds.
      last = Math.max(secondOf(time), last + 1)
      const happened = laterBy(time, last - secondOf(time), toLocal)
      const line = toMovement(fact, movement, happened)
      if (line === undefined) continue
      if (happened.date <= day) ready.push({ ...line, lentTo: ends, mayBeTold: mayBeTold.has(fact.operationId) })
      else if (ofDay.has(fact.operationId)) apart.push({ ...line, reason: 'other-day-waits' })
    }
    for (const { fact, movement, reason, ends } of plan.apart) {
      const line = ofDay.has(fact.operationId) && toMovement(fact, movement)
      if (line) apart.push({ ...line, lentTo: ends, reason })
    }
    const isApart = new Set(plan.apart.map(({ fact }) => fact.operationId))
    for (const { operationId, movement, batch } of saidOf.values()) {
      const fact = isApart.has(operationId) || !ofDay.has(operationId) ? undefined : factById.get(operationId)
      const line = fact && toMovement(fact, movement)
      if (line !== undefined) known.push({ ...line, batch })
    }
  }
  // A handover's documents keep the order in which they were scanned.
  const scanned = new Map(facts.flatMap((envelope) => barcodesOf(envelope).map((barcode, n) => [`${envelope.operationId} ${barcode}`, n])))
  const place = ({ operationId, barcode }: Movement): number => scanned.get(`${operationId} ${barcode}`) ?? 0
  const inTurn = <M extends Movement>(movements: M[]): readonly M[] =>
    movements.sort(
      (a, b) =>
        a.happened.at - b.happened.at || (a.operationId === b.operationId ? place(a) - place(b) : a.operationId < b.operationId ? -1 : 1),
    )
  const heard = new Set([...ready, ...apart, ...known].map(({ operationId }) => operationId))
  const silent = facts.map(({ operationId }) => operationId).filter((id) => !heard.has(id))
  return { ready: inTurn(ready), apart: inTurn(apart), known: inTurn(known), silent, defects }
}

/** Names and titles of these movements, as the library knows them now. */
export const readNames = async (
  reader: StoreReader,
  { ready, apart }: Pick<DayMovements, 'ready' | 'apart'>,
): Promise<(movement: Movement) => MovementNames> => {
  const namesByKey = new Map<string, MovementNames>()
  for (const movement of [...ready, ...apart]) {
    const { barcode, card, orderId, librarianId } = movement
    const patron = card === undefined ? undefined : await reader.row('patron', card)
    const entry = await reader.catalogueEntry(barcode)
    const order = orderId === undefined ? undefined : await reader.row('order', orderId)
    namesByKey.set(movementKey(movement), {
      surname: patron?.surname ?? '',
      firstName: patron?.firstName ?? '',
      title: entry?.title ?? '',
      author: entry?.author ?? '',
      callNumber: entry?.callNumber ?? '',
      orderNumber: order?.number ?? '',
      librarian: (await reader.row('librarian', librarianId))?.name ?? '',
    })
  }
  const unknown: MovementNames = { surname: '', firstName: '', title: '', author: '', callNumber: '', orderNumber: '', librarian: '' }
  return (movement) => namesByKey.get(movementKey(movement)) ?? unknown
}

/** Reports documents of today whose plan cannot be proved though no person said anything of them: a fault of this program. */
export const reportUnproved = async (store: Store, now: Instant, reportDefect: (defect: unknown) => void): Promise<void> => {
  for (const { id } of await store.libraries()) {
    const { defects } = await store.read(id, async (reader) => {
      const { date } = wallClockOf((await reader.row('settings', 'settings'))?.zone)(now)
      return collectDay(reader, date)
    })
    if (defects.length > 0) reportDefect(new RangeError(`${defects.length} documents whose plan cannot be proved`))
  }
}

/** Whether a file of this format that carries some of it was never confirmed. */
export const waitsInFile = async (
  transaction: StoreTransaction,
  operationId: OperationId,
  format: ExportFormat = 'koc',
): Promise<boolean> => {
  for (const { batch } of await transaction.told.of([operationId])) {
    const stored = await transaction.batch(batch)
    if (stored?.format === format && stored.settledAt === undefined) return true
  }
  return false
}

/** Operations that the tablets were told of. */
export const readSettled = async (reader: StoreReader): Promise<ReadonlySet<OperationId>> =>
  new Set((await reader.rowsOf('settled-batch')).flatMap(({ operationIds }) => operationIds))

/** An operation with several documents is settled with the last of them. */
export const settleDay = async (
  transaction: StoreTransaction,
  day: LocalDate,
  today: LocalDate,
  now: Instant,
  listener?: Listener,
): Promise<void> => {
  const said = await readSettled(transaction)
  const ended = (await transaction.journeys.ofDay(day)).filter((one) => isSettledJourney(one) && !said.has(one.operationId))
  await changeLoans(transaction, ended, (loan) => ({ ...loan, settledAt: loan.settledAt ?? now }), now)
  const { ready, apart, silent } = await collectDay(transaction, day, listener)
  if (!isLeftToTell({ ready, apart })) await forgetNotedDay(transaction, day)
  const waiting = new Set([...ready, ...apart].map(({ operationId }) => operationId))
  // What has nothing to say: on its own day another word may change that.
  const settled = new Set(day < today ? silent.filter((id) => !said.has(id)) : [])
  for (const { operationId } of ended)
    if (!waiting.has(operationId) && !(await waitsInFile(transaction, operationId))) settled.add(operationId)
  if (settled.size === 0) return
  // Numbered by its moment, or the next one that is free where two days end in one: batches of files count from 1.
  let id = Number(now)
  while ((await transaction.row('settled-batch', `${id}`)) !== undefined) id++
  await transaction.writeRow({ kind: 'settled-batch', id: `${id}`, day, settledAt: now, operationIds: [...settled].sort() }, now)
}

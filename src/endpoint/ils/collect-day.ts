/**
 * Gathers what a day's export is made of, from what the endpoint received. Runs on the endpoint, inside one read of the store.
 * Each format remembers by itself what went out: the table for people takes no loan away from the ILS's file, nor the file from the table.
 */

import type { Case } from '../../domain/case/case.ts'
import { isOfDue } from '../../domain/case/due-case.ts'
import { isOfIls } from '../../domain/case/ils-case.ts'
import { apply } from '../../domain/desk/apply.ts'
import { wholeItem } from '../../domain/desk/erased-row.ts'
import type { CaseId, ItemBarcode, OperationId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { Item } from '../../domain/item/item.ts'
import type { LocalDate } from '../../domain/local-date.ts'
import { asReceived } from '../../domain/operation/doubtful-dates.ts'
import { type Envelope, isFact } from '../../domain/operation/operation.ts'
import { formatItemSubject, parseSubject } from '../../domain/operation/subject.ts'
import type { DeskReader } from '../../domain/row/desk-state.ts'
import type { ExportFormat } from '../../protocol/management.ts'
import { upcastEnvelope } from '../../protocol/upcast-envelope.ts'
import { wallClockOf } from '../clock/wall-clock-of.ts'
import { isCountedIn } from '../storage/counted-facts.ts'
import { isSettledJourney, mayBeDone } from '../storage/journeys.ts'
import type { ExportEntry, StoredBatch, StoreReader } from '../storage/store.ts'
import { byDocument } from './by-document.ts'
import type { Teller } from './connector.ts'
import { type DayMovements, type Movement, type MovementNames, movementKey } from './movement.ts'
import { type Gone, readDecided } from './read-decided.ts'
import { type CirculationFact, selectMovements } from './select-movements.ts'
import { toTrueTime } from './true-time.ts'

/** What an export is made of. */
export const circulation = ['hand-over-order', 'undo-handover', 'return-item'] as const

const barcodesOf = ({ payload }: Envelope): readonly ItemBarcode[] => {
  if (payload.kind === 'hand-over-order') return payload.items.map((item) => item.barcode)
  if (payload.kind === 'undo-handover') return payload.barcodes
  return payload.kind === 'return-item' ? [payload.barcode] : []
}

const readWallClock = async (reader: StoreReader) => wallClockOf((await reader.row('settings', 'settings'))?.zone)

/** The day's handovers, undos and returns, as received and accepted; without those that were emptied since. */
export const readCirculation = async (reader: StoreReader, day: LocalDate): Promise<readonly CirculationFact[]> => {
  const toLocal = await readWallClock(reader)
  return (await reader.receiptsOfDay(day, circulation)).flatMap((receipt): readonly CirculationFact[] => {
    if (receipt.envelope === '') return []
    // An accepted receipt's envelope was read by the protocol when it came, and is kept to the byte.
    const read = upcastEnvelope(JSON.parse(receipt.envelope) as Envelope)
    if (read === undefined) return []
    const envelope = asReceived(read, receipt.receivedAt, toLocal)
    const { payload } = envelope
    if (!isFact(payload)) return []
    // Of another date than its day: its tablet's clock was years off, and only the endpoint's own says when it was known.
    if (payload.happened.date !== receipt.happenedOn) {
      return [{ envelope, happened: toTrueTime(toLocal(receipt.receivedAt), receipt.receivedAt, toLocal) }]
    }
    return [{ envelope, happened: toTrueTime(payload.happened, toInstant(envelope.at + envelope.clockOffset), toLocal) }]
  })
}

const readExported = async (
  reader: StoreReader,
  operationIds: readonly OperationId[],
  format: ExportFormat,
): Promise<readonly { readonly entry: ExportEntry; readonly batch: StoredBatch }[]> => {
  const entries = await reader.exportEntries(operationIds)
  const batches = new Map<number, StoredBatch | undefined>()
  for (const number of new Set(entries.map((entry) => entry.batch))) batches.set(number, await reader.batch(number))
  return entries.flatMap((entry) => {
    const batch = batches.get(entry.batch)
    return batch?.format === format ? [{ entry, batch }] : []
  })
}

/** Of what happened on the day, what was emptied (PRIV-3) before it went out in this format: nobody can tell it any more. */
export const countErased = async (reader: StoreReader, day: LocalDate, format: ExportFormat): Promise<number> => {
  const emptied = (await reader.receiptsOfDay(day, circulation)).filter(({ envelope }) => envelope === '').map((one) => one.operationId)
  const exported = new Set((await readExported(reader, emptied, format)).map(({ entry }) => entry.operationId))
  return emptied.filter((operationId) => !exported.has(operationId)).length
}

/** By the facts that each one cites; those that its row does not list, by their receipts and what is remembered beside them. */
const readOpenCases = async (
  reader: StoreReader,
  day: LocalDate,
  cases: readonly Case[],
): Promise<ReadonlyMap<OperationId, readonly (ItemBarcode | undefined)[]>> => {
  const aboutByOperation = new Map<OperationId, (ItemBarcode | undefined)[]>()
  const unlisting = new Set<CaseId>()
  for (const open of cases) {
    // What the ILS did not take is held by its own journey, and a date holds nothing.
    if (open.settlement !== undefined || isOfIls(open) || isOfDue(open)) continue
    if (open.unlisted !== undefined) unlisting.add(open.id)
    const subject = parseSubject(open.subject)
    const about = subject?.kind === 'item' ? subject.barcode : undefined
    for (const cited of open.cites) aboutByOperation.set(cited, [...(aboutByOperation.get(cited) ?? []), about])
  }
  if (unlisting.size === 0) return aboutByOperation
  for (const receipt of await reader.receiptsOfDay(day, circulation)) {
    const { operationId } = receipt
    if (await isCountedIn(reader, receipt, unlisting))
      aboutByOperation.set(operationId, [...(aboutByOperation.get(operationId) ?? []), undefined])
  }
  return aboutByOperation
}

/** The document with what was received of it on the day, which is all there is once nobody remembers what its row held. */
const withFacts = (barcode: ItemBarcode, row: Item | undefined, facts: readonly CirculationFact[]): Item | undefined => {
  let item = row
  // Of all rows the rules are shown this one alone: what they make of the others is not asked.
  const reader: DeskReader = { get: (kind, id) => (kind === 'item' && id === barcode ? (item as never) : undefined) }
  for (const { envelope } of facts) {
    // What the row holds already says nothing new.
    if (item?.facts.some(({ operationId }) => operationId === envelope.operationId)) continue
    for (const after of apply(reader, envelope).rows) if (after.kind === 'item' && after.id === barcode) item = after
  }
  return item
}

/** Stands for a batch where the ILS was told over the wire. */
const overTheWire = 0

/** Where the movements of these operations went: out in this format, or over the wire, which tells the ILS as its file does. */
const readGone = async (reader: StoreReader, operationIds: readonly OperationId[], format: ExportFormat) => {
  const entries = await readExported(reader, operationIds, format)
  const exported = new Map(entries.map(({ entry }) => [movementKey(entry), entry.batch]))
  const gone = new Map(
    entries.map(({ entry, batch }): [string, Gone] => [movementKey(entry), { movement: entry, at: batch.madeAt, batch }]),
  )
  const asked = new Map<string, boolean>()
  const journeys = format === 'koc' ? await reader.journeys.of(operationIds) : []
  for (const journey of journeys) {
    if (isSettledJourney(journey)) {
      exported.set(movementKey(journey), overTheWire)
      // By what stood decided when it was asked: that its list was gone through, or the answer read, may be hours later.
      gone.set(movementKey(journey), { movement: journey, at: journey.askedAt, batch: undefined })
    } else asked.set(movementKey(journey), mayBeDone(journey))
  }
  return { exported, asked, gone }
}

/** What a day has to tell by one teller. */
export const collectDay = async (
  reader: StoreReader,
  day: LocalDate,
  { format, canTell, readLines }: Pick<Teller, 'format' | 'canTell' | 'readLines'>,
): Promise<DayMovements> => {
  const facts = await readCirculation(reader, day)
  const factsByBarcode = byDocument(facts, ({ envelope }) => barcodesOf(envelope))
  // A row leaves the base with its day, though an undo or a settled case that it holds has not gone out yet.
  const erased = await reader.erasedRows([...factsByBarcode.keys()].map(formatItemSubject))
  const itemByBarcode = new Map<ItemBarcode, Item | undefined>()
  const erasedByBarcode = byDocument(erased, ({ row }) => (row.kind === 'item' ? [row.id] : []))
  for (const [barcode, ofItem] of factsByBarcode) {
    const row = wholeItem(barcode, erasedByBarcode.get(barcode) ?? [], await reader.row('item', barcode))
    itemByBarcode.set(barcode, withFacts(barcode, row, ofItem))
  }
  const operationIds = new Set(
    facts.flatMap(({ envelope: { operationId, payload } }) =>
      payload.kind === 'undo-handover' ? [operationId, payload.handover] : [operationId],
    ),
  )
  for (const item of itemByBarcode.values()) for (const fact of item?.facts ?? []) operationIds.add(fact.operationId)
  const { exported, asked, gone } = await readGone(reader, [...operationIds], format)
  // A case that was decided leaves with its day, and what a person said of it stays said.
  const cases = [...(await reader.rowsOf('case')), ...erased.flatMap(({ row }) => (row.kind === 'case' ? [row] : []))]
  return selectMovements({
    facts,
    item: (barcode) => itemByBarcode.get(barcode),
    inOpenCase: await readOpenCases(reader, day, cases),
    decided: await readDecided(reader, { cases, items: itemByBarcode, gone, facts, readLines }),
    exported,
    asked,
    canTell,
  })
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

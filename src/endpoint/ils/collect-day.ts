/**
 * Gathers what a day's export is made of, from what the endpoint received. Runs on the endpoint, inside one read of the store.
 * Each format remembers by itself what went out: the table for people takes no loan away from the ILS's file, nor the file from the table.
 */

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
import type { StoreReader } from '../storage/store.ts'
import { isHeard, type ToldLine, voiceOf } from '../storage/told-lines.ts'
import { byDocument } from './by-document.ts'
import type { Teller } from './connector.ts'
import { decidedOrder } from './decided-order.ts'
import { type DayMovements, type Movement, type MovementNames, movementKey } from './movement.ts'
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

/** Lines of one voice that were said of these operations, in the order in which they were said. */
const readTold = async (reader: StoreReader, operationIds: readonly OperationId[], format: ExportFormat): Promise<readonly ToldLine[]> =>
  (await reader.told.of(operationIds)).filter((line) => line.voice === voiceOf(format) && isHeard(line))

/** Of what happened on the day, what was emptied (PRIV-3) before it went out in this format: nobody can tell it any more. */
export const countErased = async (reader: StoreReader, day: LocalDate, format: ExportFormat): Promise<number> => {
  const emptied = (await reader.receiptsOfDay(day, circulation)).filter(({ envelope }) => envelope === '').map((one) => one.operationId)
  const told = new Set((await readTold(reader, emptied, format)).map(({ operationId }) => operationId))
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

/** What was asked over a wire and is not settled: whether it may be done all the same. */
const readAsked = async (reader: StoreReader, operationIds: readonly OperationId[], format: ExportFormat) => {
  const journeys = format === 'koc' ? await reader.journeys.of(operationIds) : []
  return new Map(journeys.filter((one) => !isSettledJourney(one)).map((one) => [movementKey(one), mayBeDone(one)]))
}

/** What a day has to tell by one teller. */
export const collectDay = async (
  reader: StoreReader,
  day: LocalDate,
  { format, canTell }: Pick<Teller, 'format' | 'canTell'>,
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
  const told = new Map((await readTold(reader, [...operationIds], format)).map((line) => [movementKey(line), line]))
  return selectMovements({
    facts,
    item: (barcode) => itemByBarcode.get(barcode),
    inOpenCase: await readOpenCases(reader, day),
    decided: new Map([...itemByBarcode].flatMap(([barcode, item]) => (item === undefined ? [] : [[barcode, decidedOrder(item, told)]]))),
    told,
    asked: await readAsked(reader, [...operationIds], format),
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

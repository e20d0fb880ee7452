/**
 * The shape of each kind of operation as it is read from a stranger's text: one schema per kind, exhaustive by type. Runs on both ends.
 * What does not fit is never dropped: the endpoint keeps it as text, in quarantine. Members unknown to this build are left out of the
 * parsed value and stay in the text, so that a newer build can read them again.
 */
import * as v from 'valibot'
import type { CaseDecision } from '../domain/case/case.ts'
import {
  identifierSigns,
  toBootId,
  toCardNumber,
  toCaseId,
  toDeviceId,
  toItemBarcode,
  toLibrarianId,
  toLibraryIdentity,
  toLineId,
  toOperationId,
  toOrderId,
  toRecordId,
  toSiteId,
} from '../domain/ids.ts'
import { toInstant } from '../domain/instant.ts'
import { parseLocalDate, parseLocalTime } from '../domain/local-date.ts'
import type { HandedOverItem, Operation, OperationKind } from '../domain/operation/operation.ts'
import { hasOneIdEach } from '../domain/order/change-lines.ts'
import type { Order, OrderLine, Wanted } from '../domain/order/order.ts'
import type { ClaimScope } from '../domain/pull-list/claim.ts'
import type { SlotKey } from '../domain/slot/slot.ts'
import { textLengths } from '../domain/text-lengths.ts'
import { maximumOperationsPerPush } from './version.ts'

/** Characters of an identifier, a card or a barcode: far above any in use, far below what would hurt. */
const maximumIdLength = 100
/** A bay's number: far above any; the settings number 999 at most. */
const highestBay = 1_000_000
/** Documents that answer one wish: far above any pile. */
const mostDocuments = 1000
/** Members of a list inside one operation; an envelope holds 16 KiB at most. */
const maximumListLength = 500

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(maximumIdLength), v.regex(identifierSigns))
export const hexId = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
const operationId = v.pipe(hexId, v.transform(toOperationId))
const orderId = v.pipe(id, v.transform(toOrderId))
const lineId = v.pipe(id, v.transform(toLineId))
const card = v.pipe(id, v.transform(toCardNumber))
const barcode = v.pipe(id, v.transform(toItemBarcode))
const recordId = v.pipe(id, v.transform(toRecordId))
const librarianId = v.pipe(id, v.transform(toLibrarianId))
const deviceId = v.pipe(id, v.transform(toDeviceId))
const library = v.pipe(hexId, v.transform(toLibraryIdentity))
const siteId = v.pipe(id, v.transform(toSiteId))
// Long enough for a case about an order line: kind, subject of two ids, count.
const caseId = v.pipe(v.string(), v.minLength(1), v.maxLength(4 * maximumIdLength), v.regex(identifierSigns), v.transform(toCaseId))

const text = v.pipe(v.string(), v.maxLength(textLengths.ofOperation))
const documents = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostDocuments))
const bay = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(highestBay))
const list = <S extends v.GenericSchema>(member: S) => v.pipe(v.array(member), v.maxLength(maximumListLength))
/** Canonical JSON leaves undefined members out: absent reads as undefined. */
const maybe = <S extends v.GenericSchema>(schema: S) => v.optional(schema, () => undefined)

/** A value that a domain parser turns from text, or refuses. */
const parsed = <T>(parse: (text: string) => T | undefined) =>
  v.pipe(
    v.string(),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const value = parse(dataset.value)
      if (value !== undefined) return value
      addIssue({ message: 'not a value of this kind' })
      return NEVER
    }),
  )
const localDate = parsed(parseLocalDate)
const localTime = parsed(parseLocalTime)
const happened = v.object({ date: localDate, time: localTime })
const slot: v.GenericSchema<unknown, SlotKey> = v.object({ siteId, date: localDate, time: localTime })
const documentType = maybe(v.pipe(v.string(), v.maxLength(maximumIdLength)))

const wanted: v.GenericSchema<unknown, Wanted> = v.variant('kind', [
  v.object({ kind: v.literal('record'), recordId }),
  v.object({ kind: v.literal('item'), barcode, recordId }),
  v.object({ kind: v.literal('wish'), text, count: v.optional(documents) }),
])
const wantedLine = v.object({ id: lineId, wanted })
const newLines = v.pipe(
  list(wantedLine),
  v.check((lines) => hasOneIdEach(lines)),
)
// The cast: an order's id is text of the same bounds, and this schema was recorded before it had its brand.
const scope = v.variant('kind', [
  v.object({ kind: v.literal('zone'), name: id }),
  v.object({ kind: v.literal('order'), orderId: id }),
]) as unknown as v.GenericSchema<unknown, ClaimScope>
const decision: v.GenericSchema<unknown, CaseDecision> = v.variant('kind', [
  v.object({ kind: v.literal('stands'), fact: operationId }),
  v.object({ kind: v.literal('both-true') }),
  v.object({ kind: v.literal('acknowledged') }),
  v.object({ kind: v.literal('ask-anew') }),
])
const handedOverItem: v.GenericSchema<unknown, HandedOverItem> = v.object({
  barcode,
  recordId: maybe(recordId),
  documentType,
  lineId: maybe(lineId),
  dueOn: localDate,
  isNewRelease: v.boolean(),
  overrideReason: maybe(text),
})

type OperationOf<K extends OperationKind> = Extract<Operation, { readonly kind: K }>
const ofOrder = { happened, orderId }
const ofLine = { ...ofOrder, lineId }

/** One schema per kind: a kind added to the domain does not compile until it has its own. */
export const operationSchemas: { readonly [K in OperationKind]: v.GenericSchema<unknown, OperationOf<K>> } = {
  'pick-item': v.object({
    kind: v.literal('pick-item'),
    ...ofLine,
    barcode: maybe(barcode),
    recordId: maybe(recordId),
    documentType,
    of: v.optional(documents),
  }),
  'unpick-item': v.object({ kind: v.literal('unpick-item'), ...ofLine, pick: operationId, barcode: maybe(barcode) }),
  'report-not-found': v.object({ kind: v.literal('report-not-found'), ...ofLine }),
  'give-up-line': v.object({ kind: v.literal('give-up-line'), ...ofLine, reason: text }),
  'bag-order': v.object({ kind: v.literal('bag-order'), ...ofOrder, bays: list(bay) }),
  'print-label': v.object({ kind: v.literal('print-label'), ...ofOrder }),
  'record-arrival': v.object({
    kind: v.literal('record-arrival'),
    ...ofOrder,
    place: v.optional(v.pipe(v.string(), v.maxLength(textLengths.place))),
  }),
  'undo-arrival': v.object({ kind: v.literal('undo-arrival'), ...ofOrder, arrivals: list(operationId) }),
  'hand-over-order': v.object({
    kind: v.literal('hand-over-order'),
    happened,
    orderId: maybe(orderId),
    card,
    items: v.pipe(list(handedOverItem), v.minLength(1)),
    leftBehind: list(v.object({ barcode: maybe(barcode), lineId: maybe(lineId) })),
    notFound: list(lineId),
    receipt: v.picklist(['printed', 'mailed', 'refused', 'undecided']),
    handedBy: v.optional(librarianId),
  }),
  'undo-handover': v.object({
    kind: v.literal('undo-handover'),
    happened,
    handover: operationId,
    orderId: maybe(orderId),
    card,
    barcodes: list(barcode),
  }),
  'return-item': v.object({
    kind: v.literal('return-item'),
    happened,
    barcode,
    recordId: maybe(recordId),
    documentType,
    quarantineUntil: maybe(localDate),
    bin: maybe(text),
  }),
  'undo-return': v.object({ kind: v.literal('undo-return'), happened, barcode, returning: operationId }),
  'reshelve-item': v.object({ kind: v.literal('reshelve-item'), happened, barcode }),
  'unreshelve-item': v.object({ kind: v.literal('unreshelve-item'), happened, barcode, reshelving: operationId }),
  'confirm-no-show': v.object({ kind: v.literal('confirm-no-show'), ...ofOrder }),
  'place-order': v.object({
    kind: v.literal('place-order'),
    orderId,
    number: id,
    source: v.picklist(['ils', 'phone', 'desk', 'portal']),
    card,
    slot,
    lines: newLines,
    note: text,
    callBackNumber: maybe(v.pipe(v.string(), v.maxLength(maximumIdLength))),
    isUrgent: v.boolean(),
    overrideReason: maybe(text),
    language: v.optional(v.picklist(['fr', 'en'])),
    renews: v.optional(orderId),
  }),
  'reschedule-order': v.object({ kind: v.literal('reschedule-order'), orderId, from: slot, to: slot }),
  'cancel-order': v.object({ kind: v.literal('cancel-order'), orderId, reason: text }),
  'change-lines': v.object({
    kind: v.literal('change-lines'),
    orderId,
    removes: list(wantedLine),
    adds: newLines,
    overrideReason: maybe(text),
  }),
  claim: v.object({ kind: v.literal('claim'), scope }),
  'release-claim': v.object({ kind: v.literal('release-claim'), scope }),
  'write-note': v.object({ kind: v.literal('write-note'), orderId, note: text, replaces: text }),
  'substitute-record': v.object({ kind: v.literal('substitute-record'), orderId, lineId, from: recordId, to: recordId }),
  'settle-case': v.object({
    kind: v.literal('settle-case'),
    caseId,
    cites: list(operationId),
    seen: maybe(text),
    decision,
    note: text,
    anew: maybe(v.object({ replaces: operationId })),
  }),
}

export const isOperationKind = (kind: string): kind is OperationKind => Object.hasOwn(operationSchemas, kind)

/** Milliseconds since 1970, or between two clocks: their sum is still a day of the calendar, which holds 8.64e15 either way. */
const time = v.pipe(v.number(), v.minValue(-4e15), v.maxValue(4e15))

/** An envelope around a payload of any kind; the payload is then read by the schema of `type`. */
export const envelopeSchema = v.object({
  operationId,
  bootId: v.pipe(id, v.transform(toBootId)),
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  deviceId,
  library: maybe(library),
  librarianId,
  type: id,
  typeVersion: v.pipe(v.number(), v.integer(), v.minValue(1)),
  payload: v.unknown(),
  based: v.record(
    v.pipe(v.string(), v.maxLength(4 * maximumIdLength), v.regex(identifierSigns)),
    v.pipe(v.array(operationId), v.maxLength(maximumOperationsPerPush)),
  ),
  base: maybe(v.object({ epoch: hexId, version: v.pipe(v.number(), v.integer(), v.minValue(0)) })),
  at: v.pipe(time, v.transform(toInstant)),
  clockOffset: time,
  build: v.pipe(v.string(), v.maxLength(textLengths.build)),
})

const orderLine: v.GenericSchema<unknown, OrderLine> = v.object({
  id: lineId,
  wanted,
  substitutedFor: maybe(recordId),
  goneFromIls: v.boolean(),
  addedBy: maybe(operationId),
})

/** An order's row as a tablet brings it after a restore: what was wanted, and nothing that happened. */
export const broughtOrder: v.GenericSchema<unknown, Omit<Order, 'facts' | 'decided' | 'brought'>> = v.object({
  kind: v.literal('order'),
  id: orderId,
  number: id,
  saidNumber: maybe(id),
  ilsNumber: maybe(id),
  source: v.picklist(['ils', 'phone', 'desk', 'portal']),
  card,
  slot,
  lines: v.pipe(
    list(orderLine),
    v.minLength(1),
    v.check((lines) => hasOneIdEach(lines)),
  ),
  removed: maybe(list(v.intersect([orderLine, v.object({ removedBy: operationId })]))),
  note: text,
  callBackNumber: maybe(text),
  placedAt: v.pipe(time, v.transform(toInstant)),
  isUrgent: v.boolean(),
  language: maybe(v.picklist(['fr', 'en'])),
  renews: maybe(orderId),
  cancelledBy: maybe(v.object({ operationId, based: list(operationId) })),
  goneFromIlsAt: maybe(v.pipe(time, v.transform(toInstant))),
})

/** What an operation that cannot be read may still say of itself: its identity. */
export const operationIdOnly = v.object({ operationId })
/** And where it happened. */
export const libraryOnly = v.object({ library })

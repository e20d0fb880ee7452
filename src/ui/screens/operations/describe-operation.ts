/**
 * An operation as its sentence needs it: names, titles and times looked up in the rows that the tablet has now. Runs in the browser.
 * Every kind answers: adding one to the domain makes the compiler ask for it here and in both languages.
 */

import type { CardNumber, ItemBarcode, LineId, OrderId, RecordId } from '../../../domain/ids.ts'
import type { Operation } from '../../../domain/operation/operation.ts'
import type { OrderLine } from '../../../domain/order/order.ts'
import { type ClaimScope, formatClaimScope } from '../../../domain/pull-list/claim.ts'
import type { DeskState } from '../../../domain/row/desk-state.ts'
import type { SlotKey } from '../../../domain/slot/slot.ts'
import type { Formats } from '../../../locale/formats.ts'
import type { OperationSentence, OperationSubject, OperationsWords, Winner } from '../../../locale/fr/operations.ts'
import type { Naming } from '../../../locale/refusals.ts'

export interface Describing {
  readonly state: DeskState
  readonly words: OperationsWords
  readonly format: Formats
  readonly naming: Naming
  /** Empty where nobody knows the document's title. */
  readonly titleOf: (barcode: ItemBarcode | undefined, recordId: RecordId | undefined) => string
}

const nothing: OperationSubject = {
  title: '',
  patron: '',
  order: '',
  slot: '',
  scope: '',
  bays: '',
  due: '',
  until: '',
  reason: '',
  by: '',
  count: 0,
}

const saySlot = ({ words, format }: Describing, slot: SlotKey): string => words.slot(format.date(slot.date), format.time(slot.time))

const sayScope = ({ words, state }: Describing, scope: ClaimScope): string =>
  scope.kind === 'zone' ? words.zone(scope.name) : words.order(state.get('order', scope.orderId)?.number ?? words.unknownOrder)

const lineTitle = ({ state, titleOf }: Describing, orderId: OrderId, lineId: LineId): string => {
  const wanted = state.get('order', orderId)?.lines.find((line) => line.id === lineId)?.wanted
  return wanted === undefined ? '' : wanted.kind === 'wish' ? wanted.text : titleOf(undefined, wanted.recordId)
}

/** What the sentence of an operation names. */
const subjectOf = (describing: Describing, operation: Operation): OperationSubject => {
  const { state, words, format, naming, titleOf } = describing
  const orderOf = (id: OrderId | undefined): Pick<OperationSubject, 'order' | 'patron'> => {
    const order = id === undefined ? undefined : state.get('order', id)
    return {
      order: id === undefined ? '' : (order?.number ?? words.unknownOrder),
      patron: order === undefined ? words.unknownPatron : naming.patron(order.card),
    }
  }
  const patron = (card: CardNumber): string => naming.patron(card)
  switch (operation.kind) {
    case 'pick-item':
      return { ...nothing, ...orderOf(operation.orderId), title: titleOf(operation.barcode, operation.recordId) }
    case 'unpick-item':
    case 'report-not-found':
      return { ...nothing, ...orderOf(operation.orderId), title: lineTitle(describing, operation.orderId, operation.lineId) }
    case 'give-up-line':
      return {
        ...nothing,
        ...orderOf(operation.orderId),
        title: lineTitle(describing, operation.orderId, operation.lineId),
        reason: operation.reason,
      }
    case 'bag-order':
      return { ...nothing, ...orderOf(operation.orderId), bays: format.list(operation.bays.map(String)) }
    case 'print-label':
    case 'record-arrival':
    case 'confirm-no-show':
    case 'write-note':
      return { ...nothing, ...orderOf(operation.orderId) }
    case 'hand-over-order': {
      const [first, ...others] = operation.items
      const dues = new Set(operation.items.map((item) => item.dueOn))
      return {
        ...nothing,
        ...orderOf(operation.orderId),
        patron: patron(operation.card),
        by: operation.handedBy === undefined ? '' : naming.librarian(operation.handedBy),
        title: first === undefined ? '' : titleOf(first.barcode, first.recordId),
        count: others.length + (first === undefined ? 0 : 1),
        due: first !== undefined && dues.size === 1 ? format.dayAndMonth(first.dueOn) : '',
      }
    }
    case 'undo-handover':
      return { ...nothing, ...orderOf(operation.orderId), patron: patron(operation.card), count: operation.barcodes.length }
    case 'return-item':
      return {
        ...nothing,
        title: titleOf(operation.barcode, operation.recordId),
        until: operation.quarantineUntil === undefined ? '' : format.date(operation.quarantineUntil),
      }
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
      return { ...nothing, title: titleOf(operation.barcode, undefined) }
    case 'place-order':
      return { ...nothing, order: operation.number, patron: patron(operation.card), slot: saySlot(describing, operation.slot) }
    case 'reschedule-order':
      return { ...nothing, ...orderOf(operation.orderId), slot: saySlot(describing, operation.to) }
    case 'cancel-order':
      return { ...nothing, ...orderOf(operation.orderId), reason: operation.reason }
    case 'change-lines': {
      const name = ({ wanted }: Pick<OrderLine, 'wanted'>): string =>
        wanted.kind === 'wish' ? wanted.text : titleOf(undefined, wanted.recordId)
      const said = [...operation.adds.map((line) => `+ ${name(line)}`), ...operation.removes.map((line) => `− ${name(line)}`)]
      return { ...nothing, ...orderOf(operation.orderId), title: said.join(', ') }
    }
    case 'claim':
    case 'release-claim':
      return { ...nothing, scope: sayScope(describing, operation.scope) }
    case 'substitute-record':
      return { ...nothing, ...orderOf(operation.orderId), title: titleOf(undefined, operation.to) }
    case 'settle-case':
      return { ...nothing, reason: operation.note }
  }
}

/** The sentence after the librarian's name, and its second line; undefined: what a newer build wrote here. */
export const describeOperation = (describing: Describing, operation: Operation | undefined): OperationSentence =>
  operation === undefined ? describing.words.ofNewerBuild : describing.words.sentences[operation.kind](subjectOf(describing, operation))

/** What stands instead of a request that the endpoint refused, in words. `reason` is the refusal's kind. */
export const describeWinner = (describing: Describing, operation: Operation | undefined, reason: string): string => {
  const { state, words, naming } = describing
  const orderId = operation !== undefined && 'orderId' in operation ? operation.orderId : undefined
  const order = orderId === undefined ? undefined : state.get('order', orderId)
  const claim = operation?.kind === 'claim' ? state.get('claim', formatClaimScope(operation.scope)) : undefined
  const settlement = operation?.kind === 'settle-case' ? state.get('case', operation.caseId)?.settlement : undefined
  const [holder] = claim?.holders ?? []
  const { librarianId, deviceId } = settlement ?? {}
  const settledBy =
    librarianId === undefined
      ? words.someone
      : deviceId === undefined
        ? naming.librarian(librarianId)
        : naming.author({ librarianId, deviceId })
  const winner: Winner = {
    who: holder === undefined ? settledBy : naming.author(holder),
    slot: order === undefined ? '' : saySlot(describing, order.slot),
    note: order?.note ?? '',
    title: operation?.kind === 'substitute-record' ? lineTitle(describing, operation.orderId, operation.lineId) : '',
  }
  const say = Object.entries(words.won).find(([kind]) => kind === reason)?.[1] ?? words.won.other
  return say(winner)
}

/** Barcodes that the sentence names, so that their titles can be looked up. */
export const barcodesNamed = (operation: Operation | undefined): readonly ItemBarcode[] => {
  switch (operation?.kind) {
    case 'hand-over-order':
      return operation.items.slice(0, 1).map((item) => item.barcode)
    case 'pick-item':
      return operation.barcode === undefined ? [] : [operation.barcode]
    case 'return-item':
    case 'undo-return':
    case 'reshelve-item':
    case 'unreshelve-item':
      return [operation.barcode]
    case 'unpick-item':
    case 'report-not-found':
    case 'give-up-line':
    case 'bag-order':
    case 'print-label':
    case 'record-arrival':
    case 'undo-handover':
    case 'confirm-no-show':
    case 'place-order':
    case 'reschedule-order':
    case 'cancel-order':
    case 'change-lines':
    case 'claim':
    case 'release-claim':
    case 'write-note':
    case 'substitute-record':
    case 'settle-case':
    // Of a newer build, which says what it is itself.
    case undefined:
      return []
  }
}

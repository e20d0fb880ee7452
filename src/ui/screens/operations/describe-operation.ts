/**
 * An operation as its sentence needs it: names, titles and times looked up in the rows that the tablet has now. Runs in the browser.
 * What a sentence names each kind says itself (`domain/desk/kinds/`); the compiler asks for its words in both languages.
 */
import { orderOf } from '../../../domain/desk/based.ts'
import { kindOf } from '../../../domain/desk/kinds.ts'
import type { ItemBarcode, LineId, OrderId, RecordId } from '../../../domain/ids.ts'
import type { Operation, WantedLine } from '../../../domain/operation/operation.ts'
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

const saySlot = ({ words, format }: Describing, slot: SlotKey): string => words.slot(format.date(slot.date), format.time(slot.time))

const sayScope = ({ words, state }: Describing, scope: ClaimScope): string =>
  scope.kind === 'zone' ? words.zone(scope.name) : words.order(state.get('order', scope.orderId)?.number ?? words.unknownOrder)

const wantedTitle = ({ titleOf }: Describing, { wanted }: WantedLine): string =>
  wanted.kind === 'wish' ? wanted.text : titleOf(undefined, wanted.recordId)

const lineTitle = (describing: Describing, orderId: OrderId, lineId: LineId): string => {
  const line = describing.state.get('order', orderId)?.lines.find(({ id }) => id === lineId)
  return line === undefined ? '' : wantedTitle(describing, line)
}

/** What the sentence of an operation names. */
const subjectOf = (describing: Describing, operation: Operation): OperationSubject => {
  const { state, words, format, naming, titleOf } = describing
  const {
    document,
    lineId,
    changed,
    count = 0,
    card,
    number,
    slot,
    scope,
    bays = [],
    dueOn,
    until,
    reason = '',
    by,
  } = kindOf(operation).names(operation)
  const orderId = orderOf(operation)
  const order = orderId && state.get('order', orderId)
  const sayPatron = (): string => {
    const whose = card ?? (order ? order.card : undefined)
    return whose !== undefined ? naming.patron(whose) : orderId === undefined ? '' : words.unknownPatron
  }
  const sayTitle = (): string => {
    if (orderId !== undefined && lineId !== undefined) return lineTitle(describing, orderId, lineId)
    if (document !== undefined) return titleOf(document.barcode, document.recordId)
    const { adds = [], removes = [] } = changed ?? {}
    const said = (sign: string) => (line: WantedLine) => `${sign} ${wantedTitle(describing, line)}`
    return [...adds.map(said('+')), ...removes.map(said('−'))].join(', ')
  }
  return {
    title: sayTitle(),
    patron: sayPatron(),
    order: number ?? (orderId === undefined ? '' : (order?.number ?? words.unknownOrder)),
    slot: slot === undefined ? '' : saySlot(describing, slot),
    scope: scope === undefined ? '' : sayScope(describing, scope),
    bays: format.list(bays.map(String)),
    due: dueOn === undefined ? '' : format.dayAndMonth(dueOn),
    until: until === undefined ? '' : format.date(until),
    reason,
    by: by === undefined ? '' : naming.librarian(by),
    count,
  }
}

/** The sentence after the librarian's name, and its second line; undefined: what a newer build wrote here. */
export const describeOperation = (describing: Describing, operation: Operation | undefined): OperationSentence =>
  operation === undefined ? describing.words.ofNewerBuild : describing.words.sentences[operation.kind](subjectOf(describing, operation))

/** The title that its sentence names; empty: none. */
export const titleNamed = (describing: Describing, operation: Operation): string => subjectOf(describing, operation).title

/** What stands instead of a request that the endpoint refused, in words. `reason` is the refusal's kind. */
export const describeWinner = (describing: Describing, operation: Operation | undefined, reason: string): string => {
  const { state, words, naming } = describing
  const orderId = operation && orderOf(operation)
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
  const barcode = operation && kindOf(operation).names(operation).document?.barcode
  return barcode === undefined ? [] : [barcode]
}

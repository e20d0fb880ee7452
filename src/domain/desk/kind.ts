/**
 * What a kind of operation answers of itself, each in its own file of `kinds/`. Runs everywhere, with the moment passed in.
 * `kinds.ts` is the table of them all: a kind without an answer does not compile.
 */
import type { CardNumber, ItemBarcode, LibrarianId, LineId, OperationId, RecordId } from '../ids.ts'
import type { LocalDate, LocalMoment } from '../local-date.ts'
import type { Envelope, Operation, OperationKind, WantedLine } from '../operation/operation.ts'
import type { Refusal } from '../operation/refusal.ts'
import type { ClaimScope } from '../pull-list/claim.ts'
import { accept, type Result } from '../result.ts'
import type { DeskState } from '../row/desk-state.ts'
import type { SlotKey } from '../slot/slot.ts'
import type { RowDraft } from './row-draft.ts'

export interface DecideContext {
  /** Now, on the library's clock. */
  readonly now: LocalMoment
  readonly librarian: { readonly id: LibrarianId }
  /** The endpoint lets stand what two people wanted without knowing of each other, and shows it as a case. */
  readonly end: 'tablet' | 'endpoint'
  /** The claim that the person was told of, and takes over (PULL-3). */
  readonly takesOver?: OperationId | undefined
}

export type Decision = Result<undefined, Refusal>
export const yes = accept(undefined)

/** What its sentence in the log names, besides its order and that order's patron. */
export interface Named {
  readonly document?: { readonly barcode?: ItemBarcode | undefined; readonly recordId?: RecordId | undefined } | undefined
  /** The title that a line of its order asks for. */
  readonly lineId?: LineId
  readonly changed?: { readonly adds: readonly WantedLine[]; readonly removes: readonly WantedLine[] }
  /** How many documents. */
  readonly count?: number
  readonly card?: CardNumber
  /** Of an order that no row may hold yet. */
  readonly number?: string
  readonly slot?: SlotKey
  readonly scope?: ClaimScope
  readonly bays?: readonly number[]
  readonly dueOn?: LocalDate | undefined
  readonly until?: LocalDate | undefined
  readonly reason?: string
  /** Whose hand it was, where another entered it from paper. */
  readonly by?: LibrarianId | undefined
}

export interface Kind<O extends Operation> {
  /** The documents that it is about; its order is its `orderId`. */
  documents(operation: O): readonly (ItemBarcode | undefined)[]
  /** The documents that it moves; what the ILS is told of it is the plan's to say (ILS-7, `plan-lines.ts`). Absent: its kind moves none. */
  moves?(operation: O): readonly ItemBarcode[]
  /** The operation that it names, and without which it cannot stand. */
  takesBack(operation: O): OperationId | undefined
  /** What a person typed. */
  texts(operation: O): readonly string[]
  names(operation: O): Named
  /** May it be done now? For a fact, only the tablet asks: a fact that reaches the endpoint has already happened. */
  decide(state: DeskState, operation: O, context: DecideContext): Decision
  /** What follows from it. Total: what it cannot place changes nothing. */
  apply(draft: RowDraft, operation: O, envelope: Envelope): void
}

export type KindOf<K extends OperationKind> = Kind<Extract<Operation, { readonly kind: K }>>

/** Of an order, or of no row that has facts: the sentence names nothing else. */
export const ofOrder = {
  documents: (): readonly [] => [],
  takesBack: () => undefined,
  texts: (): readonly string[] => [],
  names: (_: unknown): Named => ({}),
}
/** Of a line of an order. */
export const ofLine = { ...ofOrder, names: ({ lineId }: { readonly lineId: LineId }): Named => ({ lineId }) }
/** Of one document. */
export const ofDocument = {
  ...ofOrder,
  documents: ({ barcode }: { readonly barcode: ItemBarcode | undefined }) => [barcode],
  names: (document: NonNullable<Named['document']>): Named => ({ document }),
}

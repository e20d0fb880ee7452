/**
 * What a push may touch, as far as it can be known before anything is judged (PROTOCOL.md, Push). Types alone. Runs on the endpoint.
 * Naming too much costs a look-up, and naming too little another round of questions: neither changes what is decided.
 */
import type { CardNumber, DeviceId, OperationId, OrderId } from '../../domain/ids.ts'
import type { RowKind } from '../../domain/row/desk-state.ts'

export interface Foreseen {
  readonly rows: readonly (readonly [RowKind, string])[]
  readonly receiptsOf: readonly OperationId[]
  /** Subjects of rows that may have been erased. */
  readonly erased: readonly string[]
  /** Subjects of the figures. */
  readonly counted: readonly string[]
  /** Versions that were read by whoever pressed. */
  readonly versions: readonly number[]
  readonly memos: readonly string[]
  /** The tablet that pushes. */
  readonly device: DeviceId
  readonly messagesOf: readonly OrderId[]
  readonly addressesOf: readonly CardNumber[]
}

/** A work that runs in turn; it is gone through ahead of its turn to see what it reads, and leaves nothing then. */
export type TurnWork<T> = (isAhead: boolean) => Promise<T>

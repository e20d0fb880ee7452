/**
 * What the screens read: the base as the endpoint last sent it, and over it the effect of every operation of this tablet that the base
 * has not reached. Runs in the page. The view is a pure function of (base, pending): nothing optimistic is stored, so a stale pull can
 * never hide a fact (PROTOCOL.md, I-6 and I-12). Under both lies what the catalogue says of records that the base has not heard of.
 */
import { apply } from '../../domain/desk/apply.ts'
import type { OperationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { asReceived, pressedAt } from '../../domain/operation/doubtful-dates.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { DeskState, Row, RowId, RowKind, RowOf } from '../../domain/row/desk-state.ts'
import type { BaseRow } from '../storage/tablet-storage.ts'

type Rows = Map<RowKind, Map<string, Row>>

/** An operation that shows over the base, in the order it was made. */
export interface ShownOperation {
  readonly seq: number
  readonly envelope: Envelope
}

export interface DeskView {
  readonly state: DeskState
  /** Replaces the base, and applies every shown operation anew. */
  setBase(rows: readonly BaseRow[], shown: readonly ShownOperation[]): void
  /** Changes some rows of the base, and applies every shown operation anew. */
  mergeBase(rows: readonly BaseRow[], shown: readonly ShownOperation[]): void
  /** Applies the operations anew over the same base. */
  setShown(shown: readonly ShownOperation[]): void
  /** One more operation, made after all the others. */
  add(envelope: Envelope): void
  /** Records that this tablet's catalogue describes, for what the base does not know yet; forgotten with the base. */
  describe(records: readonly BibliographicRecord[]): void
}

const ofKind = (rows: Rows, kind: RowKind): Map<string, Row> => {
  const found = rows.get(kind) ?? new Map<string, Row>()
  rows.set(kind, found)
  return found
}

/** An empty view; `onDefect` hears of an operation that `apply` could not take: it is left out of the view and stays in the outbox. */
export const createDeskView = (
  onDefect: (operationId: OperationId, error: unknown) => void,
  toLocal: (at: Instant) => LocalMoment,
): DeskView => {
  const base: Rows = new Map()
  const overlay: Rows = new Map()
  const described: Rows = new Map()

  // Rows are filed under their own kind, so what is found under a kind has that kind.
  const get = <K extends RowKind>(kind: K, id: RowId<K>): RowOf<K> | undefined =>
    (overlay.get(kind)?.get(id) ?? base.get(kind)?.get(id) ?? described.get(kind)?.get(id)) as RowOf<K> | undefined

  function* all<K extends RowKind>(kind: K): Generator<RowOf<K>> {
    const [over, known] = [overlay.get(kind), base.get(kind)]
    for (const [id, row] of described.get(kind) ?? []) if (known?.has(id) !== true) yield row as RowOf<K>
    for (const [id, row] of known ?? []) if (over === undefined || !over.has(id)) yield row as RowOf<K>
    if (over !== undefined) yield* over.values() as Iterable<RowOf<K>>
  }

  const state: DeskState = { get, all }

  const add = (envelope: Envelope): void => {
    try {
      for (const row of apply(state, asReceived(envelope, pressedAt(envelope), toLocal)).rows) ofKind(overlay, row.kind).set(row.id, row)
    } catch (error) {
      onDefect(envelope.operationId, error)
    }
  }

  const setShown = (shown: readonly ShownOperation[]): void => {
    overlay.clear()
    for (const { envelope } of [...shown].sort((a, b) => a.seq - b.seq)) add(envelope)
  }

  const mergeBase = (rows: readonly BaseRow[], shown: readonly ShownOperation[]): void => {
    for (const { kind, id, row } of rows) {
      if (row === null) base.get(kind)?.delete(id)
      else ofKind(base, kind).set(id, row)
    }
    setShown(shown)
  }

  return {
    state,
    setBase: (rows, shown) => {
      base.clear()
      described.clear()
      mergeBase(rows, shown)
    },
    mergeBase,
    setShown,
    add,
    describe: (records) => {
      for (const record of records) ofKind(described, 'record').set(record.id, record)
    },
  }
}

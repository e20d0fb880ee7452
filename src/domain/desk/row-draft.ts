/**
 * The rows that one operation is changing, over the rows as they were. Runs everywhere.
 * A read sees what was already written. Nothing reaches the base or the database before the whole operation is applied.
 */
import type { DeskReader, Row, RowId, RowKind, RowOf } from '../row/desk-state.ts'

export interface RowDraft extends DeskReader {
  put(row: Row): void
  /** Rows written, each once, in the order first written. */
  rows(): readonly Row[]
}

export const openRowDraft = (reader: DeskReader): RowDraft => {
  const written = new Map<string, Row>()
  return {
    get: <K extends RowKind>(kind: K, id: RowId<K>) =>
      // The key holds the kind, so what is stored under it is a row of that kind.
      (written.get(`${kind}\n${id}`) as RowOf<K> | undefined) ?? reader.get(kind, id),
    put: (row) => void written.set(`${row.kind}\n${row.id}`, row),
    rows: () => [...written.values()],
  }
}

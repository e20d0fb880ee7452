/**
 * The rows that changed since a version, read: a store gives them as the texts that travel. For tests and the simulator.
 */
import type { Row } from '../../src/domain/row/desk-state.ts'
import type { StoreReader } from '../../src/endpoint/storage/store.ts'
import type { StoredRow } from '../../src/endpoint/storage/stored.ts'

/** `row` null: a tombstone. */
export type ReadRow = Omit<StoredRow, 'json'> & { readonly row: Row | null }

export const rowsAfter = async (reading: StoreReader, version: number, limit: number): Promise<readonly ReadRow[]> =>
  (await reading.rowsAfter(version, limit)).map(({ json, ...line }) => ({ ...line, row: json === null ? null : (JSON.parse(json) as Row) }))

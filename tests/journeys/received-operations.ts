/**
 * What the endpoint received, in the order of its reception, as its disk has it. Runs in the journeys, beside a running endpoint.
 * Read from the file itself: no route of the product tells it, and what counts is what a power cut would leave.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ItemBarcode, OperationId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { RunningLibrary } from './running-library.ts'

export interface ReceivedOperation {
  readonly operationId: OperationId
  readonly outcome: string
  readonly deviceId: string
  /** When it was pressed, by the tablet's own clock. Milliseconds since 1970. */
  readonly at: number
  /** What the tablet added to its clock to have the endpoint's, as it knew it then. Milliseconds. */
  readonly clockOffset: number
  readonly receivedAt: number
  readonly payload: Operation
}

interface ReceiptRow {
  readonly outcome: string
  readonly envelope: string
  readonly received_at: number
}

/** Every operation received, an identical one once. */
export const receivedBy = (library: Pick<RunningLibrary, 'dataDir'>): readonly ReceivedOperation[] => {
  const database = new Database(join(library.dataDir, 'desk.db'), { readonly: true })
  try {
    const rows = database.prepare<[], ReceiptRow>('SELECT outcome, envelope, received_at FROM receipt ORDER BY number').all()
    return rows.map(({ outcome, envelope, received_at: receivedAt }) => ({ ...JSON.parse(envelope), outcome, receivedAt }))
  } finally {
    database.close()
  }
}

const barcodesOf = (payload: Operation): readonly (ItemBarcode | undefined)[] => {
  if (payload.kind === 'hand-over-order') return payload.items.map(({ barcode }) => barcode)
  return 'barcode' in payload ? [payload.barcode] : []
}

/** One line a press, « pick-item 3000000011 », sorted: pressed once, it stands here once. */
export const pressesReceived = (library: Pick<RunningLibrary, 'dataDir'>): readonly string[] =>
  receivedBy(library)
    .map(({ payload }) => [payload.kind, ...barcodesOf(payload)].join(' '))
    .sort()

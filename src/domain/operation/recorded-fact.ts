/**
 * What every fact says besides what happened: who pressed, on which tablet, when, and what they had seen. Runs everywhere.
 * One envelope leaves such a fact on each document and each order that it concerns, under the envelope's own id.
 */
import type { DeviceId, LibrarianId, OperationId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { LocalMoment } from '../local-date.ts'

export interface RecordedFact {
  readonly operationId: OperationId
  /** The last facts on this document, or this order, that its author had seen. */
  readonly based: readonly OperationId[]
  readonly librarianId: LibrarianId
  readonly deviceId: DeviceId
  readonly at: Instant
  /** When it truly happened on the library's clock; earlier than `at` for what was entered afterwards (HO-10). */
  readonly happened: LocalMoment
}

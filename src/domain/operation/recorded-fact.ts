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
  /** When it happened, by the endpoint's clock: its press, the minute that a person stated (HO-10), or its reception (`asReceived`). */
  readonly at: Instant
  /** The same on the library's wall clock. */
  readonly happened: LocalMoment
}

/**
 * What a tablet that was set aside has sent since then, and nobody has accepted yet (CASE-4). Runs everywhere.
 * To decide the case about that tablet accepts nothing: its operations stay quarantined, and they count here until each has left a fact.
 */

import type { DeviceId, OperationId } from '../ids.ts'
import { formatSubject } from '../operation/subject.ts'
import type { DeskState } from '../row/desk-state.ts'

/** The operations cited by every possible loss of that tablet, settled or not, that are no fact of an order or a document yet. */
export const heldBackBy = (state: DeskState, deviceId: DeviceId): readonly OperationId[] => {
  const subject = formatSubject({ kind: 'device', deviceId })
  const cited = new Set(
    [...state.all('case')].flatMap((found) => (found.caseKind === 'loss-suspected' && found.subject === subject ? found.cites : [])),
  )
  if (cited.size === 0) return []
  for (const kind of ['order', 'item'] as const) {
    for (const { facts } of state.all(kind)) for (const { operationId } of facts) cited.delete(operationId)
  }
  return [...cited]
}

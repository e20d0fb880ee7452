/**
 * What this tablet did and what became of it: recorded here, transmitted, settled, refused or in quarantine. Runs in the page.
 * The disk says how far each went; only the base says that the ILS has it.
 */
import { toCaseId } from '../../domain/ids.ts'
import { type Instant, toInstant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { DeskState } from '../../domain/row/desk-state.ts'
import { upcastEnvelope } from '../../protocol/upcast-envelope.ts'
import type { Journey, OwnOperation } from '../desk.ts'
import type { Acknowledged, OutboxEntry } from '../storage/tablet-storage.ts'
import { readEnvelope } from './compose-entry.ts'

/** When the ILS confirmed every loan and return of an operation; undefined while it has not, or where the base no longer says. */
const settledAt = (reader: DeskState, envelope: Envelope): Instant | undefined => {
  const { operationId } = envelope
  for (const batch of reader.all('settled-batch')) {
    if (batch.operationIds.includes(operationId)) return batch.settledAt
  }
  const payload = upcastEnvelope(envelope)?.payload
  if (payload?.kind !== 'hand-over-order') return undefined
  const loans = reader.get('patron', payload.card)?.loans.filter(({ handover }) => handover === operationId) ?? []
  const times = loans.flatMap((loan) => loan.settledAt ?? [])
  return loans.length > 0 && times.length === loans.length ? toInstant(Math.max(...times)) : undefined
}

const journeyOf = (reader: DeskState, entry: Acknowledged, envelope: Envelope): Journey => {
  const at = entry.acknowledgedAt
  const reason = entry.reason ?? ''
  if (entry.outcome === 'refused') return { kind: 'refused', at, reason }
  if (entry.outcome === 'quarantined') return { kind: 'quarantined', at, reason }
  const settled = settledAt(reader, envelope)
  if (settled !== undefined) return { kind: 'settled', at: settled }
  return { kind: 'transmitted', at, caseId: entry.caseId === undefined ? undefined : toCaseId(entry.caseId) }
}

const toOwnOperation = (envelope: Envelope, journey: Journey): OwnOperation => {
  const { operationId, type, librarianId, at } = envelope
  return { operationId, type, payload: upcastEnvelope(envelope)?.payload, librarianId, at, journey }
}

/** Newest first; `acknowledged` are those of the last 14 days. */
export const listOwnOperations = (
  reader: DeskState,
  outbox: readonly OutboxEntry[],
  acknowledged: readonly Acknowledged[],
): readonly OwnOperation[] => {
  const pending = outbox.map((entry) => ({ seq: entry.seq, own: toOwnOperation(readEnvelope(entry.text), { kind: 'recorded-here' }) }))
  const received = acknowledged.map((entry) => {
    const envelope = readEnvelope(entry.text)
    return { seq: entry.seq, own: toOwnOperation(envelope, journeyOf(reader, entry, envelope)) }
  })
  return [...pending, ...received].sort((a, b) => b.seq - a.seq).map(({ own }) => own)
}

/**
 * The commit: from a press to "Enregistré", or to an honest "not saved". Runs in the page.
 * The disk first. Where the disk fails twice, the operation is pushed directly, for the endpoint's disk is as good, and kept here as
 * received once this disk answers; where neither has it, the person is told, and by how much we know (PROTOCOL.md, The tablet).
 */

import { toInstant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { SaveFailure } from '../desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { NewOutboxEntry, TabletStorage } from '../storage/tablet-storage.ts'
import { toAcknowledgement } from '../sync/exchange.ts'
import { pushBatch, takeBatch } from '../sync/push-batch.ts'
import type { Transport } from '../sync/transport.ts'
import { keepReceivedDirectly } from './keep-received-directly.ts'

export interface CommitPorts {
  readonly storage: TabletStorage
  readonly transport: Transport
  readonly mirror: TabletMirror
  readonly randomHex: (bytes: number) => string
  readonly onDefect: (what: string) => void
}

/** undefined: saved, here or there, and shown. */
export const commitOperation = async (ports: CommitPorts, entry: NewOutboxEntry, envelope: Envelope): Promise<SaveFailure | undefined> => {
  const { storage, transport, mirror, randomHex, onDefect } = ports
  try {
    await keepReceivedDirectly(storage, mirror).catch(() => undefined)
    mirror.committed(await storage.append(entry, envelope.payload.kind === 'hand-over-order' ? envelope.payload : undefined), envelope)
    return undefined
  } catch (error) {
    onDefect(`the disk refused an operation: ${error instanceof Error ? error.name : 'unknown'}`)
  }
  const identity = mirror.identity
  if (identity === undefined) return { kind: 'not-saved' }
  // Behind what waits here: the endpoint never hears of a press before the ones it followed.
  const waiting = [...mirror.outbox, entry]
  const entries = takeBatch(waiting)
  if (entries.length < waiting.length) return { kind: 'not-saved' }
  const answer = await pushBatch(transport, identity, { entries, pendingCount: waiting.length, isOpaque: false }, randomHex(16))
  // A request may have arrived though no answer did, whatever the exchanges before it fared; and a copied profile's was received.
  if (answer.kind === 'unanswered') return { kind: 'unknown' }
  if (answer.kind !== 'answered') {
    return { kind: answer.kind === 'problem' && answer.problem === 'two-tablets-one-identity' ? 'unknown' : 'not-saved' }
  }
  mirror.identity = { ...identity, ticket: answer.value.ticket }
  const own = answer.value.results.find((result) => result.operationId === entry.operationId)
  if (own === undefined || own.outcome === 'refused' || own.reason === 'hash-mismatch') return { kind: 'not-saved' }
  const seq = (mirror.outbox.at(-1)?.seq ?? 0) + 1
  // By the endpoint's clock, as all that was received: this one's may be years off (I-23).
  const at = toInstant(answer.value.now)
  mirror.committed({ ...entry, seq }, envelope)
  mirror.acknowledged(answer.value.results.map(toAcknowledgement), at)
  mirror.unkept = [...mirror.unkept, { ...entry, ...toAcknowledgement(own), acknowledgedAt: at }]
  return undefined
}

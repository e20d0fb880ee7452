/**
 * The other disk: an operation that this tablet's own refused goes straight to the endpoint, in its turn. Runs in the page, in a chunk of
 * its own. What is not known is said as such: a request may have arrived though no answer did.
 */
import { identityBytes } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { Envelope } from '../../domain/operation/operation.ts'
import type { SaveFailure } from '../desk.ts'
import type { TabletMirror } from '../desk-state/tablet-mirror.ts'
import type { NewOutboxEntry } from '../storage/tablet-storage.ts'
import { pushBatch, readResults, takeBatch } from '../sync/push-batch.ts'
import type { Transport } from '../sync/transport.ts'

export interface PushDirectlyPorts {
  readonly transport: Transport
  readonly mirror: TabletMirror
  readonly randomHex: (bytes: number) => string
}

/** undefined: the endpoint has it, and it is shown. */
export const pushDirectly = async (
  { transport, mirror, randomHex }: PushDirectlyPorts,
  entry: NewOutboxEntry,
  envelope: Envelope,
): Promise<SaveFailure | undefined> => {
  const identity = mirror.identity
  if (identity === undefined) return { kind: 'not-saved' }
  // Behind what waits here: the endpoint never hears of a press before the ones it followed.
  const waiting = [...mirror.outbox, entry]
  const entries = takeBatch(waiting)
  if (entries.length < waiting.length) return { kind: 'not-saved' }
  // In no session: this tab may not lead, or was robbed of the lead unheard, and what a session that is over sends is counted as a copy's.
  const answer = await pushBatch(transport, identity, { entries, pendingCount: waiting.length, isOpaque: false }, randomHex(identityBytes))
  // A request may have arrived though no answer did, whatever the exchanges before it fared; and a copied profile's was received.
  if (answer.kind === 'unanswered') return { kind: 'unknown' }
  if (answer.kind !== 'answered') {
    return { kind: answer.kind === 'problem' && answer.problem === 'two-tablets-one-identity' ? 'unknown' : 'not-saved' }
  }
  mirror.identity = { ...identity, ticket: answer.value.ticket }
  const results = await readResults(answer.value.results, entries, false)
  const own = results.find(({ operationId }) => operationId === entry.operationId)
  const isSaved = own !== undefined && own.outcome !== 'refused' && own.reason !== 'hash-mismatch'
  if (isSaved) mirror.committed({ ...entry, seq: (mirror.outbox.at(-1)?.seq ?? 0) + 1 }, envelope)
  // By the endpoint's clock, as all that was received: this one's may be years off (I-23). What waited is answered too, whatever became of the press.
  mirror.answeredUnkept(results, toInstant(answer.value.now))
  return isSaved ? undefined : { kind: 'not-saved' }
}

/**
 * Presses the demo's operations one after the other and has the endpoint receive them as it would from a tablet: same envelope, same
 * hash, same receipt, same cases. Runs on the endpoint, inside the demo's transaction. Nothing is written beside the rules.
 */
import { createHash } from 'node:crypto'
import { basedOf } from '../../domain/desk/based.ts'
import { type ItemBarcode, type LibrarianId, type OperationId, toBootId, toOperationId } from '../../domain/ids.ts'
import { toInstant } from '../../domain/instant.ts'
import type { LocalMoment } from '../../domain/local-date.ts'
import { headsOf } from '../../domain/operation/causality.ts'
import type { Envelope, Operation } from '../../domain/operation/operation.ts'
import { formatItemSubject } from '../../domain/operation/subject.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { readOperation } from '../authority/read-operation.ts'
import { receiveOperation } from '../authority/receive-operation.ts'
import { readDesk, type StoreTransaction } from '../storage/store.ts'
import type { StoredDevice } from '../storage/stored.ts'
import type { DemoTimeline } from './demo-timeline.ts'
import type { Random } from './random.ts'

export interface Press {
  /** On the demo's timeline; never later than its now. */
  readonly minute: number
  readonly device: StoredDevice
  readonly by: LibrarianId
  readonly operation: (happened: LocalMoment) => Operation
  /** A document whose handovers this tablet, out of reach, had not heard of. */
  readonly unawareOf?: ItemBarcode
}

/** Receives the presses in the order of the clock. Throws where one is not accepted: the demo's own story would be wrong. */
export const pressOperations = async (
  transaction: StoreTransaction,
  presses: readonly Press[],
  timeline: DemoTimeline,
  random: Random,
): Promise<void> => {
  const bootByDevice = new Map(presses.map(({ device }) => [device.id, toBootId(random.hexId())]))
  const countByDevice = new Map<string, number>()
  for (const { minute, device, by, operation, unawareOf } of [...presses].sort((a, b) => a.minute - b.minute)) {
    const payload = operation(timeline.toMoment(minute))
    const at = toInstant(timeline.toInstant(minute) + random.between(0, 59_000))
    const based = await readDesk(transaction, (state) => {
      const known = basedOf(state, payload)
      if (unawareOf === undefined) return known
      const facts = state.get('item', unawareOf)?.facts.filter((fact) => fact.what !== 'handed-over') ?? []
      return { ...known, [formatItemSubject(unawareOf)]: headsOf(facts) }
    })
    const n = (countByDevice.get(device.id) ?? 0) + 1
    countByDevice.set(device.id, n)
    const operationId: OperationId = toOperationId(random.hexId())
    const envelope: Envelope = {
      operationId,
      bootId: bootByDevice.get(device.id) ?? toBootId(random.hexId()),
      n,
      deviceId: device.id,
      librarianId: by,
      type: payload.kind,
      typeVersion: 1,
      payload,
      based,
      at,
      clockOffset: 0,
      build: 'demo',
    }
    const hash = createHash('sha256').update(canonicalJson(envelope)).digest('hex')
    const rethrow = (defect: unknown): never => {
      throw defect
    }
    const { outcome, reason } = await receiveOperation(transaction, readOperation({ hash, envelope }), device, at, rethrow, undefined)
    if (!outcome.startsWith('accepted')) throw new Error(`demo: ${payload.kind} was ${outcome} (${reason})`)
  }
}

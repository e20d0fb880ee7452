/**
 * How far an operation of this tablet has gone, from what its disk and its base say (three words: enregistré ici, transmis, réglé).
 * The export's confirmation travels as a row: loans and returns alike are settled by it.
 */
import { expect, it } from 'vitest'
import { toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { listOwnOperations } from '../../../src/tablet/outbox/own-operations.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, tuesday } from '../../builders/a-moment.ts'
import { aTablet } from '../../builders/a-tablet.ts'

const envelope = aTablet('A', [], aMoment('2026-11-24 14:00')).press({
  kind: 'return-item',
  barcode: toItemBarcode('a'),
  recordId: undefined,
  documentType: undefined,
  quarantineUntil: undefined,
  bin: undefined,
  happened: aMoment('2026-11-24 14:00'),
})
const entry = { seq: 1, operationId: envelope.operationId, hash: '', text: JSON.stringify(envelope), at: envelope.at }
const received = { ...entry, outcome: 'accepted', version: 1, caseId: undefined, reason: undefined, acknowledgedAt: toInstant(1) } as const
const batch = (operationId: string) =>
  ({ kind: 'settled-batch', id: '1', day: tuesday, settledAt: toInstant(2), operationIds: [toOperationId(operationId)] }) as const

it('[RET-4, RET-6] a return is settled once the batch that carries it is in the ILS, and not before', () => {
  const journey = (...batches: readonly ReturnType<typeof batch>[]) => listOwnOperations(aDesk(...batches), [], [received])[0]?.journey
  expect(journey(batch('another'))?.kind).toBe('transmitted')
  expect(journey(batch(envelope.operationId))).toEqual({ kind: 'settled', at: 2 })
})

/**
 * Builds what lies on a tablet's disk: entries of its outbox, outcomes, its identity, rows of its base. Runs in tests.
 */
import { toCardNumber, toDeviceId, toDeviceLetter, toLibraryIdentity, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Acknowledgement, BaseRow, Identity, NewOutboxEntry } from '../../src/tablet/storage/tablet-storage.ts'
import { aPatron } from './a-patron.ts'

const valmont = toLibraryIdentity('1'.repeat(32))

export const anEntry = (id: string): NewOutboxEntry => ({
  operationId: toOperationId(id),
  hash: id.padEnd(64, '0'),
  text: `{"operationId":"${id}"}`,
  at: toInstant(1000),
})

export const received = (id: string, change: Partial<Acknowledgement> = {}): Acknowledgement => ({
  operationId: toOperationId(id),
  hash: id.padEnd(64, '0'),
  outcome: 'accepted',
  version: 10,
  caseId: undefined,
  reason: undefined,
  ...change,
})

export const identity: Identity = {
  deviceId: toDeviceId('d'),
  letter: toDeviceLetter('B'),
  credential: 'c',
  ticket: 't1',
  epoch: 'e1',
  formerCredential: undefined,
  credentialAt: undefined,
  library: valmont,
  libraryName: 'Valmont',
}

export const exchange = { ticket: 't2', at: toInstant(5000), clockOffset: 7 }

export const mark = { cursor: 'k', epoch: 'e1', version: 5, digest: '0', at: toInstant(1) }

export const aRow = (card: string, version: number, row: BaseRow['row'] = aPatron({ id: toCardNumber(card) })): BaseRow => ({
  kind: 'patron',
  id: card,
  version,
  row,
})

/**
 * Builds what lies in a store of the endpoint: rows of a library, receipts, tablets, items of the catalogue. Runs in tests.
 */
import { toCardNumber, toDeviceId, toDeviceLetter, toItemBarcode, toLibraryId, toOperationId, toRecordId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Patron } from '../../src/domain/patron/patron.ts'
import type { CatalogueEntry, Receipt, StoredDevice } from '../../src/endpoint/storage/stored.ts'
import { aDate } from './a-moment.ts'
import { aPatron } from './a-patron.ts'

export const library = toLibraryId('salins')
export const now = toInstant(1_764_000_000_000)

/** A row that is told from others by its card alone. */
export const aPatronOf = (card: string, surname = 'MARTIN'): Patron => aPatron({ id: toCardNumber(card), surname })

export const anEntry = (barcode: string, recordId = 'r1', title = 'Bérénice'): CatalogueEntry => ({
  barcode: toItemBarcode(barcode),
  recordId: toRecordId(recordId),
  title,
  author: 'Racine, Jean',
  documentType: 'livre',
  audience: 'A',
  callNumber: 'T RAC',
  location: 'Théâtre',
  arrivedOn: undefined,
  isbn: '',
  year: '1670',
  lent: 12,
  publisher: 'Folio',
})

export const aReceipt = (id: string, change: Partial<Receipt> = {}): Receipt => ({
  operationId: toOperationId(id),
  hash: 'f'.repeat(64),
  envelope: '{"é":1}',
  deviceId: toDeviceId('d1'),
  receivedAt: now,
  type: 'return-item',
  happenedOn: aDate('2026-11-24'),
  outcome: 'accepted',
  version: 3,
  caseId: undefined,
  reason: undefined,
  ...change,
})

export const aDevice = (change: Partial<StoredDevice> = {}): StoredDevice => ({
  libraryId: library,
  id: toDeviceId('d1'),
  letter: toDeviceLetter('B'),
  name: 'Accueil',
  credentialHash: 'c'.repeat(64),
  nextCredentialHash: undefined,
  ticket: '1',
  previousTicket: undefined,
  lastHeardAt: undefined,
  pendingCount: 0,
  build: undefined,
  setAsideAt: undefined,
  ...change,
})

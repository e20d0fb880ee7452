/**
 * Builds an adult patron whose card is valid and who has nothing at home. Runs in tests. Nobody here is real.
 */
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import type { CountedLoan, Patron } from '../../src/domain/patron/patron.ts'
import { aDate, anInstant } from './a-moment.ts'
import { anOperationId } from './an-order.ts'

export const aPatron = (changes: Partial<Patron> = {}): Patron => ({
  kind: 'patron',
  id: toCardNumber('23333000000172'),
  surname: 'LEFÈVRE',
  firstName: 'Aline',
  category: 'adulte',
  expiresOn: aDate('2027-06-30'),
  blocked: undefined,
  ilsLoans: 0,
  returnedSince: [],
  ilsAsOf: anInstant('2026-11-24 09:12'),
  loans: [],
  ...changes,
})

export const aCountedLoan = (barcode: string, changes: Partial<CountedLoan> = {}): CountedLoan => ({
  handover: anOperationId(),
  barcode: toItemBarcode(barcode),
  documentType: 'livre',
  isNewRelease: false,
  settledAt: undefined,
  ...changes,
})

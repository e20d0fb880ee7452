/**
 * The press that every benchmark of the exchange repeats: a loan of documents that nobody else touches, to the next of 3,260 patrons.
 * Runs in Node and in the page. The nth press is the same everywhere, so that contenders carry the same bytes.
 */

import { toCardNumber, toItemBarcode, toLibrarianId, toRecordId } from '../../src/domain/ids.ts'
import type { LocalMoment } from '../../src/domain/local-date.ts'
import type { Fact } from '../../src/domain/operation/operation.ts'

export const claire = toLibrarianId('claire')
export const pin = '2468'
export const patronCount = 3260

export const cardOf = (n: number): string => `2000${String(n).padStart(10, '0')}`
/** The mth document of the nth press. */
export const barcodeOf = (n: number, m: number): string => `3${String(n).padStart(9, '0')}${String(m).padStart(4, '0')}`

/** The nth press: `documents` documents handed over without an order. */
export const loanOf = (n: number, documents: number, happened: LocalMoment): Extract<Fact, { kind: 'hand-over-order' }> => ({
  kind: 'hand-over-order',
  happened: { date: happened.date, time: happened.time },
  orderId: undefined,
  card: toCardNumber(cardOf(n % patronCount)),
  items: Array.from({ length: documents }, (_, m) => ({
    barcode: toItemBarcode(barcodeOf(n, m)),
    recordId: toRecordId(`r${n % 58_000}`),
    documentType: 'livre',
    lineId: undefined,
    dueOn: happened.date,
    isNewRelease: false,
    overrideReason: undefined,
  })),
  leftBehind: [],
  notFound: [],
  receipt: 'printed',
})

/**
 * Builds the two presses that most cases are about: a document lent to a card without an order, and a document given back. Runs in tests.
 */
import type { CardNumber, ItemBarcode } from '../../src/domain/ids.ts'
import type { LocalDate, LocalMoment } from '../../src/domain/local-date.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { aDate } from './a-moment.ts'

export const aLending = (barcode: ItemBarcode, card: CardNumber, happened: LocalMoment): Operation => ({
  kind: 'hand-over-order',
  orderId: undefined,
  card,
  items: [
    {
      barcode,
      recordId: undefined,
      documentType: 'livre',
      lineId: undefined,
      dueOn: aDate('2026-12-15'),
      isNewRelease: false,
      overrideReason: undefined,
    },
  ],
  leftBehind: [],
  notFound: [],
  receipt: 'undecided',
  happened,
})

export const aGivingBack = (barcode: ItemBarcode, happened: LocalMoment, quarantineUntil?: LocalDate): Operation => ({
  kind: 'return-item',
  barcode,
  recordId: undefined,
  documentType: 'livre',
  quarantineUntil,
  bin: undefined,
  happened,
})

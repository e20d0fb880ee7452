/**
 * Two tablets that did not hear each other, two patrons with an order each, and one document that both could pick or hand over. For tests.
 */
import { toCardNumber, toItemBarcode, toLineId, toOrderId, toRecordId } from '../../src/domain/ids.ts'
import type { LocalMoment } from '../../src/domain/local-date.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { aDate, aMoment } from './a-moment.ts'
import { aPatron } from './a-patron.ts'
import { aTablet, type TestTablet } from './a-tablet.ts'
import { anOrder } from './an-order.ts'

export const at = (time: string): LocalMoment => aMoment(`2026-11-24 ${time}`)
export const germinal = toItemBarcode('33331004471205')
export const nadia = toCardNumber('23333000000935')
export const paul = toCardNumber('23333000007741')
export const orderOfNadia = toOrderId('a104')
export const orderOfPaul = toOrderId('b011')
export const line = toLineId('1')

export const base: readonly Row[] = [
  aPatron({ id: nadia }),
  aPatron({ id: paul }),
  anOrder({ id: orderOfNadia, card: nadia }),
  anOrder({ id: orderOfPaul, card: paul }),
]

export const pick = (orderId: typeof orderOfNadia, barcode: typeof germinal | undefined = germinal, time = '10:00'): Operation => ({
  kind: 'pick-item',
  orderId,
  lineId: line,
  barcode,
  recordId: toRecordId('record-1'),
  documentType: 'livre',
  happened: at(time),
})

export const handOver = (orderId: typeof orderOfNadia | undefined, card: typeof nadia, time = '14:12'): Operation => ({
  kind: 'hand-over-order',
  orderId,
  card,
  items: [
    {
      barcode: germinal,
      recordId: toRecordId('record-1'),
      documentType: 'livre',
      lineId: orderId === undefined ? undefined : line,
      dueOn: aDate('2026-12-15'),
      isNewRelease: false,
      overrideReason: undefined,
    },
  ],
  leftBehind: [],
  notFound: [],
  receipt: 'undecided',
  happened: at(time),
})

export const twoTablets = (): { a: TestTablet; b: TestTablet } => ({
  a: aTablet('A', base, at('14:00')),
  b: aTablet('B', base, at('14:00')),
})

/**
 * The handover's piles that are out of the ordinary: made of Lucie's, on the ordinary desk (desk-scenes.ts). For tests of screens.
 */
import { type CardNumber, type OrderId, toLineId, toOrderId, toRecordId } from '../../src/domain/ids.ts'
import { aDate, aMoment } from '../builders/a-moment.ts'
import { aLoanOf, anItemWith } from '../builders/an-item.ts'
import { desk, lucie, paul, pile } from './desk-scenes.ts'
import { itemBarcode, mehdi, records, settings } from './stage-rows.ts'
import type { StagedDesk } from './staged-desk.ts'

/** Two documents of Lucie's pile are one novel in two editions. */
const editions = (): StagedDesk => {
  const [one, other] = [pile[1], pile[0]].map((work) => records[work ?? 0])
  if (one === undefined || other === undefined) throw new Error('no such works')
  return desk({}, [
    { ...one, year: '1998' },
    { ...other, title: one.title, author: one.author, year: '2013' },
  ])
}

/** What comes back rests two days; Odile waits for two titles tonight, and the other copy of one of them is out. */
const resting = (): StagedDesk => {
  const staged = desk({}, [{ ...settings, quarantineDays: 2 }])
  const order = staged.snapshot.state.get('order', toOrderId('odile-1'))
  if (order !== undefined) staged.put({ ...order, callBackNumber: '06 00 00 00 00' })
  staged.put(anItemWith(itemBarcode(11, 1), {}, aLoanOf(paul.id)))
  return staged
}

/** A document that Paul has, as far as the desk knows. */
const onLoan = (): StagedDesk => desk({}, [anItemWith(itemBarcode(10), {}, aLoanOf(paul.id))])

/** Another tablet handed over Lucie's pile a moment ago, and lent Paul one document without an order. */
const elsewhere = (): StagedDesk => {
  const staged = desk()
  const handOver = (card: CardNumber, orderId: OrderId | undefined, works: readonly number[]): void =>
    staged.past(
      {
        kind: 'hand-over-order',
        orderId,
        card,
        items: works.map((work, n) => ({
          barcode: itemBarcode(work),
          recordId: toRecordId(`work-${work}`),
          documentType: 'livre',
          lineId: orderId === undefined ? undefined : toLineId(String(n + 1)),
          dueOn: aDate('2026-12-15'),
          isNewRelease: false,
          overrideReason: undefined,
        })),
        leftBehind: [],
        notFound: [],
        receipt: 'refused',
        happened: aMoment('2026-11-24 15:02'),
      },
      mehdi,
      '2026-11-24 15:02',
    )
  handOver(lucie.id, toOrderId('lucie-1'), pile)
  handOver(paul.id, undefined, [10])
  return staged
}

export const pileSceneByName = {
  'handover-elsewhere': elsewhere,
  'handover-on-loan': onLoan,
  'returns-resting': resting,
  'handover-editions': editions,
} satisfies Readonly<Record<string, () => StagedDesk>>

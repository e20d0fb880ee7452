/**
 * The handover's piles that are out of the ordinary: made of Lucie's, on the ordinary desk (desk-scenes.ts). For tests of screens.
 */
import { toOrderId } from '../../src/domain/ids.ts'
import { aLoanOf, anItemWith } from '../builders/an-item.ts'
import { desk, paul, pile } from './desk-scenes.ts'
import { itemBarcode, records, settings } from './stage-rows.ts'
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

export const pileSceneByName = {
  'handover-on-loan': onLoan,
  'returns-resting': resting,
  'handover-editions': editions,
} satisfies Readonly<Record<string, () => StagedDesk>>

/**
 * What goes back to the shelves and what still rests: returns, things left behind, piles of cancelled and missed orders.
 * Pure rules (ORD-3, HO-5, ABS-2, RET-2); the day is passed in.
 * A document that some other order needs must never be on the list.
 */
import { describe, expect, it } from 'vitest'
import { toItemBarcode, toOperationId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import { matchScan } from '../../../src/domain/pull-list/match-scan.ts'
import { itemsInQuarantine, itemsToReshelve } from '../../../src/domain/return/items-to-reshelve.ts'
import type { DeskState } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, tuesday } from '../../builders/a-moment.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aFactOnOrder, anOrderWith, aPick } from '../../builders/an-order.ts'

const list = (desk: DeskState, today = tuesday) => itemsToReshelve(desk, today).map(({ barcode, reason }) => `${barcode} ${reason.kind}`)
const returned = (barcode: string, quarantineUntil?: string) =>
  anItemWith(
    barcode,
    {},
    aLoanOf(),
    aFactOnItem('returned', { quarantineUntil: quarantineUntil === undefined ? undefined : aDate(quarantineUntil) }),
  )
const cancelledBy = { operationId: toOperationId('cancel'), based: [] }

describe('listing what goes back to the shelves', () => {
  it('[RET-2] a returned document is listed on the day its quarantine ends, and rests on another list until then', () => {
    const desk = aDesk(returned('a', '2026-11-26'), returned('b'), returned('c', '2026-11-25'))
    expect(list(desk)).toEqual(['b returned'])
    expect(itemsInQuarantine(desk, tuesday).map(({ barcode, until }) => [barcode, until])).toEqual([
      ['c', '2026-11-25'],
      ['a', '2026-11-26'],
    ])
    expect(list(desk, aDate('2026-11-26'))).toEqual(['a returned', 'b returned', 'c returned'])
    expect(itemsInQuarantine(desk, aDate('2026-11-26'))).toEqual([])
  })

  it('[RET-9] says what the ILS wants done with it of its last return alone', () => {
    const wants = (item: Item) => itemsToReshelve(aDesk(item), tuesday).map(({ ilsWants }) => ilsWants?.next)
    const [before, since] = [
      aFactOnItem('returned', { quarantineUntil: undefined }),
      aFactOnItem('returned', { quarantineUntil: undefined }),
    ]
    const back = anItemWith('a', {}, aLoanOf(), before)
    const answered = { ilsWants: { returning: before.operationId, next: 'held', words: '' } as const }
    expect(wants(back)).toEqual([undefined])
    expect(wants({ ...back, ...answered })).toEqual(['held'])
    expect(wants(anItemWith('a', answered, aLoanOf(), before, aLoanOf('23333000000271'), since))).toEqual([undefined])
  })

  it('[HO-5] a document left behind is listed with the order it was left from', () => {
    const left = anItemWith('a', {}, aFactOnItem('left-behind', { orderId: toOrderId('order-1') }))
    expect(itemsToReshelve(aDesk(left), tuesday)[0]?.reason).toEqual({ kind: 'left-behind', orderId: 'order-1' })
  })

  it('[ORD-3] cancelling an order puts what was picked on the list', () => {
    const open = anOrderWith({}, aPick('1', 'a'))
    expect(list(aDesk(open, ...itemsPickedFor(open)))).toEqual([])
    expect(list(aDesk({ ...open, cancelledBy }, ...itemsPickedFor(open)))).toEqual(['a cancelled'])
  })

  it('[CASE-7, CASE-21] a picked document whose line a roll-back took from the order is listed, and no order asks for it', () => {
    const open = anOrderWith({}, aPick('1', 'a'))
    const desk = aDesk({ ...open, lines: [] }, ...itemsPickedFor(open))
    expect(itemsToReshelve(desk, tuesday).map(({ barcode, reason }) => [barcode, reason])).toEqual([
      ['a', { kind: 'removed', orderId: open.id }],
    ])
    expect(matchScan(desk, toItemBarcode('a'), undefined).kind).toBe('unwanted')
  })

  it('[RET-2] a tick taken back lists the document again for its reason: cancelled, left behind or returned', () => {
    const cancelled = anOrderWith({ cancelledBy }, aPick('1', 'a'))
    const rows = [
      ...itemsPickedFor(cancelled),
      anItemWith('b', {}, aFactOnItem('left-behind', { orderId: toOrderId('order-1') })),
      returned('c', '2026-11-24'),
    ]
    const reshelved = aFactOnItem('reshelved', {})
    const ticked = rows.map((item) => anItemWith(item.id, {}, ...item.facts, reshelved))
    expect(list(aDesk(cancelled, ...ticked))).toEqual([])
    const takenBack = aFactOnItem('unreshelved', { reshelving: reshelved.operationId })
    const desk = aDesk(cancelled, ...ticked.map((item) => anItemWith(item.id, {}, ...item.facts, takenBack)))
    expect(list(desk)).toEqual(['a cancelled', 'b left-behind', 'c returned'])
  })

  it('[RET-2] another tick, of somebody who did not know, stands when one is taken back', () => {
    const [one, other] = [aFactOnItem('reshelved', {}), aFactOnItem('reshelved', {})]
    const takenBack = aFactOnItem('unreshelved', { reshelving: one.operationId })
    expect(list(aDesk(anItemWith('a', {}, ...returned('a').facts, one, other, takenBack)))).toEqual([])
  })

  it('[ABS-2] the pile of a no-show is kept two days, then listed', () => {
    const absent = anOrderWith({}, aPick('1', 'a'), aFactOnOrder('no-show', { happened: aMoment('2026-11-24 18:00') }))
    const desk = aDesk(absent, ...itemsPickedFor(absent))
    expect(list(desk, aDate('2026-11-25'))).toEqual([])
    expect(list(desk, aDate('2026-11-26'))).toEqual(['a no-show'])
  })

  it('[ORD-3] a document that another open order picked is not put back', () => {
    const cancelled = anOrderWith({ id: toOrderId('x'), cancelledBy }, aPick('1', 'a'))
    const open = anOrderWith({ id: toOrderId('y') }, aPick('1', 'a'))
    const facts = [...itemsPickedFor(cancelled), ...itemsPickedFor(open)].flatMap((item) => item.facts)
    expect(list(aDesk(cancelled, open, anItem('a', { facts })))).toEqual([])
  })

  it('[RET-2] once reshelved, or lent again, a document leaves the list', () => {
    const back = returned('a')
    expect(list(aDesk(anItemWith('a', {}, ...back.facts, aFactOnItem('reshelved', {}))))).toEqual([])
    expect(list(aDesk(anItemWith('a', {}, ...back.facts, aLoanOf())))).toEqual([])
    expect(list(aDesk(anItem('a'), anItemWith('b', {}, aLoanOf())))).toEqual([])
  })

  it('[PULL-1] the list is in walking order, unknown documents last', () => {
    const shelved = (id: string, barcode: string, location: string, callNumber: string) =>
      aRecord(id, { copies: [aCopy(barcode, { location, callNumber })] })
    const at = (barcode: string, record: string) => ({ ...returned(barcode), recordId: toRecordId(record) })
    const desk = aDesk(
      shelved('young', 'a', 'Jeunesse', 'C BLA'),
      shelved('ten', 'b', 'Adultes romans', 'R SIM 10'),
      shelved('two', 'c', 'Adultes romans', 'R SIM 2'),
      at('a', 'young'),
      at('b', 'ten'),
      at('c', 'two'),
      at('0', 'unknown'),
    )
    expect(list(desk)).toEqual(['c returned', 'b returned', 'a returned', '0 returned'])
  })
})

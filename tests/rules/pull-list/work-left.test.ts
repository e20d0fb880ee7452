/**
 * What is left to prepare, as every screen counts it. Runs in vitest.
 */
import { describe, expect, it } from 'vitest'
import { toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { buildPullList } from '../../../src/domain/pull-list/build-pull-list.ts'
import { hasWorkLeft, ordersToPrepareAt, workLeft } from '../../../src/domain/pull-list/work-left.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { centre } from '../../builders/a-settings.ts'
import { aBagging, aFactOnOrder, anOrderWith, aPick, aSlotKey, aWish } from '../../builders/an-order.ts'

const slot = aSlotKey('2026-11-24 15:00')

describe('the work left', () => {
  it('[PULL-2] counts an order until its last document is settled and it has its bay', () => {
    const untouched = anOrderWith({ slot })
    const taken = anOrderWith({ slot }, aPick('1', undefined))
    const ready = anOrderWith({ slot }, aPick('1', undefined), aBagging(1))
    expect(workLeft([untouched])).toEqual({ orders: 1, toTake: 1, toReview: 0, toBag: 0 })
    expect(workLeft([taken])).toEqual({ orders: 1, toTake: 0, toReview: 0, toBag: 1 })
    expect(workLeft([ready])).toEqual({ orders: 0, toTake: 0, toReview: 0, toBag: 0 })
    expect(workLeft([untouched, taken, ready]).orders).toBe(2)
  })

  it('[PULL-2] counts an order that has a bay and lacks a document, and one whose patron came before it was ready', () => {
    expect(hasWorkLeft(anOrderWith({ slot }, aBagging(1)))).toBe(true)
    expect(hasWorkLeft(anOrderWith({ slot }, aFactOnOrder('arrived', {})))).toBe(true)
  })

  it('[PULL-5] counts a document not found once apart from those to take', () => {
    expect(workLeft([anOrderWith({ slot }, aFactOnOrder('not-found', { lineId: toLineId('1') }))])).toEqual({
      orders: 1,
      toTake: 0,
      toReview: 1,
      toBag: 0,
    })
  })

  it('[PULL-5] a wish said to be not found stands on the list of wishes, on no second pass, and is counted where it stands', () => {
    const wish = { id: toLineId('1'), wanted: aWish('Un roman policier'), substitutedFor: undefined, goneFromIls: false }
    const order = anOrderWith({ slot, lines: [wish] }, aFactOnOrder('not-found', { lineId: wish.id }))
    expect(workLeft([order])).toMatchObject({ toTake: 1, toReview: 0 })
    const { wishes, secondPass } = buildPullList(aDesk(order))
    expect([wishes.filter((line) => !line.isDone).length, secondPass.length]).toEqual([1, 0])
  })

  it('[PULL-2] counts nothing of an order that is closed, and knows every day, the earliest first', () => {
    const noShow = anOrderWith({ id: toOrderId('n'), slot }, aFactOnOrder('no-show', {}))
    const tomorrow = anOrderWith({ id: toOrderId('t'), slot: aSlotKey('2026-11-25 15:00') })
    const today = anOrderWith({ id: toOrderId('d'), slot })
    expect(ordersToPrepareAt(aDesk(noShow, tomorrow, today), centre).map(({ id }) => id)).toEqual(['d', 't'])
  })
})

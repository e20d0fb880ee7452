/**
 * Where a document is, told by the facts alone: on its shelf, on a pile, out, back.
 */

import { describe, expect, it } from 'vitest'
import type { Decided } from '../../../src/domain/case/decided.ts'
import { toItemBarcode, toLineId, toOperationId, toOrderId } from '../../../src/domain/ids.ts'
import type { ItemFact } from '../../../src/domain/item/item.ts'
import { isInQuarantine, itemState, standingPicks } from '../../../src/domain/item/item-state.ts'
import { storyOf } from '../../../src/domain/item/story.ts'
import { formatItemSubject } from '../../../src/domain/operation/subject.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith } from '../../builders/an-item.ts'

const barcode = '33331000000012'
const picked = aFactOnItem('picked', { orderId: toOrderId('order-1'), lineId: toLineId('1') })
const returned = aFactOnItem('returned', { quarantineUntil: undefined })
const whereAfter = (...facts: ItemFact[]) => itemState(anItemWith(barcode, {}, ...facts)).kind

describe('where a document is', () => {
  it('a document is on its shelf until something happens to it, on a pile once picked, out once handed over', () => {
    expect(itemState(anItem()).kind).toBe('on-shelf')
    expect(whereAfter(picked)).toBe('picked')
    expect(whereAfter(picked, aLoanOf())).toBe('out')
  })

  it('[RET-4] a return that knew of the loan ends it; reshelving puts the document back', () => {
    expect(whereAfter(aLoanOf(), returned)).toBe('returned')
    expect(whereAfter(aLoanOf(), returned, aFactOnItem('reshelved', {}))).toBe('on-shelf')
    const unaware = anItem(barcode, { facts: [aLoanOf(), returned] })
    expect(itemState(unaware).kind).toBe('out')
  })

  it('[HO-7] undoing a handover puts the document back on its pile', () => {
    const loan = aLoanOf()
    const item = anItemWith(barcode, {}, picked, loan, aFactOnItem('handover-undone', { handover: loan.operationId }))
    expect(itemState(item).kind).toBe('picked')
    expect(standingPicks(item)).toHaveLength(1)
  })

  it('[HO-7] a handover stands where what takes back a pick, or a return, names its identifier', () => {
    const loan = aLoanOf()
    for (const other of [
      aFactOnItem('unpicked', { pick: loan.operationId }),
      aFactOnItem('return-undone', { returning: loan.operationId }),
      aFactOnItem('unreshelved', { reshelving: loan.operationId }),
    ]) {
      const item = anItemWith(barcode, {}, picked, loan, other)
      expect(itemState(item)).toMatchObject({ kind: 'out', handovers: [loan.operationId] })
      expect(storyOf(item).moves.map(({ kind, stands }) => [kind, stands])).toEqual([['loan', true]])
    }
  })

  it('[HO-7] a return stands where what takes back a handover names its identifier', () => {
    const item = anItemWith(barcode, {}, aLoanOf(), returned, aFactOnItem('handover-undone', { handover: returned.operationId }))
    expect(itemState(item).kind).toBe('returned')
    expect(storyOf(item).moves.map(({ kind, stands }) => [kind, stands])).toEqual([
      ['loan', true],
      ['return', true],
    ])
  })

  it('[HO-5] a document left behind is on nobody’s pile any more', () => {
    expect(whereAfter(picked, aFactOnItem('left-behind', { orderId: toOrderId('order-1') }))).toBe('left-behind')
  })

  it('[RET-2] a document is in quarantine until the day on which it may leave again', () => {
    const item = anItemWith(barcode, {}, aLoanOf(), aFactOnItem('returned', { quarantineUntil: aDate('2026-11-26') }))
    expect(isInQuarantine(item, aDate('2026-11-25'))).toBe(true)
    expect(isInQuarantine(item, aDate('2026-11-26'))).toBe(false)
  })

  /** What a person decided of this loan and of another one: the other one is true. */
  const declaredUntrue = (loan: ItemFact): Decided => {
    const [other, decision] = [toOperationId('other'), toOperationId('decision')]
    const subject = formatItemSubject(toItemBarcode(barcode))
    return { operationId: decision, subject, says: 'truth', cites: [loan.operationId, other], fact: other }
  }

  it('[CASE-2] a handover that a decided case declared untrue no longer holds the document', () => {
    const loan = aLoanOf()
    expect(itemState(anItem(barcode, { facts: [loan], decided: [declaredUntrue(loan)] })).kind).toBe('on-shelf')
  })

  it('[RET-2] a loan that was declared untrue ends no quarantine', () => {
    const loan = aLoanOf()
    const rests = aFactOnItem('returned', { quarantineUntil: aDate('2026-11-26') })
    expect(isInQuarantine(anItemWith(barcode, { decided: [declaredUntrue(loan)] }, rests, loan), aDate('2026-11-25'))).toBe(true)
  })

  it('[CASE-2] a loan that was declared untrue took the document off no pile', () => {
    const loan = aLoanOf()
    expect(itemState(anItemWith(barcode, { decided: [declaredUntrue(loan)] }, picked, loan)).kind).toBe('picked')
  })
})

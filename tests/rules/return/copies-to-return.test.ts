/**
 * Which copy came back, when its label cannot be read and the title was found instead.
 */
import { expect, test } from 'vitest'
import { copiesToReturn } from '../../../src/domain/return/copies-to-return.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith } from '../../builders/an-item.ts'

test('[RET-5] copies that are out come first, the others in the order of the record', () => {
  const record = aRecord('record-1', { copies: ['1', '2', '3', '4'].map((barcode) => aCopy(barcode)) })
  const lent = anItemWith('3', {}, aLoanOf())
  const cameBack = anItemWith('2', {}, aLoanOf(), aFactOnItem('returned', { quarantineUntil: undefined }))
  expect(copiesToReturn(aDesk(lent, cameBack, anItem('4')), record).map(({ copy, isOut }) => [copy.barcode, isOut])).toEqual([
    ['3', true],
    ['1', false],
    ['2', false],
    ['4', false],
  ])
})

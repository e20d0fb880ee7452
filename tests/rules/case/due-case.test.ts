/**
 * A loan that the ILS wants back sooner, as a case that closes with the loan. Pure rules.
 */
import { expect, it } from 'vitest'
import { endDueCase, recordDueCase } from '../../../src/domain/case/due-case.ts'
import { toLibrarianId, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aFactOnItem, aLoanOf, anItemWith } from '../../builders/an-item.ts'

const barcode = '33331000000012'

it('[ILS-4] a loan that ended closes the case by what ended it, not by a pick that came later', () => {
  const loan = aLoanOf()
  const undo = aFactOnItem('handover-undone', { handover: loan.operationId, librarianId: toLibrarianId('bruno') })
  const pick = aFactOnItem('picked', {
    orderId: toOrderId('order-1'),
    lineId: toLineId('1'),
    at: anInstant('2026-11-24 15:00'),
    happened: aMoment('2026-11-24 15:00'),
  })
  const item = anItemWith(barcode, {}, loan, undo, pick)
  const due = { promised: aDate('2026-12-15'), dueOn: aDate('2026-12-08') }
  const row = recordDueCase(aDesk(), { operationId: loan.operationId, barcode: item.id }, due, 0)
  expect(row && endDueCase(aDesk(anItemWith(barcode, {}, loan)), row)).toBeUndefined()
  expect(row && endDueCase(aDesk(item), row)?.settlement).toMatchObject({ operationId: undo.operationId, decision: { kind: 'explained' } })
})

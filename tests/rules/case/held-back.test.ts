/**
 * What a tablet that was set aside handed over waits for a manager, whatever was said of the case about it.
 * Pure rules, on rows made here: two cases of one tablet, one of another, and the loan that an accepted operation leaves.
 * The titles quote CASE-4, so that RULES.md and this file say the same.
 */
import { describe, expect, it } from 'vitest'
import { type Case, formatCaseId } from '../../../src/domain/case/case.ts'
import { heldBackBy } from '../../../src/domain/case/held-back.ts'
import { type OperationId, toDeviceId, toLibrarianId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aLoanOf, anItemWith } from '../../builders/an-item.ts'
import { anOperationId } from '../../builders/an-order.ts'

const lost = toDeviceId('tablet-c')
const aLoss = (n: number, cites: readonly OperationId[], changes: Partial<Case> = {}): Case => ({
  kind: 'case',
  id: formatCaseId('loss-suspected', `device/${lost}`, n),
  caseKind: 'loss-suspected',
  subject: `device/${lost}`,
  cites,
  follows: undefined,
  settlement: undefined,
  ...changes,
})
const settlement = {
  operationId: anOperationId(),
  librarianId: toLibrarianId('nadia'),
  at: anInstant('2026-11-24 18:00'),
  decision: { kind: 'acknowledged' },
  note: '',
} as const

describe('what a tablet set aside has transmitted since', () => {
  it('[CASE-4] waits to be accepted, though somebody settled the case first and another followed', () => {
    const [first, second] = [anOperationId(), anOperationId()]
    expect(heldBackBy(aDesk(aLoss(1, [first], { settlement })), lost)).toEqual([first])
    expect(heldBackBy(aDesk(aLoss(1, [first], { settlement }), aLoss(2, [second])), lost)).toEqual([first, second])
  })

  it('[CASE-4] waits no longer once it is the loan of a document', () => {
    const [loan, other] = [aLoanOf(), anOperationId()]
    const desk = aDesk(aLoss(1, [loan.operationId, other]), anItemWith('33331000000012', {}, loan))
    expect(heldBackBy(desk, lost)).toEqual([other])
  })

  it('[CASE-4] is not what another tablet transmitted', () => {
    expect(heldBackBy(aDesk(aLoss(1, [anOperationId()], { subject: 'device/tablet-d' })), lost)).toEqual([])
  })
})

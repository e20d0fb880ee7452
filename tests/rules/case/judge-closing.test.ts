/**
 * What the day's closing waits for, told as a librarian meets it: a case, a tablet that holds something, a tablet that is silent.
 * Pure rules, on rows made here. Nothing reads a clock: the closing is an instant that each test passes in.
 * The titles quote CASE-4, so that RULES.md and this file say the same.
 */
import { describe, expect, it } from 'vitest'
import { type Case, formatCaseId } from '../../../src/domain/case/case.ts'
import { judgeClosing, type TabletReport } from '../../../src/domain/case/judge-closing.ts'
import { toDeviceId, toLibrarianId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { anOperationId } from '../../builders/an-order.ts'

const closing = anInstant('2026-11-24 18:00')
const aTabletReport = (changes: Partial<TabletReport> = {}): TabletReport => ({
  deviceId: toDeviceId('tablet-b'),
  lastHeardAt: anInstant('2026-11-24 18:01'),
  pendingCount: 0,
  isSetAside: false,
  ...changes,
})
const aCase = (changes: Partial<Case> = {}): Case => ({
  kind: 'case',
  id: formatCaseId('handed-over-twice', 'item/a', 1),
  caseKind: 'handed-over-twice',
  subject: 'item/a',
  cites: [],
  follows: undefined,
  settlement: undefined,
  ...changes,
})
const remaining = (desk = aDesk(), ...tablets: readonly TabletReport[]) => judgeClosing(desk, tablets, closing).map(({ kind }) => kind)

describe('closing the day', () => {
  it('[CASE-4] all is settled when no case is open and every tablet was heard from with nothing pending', () => {
    expect(remaining(aDesk(), aTabletReport(), aTabletReport({ deviceId: toDeviceId('tablet-c') }))).toEqual([])
  })

  it('[CASE-4] an open case remains, a settled one does not', () => {
    const settlement = {
      operationId: anOperationId(),
      librarianId: toLibrarianId('nadia'),
      at: closing,
      decision: { kind: 'both-true' },
      note: '',
    } as const
    expect(remaining(aDesk(aCase()))).toEqual(['case-open'])
    expect(remaining(aDesk(aCase({ settlement })))).toEqual([])
  })

  it('[CASE-4] a tablet that holds operations, or was not heard from since the desk closed, remains', () => {
    expect(remaining(aDesk(), aTabletReport({ pendingCount: 2 }))).toEqual(['tablet-pending'])
    expect(remaining(aDesk(), aTabletReport({ lastHeardAt: anInstant('2026-11-24 17:59') }))).toEqual(['tablet-silent'])
    expect(remaining(aDesk(), aTabletReport({ lastHeardAt: undefined }))).toEqual(['tablet-silent'])
  })

  it('[CASE-4] a lost tablet that the manager set aside is no longer waited for', () => {
    expect(remaining(aDesk(), aTabletReport({ lastHeardAt: undefined, isSetAside: true }))).toEqual([])
  })
})

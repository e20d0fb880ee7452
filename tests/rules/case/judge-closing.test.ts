/**
 * What the day's closing waits for, told as a librarian meets it: a case, a tablet that holds something, a tablet that is silent.
 * Pure rules, on rows made here; the day being closed is passed in.
 * The titles quote CASE-4, so that RULES.md and this file say the same.
 */
import { describe, expect, it } from 'vitest'
import { type Case, formatCaseId } from '../../../src/domain/case/case.ts'
import { judgeClosing, silentSince } from '../../../src/domain/case/judge-closing.ts'
import { toDeviceId, toDeviceLetter, toLibrarianId } from '../../../src/domain/ids.ts'
import type { Device } from '../../../src/domain/librarian/librarian.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, anInstant, tuesday } from '../../builders/a-moment.ts'
import { anOperationId } from '../../builders/an-order.ts'

const aTabletHeard = (changes: Partial<Device> = {}): Device => ({
  kind: 'device',
  id: toDeviceId('tablet-b'),
  letter: toDeviceLetter('B'),
  name: '',
  lastHeardOn: tuesday,
  isHolding: false,
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
const remaining = (...rows: readonly Row[]) => judgeClosing(aDesk(...rows), tuesday).map(({ kind }) => kind)

describe('closing the day', () => {
  it('[CASE-4] all is settled when no case is open and every tablet was heard from that day, holding nothing', () => {
    expect(remaining(aTabletHeard(), aTabletHeard({ id: toDeviceId('tablet-c') }))).toEqual([])
  })

  it('[CASE-4] an open case remains, a settled one does not', () => {
    const settlement = {
      operationId: anOperationId(),
      librarianId: toLibrarianId('nadia'),
      at: anInstant('2026-11-24 18:00'),
      decision: { kind: 'both-true' },
      note: '',
    } as const
    expect(remaining(aCase())).toEqual(['case-open'])
    expect(remaining(aCase({ settlement }))).toEqual([])
  })

  it('[CASE-4] a tablet that still holds operations, or was not heard from that day, remains', () => {
    expect(remaining(aTabletHeard({ isHolding: true }))).toEqual(['tablet-holding'])
    expect(remaining(aTabletHeard({ lastHeardOn: aDate('2026-11-23') }))).toEqual(['tablet-silent'])
  })

  it('[CASE-4] a tablet that said “nothing” in the morning and fell silent since remains, with since when', () => {
    const since = anInstant('2026-11-24 13:05')
    expect(judgeClosing(aDesk(aTabletHeard({ silentSince: since })), tuesday)).toEqual([
      { kind: 'tablet-silent', deviceId: 'tablet-b', lastHeardOn: tuesday, since },
    ])
    expect(remaining(aTabletHeard({ silentSince: since, isSetAside: true }))).toEqual([])
  })

  it('[CASE-4, CASE-18] a quarter of an hour without an exchange is a silence, which began with the last one', () => {
    const heardAt = anInstant('2026-11-24 13:05')
    expect(silentSince(heardAt, anInstant('2026-11-24 13:20'))).toBeUndefined()
    expect(silentSince(heardAt, anInstant('2026-11-24 13:21'))).toBe(heardAt)
    // A clock that was put back says nothing of a tablet.
    expect(silentSince(heardAt, anInstant('2026-11-23 13:05'))).toBeUndefined()
  })

  it('[CASE-4] a lost tablet that the manager set aside is no longer waited for', () => {
    expect(remaining(aTabletHeard({ lastHeardOn: aDate('2026-11-01'), isSetAside: true }))).toEqual([])
  })
})

/**
 * What a manager may say of the team (SET-12): the same judgement at the field and at the endpoint. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import { isInTeam, judgeMember, type Librarian, type Member, memberOf } from '../../../src/domain/librarian/librarian.ts'
import { aDate, tuesday } from '../../builders/a-moment.ts'

const one = (name: string, changes: Partial<Librarian> = {}): Librarian => ({
  kind: 'librarian',
  id: toLibrarianId(name.toLowerCase()),
  name,
  isManager: false,
  pin: { salt: '', iterations: 1, hash: '' },
  ...changes,
})
const claire = one('Claire', { isManager: true })
const bruno = one('Bruno')
const judge = (team: readonly Librarian[], who: Librarian | undefined, changes: Partial<Member>) =>
  judgeMember(
    team,
    who?.id,
    { ...(who === undefined ? { name: 'Nadia', isManager: false, lastDay: undefined } : memberOf(who)), ...changes },
    tuesday,
  )

test('[SET-12, SET-26] the last manager neither leaves nor loses the role, and does both once another one stays', () => {
  expect(judge([claire, bruno], claire, { isManager: false })).toBe('last-manager')
  expect(judge([claire, bruno], claire, { lastDay: aDate('2026-12-31') })).toBe('last-manager')
  const leaving = one('Bruno', { isManager: true, lastDay: aDate('2026-12-31') })
  expect(judge([claire, leaving], claire, { isManager: false })).toBe('last-manager')
  const both = [claire, one('Bruno', { isManager: true })]
  expect(judge(both, claire, { isManager: false })).toBeUndefined()
  expect(judge(both, claire, { lastDay: aDate('2026-12-31') })).toBeUndefined()
  expect(judge([claire, bruno], claire, { name: 'Claire B.' })).toBeUndefined()
})

test('[SET-12] the last manager who can act stays; a manager without a PIN never counts, nor one known to lack a passphrase', () => {
  const invited = [claire, one('Bruno', { isManager: true, ownPin: 'awaited' })]
  expect(judge(invited, claire, { isManager: false })).toBe('others-unable')
  const both = [claire, one('Bruno', { isManager: true, ownPin: 'chosen' })]
  const leaving = { ...memberOf(claire), lastDay: tuesday }
  expect(judgeMember(both, claire.id, leaving, tuesday, new Set())).toBe('others-unable')
  expect(judgeMember(both, claire.id, leaving, tuesday, new Set(both.map(({ id }) => id)))).toBeUndefined()
})

test('[SET-12] everybody has a name of their own, and a last day is today or later', () => {
  expect(judge([claire], undefined, { name: '  ' })).toBe('name-missing')
  expect(judge([claire], undefined, { name: 'N'.repeat(101) })).toBe('name-long')
  expect(judge([claire], undefined, { name: ' Claire ' })).toBe('name-taken')
  expect(judge([claire, bruno], bruno, { lastDay: aDate('2026-11-23') })).toBe('day-over')
  expect(judge([claire, bruno], bruno, { lastDay: tuesday })).toBeUndefined()
  // Who left long ago is still put right.
  const gone = one('Bruno', { lastDay: aDate('2026-11-02') })
  expect(judge([claire, gone], gone, { name: 'Bruno L.' })).toBeUndefined()
})

test('[SET-12] somebody belongs to the team until the end of their last day', () => {
  const leaving = one('Bruno', { lastDay: aDate('2026-12-31') })
  expect(['2026-12-31', '2027-01-01'].map((day) => isInTeam(leaving, aDate(day)))).toEqual([true, false])
  expect(isInTeam(bruno, aDate('2036-01-01'))).toBe(true)
})

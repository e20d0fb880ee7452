/**
 * What a caller may still order. Runs in Node, on the rules alone.
 */
import { expect, it } from 'vitest'
import type { Call } from '../../../src/domain/call/call.ts'
import { judgeCall } from '../../../src/domain/call/judge-call.ts'
import { toggleRecord } from '../../../src/domain/call/place-call.ts'
import { toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, anInstant } from '../../builders/a-moment.ts'
import { aCountedLoan, aPatron } from '../../builders/a-patron.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const today = aDate('2026-11-24')
const film = (n: number, arrived: string | undefined = undefined) =>
  aRecord(`film-${n}`, {
    documentType: 'DVD',
    copies: [aCopy(`3333100000${n}`, { arrivedOn: arrived === undefined ? undefined : aDate(arrived) })],
  })
const patron = aPatron({ ilsLoans: 4, returnedSince: [toItemBarcode('1')], loans: [aCountedLoan('9', { documentType: 'DVD' })] })
const aCall = (...records: readonly ReturnType<typeof film>[]): Call =>
  records.reduce(toggleRecord, {
    orderId: toOrderId('called'),
    number: 'B-018',
    card: patron.id,
    name: '',
    lines: [],
    slot: aSlotKey(),
    callBackNumber: '',
    startedAt: anInstant('2026-11-24 15:00'),
    asideAt: undefined,
  })
const rightsOf = (call: Call, ...rows: readonly Row[]) => judgeCall(aDesk(aSettings(), ...rows), aSettings(), patron, call, today)

it('[PHONE-3] the rest that may be ordered counts the loans, the lines of open orders, and the call itself', () => {
  expect(rightsOf(aCall()).left).toBe(20 - 3 - 1)
  const lines = [aLine('1', aRecordWanted('film-1')), aLine('2', { kind: 'wish', text: 'deux policiers', count: 2 })]
  expect(rightsOf(aCall(), film(1), anOrder({ card: patron.id, lines })).left).toBe(13)
  expect(rightsOf(aCall(film(2), film(3)), film(1), anOrder({ card: patron.id, lines })).left).toBe(11)
  expect(rightsOf(aCall(), anOrder({ card: aPatron().id, lines, goneFromIlsAt: anInstant('2026-11-24 09:00') })).left).toBe(16)
})

it('[PHONE-3, PHONE-19] each title says what it would go beyond, counted in the order in which they were asked for', () => {
  const { byLine } = rightsOf(aCall(film(2), film(3), film(4)))
  expect(byLine.map((refusal) => refusal?.kind)).toEqual([undefined, undefined, 'too-many-of-type'])
  const order = anOrder({ card: patron.id, lines: [aLine('1', aRecordWanted('film-1'))] })
  expect(rightsOf(aCall(film(2), film(3)), film(1), order).byLine[1]).toEqual({
    kind: 'too-many-of-type',
    documentType: 'DVD',
    counted: 3,
    maximum: 3,
  })
})

it('[PULL-8] a wish for three counts for three', () => {
  const left = (count: number | undefined) => rightsOf({ ...aCall(), lines: [{ kind: 'wish', text: 'des policiers', count }] }).left
  expect([left(undefined), left(1), left(3)]).toEqual([15, 15, 13])
})

it('[PHONE-3] new releases are told by type, and a title is new only where all its copies are', () => {
  expect(rightsOf(aCall(film(2, '2026-11-01'))).newReleases).toEqual([
    { documentType: 'livre', left: 4 },
    { documentType: 'DVD', left: 0 },
  ])
  const oldToo = { ...film(2), copies: [...film(2, '2026-11-01').copies, aCopy('33331000009', { arrivedOn: aDate('2020-01-01') })] }
  expect(rightsOf(aCall(oldToo)).newReleases).toContainEqual({ documentType: 'DVD', left: 1 })
})

it('[PHONE-3, PHONE-19] a block or an outdated card is told once, not for each title; a category without a maximum has none', () => {
  const blocked = { ...patron, blocked: 'carte perdue', expiresOn: aDate('2026-01-01') }
  expect(judgeCall(aDesk(), aSettings(), blocked, aCall(film(2)), today).byLine).toEqual([undefined])
  expect(judgeCall(aDesk(), aSettings(), { ...patron, category: 'pro' }, aCall(), today).left).toBeUndefined()
})

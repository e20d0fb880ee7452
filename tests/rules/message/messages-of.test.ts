/**
 * Which messages follow from a change of an order, when they may leave, and which are overtaken (MSG-1, MSG-3, MSG-4, MSG-5). Pure: the
 * library of these tests lives in UTC.
 */
import { expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { addDays, type LocalMoment, minutesApart } from '../../../src/domain/local-date.ts'
import type { Message, MessageKind } from '../../../src/domain/message/message.ts'
import { heldUntil, type MessageSettings, nextTryIn } from '../../../src/domain/message/message-times.ts'
import { type MessageContext, mayBeTold, messagesOf, receiptOf } from '../../../src/domain/message/messages-of.ts'
import { documentsToCome, missingDocuments, type Order } from '../../../src/domain/order/order.ts'
import { aDate, aMoment, anInstant, aTime } from '../../builders/a-moment.ts'
import { aBagging, aFactOnOrder, aLine, anOperationId, anOrder, anOrderWith, aPick, aSlotKey } from '../../builders/an-order.ts'

const epoch = aMoment('1970-01-01 00:00')
const toLocal = (at: number): LocalMoment => {
  const minutes = Math.floor(at / 60_000)
  const time = `${String(Math.floor((minutes % 1440) / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
  return { date: addDays(aDate('1970-01-01'), Math.floor(minutes / 1440)), time: time as LocalMoment['time'] }
}
/** Monday at 9, the day before the order's slot. */
const context = (now = '2026-11-23 09:00'): MessageContext => ({
  settings: { keepDays: 2 },
  now: anInstant(now),
  toLocal,
  toInstant: (moment) => toInstant(minutesApart(epoch, moment) * 60_000),
})
const said = (messages: readonly Message[]) => messages.map(({ kind, notBefore }) => `${kind} ${sayAt(notBefore)}`)
const sayAt = (at: number): string => `${toLocal(at).date} ${toLocal(at).time}`

const phoned = anOrder({ source: 'phone' })
const two = { source: 'phone', lines: [aLine('1'), aLine('2')] } as const
const givenUp = (line: string) => aFactOnOrder('given-up', { lineId: aLine(line).id, reason: 'perdu' })
const ready = anOrderWith(two, aPick('1', '31'), aPick('2', '32'), aBagging(4))
const readyLess = anOrderWith(two, aPick('1', '31'), givenUp('2'), aBagging(4))
const accepted = (messages: readonly Message[], at = '2026-11-23 09:01'): readonly Message[] =>
  messages.map((message) => ({ ...message, state: 'accepted', since: anInstant(at) }))
const of = (kind: MessageKind, messages: readonly Message[]) => messages.filter((message) => message.kind === kind)

test('[MSG-1] a new order is told at once, and reminded of on the eve at 17 h', () => {
  const { written } = messagesOf(undefined, phoned, [], context())
  expect(said(written)).toEqual(['received 2026-11-23 09:00', 'reminder 2026-11-23 17:00'])
  expect(messagesOf(undefined, phoned, [], context('2026-11-23 18:00')).written.map(({ kind }) => kind)).toEqual(['received'])
  expect(messagesOf(undefined, anOrder({ source: 'ils' }), [], context()).written.map(({ kind }) => kind)).toEqual(['reminder'])
  expect(messagesOf(undefined, phoned, [], context('2026-11-24 14:30')).written).toEqual([])
})

test('[MSG-1] the same change again makes the same keys, and a row with nothing new in it makes none', () => {
  const keys = (order: Order) => messagesOf(undefined, order, [], context()).written.map(({ key }) => key)
  expect(keys(phoned)).toEqual(keys(phoned))
  expect(mayBeTold(phoned, { ...phoned, note: 'un sac' })).toBe(false)
  expect(mayBeTold(ready, ready)).toBe(false)
  expect(mayBeTold(anOrderWith(two), ready)).toBe(true)
})

test('[MSG-4] « ready » waits ten minutes for second thoughts, and is withdrawn by them', () => {
  const { written } = messagesOf(anOrderWith(two), ready, [], context('2026-11-24 11:00'))
  expect(said(written)).toEqual(['ready 2026-11-24 11:10'])
  expect(messagesOf(ready, anOrderWith(two), written, context('2026-11-24 11:05')).withdrawn).toEqual(written.map(({ key }) => key))
  expect(messagesOf(ready, { ...ready, facts: [...ready.facts, aFactOnOrder('arrived', {})] }, written, context()).withdrawn).toHaveLength(
    1,
  )
})

test('[MSG-44] a wish that got less than it asked for is counted as it lies there, and told anew when less still does', () => {
  const lines = [aLine('1'), aLine('2', { kind: 'wish', text: 'des contes', count: 3 })]
  const pick = (barcode: string) => aFactOnOrder('picked', { lineId: aLine('2').id, barcode: toItemBarcode(barcode), of: 3 })
  const pile = (...barcodes: string[]) =>
    anOrderWith({ source: 'phone', lines }, aPick('1', '31'), ...barcodes.map(pick), givenUp('2'), aBagging(4))
  const counts = (order: Order) => [documentsToCome(order), missingDocuments(order).length]
  expect(counts(anOrderWith({ lines }))).toEqual([4, 0])
  expect(counts(pile('32', '33'))).toEqual([3, 1])
  expect(counts(pile())).toEqual([1, 3])
  const first = messagesOf(anOrderWith({ lines }), pile('32', '33'), [], context('2026-11-24 11:00')).written
  const less = messagesOf(pile('32', '33'), pile('32'), accepted(first), context('2026-11-24 11:30')).written
  expect([...first, ...less].map(({ kind, missing }) => [kind, missing])).toEqual([
    ['ready', ['2']],
    ['missing', ['2', '2']],
  ])
})

test('[MSG-4] a missing document is in « ready », and is told apart only to who was told otherwise', () => {
  const first = messagesOf(anOrderWith(two), ready, [], context('2026-11-24 11:00')).written
  const waiting = messagesOf(ready, readyLess, first, context('2026-11-24 11:05'))
  expect(waiting.written.map(({ kind, missing }) => [kind, missing])).toEqual([['ready', ['2']]])
  expect(waiting.withdrawn).toEqual(first.map(({ key }) => key))
  const told = messagesOf(ready, readyLess, accepted(first), context('2026-11-24 11:05'))
  expect(told.written.map(({ kind, missing }) => [kind, missing])).toEqual([['missing', ['2']]])
  const found = messagesOf(readyLess, ready, accepted(told.written, '2026-11-24 11:06'), context('2026-11-24 11:30'))
  expect(found.written.map(({ kind, missing }) => [kind, missing])).toEqual([['ready', []]])
})

test('[MSG-4] a move is told with a new reminder, and a move back before anything left is told to nobody', () => {
  const before = messagesOf(undefined, phoned, [], context()).written
  const later = { ...phoned, slot: aSlotKey('2026-11-26 15:00') }
  // The first message still waits: it will say the new hour by itself.
  const unsaid = messagesOf(phoned, later, before, context())
  expect(said(unsaid.written)).toEqual(['reminder 2026-11-25 17:00'])
  expect(unsaid.withdrawn).toEqual(of('reminder', before).map(({ key }) => key))
  const known = [...accepted(of('received', before)), ...of('reminder', before)]
  const moved = messagesOf(phoned, later, known, context('2026-11-23 10:00'))
  expect(said(moved.written)).toEqual(['moved 2026-11-23 10:00', 'reminder 2026-11-25 17:00'])
  const back = messagesOf(later, phoned, [...known, ...moved.written], context('2026-11-23 10:01'))
  expect(of('moved', back.written)).toEqual([])
  expect(back.withdrawn).toEqual(moved.written.map(({ key }) => key))
  const leftAndBack = messagesOf(later, phoned, [...known, ...accepted(moved.written, '2026-11-23 10:00')], context('2026-11-23 11:00'))
  expect(of('moved', leftAndBack.written)).toHaveLength(1)
})

test('[MSG-4] the end of an order withdraws what waits, and is told where the desk ended it', () => {
  const waiting = messagesOf(undefined, phoned, [], context()).written
  const cancelled = { ...phoned, cancelledBy: { operationId: anOperationId(), based: [] } }
  const end = messagesOf(phoned, cancelled, waiting, context())
  expect(end.written.map(({ kind }) => kind)).toEqual(['cancelled'])
  expect(end.withdrawn).toEqual(waiting.map(({ key }) => key))
  const dropped = { ...phoned, goneFromIlsAt: anInstant('2026-11-23 09:00') }
  expect(messagesOf(phoned, dropped, [], context()).written).toEqual([])
  const handedOver = { ...ready, facts: [...ready.facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] })] }
  expect(messagesOf(ready, handedOver, waiting, context())).toEqual({ written: [], withdrawn: waiting.map(({ key }) => key) })
})

test('[MSG-4] a no-show is told the next day at 9 h while the pile waits, and not once it was fetched', () => {
  const missed = { ...ready, facts: [...ready.facts, aFactOnOrder('no-show', {})] }
  const { written } = messagesOf(ready, missed, [], context('2026-11-24 18:05'))
  expect(said(written)).toEqual(['no-show 2026-11-25 09:00'])
  expect(sayAt(written[0]?.usefulUntil ?? 0)).toBe('2026-11-26 23:59')
  const fetched = { ...missed, facts: [...missed.facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] })] }
  expect(messagesOf(missed, fetched, written, context('2026-11-25 08:00')).withdrawn).toEqual(written.map(({ key }) => key))
})

test('[HO-9, MSG-1] a receipt is one of its handover, and of use for a week', () => {
  const handover = anOperationId()
  const receipt = receiptOf(handover, { card: phoned.card, orderId: undefined }, context())
  expect(receipt.key).toBe(receiptOf(handover, { card: phoned.card, orderId: undefined }, context('2026-11-24 10:00')).key)
  expect(sayAt(receipt.usefulUntil)).toBe('2026-11-30 23:59')
})

test('[MSG-5, MSG-21] nights and Sundays hold what can wait, never what was just asked for, nor a change of the hours to come', () => {
  const far = aSlotKey('2026-12-01 14:00')
  const end = aMoment('2026-12-01 23:59')
  const held = (kind: MessageKind, moment: string, slot = far) => {
    const { date, time } = heldUntil({}, kind, aMoment(moment), slot, end)
    return `${date} ${time}`
  }
  expect(held('ready', '2026-11-24 20:00')).toBe('2026-11-25 08:00')
  expect(held('reminder', '2026-11-25 07:59')).toBe('2026-11-25 08:00')
  expect(held('no-show', '2026-11-29 10:00')).toBe('2026-11-30 08:00')
  expect(held('ready', '2026-11-28 21:00')).toBe('2026-11-30 08:00')
  expect(held('ready', '2026-11-24 19:59')).toBe('2026-11-24 19:59')
  for (const kind of ['received', 'receipt'] as const) expect(held(kind, '2026-11-29 03:00')).toBe('2026-11-29 03:00')
  expect(held('moved', '2026-11-24 21:00')).toBe('2026-11-25 08:00')
  expect(held('moved', '2026-11-24 22:30', aSlotKey('2026-11-25 10:00'))).toBe('2026-11-24 22:30')
  // Held, it would come when the hour is over.
  expect(held('ready', '2026-11-28 21:00', aSlotKey('2026-11-29 11:00'))).toBe('2026-11-28 21:00')
})

test('[MSG-5] the library says which hours and days are quiet, and when its messages leave', () => {
  const held = (settings: MessageSettings, moment: string) => {
    const { date, time } = heldUntil(settings, 'ready', aMoment(moment), aSlotKey('2026-12-08 14:00'), aMoment('2026-12-08 23:59'))
    return `${date} ${time}`
  }
  const siesta: MessageSettings = { quietFrom: aTime('12:00'), quietUntil: aTime('14:00'), quietDays: [] }
  expect(held(siesta, '2026-11-29 12:00')).toBe('2026-11-29 14:00')
  expect(held(siesta, '2026-11-29 22:00')).toBe('2026-11-29 22:00')
  // The same time twice: no night is quiet, and a quiet day ends at midnight.
  const noNight: MessageSettings = { quietFrom: aTime('20:00'), quietUntil: aTime('20:00'), quietDays: [1, 7] }
  expect(held(noNight, '2026-11-28 23:00')).toBe('2026-11-28 23:00')
  expect(held(noNight, '2026-11-29 10:00')).toBe('2026-12-01 00:00')
  expect(held({ quietDays: [1, 2, 3, 4, 5, 7] }, '2026-11-29 07:00')).toBe('2026-12-05 08:00')

  const own = { keepDays: 2, readyDelayMinutes: 30, reminderTime: aTime('12:15'), noShowTime: aTime('10:00') }
  const change = (before: Order | undefined, after: Order, now?: string) =>
    said(messagesOf(before, after, [], { ...context(now), settings: own }).written)
  expect(change(undefined, phoned)).toEqual(['received 2026-11-23 09:00', 'reminder 2026-11-23 12:15'])
  expect(change(anOrderWith(two), ready, '2026-11-24 11:00')).toEqual(['ready 2026-11-24 11:30'])
  const missed = { ...ready, facts: [...ready.facts, aFactOnOrder('no-show', {})] }
  expect(change(ready, missed, '2026-11-24 18:05')).toEqual(['no-show 2026-11-25 10:00'])
})

test('[MSG-12, MSG-33] a kind that the library has switched off is not written', () => {
  const settings = { keepDays: 2, messagesOff: ['reminder', 'ready'] } as const
  const changed = (before: Order | undefined, after: Order) => said(messagesOf(before, after, [], { ...context(), settings }).written)
  expect(changed(undefined, phoned)).toEqual(['received 2026-11-23 09:00'])
  expect(changed(anOrderWith(two), ready)).toEqual([])
})

test('[MSG-3] a failure is tried again after 1, 5, 15 and 60 minutes, then hourly, for a day', () => {
  const minutes = (tries: number, since = 0) => (nextTryIn(tries, since * 60_000) ?? Number.NaN) / 60_000
  expect([1, 2, 3, 4, 5, 20].map((tries) => minutes(tries))).toEqual([1, 5, 15, 60, 60, 60])
  expect(nextTryIn(25, (24 * 60 - 59) * 60_000)).toBeUndefined()
})

/**
 * Which time an operation has in the rows, and what a time that no desk can have becomes there. Pure rules.
 */
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../src/domain/instant.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { asReceived } from '../../../src/domain/operation/doubtful-dates.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { wallClockOf } from '../../../src/endpoint/clock/wall-clock-of.ts'
import { aDate, aMoment, anInstant, toUtc } from '../../builders/a-moment.ts'
import { aHandOver, anEnvelope, aReturn } from '../../builders/an-endpoint.ts'

const receivedAt = anInstant('2026-11-24 14:40')
const received = aMoment('2026-11-24 15:40')
const taken = (payload: Operation, clock: Partial<Envelope> = {}) =>
  asReceived(anEnvelope(payload, { at: receivedAt, ...clock }), receivedAt, () => received)

const claim: Operation = { kind: 'claim', scope: { kind: 'zone', name: 'Romans' } }
const year = (n: number): Instant => toInstant(Date.UTC(n, 0, 1))
const handedOver = (happenedOn: string, dueOn: string): Operation => {
  const [item] = (aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>).items
  if (item === undefined) throw new Error('a handover has a document')
  return { ...aHandOver({ items: [{ ...item, dueOn: aDate(dueOn) }] }), happened: aMoment(`${happenedOn} 10:00`) } as Operation
}
const daysOf = ({ payload }: Envelope): readonly string[] =>
  payload.kind === 'hand-over-order' ? [payload.happened.date, ...payload.items.map(({ dueOn }) => dueOn)] : []

describe('the one time of an operation', () => {
  const on = (happened: string, clock: Partial<Envelope>) =>
    asReceived(anEnvelope({ ...aReturn(), happened: aMoment(happened) }, clock), receivedAt, toUtc)
  const pressed = anInstant('2026-11-24 10:00')

  it('[CASE-8] a press has its corrected clock, and a stated minute is that minute', () => {
    const at = toInstant(pressed + 25_000)
    expect(on('2026-11-24 10:01', { at, clockOffset: 40_000 })).toMatchObject({ at: at + 40_000, clockOffset: 0 })
    expect(on('2026-11-24 09:30', { at, clockOffset: 40_000 })).toMatchObject({ at: anInstant('2026-11-24 09:30'), clockOffset: 0 })
  })

  it('[CASE-8] in the hour that a clock set back shows twice, a press is in the one in which it was pressed', () => {
    const second = toInstant(Date.parse('2026-10-25T01:30:07Z'))
    const back = { ...aReturn(), happened: aMoment('2026-10-25 02:30') }
    expect(asReceived(anEnvelope(back, { at: second }), receivedAt, wallClockOf('Europe/Paris')).at).toBe(second)
  })

  it.each([2000, 2025, 2031, 2100])('[CASE-8] a clock in %d is of the moment of reception, and so is what it says of the day', (n) => {
    const envelope = anEnvelope(handedOver(`${n}-06-01`, `${n}-06-22`), { at: toInstant(Date.UTC(n, 5, 1, 10)) })
    expect(asReceived(envelope, receivedAt, () => received)).toMatchObject({ at: receivedAt, payload: { happened: received } })
    expect(daysOf(asReceived(envelope, receivedAt, () => received))).toEqual([received.date, '2026-12-15'])
  })

  it('[CASE-8] a clock that is eleven minutes fast is of the moment of reception, on the same day too', () => {
    const early = toInstant(receivedAt + 11 * 60_000)
    const back = { ...aReturn(), happened: toUtc(early) }
    expect(asReceived(anEnvelope(back, { at: early }), receivedAt, toUtc)).toMatchObject({
      at: receivedAt,
      payload: { happened: toUtc(receivedAt) },
    })
  })

  it('[CASE-8] a clock reset to 1970 whose error is known is of the time that it stands for', () => {
    const offset = receivedAt - year(1970) - 1000
    expect(taken(claim, { at: year(1970), clockOffset: offset })).toMatchObject({ at: receivedAt - 1000, clockOffset: 0 })
  })

  it.each([
    [1970, 0],
    [1999, 0],
    [2101, 0],
    [2026, 4e15],
    [2026, -4e15],
  ])('[CASE-8] a clock at %d, %d ms away, is of the moment of reception', (at, clockOffset) => {
    expect(taken(claim, { at: year(at), clockOffset })).toMatchObject({ at: receivedAt, clockOffset: 0 })
  })

  it.each([
    ['9999-12-01', '9999-12-22', '2026-12-15'],
    ['1999-12-31', '2000-01-21', '2026-12-15'],
    ['9999-12-01', '9999-11-30', '2026-11-24'],
    ['1000-01-01', '9999-12-31', '2026-11-24'],
  ])('[CASE-8] a loan of %s, due %s, is of the day of reception, due %s', (happenedOn, dueOn, due) => {
    expect(daysOf(taken(handedOver(happenedOn, dueOn)))).toEqual([received.date, due])
  })

  it('[CASE-8] a loan of today that is due in 9999 is due on the day of reception', () => {
    expect(daysOf(taken(handedOver('2026-11-24', '9999-12-31')))).toEqual(['2026-11-24', '2026-11-24'])
  })

  it('[CASE-8] a quarantine until 9999 ends on the day of reception, and none stays none', () => {
    expect(taken({ ...aReturn(), quarantineUntil: aDate('9999-12-31') }).payload).toMatchObject({ quarantineUntil: '2026-11-24' })
    expect(taken({ ...aReturn(), happened: aMoment('9999-12-31 10:00') }).payload).toMatchObject({
      happened: received,
      quarantineUntil: undefined,
    })
  })
})

/**
 * The link to an ILS that stays open between two questions: kept awake, tried before it is used again, opened anew where the ILS hung up, and
 * closed when nobody needs it. A small ILS on a real port of this machine.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { createKeptLink, type KeptLink } from '../../../src/endpoint/connectors/sip2/kept-link.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import type { Movement } from '../../../src/endpoint/ils/movement.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const now = anInstant('2026-11-24 13:32')
let ils: Sip2Ils
beforeEach(async () => {
  ils = await startSip2Ils()
  ils.patrons.add('21')
  ils.items.set('31', { title: 'Nana', renewals: 0 })
})
afterEach(() => ils.stop())

const codes = (): string => ils.heard.map((text) => text.slice(0, 2)).join(' ')
const wireOf = (patienceMs = 5000) => createSip2Wire({ ...ils.settings, patienceMs }, () => now)
const kept = (times = { beatMs: 60_000, answersWithinMs: 2000 }): KeptLink => createKeptLink(ils.settings, ils.settings, times)
const loan: Movement = {
  operationId: toOperationId('A1'),
  barcode: toItemBarcode('31'),
  movement: 'loan',
  happened: { ...aMoment('2026-11-24 14:00'), at: anInstant('2026-11-24 13:00') } as Movement['happened'],
  card: toCardNumber('21'),
  lentTo: undefined,
  dueOn: undefined,
  overrideReason: undefined,
  orderId: undefined,
  librarianId: toLibrarianId('nadia'),
}
/** Told as a pass tells it. */
const tell = async (wire = wireOf()) => {
  const session = await wire.open()
  if (!session.ok) throw new Error(session.refusal)
  const answer = await session.value.post(loan)
  session.value.close()
  return answer.kind
}

it('[ILS-8] logs in once for all that is read and told, and asks whether the ILS is there before each', async () => {
  const wire = wireOf()
  expect(await wire.readPatron('21')).toMatchObject({ ok: true, value: { blocked: 'no' } })
  expect(await wire.readItem('31')).toMatchObject({ ok: true, value: { title: 'Nana' } })
  expect(await tell(wire)).toBe('accepted')
  expect([codes(), ils.linkCount()]).toEqual(['93 99 63 99 17 99 17 63 11', 1])
  wire.end?.()
  await expect.poll(() => ils.linkCount()).toBe(0)
})

it.each([
  ['hung up meanwhile', () => ils.hangUp()],
  ['was cut off without a word', () => ils.failNext('99', 'silent')],
  ['answers with something else', () => ils.failNext('99', 'garbled')],
] as const)('[ILS-2] is opened anew where the ILS %s, and a loan is written once', async (_, happen) => {
  const wire = wireOf(1500)
  await wire.readPatron('21')
  happen()
  await expect.poll(() => tell(wire)).toBe('accepted')
  expect([codes().match(/11/g), codes().match(/93/g), ils.items.get('31')?.renewals]).toEqual([['11'], ['93', '93'], 0])
})

it('[ILS-2] that broke under a question is not used again', async () => {
  const wire = wireOf(1500)
  ils.failNext('11', 'silent')
  expect(await tell(wire)).toBe('unknown')
  await expect.poll(() => ils.linkCount()).toBe(0)
  expect(await wire.readPatron('21')).toMatchObject({ ok: true })
  expect(codes()).toBe('93 99 17 63 11 93 99 63')
})

it('two who ask at one moment have a link each, and one of them stays open', async () => {
  const wire = wireOf()
  const read = await Promise.all([wire.readPatron('21'), wire.readItem('31')])
  expect(read.map(({ ok }) => ok)).toEqual([true, true])
  await expect.poll(() => ils.linkCount()).toBe(1)
})

it('is kept awake while it rests, and closed when nobody used it for long', async () => {
  const link = kept({ beatMs: 5, answersWithinMs: 2000 })
  const taken = await link.take()
  if (!taken.ok) throw new Error(taken.refusal)
  link.giveBack(taken.value)
  await expect.poll(() => ils.linkCount()).toBe(0)
  // After the greeting.
  expect(codes()).toBe(`93 99${' 99'.repeat(9)}`)
})

it('rests no more once its way is ended, even if it was in use then', async () => {
  const link = kept()
  const taken = await link.take()
  if (!taken.ok) throw new Error(taken.refusal)
  link.end()
  link.giveBack(taken.value)
  await expect.poll(() => ils.linkCount()).toBe(0)
})

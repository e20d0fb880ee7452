/**
 * Identifiers that no disk keeps as they came: half a surrogate pair, NUL, control characters. One of them accepted, and every tablet found
 * its base broken and fetched it whole at each exchange, for ever. Runs against the built endpoint.
 */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { toItemBarcode, toLibrarianId, toLineId, toOrderId } from '../../src/domain/ids.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { aDate, aTime } from '../builders/a-moment.ts'
import { aHandOver, aPushed, aReturn, outcomesOf } from '../builders/an-endpoint.ts'
import { besiege, digestsOf, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const aReturnOf = (barcode: string): Operation => ({ ...aReturn(), barcode: toItemBarcode(barcode), happened: momentNow() })

const broken = {
  'half a surrogate pair': '3333\ud83d',
  NUL: '3333\u0000',
  'a line feed': '3333\n12',
  'a control character of C1': '3333\u0085',
}

test.each(Object.entries(broken))('%s in a barcode is kept apart, and the base of every tablet stays sound', async (_, barcode) => {
  await foundLibrary()
  const endpoint = await start()
  const [attacker, other] = [await enrol(endpoint), await enrol(endpoint)]
  const answer = await attacker.push([aPushed(pressedNow(aReturnOf(barcode)))])
  expect(outcomesOf(answer)).toEqual([['quarantined', 'operation-not-understood']])
  const { received, told } = await digestsOf(other)
  expect(received).toBe(told)
  const { rows } = await other.pull()
  expect(rows.filter(({ kind }) => kind === 'item')).toEqual([])
})

test('identifiers of an operation (order, line, card, site, librarian, subject) refuse half a surrogate pair', async () => {
  await foundLibrary()
  const endpoint = await start()
  const attacker = await enrol(endpoint)
  const bad = 'x\udc00'
  const happened = momentNow()
  const slot = { siteId: 'centre', date: aDate('2026-11-24'), time: aTime('16:00') }
  // The casts: what a tablet of ours would never compose.
  const envelopes = [
    pressedNow({ ...aHandOver(), happened, orderId: toOrderId(bad) } as Operation),
    pressedNow({ ...aHandOver(), happened, card: bad } as unknown as Operation),
    pressedNow({ kind: 'report-not-found', happened, orderId: toOrderId('order-1'), lineId: toLineId(bad) }),
    pressedNow({ kind: 'claim', scope: { kind: 'zone', name: bad } }),
    pressedNow({ kind: 'reschedule-order', orderId: 'order-1', from: slot, to: { ...slot, siteId: bad } } as unknown as Operation),
    pressedNow(aReturnOf('33331000000012'), { librarianId: toLibrarianId(bad) }),
    pressedNow(aReturnOf('33331000000012'), { based: { [`item/${bad}`]: [] } }),
  ]
  const answer = await attacker.push(envelopes.map(aPushed))
  expect(outcomesOf(answer)).toEqual(envelopes.map(() => ['quarantined', 'operation-not-understood']))
  const { received, told } = await digestsOf(attacker)
  expect(received).toBe(told)
})

test('a text that cannot be read, of half pairs and NUL, is kept as text and harms no digest', async () => {
  await foundLibrary()
  const endpoint = await start()
  const attacker = await enrol(endpoint)
  const text = 'not json \ud800 \u0000'
  const answer = await attacker.push([{ hash: createHash('sha256').update(text).digest('hex'), envelope: text }])
  expect(outcomesOf(answer)).toEqual([['quarantined', 'operation-not-understood']])
  const { received, told } = await digestsOf(attacker)
  expect(received).toBe(told)
})

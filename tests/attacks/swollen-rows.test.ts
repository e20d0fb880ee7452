/**
 * One row that a tablet makes ever longer: lines added to one order, returns of one document that each list what nobody wrote. Each operation
 * writes the row whole, and all others pull it: within the ceiling of a day it grew to ten megabytes. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import { toItemBarcode, toLineId, toOperationId, toOrderId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPushed, aReturn, outcomesOf } from '../builders/an-endpoint.ts'
import { anOrder } from '../builders/an-order.ts'
import { beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const idOf = (n: number) => toOperationId(n.toString(16).padStart(32, '0'))
const orderId = toOrderId('a'.repeat(32))
/** Operations of one push, as many as its 64 kB hold. */
const inOnePush = 4

const addsLines = (n: number): Operation => ({
  kind: 'change-lines',
  orderId,
  removes: [],
  adds: Array.from({ length: 150 }, (_, i) => ({ id: toLineId(`${n}-${i}`), wanted: { kind: 'wish', text: 'x' } })),
  overrideReason: undefined,
})
const back = (): Operation => ({ ...aReturn(), happened: momentNow(), barcode: toItemBarcode('b1') })
const invented = (n: number) => Array.from({ length: 95 }, (_, i) => idOf(1_000_000 + 1000 * n + i))

test.each<[string, number, (n: number) => Envelope]>([
  ['lines added to one order', 40, (n) => pressedNow(addsLines(n), { operationId: idOf(n) })],
  [
    'what the returns of one document say they knew',
    120,
    (n) => pressedNow(back(), { operationId: idOf(n), based: { 'item/b1': invented(n) } }),
  ],
])('%s: no row that all others pull is longer than a quarter of a million signs', async (_, count, make) => {
  await foundLibrary()
  await beside((store) =>
    store.transact(mainLibraryId, (transaction) => transaction.writeRow(anOrder({ id: orderId }), toInstant(Date.now()))),
  )
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  let outcomes: readonly unknown[] = []
  for (let from = 0; from < count; from += inOnePush)
    outcomes = outcomesOf(await lost.push(Array.from({ length: inOnePush }, (_, i) => aPushed(make(from + i)))))
  const lengths = (await own.pull()).rows.map((row) => JSON.stringify(row).length)
  expect(Math.max(...lengths)).toBeLessThan(300_000)
  expect(outcomes).toEqual(outcomes.map(() => ['quarantined', 'not-applied']))
})

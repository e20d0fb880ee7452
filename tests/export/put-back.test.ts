/**
 * Batches after the database was put back: what the lost one had numbered lies in the ILS, and nobody can ask it.
 */
import { expect, it } from 'vitest'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import { aDeskDay, handOver, inParis, library } from './a-desk-day.ts'

it('[RET-4, RET-6] a database that was put back never gives a batch number twice, even put back twice from one copy', async () => {
  const numbers: number[] = []
  for (const at of ['2026-11-24 12:00:00', '2026-11-24 12:05:00', '2027-03-01 09:00:00']) {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    const before = await desk.export()
    await desk.store.transact(library, (transaction) => startNewEpoch(transaction, inParis(at)))
    for (const barcode of ['32', '33']) {
      await desk.receive(a.press(handOver('21', barcode), '2026-11-24 11:00:00'))
      const made = await desk.export()
      numbers.push(made.ok ? made.value.number : 0)
    }
    expect(before).toMatchObject({ ok: true, value: { number: 1 } })
  }
  expect(new Set([1, 2, 3, ...numbers]).size).toBe(3 + numbers.length)
  expect([...numbers].sort((a, b) => a - b)).toEqual(numbers)
})

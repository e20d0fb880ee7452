/**
 * A document with many facts: what its export costs, in steps that are counted and not in time.
 */
import { expect, it } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { readCirculation } from '../../src/endpoint/ils/collect-day.ts'
import { selectMovements } from '../../src/endpoint/ils/select-movements.ts'
import { aDeskDay, day, handOver, library, takeBack } from './a-desk-day.ts'

class CountedMap extends Map<string, number> {
  asked = 0
  override has(key: string): boolean {
    this.asked += 1
    return super.has(key)
  }
}

/** How often a day of one document, lent and returned so many times, asks whether something has gone out. */
const stepsOf = async (loans: number): Promise<number> => {
  const desk = await aDeskDay()
  const tablet = desk.tablet('A')
  for (let n = 0; n < loans; n++) {
    const at = (second: number): string => `2026-11-24 10:${String(n).padStart(2, '0')}:${second}`
    await desk.receive(tablet.press(handOver('21', '31'), at(10)), tablet.press(takeBack('31'), at(40)))
  }
  const exported = new CountedMap()
  const { ready } = await desk.store.read(library, async (reader) => {
    const item = await reader.row('item', toItemBarcode('31'))
    return selectMovements({
      facts: await readCirculation(reader, day),
      item: () => item,
      inOpenCase: new Map(),
      decided: new Map(),
      exported,
      asked: new Map(),
      canTell: () => true,
    })
  })
  expect(ready.length).toBe(2 * loans)
  return exported.asked
}

it('[RET-4] the export of a document with twice the facts asks twice as often what has gone out', async () => {
  const few = await stepsOf(20)
  expect(few).toBeGreaterThan(0)
  expect(await stepsOf(40)).toBeLessThanOrEqual(2 * few)
})

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

/** How often a day of one document, lent and returned so many times, asks whether something has gone out, and of which pairs what was heard. */
const stepsOf = async (loans: number): Promise<{ readonly gone: number; readonly pairs: number }> => {
  const desk = await aDeskDay()
  const tablet = desk.tablet('A')
  for (let n = 0; n < loans; n++) {
    const at = (second: number): string => `2026-11-24 10:${String(n).padStart(2, '0')}:${second}`
    await desk.receive(tablet.press(handOver('21', '31'), at(10)), tablet.press(takeBack('31'), at(40)))
  }
  const exported = new CountedMap()
  let pairs = 0
  const ask = () => {
    pairs += 1
    return undefined
  }
  const { ready } = await desk.store.read(library, async (reader) => {
    const item = await reader.row('item', toItemBarcode('31'))
    return selectMovements({
      facts: await readCirculation(reader, day),
      item: () => item,
      inOpenCase: new Map(),
      decided: new Map([[toItemBarcode('31'), { last: ask, heardLast: ask }]]),
      exported,
      asked: new Map(),
      canTell: () => true,
    })
  })
  expect(ready.length).toBe(2 * loans)
  return { gone: exported.asked, pairs }
}

it('[RET-4] the export of a document with twice the facts asks twice as often what has gone out', async () => {
  const few = await stepsOf(20)
  expect(few.gone).toBeGreaterThan(0)
  const many = await stepsOf(40)
  expect(many.gone).toBeLessThanOrEqual(2 * few.gone)
  // Whoever pressed knew of all before: of no two is it asked which the ILS heard first.
  expect(many.pairs).toBe(0)
})

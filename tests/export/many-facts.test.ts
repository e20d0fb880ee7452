/**
 * A document with many facts: what its export costs, in steps that are counted and not in time.
 */
import { expect, it, vi } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import type { RowKind } from '../../src/domain/row/desk-state.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { aDeskDay, type DeskDay, day, handOver, library, takeBack } from './a-desk-day.ts'

/** A day of one document, lent and returned so many times by one tablet. */
const lentAndReturned = async (loans: number): Promise<DeskDay> => {
  const desk = await aDeskDay()
  const tablet = desk.tablet('A')
  for (let n = 0; n < loans; n++) {
    const minute = `2026-11-24 ${10 + Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}`
    await desk.receive(tablet.press(handOver('21', '31'), `${minute}:10`), tablet.press(takeBack('31'), `${minute}:40`))
  }
  return desk
}

/** Answers the same object, and counts each look at something of it. */
const counting = (look: () => void) => {
  return <T extends object>(one: T): T =>
    new Proxy(one, {
      get: (target, key) => {
        look()
        return Reflect.get(target, key)
      },
    })
}

/** How often its export, from the store on, looks at something of a fact. */
const looksOf = async (facts: number): Promise<number> => {
  const desk = await lentAndReturned(facts / 2)
  let looks = 0
  const counted = counting(() => {
    looks += 1
  })
  const { ready } = await desk.store.read(library, async (reader) => {
    const item = await reader.row('item', toItemBarcode('31'))
    const row = item && { ...item, facts: item.facts.map(counted) }
    const countedReader = new Proxy(reader, {
      get: (target, key) => {
        if (key === 'row') return (kind: RowKind, id: never) => (kind === 'item' ? row : target.row(kind, id))
        const member = Reflect.get(target, key)
        return typeof member === 'function' ? member.bind(target) : member
      },
    })
    return collectDay(countedReader, day)
  })
  expect(ready.length).toBe(facts)
  return looks
}

it('[RET-4] the export of a document looks at each pair of its facts some times, and never at three at once', async () => {
  const [few, more, many] = [await looksOf(40), await looksOf(80), await looksOf(160)]
  expect(few).toBeGreaterThan(40)
  // Twice the facts are four times the pairs, and eight times the threes.
  expect(more / few).toBeLessThan(4.4)
  expect(many / more).toBeLessThan(4.4)
})

/** How often the export of a day looks at what was received, where each of so many documents was lent once. */
const looksAtReceived = async (documents: number): Promise<number> => {
  const desk = await aDeskDay()
  const tablet = desk.tablet('A')
  for (let n = 0; n < documents; n++) await desk.receive(tablet.press(handOver('21', `3${n}`), `2026-11-24 ${10 + (n % 8)}:00:00`))
  let looks = 0
  const counted = counting(() => {
    looks += 1
  })
  const parse = JSON.parse
  const parsing = vi.spyOn(JSON, 'parse').mockImplementation((text) => {
    const parsed = parse(text)
    return parsed?.payload === undefined ? parsed : { ...parsed, payload: counted(parsed.payload) }
  })
  const { ready } = await desk.store.read(library, (reader) => collectDay(reader, day))
  parsing.mockRestore()
  expect(ready.length).toBe(documents)
  return looks
}

it('the export of a day of twice the documents looks twice as often at what was received', async () => {
  const few = await looksAtReceived(20)
  expect(few).toBeGreaterThan(20)
  expect(await looksAtReceived(40)).toBeLessThanOrEqual(2 * few)
})

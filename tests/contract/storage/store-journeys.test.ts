/**
 * What each store keeps of the way to the ILS (ILS-1), on a real SQLite file and on a real PostgreSQL server, which the test starts; without
 * PostgreSQL on the machine its part is skipped.
 */
import { expect, test } from 'vitest'
import { listReasons } from '../../../src/domain/case/case.ts'
import { toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { type IlsJourney, mayAskAnew } from '../../../src/endpoint/storage/journeys.ts'
import { tuesday } from '../../builders/a-moment.ts'
import { library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

const journey: IlsJourney = {
  operationId: toOperationId('a1'),
  barcode: toItemBarcode('31'),
  movement: 'loan',
  day: tuesday,
  state: 'asked',
  since: now,
  askedAt: toInstant(now - 1),
  reason: undefined,
  said: '',
  dueOn: undefined,
  readAt: undefined,
}

onEachStore('journeys', (store) => {
  test('[ILS-1, ILS-15] a journey is kept whole, moves, ends, and is forgotten with its age', async () => {
    const of = () =>
      store().read(library, async ({ journeys }) => [await journeys.of([journey.operationId]), await journeys.ofDay(tuesday)])
    const refused: IlsJourney = { ...journey, state: 'to-decide', reason: 'held-for-another', said: 'é', dueOn: tuesday, readAt: now }
    for (const one of [journey, refused]) {
      await store().transact(library, ({ journeys }) => journeys.keep(one))
      expect(await of()).toEqual([[one], [one]])
    }
    await store().transact(library, ({ journeys }) => journeys.forget(now))
    expect(await of()).toEqual([[refused], [refused]])
    await store().transact(library, ({ journeys }) => journeys.forget(toInstant(now + 1)))
    expect(await of()).toEqual([[], []])
    await store().transact(library, async ({ journeys }) => {
      await journeys.keep(journey)
      await journeys.end(journey)
    })
    expect(await of()).toEqual([[], []])
  })

  test.each(listReasons)('[ILS-14] a line that was overtaken waits for a person, and is kept so: %s', async (reason) => {
    const overtaken: IlsJourney = { ...journey, state: 'to-decide', reason }
    await store().transact(library, ({ journeys }) => journeys.keep(overtaken))
    const read = await store().read(library, ({ journeys }) => journeys.ofDay(tuesday))
    expect([read, read.map(mayAskAnew)]).toEqual([[overtaken], [false]])
  })
})

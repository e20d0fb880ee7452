/**
 * What each store keeps of the way to the ILS (ILS-1), on a real SQLite file and on a real PostgreSQL server, which the test starts; without
 * PostgreSQL on the machine its part is skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { listReasons } from '../../src/domain/case/case.ts'
import { toItemBarcode, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { type IlsJourney, mayAskAnew } from '../../src/endpoint/storage/journeys.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { tuesday } from '../builders/a-moment.ts'
import { library, now } from '../builders/in-a-store.ts'
import { onEachStore } from '../fakes/each-store.ts'

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
  test('[ILS-1] a journey is kept whole, moves, ends, and is forgotten with its age', async () => {
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

test.each(listReasons)(
  '[ILS-14] of a line that was overtaken (%s) a process of an older build asks nothing, and says nothing unheard of',
  async (reason) => {
    const folder = mkdtempSync(join(tmpdir(), 'store-'))
    const path = join(folder, 'endpoint.db')
    const store = new SqliteStore(path)
    await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    await store.transact(library, ({ journeys }) => journeys.keep({ ...journey, state: 'to-decide', reason, readAt: now }))
    const raw = new Database(path)
    const {
      state,
      since,
      reason: sent,
      read_at: readAt,
    } = raw.prepare('SELECT * FROM ils_journey').get() as {
      readonly state: string
      readonly since: number
      readonly reason: string | null
      readonly read_at: number
    }
    // What it sends to its tablets, which take four reasons and no other.
    expect([state, sent]).toEqual(['queued', null])
    // As it reckoned whether a person may ask anew, and whether to read the ILS of it.
    expect([readAt - since >= 86_400_000, now + 80_000_000 - readAt >= 300_000]).toEqual([false, false])
    // As another build wrote it.
    raw.prepare("UPDATE ils_journey SET state = 'to-decide', reason = ?, said = '', read_at = NULL").run(reason)
    raw.close()
    expect(await store.read(library, ({ journeys }) => journeys.ofDay(tuesday))).toEqual([{ ...journey, state: 'to-decide', reason }])
    await store.close()
    rmSync(folder, { recursive: true })
  },
)

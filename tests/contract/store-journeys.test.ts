/**
 * What each store keeps of the way to the ILS (ILS-1), on a real SQLite file and on a real PostgreSQL server, which the test starts; without
 * PostgreSQL on the machine its part is skipped.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toItemBarcode, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { IlsJourney } from '../../src/endpoint/storage/journeys.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Awaitable, Store } from '../../src/endpoint/storage/store.ts'
import { tuesday } from '../builders/a-moment.ts'
import { library, now } from '../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'

let folder: string
let store: Store
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
}, 60_000)
afterAll(() => postgres?.stop())
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const stores: readonly { name: string; open: () => Awaitable<Store> }[] = [
  { name: 'SQLite', open: () => new SqliteStore(join(folder, 'endpoint.db')) },
  ...(postgresReason === undefined ? [{ name: 'PostgreSQL', open: async () => new PostgresStore(await emptied(postgres)) }] : []),
]

const journey: IlsJourney = {
  operationId: toOperationId('a1'),
  barcode: toItemBarcode('31'),
  movement: 'loan',
  day: tuesday,
  state: 'asked',
  since: now,
  reason: undefined,
  said: '',
  dueOn: undefined,
  readAt: undefined,
}

describe.each(stores)('journeys in $name', ({ open }) => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'store-journeys-'))
    store = await open()
    await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
  })

  test('[ILS-1] a journey is kept whole, moves, ends, and is forgotten with its age', async () => {
    const of = () => store.read(library, async ({ journeys }) => [await journeys.of([journey.operationId]), await journeys.ofDay(tuesday)])
    const refused: IlsJourney = { ...journey, state: 'to-decide', reason: 'held-for-another', said: 'é', dueOn: tuesday, readAt: now }
    for (const one of [journey, refused]) {
      await store.transact(library, ({ journeys }) => journeys.keep(one))
      expect(await of()).toEqual([[one], [one]])
    }
    await store.transact(library, ({ journeys }) => journeys.forget(now))
    expect(await of()).toEqual([[refused], [refused]])
    await store.transact(library, ({ journeys }) => journeys.forget(toInstant(now + 1)))
    expect(await of()).toEqual([[], []])
    await store.transact(library, async ({ journeys }) => {
      await journeys.keep(journey)
      await journeys.end(journey)
    })
    expect(await of()).toEqual([[], []])
  })
})

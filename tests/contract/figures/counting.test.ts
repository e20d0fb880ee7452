/**
 * What is counted against whoever tries, on SQLite's file and on PostgreSQL: two processes on one database count together, a restart forgives
 * nothing, nothing readable is written, and what is over is forgotten. Two stores on one database stand for two processes here;
 * `tests/attacks/page-of-two-processes.test.ts` starts real ones.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Instant, msPerDay, toInstant } from '../../../src/domain/instant.ts'
import { CountedTries } from '../../../src/endpoint/enrolment/count-tries.ts'
import { countIn } from '../../../src/endpoint/enrolment/counting.ts'
import { CountedRate, countedUnder, RateLimit } from '../../../src/endpoint/enrolment/rate-limit.ts'
import { Attempts } from '../../../src/endpoint/page/attempts.ts'
import { PostgresStore, tallyLock } from '../../../src/endpoint/storage/postgres-store.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, outcomesOf } from '../../builders/an-endpoint.ts'
import { now } from '../../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

test('[PAGE-7, PAGE-33] a network of IPv6 counts for its /56 and its /48 too, whatever stands before it; anything else for itself', () => {
  expect(countedUnder('2001:db8:77:1a2b::/64')).toEqual([
    ['2001:db8:77:1a2b::/64', 1],
    ['2001:db8:77:1a00::/56', 2],
    ['2001:db8:77::/48', 4],
  ])
  expect(countedUnder('a library\na card\n2001:db8:77:3::/64').map(([of]) => of)).toEqual([
    'a library\na card\n2001:db8:77:3::/64',
    'a library\na card\n2001:db8:77:000::/56',
    'a library\na card\n2001:db8:77::/48',
  ])
  for (const alone of ['192.0.2.1', '', 'a library', '0123456789abcdef']) expect(countedUnder(alone)).toEqual([[alone, 1]])
})

test('[NET-5] who has a /48 is held back in memory as one household of four, however many networks of it ask', () => {
  const limit = new RateLimit({ burst: 10, refillMs: 1000 })
  const passed = Array.from({ length: 400 }, (_, n) => limit.take(`2001:db8:77:${n.toString(16)}::/64`, at(0)))
  expect([passed.filter((wait) => wait === 0).length, limit.take('2001:db8:78:1::/64', at(0))]).toEqual([40, 0])
})

const at = (ms: number): Instant => toInstant(now + ms)

let folder: string
let url: string
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

const stores = [
  { name: 'SQLite', open: (): Store => new SqliteStore(join(folder, 'desk.db')) },
  ...(postgresReason === undefined ? [{ name: 'PostgreSQL', open: (): Store => new PostgresStore(url) }] : []),
]

describe.each(stores)('what is tried, in $name', ({ name, open }) => {
  let first: Store
  let second: Store
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'counting-'))
    if (name !== 'SQLite') url = await emptied(postgres)
    first = open()
    second = open()
  })
  afterEach(async () => {
    await first.close()
    await second.close()
    rmSync(folder, { recursive: true })
  })
  /** Beside the stores. */
  const fill = async (sql: string): Promise<void> => {
    if (name === 'SQLite') {
      const connection = new SqliteConnection(join(folder, 'desk.db'))
      connection.run(sql)
      return connection.close()
    }
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql)
    await client.end()
  }
  const held = (store: Store, named: string, key: string) => store.tally(async (tallies) => tallies.of(named, key))

  test('fifty at once from two processes: as many pass as the bounds say, and the next waits in both', async () => {
    const [here, there] = [first, second].map((store) => new CountedRate(store, 'enrol', { burst: 10, refillMs: 4000 }))
    const waits = await Promise.all(Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? here : there)?.take('a network', at(0))))
    expect(waits.filter((wait) => wait === 0)).toHaveLength(10)
    expect([await here?.take('a network', at(1000)), await there?.take('a network', at(1000))]).toEqual([3000, 3000])
    expect(await there?.take('another', at(1000))).toBe(0)
    expect(await here?.take('a network', at(4000))).toBe(0)
  })

  test('after five errors each further one waits, wherever it is tried; a right one ends it, a day does too', async () => {
    const [here, there] = [new CountedTries(first, 'pin'), new CountedTries(second, 'pin')]
    for (let n = 0; n < 2; n++)
      for (const tries of [here, there]) expect(await tries.take('who', at(0))).toEqual({ mayTry: true, waitMs: 0 })
    expect(await here.take('who', at(0))).toEqual({ mayTry: true, waitMs: 1000 })
    expect(await there.take('who', at(400))).toEqual({ mayTry: false, waitMs: 600 })
    expect(await there.take('who', at(1000))).toEqual({ mayTry: true, waitMs: 2000 })
    // A clock set back must not lengthen the wait.
    expect(await here.take('who', at(-msPerDay))).toMatchObject({ mayTry: true })
    await there.forget('who')
    expect(await here.take('who', at(3000))).toEqual({ mayTry: true, waitMs: 0 })
  })

  test('[PAGE-7, PAGE-29] wrong codes of both processes are counted together, and the stretch moves along', async () => {
    const wrong = new Attempts('wrong-codes', 4, 1000)
    for (const [n, store] of [first, second, second, first].entries())
      await countIn(store, (tallies) => wrong.count(tallies, 'library', at(n * 100)))
    const overUntil = (store: Store, ms: number) => countIn(store, (tallies) => wrong.overUntil(tallies, 'library', at(ms)))
    expect([await overUntil(first, 500), await overUntil(second, 500)]).toEqual([at(1000), at(1000)])
    expect(await overUntil(second, 1000)).toBeUndefined()
    // The same work, and nothing counted.
    await countIn(first, (tallies) => wrong.count(tallies, 'library', at(1000), false))
    expect(await overUntil(second, 1000)).toBeUndefined()
  })

  test('a count is there for the next process, under no readable key', async () => {
    const rate = new CountedRate(first, 'enrol', { burst: 1, refillMs: 60_000 })
    expect(await rate.take('192.0.2.7', at(0))).toBe(0)
    const third = open()
    expect(await new CountedRate(third, 'enrol', { burst: 1, refillMs: 60_000 }).take('192.0.2.7', at(1000))).toBe(59_000)
    await third.close()
    expect(await held(first, 'enrol', '192.0.2.7')).toBeUndefined()
  })

  test('a tally that is over is forgotten with the next that is counted, or without', async () => {
    const keep = (key: string, until: number, ms: number) => first.tally((tallies) => tallies.keep('n', key, '1', at(until), at(ms)))
    await keep('short', 1000, 0)
    await keep('long', 9000, 0)
    await keep('third', 9000, 1000)
    expect([await held(first, 'n', 'short'), await held(first, 'n', 'long')]).toEqual([undefined, '1'])
    await second.tally((tallies) => tallies.forget(at(9000)))
    expect([await held(first, 'n', 'long'), await held(first, 'n', 'third')]).toEqual([undefined, undefined])
  })

  test('ten thousand of countless strangers are kept, those that end last', async () => {
    // It brings its tables up at the first use.
    await first.libraries()
    await fill(`WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 10098)
      INSERT INTO tally SELECT 'n', 'stranger-' || i, '1', ${at(1000)} + i FROM n`)
    const keep = (named: string, key: string, ms: number) => first.tally((tallies) => tallies.keep(named, key, '1', at(ms), at(0)))
    await keep('n', 'stranger-10099', 11_099)
    await keep('other', 'alone', 1)
    expect([await held(first, 'n', 'stranger-99'), await held(first, 'n', 'stranger-100')]).toEqual([undefined, '1'])
    expect(await held(first, 'other', 'alone')).toBe('1')
  })

  test('a stretch of counting that fails counts nothing', async () => {
    const failing = first.tally(async (tallies) => {
      await tallies.keep('n', 'k', '1', at(1000), at(0))
      throw new Error('cut')
    })
    await expect(failing).rejects.toThrow('cut')
    expect(await held(second, 'n', 'k')).toBeUndefined()
  })
})

test.skipIf(postgresReason !== undefined)(
  'a process that holds what is counted, and stands still, keeps no desk from its connections',
  async () => {
    const given = await emptied(postgres)
    const store = new PostgresStore(given)
    const endpoint = await anEndpoint({ store })
    const tablet = await endpoint.enrol()
    const still = new pg.Client({ connectionString: given })
    await still.connect()
    await still.query('BEGIN')
    await still.query('SELECT pg_advisory_xact_lock($1)', [tallyLock])
    // More than the pool has connections.
    const rate = new CountedRate(store, 'proof', { burst: 30, refillMs: 20_000 })
    const strangers = Array.from({ length: 15 }, (_, n) => rate.take(`network-${n}`, at(0)))
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(aHandOver()))]))).toEqual(['accepted'])
    await still.query('ROLLBACK')
    await still.end()
    expect(await Promise.all(strangers)).toEqual(Array(15).fill(0))
    await store.close()
  },
)

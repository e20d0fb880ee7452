/**
 * Several processes on one PostgreSQL (decision 0026): what a tablet of one process hears of the other, when a hint is lost and through a pooler; a
 * new build that brings the tables up while an older one writes; the clock that all of them follow; a library's jobs, one at a time, once.
 * The server is real; a process is an endpoint with a store of its own.
 */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toLibraryId } from '../../../src/domain/ids.ts'
import { type Instant, msPerDay, msPerMinute, toInstant } from '../../../src/domain/instant.ts'
import { createClosingJob } from '../../../src/endpoint/authority/close-day.ts'
import { createPasses } from '../../../src/endpoint/clock/passes.ts'
import { inTurn, storeInTurn, TurnLost } from '../../../src/endpoint/storage/in-turn.ts'
import { createTurn } from '../../../src/endpoint/storage/lease.ts'
import { PeriodKeys } from '../../../src/endpoint/storage/period-keys.ts'
import { PostgresConnection } from '../../../src/endpoint/storage/postgres-connection.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { schemaSteps } from '../../../src/endpoint/storage/sql-schema.ts'
import { alone } from '../../../src/endpoint/watched-folder.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests, outcomesOf, TestTablet } from '../../builders/an-endpoint.ts'
import { listenToHints } from '../../builders/hint-stream.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'
import { startPooler } from '../../fakes/transaction-pooler.ts'

describe('several processes on one PostgreSQL', () => {
  let postgres: RunningPostgres | undefined
  let url: string
  let keeper: pg.Client
  const ends: (() => Promise<unknown>)[] = []
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  beforeEach(async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    url = await emptied(postgres)
    keeper = new pg.Client({ connectionString: url })
    keeper.on('error', () => {})
    await keeper.connect()
  })
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end()
    await keeper?.end()
  })

  const aStoreAt = (at: string, lookMs?: number, clock?: () => number): PostgresStore => {
    const store = new PostgresStore(at, lookMs, undefined, clock)
    ends.push(() => store.close())
    return store
  }
  const aProcess = (at = url, lookMs?: number) => anEndpoint({ store: aStoreAt(at, lookMs) })
  type Process = Awaited<ReturnType<typeof aProcess>>

  const listen = async ({ ask }: Process, tablet: TestTablet) => {
    const stream = await listenToHints(ask, tablet)
    ends.push(stream.end)
    return stream
  }
  const two = async (at = url, lookMs?: number) => {
    const a = await aProcess(at, lookMs)
    const [tablet, other] = [await a.enrol(), await a.enrol()]
    const b = await aProcess(at, lookMs)
    return { a, b, tablet, other: new TestTablet(b.ask, other.identity) }
  }

  test('a tablet of one process hears what another one took, and still does once the listening was cut and before it listens again', async () => {
    const { b, tablet, other } = await two(url, 300)
    const heard = await listen(b, other)
    const first = heard.hints()
    await tablet.push([aPushed(anEnvelope(aHandOver()))])
    await expect.poll(heard.hints).toBeGreaterThan(first)
    // Let what the enrolments moved arrive.
    const before = heard.hints()
    const listening = "query = 'LISTEN pret_a_emporter_head'"
    // What it heard may have come of a look, before it listened.
    const cut = async () => (await keeper.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${listening}`)).rowCount
    await expect.poll(cut).toBeGreaterThanOrEqual(1)
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(aReturn()))]))).toEqual(['accepted'])
    await expect.poll(heard.hints).toBeGreaterThan(before)
    // It listens again.
    await expect
      .poll(async () => (await keeper.query(`SELECT 1 FROM pg_stat_activity WHERE ${listening}`)).rowCount)
      .toBeGreaterThanOrEqual(1)
  })

  test('through a pooler that gives a connection for each transaction all is taken and counted once, and hints come with the next look', async () => {
    const pooler = await startPooler(url, 3)
    ends.push(() => pooler.stop())
    const { a, b, tablet, other } = await two(pooler.url, 200)
    const heard = await listen(b, other)
    const batches = Array.from({ length: 8 }, () => [aPushed(anEnvelope(aReturn()))])
    const pushed = await Promise.all([
      (async () => {
        const said: unknown[] = []
        for (const batch of batches.slice(0, 4)) said.push(...outcomesOf(await tablet.push(batch)))
        return said
      })(),
      (async () => {
        const said: unknown[] = []
        for (const batch of batches.slice(4)) said.push(...outcomesOf(await other.push(batch)))
        return said
      })(),
      ...Array.from({ length: 6 }, () => other.pull()),
    ])
    expect([...(pushed[0] as unknown[]), ...(pushed[1] as unknown[])]).toEqual(batches.map(() => 'accepted'))
    expect(outcomesOf(await other.push(batches.flat()))).toEqual(batches.map(() => 'already-known'))
    // By the first process alone: nobody tells the second one, which looks.
    await expect.poll(heard.hints).toBeGreaterThan(0)
    await b.store.libraries()
    const before = heard.hints()
    expect(outcomesOf(await tablet.push([aPushed(anEnvelope(aReturn()))]))).toEqual(['accepted'])
    await expect.poll(heard.hints).toBeGreaterThan(before)
    expect((await a.store.libraries())[0]).toEqual((await b.store.libraries())[0])
    // What is counted for all processes is counted under a lock of the transaction.
    const count = (process: Process) =>
      process.store.tally(async (tallies) => {
        const next = Number((await tallies.of('test', 'key')) ?? 0) + 1
        await tallies.keep('test', 'key', String(next), toInstant(Date.now() + msPerDay), toInstant(Date.now()))
        return next
      })
    expect((await Promise.all([a, b, a, b, a, b].map(count))).sort()).toEqual([1, 2, 3, 4, 5, 6])
    // All there are, at one moment: each of these three waits until the others are in the middle of their transactions too.
    let inside = 0
    const together = async (): Promise<void> => {
      inside += 1
      await expect.poll(() => inside).toBe(3)
    }
    await Promise.all([a.store.read(libraryOfTests, together), b.store.read(libraryOfTests, together), b.store.tally(together)])
    expect(pooler.mostInUse()).toBe(3)
  })

  test('statements are planned once on a connection of one’s own, and by name through no pooler, which would give them to others', async () => {
    const pooler = await startPooler(url, 1)
    ends.push(() => pooler.stop())
    const preparedBy = async (at: string): Promise<number> => {
      const endpoint = await aProcess(at)
      const tablet = await endpoint.enrol()
      const names: unknown[] = []
      const real = pg.Client.prototype.query as (...asked: unknown[]) => unknown
      const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...asked: unknown[]) {
        names.push((asked[0] as { readonly name?: string }).name)
        return real.apply(this, asked)
      } as never)
      try {
        for (let n = 0; n < 3; n++) expect(outcomesOf(await tablet.push([aPushed(anEnvelope(aReturn()))]))).toEqual(['accepted'])
      } finally {
        spy.mockRestore()
      }
      return names.filter((name) => name !== undefined).length
    }
    expect(await preparedBy(url)).toBeGreaterThan(20)
    expect(await preparedBy(pooler.url)).toBe(0)
  })

  test('a new build brings the tables up while an older one writes: it gives way, and neither fails', async () => {
    const built = new PostgresStore(url)
    await built.createLibrary({ id: toLibraryId('main'), name: 'Médiathèque', isDemo: false })
    await built.close()
    await keeper.query(
      "INSERT INTO device (id, library, letter, name, credential_hash, ticket, pending_count) VALUES ('d', 'main', 'B', '', '', '', 0)",
    )
    const older = new pg.Client({ connectionString: url })
    await older.connect()
    ends.push(() => older.end())
    await older.query("BEGIN; SELECT id FROM library WHERE id = 'main' FOR UPDATE")
    // The next build knows a step more, on the two tables that a push writes.
    const next = [...schemaSteps, 'ALTER TABLE library ADD COLUMN invented TEXT; ALTER TABLE device ADD COLUMN invented TEXT;']
    const newer = new pg.Client({ connectionString: url })
    await newer.connect()
    ends.push(() => newer.end())
    const upgraded = new PostgresConnection(newer, new PeriodKeys(undefined)).migrate(next)
    upgraded.catch(() => undefined)
    // It waits for what the older one holds, or has given way already.
    const waiting = async () => (await keeper.query("SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = 'relation'")).rowCount
    await expect.poll(waiting, { interval: 5 }).toBeGreaterThanOrEqual(1)
    // It gives way, and comes again.
    await expect.poll(waiting, { interval: 5 }).toBe(0)
    // In the middle of a push it comes to the other table.
    await older.query("UPDATE device SET pending_count = 3 WHERE id = 'd'")
    await older.query("UPDATE library SET head = head + 1 WHERE id = 'main'")
    await older.query('COMMIT')
    await upgraded
    const { rows } = await keeper.query('SELECT head::int, invented, (SELECT max(done)::int FROM schema_version) AS done FROM library')
    expect(rows).toEqual([{ head: 1, invented: null, done: next.length }])
    await expect(aStoreAt(url).libraries()).rejects.toThrow('it was made by a newer version of the endpoint')
  })

  test('tables that were made before the first release are left untouched, and said', async () => {
    await keeper.query('CREATE TABLE library (id TEXT); CREATE TABLE schema_step (done INTEGER); INSERT INTO schema_step VALUES (26)')
    await expect(aStoreAt(url).libraries()).rejects.toThrow('it was made before version 0.1.0')
    const { rows } = await keeper.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    expect(rows).toEqual([{ tablename: 'library' }, { tablename: 'schema_step' }])
  })

  describe('jobs and clocks', () => {
    const aStoreAhead = (minutes: number) => aStoreAt(url, undefined, () => Date.now() + minutes * msPerMinute)
    const aLibrary = async (): Promise<PostgresStore> => {
      const store = aStoreAt(url)
      await store.createLibrary({ id: libraryOfTests, name: 'Médiathèque', isDemo: false })
      await store.transact(libraryOfTests, (transaction) => transaction.writeRow(aSettings(), toInstant(Date.now())))
      // Says of each closing that it was done.
      await keeper.query(`
        CREATE TABLE closing (at timestamptz DEFAULT now());
        CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO closing DEFAULT VALUES; RETURN NEW; END $$;
        CREATE TRIGGER closed AFTER INSERT OR UPDATE ON memo FOR EACH ROW WHEN (NEW.name = 'closed-at') EXECUTE FUNCTION closed()`)
      return store
    }
    const closings = async (): Promise<number> => (await keeper.query('SELECT 1 FROM closing')).rowCount ?? 0
    const failOn = (defect: unknown): never => {
      throw defect
    }

    test('a library is closed once in an hour, whichever process comes first, whatever their clocks say, and again in the next', async () => {
      await aLibrary()
      let hours = 0
      const jobs = await Promise.all(
        [-5, 5].map(async (minutes) => {
          const store = aStoreAhead(minutes)
          await store.libraries()
          const now = (): Instant => toInstant(store.now() + hours * 60 * msPerMinute)
          return createClosingJob({ store, now, reportDefect: failOn })
        }),
      )
      const all = () => Promise.all(jobs.map((job) => job.pass()))
      await all()
      await all()
      expect(await closings()).toBe(1)
      hours = 1.01
      await all()
      expect(await closings()).toBe(2)
    })

    test('a library’s jobs never run two at a time: a closing leaves it to the import that has its turn, and comes after', async () => {
      const store = await aLibrary()
      const closing = createClosingJob({ store: aStoreAt(url), now: () => store.now(), reportDefect: failOn })
      let isWaiting = false
      await inTurn(store, libraryOfTests, { turn: createTurn(), now: () => store.now() }, async () => {
        await closing.pass()
        expect(await closings()).toBe(0)
        const waited = inTurn(
          aStoreAt(url),
          libraryOfTests,
          { turn: createTurn(), now: () => store.now(), onWait: () => (isWaiting = true) },
          () => closings(),
        )
        await expect.poll(() => isWaiting).toBe(true)
        ends.push(() => waited)
      })
      await ends.pop()?.()
      await closing.pass()
      expect(await closings()).toBe(1)
    })

    test('who lost its turn writes nothing late, and one that is silent is taken over', async () => {
      const store = await aLibrary()
      const [first, second] = [createTurn(), createTurn()]
      const write = (turn: ReturnType<typeof createTurn>, now = () => store.now()) =>
        storeInTurn(store, libraryOfTests, turn, now).transact(libraryOfTests, async () => 'written')
      expect(await write(first)).toBe('written')
      await expect(write(second)).rejects.toThrow(TurnLost)
      // By a clock that is three minutes ahead it would seem over: the database's says that it is not.
      const later = () => toInstant(store.now() + 3 * msPerMinute)
      expect(await write(second, later)).toBe('written')
      await expect(write(first, later)).rejects.toThrow(TurnLost)
    })

    test('one of two processes that watch one folder takes its files', async () => {
      const store = await aLibrary()
      let [running, most, passes] = [0, 0, 0]
      let release = (): void => {}
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      const folder = () =>
        createPasses(async () => {
          running += 1
          passes += 1
          most = Math.max(most, running)
          await held
          running -= 1
        })
      const [a, b] = [
        alone(store, undefined, folder(), () => store.now(), failOn),
        alone(aStoreAt(url), undefined, folder(), () => store.now(), failOn),
      ]
      const first = a.pass()
      await expect.poll(() => passes).toBe(1)
      await b.pass()
      expect([most, passes]).toEqual([1, 1])
      release()
      await first
      await b.pass()
      expect([most, passes]).toEqual([1, 2])
    })
  })
})

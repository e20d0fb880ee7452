/**
 * Two endpoint processes on one PostgreSQL, when the server is at its worst in the middle of a push: commits that come in another order, a
 * conversation that is cut, a transaction that the server gives up (PROTOCOL.md, Faults). The server is real; the faults are
 * triggers in its tables, each counted by a sequence, which no roll-back takes back.
 */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import type { Receipt } from '../../../src/endpoint/storage/stored.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  libraryOfTests,
  outcomesOf,
  type PushedJson,
  TestTablet,
} from '../../builders/an-endpoint.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

describe('two endpoints on one PostgreSQL', () => {
  let postgres: RunningPostgres | undefined
  let keeper: pg.Client
  const opens: PostgresStore[] = []
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  beforeEach(async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    keeper = new pg.Client({ connectionString: postgres?.url })
    await keeper.connect()
    await keeper.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public; CREATE SEQUENCE faults')
  })
  afterEach(async () => {
    await keeper?.query('ALTER DATABASE postgres RESET ALL')
    await keeper?.end()
    for (const opened of opens.splice(0)) await opened.close()
  })

  const aProcess = (parameters = '') => {
    const store = new PostgresStore(`${postgres?.url ?? ''}${parameters}`)
    opens.push(store)
    return anEndpoint({ store })
  }
  /** Two processes, and one tablet that speaks to the first. */
  const world = async () => {
    const a = await aProcess()
    const tablet = await a.enrol()
    const other = await a.enrol()
    const b = await aProcess()
    return { a, b, tablet, other: new TestTablet(b.ask, other.identity) }
  }
  /** `what` happens as soon as a row is written into `table`: immediately, or at the commit. */
  const atRow = async (table: 'row' | 'receipt', when: 'at once' | 'at the commit', what: string): Promise<void> => {
    await keeper.query(`CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${what}; RETURN NEW; END $$`)
    const trigger = when === 'at once' ? 'TRIGGER' : 'CONSTRAINT TRIGGER'
    const deferred = when === 'at once' ? '' : 'DEFERRABLE INITIALLY DEFERRED'
    await keeper.query(`CREATE ${trigger} met AFTER INSERT OR UPDATE ON ${table} ${deferred} FOR EACH ROW EXECUTE FUNCTION meet()`)
  }
  const once = (what: string): string => `IF nextval('faults') = 1 THEN ${what}; END IF`

  const outcomesStored = async ({ store }: Awaited<ReturnType<typeof aProcess>>, pushed: readonly PushedJson[]) =>
    store.read(libraryOfTests, async (reading) => {
      const found: (readonly Receipt[])[] = []
      for (const { envelope } of pushed) found.push(await reading.receiptsOf((envelope as Envelope).operationId)) // Made by `anEnvelope`.
      return found.map((receipts) => receipts.map(({ outcome }) => outcome))
    })
  const twoFacts = (): readonly PushedJson[] => [aPushed(anEnvelope(aHandOver())), aPushed(anEnvelope(aReturn()))]

  test.each([
    ['the server gives the transaction up at a row', 'row', 'at once', "RAISE EXCEPTION 'given up' USING ERRCODE = '40001'"],
    ['the server finds a deadlock at a row', 'row', 'at once', "RAISE EXCEPTION 'deadlock' USING ERRCODE = '40P01'"],
    ['the server gives the transaction up at its commit', 'receipt', 'at the commit', "RAISE EXCEPTION 'given up' USING ERRCODE = '40001'"],
    ['the disk of the server is full', 'row', 'at once', "RAISE EXCEPTION 'full' USING ERRCODE = '53100'"],
    ['the conversation is cut at a receipt', 'receipt', 'at once', 'PERFORM pg_terminate_backend(pg_backend_pid())'],
    ['the conversation is cut at the commit', 'receipt', 'at the commit', 'PERFORM pg_terminate_backend(pg_backend_pid())'],
  ] as const)('%s: nothing of the push is kept, and sent again it counts once', async (_, table, when, what) => {
    const { a, b, tablet, other } = await world()
    const { end } = await other.pull()
    await atRow(table, when, once(what))
    const facts = twoFacts()
    const failed = await tablet.push(facts)
    expect(failed.status).toBe(500)
    expect(await outcomesStored(b, facts)).toEqual([[], []])
    expect((await other.pull(end.cursor)).rows).toEqual([])
    expect(outcomesOf(await tablet.push(facts))).toEqual(['accepted', 'accepted'])
    expect(outcomesOf(await tablet.push(facts))).toEqual(['already-known', 'already-known'])
    expect(await outcomesStored(a, facts)).toEqual([['accepted'], ['accepted']])
    const item = await b.row('item', '33331000000012')
    expect(item?.kind === 'item' && item.facts.map(({ what: said }) => said).sort()).toEqual(['handed-over', 'returned'])
  })

  test('a server that does not answer fails the push, keeps nothing of it, and holds up nobody once it is back', async () => {
    const a = await aProcess('?query_timeout=2000')
    const tablet = await a.enrol()
    const b = await aProcess()
    const other = new TestTablet(b.ask, (await b.enrol()).identity)
    await keeper.query('SELECT pg_advisory_lock(42)')
    await atRow('row', 'at once', once('PERFORM pg_advisory_xact_lock(42)'))
    const facts = twoFacts()
    expect((await tablet.push(facts)).status).toBe(500)
    // Told once, as the server's fault: no operation is to blame.
    expect(a.lines.filter((line) => line.includes('"defect"')).map((line) => JSON.parse(line).defect.code)).toEqual(['57014'])
    await keeper.query('SELECT pg_advisory_unlock(42)')
    const elsewhere = anEnvelope({ ...aReturn(), barcode: toItemBarcode('33331000000020') })
    expect(outcomesOf(await other.push([aPushed(elsewhere)]))).toEqual(['accepted'])
    expect(await outcomesStored(b, facts)).toEqual([[], []])
    expect(outcomesOf(await tablet.push(facts))).toEqual(['accepted', 'accepted'])
  })

  test('a row that the server can never take is put in quarantine, and stops nothing behind it', async () => {
    const { tablet } = await world()
    await atRow('row', 'at once', "IF NEW.kind = 'order' THEN RAISE EXCEPTION 'never' USING ERRCODE = '22P05'; END IF")
    expect(outcomesOf(await tablet.push(twoFacts()))).toEqual([['quarantined', 'not-applied'], 'accepted'])
  })

  test('a question that the server cannot read is one operation’s fault, and stops nothing behind it', async () => {
    const { a, tablet } = await world()
    const [{ epoch = '' } = {}] = await a.store.libraries()
    const far = aPushed(anEnvelope(aHandOver(), { base: { epoch, version: 1e300 } }))
    expect(outcomesOf(await tablet.push([far, aPushed(anEnvelope(aReturn()))]))).toEqual([['quarantined', 'not-applied'], 'accepted'])
  })

  test('a server whose transactions are serializable by default refuses none of two processes', async () => {
    await keeper.query('ALTER DATABASE postgres SET default_transaction_isolation = serializable')
    const { a, tablet, other } = await world()
    const batches = Array.from({ length: 12 }, () => [aPushed(anEnvelope(aReturn()))])
    const pushAll = async (from: TestTablet, parity: number): Promise<unknown[]> => {
      const said: unknown[] = []
      for (const [i, batch] of batches.entries()) if (i % 2 === parity) said.push((await from.push(batch)).status)
      return said
    }
    const statuses = (await Promise.all([pushAll(tablet, 0), pushAll(other, 1)])).flat()
    expect(statuses).toEqual(batches.map(() => 200))
    expect(await outcomesStored(a, batches.flat())).toEqual(batches.map(() => ['accepted']))
  })

  test('a push that is slow to commit lets no later one pass it: a pull between the two misses no row', async () => {
    const { a, b, tablet, other } = await world()
    const reader = new TestTablet(b.ask, other.identity)
    const { end } = await reader.pull()
    // The first push has its versions, and waits inside its transaction for as long as this lock is held here.
    await keeper.query('SELECT pg_advisory_lock(42)')
    await atRow('receipt', 'at once', once('PERFORM pg_advisory_xact_lock(42)'))
    const waiting = async (count: number): Promise<void> => {
      const sql = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'pret-a-emporter'"
      await expect.poll(async () => (await keeper.query<{ n: number }>(sql)).rows[0]?.n).toBe(count)
    }
    const slow = tablet.push([aPushed(anEnvelope(aHandOver()))])
    await waiting(1)
    let isSlowOneKept = false
    void slow.then(() => {
      isSlowOneKept = true
    })
    const quick = other.push([aPushed(anEnvelope({ ...aReturn(), barcode: '33331000000099' as never }))])
    await waiting(2)
    const between = await reader.pull(end.cursor)
    expect(between.rows).toEqual([])
    expect(isSlowOneKept).toBe(false)
    await keeper.query('SELECT pg_advisory_unlock(42)')
    const heads = [await slow, await quick].map(({ body }) => Number(body.head))
    expect(heads[1]).toBeGreaterThan(heads[0] ?? 0)
    const after = await reader.pull(between.end.cursor)
    const versions = after.rows.map(({ version }) => Number(version))
    expect(Math.max(...versions)).toBe(heads[1])
    expect(after.isWhole).toBe(false)
    expect(after.rows.map(({ kind, id }) => `${kind} ${id}`)).toEqual(
      expect.arrayContaining(['item 33331000000012', 'item 33331000000099']),
    )
    // The digest of the whole is that of what a tablet now holds: no row was passed over.
    expect((await reader.pull()).end).toEqual(after.end)
    expect((await a.store.libraries())[0]?.digest).toBe(after.end.digest)
  })

  test('a hint that is lost costs one look at the heads: the tablets of the other process hear all the same', async () => {
    // Found before the server's own: whoever notifies through it tells nobody.
    await keeper.query('ALTER DATABASE postgres SET search_path = public, pg_catalog')
    await keeper.query(
      "CREATE FUNCTION pg_notify(text, text) RETURNS void LANGUAGE sql AS $$ SELECT nextval('faults'); SELECT NULL::void $$",
    )
    const { tablet } = await world()
    const other = new PostgresStore(postgres?.url ?? '', 50)
    opens.push(other)
    const heard = new Set<number>()
    const stop = other.watch(() => void other.libraries().then(([library]) => heard.add(library?.head ?? 0)))
    const { body } = await tablet.push([aPushed(anEnvelope(aHandOver()))])
    await expect.poll(() => heard.has(Number(body.head))).toBe(true)
    stop()
    const { rows } = await keeper.query<{ n: string }>("SELECT nextval('faults') AS n")
    expect(Number(rows[0]?.n)).toBeGreaterThan(1)
  })
})

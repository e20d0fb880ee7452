/**
 * A PostgreSQL that says nothing any more, in the middle of a push: a line that goes dead, an answer to a commit that is lost, one of the
 * server's own processes that stands still. A real server, which stays up. Nothing that was answered is lost, what is sent again counts
 * once, and the other libraries are served meanwhile.
 */
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { toLibraryId } from '../../../src/domain/ids.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, outcomesOf, type PushedJson, TestTablet } from '../../builders/an-endpoint.ts'
import { type CutLine, openLine } from '../../fakes/cut-line.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

/** Milliseconds that an endpoint waits for an answer here; a minute at a desk. */
const patienceMs = 2000

describe('a PostgreSQL that says nothing any more', () => {
  let postgres: RunningPostgres | undefined
  let keeper: pg.Client
  let line: CutLine
  const opens: PostgresStore[] = []
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  beforeEach(async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    keeper = new pg.Client({ connectionString: postgres?.url })
    await keeper.connect()
    await keeper.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    line = await openLine(postgres?.port ?? 0)
  })
  afterEach(async () => {
    line?.close()
    for (const opened of opens.splice(0)) await opened.close()
    await keeper?.end()
  })

  const aProcess = (url: string) => {
    const store = new PostgresStore(url)
    opens.push(store)
    return anEndpoint({ store })
  }
  /**
   * One process whose line can be spoilt and another whose cannot; one tablet of the library that speaks through each, and one of another
   * library, through the first.
   */
  const world = async () => {
    const abandoned = encodeURIComponent(`-c idle_in_transaction_session_timeout=${patienceMs}`)
    const far = await aProcess(`postgres://pte@127.0.0.1:${line.port}/postgres?query_timeout=${patienceMs}&options=${abandoned}`)
    const near = await aProcess(postgres?.url ?? '')
    const tablet = await far.enrol()
    const other = new TestTablet(near.ask, (await near.enrol()).identity)
    const elsewhere = toLibraryId('elsewhere')
    await far.store.createLibrary({ id: elsewhere, name: 'Ailleurs', isDemo: false })
    const neighbour = await far.enrol((await offerEnrolmentCode(far.store, elsewhere, far.instantBefore(0))).code)
    return { near, tablet, other, neighbour }
  }
  const twoFacts = (): readonly PushedJson[] => [aPushed(anEnvelope(aHandOver())), aPushed(anEnvelope(aReturn()))]
  const factsOf = async ({ row }: Awaited<ReturnType<typeof aProcess>>): Promise<readonly string[]> => {
    const item = await row('item', '33331000000012')
    return item?.kind === 'item' ? item.facts.map(({ what }) => what).sort() : []
  }
  /** Whoever writes a receipt waits until `keeper` gives its lock back. */
  const holdReceipts = async (): Promise<void> => {
    await keeper.query('SELECT pg_advisory_lock(42)')
    await keeper.query(`CREATE FUNCTION meet() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW.library = 'valmont' THEN PERFORM pg_advisory_xact_lock(42); END IF; RETURN NEW; END $$`)
    await keeper.query('CREATE TRIGGER met AFTER INSERT ON receipt FOR EACH ROW EXECUTE FUNCTION meet()')
  }
  /** The process of the server that waits for it. */
  const held = async (): Promise<number> => {
    const sql = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND application_name = 'pret-a-emporter'"
    const ask = async (): Promise<number | undefined> => (await keeper.query<{ pid: number }>(sql)).rows[0]?.pid
    await expect.poll(ask).toBeGreaterThan(0)
    return (await ask()) ?? 0
  }
  const giveBack = () => keeper.query('SELECT pg_advisory_unlock(42)')

  test('a line that goes dead in a push fails it, and whoever comes by another line is served', async () => {
    const { near, tablet, other } = await world()
    await holdReceipts()
    const facts = twoFacts()
    const failing = tablet.push(facts)
    await held()
    line.die(true)
    await giveBack()
    expect((await failing).status).toBe(500)
    // The server holds the library for whom it does not hear, no longer than it was told.
    expect(outcomesOf(await other.push([]))).toEqual([])
    expect(await factsOf(near)).toEqual([])
    line.die(false)
    expect(outcomesOf(await tablet.push(facts))).toEqual(['accepted', 'accepted'])
    expect(outcomesOf(await tablet.push(facts))).toEqual(['already-known', 'already-known'])
    expect(await factsOf(near)).toEqual(['handed-over', 'returned'])
  })

  test('an answer to a commit that is lost: nothing was acknowledged, all of it is there, and sent again it counts once', async () => {
    const { near, tablet } = await world()
    const facts = twoFacts()
    const passed = line.loseAnswerTo('COMMIT\0')
    const failing = tablet.push(facts)
    await passed
    expect((await failing).status).toBe(500)
    expect(await factsOf(near)).toEqual(['handed-over', 'returned'])
    expect(outcomesOf(await tablet.push(facts))).toEqual(['already-known', 'already-known'])
    expect(await factsOf(near)).toEqual(['handed-over', 'returned'])
    expect(await near.store.read(toLibraryId('valmont'), async (reader) => reader.rowsOf('case'))).toEqual([])
  })

  test('a process of the server that stands still holds up its own library alone, and leaves nothing when it goes on', async () => {
    const { near, tablet, neighbour } = await world()
    await holdReceipts()
    const facts = twoFacts()
    const failing = tablet.push(facts)
    const pid = await held()
    process.kill(pid, 'SIGSTOP')
    try {
      await giveBack()
      expect((await failing).status).toBe(500)
      expect((await neighbour.push([])).status).toBe(200)
      // Its own library waits for as long as the server holds it, and is told so.
      expect((await tablet.push(facts)).status).toBe(500)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    expect(outcomesOf(await tablet.push(facts))).toEqual(['accepted', 'accepted'])
    expect(await factsOf(near)).toEqual(['handed-over', 'returned'])
  })
})

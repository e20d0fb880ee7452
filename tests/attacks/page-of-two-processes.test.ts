/**
 * The patrons' page served by two processes of the operating system on one PostgreSQL: the last place goes to one of fifty, and what is tried
 * at one is counted at the other, and after a restart. Runs against the built endpoint; skipped, saying so, where there is no PostgreSQL.
 */
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toCardNumber } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { addDays, type Weekday } from '../../src/domain/local-date.ts'
import { pageSecret } from '../../src/endpoint/messages/page-links.ts'
import { createSeals, type Seals } from '../../src/endpoint/messages/seal.ts'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPublicPage, posted, Visitor } from '../builders/a-page.ts'
import { aPatron } from '../builders/a-patron.ts'
import { anOpeningRange, aSettings } from '../builders/a-settings.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../fakes/running-postgres.ts'
import { type Besieged, besiege, momentNow, start } from './besieged-endpoint.ts'

besiege()

const page = `/retrait/${mainLibraryId}/fr`
const cards = Array.from({ length: 50 }, (_, n) => `233330000${String(1000 + n)}`)
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

/** Two endpoints on one database, open every day with one place a quarter: no test may depend on the day on which it runs. */
const twoProcesses = async (beforeThey: (url: string) => Promise<void> = async () => {}) => {
  const url = await emptied(postgres)
  const store = new PostgresStore(url)
  await store.createLibrary({ id: mainLibraryId, name: 'Médiathèque', isDemo: false })
  await store.transact(mainLibraryId, async (transaction) => {
    const openingRanges = ([1, 2, 3, 4, 5, 6, 7] as Weekday[]).map((day) => anOpeningRange(day, '10:00', '11:00', { capacity: 1 }))
    const settings = aSettings({ publicPage: aPublicPage(), sendsMail: true, openingRanges })
    const rows = [settings, ...cards.map((id) => aPatron({ id: toCardNumber(id), expiresOn: undefined }))]
    for (const row of rows) await transaction.writeRow(row, toInstant(Date.now()))
  })
  const seals = createSeals(await store.secret(pageSecret))
  const environment = { DATABASE_URL: url, TRUST_PROXY: '1', SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'clic@mediatheque.example' }
  const begin = () => start(environment)
  await beforeThey(url)
  return { store, seals, begin, processes: [await begin(), await begin()] as const }
}
const at = ({ origin }: Besieged, network: string): Visitor =>
  new Visitor((path, init) => fetch(`${origin}${path}`, init), { 'X-Forwarded-For': network })
const prove = (visitor: Visitor, seals: Seals, card: string): void => {
  visitor.cookies.set('carte', seals.seal('proven', mainLibraryId, { card, until: Date.now() + 600_000 }))
}

test.skipIf(postgresReason !== undefined)(
  '[PAGE-10] fifty at once at two processes want the last place: one has it, and the base holds one order',
  async () => {
    const { store, seals, processes } = await twoProcesses()
    const slot = `centre/${addDays(momentNow().date, 2)}/10:00`
    const asked = cards.map((card, n) => {
      const visitor = at(processes[n % 2 === 0 ? 0 : 1], `192.0.2.${n}`)
      prove(visitor, seals, card)
      visitor.cookies.set('panier', seals.seal('basket', mainLibraryId, [['', `souhait ${n}`]]))
      const form = seals.seal('form', mainLibraryId, { orderId: crypto.randomUUID().replaceAll('-', ''), card, at: Date.now() - 60_000 })
      return { visitor, form }
    })
    const ends = await Promise.all(asked.map(({ visitor, form }) => visitor.send(`${page}/commander`, posted({ form, slot }))))
    const places = ends.map((end) => end.headers.get('Location') ?? String(end.status))
    expect(places.filter((place) => place.includes('/commande/'))).toHaveLength(1)
    expect(places.filter((place) => place.includes('/quand?pris='))).toHaveLength(49)
    expect(await store.read(mainLibraryId, async (reader) => (await reader.rowsOf('order')).length)).toBe(1)
    await store.close()
  },
)

test.skipIf(postgresReason !== undefined)(
  '[PAGE-7, PAGE-29] tries of a code and requests of a network are counted over both processes, and a restart forgives none',
  async () => {
    const { store, seals, begin, processes } = await twoProcesses()
    const asked = seals.seal('asked', mainLibraryId, { id: '0'.repeat(32), card: cards[0], until: Date.now() + 600_000 })
    const guess = async (endpoint: Besieged, network = '192.0.2.1'): Promise<Response> => {
      const visitor = at(endpoint, network)
      visitor.cookies.set('demande', asked)
      return visitor.send(`${page}/code`, posted({ code: 'abc' }))
    }
    const [here, there] = processes
    const startedAt = Date.now()
    for (const endpoint of [here, there, here, there, here]) expect(await (await guess(endpoint)).text()).toContain('Ce n’est pas le code')
    expect(await (await guess(there)).text()).toContain('Trop d’essais avec ce code')
    const passed = async (endpoints: readonly Besieged[]): Promise<number> =>
      (await Promise.all(Array.from({ length: 60 }, (_, n) => guess(endpoints[n % endpoints.length] ?? here)))).filter(
        ({ status }) => status === 422,
      ).length
    const before = 6 + (await passed(processes))
    there.process.kill('SIGKILL')
    await there.ended
    const after = await passed([await begin()])
    // One more try comes back each 20 s, and a slow machine may take that long.
    const refilled = Math.ceil((Date.now() - startedAt) / 20_000)
    expect([before >= 30, before + after <= 30 + refilled]).toEqual([true, true])
    expect((await guess(here, '192.0.2.2')).status).toBe(422)
    await store.close()
  },
)

test.skipIf(postgresReason !== undefined)(
  'one of two processes that start together closes the days of the library, and the other leaves it',
  async () => {
    const keeper = new pg.Client({ connectionString: postgres?.url })
    await keeper.connect()
    const { store, processes } = await twoProcesses(async () => {
      await keeper.query(`
        CREATE TABLE closing (at timestamptz DEFAULT now());
        CREATE FUNCTION closed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO closing DEFAULT VALUES; RETURN NEW; END $$;
        CREATE TRIGGER closed AFTER INSERT OR UPDATE ON memo FOR EACH ROW WHEN (NEW.name = 'closed-at') EXECUTE FUNCTION closed()`)
    })
    const turn = () => store.read(mainLibraryId, (reader) => reader.memo('lease/work'))
    await expect.poll(async () => (await keeper.query('SELECT 1 FROM closing')).rowCount).toBe(1)
    // Given back: the next job need not wait.
    await expect.poll(turn).toBe('')
    // Both have looked by the time they are asked to end, which waits for what is under way.
    for (const { process, ended } of processes) {
      process.kill('SIGTERM')
      expect(await ended).toBe(0)
    }
    expect((await keeper.query('SELECT 1 FROM closing')).rowCount).toBe(1)
    await keeper.end()
    await store.close()
  },
)

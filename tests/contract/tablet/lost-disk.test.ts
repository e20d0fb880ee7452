/**
 * The drill of OPERATING.md: the endpoint's disk is gone, with all that lay on it, and a copy of last night is put back on a new one. Once
 * with `npm run backup` and `npm run restore`, once with PostgreSQL's own pg_dump. The built endpoint and its commands as processes, real
 * tablets, which go on meanwhile. And the same copy tried beside the endpoint, which notes when.
 */
import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import pg from 'pg'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import { hashPin } from '../../../src/endpoint/enrolment/hash-pin.ts'
import { lastTriedBackup } from '../../../src/endpoint/network/note-tried-backup.ts'
import { databasePath, openStore } from '../../../src/endpoint/storage/open-store.ts'
import { schemaSteps } from '../../../src/endpoint/storage/sql-schema.ts'
import { mainLibraryId, type Store } from '../../../src/endpoint/storage/store.ts'
import type { Transport } from '../../../src/tablet/sync/transport.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { untilListening } from '../../fakes/listening-endpoint.ts'
import { postgresProgram, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'
import { createStandingTime } from '../../fakes/standing-time.ts'
import { aLoan, card, jeanne, pin, until } from '../../fakes/tablet-world.ts'
import { offline, openTestTablet, type TestTablet } from '../../fakes/test-tablet.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `lost-disk-${process.pid}`)

beforeAll(async () => {
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))

let folder: string
let endpoint: ChildProcess | undefined
let origin: string
let pages: (() => void)[]
let servers: RunningPostgres[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lost-disk-'))
  pages = []
  servers = []
})
const kill = async (): Promise<void> => {
  const ended = new Promise((resolve) => endpoint?.once('exit', resolve))
  if (endpoint?.kill('SIGKILL') === true) await ended
  endpoint = undefined
}
afterEach(async () => {
  for (const close of pages) close()
  await kill()
  for (const server of servers) await server.stop()
  rmSync(folder, { recursive: true })
})

/** A machine: its disk, and the server where it has one. */
interface Machine {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}
const environmentOf = ({ dataDir, databaseUrl }: Machine): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  PORT: '0',
  DATA_DIR: dataDir,
  DATABASE_URL: databaseUrl,
  APP_DIR: folder,
  LIBRARY_NAME: 'Médiathèque',
})
const command = (machine: Machine, name: string, ...argv: readonly string[]): Promise<string> =>
  promisify(execFile)(process.execPath, [join(built, 'command', `${name}.js`), ...argv], { env: environmentOf(machine) }).then(
    ({ stdout }) => stdout,
  )
const start = async (machine: Machine): Promise<void> => {
  const child = spawn(process.execPath, [join(built, 'main.js')], { env: environmentOf(machine) })
  endpoint = child
  ;({ origin } = await untilListening(child))
}
const beside = async <T>(machine: Machine, work: (store: Store) => Promise<T>): Promise<T> => {
  const store = openStore(machine)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Whichever machine answers now: the proxy's name stays when the machine behind it is another one. */
const send: Transport['send'] = async ({ method, path, body, bearer }) => {
  const headers = { 'content-type': 'application/json', ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }) }
  const response = await fetch(`${origin}${path}`, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, text: await response.text(), retryAfterMs: undefined }
}
const time = createStandingTime(Date.now())
const tabletOfJeanne = async (machine: Machine): Promise<TestTablet> => {
  const tablet = openTestTablet(crypto.randomUUID(), { time, send, onOpened: (close) => void pages.push(close) })
  await until(() => tablet.desk.snapshot.phase.kind === 'not-enrolled', 'a tablet to enrol')
  const code = /Code (\S+)/.exec(await command(machine, 'enrol'))?.[1] ?? ''
  await tablet.desk.enrol(code, 'Accueil')
  await until(() => tablet.desk.snapshot.phase.kind === 'signed-out', 'the base')
  await tablet.desk.signIn(jeanne, pin)
  return tablet
}
/** Milliseconds: to look again, and to give up on a busy machine. */
const patience = { interval: 50, timeout: 60_000 }
const sent = (tablet: TestTablet): Promise<boolean> =>
  vi.waitUntil(() => {
    tablet.desk.tryNow()
    return tablet.desk.snapshot.pendingCount === 0 && tablet.desk.snapshot.link.kind === 'online'
  }, patience)
const lend = async (tablet: TestTablet, barcode: string): Promise<void> => {
  expect((await aLoan(tablet.desk, barcode)).kind).toBe('saved')
}

/** What the machine knows of the documents that were lent: how many facts, and where each is. */
const documentsOf = (machine: Machine, barcodes: readonly string[]) =>
  beside(machine, (store) =>
    store.read(mainLibraryId, async (reading) => {
      const items = await Promise.all(barcodes.map(async (barcode) => reading.row('item', toItemBarcode(barcode))))
      return items.map((item) => (item === undefined ? 'unknown' : `${item.facts.length} fact, ${itemState(item).kind}`))
    }),
  )

const aServer = async (): Promise<string> => {
  const server = await startPostgres()
  servers.push(server)
  return server.url
}

/** Starts the endpoint there, over a library with one librarian and one patron. */
const open = async (machine: Machine): Promise<void> => {
  await start(machine)
  const verifier = await hashPin(pin)
  await beside(machine, (store) =>
    store.transact(mainLibraryId, async (transaction) => {
      for (const row of [
        aSettings(),
        { kind: 'librarian', id: jeanne, name: 'Jeanne', isManager: true, pin: verifier } as const,
        aPatron({ id: card, expiresOn: undefined }),
      ])
        await transaction.writeRow(row, toInstant(Date.now()))
    }),
  )
}

const putInto = (url: string, from: string): void =>
  void execFileSync(postgresProgram('pg_restore'), ['--exit-on-error', '--no-owner', '--dbname', url, from], { stdio: 'pipe' })

/** A server that another version of the endpoint filled. */
const ofOtherSteps = async (copy: string, sql: string): Promise<string> => {
  const url = await aServer()
  putInto(url, copy)
  const client = new pg.Client(url)
  await client.connect()
  await client.query(sql).finally(() => client.end())
  return url
}

const ways = {
  'npm run backup': {
    isPostgres: false,
    machine: async (name: string): Promise<Machine> => ({ dataDir: join(folder, name), databaseUrl: undefined }),
    copy: (machine: Machine, to: string) => command(machine, 'backup', '--out', to),
    putBack: (machine: Machine, from: string) => command(machine, 'restore', '--from', from),
    /** What `--try` is given of a copy, and what it refuses. */
    staged: async (copy: string): Promise<string> => copy,
    contents: (staged: string) => readFileSync(staged, 'latin1'),
    refused: async ({ dataDir }: Machine, _copy: string): Promise<Record<string, RegExp>> => {
      const [broken, foreign, linked] = [join(folder, 'broken'), join(folder, 'foreign'), join(folder, 'linked')]
      symlinkSync(databasePath(dataDir), linked)
      writeFileSync(broken, 'no copy of anything')
      const other: Machine = { dataDir: join(folder, 'other'), databaseUrl: undefined }
      await beside(other, (store) => store.createLibrary({ id: mainLibraryId, name: 'Médiathèque', isDemo: false }))
      await beside(other, (store) =>
        store.transact(mainLibraryId, (transaction) => transaction.writeRow(aSettings(), toInstant(Date.now()))),
      )
      await command(other, 'backup', '--out', foreign)
      return {
        ...{ [broken]: /it is no database/, [foreign]: /no library of the database in use/ },
        ...{ [databasePath(dataDir)]: /It is the database in use/, [linked]: /It is the database in use/ },
      }
    },
  },
  pg_dump: {
    isPostgres: true,
    machine: async (name: string): Promise<Machine> => ({ dataDir: join(folder, name), databaseUrl: await aServer() }),
    copy: async ({ databaseUrl = '' }: Machine, to: string) =>
      void execFileSync(postgresProgram('pg_dump'), ['--format=custom', '--file', to, '--dbname', databaseUrl], { stdio: 'pipe' }),
    putBack: async (machine: Machine, from: string) => {
      putInto(machine.databaseUrl ?? '', from)
      return command(machine, 'restore', '--new-epoch')
    },
    staged: async (copy: string): Promise<string> => {
      const url = await aServer()
      putInto(url, copy)
      return url
    },
    contents: (staged: string) => {
      const all = execFileSync(postgresProgram('pg_dump'), ['--dbname', staged], { encoding: 'utf8' })
      // Drawn anew for each dump.
      return all.replaceAll(/^\\(un)?restrict .*$/gm, '')
    },
    refused: async ({ databaseUrl = '' }: Machine, copy: string): Promise<Record<string, RegExp>> => ({
      [await ofOtherSteps(copy, `INSERT INTO schema_version VALUES (${schemaSteps.length + 1})`)]: /Another version/,
      [`${databaseUrl}?application_name=other`]: /the database in use/,
      [await aServer()]: /no library of the database in use/,
      'postgres://nobody@127.0.0.1:1/nothing': /cannot be read: ECONNREFUSED/,
    }),
  },
}

describe.each(Object.entries(ways))('a lost disk, put back from %s', (_, way) => {
  test('loses no handover: what the copy does not know comes again from the tablets, once', async ({ skip }) => {
    skip(way.isPostgres && postgresReason !== undefined, postgresReason)
    const machine = await way.machine('lost')
    await open(machine)
    const [accueil, etage] = [await tabletOfJeanne(machine), await tabletOfJeanne(machine)]
    await lend(accueil, '0001')
    await sent(accueil)

    // Each night.
    const copy = join(folder, 'copy')
    await way.copy(machine, copy)

    // The day after: one tablet sends what it does, the other is out of reach.
    await lend(accueil, '0002')
    await sent(accueil)
    etage.spoil(offline)
    await lend(etage, '0003')

    await kill()
    rmSync(machine.dataDir, { recursive: true })
    await servers.pop()?.stop()
    await lend(accueil, '0004')

    const anew = await way.machine('new')
    const said = await way.putBack(anew, copy)
    for (const words of ['depuis 14 jours', '14 days', 'depuis la sauvegarde', 'since the backup']) expect(said).toContain(words)
    expect(await documentsOf(anew, ['0001', '0002'])).toEqual(['1 fact, out', 'unknown'])
    await start(anew)
    etage.spoil(undefined)
    for (const tablet of [accueil, etage]) await sent(tablet)
    await vi.waitUntil(async () => (await documentsOf(anew, ['0002']))[0] !== 'unknown', patience)

    const all = ['0001', '0002', '0003', '0004']
    expect(await documentsOf(anew, all)).toEqual(all.map(() => '1 fact, out'))
    const cases = await beside(anew, (store) => store.read(mainLibraryId, async (reading) => reading.rowsOf('case')))
    expect(cases).toEqual([])
    expect([accueil, etage].map(({ desk }) => desk.snapshot.deviceLetter)).toEqual(['B', 'C'])
    expect([accueil, etage].flatMap(({ defects }) => defects)).toEqual([])
    expect(readFileSync(join(anew.dataDir, 'library.txt'), 'utf8')).toContain('Médiathèque')
  })
  test('is tried beside the endpoint, which goes on, and it is noted when; what is no copy is refused', async ({ skip }) => {
    skip(way.isPostgres && postgresReason !== undefined, postgresReason)
    const machine = await way.machine('used')
    await open(machine)
    const tablet = await tabletOfJeanne(machine)
    await lend(tablet, '0001')
    await sent(tablet)
    const copy = join(folder, 'copy')
    await way.copy(machine, copy)
    await lend(tablet, '0002')
    await sent(tablet)
    const before = await beside(machine, (store) => store.libraries())

    for (const [from, why] of Object.entries(await way.refused(machine, copy)))
      await expect(command(machine, 'restore', '--try', from), from).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(why) })
    expect(await beside(machine, lastTriedBackup)).toBeUndefined()
    expect(await command(machine, 'library', 'list')).not.toContain('backup tried')

    const staged = await way.staged(copy)
    const contents = way.contents(staged)
    // What stands where the lock would lie is no second trial.
    const lock = join(machine.dataDir, 'tried-backup.lock')
    rmSync(lock, { force: true })
    mkdirSync(lock)
    await expect(command(machine, 'restore', '--try', staged)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Nothing can be tried .*SQLITE_CANTOPEN/),
    })
    rmSync(lock, { recursive: true })
    const other = new Database(lock).exec('BEGIN EXCLUSIVE')
    await expect(command(machine, 'restore', '--try', staged)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/being tried/),
    })
    other.close()
    const begunAt = Date.now()
    const { head = 0 } = before[0] ?? {}
    const said = await command(machine, 'restore', '--try', staged)
    expect(way.contents(staged)).toBe(contents)
    const [, ofCopy, inUse] = /version (\d+) \((\d+) in use\)/.exec(said) ?? []
    expect([Number(ofCopy) < head, Number(inUse)]).toEqual([true, head])
    expect(await beside(machine, lastTriedBackup)).toBeGreaterThanOrEqual(begunAt)
    expect(await command(machine, 'library', 'list')).toMatch(/Sauvegarde essayée le [\d-]{10} · backup tried on [\d-]{10}/)
    expect(await beside(machine, (store) => store.libraries())).toEqual(before)
    expect(readdirSync(machine.dataDir)).not.toContain('tried-backup')
    await lend(tablet, '0003')
    await sent(tablet)
    expect(await documentsOf(machine, ['0001', '0002', '0003'])).toEqual(Array.from({ length: 3 }, () => '1 fact, out'))
  })
})

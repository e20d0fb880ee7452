/**
 * The commands of a system administrator in a bad hour, in a network of three libraries whose endpoint runs (KEEP-4): typed right, and wrong as
 * a hand types them. What a command replaces is kept, and comes back; all else stays. The built programs on a real PostgreSQL.
 */
import { type ChildProcess, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { toLibrarianId, toLibraryId } from '../../../src/domain/ids.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { anEntry, aPatronOf, aReceipt, now } from '../../builders/in-a-store.ts'
import { untilListening } from '../../fakes/listening-endpoint.ts'
import { commandOf, type Environment, startOf, withBuilds } from '../../fakes/next-build.ts'
import { emptied, postgresProgram, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

withBuilds('this')

const slugs = ['marzin', 'valmont', 'salins'] as const
let postgres: RunningPostgres | undefined
let folder: string
let env: Environment & { readonly DATABASE_URL: string }
let store: PostgresStore
let endpoint: ChildProcess | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())
beforeEach(async ({ skip }) => {
  skip(postgresReason !== undefined, postgresReason)
  folder = mkdtempSync(join(tmpdir(), 'keeper-network-'))
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'patrons.csv'), 'carte;nom\n23333000000172;Lefèvre\n')
  const DATABASE_URL = await emptied(postgres)
  env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: join(folder, 'data'), APP_DIR: join(folder, 'app'), DATABASE_URL }
  store = new PostgresStore(DATABASE_URL)
  for (const slug of slugs) await fill(slug, 'a', 'b')
})
afterEach(async () => {
  await store?.close()
  const child = endpoint
  const ended = new Promise((resolve) => child?.once('exit', resolve))
  if (child?.kill('SIGKILL') === true) await ended
  endpoint = undefined
  rmSync(folder, { recursive: true, force: true })
})

const idOf = (slug: string) => toLibraryId(`id-of-${slug}`)
const keep = (slug: string, ...names: readonly string[]) =>
  store.transact(idOf(slug), async (transaction) => {
    for (const name of names) await transaction.keepReceipt(aReceipt(`${slug} ${name}`))
  })
/** A library with somebody in its team, a patron, a document and what its tablets handed over. */
const fill = async (slug: string, ...names: readonly string[]): Promise<void> => {
  await store.createLibrary({ id: idOf(slug), name: `Médiathèque de ${slug}`, slug, isDemo: false })
  await store.transact(idOf(slug), async (transaction) => {
    const claire = toLibrarianId('claire')
    const pin = { salt: 'a1', iterations: 1, hash: 'b2' }
    for (const row of [aSettings(), aPatronOf('1')]) await transaction.writeRow(row, now)
    await transaction.writeRow({ kind: 'librarian', id: claire, name: 'Claire', isManager: true, pin }, now)
    await transaction.writeEntries([anEntry('0001')])
  })
  await keep(slug, ...names)
}
/** What each library holds that no job of the endpoint touches: what it was told, its team, its documents, and who it is. */
const standings = async (): Promise<Record<string, readonly string[]>> => {
  const all = await store.libraries()
  return Object.fromEntries(
    await Promise.all(
      all.map(async ({ id, slug, identity, name }) => {
        const held = [`${identity} ${name}`]
        await store.carryOut(id, (table, lines) => {
          for (const line of lines) {
            if (table === 'receipt') held.push(`${line.operation_id} ${line.hash}`)
            if (table === 'catalogue_item') held.push(`${line.barcode} ${line.title}`)
            if (table === 'row' && (line.kind === 'librarian' || line.kind === 'settings'))
              held.push(`${line.kind} ${line.id} ${line.json}`)
          }
        })
        return [slug, held.toSorted()] as const
      }),
    ),
  )
}
const run = (line: readonly string[], over: Environment = {}, bounds?: string) => {
  const [command = '', ...argv] = line
  return commandOf('this', command, argv, { ...env, ...over }, folder, bounds)
}
const startIt = async (): Promise<void> => {
  const child = startOf('this', env, folder)
  endpoint = child
  await untilListening(child)
}
/** A command that was printed, as it would be typed. */
const printed = (text: string, start: string): readonly string[] =>
  (text.split('\n').find((line) => line.includes(`npm run ${start}`)) ?? '')
    .replace(/^.*npm run /, '')
    .replace(' -- ', ' ')
    .split(' ')

test('[KEEP-8] a copy of one library over a server of three is refused with their names, asks for their number, and what goes comes back whole', async () => {
  await startIt()
  const one = join(folder, 'one.db')
  expect((await run(['library', 'export', 'marzin', '--out', one])).code).toBe(0)
  const before = await standings()
  expect(Object.keys(before).toSorted()).toEqual([...slugs].toSorted())
  for (const words of [[], ['--force'], ['--force', '--replaces', '2'], ['--replaces', '3']]) {
    const { code, text } = await run(['restore', '--from', one, ...words])
    expect([words, code, text]).toEqual([words, 1, expect.stringMatching(/marzin.*valmont|valmont.*marzin/s)])
    expect(text).toContain('--library')
    expect(await standings()).toEqual(before)
  }

  const done = await run(['restore', '--from', one, '--force', '--replaces', '3'])
  expect([done.code, done.text]).toEqual([0, expect.stringContaining('--back before_')])
  expect(await standings()).toEqual({ marzin: before.marzin })
  const back = await run(printed(done.text, 'restore -- --back'))
  expect([back.code, back.text]).toEqual([0, expect.stringContaining('valmont')])
  expect(await standings()).toEqual(before)
})

test('[KEEP-8] one library that is replaced is kept in a file, with what it was told after the copy, and comes back by the line that is printed', async () => {
  const one = join(folder, 'one.db')
  expect((await run(['library', 'export', 'marzin', '--out', one])).code).toBe(0)
  const copied = await standings()
  await startIt()
  await keep('marzin', 'c')
  const before = await standings()
  expect(before.marzin).not.toBe(copied.marzin)
  // The disk has no room for what is to be kept: nothing goes.
  const full = await run(['restore', '--from', one, '--library', 'marzin', '--force'], { DATABASE_URL: env.DATABASE_URL }, 'ulimit -f 100')
  expect([full.code, full.text]).toEqual([1, expect.not.stringMatching(/^ {4}at /m)])
  expect(await standings()).toEqual(before)

  const done = await run(['restore', '--from', one, '--library', 'marzin', '--force'])
  expect([done.code, done.text]).toEqual([0, expect.stringContaining('--library marzin --force')])
  expect(await standings()).toEqual({ ...before, marzin: copied.marzin })
  const back = await run(printed(done.text, 'restore -- --from'))
  expect([back.code, back.text]).toEqual([0, expect.stringContaining('--library marzin --force')])
  expect(await standings()).toEqual(before)
})

/** Each as a hand types it in a bad hour: words, and what is said. */
const wrong: readonly (readonly [readonly string[], RegExp, Environment?])[] = [
  [['restore', '--from', 'none.db'], /none\.db/],
  [['restore', '--from', 'patrons.csv', '--force'], /patrons\.csv/],
  [['restore', '--back', 'before_1'], /before_1/],
  [['restore', '--back', 'public'], /public/],
  [['restore', '--try', 'patrons.csv'], /no database|aucune|file/],
  [['backup', '--out', 'copy.db'], /pg_dump/],
  [['import', '--patrons', 'patrons.csv'], /--library/],
  [['import', '--patrons', 'patrons.csv', '--library', 'Marzin'], /marzin/],
  [['import', '--patrons', 'patrons.csv', '--new-library'], /--library|--new-library/],
  [['export', '--list'], /--library/],
  [['enrol'], /--library/],
  [['enrol', '--library', 'marsin'], /marzin/],
  [['passphrase', 'claire'], /--library/],
  [['set-aside', '--tablet', 'B', '--reason', 'perdue'], /--library/],
  [['person', '23333000000172', '--erase', '--yes'], /--library/],
  [['figures', '--from', '2026-01-01', '--to', '2026-01-31'], /--library/],
  [['ils', '--list'], /--library/],
  [['library', 'create', 'Médiathèque de Marzin', '--slug', 'marzin'], /marzin/],
  [['library', 'rename', 'marsin', 'Autre'], /marzin/],
  [['library', 'close', 'marsin'], /marzin/],
  [['library', 'remove', 'valmont', '--again', 'valmont'], /export/],
  [['library', 'remove', 'marzin', '--again', 'marsin'], /marzin/],
  [['library', 'export', 'marzin', '--out', 'patrons.csv'], /patrons\.csv/],
  // Another database than the endpoint's: a server that holds none, one that is not there, a name that is not there, and no name at all.
  [['enrol'], /DATABASE_URL/, { DATABASE_URL: 'postgres://pte:secret-word@127.0.0.1:1/none' }],
  [['library', 'list'], /DATABASE_URL/, { DATABASE_URL: 'postgres://pte:secret-word@127.0.0.1:1/none' }],
  [['restore', '--from', 'one.db', '--force'], /DATABASE_URL/, { DATABASE_URL: 'postgres://pte:secret-word@127.0.0.1:1/none' }],
  [['import', '--patrons', 'patrons.csv'], /DATA_DIR/, { DATABASE_URL: undefined }],
  [['enrol'], /DATA_DIR/, { DATABASE_URL: undefined }],
  [['library', 'list'], /DATA_DIR/, { DATABASE_URL: undefined, DATA_DIR: undefined }],
]

test('[KEEP-4, KEEP-8] each command of a bad hour that is typed wrong beside the running endpoint says why in sentences, and nothing is lost or made', async () => {
  await startIt()
  expect((await run(['library', 'export', 'marzin', '--out', 'one.db'])).code).toBe(0)
  const before = await standings()
  const [files, servers] = [readdirSync(folder), await databases()]
  for (const [line, says, over] of wrong) {
    const { code, text } = await run(line, over)
    expect([line, code === 1 || code === 2, text]).toEqual([line, true, expect.stringMatching(says)])
    // No stack, and no password.
    expect([line, text]).toEqual([line, expect.not.stringMatching(/^ {4}at |secret-word/m)])
    expect([line, await standings()]).toEqual([line, before])
  }
  const full = await run(['library', 'export', 'valmont', '--out', 'two.db'], {}, 'ulimit -f 100')
  expect([full.code, full.text]).toEqual([1, expect.not.stringMatching(/^ {4}at /m)])
  expect([readdirSync(folder), await databases(), await standings()]).toEqual([files, servers, before])
})

test('a PostgreSQL copy into which somebody put a trigger, a view, a rule, a policy or a function is neither tried nor put back, and is named until it is dropped', async () => {
  const [inUse, copy] = [env.DATABASE_URL, env.DATABASE_URL.replace(/postgres$/, 'tried')]
  const told = async (url: string, sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await startIt()
  const dumped = execFileSync(postgresProgram('pg_dump'), ['--dbname', inUse], { encoding: 'utf8', stdio: 'pipe' })
  await told(inUse, 'CREATE DATABASE tried')
  try {
    execFileSync(postgresProgram('psql'), ['--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', copy], { input: dumped, stdio: 'pipe' })
    const asked = () => Promise.all([run(['restore', '--try', copy]), run(['restore', '--new-epoch'], { DATABASE_URL: copy })])
    const before = await standings()
    const strangers: readonly (readonly [make: string, drop: string, named: RegExp])[] = [
      [
        `CREATE TABLE seen_elsewhere (what text);
         CREATE FUNCTION copies_out() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO seen_elsewhere VALUES (NEW.json); RETURN NEW; END $$;
         CREATE TRIGGER watches AFTER INSERT OR UPDATE ON row FOR EACH ROW EXECUTE FUNCTION copies_out()`,
        'DROP TRIGGER watches ON row; DROP FUNCTION copies_out; DROP TABLE seen_elsewhere',
        /trigger watches/,
      ],
      ['CREATE VIEW shows AS SELECT json FROM row', 'DROP VIEW shows', /view shows|rule _RETURN/],
      ['CREATE RULE keeps_none AS ON INSERT TO receipt DO INSTEAD NOTHING', 'DROP RULE keeps_none ON receipt', /rule keeps_none/],
      [
        'CREATE POLICY shows_none ON row USING (false); ALTER TABLE row ENABLE ROW LEVEL SECURITY',
        'DROP POLICY shows_none ON row; ALTER TABLE row DISABLE ROW LEVEL SECURITY',
        /policy shows_none/,
      ],
      [
        "CREATE FUNCTION tells() RETURNS text LANGUAGE sql AS $$ SELECT 'told' $$; ALTER TABLE memo ADD more text DEFAULT tells()",
        'ALTER TABLE memo DROP more; DROP FUNCTION tells',
        /function tells/,
      ],
    ]
    for (const [make, drop, named] of strangers) {
      await told(copy, make)
      for (const { code, text } of await asked()) expect([code, text]).toEqual([1, expect.stringMatching(named)])
      expect(await standings()).toEqual(before)
      await told(copy, drop)
    }
    for (const { code, text } of await asked()) expect([code, text]).toEqual([0, expect.not.stringContaining('drop it')])
  } finally {
    await told(inUse, 'DROP DATABASE tried WITH (FORCE)')
  }
})

const databases = async (): Promise<unknown> => {
  const client = new pg.Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  const { rows } = await client.query("SELECT schemaname, tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1, 2")
  await client.end()
  return rows
}

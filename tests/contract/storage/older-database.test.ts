/**
 * What a program of another build does to the database of a library (KEEP-4): its commands refuse and touch nothing, beside a running endpoint or
 * not; its start alone brings the tables up, and keeps what was there. Programs of two builds as processes, on a file and on a real server.
 */
import { type ChildProcess, execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { databasePath } from '../../../src/endpoint/storage/open-store.ts'
import { untilListening } from '../../fakes/listening-endpoint.ts'
import { type BuildName, commandOf, type Environment, startOf, withBuilds } from '../../fakes/next-build.ts'
import { emptied, postgresProgram, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

withBuilds('this', 'next')

/** Whatever else the words of a command are, they reach the database. */
const commands: readonly (readonly [string, ...string[]])[] = [
  ['import', '--patrons', 'patrons.csv'],
  ['import', '--patrons', 'patrons.csv', '--new-library'],
  ['export', '--list'],
  ['library', 'list'],
  ['library', 'create', 'Médiathèque de Valmont'],
  ['library', 'close', 'main'],
  ['enrol'],
  ['passphrase', 'claire'],
  ['set-aside', '--tablet', 'B', '--reason', 'perdue'],
  ['person', '23333000000172'],
  ['bounce', 'report.eml'],
  ['ils', '--list'],
  ['demo-ils'],
  ['figures', '--from', '2026-01-01', '--to', '2026-01-31'],
  ['restore', '--new-epoch'],
  ['restore', '--try', 'copy.db'],
]

let postgres: RunningPostgres | undefined
let folder: string
let running: ChildProcess[]
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'older-database-'))
  running = []
  mkdirSync(join(folder, 'app'))
  writeFileSync(join(folder, 'patrons.csv'), 'carte;nom\n23333000000172;Lefèvre\n')
  writeFileSync(join(folder, 'report.eml'), 'Subject: nothing\n\n')
})
const end = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  if (child.exitCode === null && child.kill('SIGKILL')) await ended
}
afterEach(async () => {
  for (const child of running) await end(child)
  rmSync(folder, { recursive: true })
})

const places = ['a file of SQLite', 'a PostgreSQL server'] as const
const environmentOf = async (place: (typeof places)[number]): Promise<Environment> => ({
  PATH: process.env.PATH,
  // One that the system gives: a port that was free a moment ago may be somebody's at the next start.
  PORT: '0',
  DATA_DIR: join(folder, 'data'),
  DATABASE_URL: place === 'a file of SQLite' ? undefined : await emptied(postgres),
  APP_DIR: join(folder, 'app'),
  LIBRARY_NAME: 'Médiathèque de Marzin',
})
const start = async (name: BuildName, env: Environment, bounds?: string) => {
  const child = startOf(name, env, folder, bounds)
  running.push(child)
  return { child, ...(await untilListening(child)) }
}
/** Of the tables, as they are. */
const versionOf = async ({ DATABASE_URL: url, DATA_DIR: dataDir = '' }: Environment): Promise<number> => {
  if (url === undefined) {
    const database = new Database(databasePath(dataDir), { readonly: true })
    const version = Number(database.pragma('user_version', { simple: true }))
    database.close()
    return version
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<{ done: number }>('SELECT max(done)::int AS done FROM schema_version')
  await client.end()
  return rows[0]?.done ?? 0
}
const page = readFileSync(fileURLToPath(new URL('../../../docs/revenir-en-arriere.md', import.meta.url)), 'utf8')
/** The words of a line of the page, with the copy of this test in the place of the one that it names. */
const asTyped = (command: string, copy = '', path = ''): readonly string[] => {
  const line =
    page
      .split('\n')
      .find((one) => one.trim().startsWith(command === 'restore' ? 'npm run restore -- --from DATA_DIR/desk' : `${command} `)) ?? ''
  const words = line.trim().replace('npm run restore --', 'restore').split(' ').slice(1)
  expect(words, `${command} in the page`).not.toEqual([])
  const named = words.findIndex((word) => word.startsWith('DATA_DIR/'))
  if (named >= 0) expect(basename(words[named] ?? '').replace(/-v\d+-[\dT-]+/, '')).toBe(copy.replace(/-v\d+-[\dT-]+/, ''))
  return words.map((word, n) => (n === named ? path : word))
}
const librariesSeenBy = async (name: BuildName, env: Environment) => (await commandOf(name, 'library', ['list'], env, folder)).text

describe.each(places)('%s', (place) => {
  beforeEach(({ skip }) => skip(place !== places[0] && postgresReason !== undefined, postgresReason))

  test('[KEEP-4, KEEP-9] in use is brought up by no command of the next build: each refuses, says both versions and leaves it as it was', async () => {
    const env = await environmentOf(place)
    await start('this', env)
    const version = await versionOf(env)
    const before = await librariesSeenBy('this', env)
    for (const [command, ...argv] of commands) {
      const { code, text } = await commandOf('next', command, argv, env, folder)
      expect([command, argv, await versionOf(env)]).toEqual([command, argv, version])
      expect([command, argv, code, text]).toEqual([
        command,
        argv,
        command === 'bounce' ? 75 : 2,
        expect.stringMatching(`version ${version} .*${version + 1}`),
      ])
    }
    expect(await librariesSeenBy('this', env)).toBe(before)
  })

  test('[KEEP-4] is left alone by a start of the next build whose port is taken', async () => {
    const env = await environmentOf(place)
    const { port } = await start('this', env)
    const version = await versionOf(env)
    await expect(start('next', { ...env, PORT: String(port) })).rejects.toThrow(/PORT \d+ is taken/)
    expect(await versionOf(env)).toBe(version)
  })

  test('[KEEP-4] is brought up by the start of the next build, which says from which version to which and where the copy of before is: the page leads back to it', async () => {
    const env = await environmentOf(place)
    const older = await start('this', env)
    const version = await versionOf(env)
    const before = await librariesSeenBy('this', env)
    await end(older.child)
    const newer = await start('next', env)
    expect(newer.said()).toMatch(`version ${version} à la ${version + 1}`)
    expect(await versionOf(env)).toBe(version + 1)
    const [copy = '', ...others] = readdirSync(env.DATA_DIR ?? '').filter((name) => name.includes(`.before-v${version + 1}-`))
    expect([newer.said().includes(copy), copy !== '', others]).toEqual([true, true, []])
    expect(await librariesSeenBy('next', env)).toBe(before)

    // The program of before: its commands refuse, and so does its start.
    await end(newer.child)
    for (const [command, ...argv] of commands.slice(0, 4)) {
      const { code, text } = await commandOf('this', command, argv, env, folder)
      expect([command, argv, code, text]).toEqual([command, argv, 2, expect.stringContaining('revenir-en-arriere.md')])
    }
    await expect(start('this', env)).rejects.toThrow(/ended with 2: [\s\S]*revenir-en-arriere\.md/)
    expect(await versionOf(env)).toBe(version + 1)

    // The way back, as the page says it.
    const path = join(env.DATA_DIR ?? '', copy)
    const { DATABASE_URL: url } = env
    if (url === undefined) {
      const { code, text } = await commandOf('this', 'restore', asTyped('restore', copy, path), env, folder)
      expect([code, text]).toEqual([0, expect.stringContaining('desk.db.before-')])
      await start('this', env)
      expect(await librariesSeenBy('this', env)).toBe(before)
      return
    }
    const beside = new URL(url)
    beside.pathname = '/pret_avant'
    execFileSync(postgresProgram('createdb'), [...asTyped('createdb'), '--maintenance-db', url])
    const back = { ...env, DATABASE_URL: beside.href }
    const words = asTyped('pg_restore', copy, path).map((word) => (word === '"$DATABASE_URL"' ? beside.href : word))
    execFileSync(postgresProgram('pg_restore'), words, { stdio: 'pipe' })
    expect((await commandOf('this', 'restore', ['--new-epoch'], back, folder)).code).toBe(0)
    await start('this', back)
    expect(await librariesSeenBy('this', back)).toBe(before)
    expect(await versionOf(env)).toBe(version + 1)
  })

  test('[KEEP-4] is not brought up where no copy can be made, until its keeper says to have one', async () => {
    const env = await environmentOf(place)
    const older = await start('this', env)
    const version = await versionOf(env)
    await end(older.child)
    // No pg_dump is found; no file may grow to the length of this one.
    const isFile = place === 'a file of SQLite'
    const without = isFile ? env : { ...env, PATH: join(folder, 'nowhere') }
    await expect(start('next', without, isFile ? 'ulimit -f 64' : undefined)).rejects.toThrow(
      new RegExp(`ended with 2: [\\s\\S]*UPGRADE_TO=${version + 1}`),
    )
    expect(await versionOf(env)).toBe(version)
    await start('next', { ...without, UPGRADE_TO: String(version + 1) })
    expect(await versionOf(env)).toBe(version + 1)
  })
})

test('[KEEP-4] a file that the endpoint of before has open is not brought up by a start on another port', async () => {
  const env = await environmentOf('a file of SQLite')
  await start('this', env)
  const version = await versionOf(env)
  await expect(start('next', env)).rejects.toThrow(/ended with 2: [\s\S]*Arrêtez-le d’abord/)
  expect(await versionOf(env)).toBe(version)
})

test('[KEEP-4, KEEP-9] where there is no database a command says where it looked, and makes none', async () => {
  for (const [command, ...argv] of commands) {
    if (argv.includes('--new-library') || argv.includes('create')) continue
    const { code, text } = await commandOf('this', command, argv, { PATH: process.env.PATH }, folder)
    expect([command, argv, code, text]).toEqual([
      command,
      argv,
      command === 'bounce' ? 75 : 2,
      expect.stringContaining(join(folder, 'data')),
    ])
  }
  expect(existsSync(join(folder, 'data', 'desk.db'))).toBe(false)
})

/**
 * `npm run restore -- --force` killed before each of its steps, and what the next start then finds: the library of before or the one put
 * back, or words that say what to do; never an empty library. The built commands and start, real SIGKILLs, SQLite and PostgreSQL.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toLibraryId } from '../../../src/domain/ids.ts'
import { startLibrary } from '../../../src/endpoint/first-start.ts'
import { markLibrary } from '../../../src/endpoint/storage/lost-library.ts'
import { keepMailing, readMailing } from '../../../src/endpoint/storage/mailing-memo.ts'
import { databasePath, openStore } from '../../../src/endpoint/storage/open-store.ts'
import { backUpSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { mainLibraryId } from '../../../src/endpoint/storage/store.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { anEntry } from '../../builders/in-a-store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `restore-${process.pid}`)
const now = anInstant('2026-11-24 13:00')

vi.setConfig({ testTimeout: 240_000 })

/** Loaded before the command: kills it before the step of that number, a step being a file touched or something sent to a server. */
const killer = `
import files from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { Socket } from 'node:net'
let left = Number(process.env.KILL_BEFORE)
const struck = (real) => function (...given) {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL')
  return real.apply(this, given)
}
for (const name of ['chmod', 'copyFile', 'link', 'mkdir', 'mkdtemp', 'open', 'rename', 'rm', 'writeFile']) files[name] = struck(files[name])
Socket.prototype.write = struck(Socket.prototype.write)
syncBuiltinESMExports()
`

let folder: string
let dataDir: string
beforeAll(async () => {
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
})
afterAll(() => rmSync(built, { recursive: true, force: true }))
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-'))
  dataDir = join(folder, 'data')
  writeFileSync(join(folder, 'killer.mjs'), killer)
})
afterEach(() => rmSync(folder, { recursive: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly said: string
}

const run = (file: string, argv: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', join(folder, 'killer.mjs'), join(built, file), ...argv], {
      env: { PATH: process.env.PATH, PORT: '0', DATA_DIR: dataDir, LIBRARY_NAME: 'Médiathèque', KILL_BEFORE: '-1', ...environment },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        // A start that goes on has said enough.
        if (said.includes('listening')) child.kill('SIGKILL')
      })
    }
    // All that it said has come by then.
    child.on('close', (code, signal) => resolve({ code, signal, said }))
  })

/** A library that knows one patron in its backup, and two in its database. */
const makeLibrary = async (): Promise<void> => {
  const store = openStore({ dataDir, databaseUrl: undefined })
  const library = await store.createLibrary({ id: mainLibraryId, name: 'Médiathèque', isDemo: false })
  await store.transact(mainLibraryId, (transaction) => transaction.writeRow(aPatron(), now))
  await backUpSqlite(databasePath(dataDir), join(folder, 'copy.db'))
  await store.transact(mainLibraryId, (transaction) => transaction.writeRow(aPatron({ surname: 'LATER' }), now))
  await store.close()
  markLibrary(dataDir, library)
}

/** What the next start finds in the data folder, or in the server: the patron's name, which tells the backup from what was there. */
const atStart = async (databaseUrl?: string): Promise<string | undefined> => {
  const store = openStore({ dataDir, databaseUrl })
  try {
    const start = await startLibrary(
      store,
      {
        ...{ dataDir, libraryName: 'Médiathèque', zone: 'Europe/Paris', isForGood: true },
        ...{ publicUrl: 'https://drive.example.fr', host: '127.0.0.1' },
      },
      now,
    )
    if (!start.ok) return start.fault
    return await store.read(start.library.id, async (reader) => (await reader.rowsOf('patron'))[0]?.surname)
  } finally {
    await store.close()
  }
}

describe('a restore that is killed', () => {
  test('leaves the library of before or the one put back, whichever step it was at', async () => {
    let restored = 0
    for (let step = 0; ; step += 1) {
      rmSync(dataDir, { recursive: true, force: true })
      rmSync(join(folder, 'copy.db'), { force: true })
      mkdirSync(dataDir)
      await makeLibrary()
      const { code, signal } = await run('command/restore.js', ['--from', join(folder, 'copy.db'), '--force'], { KILL_BEFORE: `${step}` })
      const found = await atStart()
      expect(['LATER', 'LEFÈVRE'], `killed before step ${step}: ${readdirSync(dataDir)}`).toContain(found)
      restored += found === 'LEFÈVRE' ? 1 : 0
      if (signal === null) {
        expect(code).toBe(0)
        break
      }
    }
    // Killed after the last rename too, and not killed at all.
    expect(restored).toBeGreaterThan(1)
  })
})

test('[MSG-13, MSG-36] a mailing that was being sent is paused by a restore, which says so in both languages', async () => {
  mkdirSync(dataDir)
  await makeLibrary()
  const copy = openStore({ dataDir, databaseUrl: undefined })
  await copy.transact(mainLibraryId, (transaction) => keepMailing(transaction, { state: 'running', fedAt: now }))
  await copy.close()
  rmSync(join(folder, 'copy.db'))
  await backUpSqlite(databasePath(dataDir), join(folder, 'copy.db'))
  const { code, said } = await run('command/restore.js', ['--from', join(folder, 'copy.db'), '--force'])
  expect([code, said]).toEqual([0, expect.stringMatching(/mode d’emploi est en pause[\s\S]*mailing of the guide is paused/)])
  const store = openStore({ dataDir, databaseUrl: undefined })
  expect(await store.read(mainLibraryId, readMailing)).toEqual({ state: 'paused', fedAt: now })
  await store.close()
})

describe('a data folder that held a library', () => {
  test('and lost its database is not started as an empty one: the start and the commands say what is there and what to do', async () => {
    mkdirSync(dataDir)
    await makeLibrary()
    // As a kill between the two renames of an older build left it.
    renameSync(databasePath(dataDir), `${databasePath(dataDir)}.before-now`)
    const before = readdirSync(dataDir)
    for (const [file, argv, ends] of [
      ['main.js', [], 2],
      ['command/enrol.js', [], 2],
      ['command/export.js', ['--format', 'csv', '--day', '2026-11-24'], 2],
      ['command/import.js', ['--catalogue', 'none.csv'], 2],
      ['command/set-aside.js', [], 2],
      ['command/restore.js', ['--new-epoch'], 2],
      ['command/person.js', ['23333000000172'], 2],
      // What a mail server keeps the report for, and tries again.
      ['command/bounce.js', [], 75],
    ] as const) {
      const { code, said } = await run(file, argv)
      expect(code, `${file}: ${said}`).toBe(ends)
      expect(said).toContain('“Médiathèque”')
      expect(said).toContain('desk.db.before-now')
      expect(said).toContain('npm run restore -- --from')
      expect(readdirSync(dataDir)).toEqual(before)
    }
    expect((await run('command/restore.js', ['--from', `${databasePath(dataDir)}.before-now`])).code).toBe(0)
    expect(await atStart()).toBe('LATER')
  })

  test('[MSG-8] a report that comes while the server of the database does not answer is kept by the mail server too', async () => {
    mkdirSync(dataDir)
    const { code, said } = await run('command/bounce.js', [], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
    expect([code, said]).toEqual([75, expect.stringContaining('ECONNREFUSED')])
    expect(said).not.toContain('not ours')
  })

  test('before folders were marked is known by what a restore left in it', async () => {
    mkdirSync(dataDir)
    await makeLibrary()
    rmSync(join(dataDir, 'library.txt'))
    renameSync(databasePath(dataDir), `${databasePath(dataDir)}.before-now`)
    const { code, said } = await run('main.js', [])
    expect(code).toBe(2)
    expect(said).toContain('desk.db.before-now')
  })

  test('is marked by its first start, so that an emptied database, or an empty server in its place, is refused too', async () => {
    expect((await run('main.js', [])).said).toContain('listening')
    for (const end of ['', '-wal', '-shm']) rmSync(`${databasePath(dataDir)}${end}`, { force: true })
    writeFileSync(databasePath(dataDir), '')
    expect(await run('main.js', [])).toMatchObject({ code: 2, said: expect.stringContaining('“Médiathèque”') })
    rmSync(join(dataDir, 'library.txt'))
    expect((await run('main.js', [])).said).toContain('listening')
  })
})

describe.skipIf(postgresReason !== undefined)('a restore into a server', () => {
  let postgres: RunningPostgres
  beforeAll(async () => {
    postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())

  test('that is killed leaves what the server held, or all of the backup; an empty server is not started in the library’s place', async () => {
    mkdirSync(dataDir)
    await makeLibrary()
    const url = await emptied(postgres)
    expect(await run('main.js', [], { DATABASE_URL: url })).toMatchObject({ code: 2, said: expect.stringContaining('“Médiathèque”') })
    expect((await run('command/restore.js', ['--from', databasePath(dataDir)], { DATABASE_URL: url })).code).toBe(0)
    let step = 0
    for (let isKilled = true; isKilled; step += 5) {
      const { code, signal, said } = await run('command/restore.js', ['--from', join(folder, 'copy.db'), '--force'], {
        DATABASE_URL: url,
        KILL_BEFORE: `${step}`,
      })
      isKilled = signal !== null
      const found = await atStart(url)
      expect(['LATER', 'LEFÈVRE'], `killed before step ${step}`).toContain(found)
      if (!isKilled) expect([code, found], said).toEqual([0, 'LEFÈVRE'])
    }
    expect(step).toBeGreaterThan(10)
  })

  test('[NET-7] one library’s copy says whose catalogue it has, and puts the file of it where its tablets fetch it', async () => {
    mkdirSync(dataDir)
    const url = await emptied(postgres)
    const ids = ['one', 'beside'].map(toLibraryId)
    const before = openStore({ dataDir, databaseUrl: undefined })
    for (const id of ids) {
      await before.createLibrary({ id, name: `Marzin ${id}`, isDemo: false })
      await before.transact(id, async (transaction) => {
        await transaction.writeRow(aPatron(), now)
        if (id === 'one') await transaction.writeEntries([anEntry('0001')])
        await transaction.shareCatalogue('haut', false)
      })
    }
    await before.close()
    const copy = ['--from', databasePath(dataDir)]
    expect((await run('command/restore.js', copy, { DATABASE_URL: url })).code).toBe(0)
    const store = openStore({ dataDir, databaseUrl: url })
    try {
      const putBack = () => run('command/restore.js', [...copy, '--library', 'marzin-one', '--force'], { DATABASE_URL: url })
      const files = (...path: readonly string[]) => readdirSync(join(dataDir, 'catalogue', ...path)).filter((name) => name.endsWith('.bin'))
      expect(await putBack()).toMatchObject({ code: 0, said: expect.stringContaining('that of the group haut, as it is here') })
      expect(files('groups', 'haut')).toHaveLength(1)
      for (const id of ids) expect(await store.removeLibrary(id, await store.standing(id))).toBe(true)
      expect(await putBack()).toMatchObject({ code: 0, said: expect.stringContaining('not in the group haut here') })
      expect(files('one')).toEqual(files('groups', 'haut'))
    } finally {
      await store.close()
    }
  })
})

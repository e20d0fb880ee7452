/**
 * What the endpoint's SQLite file promises beside what every store does: commits that reach the disk, files of earlier versions, other
 * processes on the same file. Runs on real files.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openPatiently } from '../../../src/endpoint/storage/open-store.ts'
import { schemaSteps } from '../../../src/endpoint/storage/sql-schema.ts'
import { faultOf } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteConnection } from '../../../src/endpoint/storage/sqlite-connection.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { aPatronOf, library, now } from '../../builders/in-a-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
})
const opens: SqliteStore[] = []
const open = (): SqliteStore => {
  const opened = new SqliteStore(join(folder, 'desk.db'))
  opens.push(opened)
  return opened
}
afterEach(async () => {
  for (const opened of opens.splice(0)) await opened.close()
  rmSync(folder, { recursive: true })
})

/** A handle of this process may end while it is looked at. */
const isOf = (handle: string, path: string): boolean => {
  try {
    return readlinkSync(`/proc/self/fd/${handle}`).startsWith(path)
  } catch {
    return false
  }
}

describe('the SQLite file', () => {
  test('it forces each commit to disk, asserted after a write, and opens again as it was left', async () => {
    const store = open()
    await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('1'), now))
    await store.assertWritable()
    const [left] = await store.libraries()
    await opens.pop()?.close()
    expect(await open().libraries()).toEqual([left])
  })

  describe('another process holds its lock', () => {
    const path = (): string => join(folder, 'desk.db')
    const place = () => ({ dataDir: folder, databaseUrl: undefined })
    /** It writes until it is told that it may end. */
    const hold = () => {
      const other = new Database(path())
      other.exec('BEGIN IMMEDIATE')
      onTestFinished(() => void other.close())
      return { release: () => other.exec('COMMIT') }
    }
    /** In a process of its own, once it has said something; answers how it ended. */
    const elsewhere = async (script: string) => {
      const head = `const { renameSync } = require('node:fs'); const Database = require('better-sqlite3'); const path = process.argv[1]`
      const other = spawn(process.execPath, ['-e', `${head}\n${script}`, path()], { stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(other, 'exit')
      await once(other.stdout, 'data')
      return () => ended
    }
    const clock = performance.now.bind(performance)
    const later = (ms: number): void => void vi.spyOn(performance, 'now').mockImplementation(() => clock() + ms)
    const heard = () => vi.spyOn(console, 'error').mockImplementation(() => {})
    afterEach(() => void vi.restoreAllMocks())

    test('whoever opens it says once that it waits, and hears the world meanwhile', async () => {
      await open().close()
      opens.pop()
      const { release } = hold()
      const errors = heard()
      const opening = openPatiently(place())
      // Three tries later.
      await wait(1100)
      expect(errors.mock.calls).toEqual([[expect.stringMatching(/écrit dans la base.* · .*writing to the database/)]])
      release()
      const store = await opening
      expect(await store.libraries()).toEqual([])
      await store.close()
      expect(errors).toHaveBeenCalledTimes(1)
    })

    test.each([1, 75])('whoever opens it ends with a sentence after a minute, and the code %i that it asked for', async (code) => {
      open()
      hold()
      const errors = heard()
      const exit = vi.spyOn(process, 'exit').mockImplementation((given) => {
        throw new Error(`exit ${given}`)
      })
      const opening = expect(code === 1 ? openPatiently(place()) : openPatiently(place(), code)).rejects.toThrow(`exit ${code}`)
      later(61_000)
      await opening
      expect(exit).toHaveBeenCalledTimes(1)
      expect(errors.mock.calls.at(-1)).toEqual([expect.stringMatching(/rien n’a été fait.* · .*nothing was done/)])
    })

    test('whoever opened it while a restore put another in its place has that other one', async () => {
      await open().close()
      opens.pop()
      const restored = new SqliteStore(`${path()}.part`)
      await restored.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
      await restored.close()
      // As a restore does it: alone on the file, until another has its name.
      const ended = await elsewhere(`
        const held = new Database(path, { timeout: 0 })
        held.pragma('journal_mode = DELETE')
        held.exec('BEGIN EXCLUSIVE')
        console.log('held')
        setTimeout(() => { renameSync(path + '.part', path); held.close() }, 100)`)
      const errors = heard()
      const store = await openPatiently(place())
      expect((await store.libraries()).map(({ name }) => name)).toEqual(['Médiathèque'])
      await store.close()
      expect(errors).toHaveBeenCalledTimes(1)
      expect(await ended()).toEqual([0, null])
    })

    test('whoever could not open it has nothing of it open: a restore may come', async () => {
      await open().close()
      opens.pop()
      const ended = await elsewhere(`
        const held = new Database(path)
        held.exec('BEGIN IMMEDIATE')
        console.log('held')
        setTimeout(() => held.close(), 1000)`)
      expect(() => new SqliteStore(path())).toThrow('locked')
      const handles = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd').filter((fd) => isOf(fd, path())) : []
      expect(handles).toEqual([])
      expect(await ended()).toEqual([0, null])
    })

    test('[NET-5] a write waits for it, and holds up nobody else', async () => {
      const store = open()
      const { release } = hold()
      const writing = store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
      let longest = 0
      for (let turn = 0; turn < 20; turn += 1) {
        const began = performance.now()
        await wait(10)
        longest = Math.max(longest, performance.now() - began)
      }
      release()
      await writing
      expect(longest).toBeLessThan(200)
    })

    test('[NET-5] it can be written, though a write would wait, and whoever asks does not', async () => {
      const store = open()
      const { release } = hold()
      const writing = store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
      const began = performance.now()
      await store.assertWritable()
      expect(performance.now() - began).toBeLessThan(2000)
      release()
      await writing
      await store.assertWritable()
    })

    test('it cannot be written where the lock is held for ever, until it is let go', async () => {
      const store = open()
      later(3_600_000)
      // Nothing was written for an hour: that is no fault.
      const { release } = hold()
      await store.assertWritable()
      later(3_661_000)
      await expect(store.assertWritable()).rejects.toThrow()
      await expect(store.assertWritable()).rejects.toThrow()
      release()
      await store.assertWritable()
    })

    test('whoever only asked whether it can be written does not keep it from being closed', async () => {
      const store = open()
      hold()
      await store.assertWritable()
      const began = performance.now()
      await opens.pop()?.close()
      expect(performance.now() - began).toBeLessThan(2000)
      expect(store).toBeDefined()
    })
  })

  test('a file of an older release is brought up by the steps it lacks, once; an older program refuses it then', () => {
    const path = join(folder, 'brought-up.db')
    const bring = (...added: readonly string[]) => {
      const connection = new SqliteConnection(path)
      try {
        connection.migrate([...schemaSteps, ...added])
        return connection.many<{ name: string }>("SELECT name FROM pragma_table_info('library') WHERE name LIKE 'invented%'")
      } finally {
        connection.close()
      }
    }
    const step = 'ALTER TABLE library ADD COLUMN invented TEXT;'
    expect(bring()).toEqual([])
    expect(bring(step)).toEqual([{ name: 'invented' }])
    expect(bring(step)).toEqual([{ name: 'invented' }])
    expect(() => bring()).toThrow('it was made by a newer version of the endpoint')
  })

  test('a file that was made before the first release is left untouched, and said', () => {
    const path = join(folder, 'unreleased.db')
    const older = new Database(path)
    older.exec('PRAGMA journal_mode = WAL; CREATE TABLE library (id TEXT); PRAGMA user_version = 26')
    older.close()
    const before = readFileSync(path)
    expect(() => new SqliteStore(path)).toThrow('it was made before version 0.1.0')
    expect(faultOf(path)).toContain('it was made before version 0.1.0')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a connection that would not force its commits to disk is refused', () => {
    const connection = new SqliteConnection(join(folder, 'other.db'))
    connection.migrate()
    connection.assertDurable(now)
    connection.run('PRAGMA synchronous = NORMAL')
    expect(() => connection.assertDurable(now)).toThrow('synchronous 1')
    connection.close()
  })

  test('another process writes beside it, and its listeners hear of it', async () => {
    const [store, other] = [open(), open()]
    await store.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
    const heard = new Promise((resolve) => {
      store.watch(resolve)
    })
    await Promise.all([
      other.transact(library, async (transaction) => {
        await transaction.writeRow(aPatronOf('1'), now)
        // The lock is held across turns of the event loop while the first store asks for it too.
        await new Promise((resolve) => setImmediate(resolve))
        await transaction.writeRow(aPatronOf('2'), now)
      }),
      store.transact(library, (transaction) => transaction.writeRow(aPatronOf('3'), now)),
    ])
    await opens.pop()?.close()
    expect(await heard).toBe(library)
    expect((await store.libraries())[0]?.head).toBe(3)
  })
})

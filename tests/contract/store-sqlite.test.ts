/**
 * What the endpoint's SQLite file promises beside what every store does: commits that reach the disk, files of earlier versions, other
 * processes on the same file. Runs on real files.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { schemaSteps } from '../../src/endpoint/storage/sql-schema.ts'
import { SqliteConnection } from '../../src/endpoint/storage/sqlite-connection.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPatronOf, library, now } from '../builders/in-a-store.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'store-'))
})
const opens: SqliteStore[] = []
const open = (): SqliteStore => {
  const opened = new SqliteStore(join(folder, 'endpoint.db'))
  opens.push(opened)
  return opened
}
afterEach(async () => {
  for (const opened of opens.splice(0)) await opened.close()
  rmSync(folder, { recursive: true })
})

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

  test('it is opened while another process holds its lock for longer than a moment, once that one is done', async () => {
    open()
    // Opening waits in this thread, so that whoever holds the lock has a process and a time of its own.
    const hold = `
      const Database = require('better-sqlite3')
      const database = new Database(process.argv[1])
      database.exec('BEGIN IMMEDIATE')
      console.log('held')
      setTimeout(() => database.exec('COMMIT'), 1500)`
    const holder = spawn(process.execPath, ['-e', hold, join(folder, 'endpoint.db')], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(holder, 'exit')
    await once(holder.stdout, 'data')
    expect(await open().libraries()).toEqual([])
    expect(await ended).toEqual([0, null])
  })

  test('it can be written while another process writes, though it would have to wait', async () => {
    const store = open()
    const other = new Database(join(folder, 'endpoint.db'))
    other.exec('BEGIN IMMEDIATE')
    await store.assertWritable()
    other.exec('COMMIT')
    other.close()
    await store.assertWritable()
  })

  describe('made before libraries had an identity', () => {
    const older = (devices: readonly { id: string; letter: string; library: string }[]): string => {
      const path = join(mkdtempSync(join(folder, 'older-')), 'endpoint.db')
      const database = new Database(path)
      for (const step of schemaSteps.slice(0, 5)) database.exec(step)
      database.pragma('user_version = 5')
      for (const id of ['demo', 'main'])
        database
          .prepare("INSERT INTO library VALUES (?, 'Médiathèque', ?, 0, ?, ?, 0, 0)")
          .run(id, `epoch of ${id}`, '0'.repeat(64), '0'.repeat(16))
      for (const { id, letter, library: of } of devices)
        database.prepare("INSERT INTO device VALUES (?, ?, ?, '', '', '', NULL, NULL, 0, NULL, NULL)").run(id, of, letter)
      database.close()
      return path
    }
    const identities = async (path: string) => {
      const opened = new SqliteStore(path)
      const found = Object.fromEntries((await opened.libraries()).map(({ id, identity }) => [id, identity]))
      await opened.close()
      return found
    }

    test('it gets one at its first opening, once, and so does each of its older backups: the same', async () => {
      const devices = [
        { id: 'tablet AA', letter: 'AA', library: 'main' },
        { id: 'tablet B', letter: 'B', library: 'main' },
      ]
      const path = older(devices)
      expect(await identities(path)).toEqual({ main: 'tablet B', demo: 'epoch of demo' })
      expect(await identities(path)).toEqual({ main: 'tablet B', demo: 'epoch of demo' })
      expect(await identities(older(devices.slice(1)))).toEqual({ main: 'tablet B', demo: 'epoch of demo' })
    })
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

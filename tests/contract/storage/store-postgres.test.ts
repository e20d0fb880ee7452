/**
 * What the endpoint's PostgreSQL server promises beside what every store does: several processes at once, a crash, what it was moved from
 * SQLite with. Runs on a real server, which the tests start themselves; skipped, saying so, where the machine has none.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { createLease } from '../../../src/endpoint/storage/lease.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { restorePostgres } from '../../../src/endpoint/storage/restore-postgres.ts'
import { backUpSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { anItem } from '../../builders/an-item.ts'
import { aPatronOf, aReceipt, library, now } from '../../builders/in-a-store.ts'
import { rowsAfter } from '../../fakes/rows-after.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())

describe('the PostgreSQL server', () => {
  beforeEach(({ skip }) => skip(postgresReason !== undefined, postgresReason))
  const open = (url: string, lookMs?: number): PostgresStore => {
    const opened = new PostgresStore(url, lookMs)
    opens.push(opened)
    return opened
  }
  const opens: PostgresStore[] = []
  afterEach(async () => {
    for (const opened of opens.splice(0)) await opened.close()
  })
  const seed = async (opened: Store): Promise<void> => {
    await opened.createLibrary({ id: library, name: 'Médiathèque', isDemo: false })
  }

  test('several processes write and pull at once: every puller meets every version, in order, once', async () => {
    const url = await emptied(postgres)
    const [a, b, c] = [open(url), open(url), open(url)]
    await seed(a)
    const writers = 4
    const perWriter = 25
    let isWriting = true
    const write = async (through: Store, name: string): Promise<void> => {
      for (let n = 0; n < perWriter; n++) {
        await through.transact(library, async (transaction) => {
          await transaction.writeRow(aPatronOf(`${name}-${n}`), now)
          await transaction.writeRow(aPatronOf(`${name}-${n}-b`), now)
        })
      }
    }
    const pull = async (through: Store): Promise<readonly string[]> => {
      const seen: string[] = []
      let cursor = 0
      for (let isLast = false; !isLast; ) {
        isLast = !isWriting
        const { rows, head } = await through.read(library, async (reading) => ({
          rows: await rowsAfter(reading, cursor, 1000),
          head: (await reading.library()).head,
        }))
        // No hole: what a pull at this head brings is every version up to it.
        expect(rows.map(({ version }) => version)).toEqual(Array.from({ length: head - cursor }, (_, i) => cursor + 1 + i))
        seen.push(...rows.map(({ id }) => id))
        cursor = head
      }
      return seen
    }
    const pulls = [a, b, c].map(pull)
    await Promise.all([write(a, 'a'), write(a, 'a2'), write(b, 'b'), write(b, 'b2')])
    isWriting = false
    for (const seen of await Promise.all(pulls)) {
      expect(seen).toHaveLength(writers * perWriter * 2)
      expect(new Set(seen).size).toBe(seen.length)
    }
    expect((await a.libraries())[0]?.head).toBe(writers * perWriter * 2)
  })

  test('processes whose clocks are five minutes apart go by the one of the server: a lease that one holds is no other one’s yet', async () => {
    const url = await emptied(postgres)
    const apart = [-300_000, 300_000].map((wrong) => new PostgresStore(url, undefined, undefined, () => Date.now() + wrong)) as [
      PostgresStore,
      PostgresStore,
    ]
    opens.push(...apart)
    const [slow, fast] = apart
    await seed(slow)
    await fast.libraries()
    expect(Math.abs(fast.now() - slow.now())).toBeLessThan(60_000)
    const [held, asked] = [createLease('job', 120_000), createLease('job', 120_000)]
    expect(await slow.transact(library, (transaction) => held.take(transaction, slow.now()))).toBe(true)
    expect(await fast.transact(library, (transaction) => asked.take(transaction, fast.now()))).toBe(false)
  })

  test('a listener hears what another process committed, and what it missed while it was not told', async () => {
    const url = await emptied(postgres)
    const [a, b] = [open(url), open(url, 50)]
    await seed(a)
    await b.libraries()
    let heard = 0
    let listening = (): void => {}
    const stop = b.watch(() => {
      heard += 1
      listening()
    })
    const next = (): Promise<void> =>
      new Promise((resolve) => {
        listening = resolve
      })
    const first = next()
    await a.transact(library, (transaction) => transaction.writeRow(aPatronOf('1'), now))
    await first
    const second = next()
    // The server ends every other conversation, the one that listens included; then nobody says that the head moved.
    const alone = new pg.Client({ connectionString: url })
    await alone.connect()
    await alone.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await alone.query("UPDATE library SET head = head + 1 WHERE id = 'salins'")
    await alone.end()
    await second
    stop()
    expect(heard).toBeGreaterThanOrEqual(2)
  })

  test('a look at the heads that a write has overtaken tells of no head twice', async () => {
    const store = open(await emptied(postgres))
    await seed(store)
    const real = pg.Client.prototype.query as (...asked: unknown[]) => unknown
    let release = (): void => {}
    const overtaken = new Promise<void>((resolve) => {
      release = resolve
    })
    let looks = 0
    const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...asked: unknown[]) {
      const answer = real.apply(this, asked)
      const text = typeof asked[0] === 'string' ? asked[0] : (asked[0] as { readonly text?: string }).text
      if (text?.includes('FROM library ORDER BY id') !== true) return answer
      looks += 1
      return Promise.resolve(answer).then(async (seen) => {
        await overtaken
        return seen
      })
    } as never)
    const heard: string[] = []
    const stop = store.watch((id) => heard.push(id))
    try {
      await expect.poll(() => looks).toBe(1)
      await store.transact(library, (transaction) => transaction.writeRow(aPatronOf('1'), now))
      release()
      // One more, which is answered after it.
      expect((await store.libraries())[0]?.head).toBe(1)
    } finally {
      spy.mockRestore()
      stop()
    }
    expect(heard).toEqual([library])
  })

  test('a commit that was answered before the server crashed is there after it', async () => {
    const server = await startPostgres()
    try {
      const before = open(server.url)
      await seed(before)
      await before.transact(library, (transaction) => transaction.writeRow(aPatronOf('1'), now))
      const [left] = await before.libraries()
      await server.crash()
      expect(await before.libraries()).toEqual([left])
      await before.assertWritable()
      await opens.pop()?.close()
    } finally {
      await server.stop()
    }
  })

  test('an operation’s opaque text may hold what the server cannot, and stops nothing', async () => {
    const opened = open(await emptied(postgres))
    await seed(opened)
    await opened.transact(library, (transaction) => transaction.keepReceipt(aReceipt('1', { envelope: 'a\0b', outcome: 'quarantined' })))
    const kept = await opened.read(library, (reading) => reading.receiptsOf(toOperationId('1')))
    expect(kept.map(({ envelope }) => envelope)).toEqual(['a\u{fffd}b'])
  })

  test('a backup brings along what it remembers of erased rows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'store-'))
    const path = join(folder, 'desk.db')
    const before = new SqliteStore(path)
    await seed(before)
    await before.transact(library, async (transaction) => {
      await transaction.writeRow(anItem('1'), now)
      await transaction.eraseRow('item', toItemBarcode('1'), now, 'item/1')
    })
    await before.close()
    expect(await backUpSqlite(path, `${path}.copy`)).toEqual({ ok: true })
    const url = await emptied(postgres)
    expect(await restorePostgres(`${path}.copy`, url, false)).toMatchObject({ ok: true })
    rmSync(folder, { recursive: true })
    const moved = await open(url).read(library, (reading) => reading.erasedRows(['item/1']))
    expect(moved).toEqual([{ subject: 'item/1', row: anItem('1'), version: expect.any(Number), erasedAt: now }])
  })

  test('a server that does not force its commits to disk is refused', async () => {
    const server = await startPostgres(['fsync=off'])
    try {
      const opened = open(server.url)
      await expect(opened.libraries()).rejects.toThrow('fsync off')
      await opens.pop()?.close()
    } finally {
      await server.stop()
    }
  })
})

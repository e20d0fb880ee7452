/**
 * Who refused announcements refuses them where the library is put back: its export in a database of its own, and a copy of a whole database
 * beside others, whose key is another (MSG-13). The real exports and restores, with SQLite and a PostgreSQL server.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toCardNumber, toLibraryId } from '../../../src/domain/ids.ts'
import type { MailAddress } from '../../../src/domain/message/message.ts'
import { isOpposed, lookAtMailing, opposeMailing, takeBackOpposition } from '../../../src/endpoint/messages/mailing.ts'
import { exportLibrary } from '../../../src/endpoint/storage/export-library.ts'
import { mailingSecret } from '../../../src/endpoint/storage/mailings.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { restorePostgres } from '../../../src/endpoint/storage/restore-postgres.ts'
import { backUpSqlite, restoreSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const library = toLibraryId('saint-aubin')
const now = anInstant('2026-11-24 14:31')
const [refusing, willing] = [toCardNumber('23333000000172'), toCardNumber('23333000000347')]

const seen = async (store: Store) => [
  (await lookAtMailing(store, library)).addresses,
  await isOpposed(store, library, refusing),
  await isOpposed(store, library, willing),
]

describe('a library that is put back elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'mailing-elsewhere-'))
  const path = (name: string): string => join(folder, name)
  const opens: Store[] = []
  const opened = <T extends Store>(store: T): T => {
    opens.push(store)
    return store
  }
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    const store = new SqliteStore(path('here.db'))
    await store.createLibrary({ id: library, name: 'Saint-Aubin', isDemo: false })
    await store.transact(library, async ({ addresses }) => {
      for (const card of [refusing, willing])
        await addresses.keep({ card, email: `u${card}@courrier.example` as MailAddress, language: undefined, refusals: 0 })
    })
    await opposeMailing(store, library, refusing, now)
    expect(await seen(store)).toEqual([1, true, false])
    expect(await exportLibrary(store, library, path('export.db'))).toMatchObject({ ok: true })
    await store.close()
    expect(await backUpSqlite(path('here.db'), path('whole.db'))).toMatchObject({ ok: true })
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(async () => {
    for (const store of opens) await store.close()
    await postgres?.stop()
    rmSync(folder, { recursive: true })
  })

  test('[MSG-13, MSG-38] an opposition is in the export, and in that of the export, and is taken back there as anywhere', async () => {
    let from = path('export.db')
    for (const name of ['second.db', 'third.db']) {
      expect(await restoreSqlite(from, path(name), { isForced: false, stamp: 'then' })).toMatchObject({ ok: true })
      const store = opened(new SqliteStore(path(name)))
      expect(await seen(store)).toEqual([1, true, false])
      await opposeMailing(store, library, willing, now)
      expect((await lookAtMailing(store, library)).addresses).toBe(0)
      await takeBackOpposition(store, library, willing)
      from = path(`export-of-${name}`)
      expect(await exportLibrary(store, library, from)).toMatchObject({ ok: true })
    }
  })

  test.for(['export.db', 'whole.db'])(
    '[MSG-13] out of %s one library comes with its oppositions to a server that has its own key',
    async (name, { skip }) => {
      skip(postgresReason !== undefined, postgresReason)
      const url = postgres?.url ?? ''
      const store = opened(new PostgresStore(url))
      const key = await store.secret(mailingSecret)
      const [here] = await opened(new SqliteStore(path(name))).libraries()
      expect(await restorePostgres(path(name), url, true, here?.slug)).toMatchObject({ ok: true })
      expect(await seen(store)).toEqual([1, true, false])
      expect(await store.secret(mailingSecret)).toBe(key)
    },
  )
})

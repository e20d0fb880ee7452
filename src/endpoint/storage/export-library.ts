/**
 * One library of a database in a file of its own, from SQLite as from PostgreSQL: a database that `npm run restore` puts back elsewhere
 * (NET-2). Runs in `npm run library`, beside the endpoint. The endpoint's secrets stay: they seal the other libraries' links too. The key of the
 * mailing's hashes seals nothing, and goes along: without it nobody would know elsewhere who refused announcements (MSG-13).
 */
import Database from 'better-sqlite3'
import type { LibraryId } from '../../domain/ids.ts'
import { mailingKeyMemo, mailingKeyOf } from './mailing-memo.ts'
import { type BackedUp, writeChecked } from './sqlite-backup.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Writes the library to `out`, as `writeChecked` does. */
export const exportLibrary = (store: Pick<Store, 'carryOut' | 'read' | 'secret'>, id: LibraryId, out: string): Promise<BackedUp> =>
  writeChecked(out, 'export', async (partial) => {
    const mailingKey = await mailingKeyOf(store, id)
    await new SqliteStore(partial).close()
    const database = new Database(partial, { fileMustExist: true })
    try {
      database.exec('BEGIN')
      await store.carryOut(id, (table, lines) => {
        const [first] = lines
        if (first === undefined) return
        const names = Object.keys(first)
        const insert = database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
        for (const line of lines) insert.run(...names.map((name) => line[name]))
      })
      // One that it brought here itself is there already, and the same.
      database
        .prepare('INSERT INTO memo (library, name, value) VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
        .run(id, mailingKeyMemo, mailingKey)
      database.exec('COMMIT')
    } finally {
      database.close()
    }
  })

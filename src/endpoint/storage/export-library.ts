/**
 * One library of a database in a file of its own, from SQLite as from PostgreSQL: a database that `npm run restore` puts back elsewhere
 * (NET-2). Runs in `npm run library`, beside the endpoint. The endpoint's secrets stay: they seal the other libraries' links too.
 */
import Database from 'better-sqlite3'
import type { LibraryId } from '../../domain/ids.ts'
import { type BackedUp, writeChecked } from './sqlite-backup.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Writes the library to `out`, as `writeChecked` does. */
export const exportLibrary = (store: Pick<Store, 'carryOut'>, id: LibraryId, out: string): Promise<BackedUp> =>
  writeChecked(out, 'export', async (partial) => {
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
      database.exec('COMMIT')
    } finally {
      database.close()
    }
  })

/**
 * One library of a database in a file of its own, from SQLite as from PostgreSQL: a database that `npm run restore` puts back elsewhere
 * (NET-2). Runs in `npm run library`, beside the endpoint. The endpoint's secrets stay: they seal the other libraries' links too.
 */
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import Database from 'better-sqlite3'
import type { LibraryId } from '../../domain/ids.ts'
import { type BackedUp, faultOf, isThere, putInPlace, removeDatabase } from './sqlite-backup.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Writes the library to `out`, readable by its owner alone, and checks what was written. Refuses an `out` that is there. */
export const exportLibrary = async (store: Pick<Store, 'carryOut'>, id: LibraryId, out: string): Promise<BackedUp> => {
  if (await isThere(out)) return { ok: false, fault: `${out} is already there: name another file.` }
  const partial = `${out}.part`
  try {
    await mkdir(dirname(resolve(out)), { recursive: true, mode: 0o700 })
    await removeDatabase(partial)
    await (await open(partial, 'wx', 0o600)).close()
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
    const fault = faultOf(partial)
    if (fault !== undefined) return { ok: false, fault: `The export is not good: ${fault}.` }
    await putInPlace(partial, out)
    return { ok: true }
  } finally {
    await removeDatabase(partial)
  }
}

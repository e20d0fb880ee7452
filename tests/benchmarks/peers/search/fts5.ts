/**
 * SQLite's FTS5, compiled by its own authors to WebAssembly: a database made beforehand and held in memory, an index of beginnings, rows in
 * the order of the records so that it may stop at twenty. It forgives no error. Runs in the page.
 */
import start from '@sqlite.org/sqlite-wasm'
import { type Contender, most } from './contender.ts'

export const fts5: Contender = {
  prepare: async (records) => {
    const { oo1, capi } = await start()
    const database = new oo1.DB(':memory:')
    database.exec(
      `CREATE VIRTUAL TABLE found USING fts5 (id UNINDEXED, words, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0')`,
    )
    database.exec('BEGIN')
    const insert = database.prepare('INSERT INTO found VALUES (?, ?)')
    for (const { id, words } of records) insert.bind([id, words]).stepReset()
    insert.finalize()
    database.exec('COMMIT')
    database.exec(`INSERT INTO found (found) VALUES ('optimize')`)
    return capi.sqlite3_js_db_export(database).slice()
  },
  open: async (bytes) => {
    const { oo1, capi, wasm } = await start()
    const database = new oo1.DB(':memory:')
    const flags = capi.SQLITE_DESERIALIZE_FREEONCLOSE | capi.SQLITE_DESERIALIZE_RESIZEABLE
    const place = wasm.allocFromTypedArray(new Uint8Array(bytes))
    capi.sqlite3_deserialize(database.pointer, 'main', place, bytes.byteLength, bytes.byteLength, flags)
    const select = database.prepare(`SELECT id FROM found WHERE words MATCH ? ORDER BY rowid LIMIT ${most}`)
    return {
      search: (query) => {
        const ids: string[] = []
        select.bind([
          query
            .split(' ')
            .map((word) => `"${word}"*`)
            .join(' '),
        ])
        while (select.step()) ids.push(String(select.get(0)))
        select.reset()
        return ids
      },
      get memoryOutside() {
        return wasm.heap8().byteLength
      },
    }
  },
}

/**
 * A tablet's IndexedDB as one piece of bytes, tables and rows, and back. Runs in Node, in tests, on a stand-in for the browser's.
 * By the browser's own words alone, no library between: what an older build left is put back without asking a newer one.
 */
import 'fake-indexeddb/auto'
import { deserialize, serialize } from 'node:v8'

interface Index {
  readonly name: string
  readonly keyPath: string | string[]
  readonly unique: boolean
  readonly multiEntry: boolean
}
interface Table {
  readonly name: string
  readonly keyPath: string | string[] | null
  readonly autoIncrement: boolean
  readonly indexes: readonly Index[]
  readonly rows: readonly unknown[]
}
interface Kept {
  readonly version: number
  readonly tables: readonly Table[]
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/** The database of this name, as it is on the disk. */
export const keepDatabase = async (name: string): Promise<Buffer> => {
  const database = await answerOf(indexedDB.open(name))
  const tables: Table[] = []
  for (const tableName of database.objectStoreNames) {
    const table = database.transaction(tableName).objectStore(tableName)
    const { keyPath, autoIncrement } = table
    const indexes = [...table.indexNames].map((indexName) => {
      const index = table.index(indexName)
      return { name: indexName, keyPath: index.keyPath, unique: index.unique, multiEntry: index.multiEntry }
    })
    tables.push({ name: tableName, keyPath, autoIncrement, indexes, rows: await answerOf(table.getAll()) })
  }
  const kept: Kept = { version: database.version, tables }
  database.close()
  return serialize(kept)
}

/** Makes the database of this name, which is not there yet, as it was when it was kept. */
export const putDatabase = async (name: string, bytes: Uint8Array): Promise<void> => {
  const { version, tables } = deserialize(bytes) as Kept
  const opening = indexedDB.open(name, version)
  opening.onupgradeneeded = () => {
    for (const { name: tableName, keyPath, autoIncrement, indexes, rows } of tables) {
      const table = opening.result.createObjectStore(tableName, { keyPath, autoIncrement })
      for (const { name: indexName, keyPath: path, unique, multiEntry } of indexes)
        table.createIndex(indexName, path, { unique, multiEntry })
      for (const row of rows) table.add(row)
    }
  }
  const database = await answerOf(opening)
  database.close()
}

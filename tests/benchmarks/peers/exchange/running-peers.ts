/**
 * The servers that the peers hand over to, each on loopback and on a disk of its own, and the page of the benchmarks. Runs in Node.
 * PouchDB Server is a process of its own; RxDB's handler writes to SQLite as durably as our endpoint; Hocuspocus keeps its documents in
 * the same SQLite when it comes to it. The packages are installed only when this is asked.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Server } from 'node:net'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import Database from 'better-sqlite3'
import { Hono } from 'hono'
import type * as Yjs from 'yjs'
import { buildPage } from '../../build-page.ts'
import type { Load } from '../../built-product.ts'
import { requirePeers } from '../require-peers.ts'

const folderOfPeers = 'tests/benchmarks/peers/exchange'
export const pageFolder = 'dist/benchmarks/page'
const ports = { page: 8180, pouchdb: 8181, yjs: 8182 } as const

/** What Hocuspocus tells its hooks. */
interface Stored {
  readonly documentName: string
  readonly document: Yjs.Doc
}
interface HocuspocusServer {
  listen(): Promise<unknown>
  destroy(): Promise<unknown>
}
interface RxRow {
  readonly newDocumentState: { readonly operationId: string }
  readonly assumedMasterState?: object
}

export interface PeerServer {
  readonly url: string
  /** Where an acknowledged operation is. */
  readonly durability: string
  /** What is on its disk of one database, each id as often as it is there. */
  kept(database: string): Promise<readonly string[]>
}

/** A connection that commits as our endpoint does. */
const openDurable = (path: string): Database.Database => {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  return database
}

export class RunningPeers {
  readonly servers: Readonly<Record<'pouchdb' | 'rxdb' | 'yjs', PeerServer>>
  readonly pageUrl = `http://localhost:${ports.page}`
  readonly #closers: (() => unknown)[] = []

  private constructor(folder: string, yjs: typeof Yjs, closers: (() => unknown)[]) {
    this.#closers = closers
    const fromSqlite = (file: string, sql: string, database: string): readonly unknown[] => {
      const connection = new Database(join(folder, file), { readonly: true })
      const found = connection.prepare(sql).pluck().all(database)
      connection.close()
      return found
    }
    this.servers = {
      pouchdb: {
        url: `http://localhost:${ports.pouchdb}`,
        durability: 'PouchDB Server, LevelDB: written, not forced to disk (OS buffer)',
        kept: async (database) => {
          const answer = await fetch(`http://localhost:${ports.pouchdb}/${database}/_all_docs`)
          const { rows } = (await answer.json()) as { rows?: readonly { id: string }[] }
          return (rows ?? []).map(({ id }) => id)
        },
      },
      rxdb: {
        url: `${this.pageUrl}/rxdb`,
        durability: 'SQLite WAL, synchronous=FULL, one commit per pushed batch of 100 (fsync)',
        kept: async (database) => fromSqlite('rxdb.db', 'SELECT id FROM document WHERE database = ?', database).map(String),
      },
      yjs: {
        url: `http://localhost:${ports.yjs}`,
        durability: 'Hocuspocus: acknowledged from memory, in SQLite up to 10 s later',
        kept: async (database) => {
          const [state] = fromSqlite('yjs.db', 'SELECT state FROM document WHERE name = ?', database)
          if (!(state instanceof Uint8Array)) return []
          const document = new yjs.Doc()
          yjs.applyUpdate(document, state)
          return document
            .getArray<{ operationId: string }>('operations')
            .toArray()
            .map(({ operationId }) => operationId)
        },
      },
    }
  }

  /** Starts all; everything they write is under `folder`. */
  static async start(folder: string, load: Load): Promise<RunningPeers> {
    const require = requirePeers()
    // Ours and the peers', each contender a chunk of its own.
    await buildPage(join(folderOfPeers, 'page.ts'), pageFolder)
    const yjs = require('yjs') as typeof Yjs
    const closers: (() => unknown)[] = []
    try {
      closers.push(startPageAndRxdb(folder))
      closers.push(await startPouchdb(folder, require.resolve('pouchdb-server/bin/pouchdb-server')))
      closers.push(await startYjs(folder, yjs, load, require.resolve('@hocuspocus/server')))
    } catch (error) {
      for (const close of closers) await close()
      throw error
    }
    return new RunningPeers(folder, yjs, closers)
  }

  async close(): Promise<void> {
    for (const close of this.#closers) await close()
  }
}

const startPageAndRxdb = (folder: string): (() => unknown) => {
  const database = openDurable(join(folder, 'rxdb.db'))
  database.exec('CREATE TABLE document (database TEXT NOT NULL, id TEXT NOT NULL, json TEXT NOT NULL, PRIMARY KEY (database, id)) STRICT')
  const find = database.prepare('SELECT json FROM document WHERE database = ? AND id = ?').pluck()
  const put = database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?, ?)')
  /** RxDB's protocol: what the server holds otherwise than was assumed comes back as a conflict. */
  const receive = database.transaction((name: string, rows: readonly RxRow[]): unknown[] =>
    rows.flatMap(({ newDocumentState, assumedMasterState }) => {
      const master = find.get(name, newDocumentState.operationId)
      if (master !== undefined && master !== JSON.stringify(assumedMasterState)) return [JSON.parse(String(master))]
      put.run(name, newDocumentState.operationId, JSON.stringify(newDocumentState))
      return []
    }),
  )
  const app = new Hono()
  app.post('/rxdb/:name', async (context) => context.json(receive(context.req.param('name'), await context.req.json<RxRow[]>())))
  app.get('*', serveStatic({ root: pageFolder }))
  const server = serve({ fetch: app.fetch, port: ports.page, hostname: '127.0.0.1' }) as Server
  return () => {
    server.close()
    database.close()
  }
}

const startPouchdb = async (folder: string, program: string): Promise<() => unknown> => {
  const child: ChildProcess = spawn(process.execPath, [program, '--port', String(ports.pouchdb), '--dir', folder, '--no-stdout-logs'], {
    cwd: folder,
    stdio: 'ignore',
  })
  const ended = new Promise<never>((_, reject) => child.once('exit', (code) => reject(new Error(`PouchDB Server ended with ${code}`))))
  const answers = async (): Promise<void> => {
    for (;;) {
      const isUp = await fetch(`http://localhost:${ports.pouchdb}/`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isUp) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  await Promise.race([answers(), ended])
  ended.catch(() => undefined)
  return () => child.kill()
}

const startYjs = async (folder: string, yjs: typeof Yjs, load: Load, path: string): Promise<() => unknown> => {
  const database = openDurable(join(folder, 'yjs.db'))
  database.exec('CREATE TABLE document (name TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT')
  const put = database.prepare('INSERT OR REPLACE INTO document VALUES (?, ?)')
  // The cast: this package belongs to the benchmark alone, and the compiler does not know it.
  const { Server: Hocuspocus } = (await load(path)) as { Server: new (options: object) => HocuspocusServer }
  const server = new Hocuspocus({
    port: ports.yjs,
    address: '127.0.0.1',
    quiet: true,
    stopOnSignals: false,
    onStoreDocument: async ({ documentName, document }: Stored) => {
      put.run(documentName, yjs.encodeStateAsUpdate(document))
    },
  })
  await server.listen()
  return async () => {
    await server.destroy()
    database.close()
  }
}

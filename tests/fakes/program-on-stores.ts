/**
 * A program of tests, built once and run as processes of their own over SQLite's file and over PostgreSQL: what the next one finds is what the
 * disk has. For vitest; registers what is built before all tests of the file and taken away after them.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll } from 'vitest'
import { PostgresStore } from '../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from './running-postgres.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ProgramProcess {
  readonly kill: () => boolean
  /** What it wrote until now. */
  readonly said: () => string
  /** Its exit code; null: a signal ended it. */
  readonly ended: Promise<number | null>
}

/** `name`: of a file in this folder, without `.ts`. Without a PostgreSQL, `databases` has SQLite alone. */
export const programOnStores = (name: string) => {
  // Under node_modules, so that the bundle finds the packages it leaves outside.
  const built = join(root, 'node_modules', '.cache', `${name}-${process.pid}`)
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  let postgres: RunningPostgres | undefined
  let opened = 0
  beforeAll(async () => {
    const output = { entryFileNames: 'program.js' }
    const ssr = join(root, 'tests', 'fakes', `${name}.ts`)
    await build({ root, configFile: false, logLevel: 'error', build: { ssr, outDir: built, rollupOptions: { output } } })
    if (postgresReason === undefined) postgres = await startPostgres()
  }, 120_000)
  afterAll(async () => {
    await postgres?.stop()
    for (const made of [built, folder]) rmSync(made, { recursive: true, force: true })
  })

  const start = (args: readonly string[], environment: Record<string, string> = {}): ProgramProcess => {
    const env = { PATH: process.env.PATH, ...environment }
    const child = spawn(process.execPath, [join(built, 'program.js'), ...args], { stdio: ['ignore', 'pipe', 'inherit'], env })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString()
    })
    const ended = new Promise<number | null>((resolve) => {
      child.on('close', resolve)
    })
    return { kill: () => child.kill('SIGKILL'), said: () => said, ended }
  }

  const databases: readonly { name: string; make: () => Promise<{ database: string; open: () => Store }> }[] = [
    {
      name: 'SQLite',
      make: async () => {
        const database = join(folder, `${++opened}.db`)
        return { database, open: () => new SqliteStore(database) }
      },
    },
    ...(postgresReason === undefined
      ? [
          {
            name: 'PostgreSQL',
            make: async () => {
              const database = await emptied(postgres)
              return { database, open: () => new PostgresStore(database) }
            },
          },
        ]
      : []),
  ]
  return { folder, start, databases }
}

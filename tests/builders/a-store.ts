/**
 * Builds a store for one test: the endpoint's own SQLite, on a file that lies in memory. Runs in vitest.
 * Files go once the last test of the file that asked for them has run; a test whose subject is the file names a folder of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import type { Store } from '../../src/endpoint/storage/store.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'

const folder = mkdtempSync(join(memoryFolder, 'stores-'))
afterAll(() => rmSync(folder, { recursive: true }))

let opened = 0

export const aStore = (): Store => new SqliteStore(join(folder, `${++opened}.sqlite`))

/** A folder of its own for what an endpoint keeps beside its store. */
export const aDataDir = (): string => join(folder, `data-${++opened}`)

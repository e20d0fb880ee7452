/**
 * Where the endpoint and its commands find the one database: `endpoint.db` in the data directory. Runs on the endpoint.
 */
import { join } from 'node:path'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

export const databasePath = (dataDir: string): string => join(dataDir, 'endpoint.db')

export const openStore = (dataDir: string): Store => new SqliteStore(databasePath(dataDir))

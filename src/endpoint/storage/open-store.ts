/**
 * Where the endpoint and its commands find the one database: the PostgreSQL server that DATABASE_URL names, or `endpoint.db` in the data
 * directory. Runs on the endpoint.
 */
import { join } from 'node:path'
import { PostgresStore } from './postgres-store.ts'
import { SqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

export interface DatabasePlace {
  readonly dataDir: string
  readonly databaseUrl: string | undefined
}

export const databasePath = (dataDir: string): string => join(dataDir, 'endpoint.db')

export const openStore = ({ dataDir, databaseUrl }: DatabasePlace): Store =>
  databaseUrl === undefined ? new SqliteStore(databasePath(dataDir)) : new PostgresStore(databaseUrl)

/**
 * The tables of the tablet's database, by version. Runs in the page.
 * Strict durability (a commit is on disk, not in a buffer) and no cache. What is here is on tablets: a version is never changed, one is added.
 */
import Dexie, { type EntityTable, type Table } from 'dexie'
import type { OperationId } from '../../domain/ids.ts'
import { type Draft, databaseVersion, type Meta } from './read-stored.ts'
import type { Acknowledged, BaseRow, EntryElsewhere, OutboxEntry } from './tablet-storage.ts'

export type Database = Dexie & {
  readonly outbox: EntityTable<OutboxEntry, 'seq'>
  readonly elsewhere: Table<EntryElsewhere, number>
  readonly base: Table<BaseRow, [string, string]>
  readonly outcomes: Table<Acknowledged, OperationId>
  readonly drafts: Table<Draft, string>
  readonly meta: Table<Meta, string>
}

export const openDatabase = (name: string): Database => {
  const database = new Dexie(name, { chromeTransactionDurability: 'strict', cache: 'disabled' }) as Database // Its tables are declared below.
  database.version(databaseVersion).stores({
    outbox: '++seq, &operationId',
    elsewhere: '&seq',
    base: '[kind+id]',
    outcomes: '&operationId, version, acknowledgedAt',
    drafts: '&key',
    meta: '&key',
  })
  // A newer build in another tab adds to it: this page lets go, and then goes on in what it knows of it.
  database.on('versionchange', () => database.close())
  return database
}

/**
 * `npm run backup`: each night's copy, into BACKUP_DIR, older ones thinned; `-- --out F`: SQLite's in one file, and nothing else (OPERATING.md).
 * Runs beside the endpoint and stops nobody. Exit codes: 0 done; 1 no file was made; 2 the command was not understood.
 */
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { speech, understood } from '../storage/command-ports.ts'
import { copyTonight } from '../storage/nightly-copy.ts'
import { databasePath } from '../storage/open-store.ts'
import { backUpSqlite } from '../storage/sqlite-backup.ts'

const usage = 'npm run backup -- --out FILE   or, with BACKUP_DIR: npm run backup'
const held = "It holds patrons' names: keep it as you keep the database."

const { say, end } = speech({ output: process.stdout, errors: process.stderr })
const wish = understood(() => parseArgs({ options: { out: { type: 'string' } } }).values)
const { dataDir, databaseUrl, backupDir } = requireConfiguration(process.env, [])

const copyOnce = async (out: string): Promise<0 | 1> => {
  if (databaseUrl !== undefined)
    return end(1, 'DATABASE_URL names a PostgreSQL server: name a folder by BACKUP_DIR, or use pg_dump (OPERATING.md).')
  const done = await backUpSqlite(databasePath(dataDir), out)
  if (!done.ok) return end(1, done.fault)
  say(`${out}: whole and checked. ${held}`)
  return 0
}

const copyEachNight = async (folder: string): Promise<0 | 1> => {
  const done = await copyTonight({ dataDir, databaseUrl }, folder, toInstant(Date.now()))
  if (!done.ok) return end(1, done.fault)
  say(`${done.path}: whole and checked; ${done.forgotten} older forgotten. ${held}`)
  if (done.isBeside) say('It lies on the disk of the data, which takes both with it: name another one by BACKUP_DIR.')
  return 0
}

if (wish?.out !== undefined) process.exitCode = await copyOnce(wish.out)
else if (wish === undefined || backupDir === undefined) process.exitCode = end(2, usage)
else process.exitCode = await copyEachNight(backupDir)

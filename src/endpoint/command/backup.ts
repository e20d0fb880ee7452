/**
 * `npm run backup -- --out F`: the whole database in one file, whether the endpoint runs or not (OPERATING.md).
 * Runs beside the endpoint and stops nobody. Exit codes: 0 done; 1 no file was made; 2 the command was not understood.
 */
import { parseArgs } from 'node:util'
import { requireConfiguration } from '../configuration.ts'
import { understood } from '../storage/command-ports.ts'
import { databasePath } from '../storage/open-store.ts'
import { backUpSqlite } from '../storage/sqlite-backup.ts'

const usage = 'npm run backup -- --out FILE'

const out = understood(() => parseArgs({ options: { out: { type: 'string' } } }).values.out)
const { dataDir, databaseUrl } = requireConfiguration(process.env, [])
if (out === undefined) {
  console.error(usage)
  process.exitCode = 2
} else if (databaseUrl !== undefined) {
  console.error('DATABASE_URL names a PostgreSQL server: back it up with its own tools, such as pg_dump (OPERATING.md).')
  process.exitCode = 1
} else {
  const done = await backUpSqlite(databasePath(dataDir), out)
  if (done.ok) console.log(`${out}: whole and checked. It holds patrons' names: keep it as you keep the database.`)
  else {
    console.error(done.fault)
    process.exitCode = 1
  }
}

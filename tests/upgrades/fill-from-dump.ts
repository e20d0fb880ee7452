/**
 * Fills an empty PostgreSQL database with the dump that an older build left in its folder here. Runs in Node, where PostgreSQL's own programs are.
 */
import { execFileSync } from 'node:child_process'
import { postgresProgram } from '../fakes/running-postgres.ts'

export const fillFromDump = (url: string, dump: Buffer): void => {
  // A guard of the newest pg_dump against hostile dumps, which an older psql does not know.
  const input = dump.toString().replace(/^\\(un)?restrict .*$/gm, '')
  execFileSync(postgresProgram('psql'), ['--quiet', '--set', 'ON_ERROR_STOP=1', '--dbname', url], {
    input,
    stdio: ['pipe', 'ignore', 'pipe'],
  })
}

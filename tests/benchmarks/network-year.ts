/**
 * A year of one small library of a network in PostgreSQL, worked through in minutes: its open days and each night's closing by a clock that
 * is set, a catalogue beside it. Answers what it leaves on the disk, and what its dump and the restore of that take. Runs in Node.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { toItemBarcode, toLibraryId, toRecordId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { postgresProgram } from '../fakes/running-postgres.ts'
import { seedLibrary } from './bench-desk.ts'
import { type EndpointProduct, openEndpoint } from './endpoint-in-process.ts'
import { batchSize, dayMs, patrons, startedOn, WorkingLibrary } from './working-library.ts'

/** Five days of seven are near enough to 250 a year. */
const openDaysOfWeek = 5

export interface Year {
  /** Bytes of the tables with their indexes, after a vacuum as the server's own makes it. */
  readonly bytes: number
  readonly dumpBytes: number
  /** Seconds. */
  readonly dump: number
  readonly restore: number
  readonly operations: number
}

const ask = async <R extends object>(url: string, sql: string): Promise<readonly R[]> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<R>(sql)
  await client.end()
  return rows
}

const secondsOf = (work: () => void): number => {
  const startedAt = performance.now()
  work()
  return (performance.now() - startedAt) / 1000
}

/** `server`: the address of a database on the server, beside which this makes its own. */
export const workAYear = async (
  product: EndpointProduct & { readonly closeDays: typeof closeDays },
  server: string,
  { perDay, documents, days }: { readonly perDay: number; readonly documents: number; readonly days: number },
): Promise<Year> => {
  await ask(server, 'CREATE DATABASE year')
  await ask(server, 'CREATE DATABASE again')
  const [url, again] = ['/year', '/again'].map((path) => Object.assign(new URL(server), { pathname: path }).href) as [string, string]
  const id = toLibraryId('library-0')
  const store = product.openStore({ dataDir: tmpdir(), databaseUrl: url })
  let day = 0
  let looks = 0
  let operations = 0
  const now = (): number => startedOn + day * dayMs + 1000 * looks++
  const library = new WorkingLibrary(id, await seedLibrary(store, { library: id, tablets: 2, patrons, now: toInstant(now()) }))
  await store.transact(id, (transaction) =>
    transaction.writeEntries(
      Array.from({ length: documents }, (_, n) => ({
        barcode: toItemBarcode(`3${String(n).padStart(13, '0')}`),
        recordId: toRecordId(`r${n}`),
        title: `Le titre d’un document comme il y en a ${n}`,
        author: `Autrice, Une ${n % 9000}`,
        documentType: 'livre',
        audience: 'A',
        callNumber: `R AUT ${n % 900}`,
        location: 'Adultes romans',
        arrivedOn: undefined,
        isbn: '9782070360000',
        year: '1990',
        publisher: 'Gallimard',
      })),
    ),
  )
  const endpoint = openEndpoint(product, store, now)
  for (; day < days; day++) {
    looks = 0
    if (day % 7 < openDaysOfWeek) {
      const presses = library.pressesOf(day, perDay)
      operations += presses.length
      for (let from = 0; from < presses.length; from += batchSize) await library.push(endpoint, presses.slice(from, from + batchSize))
    }
    await product.closeDays(store, toInstant(now()), (defect) => {
      throw defect
    })
  }
  endpoint.close()
  await store.close()
  await ask(url, 'VACUUM ANALYZE')
  const [size] = await ask<{ bytes: string }>(
    url,
    "SELECT sum(pg_total_relation_size(oid)) AS bytes FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace",
  )
  const folder = mkdtempSync(join(tmpdir(), 'bench-year-'))
  const file = join(folder, 'year.dump')
  try {
    const dump = secondsOf(() => void execFileSync(postgresProgram('pg_dump'), ['--format=custom', '--file', file, '--dbname', url]))
    const restore = secondsOf(
      () => void execFileSync(postgresProgram('pg_restore'), ['--exit-on-error', '--no-owner', '--dbname', again, file]),
    )
    return { bytes: Number(size?.bytes), dumpBytes: statSync(file).size, dump, restore, operations }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

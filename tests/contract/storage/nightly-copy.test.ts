/**
 * The copy of each night (KEEP-7), of a file of SQLite and of a server: whole, opened before it appears, thinned afterwards; of a night that
 * failed nothing is forgotten. PostgreSQL's part is skipped, saying so, where there is none.
 */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Instant, msPerDay } from '../../../src/domain/instant.ts'
import { copiesToForget, copyTonight } from '../../../src/endpoint/storage/nightly-copy.ts'
import { databasePath } from '../../../src/endpoint/storage/open-store.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { faultOf } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { mainLibraryId, type Store } from '../../../src/endpoint/storage/store.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { emptied, postgresProgram, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

const night = anInstant('2026-12-03 02:00')
let folder = ''
let copies = ''
let postgres: RunningPostgres | undefined
beforeAll(async () => {
  if (postgresReason === undefined) postgres = await startPostgres()
})
afterAll(() => postgres?.stop())
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nightly-'))
  copies = join(folder, 'copies')
  mkdirSync(copies)
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const found = async (store: Store): Promise<void> => {
  await store.createLibrary({ id: mainLibraryId, name: 'Médiathèque', isDemo: false })
  await store.close()
}
const nameAt = (at: number): string => `pret-a-emporter-${new Date(at).toISOString().slice(0, 10)}T02-00-00.db`

test('[KEEP-7] after each of 400 nights there are the last 7 days, 4 weeks and 6 months, and what has another name stays', () => {
  let held: readonly string[] = ['notes.txt', 'desk.db', 'pret-a-emporter-2020-01-01.db']
  for (let n = 0; n < 400; n++) {
    held = [...held, nameAt(night + n * msPerDay)]
    const gone = copiesToForget(held)
    held = held.filter((name) => !gone.includes(name))
  }
  const last = night + 399 * msPerDay
  expect(held).toEqual([
    'notes.txt',
    'desk.db',
    'pret-a-emporter-2020-01-01.db',
    // 2028-01-06 is a Thursday: ends of months, Sundays, and the last seven days.
    ...['2027-08-31', '2027-09-30', '2027-10-31', '2027-11-30', '2027-12-19', '2027-12-26'].map((day) => nameAt(Date.parse(day))),
    ...Array.from({ length: 7 }, (_, n) => nameAt(last - (6 - n) * msPerDay)),
  ])
})

test('[KEEP-7] nights without a copy count for nothing: after a year away the last copies are still there', () => {
  const old = Array.from({ length: 7 }, (_, n) => nameAt(night - (400 + n) * msPerDay))
  expect(copiesToForget([...old, nameAt(night)])).toHaveLength(1)
})

test('[KEEP-7] a copy of SQLite lies in the folder, whole, its owner’s alone, and an older one of the same day is forgotten', async () => {
  const place = { dataDir: folder, databaseUrl: undefined }
  await found(new SqliteStore(databasePath(folder)))
  writeFileSync(join(copies, 'pret-a-emporter-2026-12-03T00-00-00.db'), 'older')
  const done = await copyTonight(place, copies, night)
  const path = join(copies, 'pret-a-emporter-2026-12-03T02-00-00.db')
  expect(done).toEqual({ ok: true, path, forgotten: 1, isBeside: true })
  expect(readdirSync(copies).map((name) => join(copies, name))).toEqual([path])
  expect([faultOf(path), statSync(path).mode & 0o777]).toEqual([undefined, 0o600])
})

test('[KEEP-7] a folder that is not there is not made, and of a database that cannot be copied nothing is forgotten', async () => {
  const place = { dataDir: folder, databaseUrl: undefined }
  const older = Array.from({ length: 3 }, (_, n) => `pret-a-emporter-2026-12-02T0${n}-00-00.db`)
  for (const name of older) writeFileSync(join(copies, name), '')
  expect(await copyTonight(place, join(folder, 'unmounted'), night)).toMatchObject({
    ok: false,
    fault: expect.stringContaining('unmounted'),
  })
  expect(await copyTonight(place, copies, night)).toMatchObject({ ok: false, fault: expect.stringContaining('no database') })
  writeFileSync(databasePath(folder), 'no database')
  await expect(copyTonight(place, copies, night).then(({ ok }) => ok)).resolves.toBe(false)
  expect([readdirSync(folder).includes('unmounted'), readdirSync(copies)]).toEqual([false, older])
})

/** PostgreSQL's own programs first, and before them what stands in `first`. */
const withPrograms = (first = ''): void => {
  vi.stubEnv('PATH', [first, dirname(postgresProgram('pg_dump')), process.env.PATH].filter(Boolean).join(':'))
}

test.skipIf(postgresReason !== undefined)(
  '[KEEP-7] a copy of a server is a dump that was read whole; one that was cut is none',
  async () => {
    const databaseUrl = await emptied(postgres)
    await found(new PostgresStore(databaseUrl))
    const place = { dataDir: folder, databaseUrl }
    withPrograms()
    const path = join(copies, 'pret-a-emporter-2026-12-03T02-00-00.dump')
    expect(await copyTonight(place, copies, night)).toEqual({ ok: true, path, forgotten: 0, isBeside: false })
    expect([statSync(path).size > 5000, statSync(path).mode & 0o777]).toEqual([true, 0o600])

    // A pg_dump that ends well, and whose last bytes never reached the disk.
    const cutting = join(folder, 'programs')
    mkdirSync(cutting)
    writeFileSync(join(cutting, 'pg_dump'), `#!/bin/sh\nhead -c ${statSync(path).size - 100} '${path}'\n`)
    chmodSync(join(cutting, 'pg_dump'), 0o755)
    withPrograms(cutting)
    const next = (night + msPerDay) as Instant
    expect(await copyTonight(place, copies, next)).toEqual({ ok: false, fault: 'There is no copy (pg_restore: 1).' })
    vi.stubEnv('PATH', folder)
    expect(await copyTonight(place, copies, next)).toEqual({ ok: false, fault: 'There is no copy (pg_dump).' })
    expect(readdirSync(copies)).toHaveLength(1)
  },
)

/**
 * One library put back out of a dump of all, as OPERATING.md says: PostgreSQL's own dump and restore into a scratch database, the library's
 * export out of it, and `restore --library` into the server where the others go on. A real server; the tables and what tablets are answered.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type LibraryId, toCardNumber, toItemBarcode, toLibraryId } from '../../../src/domain/ids.ts'
import { offerEnrolmentCode } from '../../../src/endpoint/enrolment/enrolment-code.ts'
import { exportLibrary } from '../../../src/endpoint/storage/export-library.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { restorePostgres } from '../../../src/endpoint/storage/restore-postgres.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf, type PushedJson } from '../../builders/an-endpoint.ts'
import { anEntry, aPatronOf, aReceipt, now } from '../../builders/in-a-store.ts'
import { emptied, postgresProgram, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

describe('one library out of a dump of all', () => {
  const folder = mkdtempSync(join(tmpdir(), 'one-of-all-'))
  const opens: PostgresStore[] = []
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(async () => {
    for (const opened of opens) await opened.close()
    await postgres?.stop()
    rmSync(folder, { recursive: true })
  })

  const open = (url: string): PostgresStore => {
    const opened = new PostgresStore(url)
    opens.push(opened)
    return opened
  }
  const [lentItem] = (aHandOver() as Extract<ReturnType<typeof aHandOver>, { kind: 'hand-over-order' }>).items
  const aLoan = (barcode: string): PushedJson => {
    const items = lentItem === undefined ? [] : [{ ...lentItem, lineId: undefined, barcode: toItemBarcode(barcode) }]
    return aPushed(anEnvelope(aHandOver({ orderId: undefined, items }), {}, barcode))
  }

  test('comes back under a new epoch and hears again what the dump did not know, and the others lose nothing', async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    const url = postgres?.url ?? ''
    const store = open(url)
    const endpoint = await anEndpoint({ store })
    const elsewhere = toLibraryId('elsewhere')
    await store.createLibrary({ id: elsewhere, name: 'Ailleurs', isDemo: false })
    const tablet = await endpoint.enrol()
    const neighbour = await endpoint.enrol((await offerEnrolmentCode(store, elsewhere, endpoint.instantBefore(0))).code)
    const libraryOf = async (id: string) => (await store.libraries()).find((library) => library.id === id)
    const linesOf = async (id: string): Promise<readonly (readonly [string, readonly string[]])[]> => {
      const found: (readonly [string, readonly string[]])[] = []
      await store.carryOut(toLibraryId(id), (table, lines) => void found.push([table, lines.map((line) => JSON.stringify(line)).sort()]))
      return found
    }

    expect(outcomesOf(await tablet.push([aLoan('0001')]))).toEqual(['accepted'])
    expect(outcomesOf(await neighbour.push([aLoan('1001')]))).toContain('accepted-with-case')
    const dump = join(folder, 'all.dump')
    execFileSync(postgresProgram('pg_dump'), ['--format=custom', '--file', dump, '--dbname', url], { stdio: 'pipe' })
    // The day goes on, and numbers that the dump has no idea of are given to both.
    expect(outcomesOf(await neighbour.push([aLoan('1002')]))).toContain('accepted-with-case')
    expect(outcomesOf(await tablet.push([aLoan('0002')]))).toEqual(['accepted'])
    const { epoch = '', slug = '' } = (await libraryOf(libraryOfTests)) ?? {}
    const before = await linesOf(elsewhere)

    const client = new pg.Client({ connectionString: url })
    await client.connect()
    await client.query('CREATE DATABASE scratch')
    await client.end()
    const scratch = new URL(url)
    scratch.pathname = '/scratch'
    execFileSync(postgresProgram('pg_restore'), ['--exit-on-error', '--no-owner', '--dbname', scratch.href, dump], { stdio: 'pipe' })
    const file = join(folder, 'one.db')
    expect(await exportLibrary(open(scratch.href), libraryOfTests, file)).toMatchObject({ ok: true })
    expect(await restorePostgres(file, url, false, slug)).toMatchObject({ ok: false, fault: expect.stringContaining('--force') })
    expect(await restorePostgres(file, url, true, 'nobody')).toMatchObject({ ok: false, fault: expect.stringContaining('nobody') })
    expect(await restorePostgres(file, url, true, slug)).toMatchObject({ ok: true, libraries: [{ id: libraryOfTests }] })

    expect(await linesOf(elsewhere)).toEqual(before)
    const after = await libraryOf(libraryOfTests)
    expect([after?.slug, after?.epoch === epoch]).toEqual([slug, false])
    // Told of the new epoch first; then it hands over again all it holds.
    expect(outcomesOf(await tablet.push([aLoan('0003')], { epoch }))).toEqual([])
    const all = ['0001', '0002', '0003']
    const renewed = after?.epoch ?? ''
    expect(outcomesOf(await tablet.push(all.map(aLoan), { epoch: renewed }))).toEqual(['already-known', 'accepted', 'accepted'])
    const items = await store.read(libraryOfTests, async (reader) => reader.rowsOf('item'))
    expect(items.map(({ id, facts }) => `${id} ${facts.length}`)).toEqual(all.map((barcode) => `${barcode} 1`))
    expect(outcomesOf(await neighbour.push([aLoan('1001'), aLoan('1002'), aLoan('1003')]))).toEqual([
      'already-known',
      'already-known',
      'accepted-with-case',
    ])
  })

  /** A library that holds three receipts and a document, its export, and another one beside it. */
  const twoAndAFile = async () => {
    const url = await emptied(postgres)
    const store = open(url)
    const [one, beside] = [toLibraryId('one'), toLibraryId('beside')]
    await store.createLibrary({ id: one, name: 'Marzin', isDemo: false })
    await store.createLibrary({ id: beside, name: 'Valmont', isDemo: false })
    const keep = (id: LibraryId, ...names: readonly string[]) =>
      store.transact(id, async (transaction) => {
        for (const name of names) await transaction.keepReceipt(aReceipt(name))
      })
    await keep(one, 'a', 'b', 'c')
    await keep(beside, 'd')
    await store.transact(one, async (transaction) => {
      await transaction.writeRow(aPatronOf('1'), now)
      await transaction.writeEntries([anEntry('0001')])
    })
    const file = join(mkdtempSync(join(folder, 'file-')), 'one.db')
    expect(await exportLibrary(store, one, file)).toMatchObject({ ok: true })
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    const receiptsOf = async (id: string): Promise<readonly string[]> => {
      const { rows } = await client.query('SELECT operation_id FROM receipt WHERE library = $1 ORDER BY number', [id])
      return rows.map((row) => row.operation_id)
    }
    return { url, store, one, beside, keep, file, client, receiptsOf }
  }

  test('comes back where it was removed', async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    const { url, store, one, beside, keep, file, client, receiptsOf } = await twoAndAFile()
    try {
      expect(await store.removeLibrary(one, await store.standing(one))).toBe(true)
      // Another that was made meanwhile has its slug.
      const other = toLibraryId('other')
      await store.createLibrary({ id: other, name: 'Marzin', isDemo: false })
      const refused = await restorePostgres(file, url, true, 'marzin')
      expect(refused).toMatchObject({ ok: false, fault: expect.stringContaining('another library') })
      await store.removeLibrary(other, await store.standing(other))
      expect(await restorePostgres(file, url, false, 'marzin')).toMatchObject({ ok: true, libraries: [{ id: one }] })
      await keep(one, 'e')
      await keep(beside, 'f')
      expect([await receiptsOf(one), await receiptsOf(beside)]).toEqual([
        ['a', 'b', 'c', 'e'],
        ['d', 'f'],
      ])
      const patron = await store.read(one, async (reader) => reader.row('patron', toCardNumber('1')))
      expect(patron).toEqual(aPatronOf('1'))
    } finally {
      await client.end()
    }
  })

  test('[NET-7, NET-17] stays in the group it is in, joins that of its copy where others share it, and else brings the catalogue as its own', async ({
    skip,
  }) => {
    skip(postgresReason !== undefined, postgresReason)
    const [one, beside] = [toLibraryId('one'), toLibraryId('beside')]
    const file = join(mkdtempSync(join(folder, 'group-')), 'both.db')
    const before = new SqliteStore(file)
    await before.createLibrary({ id: one, name: 'Marzin', isDemo: false })
    await before.createLibrary({ id: beside, name: 'Valmont', isDemo: false })
    await before.transact(one, (transaction) => transaction.writeEntries([anEntry('0001')]))
    for (const id of [one, beside]) await before.transact(id, (transaction) => transaction.shareCatalogue('haut', false))
    // A head tells a library that was used.
    for (const id of [one, beside]) await before.transact(id, (transaction) => transaction.writeRow(aPatronOf('1'), now))
    await before.close()
    const url = await emptied(postgres)
    expect(await restorePostgres(file, url, false)).toMatchObject({ ok: true })
    const store = open(url)
    const remove = async (id: LibraryId) => expect(await store.removeLibrary(id, await store.standing(id))).toBe(true)
    /** Put back: what is said of its group, in which it is, and its catalogue. */
    const putBack = async (from: string) => {
      const done = await restorePostgres(from, url, true, 'marzin')
      const library = (await store.libraries()).find(({ id }) => id === one)
      const barcodes = await store.read(one, async (reader) => [...(await reader.catalogue())].map(({ barcode }) => `${barcode}`))
      return [done.ok && done.group, library?.recordGroup, barcodes]
    }
    const inGroup = [{ name: 'haut', isIn: true }, 'haut', ['0001', '0002']]
    await store.transact(beside, (transaction) => transaction.writeEntries([anEntry('0002')]))
    expect(await putBack(file)).toEqual(inGroup)
    // An export names no group.
    const alone = join(folder, 'marzin.db')
    expect(await exportLibrary(store, one, alone)).toMatchObject({ ok: true })
    expect(await putBack(alone)).toEqual(inGroup)
    await remove(one)
    expect(await putBack(file)).toEqual(inGroup)
    await remove(beside)
    expect(await putBack(alone)).toEqual(inGroup)
    await remove(one)
    expect(await putBack(file)).toEqual([{ name: 'haut', isIn: false }, undefined, ['0001']])
    // Here it is in none, and stays in none, though another now names its own likewise.
    await store.createLibrary({ id: beside, name: 'Valmont', isDemo: false })
    await store.transact(beside, async (transaction) => {
      await transaction.writeEntries([anEntry('0003')])
      await transaction.shareCatalogue('haut', false)
    })
    expect(await putBack(file)).toEqual([{ name: 'haut', isIn: false }, undefined, ['0001']])
    expect(await store.read(beside, async (reader) => [...(await reader.catalogue())].length)).toBe(1)
  })

  test('is put back while another writes, and neither waits for the other’s numbers', async ({ skip }) => {
    skip(postgresReason !== undefined, postgresReason)
    const { url, one, beside, keep, file, client, receiptsOf } = await twoAndAFile()
    const keeper = new pg.Client({ connectionString: url })
    await keeper.connect()
    try {
      // What it is to write after its receipts is another's until that one ends: it stands still there.
      await keeper.query('DELETE FROM catalogue_item')
      await keeper.query('BEGIN')
      await keeper.query(`INSERT INTO catalogue_item SELECT * FROM json_populate_record(null::catalogue_item, $1)`, [
        JSON.stringify({
          ...{ library: one, barcode: '0001', record_id: '', title: '', author: '', document_type: '', audience: '', call_number: '' },
          ...{ location: '', isbn: '', year: '', lent: 0, publisher: '', language: '' },
        }),
      ])
      let isBack = false
      const restored = restorePostgres(file, url, true, 'marzin').finally(() => {
        isBack = true
      })
      const waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'INSERT INTO catalogue_item%'"
      await expect.poll(async () => (await client.query(waiting)).rowCount).toBe(1)
      await keep(beside, 'e', 'f')
      expect([isBack, await receiptsOf(beside)]).toEqual([false, ['d', 'e', 'f']])
      await keeper.query('ROLLBACK')
      expect(await restored).toMatchObject({ ok: true })
      await keep(beside, 'g')
      await keep(one, 'h')
      expect([await receiptsOf(one), await receiptsOf(beside)]).toEqual([
        ['a', 'b', 'c', 'h'],
        ['d', 'e', 'f', 'g'],
      ])
    } finally {
      await keeper.end()
      await client.end()
    }
  })
})

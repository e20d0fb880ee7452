/**
 * A whole library goes in: 58,000 documents, 3,260 patrons and a day of orders as an ILS exports them, with its overfull slots and its
 * barcodes wanted twice. The files are too large for this repository: PTE_DATA names their folder, and without it these are skipped.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { shareBarcodes } from '../../src/domain/order/share-barcodes.ts'
import { type ImportReport, importFiles } from '../../src/endpoint/connectors/file/import-files.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'

const data = process.env.PTE_DATA
const library = toLibraryId('main')

describe.skipIf(data === undefined)(`a whole library${data === undefined ? ' (skipped: PTE_DATA is not set)' : ''}`, () => {
  let folder: string
  let store: SqliteStore
  let first: ImportReport
  let again: ImportReport
  let headAfterFirst: number
  const head = async (): Promise<number> => (await store.read(library, (reading) => reading.library())).head

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pte-whole-'))
    store = new SqliteStore(join(folder, 'library.sqlite'))
    const from = (name: string): string => join(data ?? '', name)
    const orders = join(folder, 'orders.csv')
    writeFileSync(orders, execFileSync(process.execPath, [from('make-orders.mjs'), '--day', '2026-11-25']))
    const run = async (makesLibrary: boolean): Promise<ImportReport> => {
      const outcome = await importFiles(store, {
        files: { catalogue: from('catalogue-58000.csv.gz'), patrons: from('patrons-3260.csv.gz'), orders },
        library: undefined,
        libraryName: 'Médiathèque',
        zone: 'Europe/Paris',
        makesLibrary,
        replaceDemo: false,
        asOf: undefined,
        isWhole: false,
        dataDir: folder,
        now: () => toInstant(Date.parse('2026-11-25T08:00:00Z')),
      })
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusal))
      return outcome.value
    }
    first = await run(true)
    headAfterFirst = await head()
    again = await run(false)
  })
  afterAll(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  it('every document, patron and order goes in, without a rejected row', () => {
    expect(first.catalogue).toMatchObject({ rowCount: 58_000, rejected: [], counts: { added: 58_000 } })
    expect(first.patrons).toMatchObject({ rowCount: 3260, rejected: [], counts: { added: 3260 } })
    expect(first.orders).toMatchObject({ rejected: [], counts: { added: 84 } })
  })

  it('[ORD-6] overfull slots are taken, no case is opened, and each barcode goes to one line', async () => {
    const { orders, slots, cases } = await store.read(library, async (reading) => ({
      orders: await reading.rowsOf('order'),
      slots: await reading.rowsOf('slot'),
      cases: await reading.rowsOf('case'),
    }))
    expect(orders).toHaveLength(84)
    expect(Math.max(...slots.map((slot) => slot.orderIds.length))).toBeGreaterThan(4)
    expect(cases).toEqual([])
    const asked = orders.flatMap((order) => order.lines.filter((line) => line.wanted.kind === 'item'))
    expect(asked.length - shareBarcodes(orders).size).toBe(first.orders?.counts.sharedBarcodes)
  })

  it('each record that an order wants is in the base with its copies', async () => {
    const { orders, records } = await store.read(library, async (reading) => ({
      orders: await reading.rowsOf('order'),
      records: new Map((await reading.rowsOf('record')).map((record) => [record.id, record])),
    }))
    const wanted = orders.flatMap((order) => order.lines.flatMap((line) => (line.wanted.kind === 'wish' ? [] : [line.wanted])))
    expect(wanted.every(({ recordId }) => (records.get(recordId)?.copies.length ?? 0) > 0)).toBe(true)
  })

  it('the rules of cards and documents are told apart by their first digits', async () => {
    const settings = await store.read(library, async (reading) => reading.row('settings', 'settings'))
    expect(settings?.cardRule).toEqual({ pattern: '^2333\\d{10}$', check: 'luhn' })
    expect(settings?.itemRule).toEqual({ pattern: '^3333\\d{10}$', check: 'luhn' })
  })

  it('the same files again change nothing', async () => {
    expect(again.catalogue?.counts).toMatchObject({ added: 0, updated: 0, unchanged: 58_000, removed: 0 })
    expect(again.patrons?.counts).toMatchObject({ added: 0, updated: 0, unchanged: 3260, removed: 0 })
    expect(again.orders?.counts).toMatchObject({ added: 0, updated: 0, unchanged: 84, gone: 0 })
    expect(await head()).toBe(headAfterFirst)
  })
})

/**
 * P13, import: the catalogue file of 58,000 documents into a fresh database, beside a bare insert of the very rows it leaves there.
 * Runs in Node on files of PTE_DATA, interleaved A B A B. Durability of both: WAL, synchronous=FULL, fsync at commit; the bare insert is
 * one prepared statement in one transaction into the same table with the same index. Ours includes reading, decoding, judging.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { toInstant } from '../../src/domain/instant.ts'
import type { ImportStep, importFiles } from '../../src/endpoint/connectors/file/import-files.ts'
import type { readBytes } from '../../src/endpoint/connectors/file/read-bytes.ts'
import type { readCatalogue } from '../../src/endpoint/connectors/file/read-catalogue.ts'
import type { openStore } from '../../src/endpoint/storage/open-store.ts'
import { buildProduct, type Load } from './built-product.ts'
import { judge, Measurement } from './measurement.ts'

interface Product {
  readonly importFiles: typeof importFiles
  readonly readBytes: typeof readBytes
  readonly readCatalogue: typeof readCatalogue
  readonly openStore: typeof openStore
}

const parts = ['connectors/file/import-files', 'connectors/file/read-bytes', 'connectors/file/read-catalogue', 'storage/open-store'].map(
  (path) => `src/endpoint/${path}.ts`,
)

/** Milliseconds. */
interface ImportTimes {
  readonly whole: number
  readonly read: number
  readonly write: number
  readonly publish: number
}

/** What the import left in its catalogue, in the order of the file, and the statements that make such a table. */
const readRows = (dataDir: string, barcodes: readonly string[]) => {
  const database = new Database(join(dataDir, 'desk.db'), { readonly: true })
  const schema = database.prepare("SELECT sql FROM sqlite_schema WHERE tbl_name = 'catalogue_item' AND sql IS NOT NULL").pluck().all()
  // One by one: rows that were sorted afterwards would lie scattered in memory, and slow the bare insert down.
  const read = database.prepare('SELECT * FROM catalogue_item WHERE library = (SELECT id FROM library) AND barcode = ?').raw()
  const rows = barcodes.map((barcode) => read.get(barcode) as unknown[])
  database.close()
  return { schema: schema.map(String), rows }
}

const insertBare = (folder: string, { schema, rows }: ReturnType<typeof readRows>): number => {
  const startedAt = performance.now()
  const database = new Database(join(folder, 'bare.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  for (const statement of schema) database.exec(statement)
  const insert = database.prepare(`INSERT INTO catalogue_item VALUES (${(rows[0] ?? []).map(() => '?').join(',')})`)
  database.transaction(() => {
    for (const row of rows) insert.run(...row)
  })()
  database.close()
  return performance.now() - startedAt
}

/** Of all threads: what another program's load on the machine changes least. */
const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000

/** Runs the benchmark; `--runs N` [10]. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const file = join(process.env.PTE_DATA ?? '', 'catalogue-58000.csv.gz')
  if (process.env.PTE_DATA === undefined || !existsSync(file)) {
    console.log('skipped: PTE_DATA names no folder with catalogue-58000.csv.gz')
    return
  }
  const runs = Number(options[options.indexOf('--runs') + 1] ?? 10) || 10
  const { importFiles, openStore, readBytes, readCatalogue } = await buildProduct<Product>(load, 'import', parts)
  const bytes = await readBytes(file)
  const reading = bytes.ok ? readCatalogue(bytes.value) : bytes
  if (!reading.ok) throw new Error(JSON.stringify(reading.refusal))
  const barcodes = reading.value.rows.map(({ barcode }) => barcode)
  const measurement = new Measurement('import')

  const importOnce = async (dataDir: string): Promise<ImportTimes> => {
    const startedAt = performance.now()
    const beganAt = new Map<ImportStep['step'], number>()
    const store = openStore({ dataDir, databaseUrl: undefined })
    const result = await importFiles(store, {
      files: { catalogue: file },
      library: undefined,
      libraryName: 'Bench',
      zone: 'Europe/Paris',
      makesLibrary: true,
      replaceDemo: false,
      asOf: undefined,
      isWhole: false,
      dataDir,
      now: () => toInstant(Date.now()),
      onStep: ({ step }) => {
        if (!beganAt.has(step)) beganAt.set(step, performance.now())
      },
    })
    await store.close()
    if (!result.ok) throw new Error(JSON.stringify(result.refusal))
    const endedAt = performance.now()
    const [writing = endedAt, publishing = endedAt] = [beganAt.get('write'), beganAt.get('publish')]
    return { whole: endedAt - startedAt, read: writing - startedAt, write: publishing - writing, publish: endedAt - publishing }
  }

  for (let turn = 0; turn <= runs; turn++) {
    const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
    const before = process.cpuUsage()
    const ours = await importOnce(folder)
    const oursCpu = milliseconds(process.cpuUsage(before))
    const rows = readRows(folder, barcodes)
    const beforeBare = process.cpuUsage()
    const bare = insertBare(folder, rows)
    const bareCpu = milliseconds(process.cpuUsage(beforeBare))
    rmSync(folder, { recursive: true })
    if (turn === 0) continue
    measurement.take('import of the file', ours.whole, 'ms', { rows: rows.rows.length })
    measurement.take('  of which reading, judging and making the tablets’ file', ours.read, 'ms')
    measurement.take('  of which writing rows, the file compressed meanwhile', ours.write, 'ms')
    measurement.take('  of which putting the file on disk and closing', ours.publish, 'ms')
    measurement.take('bare insert', bare, 'ms', { rows: rows.rows.length })
    measurement.take('import of the file, processor', oursCpu, 'ms')
    measurement.take('bare insert, processor', bareCpu, 'ms')
  }
  measurement.table()
  const ratio = (suffix: string): number =>
    measurement.summary(`import of the file${suffix}`).median / measurement.summary(`bare insert${suffix}`).median
  judge('import ÷ bare insert', ratio(''), 4, ' ×')
  console.log(`  of processor time: ${ratio(', processor').toFixed(2)} ×`)
}

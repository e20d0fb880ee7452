/**
 * A folder and a library of its own for each test of an import, and the same function as `npm run import` on them. Runs in vitest.
 */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { RowKind, RowOf } from '../../src/domain/row/desk-state.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'

export const library = toLibraryId('main')
export const now = toInstant(Date.parse('2026-11-25T08:00:00Z'))
export const barcodes = ['33331000000014', '33331000000022', '33331000000030', '33331000000048']
export const cards = ['23333000000172', '23333000000347', '23333000000511']

/** Two records, of which each copy has the title of the first; a title with a comma stays as it is. */
export const catalogueText = (...titles: readonly string[]): string =>
  [
    'barcode,record,title,author,type,cote,location',
    ...titles.map((title, i) => `${barcodes[i]},R${i % 2},${title.includes(',') ? title : titles[i % 2]},Auteur,livre,R AUT,Adultes`),
  ].join('\n')
export const patronsText = (loans = 2, ...left: readonly string[]): string =>
  [
    'carte;nom;prénom;catégorie;expiration;prêts en cours',
    ...cards.filter((card) => !left.includes(card)).map((card, i) => `${card};NOM${i};Prénom;adulte;31/12/2027;${loans}`),
  ].join('\r\n')
export const ordersText = (...rows: readonly string[]): string =>
  ['order,card,slot_date,slot_time,source,record,barcode,note', ...rows].join('\n')

/** Prepared before each test of the file that calls this, and taken away after. */
export const importTrial = () => {
  let folder: string
  let store: SqliteStore
  let said = ''
  let complained = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pte-import-'))
    store = new SqliteStore(join(folder, 'data', 'library.sqlite'))
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const put = (name: string, content: string | Uint8Array, at = now as number): string => {
    const path = join(folder, name)
    writeFileSync(path, content)
    utimesSync(path, at / 1000, at / 1000)
    return path
  }
  const run = async (...args: readonly string[]): Promise<number> => {
    said = ''
    complained = ''
    const made = args.includes('--new-library') || (await store.libraries()).length > 0
    return runImport(made ? args : [...args, '--new-library'], {
      // The command closes its store; the test's own stays open, as the endpoint's would.
      openStore: () => new SqliteStore(join(folder, 'data', 'library.sqlite')),
      dataDir: join(folder, 'data'),
      libraryName: 'Médiathèque de Salins',
      zone: 'Europe/Paris',
      now: () => now,
      output: { write: (text) => (said += text) },
      errors: { write: (text) => (complained += text) },
    })
  }
  const rowsOf = <K extends RowKind>(kind: K): Promise<readonly RowOf<K>[]> => store.read(library, async (reading) => reading.rowsOf(kind))
  const head = async (): Promise<number> => (await store.read(library, (reading) => reading.library())).head
  const orderOf = async (ilsNumber: string) => {
    const found = (await rowsOf('order')).find((order) => order.ilsNumber === ilsNumber)
    if (found === undefined) throw new Error(`no order ${ilsNumber}`)
    return found
  }
  const importAll = (...orders: readonly string[]): Promise<number> =>
    run(
      '--catalogue',
      put('catalogue.csv', catalogueText('Un', 'Deux', 'Trois', 'Quatre')),
      '--patrons',
      put('patrons.csv', patronsText()),
      '--orders',
      put('orders.csv', ordersText(...orders)),
    )
  return {
    get folder() {
      return folder
    },
    get store() {
      return store
    },
    /** What the last command wrote, and what it complained of. */
    get said() {
      return said
    },
    get complained() {
      return complained
    },
    put,
    run,
    rowsOf,
    head,
    orderOf,
    importAll,
  }
}

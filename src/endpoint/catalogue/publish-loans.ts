/**
 * What the ILS has on loan, of the whole catalogue, for tablets: a bit for each document, in a file beside the catalogue's and named in the
 * same row (PHONE-4). Runs on the endpoint, after each list of loans and each new catalogue file, whose numbers it follows.
 */

import { mkdir, rm } from 'node:fs/promises'
import { buildLentItems } from '../../catalogue/lent-items.ts'
import { openFile } from '../../catalogue/open-file.ts'
import type { LibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Store } from '../storage/store.ts'
import { catalogueFolder, filePath, hashOf, readIfThere, recordsFolder, writeWhole } from './catalogue-files.ts'
import { lentByIls, readIlsLoans } from './ils-loans.ts'
import { writeCatalogueRow } from './loans-as-of.ts'

/** Writes nothing where no list said what is on loan, or no catalogue is published. */
export const publishLoans = async (store: Store, libraryId: LibraryId, dataDir: string, now: Instant): Promise<void> => {
  const folder = catalogueFolder(dataDir, libraryId)
  const { row, barcodes, library } = await store.read(libraryId, async (reader) => {
    const loans = await readIlsLoans(reader)
    return {
      library: await reader.library(),
      row: await reader.row('catalogue', 'catalogue'),
      barcodes: loans && lentByIls(loans, await reader.rowsOf('item')),
    }
  })
  if (row?.hash === undefined || barcodes === undefined) return
  const open = async (hash: string) => {
    const bytes = await readIfThere(filePath(recordsFolder(dataDir, library), hash))
    const opened = bytes && openFile(bytes.buffer)
    return opened?.ok === true ? opened.value : undefined
  }
  const [whole, changes] = [await open(row.hash), row.changes && (await open(row.changes.hash))]
  if (whole === undefined || (row.changes !== undefined && changes === undefined)) return
  const bits = buildLentItems(barcodes, whole, changes)
  const lent = { hash: hashOf(bits), bytes: bits.length }
  const path = filePath(folder, lent.hash)
  await mkdir(folder, { recursive: true })
  if ((await readIfThere(path)) === undefined) await writeWhole(path, bits)
  if (lent.hash === row.lent?.hash) return
  const isNamed = await store.transact(libraryId, async (transaction) => {
    const current = await transaction.row('catalogue', 'catalogue')
    // Another process published meanwhile, and told its own loans: these bits are of files that are named no more.
    const isOfThese = current?.hash === row.hash && current?.changes?.hash === row.changes?.hash
    return current !== undefined && isOfThese && (await writeCatalogueRow(transaction, { ...current, lent }, now))
  })
  // Who is fetching it asks again with the next exchange, for the one that is named now.
  if (isNamed && row.lent !== undefined) await rm(filePath(folder, row.lent.hash), { force: true })
}

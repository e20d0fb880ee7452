/**
 * Writes of one library in PostgreSQL: the SQL of every store, save in one act. Runs on the endpoint and in its commands.
 * A catalogue's documents are written a thousand in one question: one by one would be slow over a network.
 */
import { lockGroup } from './record-group.ts'
import { SqlTransaction } from './sql-transaction.ts'
import type { CatalogueEntry } from './store.ts'
import { entryColumns, updateChangedEntry } from './upsert-entry.ts'

/** Documents in one question. */
const sliceSize = 1000

export class PostgresTransaction extends SqlTransaction {
  override async writeEntries(entries: Iterable<CatalogueEntry>): Promise<{ readonly seen: number; readonly changed: number }> {
    // The library is this transaction's alone; what it shares is another's too.
    if (this.recordGroup !== undefined) await lockGroup(this.connection, this.recordGroup)
    let seen = 0
    let changed = 0
    // By barcode, the last one wins: one insert may not touch a document twice.
    const slice = new Map<string, CatalogueEntry>()
    const insert = async (): Promise<void> => {
      changed += await this.connection.run(
        `INSERT INTO catalogue_item (${entryColumns}) SELECT ?::text, entry.* FROM json_to_recordset(?::json) AS entry (barcode text, "recordId" text,
           title text, author text, "documentType" text, audience text, "callNumber" text, location text, "arrivedOn" text, isbn text,
           year text, lent integer, publisher text, immobility text, language text) ${updateChangedEntry}`,
        this.catalogueKey,
        JSON.stringify(
          [...slice.values()].map((entry) => ({
            ...entry,
            lent: entry.lent ?? 0,
            publisher: entry.publisher ?? '',
            language: entry.language ?? '',
          })),
        ),
      )
      slice.clear()
    }
    for (const entry of entries) {
      seen += 1
      slice.set(entry.barcode, entry)
      if (slice.size === sliceSize) await insert()
    }
    if (slice.size > 0) await insert()
    return { seen, changed }
  }
}

/**
 * Whoever of a demo's patrons may order on the public page. Runs in the journeys, beside a running endpoint, from its file: no route tells it.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { RunningLibrary } from './running-library.ts'

/** A demo patron with an address and no order yet, who may borrow. The card stays valid for a week: some demo cards are expired. */
export const aPatronOf = (library: RunningLibrary): { readonly card: string; readonly email: string } => {
  const database = new Database(join(library.dataDir, 'desk.db'), { readonly: true })
  const sql = `SELECT card, email FROM patron_address WHERE card IN (SELECT id FROM row WHERE kind = 'patron' AND json NOT LIKE '%"blocked"%'
    AND json LIKE '%"category":"adulte"%' AND json_extract(json, '$.expiresOn') > date('now', '+7 days')) AND card NOT IN (SELECT json_extract(json, '$.card') FROM row WHERE kind = 'order' AND json IS NOT NULL) LIMIT 1`
  const found = database.prepare(sql).get() as { card: string; email: string }
  database.close()
  return found
}

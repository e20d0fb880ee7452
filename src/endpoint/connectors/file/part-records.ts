/**
 * Documents that bear one record number and unlike titles are no one work: a spreadsheet rounded the number, or wrote the same everywhere.
 * Those of the commonest title keep it, each other one is a record of its own, and the report says so. Pure; runs in the endpoint's commands.
 */
import { foldText } from '../../../domain/fold-text.ts'
import { type RecordId, toRecordId } from '../../../domain/ids.ts'
import type { CatalogueEntry } from '../../storage/stored.ts'
import type { Note } from './import-finding.ts'

/** Record numbers that the report shows. */
const numbersShown = 3

/** One begins like the other: a subtitle, an author after a slash. */
const isLike = (title: string, other: string): boolean => title.startsWith(other) || other.startsWith(title)

export const partRecords = (
  rows: readonly CatalogueEntry[],
): { readonly rows: readonly CatalogueEntry[]; readonly notes: readonly Note[] } => {
  const firstTitle = new Map<RecordId, string>()
  const suspect = new Set<RecordId>()
  for (const { recordId, title } of rows) {
    const first = firstTitle.get(recordId)
    if (first === undefined) firstTitle.set(recordId, title)
    else if (first !== title) suspect.add(recordId)
  }
  if (suspect.size === 0) return { rows, notes: [] }
  const counts = new Map<RecordId, Map<string, number>>()
  for (const { recordId, title } of rows) {
    if (!suspect.has(recordId)) continue
    const ofRecord = counts.get(recordId) ?? new Map<string, number>()
    const folded = foldText(title)
    ofRecord.set(folded, (ofRecord.get(folded) ?? 0) + 1)
    counts.set(recordId, ofRecord)
  }
  const main = new Map([...counts].map(([recordId, ofRecord]) => [recordId, [...ofRecord].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']))
  const numbers = new Set<RecordId>()
  let parted = 0
  const apart = rows.map((row) => {
    const title = main.get(row.recordId)
    if (title === undefined || isLike(foldText(row.title), title)) return row
    numbers.add(row.recordId)
    parted++
    return { ...row, recordId: toRecordId(`ex-${row.barcode}`) }
  })
  const shown = [...numbers].slice(0, numbersShown)
  return { rows: apart, notes: parted === 0 ? [] : [{ kind: 'records-parted', rows: parted, records: numbers.size, numbers: shown }] }
}

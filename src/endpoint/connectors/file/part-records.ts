/**
 * Documents that bear one record number and unlike titles are no one work: a spreadsheet rounded the number, or wrote the same everywhere.
 * Those of the commonest title keep it, each other one is a record of its own, and the report says so. An ISBN puts nothing together: it is
 * told alone. Pure; runs in the endpoint's commands.
 */
import { foldText } from '../../../domain/fold-text.ts'
import { toRecordId } from '../../../domain/ids.ts'
import type { CatalogueEntry } from '../../storage/stored.ts'
import type { Note } from './import-finding.ts'

/** Record numbers that the report shows. */
const numbersShown = 3

/** One begins like the other: a subtitle, an author after a slash. */
const isLike = (title: string, other: string): boolean => {
  const [short = '', long = ''] = title.length < other.length ? [title, other] : [other, title]
  return long.startsWith(short) && !/^[a-z0-9]/.test(long.slice(short.length))
}

/** Rows that bear a number beside the commonest title that bears it, and are unlike that title. */
const findUnlike = (rows: readonly CatalogueEntry[], column: 'recordId' | 'isbn'): ReadonlySet<CatalogueEntry> => {
  const firstTitle = new Map<string, string>()
  const suspect = new Set<string>()
  for (const { [column]: number = '', title } of rows) {
    const first = firstTitle.get(number)
    if (first === undefined) firstTitle.set(number, title)
    else if (first !== title && number !== '') suspect.add(number)
  }
  const ofSuspect = rows.filter(({ [column]: number = '' }) => suspect.has(number))
  const counts = new Map<string, Map<string, number>>()
  for (const { [column]: number = '', title } of ofSuspect) {
    const ofNumber = counts.get(number) ?? new Map<string, number>()
    const folded = foldText(title)
    ofNumber.set(folded, (ofNumber.get(folded) ?? 0) + 1)
    counts.set(number, ofNumber)
  }
  const main = new Map([...counts].map(([number, ofNumber]) => [number, [...ofNumber].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']))
  return new Set(ofSuspect.filter(({ [column]: number = '', title }) => !isLike(foldText(title), main.get(number) ?? '')))
}

export const partRecords = (
  rows: readonly CatalogueEntry[],
): { readonly rows: readonly CatalogueEntry[]; readonly notes: readonly Note[] } => {
  const unlike = findUnlike(rows, 'recordId')
  const note = (kind: 'records-parted' | 'isbn-shared', found: ReadonlySet<CatalogueEntry>): readonly Note[] => {
    const numbers = [...new Set([...found].map((row) => (kind === 'isbn-shared' ? (row.isbn ?? '') : row.recordId)))]
    return found.size === 0 ? [] : [{ kind, rows: found.size, records: numbers.length, numbers: numbers.slice(0, numbersShown) }]
  }
  return {
    rows: unlike.size === 0 ? rows : rows.map((row) => (unlike.has(row) ? { ...row, recordId: toRecordId(`ex-${row.barcode}`) } : row)),
    notes: [...note('records-parted', unlike), ...note('isbn-shared', findUnlike(rows, 'isbn'))],
  }
}

/**
 * What tells documents of one title and one author from each other: the type, the year, the publisher, then the call number. Runs
 * everywhere.
 * Whoever holds one of two that look alike must see which of the two rows it is. Where nothing looks alike, nothing is added.
 */

import { foldText } from '../fold-text.ts'
import type { RecordId } from '../ids.ts'
import type { CatalogueItem } from './record.ts'

/** A record as a row shows it, and what it may be told by. */
export interface LikeAnother extends Pick<CatalogueItem, 'recordId' | 'title' | 'author' | 'documentType' | 'year' | 'publisher'> {
  /** Left out where the row shows it already. */
  readonly callNumber?: string | undefined
}

type Mark = 'documentType' | 'year' | 'publisher' | 'callNumber'

/** The fewest words first. */
const marksToTry: readonly (readonly Mark[])[] = [
  ['documentType'],
  ['year'],
  ['documentType', 'year'],
  ['publisher'],
  ['documentType', 'year', 'publisher'],
  ['callNumber'],
  ['documentType', 'year', 'publisher', 'callNumber'],
]

const textOf = (record: LikeAnother, marks: readonly Mark[]): string =>
  marks
    .map((mark) => (record[mark] ?? '').trim())
    .filter((part) => part !== '')
    .join(', ')

const areTold = (texts: readonly string[]): boolean => !texts.includes('') && new Set(texts).size === texts.length

/** By record, what is to be said beside its title. A record that looks like no other is not in it, nor one of which nothing more is known. */
export const tellApart = (records: readonly LikeAnother[]): ReadonlyMap<RecordId, string> => {
  const groups = new Map<string, Map<RecordId, LikeAnother>>()
  for (const record of records) {
    const key = `${foldText(record.title)}\n${foldText(record.author)}`
    const group = groups.get(key) ?? new Map<RecordId, LikeAnother>()
    groups.set(key, group)
    // Several copies of one record are one: any of them answers for it.
    if (!group.has(record.recordId)) group.set(record.recordId, record)
  }
  const told = new Map<RecordId, string>()
  for (const group of groups.values()) {
    if (group.size < 2) continue
    const alike = [...group.values()]
    const known = marksToTry.filter((marks) => areTold(alike.map((record) => textOf(record, marks))))
    const marks = known[0] ?? marksToTry.at(-1) ?? []
    for (const record of alike) {
      const text = textOf(record, marks)
      if (text !== '') told.set(record.recordId, text)
    }
  }
  return told
}

/** « Germinal (1998) » */
export const titleToldApart = (title: string, apart: string | undefined): string => (apart === undefined ? title : `${title} (${apart})`)

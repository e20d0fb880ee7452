/**
 * Values that we do not understand, in a column that we do read: how many, and the first of each with its line. Runs in the endpoint's
 * commands. The report names the column as read, so it must say which of its values were not.
 */
import type { Note, UnreadValue } from './import-finding.ts'

/** Characters of a value: two that begin alike are one. */
const valueLength = 40
/** Dates are all different: the first thousand tell as much as all. */
const valuesKept = 1000
/** Of which the report shows the commonest. */
const valuesShown = 3

export interface UnreadValues {
  add(line: number, value: string): void
  notes(header: string, kind?: 'values-unread' | 'blocks-unread'): readonly Note[]
}

export const createUnreadValues = (): UnreadValues => {
  const byValue = new Map<string, { value: string; line: number; rows: number }>()
  let rows = 0
  return {
    add: (line, raw) => {
      const value = raw.trim().slice(0, valueLength)
      rows++
      const known = byValue.get(value)
      if (known !== undefined) known.rows++
      else if (byValue.size < valuesKept) byValue.set(value, { value, line, rows: 1 })
    },
    notes: (header, kind = 'values-unread') => {
      if (rows === 0) return []
      const values: readonly UnreadValue[] = [...byValue.values()].sort((a, b) => b.rows - a.rows || a.line - b.line).slice(0, valuesShown)
      return [{ kind, header, rows, values }]
    },
  }
}

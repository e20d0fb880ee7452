/**
 * Values of a column that is read, and that say nothing to us: counted, with the first of each and its line. Runs in the endpoint's commands.
 * A header that counts as read promises that its values are.
 */
import type { Note, UnreadValue } from './import-finding.ts'

export interface UnreadValues {
  add(line: number, value: string): void
  notes(header: string): readonly Note[]
}

export const createUnreadValues = (): UnreadValues => {
  const byValue = new Map<string, { value: string; line: number; rows: number }>()
  let rows = 0
  return {
    add: (line, raw) => {
      const value = raw.trim().slice(0, 40)
      rows++
      const known = byValue.get(value)
      if (known !== undefined) known.rows++
      // Dates are all different: the first thousand tell as much.
      else if (byValue.size < 1000) byValue.set(value, { value, line, rows: 1 })
    },
    notes: (header) => {
      if (rows === 0) return []
      const values: readonly UnreadValue[] = [...byValue.values()].sort((a, b) => b.rows - a.rows || a.line - b.line).slice(0, 3)
      return [{ kind: 'values-unread', header, rows, values }]
    },
  }
}

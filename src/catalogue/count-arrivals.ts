/**
 * How many copies of the catalogue arrived on which day (SET-2): its week's file, with what changed since in the place of what it replaces.
 * Runs in a tablet's worker. Read from the file's columns: nothing but days is decoded.
 */
import { fromDayNumber, type LocalDate } from '../domain/local-date.ts'
import { unknownDay } from './catalogue-format.ts'
import { type OpenFile, openFile } from './open-file.ts'
import { readSections } from './read-sections.ts'

const openDays = (buffer: ArrayBuffer): { readonly file: OpenFile; readonly days: Uint32Array } | undefined => {
  const [file, sections] = [openFile(buffer), readSections(buffer)]
  return file.ok && sections.ok ? { file: file.value, days: sections.value.numbers('itemArrivals') } : undefined
}

/** Copies whose day the ILS gave; undefined: a file does not open. */
export const countArrivals = (
  buffer: ArrayBuffer,
  changesBuffer?: ArrayBuffer,
): readonly (readonly [day: LocalDate, copies: number])[] | undefined => {
  const whole = openDays(buffer)
  const changes = changesBuffer && openDays(changesBuffer)
  if (whole === undefined || (changesBuffer !== undefined && changes === undefined)) return undefined
  const counts = new Map<number, number>()
  const add = (days: Uint32Array, step: 1 | -1, items: Iterable<number> = days.keys()): void => {
    for (const item of items) {
      const day = days[item] ?? unknownDay
      if (day !== unknownDay) counts.set(day, (counts.get(day) ?? 0) + step)
    }
  }
  add(whole.days, 1)
  if (changes !== undefined) {
    add(changes.days, 1)
    const changed = Array.from({ length: changes.file.recordCount }, (_, record) => changes.file.recordIdAt(record))
    for (const id of new Set([...changes.file.removed(), ...changed])) {
      const record = whole.file.findRecord(id)
      if (record !== -1) add(whole.days, -1, whole.file.itemsOf(record))
    }
  }
  // `| 0` gives days before 1970 their sign back.
  return [...counts].filter(([, copies]) => copies > 0).map(([day, copies]) => [fromDayNumber(day | 0), copies])
}

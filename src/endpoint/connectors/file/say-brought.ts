/**
 * The report of an import as a tablet reads it: the same findings and the same sentences as the command prints, told apart (IMP-1).
 * Runs in the endpoint's commands. What a sentence says of the command's options is left out: a screen has none.
 */
import type { LocalDate } from '../../../domain/local-date.ts'
import { type BroughtReport, mostLines } from '../../../protocol/imports.ts'
import type { FileKind, RowUnit } from './column.ts'
import { type FileReport, type ImportReport, readText } from './import-files.ts'
import type { Note } from './import-finding.ts'
import type { ImportText } from './import-text-fr.ts'
import type { FilesSay } from './read-files.ts'

/** Signs of a rejected line that are shown, rows as the desk shows them, and signs of a card in these. */
const [lineSigns, rowsShown, cardSigns] = [200, 5, 4]

/** « …, ajoutez --whole » says nothing to whoever has no command. */
export const withoutOptions = (sentence: string): string => sentence.replace(/(?:\.|\s?:) [^.:]*--[a-z].*$/s, '')

const toGuard = (note: Note, rows: number): NonNullable<BroughtReport['guard']>[] => {
  if (note.kind === 'list-withheld')
    return [{ why: 'strange', type: note.would, of: note.known, before: [...note.before], now: [...note.now] }]
  if (note.kind === 'removal-withheld') return [{ why: 'part', type: note.would, of: note.of, before: [], now: [] }]
  return note.kind === 'removal-withheld-cut' ? [{ why: 'cut', type: rows, of: note.of, before: [], now: [] }] : []
}

const toShown = ({ catalogue, patrons, orders }: FilesSay, kind: FileKind): BroughtReport['shown'] => {
  const join = (...texts: readonly (string | undefined)[]): string => texts.filter(Boolean).join(', ')
  const ofCard = (card: string): string => `·· ${card.slice(-cardSigns)}`
  if (kind === 'catalogue')
    return (catalogue?.list.rows ?? [])
      .slice(0, rowsShown)
      .map(({ title, author, callNumber }) => ({ name: title, say: join(author, callNumber) }))
  if (kind === 'orders')
    return (orders?.list.rows ?? [])
      .slice(0, rowsShown)
      .map(({ card, ilsNumber, date, time }) => ({ name: ofCard(card), say: ilsNumber ?? '', day: date, time }))
  return (patrons?.list.rows ?? []).slice(0, rowsShown).map(({ id, surname, firstName, category, expiresOn, blocked }) => ({
    name: join(surname, firstName),
    say: join(ofCard(id), category, blocked),
    day: expiresOn,
  }))
}

export const sayBrought = async (report: ImportReport, kind: FileKind, path: string, today: LocalDate, text: ImportText) => {
  const part: FileReport<unknown> | undefined = report[kind]
  const counts = kind === 'orders' ? report.orders?.counts : report[kind]?.counts
  const { says } = report
  if (part === undefined || counts === undefined || says === undefined) return undefined
  const unit: RowUnit = part.records === undefined ? 'line' : 'record'
  const { rowCount: rows, rejected, notes } = part
  const decoded = rejected.length > 0 && unit === 'line' ? await readText(path) : undefined
  const texts = decoded?.ok === true ? decoded.value.split(/\r\n|\r|\n/) : []
  const mended = notes.flatMap((note) => (note.kind === 'numbers-mended' ? note.numbers : note.kind === 'accents-mended' ? note.cells : []))
  const lines = [
    ...rejected.map(({ line, record = '', reason }) => ({
      line,
      text: (unit === 'line' ? (texts[line - 1] ?? '') : record).slice(0, lineSigns),
      say: withoutOptions(text.reason(reason, unit)),
    })),
    ...mended.map(({ line, before, after }) => ({ line, text: before, say: `→ ${after}` })),
  ]
  const cannot = says.patrons?.list.rows.filter(({ blocked, expiresOn = today }) => blocked !== undefined || expiresOn < today)
  return {
    rows,
    added: counts.added,
    updated: counts.updated,
    removed: 'removed' in counts ? counts.removed : counts.gone,
    ...(kind === 'patrons' ? { blocked: cannot?.length ?? 0 } : {}),
    notes: notes.filter((note) => toGuard(note, rows).length === 0).map((note) => withoutOptions(text.note(note, unit, report.zone))),
    shown: toShown(says, kind),
    rejected: rejected.length,
    mended: mended.length,
    lines: lines.slice(0, mostLines),
    guard: notes.flatMap((note) => toGuard(note, rows))[0],
  } satisfies BroughtReport
}

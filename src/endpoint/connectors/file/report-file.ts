/**
 * What an import says of one file once it is in: counts, what was noticed, what was rejected; on the screen in short, and whole in lists
 * beside the data. Runs in `npm run import`.
 */
import { rm } from 'node:fs/promises'
import type { FileKind, RowUnit } from './column.ts'
import type { FileReport, ImportReport } from './import-files.ts'
import type { RejectedRow } from './import-finding.ts'
import type { ImportText } from './import-text-fr.ts'
import { placeFile } from './place-file.ts'
import { toTableCell } from './table-cell.ts'

/** Reasons of rejected rows on the screen; each row is in the file. */
const reasonsShown = 40

/** Writes a list beside the data, or takes away the one of an earlier import; answers its path. */
const keepList = async (path: string, header: readonly string[], rows: readonly (readonly string[])[]): Promise<string> => {
  if (rows.length === 0) {
    await rm(path, { force: true })
    return path
  }
  // The mark at the start makes spreadsheets read UTF-8.
  const table = `\ufeff${[header, ...rows].map((row) => row.map(toTableCell).join(';')).join('\r\n')}\r\n`
  await placeFile(path, Buffer.from(table), 'force')
  return path
}

const describeCounts = (report: ImportReport, kind: FileKind, text: ImportText): readonly string[] => {
  if (kind === 'orders') {
    const counts = report.orders?.counts
    if (counts === undefined) return []
    return [
      text.orders(counts.added, counts.updated, counts.unchanged, counts.lines),
      ...(counts.gone + counts.goneWithPicks > 0 ? [text.gone(counts.goneWithPicks, counts.gone)] : []),
      ...(counts.sharedBarcodes > 0 ? [text.shared(counts.sharedBarcodes)] : []),
    ]
  }
  const counts = report[kind]?.counts
  if (counts === undefined) return []
  const asOf = kind === 'patrons' ? report.patrons?.counts.asOf : undefined
  return [
    text.changes(counts.added, counts.updated, counts.unchanged, counts.removed),
    ...(asOf === undefined ? [] : [text.asOf(asOf, report.zone)]),
  ]
}

/** Says it line by line; `beside` is where its lists go, without their ending. */
export const reportFile = async (
  report: ImportReport,
  kind: FileKind,
  beside: string,
  text: ImportText,
  say: (line: string) => void,
): Promise<void> => {
  const part: FileReport<unknown> | undefined = report[kind]
  if (part === undefined) return
  const unit: RowUnit = part.records === undefined ? 'line' : 'record'
  say(text.rows(kind, part.rowCount, part.elapsedMs, part.records))
  for (const line of describeCounts(report, kind, text)) say(`  ${line}`)
  for (const note of part.notes) say(`  ${text.note(note, unit, report.zone)}`)
  const mended = part.notes.flatMap((note) =>
    note.kind === 'numbers-mended' ? note.numbers : note.kind === 'accents-mended' ? note.cells : [],
  )
  const mendedList = await keepList(
    `${beside}.mended.csv`,
    text.mendedHeader,
    mended.map(({ line, before, after }) => [String(line), before, after]),
  )
  if (mended.length > 0) say(`  ${text.mendedIn(mendedList)}`)
  const heeded = part.notes.flatMap((note) =>
    note.kind === 'marc-heeded' ? note.records.map((one) => ({ ...one, name: text.marc.heedNames[note.heed] })) : [],
  )
  const heededList = await keepList(
    `${beside}.heeded.csv`,
    text.marc.heededHeader,
    heeded.map(({ line, record, name, detail }) => [String(line), record, detail === '' ? name : `${name} (${detail})`]),
  )
  if (heeded.length > 0) say(`  ${text.marc.heededIn(heededList)}`)
  const list = await keepList(
    `${beside}.rejected.csv`,
    unit === 'line' ? text.rejectedHeader : text.marc.rejectedHeader,
    part.rejected.map(({ line, record, reason }) => [String(line), ...(unit === 'line' ? [] : [record ?? '']), text.reason(reason, unit)]),
  )
  if (part.rejected.length === 0) return
  say(`  ${text.rejected(part.rejected.length, unit)}`)
  // What a hundred rows have in common is read once.
  const rowsByReason = new Map<string, RejectedRow[]>()
  for (const row of part.rejected) {
    const reason = text.reason(row.reason, unit)
    const rows = rowsByReason.get(reason)
    if (rows === undefined) rowsByReason.set(reason, [row])
    else rows.push(row)
  }
  const shown = [...rowsByReason].slice(0, reasonsShown)
  for (const [reason, rows] of shown) say(`    ${text.lines(rows, reason, unit)}`)
  const more = part.rejected.length - shown.reduce((sum, [, lines]) => sum + lines.length, 0)
  say(`    ${more > 0 ? text.more(more, list) : text.rejectedIn(list)}`)
}

/**
 * `npm run import` as a function: arguments in, sentences out, exit code back. Runs in the endpoint's command, and in tests as it is.
 * Exit codes: 0 imported, rejected rows listed; 1 stopped by something unforeseen, to be run again; 2 nothing was changed.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Instant, toInstant } from '../../../domain/instant.ts'
import type { Store } from '../../storage/store.ts'
import type { FileKind } from './column.ts'
import { type FileReport, type ImportReport, importFiles } from './import-files.ts'
import { importTextEn } from './import-text-en.ts'
import { type ImportText, importTextFr } from './import-text-fr.ts'
import { createProgress } from './progress.ts'
import type { GivenFile } from './read-files.ts'
import { toTableCell } from './table-cell.ts'

export interface ImportPorts {
  /** Called once the arguments are understood: a wrong option makes no database. */
  readonly openStore: () => Store | Promise<Store>
  readonly dataDir: string
  /** LIBRARY_NAME: names a library made here. */
  readonly libraryName: string | undefined
  readonly zone: string
  readonly now: () => Instant
  readonly output: { write(text: string): unknown }
  readonly errors: { readonly isTTY?: boolean | undefined; write(text: string): unknown }
  /** Hears that the reading begins, how long it may take, and what to say of it when it took longer. */
  readonly onReading?: (limitMs: number, sentence: string) => void
  /** Resolved once what was read may be written. */
  readonly mayWrite?: () => Promise<void>
}

/** Of reading. The largest files known take seconds. */
const defaultMinutes = 10
/** A day: beyond it, timers count wrong. */
const longestMinutes = 1440

/** Reasons of rejected rows on the screen; each row is in the file. */
const reasonsShown = 40

const given = ['catalogue', 'patrons', 'orders', 'settings', 'map'] as const satisfies readonly GivenFile[]

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      catalogue: { type: 'string' },
      patrons: { type: 'string' },
      orders: { type: 'string' },
      settings: { type: 'string' },
      map: { type: 'string' },
      library: { type: 'string' },
      'replace-demo': { type: 'boolean' },
      'as-of': { type: 'string' },
      whole: { type: 'boolean' },
      mend: { type: 'boolean' },
      'max-minutes': { type: 'string', default: String(defaultMinutes) },
      lang: { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values

/** Writes a list beside the data, or takes away the one of an earlier import; answers its path. */
const keepList = async (path: string, header: readonly string[], rows: readonly (readonly string[])[]): Promise<string> => {
  if (rows.length === 0) {
    await rm(path, { force: true })
    return path
  }
  await mkdir(dirname(path), { recursive: true })
  // The mark at the start makes spreadsheets read UTF-8.
  await writeFile(path, `\ufeff${[header, ...rows].map((row) => row.map(toTableCell).join(';')).join('\r\n')}\r\n`)
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
    ...(asOf === undefined ? [] : [text.asOf(new Date(asOf))]),
  ]
}

/** Imports what the arguments say; answers the exit code. */
export const runImport = async (args: readonly string[], ports: ImportPorts): Promise<0 | 1 | 2> => {
  const say = (line: string): unknown => ports.output.write(`${line}\n`)
  const complain = (line: string): unknown => ports.errors.write(`${line}\n`)
  let text = args.includes('en') && args[args.indexOf('en') - 1] === '--lang' ? importTextEn : importTextFr
  if (args.includes('--lang=en')) text = importTextEn
  let options: ReturnType<typeof parse>
  try {
    options = parse(args)
  } catch (error) {
    complain(text.badOption(error instanceof Error ? error.message : ''))
    complain(text.usage)
    return 2
  }
  if (options.help === true) {
    say(text.usage)
    return 0
  }
  const asOfMs = options['as-of'] === undefined ? undefined : Date.parse(options['as-of'])
  if (asOfMs !== undefined && Number.isNaN(asOfMs)) {
    complain(text.badOption(`--as-of ${options['as-of']}`))
    return 2
  }
  const minutes = Number(options['max-minutes'])
  if (!(minutes > 0 && minutes <= longestMinutes)) {
    complain(text.badOption(`--max-minutes ${options['max-minutes']}`))
    return 2
  }
  const files: Partial<Record<GivenFile, string>> = {}
  for (const file of given) {
    const path = options[file]
    if (path !== undefined) files[file] = path
  }
  if (given.every((file) => file === 'map' || files[file] === undefined)) {
    complain(text.nothingGiven)
    complain(text.usage)
    return 2
  }

  const progress = createProgress(ports.errors, text)
  const store = await ports.openStore()
  try {
    ports.onReading?.(minutes * 60_000, text.tooSlow(Object.values(files), minutes))
    const outcome = await importFiles(store, {
      files,
      library: options.library,
      libraryName: ports.libraryName,
      zone: ports.zone,
      replaceDemo: options['replace-demo'] === true,
      asOf: asOfMs === undefined ? undefined : toInstant(asOfMs),
      isWhole: options.whole === true,
      mendsMany: options.mend === true,
      dataDir: ports.dataDir,
      now: ports.now,
      mayWrite: ports.mayWrite,
      onStep: (step) => progress.show(step),
    })
    progress.clear()
    if (!outcome.ok) {
      const { file, fault } = outcome.refusal
      complain(text.refused(file, file === undefined ? undefined : files[file], fault))
      return 2
    }
    const report = outcome.value
    say(text.library(report.libraryName, report.isNewLibrary, report.replacedDemo))
    say(text.settings(report.settings.isChanged, report.settings.librarians))
    for (const note of report.settings.notes) say(`  ${text.note(note)}`)
    for (const kind of ['catalogue', 'patrons', 'orders'] as const) {
      const part: FileReport<unknown> | undefined = report[kind]
      if (part === undefined) continue
      say(text.rows(kind, part.rowCount, part.elapsedMs))
      for (const line of describeCounts(report, kind, text)) say(`  ${line}`)
      for (const note of part.notes) say(`  ${text.note(note)}`)
      const beside = join(ports.dataDir, 'rejected', basename(files[kind] ?? kind))
      const mended = part.notes.flatMap((note) => (note.kind === 'numbers-mended' ? note.numbers : []))
      const mendedList = await keepList(
        `${beside}.mended.csv`,
        text.mendedHeader,
        mended.map(({ line, before, after }) => [String(line), before, after]),
      )
      if (mended.length > 0) say(`  ${text.mendedIn(mendedList)}`)
      const list = await keepList(
        `${beside}.rejected.csv`,
        text.rejectedHeader,
        part.rejected.map(({ line, reason }) => [String(line), text.reason(reason)]),
      )
      if (part.rejected.length === 0) continue
      say(`  ${text.rejected(part.rejected.length)}`)
      // What a hundred rows have in common is read once.
      const linesByReason = new Map<string, number[]>()
      for (const { line, reason } of part.rejected) {
        const lines = linesByReason.get(text.reason(reason))
        if (lines === undefined) linesByReason.set(text.reason(reason), [line])
        else lines.push(line)
      }
      const shown = [...linesByReason].slice(0, reasonsShown)
      for (const [reason, lines] of shown) say(`    ${text.lines(lines, reason)}`)
      const more = part.rejected.length - shown.reduce((sum, [, lines]) => sum + lines.length, 0)
      say(`    ${more > 0 ? text.more(more, list) : text.rejectedIn(list)}`)
    }
    return 0
  } catch (error) {
    progress.clear()
    complain(text.failed)
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  } finally {
    await store.close()
  }
}

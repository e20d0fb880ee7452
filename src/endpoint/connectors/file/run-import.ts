/**
 * `npm run import` as a function: arguments in, sentences out, exit code back. Runs in the endpoint's command, and in tests as it is.
 * Exit codes: 0 imported, rejected rows listed; 1 stopped by something unforeseen, to be run again; 2 nothing was changed, or a list was held back.
 */
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import type * as v from 'valibot'
import { msPerMinute, toInstant } from '../../../domain/instant.ts'
import { minutesPerDay } from '../../../domain/local-date.ts'
import type { importSaid } from '../../../protocol/imports.ts'
import { wallClockOf } from '../../clock/wall-clock-of.ts'
import { aFlag, aText, type CommandPorts, speech } from '../../storage/command-ports.ts'
import { TurnNotGiven } from '../../storage/in-turn.ts'
import type { FileKind, RowUnit } from './column.ts'
import { toTableCell } from './csv.ts'
import { type FileReport, type ImportReport, type ImportStep, importFiles } from './import-files.ts'
import type { RejectedRow } from './import-finding.ts'
import { importTextEn } from './import-text-en.ts'
import { type ImportText, importTextFr } from './import-text-fr.ts'
import { placeFile } from './place-file.ts'
import type { GivenFile } from './read-files.ts'
import { sayBrought, withoutOptions } from './say-brought.ts'

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

/** In the order in which they are written. */
const listKinds = ['catalogue', 'patrons', 'orders'] as const

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

/** Says of one file what became of it, on the screen in short, and whole in lists: `beside` is where its lists go, without their ending. */
const reportFile = async (
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

/**
 * How far an import is, on the error stream, so that the counts on the output can be piped. On a terminal one line rewrites itself;
 * elsewhere each tenth is a plain line.
 */
const createProgress = (stream: CommandPorts['errors'], { step: stepNames, file: fileNames }: Pick<ImportText, 'step' | 'file'>) => {
  let last = ''
  return {
    show: ({ step, file, done, of }: ImportStep): void => {
      const share = of === 0 ? 100 : Math.floor((done * 100) / of)
      const isCounted = of > 1
      const shown = stream.isTTY ? share : share - (share % 10)
      const text = `${fileNames[file]}, ${stepNames[step]}${isCounted ? ` ${shown} %` : '…'}`
      if (text === last) return
      last = text
      stream.write(stream.isTTY ? `\r\u001b[2K${text}` : `${text}\n`)
    },
    /** Takes the line away, before something else is written. */
    clear: (): void => {
      if (stream.isTTY) stream.write('\r\u001b[2K')
      last = ''
    },
  }
}

export interface ImportPorts extends CommandPorts {
  readonly dataDir: string
  /** LIBRARY_NAME: names a library made here. */
  readonly libraryName: string | undefined
  readonly zone: string
  /** Hears that the reading begins, how long it may take, and what to say of it when it took longer. */
  readonly onReading?: (limitMs: number, sentence: string) => void
  /** Resolved once what was read may be written. */
  readonly mayWrite?: () => Promise<void>
}

/** The time allowed for reading. The largest known files take seconds. */
const defaultMinutes = 10
/** A day: beyond it, timers count wrong. */
const longestMinutes = minutesPerDay

const paths = { catalogue: aText, patrons: aText, orders: aText, settings: aText, map: aText, 'marc-map': aText }
// The cast: Object.keys loses the key type of a record whose keys are exactly the files.
const given = Object.keys(paths) as readonly GivenFile[]

const parse = (args: readonly string[]) => {
  const which = { library: aText, 'new-library': aFlag, 'replace-demo': aFlag, 'dry-run': aFlag } as const
  const read = { 'as-of': aText, whole: aFlag, mend: aFlag, blocks: { ...aText, multiple: true } } as const
  const told = { remove: aText, json: aFlag } as const
  const others = { 'max-minutes': { ...aText, default: String(defaultMinutes) }, lang: aText, help: aFlag } as const
  return parseArgs({ args: [...args], options: { ...paths, ...which, ...read, ...told, ...others } }).values
}

/** Imports what the arguments say; answers the exit code. */
export const runImport = async (args: readonly string[], ports: ImportPorts): Promise<0 | 1 | 2> => {
  const { say, complain, end } = speech(ports)
  let text = args.includes('en') && args[args.indexOf('en') - 1] === '--lang' ? importTextEn : importTextFr
  if (args.includes('--lang=en')) text = importTextEn
  let options: ReturnType<typeof parse>
  try {
    options = parse(args)
  } catch (error) {
    return end(2, text.badOption(error instanceof Error ? error.message : ''), text.usage)
  }
  if (options.help === true) {
    say(text.usage)
    return 0
  }
  const asOfMs = options['as-of'] === undefined ? undefined : Date.parse(options['as-of'])
  if (asOfMs !== undefined && Number.isNaN(asOfMs)) return end(2, text.badOption(`--as-of ${options['as-of']}`))
  const minutes = Number(options['max-minutes'])
  if (!(minutes > 0 && minutes <= longestMinutes)) return end(2, text.badOption(`--max-minutes ${options['max-minutes']}`))
  const removes = options.remove === undefined ? undefined : Number(options.remove)
  if (removes !== undefined && !(Number.isSafeInteger(removes) && removes >= 0)) return end(2, text.badOption(`--remove ${options.remove}`))
  const files: Partial<Record<GivenFile, string>> = {}
  for (const file of given) {
    const path = options[file]
    if (path !== undefined) files[file] = path
  }
  if (given.every((file) => file === 'map' || file === 'marc-map' || files[file] === undefined))
    return end(2, text.nothingGiven, text.usage)

  const isTrial = options['dry-run'] === true
  if (isTrial && files.settings !== undefined && Object.keys(files).length > 1) return end(2, text.trialOfSettings)

  const progress = createProgress(ports.errors, text)
  const makesLibrary = options['new-library'] === true
  const store = await ports.openStore(makesLibrary ? 'made' : 'as they are')
  try {
    ports.onReading?.(minutes * msPerMinute, text.tooSlow(Object.values(files), minutes))
    const outcome = await importFiles(store, {
      files,
      library: options.library,
      libraryName: ports.libraryName,
      zone: ports.zone,
      makesLibrary,
      replaceDemo: options['replace-demo'] === true,
      asOf: asOfMs === undefined ? undefined : toInstant(asOfMs),
      isWhole: options.whole === true,
      removes,
      mendsMany: options.mend === true,
      blockWords: options.blocks ?? [],
      isTrial,
      dataDir: ports.dataDir,
      now: ports.now,
      mayWrite: ports.mayWrite,
      onStep: (step) => progress.show(step),
      onWait: () => complain(text.waits),
    })
    progress.clear()
    const told = (content: v.InferOutput<typeof importSaid>): void => say(JSON.stringify(content))
    if (!outcome.ok) {
      const { file, fault } = outcome.refusal
      if (options.json === true) told({ refusal: { file, say: withoutOptions(text.fault(fault)) } })
      return end(2, text.refused(file, file === undefined ? undefined : files[file], fault))
    }
    const report = outcome.value
    const { differences = [] } = report
    if (options.json === true) {
      const { date: today } = wallClockOf(report.zone)(ports.now())
      const brought = listKinds.map((kind) => sayBrought(report, kind, files[kind] ?? '', today, text))
      const [catalogue, patrons, orders] = await Promise.all(brought)
      told({ files: { catalogue, patrons, orders } })
      return 0
    }
    if (report.isTrial) say(files.settings === undefined ? text.trialOfLists : text.trial(report.libraryName, differences.length))
    else {
      say(text.library(report.libraryName, report.isNewLibrary, report.replacedDemo))
      say(text.settings(report.settings.isChanged, report.settings.librarians))
    }
    for (const difference of differences) say(`  ${text.difference(difference)}`)
    if (report.isTrial && files.settings !== undefined) return 0
    for (const note of report.settings.notes) say(`  ${text.note(note)}`)
    for (const kind of listKinds) {
      await reportFile(
        report,
        kind,
        join(report.rejectedFolder ?? ports.dataDir, `${report.isTrial ? 'trial-' : ''}${basename(files[kind] ?? kind)}`),
        text,
        say,
      )
    }
    return [report.catalogue, report.patrons].some((part) => part?.notes.some(({ kind }) => kind === 'list-withheld')) ? 2 : 0
  } catch (error) {
    progress.clear()
    if (error instanceof TurnNotGiven) return end(1, text.busy)
    return end(1, text.failed, error instanceof Error ? (error.stack ?? error.message) : String(error))
  } finally {
    await store.close()
  }
}

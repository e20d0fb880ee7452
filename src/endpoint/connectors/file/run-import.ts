/**
 * `npm run import` as a function: arguments in, sentences out, exit code back. Runs in the endpoint's command, and in tests as it is.
 * Exit codes: 0 imported, rejected rows listed; 1 stopped by something unforeseen, to be run again; 2 nothing was changed, or a list was held back.
 */
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Instant, msPerMinute, toInstant } from '../../../domain/instant.ts'
import { minutesPerDay } from '../../../domain/local-date.ts'
import { TurnNotGiven } from '../../storage/in-turn.ts'
import type { Tables } from '../../storage/schema-version.ts'
import type { Store } from '../../storage/store.ts'
import { importFiles } from './import-files.ts'
import { importTextEn } from './import-text-en.ts'
import { importTextFr } from './import-text-fr.ts'
import { createProgress } from './progress.ts'
import type { GivenFile } from './read-files.ts'
import { reportFile } from './report-file.ts'

export interface ImportPorts {
  /** Called once the arguments are understood: a wrong option makes no database. */
  readonly openStore: (tables: Tables) => Store | Promise<Store>
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

/** The time allowed for reading. The largest known files take seconds. */
const defaultMinutes = 10
/** A day: beyond it, timers count wrong. */
const longestMinutes = minutesPerDay

const path = { type: 'string' } as const
const paths: Readonly<Record<GivenFile, typeof path>> = {
  catalogue: path,
  patrons: path,
  orders: path,
  settings: path,
  map: path,
  'marc-map': path,
}
// The cast: Object.keys loses the key type of a record whose keys are exactly the files.
const given = Object.keys(paths) as readonly GivenFile[]

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      ...paths,
      library: { type: 'string' },
      'new-library': { type: 'boolean' },
      'replace-demo': { type: 'boolean' },
      'as-of': { type: 'string' },
      whole: { type: 'boolean' },
      mend: { type: 'boolean' },
      blocks: { type: 'string', multiple: true },
      'dry-run': { type: 'boolean' },
      'max-minutes': { type: 'string', default: String(defaultMinutes) },
      lang: { type: 'string' },
      help: { type: 'boolean' },
    },
  }).values

/** Imports what the arguments say; answers the exit code. */
export const runImport = async (args: readonly string[], ports: ImportPorts): Promise<0 | 1 | 2> => {
  const say = (line: string): void => void ports.output.write(`${line}\n`)
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
  if (given.every((file) => file === 'map' || file === 'marc-map' || files[file] === undefined)) {
    complain(text.nothingGiven)
    complain(text.usage)
    return 2
  }

  const isTrial = options['dry-run'] === true
  if (isTrial && Object.keys(files).join() !== 'settings') {
    complain(text.trialOfSettings)
    return 2
  }

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
    if (!outcome.ok) {
      const { file, fault } = outcome.refusal
      complain(text.refused(file, file === undefined ? undefined : files[file], fault))
      return 2
    }
    const report = outcome.value
    const { differences = [] } = report
    if (report.isTrial) say(text.trial(report.libraryName, differences.length))
    else {
      say(text.library(report.libraryName, report.isNewLibrary, report.replacedDemo))
      say(text.settings(report.settings.isChanged, report.settings.librarians))
    }
    for (const difference of differences) say(`  ${text.difference(difference)}`)
    if (report.isTrial) return 0
    for (const note of report.settings.notes) say(`  ${text.note(note)}`)
    for (const kind of ['catalogue', 'patrons', 'orders'] as const) {
      await reportFile(report, kind, join(report.rejectedFolder ?? ports.dataDir, basename(files[kind] ?? kind)), text, say)
    }
    return [report.catalogue, report.patrons].some((part) => part?.notes.some(({ kind }) => kind === 'list-withheld')) ? 2 : 0
  } catch (error) {
    progress.clear()
    if (error instanceof TurnNotGiven) {
      complain(text.busy)
      return 1
    }
    complain(text.failed)
    complain(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return 1
  } finally {
    await store.close()
  }
}

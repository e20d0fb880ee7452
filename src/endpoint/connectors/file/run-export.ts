/**
 * `npm run export` as a function: arguments in, file and sentences out, exit code back. Runs in the endpoint's command, whether the
 * endpoint runs or not, and in tests as it is.
 * Exit codes: 0 done, or nothing to export that day; 1 the file could not be written, or there is no such batch any more; 2 nothing was changed.
 */
import { readdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { movingKinds } from '../../../domain/desk/kinds.ts'
import { type LocalDate, parseLocalDate } from '../../../domain/local-date.ts'
import { buildDefaultSettings } from '../../../domain/settings/settings.ts'
import type { ExportFormat } from '../../../protocol/management.ts'
import { collectDay } from '../../ils/collect-day.ts'
import { writeSettingsFile } from '../../settings/settings-file.ts'
import { aFlag, aText, type CommandPorts, speech } from '../../storage/command-ports.ts'
import { chooseLibrary, type Store, type StoreReader, sayChoice } from '../../storage/store.ts'
import type { Library } from '../../storage/stored.ts'
import { isTable } from './csv.ts'
import { exportDay, formatApart, linesToSettle, listExports, settleExport, type WaitingDay, waitingDays } from './export-day.ts'
import { type ExportText, exportTextEn, exportTextFr } from './export-text.ts'
import { fileConnector } from './file-connector.ts'
import { type IlsFileKind, ilsFileKinds, ilsFileNamed, ilsFiles } from './ils-file.ts'
import { PlaceTaken, placeFile, takeAway } from './place-file.ts'
import { findUnknown } from './unknown-to-library.ts'

/** Of a day alone, or beside the batch of that number: the names that the export gives by itself. */
const nameOfList = /^circulation-(\d{4}-\d\d-\d\d)(?:-[1-9]\d{0,8})?\.cases\.csv$/

const connectors = [fileConnector('csv'), ...ilsFileKinds.map((file) => fileConnector('koc', file))]

/** Whether anything of the day is apart in any form; undefined: the library has nothing of that day, and cannot say. */
const hasApart = async (reader: StoreReader, day: LocalDate): Promise<boolean | undefined> => {
  const isKnown = (await reader.receiptsOfDay(day, movingKinds)).length > 0 || (await reader.batches(day)).length > 0
  if (!isKnown) return undefined
  for (const connector of connectors) if ((await collectDay(reader, day, connector)).apart.length > 0) return true
  return false
}

/**
 * Names in the folder. The libraries of one endpoint give theirs the same ones: a day counts once none of them has anything apart. A day of
 * which none has anything may be another database's.
 */
const findStaleLists = async (store: Store, folder: string): Promise<readonly string[]> => {
  const lists = (await readdir(folder)).sort().flatMap((name) => {
    const day = parseLocalDate(nameOfList.exec(name)?.[1] ?? '')
    return day === undefined ? [] : [{ name, day }]
  })
  if (lists.length === 0) return []
  const [settled, waiting] = [new Set<LocalDate>(), new Set<LocalDate>()]
  for (const { id } of await store.libraries()) {
    await store.read(id, async (reader) => {
      for (const day of new Set(lists.map((list) => list.day))) {
        if (waiting.has(day)) continue
        const isWaiting = await hasApart(reader, day)
        if (isWaiting !== undefined) (isWaiting ? waiting : settled).add(day)
      }
    })
  }
  return lists.filter(({ day }) => settled.has(day) && !waiting.has(day)).map(({ name }) => name)
}

const parse = (args: readonly string[]) => {
  const exporting = { format: aText, day: aText, number: aText, out: aText, force: aFlag, new: aFlag } as const
  const others = { settle: aText, refused: { ...aText, multiple: true }, list: aFlag, settings: aFlag } as const
  return parseArgs({ args: [...args], options: { ...exporting, ...others, library: aText, lang: aText, help: aFlag } }).values
}
type Options = ReturnType<typeof parse>

/** A table for people, or a file for the ILS in one of its forms. */
interface Form {
  readonly format: ExportFormat
  readonly file: IlsFileKind
}

const readForm = (text: string | undefined): Form | undefined => {
  const file = ilsFileKinds.find((kind) => kind === text)
  if (file !== undefined) return { format: 'koc', file }
  return text === 'csv' ? { format: 'csv', file: 'koc' } : undefined
}

/** What was asked for, or the option that is not understood. */
type Wish =
  | { readonly kind: 'settle'; readonly number: number; readonly refused: readonly string[] }
  | { readonly kind: 'list' }
  | { readonly kind: 'settings' }
  | ({ readonly kind: 'new' } & Form)
  | ({ readonly kind: 'export'; readonly day: LocalDate; readonly number: number | undefined } & Form)
  | { readonly kind: 'not-understood'; readonly option: string }

/** What each of these takes besides the library and the language. */
const takenBy = { settings: ['out', 'force'], settle: ['refused'], list: [], new: ['format', 'force'] } as const
const kinds = ['settings', 'settle', 'list', 'new'] as const

/** An option that what is asked for would leave aside, as it was typed with it; undefined: none. */
const leftAside = (options: Options): string | undefined => {
  const kind = kinds.find((one) => options[one] !== undefined)
  const taken: readonly string[] = kind === undefined ? [] : [kind, ...takenBy[kind], 'library', 'lang']
  const other = kind && Object.keys(options).find((name) => !taken.includes(name))
  return other && `--${kind} --${other}`
}

const readNumber = (text: string): number | undefined => (/^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined)

const readWish = (options: Options): Wish => {
  const { format: formText, day: dayText, number: numberText, settle, refused = [], list, settings, new: isNew } = options
  const aside = leftAside(options)
  if (aside !== undefined) return { kind: 'not-understood', option: aside }
  if (settings === true) return { kind: 'settings' }
  if (settle !== undefined) {
    const number = readNumber(settle)
    return number === undefined ? { kind: 'not-understood', option: `--settle ${settle}` } : { kind: 'settle', number, refused }
  }
  if (refused.length > 0) return { kind: 'not-understood', option: '--refused' }
  if (list === true) return { kind: 'list' }
  const form = readForm(formText)
  if (form === undefined) return { kind: 'not-understood', option: `--format ${formText ?? ''}` }
  if (isNew === true) return { kind: 'new', ...form }
  const day = parseLocalDate(dayText ?? '')
  if (day === undefined) return { kind: 'not-understood', option: `--day ${dayText ?? ''}` }
  const number = numberText === undefined ? undefined : readNumber(numberText)
  return numberText !== undefined && number === undefined
    ? { kind: 'not-understood', option: `--number ${numberText}` }
    : { kind: 'export', day, ...form, number }
}

interface Doing {
  readonly store: Store
  readonly library: Library
  readonly text: ExportText
  readonly now: CommandPorts['now']
  readonly say: (line: string) => void
  readonly complain: (line: string) => void
  readonly end: ReturnType<typeof speech>['end']
  readonly isForced: boolean
}

const whyNot = (text: ExportText, error: unknown): string =>
  error instanceof PlaceTaken ? text.taken : error instanceof Error ? error.message : String(error)

interface ApartOfDay {
  readonly path: string
  readonly day: LocalDate
  readonly format: ExportFormat
  readonly file: IlsFileKind
}

/** Takes away a list that does not hold any more, where it is one of ours. */
const takeListAway = async ({ text, say, complain }: Doing, path: string): Promise<void> => {
  try {
    if (await takeAway(path, isTable)) say(text.listGone(path))
  } catch (error) {
    complain(text.listStays(path, error instanceof Error ? error.message : String(error)))
  }
}

/** The table for people has nothing apart of some that the ILS's file has, whose list bears the same name. */
const mayTakeAway = async ({ store, library }: Doing, format: ExportFormat, day: LocalDate): Promise<boolean> =>
  format === 'koc' || (await store.read(library.id, (reader) => hasApart(reader, day))) !== true

/** Writes the list of what is set apart of a day, or takes away one that tells of cases that are settled now. */
const placeApart = async (doing: Doing, { path, day, format, file }: ApartOfDay): Promise<void> => {
  const { store, library, text, say, isForced } = doing
  const apart = await formatApart(store, library.id, day, format, file)
  if (apart === undefined) {
    if (await mayTakeAway(doing, format, day)) await takeListAway(doing, path)
    return
  }
  await placeFile(path, apart.table, isForced ? 'force' : isTable)
  say(text.apart(apart.count, path))
}

const isForFile = ({ loans, returns }: WaitingDay): boolean => loans + returns > 0
/** Of a day that gives no file. */
const listAlone = (day: LocalDate): string => `circulation-${day}.cases.csv`

const sayNotWritten = ({ text, end }: Doing, path: string, error: unknown): 1 => end(1, text.notWritten(path, whyNot(text, error)))

/** Writes the next file of one day, or an earlier one, and the list of what is set apart; answers the exit code. */
const exportOneDay = async (
  doing: Doing,
  { day, format, file, number }: Omit<Extract<Wish, { kind: 'export' }>, 'kind'>,
  wanted: string | undefined,
): Promise<0 | 1> => {
  const { store, library, text, say, end, isForced, now } = doing
  const before = new Set((await listExports(store, library.id, day)).batches.map((batch) => batch.number))
  const made = await exportDay(store, library.id, { day, format, file, number }, now())
  if (!made.ok && made.refusal.kind === 'export-erased') return end(1, text.erased(day))
  if (!made.ok && number !== undefined) return end(1, text.batchUnknown(number))
  const out = wanted ?? (made.ok ? made.value.fileName : `circulation-${day}.${format === 'koc' ? ilsFiles[file].extension : format}`)
  const apartPath = `${out.replace(/\.(koc|xacts|dat|csv)$/i, '')}.cases.csv`
  try {
    if (made.ok) {
      const { number: madeNumber, loans, returns, content, settledAt } = made.value
      // The same bytes again are no other file.
      await placeFile(out, content, isForced ? 'force' : (there) => Buffer.compare(there, content) === 0)
      say(text.batch(madeNumber, before.has(madeNumber), loans, returns, out))
      const batches = (await listExports(store, library.id, day)).batches.filter((batch) => batch.format === format)
      const others = batches.map((batch) => batch.number).filter((other) => other !== madeNumber)
      if (others.length > 0) say(text.others(others))
      const isKoc = format === 'koc' && ilsFileNamed(made.value.fileName) === 'koc'
      if (isKoc) {
        const unknown = await store.read(library.id, async (reader) => findUnknown(reader, await reader.told.ofBatch(madeNumber)))
        const numbers = [...unknown.barcodes, ...unknown.cards]
        if (numbers.length > 0) say(text.last(numbers))
      }
      if (format === 'koc') {
        if (before.has(madeNumber)) say(text.perhapsLoaded)
        if (settledAt === undefined) say(isKoc ? text.notYetSettled : text.loadOnce)
      }
    } else {
      say(text.nothing(day))
    }
    await placeApart(doing, { path: apartPath, day, format, file })
  } catch (error) {
    return sayNotWritten(doing, out, error)
  }
  return 0
}

/** Writes the files of every day with something new, then the lists of the days of which all that waits is set apart, and takes away those of days of which nothing is; answers the exit code. */
const exportNew = async (doing: Doing, { format, file }: Form): Promise<0 | 1> => {
  const { store, library, text, say } = doing
  const readDays = () => waitingDays(store, library.id, format, file)
  const hasFile = new Set<LocalDate>()
  let days = await readDays()
  if (days.length === 0) say(text.noneWaits)
  // The earliest first: a return waits for the loan of the day before to have gone out. Then what waited for a later day.
  for (let fresh = days.filter(isForFile); fresh.length > 0; fresh = days.filter(isForFile)) {
    for (const { day } of fresh) {
      const code = await exportOneDay(doing, { day, format, file, number: undefined }, undefined)
      if (code !== 0) return code
      // Its list stands beside its file now.
      if (await mayTakeAway(doing, format, day)) await takeListAway(doing, listAlone(day))
      hasFile.add(day)
    }
    days = await readDays()
  }
  // Asked for its file, such a day would give its last one again, which the ILS has loaded.
  for (const { day } of days.filter((one) => !hasFile.has(one.day))) {
    const path = listAlone(day)
    try {
      await placeApart(doing, { path, day, format, file })
    } catch (error) {
      return sayNotWritten(doing, path, error)
    }
  }
  // Of days that wait no more: decided to nothing since.
  for (const path of await findStaleLists(store, process.cwd())) await takeListAway(doing, path)
  return 0
}

/** The sections of the settings as the file that `npm run import` reads; answers the exit code. */
const exportSettings = async ({ store, library, text, say, end, isForced }: Doing, out = 'settings.json'): Promise<0 | 1> => {
  const settings = await store.read(library.id, async (reader) => reader.row('settings', 'settings'))
  try {
    const content = Buffer.from(writeSettingsFile(settings ?? buildDefaultSettings(library.name, 'Europe/Paris')))
    await placeFile(out, content, isForced ? 'force' : (there) => Buffer.compare(there, content) === 0)
  } catch (error) {
    return end(1, text.settingsNotWritten(out, whyNot(text, error)))
  }
  say(text.settingsWritten(out))
  return 0
}

/** Exports or settles what the arguments say; answers the exit code. */
export const runExport = async (args: readonly string[], ports: CommandPorts): Promise<0 | 1 | 2> => {
  const { say, complain, end } = speech(ports)
  let text: ExportText = exportTextFr
  let options: Options
  try {
    options = parse(args)
  } catch (error) {
    return end(2, text.badOption(error instanceof Error ? error.message : ''), text.usage)
  }
  if (options.lang === 'en') text = exportTextEn
  if (options.help === true) {
    say(text.usage)
    return 0
  }
  const wish = readWish(options)
  if (wish.kind === 'not-understood') return end(2, text.badOption(wish.option), text.usage)
  const store = await ports.openStore('as they are')
  try {
    const choice = chooseLibrary(await store.libraries(), options.library)
    if (choice.kind !== 'one') return end(2, sayChoice(choice))
    const { library } = choice
    if (wish.kind === 'settle') {
      const lines = (await linesToSettle(store, library.id, wish.number)).filter(({ barcode }) => wish.refused.includes(barcode))
      const unknown = wish.refused.filter((number) => lines.every(({ barcode }) => barcode !== number))
      const refused = lines.map(({ line }) => ({ line, said: '' }))
      if (unknown.length > 0) return end(1, text.notOfBatch(wish.number, unknown))
      if (!(await settleExport(store, library.id, wish.number, ports.now(), refused)).ok) return end(1, text.batchUnknown(wish.number))
      say(text.settled(wish.number, refused.length))
      return 0
    }

    const doing: Doing = { store, library, text, now: ports.now, say, complain, end, isForced: options.force === true }
    if (wish.kind === 'settings') return await exportSettings(doing, options.out)
    if (wish.kind === 'list') {
      const days = await waitingDays(store, library.id, 'koc')
      if (days.length === 0) say(text.noneWaits)
      for (const { day, loans, returns, apart } of days) say(text.waits(day, loans, returns, apart))
      return 0
    }
    if (wish.kind === 'export') return await exportOneDay(doing, wish, options.out)
    return await exportNew(doing, wish)
  } finally {
    await store.close()
  }
}

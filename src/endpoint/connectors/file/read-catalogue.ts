/**
 * The rows of a catalogue file as documents, and those that cannot be one. Runs in the endpoint's commands; pure. A document needs a
 * barcode, nothing else: without author, call number or title it can still be scanned, lent and returned. Koha's `onloan` holds the day on
 * which a document is due, and nothing where it is in. A status that is not understood is reported, and never taken for "in".
 */
import { foldText } from '../../../domain/fold-text.ts'
import { type ItemBarcode, toItemBarcode, toRecordId } from '../../../domain/ids.ts'
import type { Immobility } from '../../../domain/item/record.ts'
import type { LocalDate } from '../../../domain/local-date.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { IlsCatalogue } from '../../ils/ils-says.ts'
import type { CatalogueEntry } from '../../storage/stored.ts'
import { createNumberReport, isRounded, learnBarcodeColumn, type ParsedNumbers, withoutNumber } from './barcode-column.ts'
import { type FileRow, lengthsByKind } from './file-row.ts'
import type { FileContent, FileFault, Note, RejectedRow, RejectionReason } from './import-finding.ts'
import { type DateColumn, parseDateColumn } from './parse-date-column.ts'
import type { FileBytes } from './read-bytes.ts'
import { type ReadOptions, readTable, type Table } from './read-table.ts'
import { createUnreadValues } from './unread-values.ts'

/** Record numbers that the report shows. */
const numbersShown = 3

/** One begins like the other: a subtitle, an author after a slash. */
const isLike = (title: string, other: string): boolean => {
  const [short = '', long = ''] = title.length < other.length ? [title, other] : [other, title]
  return long.startsWith(short) && !/^[a-z0-9]/.test(long.slice(short.length))
}

/** Rows that bear a number beside the commonest title that bears it, and are unlike that title. */
const findUnlike = (rows: readonly CatalogueEntry[], column: 'recordId' | 'isbn'): ReadonlySet<CatalogueEntry> => {
  const firstTitle = new Map<string, string>()
  const suspect = new Set<string>()
  for (const { [column]: number = '', title } of rows) {
    const first = firstTitle.get(number)
    if (first === undefined) firstTitle.set(number, title)
    else if (first !== title && number !== '') suspect.add(number)
  }
  const ofSuspect = rows.filter(({ [column]: number = '' }) => suspect.has(number))
  const counts = new Map<string, Map<string, number>>()
  for (const { [column]: number = '', title } of ofSuspect) {
    const ofNumber = counts.get(number) ?? new Map<string, number>()
    const folded = foldText(title)
    ofNumber.set(folded, (ofNumber.get(folded) ?? 0) + 1)
    counts.set(number, ofNumber)
  }
  const main = new Map([...counts].map(([number, ofNumber]) => [number, [...ofNumber].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '']))
  return new Set(ofSuspect.filter(({ [column]: number = '', title }) => !isLike(foldText(title), main.get(number) ?? '')))
}

/**
 * Unlike titles of one record number: a spreadsheet rounded it, or wrote the same everywhere. Those of the commonest title keep it (IMP-8).
 * An ISBN puts nothing together: it is told alone.
 */
const partRecords = (rows: readonly CatalogueEntry[]): { readonly rows: readonly CatalogueEntry[]; readonly notes: readonly Note[] } => {
  const unlike = findUnlike(rows, 'recordId')
  const note = (kind: 'records-parted' | 'isbn-shared', found: ReadonlySet<CatalogueEntry>): readonly Note[] => {
    const numbers = [...new Set([...found].map((row) => (kind === 'isbn-shared' ? (row.isbn ?? '') : row.recordId)))]
    return found.size === 0 ? [] : [{ kind, rows: found.size, records: numbers.length, numbers: numbers.slice(0, numbersShown) }]
  }
  return {
    rows: unlike.size === 0 ? rows : rows.map((row) => (unlike.has(row) ? { ...row, recordId: toRecordId(`ex-${row.barcode}`) } : row)),
    notes: [...note('records-parted', unlike), ...note('isbn-shared', findUnlike(rows, 'isbn'))],
  }
}

/** Codes of ISO 639-2 that name no language: unknown, several, none, uncoded. */
const nameNone = ['und', 'mul', 'zxx', 'mis']
const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' })

/** From a code of ISO 639, of two letters or three, as html has it (BCP 47): « fre » is « fr »; undefined: it is not known, or none. */
const readTitleLanguage = (text: string): string | undefined => {
  const code = text.trim().toLowerCase()
  if (!/^[a-z]{2,3}$/.test(code) || nameNone.includes(code)) return undefined
  const [tag] = Intl.getCanonicalLocales(code)
  return tag === undefined || names.of(tag) === undefined ? undefined : tag
}

/** Columns whose empty cells are told, and rows of them that are named. */
const emptyTold = ['title', 'callNumber'] as const
const linesTold = 3

/** A number of loans that is none counts as none: it only says what a search shows first. */
const parseCount = (cell: string): number => (/^\d{1,7}$/.test(cell) ? Number(cell) : 0)

/** Whether a title ends with its volume, or names it before its subtitle. */
const namesVolume = (title: string, volume: string): boolean =>
  title.endsWith(volume) || ['. ', 'tome ', 'vol. '].some((before) => title.includes(`${before}${volume} `))

/** PHONE-4: a title is asked for by its volume and its series too, which stand after it where it does not hold them. */
const titleOf = (row: FileRow<'catalogue'>): string => {
  const [title, volume, series] = [row.text('title') || '[sans titre]', row.text('volume'), row.text('series')]
  const known = foldText(title)
  const more = [
    volume === '' || namesVolume(known, foldText(volume)) ? '' : `. ${volume}`,
    series === '' || known.includes(foldText(series)) ? '' : ` (${series})`,
  ]
  return more.reduce((text, part) => (text.length + part.length > lengthsByKind.catalogue.title ? text : text + part), title)
}

const immobilityColumns = [
  ['referenceOnly', 'reference-only'],
  ['notThere', 'not-there'],
] as const

/** Why copies may not leave, by their status and the columns that say nothing else. */
const learnImmobilities = (table: Table<'catalogue'>) => {
  const columns = immobilityColumns.map(([column, meant]) => ({
    column,
    parse: createImmobilityParser(table.headerOf(column), meant),
    unread: createUnreadValues(),
  }))
  return {
    of: (row: FileRow<'catalogue'>, status: Status): Immobility | undefined => {
      const said = [status.kind === 'in' ? status.immobility : undefined]
      for (const { column, parse, unread } of columns) {
        const found = parse(row.text(column))
        if (found.kind === 'unknown') unread.add(row.line, row.text(column))
        else said.push(found.immobility)
      }
      // What is lost is not even to be read in the library.
      return said.find((one) => one === 'not-there') ?? said.find((one) => one !== undefined)
    },
    notes: (): readonly Note[] => columns.flatMap(({ column, unread }) => unread.notes(table.headerOf(column))),
  }
}

/** Numbers of a column beside that of the documents: mended and told as theirs; empty where a spreadsheet rounded one. */
const learnNumbers = (table: Table<'catalogue'>, column: 'record' | 'isbn') => {
  const numbers = learnBarcodeColumn(table.column(column), undefined)
  const report = createNumberReport(column, numbers.isUsual)
  return {
    isUsual: numbers.isUsual,
    report,
    of: (row: FileRow<'catalogue'>): string => {
      const before = row.text(column)
      if (isRounded(before)) {
        report.addRounded(row.line, before)
        return ''
      }
      const mended = numbers.mend(before)
      const after = column === 'isbn' && isIsbn10(`0${mended}`) ? `0${mended}` : mended
      if (after !== before) report.add(row.line, { codes: [], mended: [{ before, after }], isAmbiguous: false })
      return after
    },
  }
}

/** Weights 10 to 1, sum a multiple of eleven (ISO 2108:1992). */
const isIsbn10 = (text: string): boolean =>
  /^\d{9}[\dX]$/.test(text) && [...text].reduce((sum, sign, place) => sum + (10 - place) * (sign === 'X' ? 10 : Number(sign)), 0) % 11 === 0

export type CatalogueContent = FileContent<CatalogueEntry> & IlsCatalogue

/** Refuses a file that is no catalogue, or of which no row can be used. */
export const readCatalogue = (
  file: Pick<FileBytes, 'bytes' | 'compressed'>,
  options: ReadOptions = {},
): Result<CatalogueContent, FileFault> => {
  const found = readTable('catalogue', file, options.map)
  return found.ok ? toCatalogue(found.value, options) : found
}

/** The same of any table of copies, whatever file it came in. */
export const toCatalogue = (
  table: Table<'catalogue'>,
  { rule, toLocal, mendsMany = false }: Pick<ReadOptions, 'rule' | 'toLocal' | 'mendsMany'>,
): Result<CatalogueContent, FileFault> => {
  const barcodes = learnBarcodeColumn(table.column('barcode'), rule)
  const [records, isbns] = [learnNumbers(table, 'record'), learnNumbers(table, 'isbn')]
  // The record's number under the barcode, and words in its own place: the row lost its first cell. A low record number is one.
  const lacksFirstCell = (row: FileRow<'catalogue'>): boolean =>
    records.isUsual(row.cell('barcode').trim()) && row.cell('record').trim() !== '' && !/^\S*\d\S*$/.test(row.cell('record').trim())
  const faultOf = (row: FileRow<'catalogue'>, { codes, isAmbiguous }: ParsedNumbers): RejectionReason | undefined => {
    const cell = row.cell('barcode')
    if (!codes.some(barcodes.isUsual)) {
      const foundUnder = table.shiftedTo(row, 'barcode', barcodes.isUsual)
      if (foundUnder !== undefined) return { kind: 'shifted', column: 'barcode', foundUnder }
      if (table.has('record') && lacksFirstCell(row)) return { kind: 'shifted', column: 'record', foundUnder: table.headerOf('barcode') }
      if (isRounded(cell)) return { kind: 'number-rounded', column: 'barcode', value: cell }
    }
    return codes.length === 0 ? withoutNumber('barcode', cell, isAmbiguous) : undefined
  }
  const arrivals = parseDateColumn(table.column('arrivedOn'), toLocal)
  const rows: CatalogueEntry[] = []
  const rejected: RejectedRow[] = [...table.rejected]
  const lineByBarcode = new Map<ItemBarcode, number>()
  const onLoan = new Map<ItemBarcode, LocalDate | undefined>()
  const hasStatus = table.has('status')
  const dueDates = parseDateColumn(hasStatus ? table.column('status') : [], toLocal)
  const statusOf = createStatusParser(table.headerOf('status'), dueDates)
  const unreadStatuses = createUnreadValues()
  const immobilities = learnImmobilities(table)
  const unreadArrivals = createUnreadValues()
  let dated = 0
  const without: Readonly<Record<'title' | 'callNumber', number[]>> = { title: [], callNumber: [] }
  const report = createNumberReport('barcode', barcodes.isUsual)

  for (const row of table.rows) {
    const parsed = barcodes.parse(row.cell('barcode'))
    const fault = faultOf(row, parsed)
    if (fault !== undefined) {
      rejected.push({ line: row.line, reason: fault })
      continue
    }
    report.add(row.line, parsed)
    const arrival = row.cell('arrivedOn').trim()
    const arrivedOn = arrival === '' ? undefined : arrivals.parse(arrival)
    if (arrival !== '' && arrivedOn === undefined) unreadArrivals.add(row.line, arrival)
    const status = statusOf(row.text('status'))
    if (status.kind === 'unknown') unreadStatuses.add(row.line, row.text('status'))
    if (status.kind === 'on-loan' && status.isDated) dated++
    const immobility = immobilities.of(row, status)
    const [record, isbn] = [records.of(row), isbns.of(row)]
    for (const column of emptyTold) if (row.cell(column).trim() === '') without[column].push(row.line)
    const language = readTitleLanguage(row.text('language'))
    for (const code of parsed.codes) {
      // A copy of its own: V8 compares slices of the file's text six times slower, and barcodes are sorted and looked up.
      const barcode = toItemBarcode(Buffer.from(code).toString())
      const line = lineByBarcode.get(barcode)
      if (line !== undefined) {
        rejected.push({ line: row.line, reason: { kind: 'duplicate', column: 'barcode', value: code, line } })
        continue
      }
      lineByBarcode.set(barcode, row.line)
      if (status.kind === 'on-loan') onLoan.set(barcode, status.leftOn)
      rows.push({
        barcode,
        // Without the ILS's record number, each document is its own record.
        recordId: toRecordId(record || `ex-${code}`),
        title: titleOf(row),
        author: row.text('author'),
        documentType: row.text('documentType'),
        audience: row.text('audience'),
        callNumber: row.text('callNumber'),
        location: row.text('location'),
        arrivedOn,
        isbn,
        year: row.text('year'),
        publisher: row.text('publisher'),
        lent: parseCount(row.text('lent')),
        ...(immobility && { immobility }),
        ...(language && { language }),
      })
    }
  }
  if (rows.length === 0) return refuse({ kind: 'no-row-accepted', rejected })
  const reports = [report, records.report, isbns.report]
  const tooMany = mendsMany ? undefined : reports.map((one) => one.fault(table.rowCount)).find((fault) => fault !== undefined)
  if (tooMany !== undefined) return refuse(tooMany)
  const parted = partRecords(rows)
  const here = rows.filter(({ immobility }) => immobility === 'reference-only').length
  const gone = rows.filter(({ immobility }) => immobility === 'not-there').length
  const notes: readonly Note[] = [
    ...table.notes(),
    ...reports.flatMap((one) => one.notes()),
    ...emptyTold.flatMap((column): readonly Note[] => {
      const lines = without[column]
      return lines.length === 0 ? [] : [{ kind: 'cells-empty', column, rows: lines.length, lines: lines.slice(0, linesTold) }]
    }),
    ...dateNotes('arrivedOn', arrivals),
    ...unreadArrivals.notes(table.headerOf('arrivedOn')),
    ...(dated > 0 ? [{ kind: 'loans-dated', header: table.headerOf('status'), rows: dated } as const] : []),
    ...(here + gone > 0 ? [{ kind: 'copies-stay', here, gone } as const] : []),
    ...unreadStatuses.notes(table.headerOf('status')),
    ...immobilities.notes(),
    ...parted.notes,
  ]
  const mentioned = new Set<string>(rows.map((row) => row.barcode))
  for (const cell of table.cellsOf(rejected)) mentioned.add(cell)
  return accept({
    rows: parted.rows,
    rejected: byLine(rejected),
    notes,
    rowCount: table.rowCount,
    isCut: table.isCut,
    mentioned,
    onLoan: hasStatus ? onLoan : undefined,
  })
}

/** What to say of a column of dates, when there is something to say. */
export const dateNotes = (
  column: 'arrivedOn' | 'expiresOn' | 'slotDate',
  { order, isDecided }: ReturnType<typeof parseDateColumn>,
): Note[] => [
  ...(isDecided ? [] : [{ kind: 'dates-undecided', column } as const]),
  ...(order === 'month-first' ? [{ kind: 'dates-month-first', column } as const] : []),
]

export const byLine = (rejected: readonly RejectedRow[]): readonly RejectedRow[] => [...rejected].sort((a, b) => a.line - b.line)

type Status =
  | { readonly kind: 'in'; readonly immobility?: Immobility }
  /** `leftOn` where the status says since when; a date alone says until when. */
  | { readonly kind: 'on-loan'; readonly leftOn: LocalDate | undefined; readonly isDated: boolean }
  | { readonly kind: 'unknown' }

const begins = (...words: readonly string[]): RegExp => new RegExp(`^(?:${words.join('|')})\\b`)

const onLoanWords =
  /^(?:pret(?:e|ee|es)?|en pret|en cours de pret|sortie?|emprunte(?:e|s)?|on loan|checked out|issued|charged|loaned|lent)\b/
/** In its place, going there, or kept for somebody. */
const inWords = begins(
  'en rayon|rayon|en place|en magasin|magasin|disponible|dispo|libre|present|rentre|en bibliotheque|en stock|empruntable|pretable',
  'en transit|a ranger|reserve|en reserve|mis de cote|en attente|nouveaute',
  'available|in|on shelf|checked in|in transit|reshelving|reshelve|on hold|holds?',
)
const referenceOnlyWords = begins(
  'consultable|consultation|sur place|exclue?|usuel|non empruntable|non pretable',
  'not for loan|reference|library use|in library use',
)
const notThereWords = begins(
  'perdue?|detruite?|manquante?|absente?|disparue?|pilon|pilonnee?|retiree?|eliminee?|desherbee?|desherbage|en reparation|reparation|en reliure|reliure|abimee?',
  'deterioree?|en commande|commandee?|en traitement|traitement|en equipement|equipement',
  'lost|missing|withdrawn|damaged|on order|in process|in repair|mending',
)
const yes = new Set(['1', 'oui', 'o', 'yes', 'y', 'true', 'vrai'])
const no = new Set(['0', 'non', 'n', 'no', 'false', 'faux'])
/** In 995 $o, where an ILS has letters there: two for what is lent, what is read in the library, what is destroyed. */
const lettersOf995: ReadonlyMap<string, Status & { readonly kind: 'in' }> = new Map([
  ['e', { kind: 'in' }],
  ['p', { kind: 'in' }],
  ['c', { kind: 'in', immobility: 'reference-only' }],
  ['d', { kind: 'in', immobility: 'not-there' }],
])

/** A word of a copy that is not lent. */
const parseWord = (word: string): Exclude<Status, { readonly kind: 'on-loan' }> => {
  // Before what is in: « in process » is not.
  if (referenceOnlyWords.test(word)) return { kind: 'in', immobility: 'reference-only' }
  if (notThereWords.test(word)) return { kind: 'in', immobility: 'not-there' }
  return inWords.test(word) ? { kind: 'in' } : { kind: 'unknown' }
}

/** The words for a whole column: `header` says what a plain yes means there. */
const createStatusParser = (header: string, dates: DateColumn): ((cell: string) => Status) => {
  const saysAvailable = /dispon|availab/.test(foldText(header))
  const lent = (leftOn: LocalDate | undefined, isDated = false): Status => ({ kind: 'on-loan', leftOn, isDated })
  return (cell) => {
    const word = foldText(cell)
    if (word === '' || /^0000-00-00/.test(word)) return { kind: 'in' }
    if (yes.has(word)) return saysAvailable ? { kind: 'in' } : lent(undefined)
    // Not available is not yet lent.
    if (no.has(word)) return saysAvailable ? { kind: 'unknown' } : { kind: 'in' }
    if (dates.parse(cell) !== undefined) return lent(undefined, true)
    // "Prêté", "En prêt depuis le 12/03/2026", "En prêt jusqu’au 12/12/2026".
    if (onLoanWords.test(word)) {
      const since = /(?:^|\s)(?:le|depuis|since|on)\s+(?:le\s+)?(\d\S*)$/.exec(word)?.[1]
      return lent(/retour|jusqu|until|due/.test(word) || since === undefined ? undefined : dates.parse(since))
    }
    return parseWord(word)
  }
}

/**
 * A column that says of each copy whether it may not leave, and by `meant` why; a header « may be lent » means the opposite. Koha's code:
 * 0 where it may leave, a negative one where it is not there yet.
 */
const createImmobilityParser = (header: string, meant: Immobility): ((cell: string) => ReturnType<typeof parseWord>) => {
  const saysLendable = /^(?:empruntable|pretable|loanable|lendable)/.test(foldText(header))
  return (cell) => {
    const word = foldText(cell).replace(/^(?:document|exemplaire) /, '')
    const letter = header.includes('995 $o') ? lettersOf995.get(word) : undefined
    if (letter !== undefined) return letter
    if (/^en bon etat\b/.test(word)) return { kind: 'in' }
    if (word === '' || (/^[0 ]+$/.test(word) && !saysLendable)) return { kind: 'in' }
    if (/^-\d+$/.test(word)) return { kind: 'in', immobility: 'not-there' }
    if (yes.has(word) || no.has(word)) return yes.has(word) === saysLendable ? { kind: 'in' } : { kind: 'in', immobility: meant }
    return /^[\d ]+$/.test(word) && !saysLendable ? { kind: 'in', immobility: meant } : parseWord(word)
  }
}

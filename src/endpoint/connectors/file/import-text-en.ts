/**
 * What `npm run import` says, in English, as British librarians write it. Runs in the endpoint's commands.
 * Typed by the French: what is said there is said here.
 */
import type { RulesOverlap, SettingsFault } from '../../settings/settings-finding.ts'
import type { Column, FileKind, RowUnit } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason, UnreadValue } from './import-finding.ts'
import {
  examples,
  isExcelDay,
  linesShown,
  listHeaders,
  mapKeys,
  marcMapNames,
  marcModel,
  mendedShown,
  namesFor,
  rulesToWrite,
  type Sayings,
  sayOf,
} from './import-lists.ts'
import type { ImportText } from './import-text-fr.ts'
import { marcMapKeys } from './marc/marc-map.ts'
import { marcTextEn } from './marc/marc-text-en.ts'
import type { GivenFile } from './read-files.ts'

const moment = (at: number, timeZone: string): string =>
  new Date(at).toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short', timeZone })
const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** Where a thing stands: in a file of lines, or of records. */
const at = (line: number, unit: RowUnit): string => (unit === 'line' ? `on line ${line}` : marcTextEn.at(line))
const sayAtLine = ({ line, number }: NumberAt, unit: RowUnit): string => `${number} ${at(line, unit)}`
const sayUnread = ({ value, line, rows }: UnreadValue, unit: RowUnit): string =>
  `“${value}” ${at(line, unit)}${rows > 1 ? `, ${rows} times` : ''}`
const sayMended = ({ line, before, after }: MendedNumber, unit: RowUnit): string =>
  `${[before, after].filter((text) => text !== '').join(' → ')} ${at(line, unit)}`

const sayOverlap = ({ documentsLikeCards: documents, cardsLikeDocuments: cards }: RulesOverlap): string =>
  [
    ...(documents > 0 ? [`${count(documents, 'item has a number', 'items have a number')} that may be a card`] : []),
    ...(cards > 0 ? [`${count(cards, 'card has a number', 'cards have a number')} that may be an item`] : []),
  ].join(', ')

const columns: Readonly<Record<Column, string>> = {
  barcode: 'barcode',
  record: 'record',
  title: 'title',
  author: 'author',
  isbn: 'ISBN',
  documentType: 'item type',
  audience: 'audience',
  callNumber: 'shelfmark',
  location: 'location',
  year: 'year',
  volume: 'volume',
  series: 'series',
  publisher: 'publisher',
  arrivedOn: 'arrival date',
  lent: 'number of loans',
  status: 'status',
  referenceOnly: 'not for loan',
  notThere: 'lost or withdrawn',
  card: 'card',
  surname: 'surname',
  firstName: 'first name',
  fullName: 'full name',
  category: 'category',
  expiresOn: 'expiry',
  blocked: 'block',
  loansNow: 'current loans',
  email: 'email',
  language: 'language',
  order: 'order',
  slotDate: 'slot date',
  slotTime: 'slot time',
  site: 'site',
  source: 'source',
  count: 'number of items',
  note: 'note',
  orderedOn: 'order date',
}
const files: Readonly<Record<GivenFile, string>> = {
  catalogue: 'catalogue',
  patrons: 'patrons',
  orders: 'orders',
  settings: 'settings',
  map: 'column map',
  'marc-map': 'MARC map',
}
const looksLike: Readonly<Record<FileKind, string>> = {
  catalogue: 'a catalogue',
  patrons: 'a list of patrons',
  orders: 'a list of orders',
}
const separators: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars' }

const settingsFaults: Sayings<SettingsFault, 'code'> = {
  json: 'this is not JSON (a comma or a quote missing?)',
  missing: 'is missing',
  'unknown-name': 'is not a name we know (a typing error?)',
  type: ({ expected }) => `does not have the right form (expected: ${expected})`,
  bounds: ({ expected }) => `is out of bounds (expected: ${expected})`,
  date: 'must be a date that exists, written YYYY-MM-DD',
  time: 'must be a time written HH:MM',
  short: 'is too soon after from for a single slot',
  'after-from': 'must be after from',
  pattern: 'is not a regular expression',
  'pattern-unbounded': 'could block the tablets: no free repetition inside another, no back reference (\\1), 300 signs at most',
  zone: 'is not a known time zone (for instance Europe/Paris)',
  pin: 'must have 4 to 12 digits',
  'no-slash': 'must not contain a slash',
  colour: 'must be a colour written #rrggbb (example: #00573f)',
  'unknown-site': 'this site is not in “sites”',
  'unknown-librarian': 'this librarian is not in “librarians”',
  twice: 'is given twice',
  place: 'must say where in a record, for instance 995$f, 200$ae, 001 or 100$a/9-12',
  signs: ({ expected }) => `does not have the right number of characters (expected: ${expected})`,
  'too-far': ({ expected }) => `is too far ahead (at most: ${expected} days)`,
  today: 'would change the slots of a day in progress',
  'lost-site': 'a pickup site cannot disappear',
  quiet: 'would fall in the quiet hours',
  'all-days': 'seven quiet days: nothing would ever be sent',
  'blank-unknown': ({ expected }) => `has a blank that this email does not know (the nearest: {${expected}})`,
  'blank-missing': ({ expected }) => `lacks {${expected}}`,
  'blank-bare': ({ expected }) => `{${expected}} is sometimes empty: it goes in a sentence between square brackets`,
  'bracket-alone': ({ expected }) => `has a bracket alone, near “${expected}”`,
  'optional-without-blank': ({ expected }) => `the sentence between brackets “${expected}” has nothing to fill in`,
  'too-long': ({ expected }) => `is too long (at most: ${expected} characters)`,
  'subject-empty': 'is empty',
  'subject-broken': 'must take one line',
}

const saySettingsFault = (fault: SettingsFault): string => sayOf(settingsFaults, 'code', fault)

const faults: Sayings<FileFault, 'kind'> = {
  'file-unreadable': (fault) =>
    fault.code === 'ENOENT'
      ? 'there is no such file'
      : fault.code === 'EISDIR'
        ? 'this is a folder: give a file'
        : `this file cannot be read (${fault.code})`,
  'file-empty': 'this file is empty',
  'file-too-large': (fault) => `this file is too large (${fault.bytes} bytes, ${fault.maximum} at most)`,
  'too-many-columns': (fault) =>
    `this file has ${fault.columns} columns or more (${fault.maximum} at most): this is not a list from an ILS`,
  'gzip-broken': 'this compressed file is cut or damaged: copy it again',
  workbook: 'this is a workbook (Excel or OpenDocument): save it as CSV',
  'not-text': 'this is not a text file',
  'web-page': (fault) => `this is a web page (“${fault.title}”), no export: the link may want you to sign in`,
  'no-row': 'this file has nothing but its header',
  'columns-missing': (fault) =>
    `${fault.columns.map((column) => `“${columns[column]}”`).join(', ')} not found among the columns (${listHeaders(fault.headers)})${
      fault.looksLike === undefined
        ? `. Say by --map under which header to look (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
        : `. This file looks like ${looksLike[fault.looksLike]}`
    }`,
  marc: (fault) => marcTextEn.onlyCsv(fault.format),
  'marc-no-copy': (fault) => marcTextEn.noCopy(fault.records, fault.otherTags),
  'marc-too-much': (fault) => marcTextEn.tooMuch(fault.maximum),
  'map-unknown-header': (fault) =>
    `the map looks for “${columns[fault.column]}” under “${fault.header}”, which is not a column (${listHeaders(fault.headers)})`,
  'no-row-accepted': (fault) =>
    `no row can be used${fault.rejected
      .slice(0, 3)
      .map((row) => `; ${row.record === undefined ? `line ${row.line}` : marcTextEn.records([row])}: ${sayReason(row.reason)}`)
      .join('')}`,
  'too-many-mended': (fault) =>
    `“${columns[fault.column]}”: ${fault.count} numbers of ${fault.of} ${fault.unit === 'record' ? 'copies' : 'rows'} would be mended (${examples(fault.numbers, (one) => sayMended(one, fault.unit ?? 'line'))}). That is too many for an accident. Compare with some labels: if they bear the mended numbers, run it again with --mend; if not, export the column as text, without a spreadsheet`,
  'demo-there':
    'the database holds the demo. Add --replace-demo to erase it and start from an empty library; tablets enrolled in the demo must enrol again',
  'new-library': (fault) =>
    `${fault.isThere ? 'there is a library' : 'there is no library'} here. Look at DATA_DIR, or DATABASE_URL: those of the endpoint. --new-library makes one, only where there is none`,
  'library-unclear': (fault) => `choose --library among: ${fault.names.join(', ')}`,
  'team-unable': (fault) =>
    `nobody could act as a manager any more: that takes a PIN and a passphrase. Keep ${fault.able.join(', ')} in “librarians”, with "isManager": true, until ${fault.unable.length > 0 ? fault.unable.join(' or ') : 'somebody else, whom this file names so,'} has chosen theirs on a tablet (npm run passphrase -- NAME gives a code to choose the passphrase with); then run this file again`,
  'json-wrong': (fault) =>
    fault.faults.map((one) => (one.path === '' ? saySettingsFault(one) : `${one.path}: ${saySettingsFault(one)}`)).join('\n  '),
}

const sayFault = (fault: FileFault): string => sayOf(faults, 'kind', fault)

const reasons: Sayings<RejectionReason, 'kind', [unit: RowUnit]> = {
  'columns-counted': (reason) => `${count(reason.found, 'column', 'columns')} instead of ${reason.expected}: the row is shifted`,
  shifted: (reason) => `row shifted by one column: “${columns[reason.column]}” stands under “${reason.foundUnder}”`,
  'cells-shifted': (reason) =>
    `row shifted by one column: what belongs under “${reason.header}” stands under “${reason.foundUnder}” (a separator too many, or a cell missing, further left)`,
  'cell-missing': (reason) => `“${columns[reason.column]}” is missing`,
  'cell-unreadable': (reason) =>
    `“${columns[reason.column]}” cannot be read: ${reason.value}${isExcelDay(reason) ? ' (a day as Excel counts them: give the column a date format)' : ''}`,
  'numbers-ambiguous': (reason) =>
    `“${columns[reason.column]}”: several numbers in the cell, and not all of the usual form (${reason.value}): leave the one on the label`,
  'number-rounded': (reason) => `“${columns[reason.column]}” was rounded by a spreadsheet (${reason.value}): export the column as text`,
  duplicate: (reason, unit) => `${reason.value} is already ${at(reason.line, unit)}`,
  ...marcTextEn.reasons,
  'card-unknown': (reason) => `card ${reason.card} is not among the patrons`,
  'record-unknown': (reason) =>
    `neither record ${reason.record || '(empty)'} nor barcode ${reason.barcode || '(empty)'} is in the catalogue`,
  'site-unknown': (reason) => `site ${reason.site} is not in the settings`,
  'no-slot-that-day': (reason) =>
    `no time in the file, and no opening range on ${reason.date}: give the time, or “openingRanges” by --settings`,
  'order-contradicts': (reason) => `order ${reason.order} has another card or slot on line ${reason.line}`,
}

const sayReason = (reason: RejectionReason, unit: RowUnit = 'line'): string => sayOf(reasons, 'kind', reason, unit)

const notes: Sayings<Note, 'kind', [unit: RowUnit, zone: string]> = {
  'read-as': (note) =>
    `read as ${note.encoding}, separated by ${separators[note.separator] ?? note.separator}${note.compressed ? ', compressed' : ''}`,
  'marc-read': (note) => marcTextEn.readAs(note),
  'marc-heeded': (note) => marcTextEn.heeded(note.heed, note.records),
  'accents-mended': (note, unit) =>
    `accents ${note.how === 'twice' ? 'encoded twice' : 'of ANSEL badly converted'}, mended in ${count(note.cells.length, 'cell', 'cells')}: ${examples(note.cells, (one) => sayMended(one, unit))}`,
  'accents-left': (note, unit) =>
    `${count(note.cells.length, 'cell has', 'cells have')} spoiled accents, in a file that is sound elsewhere: left as written (${examples(note.cells, (one) => sayMended(one, unit))}). Mend them in the ILS`,
  'encodings-mixed': (note) => `${count(note.lines, 'line', 'lines')} in another encoding than the rest`,
  'header-below': (note) => `two rows of headers: that of line ${note.line} is read, the one above is not`,
  'nul-signs': (note) => `${count(note.count, 'NUL', 'NULs')} read as blanks (line ${note.line}): the file may be damaged there`,
  'quotes-mended': (note) => `quotes badly closed in ${count(note.rows, 'place', 'places')}: read line by line`,
  'cells-empty': (note, unit) =>
    `${count(note.rows, 'item', 'items')} without “${columns[note.column]}” (${note.lines.map((line) => at(line, unit)).join(', ')}${note.rows > note.lines.length ? '…' : ''}): ${note.column === 'title' ? 'screens say “[sans titre]”' : 'nobody is told where to take them'}`,
  'texts-cut': (note) => `${count(note.cells, 'text', 'texts')} too long, cut`,
  'numbers-share-cell': (note, unit) =>
    `${count(note.numbers.length, 'row', 'rows')} with several numbers in one “${columns[note.column]}” cell, ${
      note.column === 'card' ? 'the first is taken' : 'each is an item'
    } (${examples(note.numbers, (one) => sayAtLine(one, unit))})`,
  'numbers-mended': (note, unit) =>
    `${count(note.numbers.length, 'number', 'numbers')} under “${columns[note.column]}” mended as the rest of the column shows, to be checked: ${examples(note.numbers, (one) => sayMended(one, unit), mendedShown)}`,
  'numbers-unusual': (note, unit) =>
    `${count(note.numbers.length, 'number', 'numbers')} under “${columns[note.column]}” of another form than most, kept as written (${examples(note.numbers, (one) => sayAtLine(one, unit))})`,
  'numbers-rounded': (note, unit) =>
    `${count(note.numbers.length, 'number', 'numbers')} under “${columns[note.column]}” rounded by a spreadsheet, not taken (${examples(note.numbers, (one) => sayAtLine(one, unit))}): export the column as text`,
  'values-unread': (note, unit) =>
    `“${note.header}”: ${count(note.rows, 'value is', 'values are')} not understood, and left out (${examples(note.values, (one) => sayUnread(one, unit))}). If they say something useful, change them in the export`,
  'loans-dated': (note) =>
    `“${note.header}”: a date there means that the item is on loan (the date is when it is due back); ${count(note.rows, 'item', 'items')} on loan in this way`,
  'copies-stay': (note) => `copies that are not lent: in the library only, ${note.here}; lost, withdrawn or in processing, ${note.gone}`,
  'records-parted': (note) =>
    `${count(note.records, 'record number stands', 'record numbers stand')} on unlike titles (${note.numbers.join(', ')}): ${count(note.rows, 'item was', 'items were')} not put together with the others. A spreadsheet may have rounded the column`,
  'isbn-shared': (note) =>
    `${count(note.records, 'ISBN stands', 'ISBNs stand')} on unlike titles (${note.numbers.join(', ')}), of ${count(note.rows, 'item', 'items')}: a scan of the ISBN will not tell which`,
  'blocks-read': (note) => `“${note.header}”: ${count(note.rows, 'patron is', 'patrons are')} blocked`,
  'blocks-unread': (note, unit) =>
    `“${note.header}”: ${count(note.rows, 'unknown word blocks', 'unknown words block')} nobody (${examples(note.values, (one) => sayUnread(one, unit))}). A word that is to block is said by --blocks "${note.values[0]?.value ?? ''}"`,
  'blocks-ended': (note) =>
    `“${note.header}”: ${count(note.rows, 'block has ended: this card is', 'blocks have ended: these cards are')} not blocked`,
  'addresses-read': (note) =>
    `“${note.header}”: ${count(note.addresses, 'address', 'addresses')}, kept on the server alone${note.unread === 0 ? '' : `; ${count(note.unread, 'cell holds', 'cells hold')} no address`}`,
  'dates-undecided': (note) => `nothing tells whether “${columns[note.column]}” begins with the day or the month: read day/month`,
  'dates-month-first': (note) => `“${columns[note.column]}” read month/day`,
  'columns-ignored': (note) => `columns not read: ${note.headers.join(', ')}`,
  'barcode-unknown-record-taken': (note) =>
    `${count(note.rows, 'row asks', 'rows ask')} for an unknown copy of a known record: any copy will do`,
  'taken-as-wish': (note) =>
    `${count(note.lines.length, 'row asks for an unknown document: its title is', 'rows ask for unknown documents: their titles are')} taken as a wish (${examples(note.lines, (line) => at(line, 'line'))})`,
  'first-slot-taken': (note) => `${count(note.orders, 'order', 'orders')} without a time: put into the first slot of their day`,
  'numbered-here': (note) => `no order numbers: one order for each card and day, ${note.orders} numbered here`,
  'outside-hours': (note) =>
    `${count(note.orders, 'order is', 'orders are')} outside opening hours (${note.times.join(', ')}): is the column of times read right?`,
  'in-the-past': (note) =>
    `${count(note.orders, 'order is', 'orders are')} of a day that is over (${note.times.join(', ')}): is the column of days read right?`,
  'removal-withheld': (note) =>
    `this file leaves out ${note.would} of the ${note.of} known: nothing was removed. If it is whole, add --whole or --remove ${note.would}`,
  'list-withheld': (note) =>
    `this file shares only ${note.shared} of its ${note.of} numbers with what is known (before: ${note.before.join(', ')}; now: ${note.now.join(', ')}): nothing was written. If it is the new list, add --whole or --remove ${note.would}`,
  'removal-withheld-cut': (note) =>
    `this file is cut, and leaves out ${note.would} of the ${note.of} known: nothing was removed. Export it again`,
  'removal-withheld-shared': (note) =>
    `the catalogue is that of the group ${note.group}: ${note.would} of its ${note.of} items, which this file leaves out, stay in it, as other libraries may have them. If it lists the whole group, add --whole`,
  'taken-without-name': (note) =>
    `${count(note.patrons, 'patron stays', 'patrons stay')} without a name: no loan and no order for a long time. The name comes back with a loan, an order or a card that is renewed`,
  'older-than-last': (note, _, zone) =>
    `this file is older than the last one imported (${moment(note.last, zone)}): give its date by --as-of if it is not`,
  'no-opening-range': 'no opening range: every order will show as outside its slots. Give “openingRanges” by --settings',
  'no-librarian': 'no librarian: nobody can sign in. Add “librarians” to the settings file',
  'rules-overlap': (note) =>
    `one number may be a card or an item: ${sayOverlap(note)} (${note.numbers.join(', ')}…). At a scan the tablet looks in the catalogue and the directory, and asks only where both have it, or neither. ${
      note.apart === undefined
        ? 'No rule drawn from these numbers tells them apart'
        : `To have nothing asked, put these two lines into the settings file (--settings), if they suit your future numbers too:\n${rulesToWrite(note.apart)}`
    }`,
  'accent-adjusted': (note) =>
    `accentColour ${note.colour} is too light to be read on white: screens will use ${note.light}, and ${note.dark} on dark`,
}

const sayNote = (note: Note, unit: RowUnit = 'line', zone = 'UTC'): string => sayOf(notes, 'kind', note, unit, zone)

export const importTextEn: ImportText = {
  usage: [
    'Usage: npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json] [--marc-map M]',
    '  --library SLUG    the library, where there are several',
    '  --new-library     makes the library, where there is none',
    '  --replace-demo    erases the demo, tablets included',
    '  --as-of T         the moment that the ILS’s figures speak of (2026-11-25T09:12); by default the file’s date',
    '  --whole           the files are whole lists, whatever they leave out',
    '  --remove N        at most N leave, where that is what the file says',
    '  --mend            mends the numbers that a spreadsheet spoiled, however many',
    '  --blocks WORD     this word, in the column of blocks, blocks the patron (once for each word; "blocks" in --map)',
    '  --dry-run         says what would change, and changes nothing (--settings alone, or without)',
    '  --max-minutes N   time allowed for reading the files (10)',
    '  --lang fr         in French',
    '--map says under which header (or in which column, counted from 1) to look for what is not found by itself.',
    'One column may serve twice. Example: { "orders": { "slotDate": "RDV", "slotTime": "RDV" } }. Names:',
    ...mapKeys,
    'CSV files of any separator and encoding; the catalogue also in MARC (UNIMARC or MARC21, ISO 2709 or MARCXML); plain or .gz.',
    `--marc-map says where a MARC record has its copies: ${marcMapNames}, or a file, for instance`,
    `  ${marcModel}  Names:`,
    `  ${marcMapKeys.join(', ')}`,
    'Exit codes: 0 imported (rejected rows are listed), 1 stopped unexpectedly, 2 nothing was changed',
  ].join('\n'),
  nothingGiven: 'No file given.',
  badOption: (what) => `Option not understood: ${what}`,
  refused: (file, path, fault) =>
    `${file === undefined ? '' : `${path ?? files[file]} (${files[file]}): `}${sayFault(fault)}.${fault.kind === 'json-wrong' ? namesFor(file, 'Names:') : ''}\nNothing was changed.`,
  tooSlow: (paths, minutes) =>
    `Reading was not finished after ${minutes.toLocaleString('en-GB')} min, and was stopped: ${paths.join(', ')}.\nA file is far too large, or a rule of numbers (cardRule, itemRule) is too slow to compare: make it simpler in the settings. If it only needs more time: --max-minutes 60.\nNothing was changed.`,
  failed: 'The import stopped. What was written is kept; run the same command again to complete it.',
  waits: 'Another job of this library is running: writing is waiting its turn.',
  busy: 'Another job of this library is not finishing: nothing was written. Run the same command again later.',
  library: (name, isNew, replacedDemo) => `${name}${replacedDemo ? ': the demo was erased' : ''}${isNew ? ': new library' : ''}`,
  step: { read: 'reading', write: 'writing', publish: 'file for the tablets' },
  file: files,
  trialOfSettings: 'A dry run (--dry-run) is asked for with --settings alone, or without.',
  trialOfLists: 'Dry run: nothing is written.',
  trial: (name, differences) =>
    `${name}: ${differences === 0 ? 'this file would change nothing' : `this file would change ${count(differences, 'setting', 'settings')}`}. Nothing was changed.`,
  difference: ({ member, was, became }) => `${member}: ${was ?? 'absent'} → ${became ?? 'absent'}`,
  settings: (isChanged, librarians) => `Settings: ${isChanged ? 'updated' : 'unchanged'}, ${count(librarians, 'librarian', 'librarians')}`,
  rows: (file, rows, ms, records) =>
    `${files[file].replace(/^./, (first) => first.toUpperCase())}: ${records === undefined ? count(rows, 'row', 'rows') : marcTextEn.rowsRead(records, rows)} in ${(ms / 1000).toFixed(1)} s`,
  changes: (added, updated, unchanged, removed) => `${added} added, ${updated} updated, ${unchanged} unchanged, ${removed} removed`,
  orders: (added, updated, unchanged, lines) =>
    `${added} new, ${updated} updated, ${unchanged} unchanged; ${count(lines, 'item wanted', 'items wanted')}`,
  gone: (withPicks, without) =>
    `no longer in the ILS: ${withPicks} with items already picked (kept, and shown as such), ${without} with nothing picked (cancelled)`,
  shared: (lines) => `${count(lines, 'copy', 'copies')} wanted twice: the earliest slot keeps it, the other takes another copy`,
  asOf: (at, zone) => `rights up to date as of ${moment(at, zone)}`,
  rejected: (rows, unit) => (unit === 'line' ? count(rows, 'rejected row', 'rejected rows') : marcTextEn.rejected(rows)),
  lines: (rows, reason, unit) => {
    const lines = rows.map(({ line }) => line)
    if (unit === 'record') return `${marcTextEn.records(rows)}: ${reason}`
    return lines.length === 1
      ? `line ${lines[0]}: ${reason}`
      : `${lines.length} rows (lines ${examples(lines, String, linesShown)}): ${reason}`
  },
  more: (rows, path) => `… and ${rows} more. Whole list: ${path}`,
  rejectedIn: (path) => `List: ${path}`,
  rejectedHeader: ['line', 'reason'],
  mendedHeader: ['line', 'written', 'read'],
  mendedIn: (path) => `Mended cells, whole list: ${path}`,
  marc: marcTextEn,
  reason: sayReason,
  fault: sayFault,
  note: sayNote,
}

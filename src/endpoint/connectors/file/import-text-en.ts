/**
 * What `npm run import` says, in English, as British librarians write it. Runs in the endpoint's commands.
 * Typed by the French: what is said there is said here.
 */
import type { RulesOverlap, SettingsFault } from '../../settings/settings-finding.ts'
import type { Column, FileKind, RowUnit } from './column.ts'
import type { FileFault, MendedNumber, Note, NumberAt, RejectionReason, UnreadValue } from './import-finding.ts'
import { examples, linesShown, listHeaders, mapKeys, marcMapNames, marcModel, mendedShown, namesFor, rulesToWrite } from './import-lists.ts'
import type { ImportText } from './import-text-fr.ts'
import { marcTextEn } from './marc/marc-text-en.ts'
import { marcMapKeys } from './marc/read-marc-map.ts'
import type { GivenFile } from './read-files.ts'

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** Where a thing stands: in a file of lines, or of records. */
const at = (line: number, unit: RowUnit): string => (unit === 'line' ? `on line ${line}` : marcTextEn.at(line))
const sayAtLine =
  (unit: RowUnit) =>
  ({ line, number }: NumberAt): string =>
    `${number} ${at(line, unit)}`
const sayUnread =
  (unit: RowUnit) =>
  ({ value, line, rows }: UnreadValue): string =>
    `“${value}” ${at(line, unit)}${rows > 1 ? `, ${rows} times` : ''}`
const sayMended =
  (unit: RowUnit) =>
  ({ line, before, after }: MendedNumber): string =>
    `${before} → ${after} ${at(line, unit)}`

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

const saySettingsFault = ({ code, expected }: SettingsFault): string => {
  switch (code) {
    case 'json':
      return 'this is not JSON (a comma or a quote missing?)'
    case 'missing':
      return 'is missing'
    case 'unknown-name':
      return 'is not a name we know (a typing error?)'
    case 'type':
      return `does not have the right form (expected: ${expected})`
    case 'bounds':
      return `is out of bounds (expected: ${expected})`
    case 'date':
      return 'must be a date that exists, written YYYY-MM-DD'
    case 'time':
      return 'must be a time written HH:MM'
    case 'after-from':
      return 'must be after from'
    case 'pattern':
      return 'is not a regular expression'
    case 'pattern-unbounded':
      return 'could block the tablets: no free repetition inside another, no back reference (\\1), 300 signs at most'
    case 'zone':
      return 'is not a known time zone (for instance Europe/Paris)'
    case 'pin':
      return 'must have 4 to 12 digits'
    case 'no-slash':
      return 'must not contain a slash'
    case 'colour':
      return 'must be a colour written #rrggbb (example: #00573f)'
    case 'unknown-site':
      return 'this site is not in “sites”'
    case 'unknown-librarian':
      return 'this librarian is not in “librarians”'
    case 'twice':
      return 'is given twice'
    case 'place':
      return 'must say where in a record, for instance 995$f, 200$ae, 001 or 100$a/9-12'
    case 'signs':
      return `does not have the right number of characters (expected: ${expected})`
    case 'too-far':
      return `is too far ahead (at most: ${expected} days)`
    case 'today':
      return 'would change the slots of a day in progress'
    case 'lost-site':
      return 'a pickup site cannot disappear'
    case 'quiet':
      return 'would fall in the quiet hours'
    case 'all-days':
      return 'seven quiet days: nothing would ever be sent'
    case 'blank-unknown':
      return `has a blank that this email does not know (the nearest: {${expected}})`
    case 'blank-missing':
      return `lacks {${expected}}`
    case 'blank-bare':
      return `{${expected}} is sometimes empty: it goes in a sentence between square brackets`
    case 'bracket-alone':
      return `has a bracket alone, near “${expected}”`
    case 'optional-without-blank':
      return `the sentence between brackets “${expected}” has nothing to fill in`
    case 'too-long':
      return `is too long (at most: ${expected} characters)`
    case 'subject-empty':
      return 'is empty'
    case 'subject-broken':
      return 'must take one line'
  }
}

const sayFault = (fault: FileFault): string => {
  switch (fault.kind) {
    case 'file-unreadable':
      return fault.code === 'ENOENT' ? 'there is no such file' : `this file cannot be read (${fault.code})`
    case 'file-empty':
      return 'this file is empty'
    case 'file-too-large':
      return `this file is too large (${fault.bytes} bytes, ${fault.maximum} at most)`
    case 'too-many-columns':
      return `this file has ${fault.columns} columns or more (${fault.maximum} at most): this is not a list from an ILS`
    case 'gzip-broken':
      return 'this compressed file is cut or damaged: copy it again'
    case 'workbook':
      return 'this is a workbook (Excel or OpenDocument): save it as CSV'
    case 'not-text':
      return 'this is not a text file'
    case 'no-row':
      return 'this file has nothing but its header'
    case 'columns-missing':
      return `${fault.columns.map((column) => `“${columns[column]}”`).join(', ')} not found among the columns (${listHeaders(fault.headers)})${
        fault.looksLike === undefined
          ? `. Say by --map under which header to look (${fault.columns.map((column) => `"${column}": "…"`).join(', ')})`
          : `. This file looks like ${looksLike[fault.looksLike]}`
      }`
    case 'marc':
      return marcTextEn.onlyCsv(fault.format)
    case 'marc-no-copy':
      return marcTextEn.noCopy(fault.records, fault.otherTags)
    case 'marc-too-much':
      return marcTextEn.tooMuch(fault.maximum)
    case 'map-unknown-header':
      return `the map looks for “${columns[fault.column]}” under “${fault.header}”, which is not a column (${listHeaders(fault.headers)})`
    case 'no-row-accepted':
      return `no row can be used${fault.rejected
        .slice(0, 3)
        .map((row) => `; ${row.record === undefined ? `line ${row.line}` : marcTextEn.records([row])}: ${sayReason(row.reason)}`)
        .join('')}`
    case 'too-many-mended':
      return `“${columns[fault.column]}”: ${fault.count} numbers of ${fault.of} ${fault.unit === 'record' ? 'copies' : 'rows'} would be mended (${examples(fault.numbers, sayMended(fault.unit ?? 'line'))}). That is too many for an accident. Compare with some labels: if they bear the mended numbers, run it again with --mend; if not, export the column as text, without a spreadsheet`
    case 'demo-there':
      return 'the database holds the demo. Add --replace-demo to erase it and start from an empty library; tablets enrolled in the demo must enrol again'
    case 'new-library':
      return `${fault.isThere ? 'there is a library' : 'there is no library'} here. Look at DATA_DIR, or DATABASE_URL: those of the endpoint. --new-library makes one, only where there is none`
    case 'library-unclear':
      return `choose --library among: ${fault.names.join(', ')}`
    case 'team-unable':
      return `nobody could act as a manager any more: that takes a PIN and a passphrase. Keep ${fault.able.join(', ')} in “librarians”, with "isManager": true, until ${fault.unable.length > 0 ? fault.unable.join(' or ') : 'somebody else, whom this file names so,'} has chosen theirs on a tablet (npm run passphrase -- NAME gives a code to choose the passphrase with); then run this file again`
    case 'json-wrong':
      return fault.faults.map((one) => (one.path === '' ? saySettingsFault(one) : `${one.path}: ${saySettingsFault(one)}`)).join('\n  ')
  }
}

const sayReason = (reason: RejectionReason, unit: RowUnit = 'line'): string => {
  switch (reason.kind) {
    case 'columns-counted':
      return `${count(reason.found, 'column', 'columns')} instead of ${reason.expected}: the row is shifted`
    case 'shifted':
      return `row shifted by one column: “${columns[reason.column]}” stands under “${reason.foundUnder}”`
    case 'cells-shifted':
      return `row shifted by one column: what belongs under “${reason.header}” stands under “${reason.foundUnder}” (a separator too many, or a cell missing, further left)`
    case 'cell-missing':
      return `“${columns[reason.column]}” is missing`
    case 'cell-unreadable':
      return `“${columns[reason.column]}” cannot be read: ${reason.value}`
    case 'numbers-ambiguous':
      return `“${columns[reason.column]}”: several numbers in the cell, and not all of the usual form (${reason.value}): leave the one on the label`
    case 'number-rounded':
      return `“${columns[reason.column]}” was rounded by a spreadsheet (${reason.value}): export the column as text`
    case 'duplicate':
      return `${reason.value} is already ${at(reason.line, unit)}`
    case 'marc-cut':
    case 'marc-too-long':
    case 'marc-no-leader':
    case 'marc-no-directory':
    case 'marc-fields-counted':
    case 'marc-fields-unfit':
    case 'marc-xml':
      return marcTextEn.reason(reason)
    case 'card-unknown':
      return `card ${reason.card} is not among the patrons`
    case 'record-unknown':
      return `neither record ${reason.record || '(empty)'} nor barcode ${reason.barcode || '(empty)'} is in the catalogue`
    case 'site-unknown':
      return `site ${reason.site} is not in the settings`
    case 'no-slot-that-day':
      return `no time in the file, and no opening range on ${reason.date}: give the time, or “openingRanges” by --settings`
    case 'order-contradicts':
      return `order ${reason.order} has another card or slot on line ${reason.line}`
  }
}

const sayNote = (note: Note, unit: RowUnit = 'line'): string => {
  switch (note.kind) {
    case 'read-as':
      return `read as ${note.encoding}, separated by ${separators[note.separator] ?? note.separator}${note.compressed ? ', compressed' : ''}`
    case 'marc-read':
      return marcTextEn.readAs(note.format, note.flavours, note.encodings, note.copyTags, note.map, note.compressed)
    case 'marc-heeded':
      return marcTextEn.heeded(note.heed, note.records)
    case 'encoded-twice':
      return `accents encoded twice, mended in ${count(note.cells, 'cell', 'cells')}`
    case 'ansel':
      return `ANSEL accents badly converted, mended in ${count(note.cells, 'cell', 'cells')}`
    case 'encodings-mixed':
      return `${count(note.lines, 'line', 'lines')} in another encoding than the rest`
    case 'quotes-mended':
      return `quotes badly closed in ${count(note.rows, 'place', 'places')}: read line by line`
    case 'texts-cut':
      return `${count(note.cells, 'text', 'texts')} too long, cut`
    case 'numbers-share-cell':
      return `${count(note.numbers.length, 'row', 'rows')} with several numbers in one “${columns[note.column]}” cell, ${
        note.column === 'card' ? 'the first is taken' : 'each is an item'
      } (${examples(note.numbers, sayAtLine(unit))})`
    case 'numbers-mended':
      return `${count(note.numbers.length, 'number', 'numbers')} under “${columns[note.column]}” mended as the rest of the column shows, to be checked: ${examples(note.numbers, sayMended(unit), mendedShown)}`
    case 'numbers-unusual':
      return `${count(note.numbers.length, 'number', 'numbers')} under “${columns[note.column]}” of another form than most, kept as written (${examples(note.numbers, sayAtLine(unit))})`
    case 'values-unread':
      return `“${note.header}”: ${count(note.rows, 'value is', 'values are')} not understood, and left out (${examples(note.values, sayUnread(unit))}). If they say something useful, change them in the export`
    case 'loans-dated':
      return `“${note.header}”: a date there means that the item is on loan (the date is when it is due back); ${count(note.rows, 'item', 'items')} on loan in this way`
    case 'copies-stay':
      return `copies that are not lent: in the library only, ${note.here}; lost, withdrawn or in processing, ${note.gone}`
    case 'blocks-ended':
      return `“${note.header}”: ${count(note.rows, 'block has ended: this card is', 'blocks have ended: these cards are')} not blocked`
    case 'addresses-read':
      return `“${note.header}”: ${count(note.addresses, 'address', 'addresses')}, kept on the server alone${note.unread === 0 ? '' : `; ${count(note.unread, 'cell holds', 'cells hold')} no address`}`
    case 'dates-undecided':
      return `nothing tells whether “${columns[note.column]}” begins with the day or the month: read day/month`
    case 'dates-month-first':
      return `“${columns[note.column]}” read month/day`
    case 'columns-ignored':
      return `columns not read: ${note.headers.join(', ')}`
    case 'barcode-unknown-record-taken':
      return `${count(note.rows, 'row asks', 'rows ask')} for an unknown copy of a known record: any copy will do`
    case 'first-slot-taken':
      return `${count(note.orders, 'order', 'orders')} without a time: put into the first slot of their day`
    case 'numbered-here':
      return `no order numbers: one order for each card and day, ${note.orders} numbered here`
    case 'removal-withheld':
      return `this file leaves out ${note.would} of the ${note.of} known: nothing was removed. If it is whole, add --whole`
    case 'removal-withheld-cut':
      return `this file is cut, and leaves out ${note.would} of the ${note.of} known: nothing was removed. Export it again`
    case 'removal-withheld-shared':
      return `the catalogue is that of the group ${note.group}: ${note.would} of its ${note.of} items, which this file leaves out, stay in it, as other libraries may have them. If it lists the whole group, add --whole`
    case 'taken-without-name':
      return `${count(note.patrons, 'patron stays', 'patrons stay')} without a name: no loan and no order for a long time. The name comes back with a loan, an order or a card that is renewed`
    case 'older-than-last':
      return `this file is older than the last one imported (${new Date(note.last).toLocaleString('en-GB')}): give its date by --as-of if it is not`
    case 'no-opening-range':
      return 'no opening range: every order will show as outside its slots. Give “openingRanges” by --settings'
    case 'no-librarian':
      return 'no librarian: nobody can sign in. Add “librarians” to the settings file'
    case 'rules-overlap':
      return `one number may be a card or an item: ${sayOverlap(note)} (${note.numbers.join(', ')}…). At a scan the tablet looks in the catalogue and the directory, and asks only where both have it, or neither. ${
        note.apart === undefined
          ? 'No rule drawn from these numbers tells them apart'
          : `To have nothing asked, put these two lines into the settings file (--settings), if they suit your future numbers too:\n${rulesToWrite(note.apart)}`
      }`
    case 'accent-adjusted':
      return `accentColour ${note.colour} is too light to be read on white: screens will use ${note.light}, and ${note.dark} on dark`
  }
}

export const importTextEn: ImportText = {
  usage: [
    'Usage: npm run import -- [--catalogue F] [--patrons F] [--orders F] [--settings F.json] [--map F.json] [--marc-map M]',
    '  --library SLUG    the library, where there are several',
    '  --new-library     makes the library, where there is none',
    '  --replace-demo    erases the demo, tablets included',
    '  --as-of T         the moment that the ILS’s figures speak of (2026-11-25T09:12); by default the file’s date',
    '  --whole           the files are whole lists, whatever they leave out',
    '  --mend            mends the numbers that a spreadsheet spoiled, however many',
    '  --dry-run         with --settings alone: says what would change, and changes nothing',
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
  trialOfSettings: 'A dry run (--dry-run) is asked for with --settings alone.',
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
  asOf: (at) => `rights up to date as of ${at.toLocaleString('en-GB', { dateStyle: 'short', timeStyle: 'short' })}`,
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
  mendedIn: (path) => `Mended numbers, whole list: ${path}`,
  marc: marcTextEn,
  reason: sayReason,
  note: sayNote,
}

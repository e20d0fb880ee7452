/**
 * What `npm run import` says of a file in MARC, in English. Runs in the endpoint's commands.
 */
import { examples, linesShown, type Sayings } from '../import-lists.ts'
import type { HeededRecord, MarcHeed, MarcRejection } from './marc-finding.ts'
import type { MarcText, NamedRow } from './marc-text-fr.ts'

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
const ranked = ({ line, record = '' }: NamedRow): string => `rank ${line}${record === '' ? '' : `, no. ${record}`}`

const heeds: Readonly<Record<MarcHeed, (n: number) => string>> = {
  'lengths-wrong': (n) => `${plural(n, 'record gives', 'records give')} wrong lengths (leader or directory): read by the terminators`,
  'fields-unlisted': (n) =>
    `${plural(n, 'record has', 'records have')} more or fewer fields than the directory: only those of the directory are read`,
  'terminator-missing': (n) => `${plural(n, 'record', 'records')} without an end mark, read all the same`,
  'encoding-false': (n) =>
    `${plural(n, 'record says', 'records say')} an encoding that is not that of ${n === 1 ? 'its' : 'their'} bytes: read by the bytes`,
  'encodings-mixed': (n) => `${plural(n, 'record', 'records')} in several encodings at once, read field by field`,
  'signs-unknown': (n) =>
    `${plural(n, 'record', 'records')} with characters that this program does not know, replaced by \ufffd or a blank`,
  deleted: (n) => `${plural(n, 'record', 'records')} marked as deleted (leader, position 5): no copies taken`,
  'no-copy': (n) => `${plural(n, 'record', 'records')} without a copy`,
}
const sayHeeded = (one: HeededRecord): string => `${ranked(one)}${one.detail === '' ? '' : `: ${one.detail}`}`

const reasons: Sayings<MarcRejection, 'kind'> = {
  'marc-cut': 'the record is cut: the rest is missing',
  'marc-too-long': (reason) => `the record is longer than ${reason.maximum} bytes: a terminator is missing`,
  'marc-no-leader': (reason) => `what follows the terminator is not the leader of a record (${reason.value})`,
  'marc-no-directory': 'the directory of fields cannot be read',
  'marc-fields-counted': (reason) => `the directory says ${plural(reason.expected, 'field', 'fields')}, the record has ${reason.found}`,
  'marc-fields-unfit': (reason) => `the lengths are wrong, and field ${reason.tag} is not in its place: the order of the fields is lost`,
  'marc-xml': (reason) => `XML that is not well formed, from “${reason.value}” on`,
}

export const marcTextEn: MarcText = {
  onlyCsv: (format) => `this is a MARC file (${format}): only the catalogue is read in that format. Export this list as CSV`,
  noCopy: (records, otherTags) =>
    `none of the ${plural(records, 'record', 'records')} has a copy where this program looks for one (995, 952, 949). Ask for an export with items${
      otherTags.length === 0 ? '' : `, or say by --marc-map in which field they are (local fields found: ${otherTags.join(', ')})`
    }`,
  tooMuch: (maximum) => `this file has more than ${maximum.toLocaleString('en')} copies and remarks: it is not a catalogue`,
  reasons,
  heeded: (heed, records) => `${heeds[heed](records.length)} (${examples(records, sayHeeded)})`,
  readAs: ({ format, flavours, encodings, copyTags, map, compressed }) =>
    `read as ${[format, ...flavours].join(', ')}${compressed ? ', compressed' : ''}; accents: ${
      encodings.map(({ encoding, records }) => `${encoding} (${plural(records, 'record', 'records')})`).join(', ') || 'none'
    }; copies in ${copyTags.join(', ')}, map “${map}”`,
  at: (line) => `in the record at rank ${line}`,
  records: (rows) => {
    const [first] = rows
    return rows.length === 1 && first !== undefined
      ? `record at ${ranked(first)}`
      : `${rows.length} records (${examples(rows, ranked, linesShown)})`
  },
  rowsRead: (records, copies) => `${plural(records, 'record', 'records')}, ${plural(copies, 'copy', 'copies')}`,
  rejected: (count) => plural(count, 'record or copy rejected', 'records or copies rejected'),
  rejectedHeader: ['rank', 'record', 'reason'],
  heededHeader: ['rank', 'record', 'remark'],
  heedNames: {
    'lengths-wrong': 'wrong lengths',
    'fields-unlisted': 'fields outside the directory',
    'terminator-missing': 'no end mark',
    'encoding-false': 'false encoding',
    'encodings-mixed': 'mixed encodings',
    'signs-unknown': 'unknown characters',
    deleted: 'deleted',
    'no-copy': 'no copy',
  },
  heededIn: (path) => `Records with a remark, whole list: ${path}`,
}

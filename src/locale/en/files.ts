/**
 * Settings › Files, in English.
 */
import { files as fr } from '../fr/files.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

export const files: typeof fr = {
  title: 'Files',
  say: 'Catalogue, patrons, orders: a trial first. Nothing is written before “Import”.',
  offline: 'Importing a file needs the network.',
  managerOnly: 'A manager imports files.',
  drop: 'Drop your files here',
  dropSay: 'Tables or MARC records, packed or not, several at once, 64 MB each.',
  choose: 'Choose files',
  why: 'The catalogue, the patrons and the orders change on every tablet.',
  try: 'Try',
  all: 'All settings',
  sent: 'Sending and reading',
  kind: 'What the file holds',
  unknown: 'To choose',
  kinds: { catalogue: 'Catalogue', patrons: 'Patrons', orders: 'Orders' },
  sending: (sent, of) => `Sending: ${sent} of ${of} KB`,
  reading: (step) => `Reading, nothing is written. ${step}`,
  taking: (step) => `Writing. ${step}`,
  waiting: 'Its columns do not say what it holds: choose it.',
  tried: (rows) => `${rows} rows, on trial. Nothing is written yet.`,
  taken: (rows) => `${rows} rows imported. The tablets are receiving them.`,
  again: 'Something has changed since the trial: here is the new one. Nothing is written yet.',
  large: 'This file is larger than 64 MB. Compress it, or export it in two parts.',
  gone: 'This file is no longer on the server, which keeps it for an hour. Choose it again.',
  failed: 'Sending or reading stopped, and nothing is written. Choose the file again.',
  stop: 'Stop everything',
  none: 'Import nothing',
  held: 'To confirm',
  changes: (added, removed) => `${added} more, ${removed} fewer`,
  desk: (kind) => `${kind}, as the desk shows it`,
  until: (date) => `until ${date}`,
  wouldChange: (kind) => `${kind}: what changes`,
  effects: { added: 'arrive', updated: 'change', removed: 'leave', blocked: 'can borrow nothing' },
  lines: (rejected, mended) => `${rejected} row${s(rejected)} rejected, ${mended} mended`,
  line: (n) => `l. ${n}`,
  asFile: 'All of them, as a file',
  fileName: 'rejected-rows.csv',
  header: ['line', 'text', 'reason'],
  import: (kind) => `Import: ${kind.toLowerCase()}`,
  guards: {
    strange: (n, of) => `${n} of ${of} would leave. Hardly any number is known here: is it the right file?`,
    part: (n, of) => `${n} of ${of} would leave, more than half. Is this file whole?`,
    cut: (n) => `This file stops in the middle of a row. Its ${n} rows arrive, and nothing leaves.`,
  },
  before: 'before',
  now: (number) => `now ${number}`,
  zero: 'A spreadsheet may have changed these numbers. Take the ILS’s export again, without opening it.',
  type: 'Type this number to import all the same',
  typeFirst: 'Possible once the number is right.',
}
export const filesWords = { fr, en: files }

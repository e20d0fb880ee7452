/**
 * Words of the library's tablets, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import type { TabletsWords } from '../fr/tablets.ts'

export const tablets: TabletsWords = {
  enrolTitle: 'Enrol one more tablet',
  enrolSay: 'The code works once, and is valid for ten minutes. Scan the QR code with the new tablet, or type the code.',
  makeCode: 'Make a code',
  codeLabel: 'Code',
  linkLabel: 'Address',
  qr: 'QR code to scan with the new tablet',
  expires: (time) => `Valid until ${time}.`,
  tabletsTitle: 'Tablets',
  silent: (since) => `Not heard from since ${since}`,
  admittedBy: (date, name) => `Let in on ${date}, with ${name}’s code`,
  admittedOnServer: (date) => `Let in on ${date}, with a code made on the server`,
  setAside: 'Take out of service',
  setAsideTitle: (label) => `Take out of service: tablet ${label}`,
  setAsideReason: 'Why',
  setAsideReasonMissing: 'Say why first.',
  setAsideSaid: (label) => `Tablet ${label} is out of service.`,
  readApart: (count) => (count === 1 ? 'Read it' : `Read all ${count}`),
  readApartOf: (count, label) => `${count === 1 ? 'Read it' : `Read all ${count}`}: tablet ${label}`,
  heard: 'heard',
  today: 'today',
  nothingWaits: 'nothing waiting',
  holds: 'holds operations',
  holdsSome: (count) => `${count} to send`,
  here: 'this tablet',
  look: 'See what each one holds',
  whyLook: 'To see what each tablet holds, and the codes that wait.',
  back: (count) => (count === 1 ? '1 operation to read' : `${count} operations to read`),
  backSay: (until) => `Received and held back: none counts before someone has read it. Erased from ${until}.`,
  retired: (count) => (count === 1 ? 'One tablet out of service' : `${count} tablets out of service`),
  retiredBy: (letter, date, name, reason) => `${letter}, on ${date} by ${name}, “${reason}”`,
  effects: {
    first: { when: 'first', title: 'it sends what it holds', say: 'read by someone before it counts' },
    next: { when: 'then', title: 'it erases itself', say: 'at its next contact: orders, names, rights' },
    otherwise: { when: 'if not', title: 'nothing is erased from afar', say: 'offline, it keeps what it has' },
    letter: 'will not be used again',
  },
  mayHold: (label, count, since) =>
    count === 0
      ? `Tablet ${label} held nothing at its last exchange, ${since}.`
      : `Tablet ${label} may still hold ${count === 1 ? '1 operation' : `${count} operations`}: last exchange ${since}.`,
  at: (time) => `at ${time}`,
  on: (date) => `on ${date}`,
  codes: 'Codes that nobody has used yet',
  codeBy: (name, time) => `${name}’s code, good until ${time}`,
  codeOfServer: (time) => `Code made on the server, good until ${time}`,
  cancel: 'Cancel',
  cancelNamed: (code) => `Cancel: ${code}`,
  whyCancel: 'So that a code lets nobody in any more.',
  cancelled: 'That code lets nobody in any more.',
  offline: 'Offline: what each one holds can be read when the network is back.',
  working: 'Waiting for the server…',
}

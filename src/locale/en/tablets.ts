/**
 * Words of the library's tablets, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { tablets as fr } from '../fr/tablets.ts'

export const tablets: typeof fr = {
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
  setAsideReasonHint: 'The whole team will read it in Settings, Tablets.',
  setAsideReasonMissing: 'Say why first.',
  setAsideSaid: (label) => `Tablet ${label} is out of service.`,
  goOnWithout: (label) => `Go on without ${label}`,
  goOnWhy: (label) =>
    `To go on without tablet ${label}: what waited for it is decided as if it had nothing. Should it answer, it is received as a late tablet.`,
  goOnSaid: (label) => `The desk goes on without tablet ${label}.`,
  awaitAgain: (label) => `Wait for ${label} again`,
  awaitWhy: (label) => `To wait for tablet ${label} again.`,
  awaitSaid: (label) => `Tablet ${label} is awaited again.`,
  goOnOffline: 'It takes the network.',
  setAsideMany: 'Take several tablets out of service',
  which: 'Which ones?',
  tickAdmittedBy: (name) => `Tick those let in with ${name}’s code`,
  noneTicked: 'Tick at least one tablet first.',
  setAsideThese: (n) => (n > 1 ? `Take these ${n} tablets out of service` : 'Take out of service'),
  whySetAsideThese: (labels) => `To take tablets ${labels} out of service.`,
  setTheseAsideSaid: (labels) => `Tablets ${labels} are out of service.`,
  version: (build) => `version ${build}`,
  otherVersion: 'A different version from this tablet’s',
  readApart: (count) => (count === 1 ? 'Read it' : `Read all ${count}`),
  readApartOf: (count, label) => `${count === 1 ? 'Read it' : `Read all ${count}`}: tablet ${label}`,
  cameBack: (letters, n) => `${letters} ${n === 1 ? 'has' : 'have'} been heard from again`,
  broughtMuch: (letters) => `${letters} brought more than a day`,
  brings: (day, count) =>
    `${day === undefined ? 'It' : `Taken out of service on ${day}, it`} brings ${count} operation${count === 1 ? '' : 's'}.`,
  allSpoke: (n) =>
    n === 0
      ? 'None is in service.'
      : `${n === 1 ? 'The one' : n === 2 ? 'Both' : `All ${n}`} in service ${n === 1 ? 'was' : 'were'} heard from today.`,
  notYet: (letters, n) => `${letters} ${n === 1 ? 'has' : 'have'} not been heard from yet today.`,
  managerOnly: 'A manager lets tablets in, and takes them out of service.',
  heard: 'heard from',
  today: 'today',
  nothingWaits: 'nothing waiting',
  holds: 'holds operations',
  holdsSome: (count) => `${count} to send`,
  here: 'this tablet',
  look: 'See what each one holds, and its version',
  whyLook: 'To see what each tablet holds, its version, and the codes not used yet.',
  back: (count) => (count === 1 ? '1 operation to read' : `${count} operations to read`),
  backOn: (count, date, from, until) =>
    count === 1
      ? `1 operation on ${date}, at ${from}`
      : `${count} operations on ${date}, ${from === until ? `at ${from}` : `from ${from} to ${until}`}`,
  backBetween: (count, first, last) => `${count} operations, from ${first} to ${last}`,
  backSay: (until) => `Received and held back: none counts before someone has read it. Erased from ${until}.`,
  retired: (count) => `${count} tablets out of service`,
  retiredOne: 'Out of service:',
  retiredUnsaid: (letter) => `${letter}, no reason noted`,
  retiredBy: (letter, date, name, reason) => `${letter}, on ${date} by ${name}, “${reason}”`,
  effects: {
    first: { when: 'first', title: 'it sends what it holds', say: 'read by someone before it counts' },
    next: { when: 'then', title: 'it erases itself', say: 'at its next contact: orders, names, loan rights' },
    otherwise: { when: 'if not', title: 'nothing is erased remotely', say: 'offline, it keeps what it has' },
    letter: 'will not be used again',
  },
  mayHold: (label, count, since) =>
    count === 0
      ? `Tablet ${label} held nothing at its last exchange, ${since}.`
      : `Tablet ${label} may still hold ${count === 1 ? '1 operation' : `${count} operations`}: last exchange ${since}.`,
  at: (time) => `at ${time}`,
  on: (date) => `on ${date}`,
  codes: 'Codes that nobody has used yet',
  codeBy: (name, time) => `${name}’s code, valid until ${time}`,
  codeOfServer: (time) => `Code made on the server, valid until ${time}`,
  cancel: 'Cancel',
  cancelNamed: (code) => `Cancel: ${code}`,
  whyCancel: 'So that a code lets nobody in any more.',
  cancelled: 'That code lets nobody in any more.',
  offline: 'The network is needed to enrol a tablet, to take one out of service, or to read what each one holds.',
  working: 'Waiting for the server…',
}
export const tabletsWords = { fr, en: tablets }

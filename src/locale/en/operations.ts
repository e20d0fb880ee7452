/**
 * Operations, sentence by sentence, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { operations as fr, type OperationSubject } from '../fr/operations.ts'

const doc = (s: OperationSubject): string => (s.title === '' ? 'an item' : `“${s.title}”`)
const docs = (s: OperationSubject): string => (s.count === 1 ? doc(s) : `${s.count} items`)
const order = (s: OperationSubject): string => (s.order === '' ? '' : `order ${s.order}`)
const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

export const operations: typeof fr = {
  sentences: {
    'pick-item': (s) => ({ does: `picked ${doc(s)} for ${s.order}`, detail: 'pull list' }),
    'unpick-item': (s) => ({ does: `took ${doc(s)} out of the pile`, detail: order(s) }),
    'report-not-found': (s) => ({ does: `did not find ${doc(s)}`, detail: join(order(s), 'to look for again') }),
    'give-up-line': (s) => ({ does: `gave up ${doc(s)}`, detail: join(order(s), s.reason) }),
    'bag-order': (s) => ({ does: `put ${s.order} in bay ${s.bays}`, detail: s.patron }),
    'print-label': (s) => ({ does: `printed the label for ${s.order}`, detail: s.patron }),
    'record-arrival': (s) => ({ does: `recorded that ${s.patron} arrived`, detail: order(s) }),
    'undo-arrival': (s) => ({ does: `undid the arrival of ${s.patron}`, detail: order(s) }),
    'hand-over-order': (s) => ({
      does: s.by === '' ? `handed ${docs(s)} to ${s.patron}` : `entered afterwards ${docs(s)}, handed to ${s.patron} by ${s.by}`,
      detail: join(order(s) === '' ? 'without an order' : order(s), s.due === '' ? '' : `due back on ${s.due}`),
    }),
    'undo-handover': (s) => ({
      does: `undid the handover to ${s.patron}`,
      detail: join(order(s), s.count === 1 ? '1 item' : `${s.count} items`),
    }),
    'return-item': (s) => ({ does: `recorded the return of ${doc(s)}`, detail: s.until === '' ? '' : `in quarantine until ${s.until}` }),
    'undo-return': (s) => ({ does: `undid the return of ${doc(s)}`, detail: '' }),
    'reshelve-item': (s) => ({ does: `reshelved ${doc(s)}`, detail: '' }),
    'unreshelve-item': (s) => ({ does: `put ${doc(s)} back on the list to reshelve`, detail: '' }),
    'confirm-no-show': (s) => ({ does: `recorded ${s.patron} as a no-show`, detail: order(s) }),
    'place-order': (s) => ({ does: `took order ${s.order} for ${s.patron}`, detail: s.slot }),
    'reschedule-order': (s) => ({ does: `moved ${s.order}`, detail: s.slot }),
    'cancel-order': (s) => ({ does: `cancelled order ${s.order}`, detail: s.reason }),
    'change-lines': (s) => ({ does: `changed the items of ${s.order}`, detail: s.title }),
    claim: (s) => ({ does: `took on ${s.scope}`, detail: '' }),
    'release-claim': (s) => ({ does: `released ${s.scope}`, detail: '' }),
    'write-note': (s) => ({ does: `wrote a note on ${s.order}`, detail: '' }),
    'substitute-record': (s) => ({ does: `offered ${doc(s)} instead`, detail: order(s) }),
    'settle-case': (s) => ({ does: 'decided a case', detail: s.reason }),
  },
  ofNewerBuild: {
    does: 'did something that this version cannot read',
    detail: 'kept and sent as it is; update the app to read it again',
  },
  noScan: 'Nothing was scanned on this tablet yet.',
  verdict: (pending) => (pending === 0 ? 'All sent' : `${pending} to send`),
  sayNone: 'Nothing is waiting on this tablet.',
  sayNoneOfThisLibrary: 'Nothing is waiting for this library.',
  saySafe: (count, since) =>
    `${count === 1 ? 'It is on this tablet and at no risk. It' : 'They are on this tablet and at no risk. They'} will be sent automatically when the network is back${since === undefined ? '' : `, down for ${since}`}.`,
  saySoon: (count) =>
    `${count === 1 ? 'It is on this tablet and at no risk. It will be sent' : 'They are on this tablet and at no risk. They will be sent'} in a moment.`,
  stations: 'The three stages of an operation',
  oldest: (time) => `the oldest: ${time}`,
  nothingWaits: 'nothing is waiting',
  awaitIls: () => 'waiting for the ILS',
  lastDays: 'in the last fourteen days',
  slot: (date, time) => `${date} at ${time}`,
  here: 'On this tablet',
  sent: 'Sent, waiting for the ILS',
  lastExchange: (when) => `last exchange at ${when}`,
  tryNow: 'Try now',
  trying: 'Trying',
  more: (count) => (count === 1 ? 'See the other one' : `See the other ${count}`),
  journey: {
    'recorded-here': 'Saved here',
    transmitted: 'Sent',
    settled: 'Settled',
    refused: 'Not kept',
    quarantined: 'Held back by the server',
  },
  won: {
    'claim-held': (w) => `${w.who} was already on it`,
    'order-moved-meanwhile': (w) => `the order had been moved elsewhere: ${w.slot}`,
    'line-changed-meanwhile': (w) => `“${w.title}” had been offered instead`,
    'order-cancelled': () => 'the order was already cancelled',
    'order-handed-over': () => 'the order was already handed over',
    'order-no-show': () => 'the patron was already recorded as a no-show',
    'note-changed-meanwhile': (w) => `another note had been written: “${w.note}”`,
    'case-already-settled': (w) => `${w.who} had already decided it`,
    overtaken: () => 'a later change had already replaced it, before the server was restored',
    'case-changed-meanwhile': () => 'the case had changed meanwhile: read it again',
    other: () => 'the server had already received something else',
  },
  refusedBecause: (reason) => `Not kept: ${reason}`,
  quarantined: {
    'operation-not-understood': 'The server cannot read it yet: it will read it again when it is updated.',
    'not-applied': 'The server could not apply it: it will try again when it is updated. Tell the manager.',
    'base-awaited': 'Accepted before the server was restored: it will be accepted again once the other tablets have sent what they hold.',
    'names-quarantined': 'It follows another one that the server holds back: it will be taken up with it.',
    'tablet-set-aside': 'The tablet had been taken out of service: the manager can accept it in Closing.',
    'too-much-brought': 'The tablet sent more than a day: the manager decides about it in Cases.',
    'hash-mismatch': 'It arrived damaged: compare with what was done at the desk.',
    'one-operation-two-contents': 'Another one arrived under the same number: compare with what was done at the desk.',
    other: 'The server keeps it without applying it; a case tells everyone.',
  },
  elsewhere: (count, library, isNamesake) =>
    `${count === 1 ? 'One operation is waiting' : `${count} operations are waiting`} for another library${isNamesake ? ', of the same name' : ''}: “${library}”.`,
  elsewhereSay: (count) =>
    `This tablet was enrolled there before. ${
      count === 1
        ? 'It is kept here, goes nowhere else and will be sent automatically'
        : 'They are kept here, go nowhere else and will be sent automatically'
    } once the tablet is enrolled there again.`,
  inCase: 'A case is waiting for a decision',
  see: 'See',
  meaningTitle: 'What do these words mean?',
  meanings: [
    { word: 'Saved here', means: 'written on this tablet’s disk. A network or battery failure changes nothing.' },
    { word: 'Sent', means: 'written on the server’s disk. The other tablets see it.' },
    { word: 'Settled', means: 'loaded into the ILS, or nothing to tell it.' },
    {
      word: 'Not kept',
      means: 'a request that lost to another one, received before it; the line says which. What has happened is never refused.',
    },
    {
      word: 'Held back by the server',
      means: 'written on the server’s disk, without effect for now; the line says why, and a case tells everyone.',
    },
    {
      word: 'NOT SAVED',
      means: 'neither this tablet nor the server could write it. The operation is not in this list: write it on paper and do it again.',
    },
    {
      word: 'STATE UNKNOWN',
      means:
        'the tablet could not write it and the server did not answer: the server may have it. Write it on paper. Once the network is back, check whether the screen shows it before doing it again.',
    },
  ],
  stuck: (time) => `At ${time}, an exchange with the server got stuck.`,
  stuckSay:
    'The tablet gave up and started again; what is saved here is still here. If it happens again, close the other tabs and reload the page.',
  empty: 'Nothing has been done on this tablet yet.',
  unknownPatron: 'a patron',
  unknownOrder: 'an order',
  someone: 'Someone',
  zone: (name) => `zone “${name}”`,
  order: (number) => `order ${number}`,
}
export const operationsWords = { fr, en: operations }

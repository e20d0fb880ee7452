/**
 * Anomalies, letter by letter, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import type { CasesWords } from '../fr/cases.ts'

const quoted = (title: string, otherwise: string): string => (title === '' ? otherwise : `“${title}”`)

export const cases: CasesWords = {
  texts: {
    'handed-over-twice': (s) => ({
      short: `${quoted(s.title, 'A document')} handed over twice`,
      heading: `${quoted(s.title, 'A document')} was handed over twice`,
      prose: `It is the same copy, the one with barcode ${s.barcode}. So one of the two left with another document, or the barcode was scanned on the wrong pile.`,
      question: 'Who really has it?',
    }),
    'handed-over-though-cancelled': (s) => ({
      short: `Order ${s.order} handed over, and cancelled`,
      heading: `Order ${s.order} was handed over though it was cancelled`,
      prose: 'The documents left: the handover counts, and the cancellation does not erase it. Someone only needs to know.',
      question: 'Is that what happened?',
    }),
    'picked-and-not-found': (s) => ({
      short: `${quoted(s.title, 'A title')}: taken and not found`,
      heading: `${quoted(s.title, 'A title')} was found by one person, looked for in vain by another`,
      prose: `For order ${s.order}, one tablet took it from the shelf and another recorded it as not found, without knowing each other. What was taken counts: check that it is in the bay.`,
      question: 'Have you seen it?',
    }),
    'item-picked-twice': (s) => ({
      short: `${quoted(s.title, 'A document')} taken for two orders`,
      heading: `${quoted(s.title, 'A document')} was taken for two orders`,
      prose: `One single copy, ${s.barcode}, is ticked on two piles. So one of them is waiting for another copy.`,
      question: 'Which pile is it in?',
    }),
    'line-picked-twice': (s) => ({
      short: 'Two copies for one request',
      heading: `Two copies of ${quoted(s.title, 'this title')} for one request`,
      prose: `Order ${s.order} asks for one only. Keep the one that is in the bay and reshelve the other.`,
      question: 'Which one do you keep?',
    }),
    'slot-overfilled': (s) => ({
      short: `Too many orders ${s.slot}`,
      heading: `${s.count} orders for ${s.capacity} places, ${s.slot}`,
      prose: 'Two tablets took the last place without seeing each other. Both orders stand: nobody was refused.',
      question: 'Will you serve them all, or call someone?',
    }),
    'claimed-twice': (s) => ({
      short: `${s.scope}: claimed twice`,
      heading: `${s.scope}: two people claimed it`,
      prose: 'The first one received counts. What each has already taken stays taken; talk to each other so as not to walk twice.',
      question: 'Seen?',
    }),
    'lent-in-quarantine': (s) => ({
      short: `${quoted(s.title, 'A document')} lent in quarantine`,
      heading: `${quoted(s.title, 'A document')} left during its quarantine`,
      prose: `Copy ${s.barcode} had come back and was still waiting. It left: the loan counts.`,
      question: 'Seen?',
    }),
    'refused-by-ils': (s) => ({
      short: `The ILS refuses ${quoted(s.title, 'an operation')}`,
      heading: 'The ILS refused what was done here',
      prose: `${quoted(s.title, 'The document')} did leave the desk, and stays recorded so. Make the loan or the return in the ILS, then say so here.`,
      question: 'Is it done in the ILS?',
    }),
    'ils-answer-unknown': (s) => ({
      short: `ILS answer unknown: ${quoted(s.title, 'an operation')}`,
      heading: 'The ILS did not say whether it saved',
      prose: `The request left and the answer was lost${s.title === '' ? '' : ` for “${s.title}”`}. Look in the ILS before doing anything again.`,
      question: 'Have you checked?',
    }),
    'clock-doubtful': (s) => ({
      short: `Clock doubtful: ${s.tablet}`,
      heading: `The clock of ${s.tablet} is wrong`,
      prose: 'The times of its operations may be wrong; their contents are not. Set the tablet’s date and time.',
      question: 'Is it right now?',
    }),
    'two-tablets-one-identity': (s) => ({
      short: `Two tablets under one name: ${s.tablet}`,
      heading: `Two tablets pass for ${s.tablet}`,
      prose: 'Probably one tablet was copied to another. Nothing is lost, but each must have an enrolment of its own.',
      question: 'Has one of the two been enrolled again?',
    }),
    'one-operation-two-contents': (s) => ({
      short: `One operation, two contents (${s.tablet})`,
      heading: 'The same operation arrived with two contents',
      prose: `This should not happen: the first one received from ${s.tablet} counts, the second is held back. Compare with what was done at the desk.`,
      question: 'Have you checked?',
    }),
    'operation-not-understood': (s) => ({
      short: `Operation not understood (${s.tablet})`,
      heading: 'The server did not understand an operation',
      prose: `It comes from ${s.tablet}, whose app is newer or older than the server. It is kept as it is and will be read again after the update.`,
      question: 'Seen?',
    }),
    'loss-suspected': (s) =>
      s.count === 0
        ? {
            short: `Possible loss: ${s.tablet}`,
            heading: `${s.tablet} may have lost operations`,
            prose:
              'Its browser erased what it held; it was enrolled again, under another letter. Ask whoever used it what was handed over since its last exchange, enter it afterwards, then take the former letter out of service in Closing.',
            question: 'Was what was missing found?',
          }
        : {
            short: `${s.count === 1 ? 'One operation' : `${s.count} operations`} held back: ${s.tablet}`,
            heading: `${s.tablet}, taken out of service, still sent ${s.count === 1 ? 'one operation' : `${s.count} operations`}`,
            prose:
              'The server holds them back, without effect. If they did happen, the manager accepts them in Closing, on this tablet’s row; otherwise they change nothing and stay where they are.',
            question: 'Is it decided?',
          },
  },
  ofNewerBuild: {
    short: 'A case of a new kind',
    heading: 'This version cannot read this case yet',
    prose: 'The server, which is newer, recorded it and keeps it. Update the app, or read it on a tablet that is up to date.',
    question: 'Is this tablet up to date?',
  },
  citedOfNewerBuild: 'did something that this version cannot read',
  verdict: (open) => (open === 0 ? 'Nothing to decide' : `${open} to decide`),
  say: 'Nothing is lost: every press is kept. Someone only needs to say what happened.',
  empty: 'All presses agree. When two tablets contradict each other, it is written here.',
  list: 'Cases',
  settledBy: (who, date, time) => `Decided by ${who}${date === undefined ? '' : ` on ${date}`} at ${time}`,
  next: (short) => `Next: ${short}`,
  again: (text) => `${text}, again`,
  ofCopy: (text, barcode) => `${text} (${barcode})`,
  anew: 'Decide otherwise',
  anewSay: 'The new decision replaces the first; what that one had ruled out counts again.',
  gone: 'This case is no longer on this tablet.',
  goneSay: 'A decided case leaves with its day. The others are in the list.',
  facts: 'What is recorded',
  cited: {
    'handed-over': (f) => `handed it to ${f.patron}${f.order === '' ? ', without an order' : `, order ${f.order}`}`,
    'handover-undone': () => 'undid the handover',
    picked: (f) => `took it for order ${f.order}`,
    unpicked: () => 'took it off the pile',
    'not-found': (f) => `did not find it, order ${f.order}`,
    'given-up': (f) => `gave it up: ${f.reason}`,
    bagged: (f) => `put order ${f.order} in its bay`,
    'label-printed': (f) => `printed the label of ${f.order}`,
    arrived: (f) => `recorded the arrival of ${f.patron}`,
    'no-show': (f) => `recorded ${f.patron} as a no-show`,
    'left-behind': (f) => `recorded it as left at the desk, order ${f.order}`,
    returned: () => 'recorded its return',
    'return-undone': () => 'undid its return',
    reshelved: () => 'reshelved it',
    unreshelved: () => 'put it back on the list to reshelve',
    claimed: () => 'claimed it',
    cancelled: (f) => `Order ${f.order} cancelled`,
    placed: (f) => `Order ${f.order}, ${f.patron}`,
  },
  elsewhere: 'This press comes from another tablet; its detail is not visible here.',
  tablet: (letter) => `tablet ${letter}`,
  tabletUnknown: 'a tablet',
  endpoint: 'the server',
  someone: 'Someone',
  zone: (name) => `Zone “${name}”`,
  order: (number) => `Order ${number}`,
  slot: (when) => `on ${when}`,
  stands: (patron) => `It is ${patron}`,
  standsSay: (when, others) =>
    others === ''
      ? `The handover of ${when} counts, not the other.`
      : `The handover of ${when} counts; ${others} will show the document as missing.`,
  standsPick: (order) => `For order ${order}`,
  standsPickSay: (others) => (others === '' ? 'It is in this pile.' : `It is in this pile; for ${others}, it is to be looked for again.`),
  standsCopy: (barcode) => `Keep ${barcode}`,
  standsCopyTapped: 'Keep the one ticked without a barcode',
  standsCopySay: 'The other copy goes back to its shelf.',
  nearest: (slots) => `Nearest free places: ${slots}.`,
  bothTrue: 'Both are true',
  bothTrueSay: 'The document came back in between, or everything stands so: nothing changes.',
  acknowledged: 'Seen, file it',
  acknowledgedSay: 'Nothing changes in what is recorded; the case leaves the list.',
  later: 'Not sure yet? Leave it open: it will be recalled at the day’s closing.',
  sheet: (number) => `Sheet of ${number}`,
  note: 'A note for colleagues',
  noteOpen: 'Add a note for colleagues',
  noteHint: '(optional)',
  settled: 'Decision saved here',
  follows: 'An earlier case about the same subject had been decided; a fact came after.',
  decided: {
    stands: (what) => `${what}.`,
    'both-true': 'Both are true.',
    acknowledged: 'Seen and filed.',
  },
  back: 'All cases',
}

/**
 * The library system told over the network, in English as a British librarian says it. Typed by the French, which is the source: a sentence
 * that is missing here does not compile.
 */
import { ils as fr, type ilsFaults as ilsFaultsFr } from '../fr/ils.ts'
import { type IlsRefusal, refusalsIn } from '../ils-reasons.ts'
import { unended } from '../quoted-end.ts'

export const ilsFaults: typeof ilsFaultsFr = {
  otherSite: ({ here, there }) =>
    there === ''
      ? 'It does not say which branch it belongs to: the branch code is not checked.'
      : `It has it at branch “${there}”; the link says “${here}”. If the item is from here, correct the branch code.`,
  failsSay: (why, since) => `${why} Since ${since}. What is waiting is kept, and goes as soon as the ILS answers.`,
  faults: {
    unreachable: 'The ILS cannot be reached: address, port or firewall.',
    untrusted: 'The ILS’s certificate is not recognised: whoever installed the server can say who signed it (SIP2_CA_FILE).',
    'login-refused': 'The ILS refuses the account or the password.',
    'not-permitted': 'The account may not read what has to be checked before writing.',
    'branch-unknown': 'The ILS does not know this branch code.',
    'write-refused': 'The ILS can be read and refuses to be written to (403): a filter may take out cookies or the header Csrf-Token.',
    'too-old': 'This version of the ILS cannot tell what stands in the way of a loan: go through its list.',
    'off-line': 'The ILS says that it is out of service.',
    closed: 'The ILS hung up.',
    cut: 'The line was cut in the middle of an exchange.',
    silent: 'The ILS does not answer: try another end of messages, or no checksum.',
    garbled: 'What answers there is not this ILS: address, encoding or checksum.',
    'key-broken': 'On the server, the file ils.key is empty or damaged: remove it, then type the access again.',
    other: 'The ILS could not be asked.',
  },
}

const refusals: Readonly<Record<IlsRefusal, string>> = {
  blocked: 'the card is blocked: lift the block.',
  expired: 'the membership has ended: renew it.',
  debt: 'money is owed: settle it, or override.',
  'too-many': 'the limit of loans is reached: override it, or wait for a return.',
  'not-for-loan': 'the item is not for loan: change its status.',
  lost: 'the item is lost or withdrawn: change its status.',
  'lent-there': 'the item is on loan: record that return first.',
  held: 'the item is reserved: see by whom.',
  'unknown-item': 'no item has this number: correct it, or add the copy.',
  'unknown-card': 'no patron has this card: correct it, or register the person.',
  age: 'the item is for another age: override it, or talk to the patron.',
  'lost-card': 'the card is reported lost: replace it.',
}

export const sayRefusal = (said: string): string => {
  if (said === '') return 'The ILS refused without saying why. Look there for what prevents it.'
  const known = refusalsIn(said).map((key) => `In the ILS, ${refusals[key]}`)
  return known.length > 0 ? known.join(' ') : `The ILS says: “${unended(said)}”.`
}

export const ils: typeof fr = {
  title: 'In the ILS',
  counts: (waiting, settled, already) =>
    [
      waiting === 0 ? 'nothing is waiting its turn' : waiting === 1 ? '1 is waiting its turn' : `${waiting} are waiting their turn`,
      `${settled} settled today${already === 0 ? '' : `, ${already} of them already done`}`,
    ].join(' · '),
  ...ilsFaults,
  allTold: 'The ILS has everything it was asked for.',
  lent: (who, title, patron) => ({ who, does: `lent “${title}” to ${patron}` }),
  returned: (who, title) => ({ who, does: `recorded the return of “${title}”` }),
  state: { asked: 'asked', unknown: 'no answer', queued: 'to review', refused: 'refused', 'to-decide': 'to decide' },
  since: (when) => `since ${when}`,
  why: {
    asked: 'The request is on its way.',
    unread: 'The line was cut during the request. The ILS is read before anything is asked again.',
    unfound: 'The line was cut during the request. Checked since, the ILS does not show it.',
    refused: sayRefusal,
    queued: 'It waits in the ILS’s list. It will be settled once your librarians have processed that list.',
    queuedLong: 'For more than a day the ILS has not shown it. Look at its list before asking again.',
    'held-for-another': 'Someone else has reserved it: lending it would cancel their reservation.',
    'lent-to-another': 'The ILS says it is on loan to someone else. Nothing was written.',
    'unknown-there': 'The ILS does not know this item or card. Nothing was written.',
    'breaks-link': 'Three times in a row the link broke at this item. Record it in the ILS by hand.',
    'cannot-travel': 'This link cannot carry the number whole. Record it in the ILS by hand.',
    'line-left': 'The item has been to the lending desk since. If its line is still in the ILS’s list, reject it.',
    'done-late': 'Its line was processed after the item had been to the lending desk. Check its loan in the ILS.',
    'other-than-asked': 'The ILS answered about another card or item. Check it there.',
  },
  nextStep: 'Put it right in the ILS, then ask again.',
  letter: 'Decide',
  letterNamed: (title) => `Decide about “${title}”`,
  ask: 'Ask again',
  askNamed: (title) => `Ask again: “${title}”`,
  asked: 'It will be asked again at the next pass.',
  askedBefore: 'Nothing is left to ask here: the list is read again.',
  failed: 'Asking again needs the network. Nothing has changed.',
  left: 'Neither settled nor asked for more than a day',
  whyLeft: {
    overtaken: 'The ILS already has a later movement of this item. Told now, this one would undo it.',
    'declared-untrue': 'Told to the ILS, then declared untrue here: correct it there by hand.',
    'other-day-waits': 'A movement of the same item, of another day, has to go first.',
  },
  otherDue: 'Due dates that the ILS changed',
  due: (dueOn, promised) => `the ILS wants it back ${dueOn}; the receipt said ${promised}`,
  sooner: 'sooner: tell the patron',
  later: 'later',
  holds: {
    noPickups: 'Reservations arrive without their collection times: the ILS takes them, but does not give them to this account.',
    unread: (since) => `Since ${since}, the reservations waiting here can no longer be read in the ILS.`,
    see: 'See why',
  },
  more: (count) => (count === 1 ? 'and 1 other' : `and ${count} others`),
  asOf: (time) => `read at ${time}`,
}
export const ilsWords = { fr, en: ils }

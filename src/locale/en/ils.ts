/**
 * The library system told over the network, in English as a British librarian says it. Typed by the French, which is the source: a sentence
 * that is missing here does not compile.
 */
import type { IlsWords } from '../fr/ils.ts'

export const ils: IlsWords = {
  title: 'In the library system',
  counts: (waiting, settled, already) =>
    [
      waiting === 0 ? 'nothing awaits its turn' : waiting === 1 ? '1 awaits its turn' : `${waiting} await their turn`,
      `${settled} settled today${already === 0 ? '' : `, ${already} of them already done`}`,
    ].join(' · '),
  allTold: 'The library system has all that it was asked.',
  lent: (who, title, patron) => ({ who, does: `lent “${title}” to ${patron}` }),
  returned: (who, title) => ({ who, does: `took back “${title}”` }),
  state: { asked: 'asked', unknown: 'no answer', queued: 'to review', refused: 'refused', 'to-decide': 'to decide' },
  since: (when) => `since ${when}`,
  why: {
    asked: 'The request is on its way.',
    unread: 'The line was cut during the request. Its record is read before it is asked again.',
    unfound: 'The line was cut during the request. Read since, the library system does not know of it.',
    refused: (said) => (said === '' ? 'The library system refused, and did not say why.' : `The library system answered: “${said}”`),
    queued: 'It is in the list that the library system’s staff go through. It will be settled once they have.',
    queuedLong: 'For more than a day the library system has not shown it. Look at its list before asking again.',
    'held-for-another': 'Someone else reserved it: lending it would cancel their reservation.',
    'lent-to-another': 'The library system says that it is out to someone else. Nothing was written.',
    'unknown-there': 'The library system knows no such item or card. Nothing was written.',
    'line-left': 'The item has been to the lending desk since. If its line is still in the library system’s list, reject it.',
    'done-late': 'Its line was processed after the item had been to the lending desk. Check its loan in the library system.',
    'other-than-asked': 'The library system answered for another card or item. Check it there.',
  },
  nextStep: 'Put it right in the library system, then ask again.',
  letter: 'Decide',
  letterNamed: (title) => `Decide about “${title}”`,
  ask: 'Ask again',
  askNamed: (title) => `Ask again: “${title}”`,
  asked: 'It will be asked at the next round.',
  askedBefore: 'Nothing is left to ask here: the list is read again.',
  failed: 'Asking again needs the network. Nothing has changed.',
  otherDue: 'Due dates that the library system changed',
  due: (dueOn, promised) => `the library system wants it back ${dueOn}; the receipt said ${promised}`,
  sooner: 'sooner: tell the patron',
  later: 'later',
  holds: {
    noPickups: 'Holds arrive without their appointments: the library system takes them, but does not give them to this account.',
    unread: (since) => `Since ${since}, the holds that wait here can no longer be read in the library system.`,
    see: 'See why',
  },
  more: (count) => (count === 1 ? 'and 1 other' : `and ${count} others`),
  asOf: (time) => `read at ${time}`,
}

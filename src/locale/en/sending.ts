/**
 * What became of the messages to patrons, in English.
 */

import { sending as fr } from '../fr/sending.ts'
import { messageKinds } from './message-kinds.ts'

const codes: Readonly<Record<string, string>> = {
  overtaken: 'overtaken by events',
  'no-address': 'no address',
  'too-late': 'it was no longer of use',
  'cannot-be-built': 'it could not be written',
  'switched-off': 'this kind is no longer sent',
  'by-hand': 'by hand',
  'card-full': 'this card had too many emails that day',
  'tablet-busy': 'its tablet caused too many at once',
  'tablet-set-aside': 'its tablet was taken out of service',
}
const isSilence = (said: string): boolean => said === '' || said === 'too-slow' || /^E[A-Z]+$/.test(said)

export const sending: typeof fr = {
  title: 'Emails',
  kinds: messageKinds,
  states: {
    waiting: 'waiting',
    leaving: 'being sent',
    accepted: 'sent',
    refused: 'refused',
    'given-up': 'given up',
    withdrawn: 'withdrawn',
    told: 'told another way',
  },
  allSent: 'All sent',
  late: (n, since) => (n === 1 ? `1 has been waiting for ${since}` : `${n} have been waiting for ${since}`),
  whyLate: (said) =>
    said === 'EAUTH'
      ? 'The mail relay refuses the password.'
      : isSilence(said)
        ? 'The mail relay does not answer.'
        : `The mail relay answers: “${said}”.`,
  undelivered: (n) => (n === 1 ? '1 did not arrive' : `${n} did not arrive`),
  undeliveredSay: 'Tell them another way, then say so here.',
  week: (count, n) => (n === 1 ? `${count} email sent in 7\u00a0days.` : `${count} emails sent in 7\u00a0days.`),
  scheduled: (n) => (n === 1 ? '1 is waiting for its time.' : `${n} are waiting for their time.`),
  noRelay: 'No emails are being sent',
  noRelaySay: 'This server has no mail relay. Whoever installed it names one in SMTP_URL. Nothing is waiting.',
  unread: 'The list did not arrive. Open this screen again in a moment.',
  offline: 'What became of them can only be seen online.',
  asOf: (time) => `read at ${time}`,
  list: 'One by one',
  search: 'A name, a card, an order',
  kind: 'Which',
  allKinds: 'All',
  state: 'Where they stand',
  allStates: 'Any',
  none: 'None.',
  more: 'There are more: search, or choose which.',
  toCome: 'waiting for its time',
  why: (said) => (said === '' ? '' : (codes[said] ?? (isSilence(said) ? 'the mail relay did not answer' : `“${said}”`))),
  resend: 'Send again',
  resendNamed: (name) => `Send again: ${name}`,
  withdraw: 'Withdraw',
  withdrawNamed: (name) => `Withdraw: ${name}`,
  tell: 'Told another way',
  tellNamed: (name) => `Told another way: ${name}`,
  done: {
    resend: 'It will be sent again within a minute.',
    withdraw: 'Withdrawn: it will not be sent.',
    tell: 'Recorded: the person has been told.',
    'send-after-all': 'They will be sent, each at its own time.',
  },
  elsewise: 'This email has changed since: the list is read again.',
  failed: 'This needs the network. Nothing has changed.',
  refusing: (n) => (n === 1 ? '1 address refuses emails' : `${n} addresses refuse emails`),
  refusingSay: 'To be told by telephone, until the ILS gives another address.',
  byTelephone: {
    refused: {
      what: 'To be told by telephone.',
      next: 'The address refused two emails; nothing more is sent to it until the ILS gives another.',
    },
    no: { what: 'To be told by telephone.', next: 'The ILS gives no address for this person.' },
  },
  opposed:
    'Wants no announcements from the library. Emails about orders are sent as before; the link in an announcement undoes this choice.',
  codesOver: 'Too many wrong codes on the patrons’ page',
  codesOverSay: (day, time) =>
    `Someone may be guessing them. Until ${day} at ${time} a code works only on a device that showed its card before; the link in the email still does. There is nothing for you to do.`,
  mailsOver: 'Too many codes asked for on the patrons’ page',
  mailsOverSay: (day, time) =>
    `Three hundred in an hour is the limit, so that our emails are not taken for spam. Until ${day} at ${time} only a device that showed its card before, or the link in an email, is sent one. Offer everyone else the telephone.`,
  tooBusy: (n, letter) =>
    n === 1
      ? `1 email is waiting: tablet ${letter} caused too many at once`
      : `${n} emails are waiting: tablet ${letter} caused too many at once`,
  tooBusySay: (day, time) =>
    `They leave little by little, the last on ${day} at ${time}. If this tablet is lost, take it out of service in Settings, Tablets: they will not leave.`,
  asideWith: (n, letter) =>
    n === 1
      ? `1 email does not leave: tablet ${letter}, which caused it, is out of service`
      : `${n} emails do not leave: tablet ${letter}, which caused them, is out of service`,
  asideWithSay: 'Some may be reminders and receipts. If the tablet was only broken, send them after all.',
  sendAfterAll: (n) => (n === 1 ? 'Send it after all' : `Send all ${n} after all`),
  settings: 'Which are sent, and when',
  templates: 'Their wording',
}
export const sendingWords = { fr, en: sending }

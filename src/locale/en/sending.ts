/**
 * What became of the messages to patrons, in English.
 */
import { checking as checkingFr, sending as fr, mailing as mailingFr } from '../fr/sending.ts'
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
  mailsLate: (n, since) => (n === 1 ? `1 email has been waiting since ${since}.` : `${n} emails have been waiting since ${since}.`),
  seeThem: 'See the messages',
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

export const mailing: typeof mailingFr = {
  title: 'Tell patrons about their page',
  say: (addresses, perHour) =>
    `An email leads to the guide, once to each address: ${addresses} today. ${perHour} are sent an hour, never in the quiet hours.`,
  shared: (n, count) => `${count} ${n > 1 ? 'cards share an address' : 'card shares another’s address'}: it is written to once.`,
  opposed: (n, count) => `${count} ${n > 1 ? 'cards want' : 'card wants'} no announcements.`,
  noPage: 'The patrons’ page is closed: open it first.',
  to: 'The addresses of three colleagues',
  toHint: 'One to three addresses, separated by a space.',
  addressFirst: 'Type one to three addresses first.',
  acts: {
    try: 'Send to colleagues',
    start: 'Send to everybody',
    pause: 'Pause',
    resume: 'Carry on sending',
    stop: 'Stop sending',
  },
  why: 'To write to all patrons.',
  working: 'One moment.',
  head: {
    none: 'Three colleagues first',
    tried: 'Did your colleagues receive it? Read it with them, then send to everybody',
    running: 'It is being sent',
    paused: 'Sending is paused',
    stopped: 'Sending is stopped',
    done: 'The guide has been sent to everyone',
  },
  progress: (done, all) => `${done} of ${all}`,
  refused: (n, count) => `${count} ${n > 1 ? 'addresses' : 'address'} refused.`,
  hours: (n) => (n <= 1 ? 'One more hour at most.' : `About ${n} more hours, not counting quiet hours.`),
  ends: {
    done: { what: 'Done.', next: '' },
    'not-as-seen': { what: 'The sending has moved on since.', next: 'Read what is said here, and try again.' },
    'wrong-address': { what: 'One of these is not an email address.', next: 'Correct it, and try again.' },
    'no-relay': { what: 'This server can no longer send emails.', next: 'Check its mail relay.' },
    'no-page': { what: 'The patrons’ page is closed.', next: 'Open it in Settings.' },
  },
}
export const mailingWords = { fr: mailingFr, en: mailing }

export const checking: typeof checkingFr = {
  title: 'Check sending',
  say: 'A trial is sent to your address, and the public settings of your emails’ domain are checked. They are often why an email ends up in the junk folder.',
  to: 'Your address',
  button: 'Check',
  why: 'To check the sending.',
  addressFirst: 'Type an address first.',
  noDomain: 'The demo writes to no one: there is no domain to check.',
  trial: (to) => ({
    what: `A trial is on its way to ${to}.`,
    next: 'If it has not come in a few minutes, look in the junk folder, then at the list below.',
  }),
  spf: {
    there: (domain, record) => ({
      what: `SPF: ${domain} says who writes in its name.`,
      next: `Ask your IT people whether our relay is in it: “${record}”.`,
    }),
    missing: (domain) => ({
      what: `SPF: ${domain} does not say who writes in its name.`,
      next: `Ask your IT people: “Add a TXT record, v=spf1, to the DNS of ${domain}, authorising our relay.”`,
    }),
    twice: (domain) => ({
      what: `SPF: ${domain} says it twice, and neither counts.`,
      next: 'Ask your IT people: “Join the two v=spf1 records into one.”',
    }),
    open: (domain, record) => ({
      what: `SPF: ${domain} lets anyone write in its name.`,
      next: `Ask your IT people: “End the record with -all, once our relay is authorised.” Today: “${record}”.`,
    }),
    unread: (domain) => ({
      what: `SPF: the DNS of ${domain} did not answer.`,
      next: 'Try again; if nothing changes, the server may have no access to the DNS.',
    }),
  },
  dmarc: {
    strict: (domain) => ({
      what: `DMARC: ${domain} has unproven email refused or sent to junk.`,
      next: 'Ask your IT people whether the relay signs our emails (DKIM) for this domain: if not, this happens to them.',
    }),
    watching: (domain) => ({ what: `DMARC: ${domain} watches, and has nothing refused.`, next: 'Nothing to ask.' }),
    missing: (domain) => ({
      what: `DMARC: ${domain} has none.`,
      next: `Ask your IT people: “Add a TXT record at _dmarc.${domain}, starting with v=DMARC1; p=none.”`,
    }),
    twice: (domain) => ({ what: `DMARC: ${domain} has two, and neither counts.`, next: 'Ask your IT people to keep one.' }),
    unread: (domain) => ({ what: `DMARC: the DNS of ${domain} did not answer.`, next: 'Try again in a while.' }),
  },
}
export const checkingWords = { fr: checkingFr, en: checking }

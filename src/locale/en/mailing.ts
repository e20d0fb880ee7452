/**
 * The mailing of the guide in English, shaped by the French.
 */
import { mailing as fr } from '../fr/mailing.ts'

export const mailing: typeof fr = {
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
export const mailingWords = { fr, en: mailing }

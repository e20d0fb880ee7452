/**
 * The first sign-in in English.
 */
import { choosePin as fr } from '../fr/choose-pin.ts'

export const choosePin: typeof fr = {
  say: 'Type the code you received, then choose the PIN that you will type every day. Nobody else will know it.',
  code: 'The code received',
  pin: 'Your PIN, 4 to 12 digits',
  again: 'The same, once more',
  choose: 'Choose this PIN',
  working: 'Saving…',
  chosen: 'Your PIN is chosen. Type it to sign in.',
  offline: 'The first time needs the network; after that, you can do without.',
  problems: {
    code: { what: 'The code received is missing.', next: 'The manager gives it out, in Settings, Team.' },
    pin: { what: 'A PIN has 4 to 12 digits.', next: 'No letters or spaces.' },
    again: { what: 'The two are not the same.', next: 'Type them once more, slowly.' },
    'code-unknown': { what: 'This code is not yours, or has already been used.', next: 'Check it, or ask for another one.' },
    'code-expired': { what: 'This code is more than a day old.', next: 'Ask the manager for another one.' },
    'too-many-attempts': { what: 'Too many attempts.', next: 'Wait a little, then try again.' },
    unreachable: { what: 'The server does not answer.', next: 'Try again as soon as the tablet is online.' },
    other: { what: 'The server did not understand.', next: 'Try again; if it keeps happening, reload the page.' },
  },
}
export const choosePinWords = { fr, en: choosePin }

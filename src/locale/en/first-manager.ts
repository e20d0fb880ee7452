/**
 * The first manager of a new library, in English.
 */
import { firstManager as fr } from '../fr/first-manager.ts'

export const firstManager: typeof fr = {
  title: (library) => (library === '' ? 'Welcome' : `Welcome to ${library}`),
  say: 'Nobody is in the team yet. Begin with yourself: you will be the manager, and invite the others afterwards.',
  name: 'Your first name, as screens will show it',
  pin: 'Your PIN, 4 to 12 digits',
  pinHint: 'You will type it every day to say that it is you.',
  again: 'The same, once more',
  passphrase: 'Your passphrase',
  passphraseHint: 'Asked for when a setting is changed. At least eight characters: a few unrelated words will do.',
  begin: 'Begin',
  working: 'Saving…',
  done: 'Done. Touch your name, then type your PIN.',
  offline: 'You need the network to begin; after that, the desk does without.',
  problems: {
    name: { what: 'Your first name is missing.', next: 'Write it in the first field.' },
    pin: { what: 'A PIN has 4 to 12 digits.', next: 'No letters or spaces.' },
    again: { what: 'The two are not the same.', next: 'Type them once more, slowly.' },
    'passphrase-too-short': { what: 'The passphrase is too short.', next: 'It needs at least eight characters.' },
    'passphrase-too-common': {
      what: 'This passphrase can be guessed.',
      next: 'Avoid names and well-known passwords: use a few unrelated words.',
    },
    'not-a-manager': { what: 'Someone has just become manager on another tablet.', next: 'Wait a moment: their name is coming.' },
    'too-many-attempts': { what: 'Too many attempts.', next: 'Wait a little, then try again.' },
    unreachable: { what: 'The server does not answer.', next: 'Try again as soon as the tablet is online.' },
    other: { what: 'The server did not understand.', next: 'Try again; if it keeps happening, reload the page.' },
  },
}
export const firstManagerWords = { fr, en: firstManager }

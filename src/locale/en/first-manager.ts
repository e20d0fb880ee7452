/**
 * The first manager of a new library, in English.
 */
import type { FirstManagerWords } from '../fr/first-manager.ts'

export const firstManager: FirstManagerWords = {
  title: (library) => (library === '' ? 'Welcome' : `Welcome to ${library}`),
  say: 'Nobody is in the team yet. Begin with yourself: you will be the manager, and you will invite the others afterwards.',
  name: 'Your first name, as screens will show it',
  pin: 'Your PIN, 4 to 12 digits',
  pinHint: 'You will type it every day to say that it is you.',
  again: 'The same, once more',
  passphrase: 'Your passphrase',
  passphraseHint: 'Asked when a setting is changed. Eight characters at least: a few unrelated words will do.',
  begin: 'Begin',
  working: 'Saving…',
  done: 'Done. Touch your name, then type your PIN.',
  offline: 'Beginning needs the network; afterwards, the desk does without.',
  problems: {
    name: { what: 'Your first name is missing.', next: 'Write it in the first field.' },
    pin: { what: 'It takes 4 to 12 digits.', next: 'No letter, no space.' },
    again: { what: 'The two are not the same.', next: 'Type them once more, slowly.' },
    'passphrase-too-short': { what: 'The passphrase is too short.', next: 'It takes eight characters at least.' },
    'passphrase-too-common': {
      what: 'This passphrase can be guessed.',
      next: 'Avoid names and known passwords: take a few unrelated words.',
    },
    'not-a-manager': { what: 'Someone was just named on another tablet.', next: 'Wait a moment: their name is coming.' },
    'too-many-attempts': { what: 'Too many tries.', next: 'Wait a little, then try again.' },
    unreachable: { what: 'The server does not answer.', next: 'Try again as soon as the tablet is online.' },
    other: { what: 'The server did not understand.', next: 'Try again; if it goes on, reload the page.' },
  },
}

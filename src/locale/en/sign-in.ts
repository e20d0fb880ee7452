/**
 * Signing in, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { choosePin as choosePinFr, firstManager as firstManagerFr, signIn as fr } from '../fr/sign-in.ts'

export const signIn: typeof fr = {
  title: 'Who are you?',
  say: 'Touch your name, then type your PIN. This works without a network too.',
  librarians: 'Team',
  manager: 'manager',
  pinOf: (name) => `${name}’s PIN`,
  change: 'That is not me',
  digits: (count) => (count === 0 ? 'no digits typed' : count === 1 ? '1 digit typed' : `${count} digits typed`),
  erase: 'Erase one digit',
  enter: 'Sign in',
  checking: 'Checking…',
  wrong: 'That is not the right PIN. Try again.',
  unread: 'The tablet could not read the PIN back. Try again; if that does not help, reload the page.',
  wait: (seconds) => `Too many attempts: try again in ${seconds}\u00a0s.`,
  waited: 'You can try again.',
  persistence: {
    granted: 'Storage is protected: the browser will not erase anything by itself.',
    refused:
      'Storage is not protected: the browser may erase data if it runs out of room. Install the app on the home screen, and open it from there.',
    unknown: '',
  },
}
export const signInWords = { fr, en: signIn }

/** Said at both fields of a PIN that is chosen. */
const alike = {
  pin: { what: 'A PIN has 4 to 12 digits.', next: 'No letters or spaces.' },
  again: { what: 'The two are not the same.', next: 'Type them once more, slowly.' },
  'too-many-attempts': { what: 'Too many attempts.', next: 'Wait a little, then try again.' },
  unreachable: { what: 'The server does not answer.', next: 'Try again as soon as the tablet is online.' },
  other: { what: 'The server did not understand.', next: 'Try again; if it keeps happening, reload the page.' },
}

export const choosePin: typeof choosePinFr = {
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
    ...alike,
    'code-unknown': { what: 'This code is not yours, or has already been used.', next: 'Check it, or ask for another one.' },
    'code-expired': { what: 'This code is more than a day old.', next: 'Ask the manager for another one.' },
  },
}
export const choosePinWords = { fr: choosePinFr, en: choosePin }

export const firstManager: typeof firstManagerFr = {
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
    ...alike,
    'passphrase-too-short': { what: 'The passphrase is too short.', next: 'It needs at least eight characters.' },
    'passphrase-too-common': {
      what: 'This passphrase can be guessed.',
      next: 'Avoid names and well-known passwords: use a few unrelated words.',
    },
    'not-a-manager': { what: 'Someone has just become manager on another tablet.', next: 'Wait a moment: their name is coming.' },
  },
}
export const firstManagerWords = { fr: firstManagerFr, en: firstManager }

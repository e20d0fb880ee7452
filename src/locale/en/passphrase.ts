/**
 * A manager's passphrase, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { passphrase as fr } from '../fr/passphrase.ts'

export const passphrase: typeof fr = {
  title: (name) => `${name}, your passphrase`,
  label: 'Your passphrase',
  show: 'Show the passphrase',
  why: {
    list: 'To see the batches of this day.',
    koc: 'To make the batch that the ILS will load.',
    all: 'To make the batches of every day.',
    csv: 'To make the table of this day.',
    download: (file) => `To take ${file} again.`,
    settle: (number) => `To say that the ILS has loaded batch ${number}.`,
    unsettle: (number) => `To say that the ILS has not loaded batch ${number}.`,
    setAside: (label) => `To take tablet ${label} out of service.`,
    code: 'To let one more tablet in.',
    give: (name) => `To give ${name} a code with which to choose a new passphrase.`,
  },
  tenMinutes: '10\u00a0min',
  askedNoMore: 'it will not be asked again',
  askedNoMoreSay: 'on this tablet, as long as its screen does not lock',
  never: 'never',
  notKept: 'kept here',
  notKeptSay: 'the server checks it; your PIN does not replace it',
  back: 'Go back, change nothing',
  checking: 'The server is checking…',
  forgotten: (others) =>
    others.length === 0
      ? 'Forgotten? Whoever looks after the server can give you a code (npm run passphrase).'
      : others.length === 1
        ? `Forgotten? ${others[0]}, the other manager, can let you choose a new one.`
        : `Forgotten? ${others.slice(0, -1).join(', ')} or ${others.at(-1)}, managers too, can let you choose a new one.`,
  haveCode: 'I have a code',
  mine: 'My passphrase',
  openSay: 'Online only, with your passphrase, asked once every ten minutes.',
  openUntil: (time) => `Your passphrase will not be asked again before ${time}.`,
  change: 'Change it',
  chooseTitle: 'Choose your passphrase',
  code: 'The code you were given',
  codeHint: 'By the other manager, or by whoever looks after the server. It works once, for an hour.',
  former: 'Your old passphrase',
  fresh: 'Your new passphrase',
  freshHint: 'At least eight characters; capitals and digits are not required. A few unrelated words will do.',
  choose: 'Choose it',
  chosen: 'Your passphrase is chosen. The old one no longer works.',
  give: (name) => `A code for ${name}`,
  giveTitle: (name) => `${name}’s passphrase`,
  giveCode: 'Make the code',
  given: (name, time) =>
    `Read it out to ${name}: this code works once, until ${time}, on any tablet. Until then the old passphrase still works.`,
  problems: {
    'passphrase-missing': { what: 'The passphrase is missing.', next: 'Type it in the field.' },
    'code-missing': { what: 'The code is missing.', next: 'Type it in the field.' },
    'passphrase-wrong': {
      what: 'That is not the right passphrase.',
      next: 'Type it again; capitals and accents count. The PIN that signs you in does not replace it.',
    },
    'passphrase-unset': {
      what: 'You have no passphrase yet.',
      next: 'Ask the other manager, or whoever looks after the server (npm run passphrase), for a code, then press “I have a code”.',
    },
    'passphrase-too-short': { what: 'It is too short.', next: 'It needs at least eight characters.' },
    'passphrase-too-common': {
      what: 'It would be guessed too easily.',
      next: 'Use a few unrelated words, without the library’s name or a librarian’s.',
    },
    'code-unknown': { what: 'That is not the right code, or it has already been used.', next: 'Type it again, or ask for another.' },
    'code-expired': { what: 'That code is more than an hour old.', next: 'Ask for another.' },
    'not-a-manager': { what: 'Only the manager can do this.', next: 'Ask the manager to sign in on this tablet.' },
    'too-many-attempts': { what: 'Too many attempts in a row.', next: 'Wait a few minutes, or use another tablet.' },
    unreachable: {
      what: 'The server does not answer, and only the server can check it.',
      next: 'Try again when the network is back; the desk carries on.',
    },
    'credential-unknown': { what: 'This tablet is no longer recognised.', next: 'Enrol it again with a code made elsewhere.' },
    other: {
      what: 'The server did not accept the request.',
      next: 'Try again; if it keeps happening, tell whoever looks after the server.',
    },
  },
}
export const passphraseWords = { fr, en: passphrase }

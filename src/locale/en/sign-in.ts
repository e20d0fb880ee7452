/**
 * Signing in, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { signIn as fr } from '../fr/sign-in.ts'

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

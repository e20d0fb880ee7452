/**
 * Why the ILS cannot be asked over the network, in English.
 */
import type { ilsFaults as fr } from '../fr/ils-faults.ts'

export const ilsFaults: typeof fr = {
  failsSay: (why, since) => `${why} Since ${since}. What is waiting is kept, and goes as soon as the ILS answers.`,
  faults: {
    unreachable: 'The ILS cannot be reached: address, port or firewall.',
    untrusted: 'The ILS’s certificate is not recognised: whoever installed the server can say who signed it (SIP2_CA_FILE).',
    'login-refused': 'The ILS refuses the account or the password.',
    'not-permitted': 'The account may not read what has to be checked before writing.',
    'branch-unknown': 'The ILS does not know this branch code.',
    'too-old': 'This version of the ILS cannot tell what a loan would take from someone else.',
    'off-line': 'The ILS says that it is out of service.',
    closed: 'The ILS hung up.',
    cut: 'The line was cut in the middle of an exchange.',
    silent: 'The ILS does not answer: try another end of messages, or no checksum.',
    garbled: 'What answers there is not this ILS: address, encoding or checksum.',
    'key-broken': 'On the server, the file ils.key is empty or damaged: remove it, then type the access again.',
    other: 'The ILS could not be asked.',
  },
}

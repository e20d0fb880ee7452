/**
 * Enrolling a tablet, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { enrolment as fr } from '../fr/enrolment.ts'

export const enrolment: typeof fr = {
  title: 'Enrol this tablet',
  say: 'The manager makes a code on a tablet that is already enrolled, or on the computer where the service runs. It works once, and is valid for ten minutes.',
  lostTitle: 'This tablet is no longer recognised',
  erasedTitle: 'The browser erased this tablet',
  lostSay: {
    'storage-erased':
      'It was enrolled, and all that it kept is gone: what had not been sent has to be found again. Write down what was handed over since its last exchange, then ask the manager for a new code. It will have another letter, and a case will tell everyone. So that it does not happen again, install the app on the home screen.',
    'credential-unknown':
      'Everything is kept: nothing that was saved here is lost. Ask the manager for a new code; everything will be sent after that.',
    revoked: 'The manager took it out of service. To bring it back, ask the manager for a new code.',
    'two-tablets-one-identity':
      'Another tablet is using the same identity, probably a copy. Everything is kept: ask the manager for a new code, and this tablet will have its own.',
    'other-library':
      'The server is answering for a different library from this tablet’s. Everything is kept: nothing that was saved here was sent there. Tell the manager, and ask for a new code.',
  },
  retiredTitle: 'This tablet is out of service',
  farewellSent: (sent) =>
    sent === 0
      ? 'Nothing was waiting to be sent.'
      : sent === 1
        ? 'Everything was sent: one operation in the last fourteen days.'
        : `Everything was sent: ${sent} operations in the last fourteen days.`,
  farewellApart: (apart) =>
    apart === 1
      ? 'The server holds one of them back: the manager decides whether it counts.'
      : `The server holds ${apart} of them back: the manager decides whether they count.`,
  farewellErased: 'Everything else is erased from here: orders, patrons, catalogue, operations sent, and this tablet’s identity.',
  lostPending: (count, library) =>
    count === 0
      ? 'No operations were waiting.'
      : count === 1
        ? `One operation is waiting to be sent to “${library}”; in another library, the tablet would keep it and not send it there.`
        : `${count} operations are waiting to be sent to “${library}”; in another library, the tablet would keep them and not send them there.`,
  elsewhere: (count, library) =>
    count === 1
      ? `One operation made at “${library}” is kept here; it will be sent with a code from that library.`
      : `${count} operations made at “${library}” are kept here; they will be sent with a code from that library.`,
  code: 'Enrolment code',
  codeHint: 'Eight letters and digits, for instance K7QF\u2060-\u20602MXD. Capitals, spaces and dashes do not count.',
  name: 'Name of the tablet',
  nameHint: 'Optional: “Front desk tablet”, for instance.',
  submit: 'Enrol',
  working: 'Sending the code to the server…',
  installTitle: 'Install the app first',
  installSay:
    'On iPad and iPhone, what is saved in Safari and what is saved in the installed app never meet. So enrol the tablet from the app.',
  installSteps: [
    'Touch Safari’s Share button (a square with an arrow pointing up).',
    'Choose “Add to Home Screen”, then “Add”.',
    'Open the app from the home screen and type the code here.',
  ],
  installCode: (code) => `Your code, to type in the app: ${code}`,
  installSkip: 'Enrol in this browser anyway',
  problems: {
    'code-empty': { what: 'The code is missing.', next: 'Type the eight characters that the manager can see.' },
    'code-unknown': {
      what: 'This code does not exist.',
      next: 'Read it again, one character at a time: it has no zero, no O, no 1 and no I.',
    },
    'code-expired': { what: 'This code is more than ten minutes old.', next: 'Ask the manager for another one: it takes one press.' },
    'code-used': { what: 'This code has already been used by another tablet.', next: 'Ask for another one: one code per tablet.' },
    'too-many-attempts': { what: 'Too many attempts in a row.', next: 'Wait a minute, then ask for a new code.' },
    unreachable: {
      what: 'The server does not answer.',
      next: 'Check that the tablet is on the library’s network, then try again. The code is not lost.',
    },
    'no-storage': {
      what: 'This tablet cannot keep anything.',
      next: 'Leave private browsing, or free some room on the tablet, then try again. The code is not lost.',
    },
    'not-kept': {
      what: 'This tablet could not keep its enrolment.',
      next: 'Free some room on the tablet, then reload the page: if it still asks for a code, it needs a new one.',
    },
    'upgrade-required': { what: 'This app is older than the server.', next: 'Reload the page, then type the code again.' },
    other: {
      what: 'The server did not accept the request.',
      next: 'Try again; if it keeps happening, reload the page and ask for a new code.',
    },
  },
  persistence: {
    granted: 'Storage is protected: the browser will not erase anything by itself.',
    refused:
      'Storage is not protected: the browser may erase data if it runs out of room. Install the app on the home screen, and open it from there.',
    unknown: 'This browser does not say whether it protects the data.',
  },
}
export const enrolmentWords = { fr, en: enrolment }

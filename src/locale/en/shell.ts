/**
 * The frame's words in English, typed by the French ones. Runs everywhere.
 */
import {
  catalogue as catalogueFr,
  shell as fr,
  management as managementFr,
  momentField as momentFieldFr,
  update as updateFr,
} from '../fr/shell.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

export const shell: typeof fr = {
  skip: 'Skip to content',
  home: 'Back to Today',
  screens: 'Screens',
  rehearsal: 'REHEARSAL',
  nav: {
    today: 'Today',
    preparation: 'Preparing',
    handover: 'Handover',
    call: 'Order',
    returns: 'Returns',
    cases: 'Cases',
    operations: 'Operations',
    management: 'Management',
    closing: 'Closing',
    guide: 'Guide',
    more: 'More',
  },
  online: 'Online',
  offline: 'Offline',
  problem: 'Refused by the server',
  problemTitle: 'The server answers, but refuses what is sent.',
  problemSay: 'What is saved here is safe; keep working and tell the manager.',
  problemFull:
    'The server already holds back as much as it can from this tablet. What is saved here stays here; show it to the manager, who decides about what is waiting.',
  problemTooOld: 'What is saved here is safe. Reload the page to get the new version.',
  retryNow: 'Try again now',
  allSent: 'all sent',
  pending: (n) => `${n}\u00a0to send`,
  since: 'for ',
  cases: (n) => (n === 0 ? 'no cases' : `${n}\u00a0case${s(n)}`),
  menuOf: (name) => `${name}, menu`,
  close: 'Close',
  lastScans: 'Last scans',
  phases: {
    starting: 'Opening…',
    unusableTitle: 'This tablet cannot keep anything',
    unusable: {
      'no-storage': 'The browser refuses to store data. Leave private browsing, or free some room on the tablet, then reload the page.',
      'blocked-by-other-tab': 'Another tab is using an older version. Close the app’s other tabs, then reload the page.',
    },
    reload: 'Reload',
    downloadingTitle: 'First download',
    downloading: (done, total) => `${done} of ${total}\u00a0rows. Keep the tablet on, near the Wi-Fi.`,
    downloadingUnknown: 'The list is on its way…',
  },
  crashed: {
    title: 'This screen has stopped',
    say: 'Saved work is still there. Open the screen again; if it happens again, note the time and tell the manager.',
    reopen: 'Open the screen again',
  },
  undrawn: 'This row cannot be shown. Nothing is lost: note this number and tell the manager.',
  saved: 'Saved',
  notSaved: {
    title: 'NOT SAVED',
    unknownTitle: 'STATE UNKNOWN',
    'not-saved': 'The tablet could not save this. Write it on paper, then try again:',
    unknown:
      'The tablet may or may not have saved this. Write it on paper; once the network is back, check whether the screen shows it before doing it again:',
    acknowledged: 'It is on paper',
  },
  unknownLibrarian: 'an unknown librarian',
}
export const shellWords = { fr, en: shell }

export const update: typeof updateFr = {
  say: 'A new version is ready.',
  take: 'Install it now',
  taken: 'The new version is being installed.',
  takes: 'The screen reloads by itself: within a minute on a slow tablet.',
  later: 'Later',
  waitsFor: {
    handover: 'A handover is under way: finish it or put it aside, then you can install it.',
    form: 'Something is being entered: finish it or close it, then you can install it.',
    sending: (count) =>
      count === 1
        ? 'One operation is being sent first; it takes a moment.'
        : `${count} operations are being sent first; it takes a moment.`,
  },
  keeps: (count) =>
    count === 1
      ? 'One operation is waiting for the network: it stays on this tablet, and installing does not touch it.'
      : `${count} operations are waiting for the network: they stay on this tablet, and installing does not touch them.`,
}
export const updateWords = { fr: updateFr, en: update }

export const momentField: typeof momentFieldFr = {
  dayHint: 'Day, month, year: 24/11/2026',
  dayWrong: 'There is no such day. Write it like this: 24/11/2026.',
  tooEarly: (first, isPast) => `${isPast ? 'This day is past' : 'This day is too early'}: from ${first}.`,
  tooLate: (last) => `This day is too far off: until ${last}.`,
  timeHint: 'For example 14:30',
  timeWrong: 'There is no such time. Write it like this: 14:30.',
}
export const momentFieldWords = { fr: momentFieldFr, en: momentField }

export const management: typeof managementFr = {
  label: 'Management',
  rooms: { planning: 'Rota', figures: 'Figures', messages: 'Emails', settings: 'Settings' },
}
export const managementWords = { fr: managementFr, en: management }

export const catalogue: typeof catalogueFr = {
  absent: 'The catalogue is not on this tablet yet',
  coming: (percent) => `The catalogue is on its way to this tablet: ${percent}%`,
  cut: 'The catalogue did not arrive whole: this tablet asks for it again by itself',
  'no-room': 'This tablet has no room left for the catalogue: free some, then open the app again',
  failed: 'The catalogue did not answer',
}
export const catalogueWords = { fr: catalogueFr, en: catalogue }

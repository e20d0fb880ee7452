/**
 * The words of the screen on which a manager opens the public page, in English. Runs everywhere.
 * Typed by the French: a word that is missing here does not compile.
 */
import { publicPage as fr } from '../fr/public-page.ts'

export const publicPage: typeof fr = {
  door: 'The patrons’ page',
  doors: {
    open: 'Open: patrons order there',
    paused: 'Paused: it answers, and says why nothing can be ordered there',
    shut: 'Closed: its address leads nowhere',
  },
  telephone: 'The telephone',
  telephoneHint: 'At the foot of each page, and in emails.',
  proof: 'How a patron shows that the card is theirs',
  takesPassword: 'With the password of their account',
  takesPasswordHint: 'The linked ILS checks it within a second; a code by email is still possible.',
  texts: {
    closed: 'Why, and until when',
    notice: 'A notice',
    place: 'Where to come',
    bring: 'What to bring',
    hours: 'When the telephone is answered',
    access: 'Where to write about an obstacle',
  },
  hints: {
    closed: 'In place of the whole page.',
    notice: 'At the top of the first page, for as long as needed.',
    place: 'Above the times, and on the order once received.',
    bring: 'On the order once received. Empty: “Bring your card and a bag.”',
    hours: 'At the foot of each page, after “We can order for you”: Tuesday to Saturday, 10:00 to 18:00.',
    access: 'In the accessibility statement, which the law requires: an email address, or that of a form.',
  },
  guide: {
    title: 'The guide for patrons',
    asOurs:
      'Four steps with pictures, in French and in English, as supplied. The foot of each page links to it, and it prints on two sheets.',
    makeOwn: 'Make it the library’s own',
    hint: 'Up to eight steps, in this order. The pictures show the page itself.',
    step: (n: number) => `Step ${n}`,
    parts: { title: 'Title', text: 'Text' },
    picture: 'Picture',
    noPicture: 'None',
    pictures: { search: 'The search', code: 'The code', hours: 'The times', noted: 'The order received' },
    raise: (n: number) => `Move step ${n} up`,
    remove: (n: number) => `Remove step ${n}`,
    add: 'Add a step',
    backToOurs: 'Go back to the original',
  },
  languages: { fr: 'In French', en: 'In English' },
  label: (text, language) => `${text}, ${language.replace('In', 'in')}`,
  noEnglish: 'English is missing: whoever reads English will see the French.',
  fault: (label, from, to) => ({ what: `${label}: from ${from} to ${to}\u00a0characters.`, next: 'Write it, or shorten it.' }),
  refused: (field) => ({
    what: `The server refuses what is said there: ${field}.`,
    next: 'Write it again in ordinary letters, or shorter.',
  }),
  noRelay: {
    what: 'The page would say that nothing can be ordered there: this server has no mail relay.',
    next: 'Patrons show their card there with a code that is emailed to them. Whoever installed the server names the relay in SMTP_URL.',
  },
  meets: {
    title: 'What a patron meets',
    address: 'Address',
    noAddress: 'The server will say it once it can write to patrons.',
    open: 'They search the catalogue or ask in a few words, show their card with a code that is emailed to them, and choose a time. The order arrives here like any other.',
    paused:
      '“Nothing can be ordered on this page just now”, then your sentence and the telephone. An order already received is changed by telephone.',
    shut: 'Nothing: the address does not answer. They telephone.',
    trial: 'Trial',
    try: 'Try without ordering',
    trialPath: 'en/essai/',
    where: {
      closed: 'Instead of everything',
      notice: 'At the top',
      place: 'At the times',
      bring: 'Once received',
      hours: 'At the foot',
      access: 'In the statement',
    },
    inFrench: 'in French for everybody, as there is no English',
  },
}
export const publicPageWords = { fr, en: publicPage }

/**
 * The words of the screen on which the messages' templates are written, in English.
 */
import { templates as fr } from '../fr/templates.ts'

export const templates: typeof fr = {
  kinds: 'Emails',
  off: 'not sent',
  language: 'Language',
  languages: { fr: 'Français', en: 'English' },
  subject: 'Subject',
  text: 'Message',
  insert: 'Insert',
  insertNamed: (name) => `Insert ${name}`,
  optional: 'optional sentence',
  whole: (names) => `Nothing is missing: ${names.join(', ')}.`,
  sayFault: (fault, part) => {
    switch (fault.kind) {
      case 'blank-unknown':
        return { what: `${part}: {${fault.name}} has nothing to fill it in this email.`, next: `The nearest is {${fault.nearest}}.` }
      case 'blank-missing':
        return { what: `${part}: {${fault.name}} is missing.`, next: 'Insert it: without it this email does not say what matters.' }
      case 'blank-bare':
        return {
          what: `${part}: {${fault.name}} is sometimes empty.`,
          next: 'Put the whole sentence between square brackets, [ ]: it then goes with it.',
        }
      case 'bracket-alone':
        return { what: `${part}: a bracket stands alone, near “${fault.near}”.`, next: 'Close it, or take it out.' }
      case 'optional-without-blank':
        return {
          what: `${part}: the optional sentence “${fault.near}” has nothing to fill in.`,
          next: 'Put in the word that it depends on, or take the brackets out.',
        }
      case 'too-long':
        return { what: `${part}: ${fault.length}\u00a0characters, where ${fault.most} are allowed.`, next: 'Make it shorter.' }
      case 'subject-empty':
        return { what: `${part}: it is empty.`, next: 'Say in a few words what it is about.' }
      case 'subject-broken':
        return { what: `${part}: it takes one line only.`, next: 'Take out the line break.' }
    }
  },
  nothingChanged: 'Change a word first.',
  wrongElsewhere: 'Another email has a mistake: correct it first.',
  origin: 'Original wording',
  giveUp: 'Leave as before',
  trialTo: 'Your address, for a trial',
  trial: 'Send me a trial',
  trialWhy: 'To send a trial.',
  trialLeaves: (to) => `The trial goes to ${to} like any other email, within a minute.`,
  trialEnds: {
    'wrong-address': 'Nothing was sent: this is not an email address.',
    'wrong-template': 'Nothing was sent: this email has a mistake.',
    'no-relay': 'Nothing was sent: this server has no mail relay.',
  },
  addressFirst: 'Type an address first.',
  preview: 'Preview',
  sample: 'Sample',
  samples: { whole: 'Everything is there', missing: 'One item is missing', longest: 'The longest names', english: 'In English' },
  from: 'From',
  added: (hasTitles) =>
    `The signature is added automatically. ${hasTitles ? 'Titles are in it; no card, no name' : 'No title, no card, no name'}: someone other than the patron may read it.`,
  titles: (areNamed) => `Titles in the emails: ${areNamed}.`,
  changeTitles: 'Change',
  changeTitlesNamed: 'Change: titles in the emails',
}
export const templatesWords = { fr, en: templates }

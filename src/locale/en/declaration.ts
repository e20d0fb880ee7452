/**
 * The declaration of accessibility in English, typed by the French. Runs on the endpoint.
 */
import { declaration as fr } from '../fr/declaration.ts'

export const declaration: typeof fr = {
  title: 'Accessibility statement',
  lead: (library) =>
    `${library} wants everybody to be able to order here, as article 47 of French law no.\u00a02005-102 of 11\u00a0February 2005 requires. This statement covers the library’s ordering pages.`,
  state: {
    title: 'How compliant this page is',
    say: (met) =>
      `It is fully compliant with the French RGAA\u00a04.1, level double\u00a0A: the ${met}\u00a0criteria that apply to it are met.`,
    by: (day, build) =>
      `This is a self-assessment, made by the authors of the software on ${day}, of its revision ${build}. Nobody from outside has audited the page. The table, criterion by criterion, comes with the software (docs/rgaa.md).`,
  },
  untried: {
    title: 'What has not been tested',
    what: [
      'Nobody has yet tried these pages with a screen reader, a screen magnifier or voice control.',
      'The sentences and the guide that the library writes itself.',
      'The language of a title, where the library’s catalogue does not say it: it is read in the page’s.',
    ],
  },
  tried: {
    title: 'What is tested in each version',
    how: [
      'Each page: axe’s automatic rules, in light and dark, in French and in English.',
      'Each page by keyboard alone, in the order in which it is read.',
      'Each page at 320, 390, 768 and 1,280\u00a0pixels, with text at 200% and zoom at 400%.',
      'A whole order without JavaScript in Chromium, and in WebKit.',
    ],
    made: 'The pages are made of HTML and CSS. They have no JavaScript.',
  },
  contact: {
    title: 'An obstacle?',
    call: 'Call us: we can order for you.',
    write: 'To write to us: ',
  },
  appeal: {
    title: 'If we do not answer',
    say: 'You told us about an obstacle, and our answer does not come or is not enough: you can write to the Défenseur des droits, the French ombudsman, or call.',
    form: 'Write to the Défenseur des droits (in French)',
    post: 'By post, free and without a stamp: Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX\u00a007.',
    phone: 'By telephone: ',
  },
}
export const declarationWords = { fr, en: declaration }

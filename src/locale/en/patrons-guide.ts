/**
 * The guide for patrons in English, shaped by the French.
 */
import { patronsGuide as fr } from '../fr/patrons-guide.ts'

export const patronsGuide: typeof fr = {
  title: 'Order from home, collect without waiting',
  lead: 'Four steps, about ten minutes the first time. Nothing can break: until you come, everything can be changed or cancelled. This guide prints on two sheets.',
  order: 'Order',
  where: (address) => `To order: ${address}`,
  steps: [
    {
      title: 'Search, then press “Add”',
      text: 'Type a title, an author or a subject. Press Add beside what you like: the button then says Chosen. A slip of the finger, a forgotten accent? The search copes.',
      picture: 'search',
    },
    {
      title: 'Tell us who you are',
      text: 'Copy the number on the back of your card. We send you a 6-digit code by email; copy that in turn. If the page asks for your account password instead, type that. We never ask for money, or for this code over the telephone.',
      picture: 'code',
    },
    {
      title: 'Choose your time',
      text: 'Press the time that suits you, then Order. Times that are struck through are full.',
      picture: 'hours',
    },
    {
      title: 'Come with your card',
      text: 'An email tells you when everything is ready. At your time, show the code or give your name. You leave with your items already on your card; return them like any others.',
      picture: 'noted',
    },
  ],
  pictures: {
    search: 'The search page, with one title chosen.',
    code: 'The page that asks for the 6-digit code.',
    hours: 'The page of times, one of them chosen.',
    noted: 'The order received, with its day, its time and its code.',
  },
}
export const patronsGuideWords = { fr, en: patronsGuide }

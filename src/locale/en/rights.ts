/**
 * The words of the loan rights in English.
 */
import { rights as fr } from '../fr/rights.ts'

export const rights: typeof fr = {
  matrix: 'Loan rights, by category and type',
  others: 'The others',
  allTypes: 'other types',
  total: 'In all',
  category: 'Patron category',
  type: 'Item type',
  cell: (maximum) => (maximum === undefined ? 'no limit' : maximum === 0 ? 'none' : `${maximum}`),
  days: (n) => `${n}\u00a0d`,
  inherited: 'like The others',
  fresh: 'new',
  sentence: (category, type) =>
    `${category}, ${type}: {maximum} at once, including {newReleaseMaximum} new releases, {maximumPerOrder} per order, for {durationDays} days.`,
  read: ({ maximum, newReleaseMaximum, maximumPerOrder, durationDays }) =>
    maximum === 0
      ? 'none'
      : [
          maximum === undefined ? 'no limit on number' : `${maximum} at once`,
          ...(newReleaseMaximum === undefined ? [] : [`including ${newReleaseMaximum} new release${newReleaseMaximum === 1 ? '' : 's'}`]),
          ...(maximumPerOrder === undefined ? [] : [`${maximumPerOrder} per order`]),
          `for ${durationDays}\u00a0day${durationDays === 1 ? '' : 's'}`,
        ].join(', '),
  totalSentence: (category) => `${category}, items in all, of all types together: {total}.`,
  labels: {
    maximum: 'Items at once',
    newReleaseMaximum: 'New releases',
    maximumPerOrder: 'Items per order',
    durationDays: 'Loan period, in days',
    total: 'Items in all',
  },
  unlimited: 'no limit',
  setLimit: (label) => `no limit, ${label}: set a limit`,
  noLimit: (label) => `${label}: no limit`,
  inherit: 'Follow The others',
  seen: (names) => `New in the last import: ${names}. They follow The others.`,
  see: 'I have seen them',
  trial: 'Try',
  trialSay: 'Nothing from this trial is recorded, and the card is not kept.',
  who: 'Or someone in the category',
  loans: 'Their current loans',
  card: 'A card, to scan or to type',
  forget: 'Forget this card',
  unknownCard: { what: 'This card is not in this tablet’s directory.', next: 'Choose a category instead.' },
  more: (n, most) => (n === 0 ? 'none' : n >= most ? 'no limit' : `${n}`),
  ofWhich: (n) => `including new releases: ${n}`,
  until: (day) => `due back on ${day}`,
  before: (said) => `${said} until now`,
  verdict: {
    more: (n, counted, maximum) => `${n} more: ${counted} of ${maximum} loans.`,
    free: (counted) => `No limit in all: ${counted}\u00a0loan${counted === 1 ? '' : 's'} now.`,
    full: (counted, maximum) => `Nothing more: ${counted} of ${maximum} loans.`,
    none: 'Nothing more, of any type.',
    blocked: (reason) => `Nothing: the card is blocked (${reason}).`,
    expired: (day) => `Nothing: the card expired on ${day}.`,
  },
  already: (counted, maximum) => (maximum === 0 ? 'none is allowed' : `already ${counted} of ${maximum}`),
  refusals: (n) => `${n}\u00a0refused`,
  refused: (n) =>
    n === 1 ? 'The ILS refuses a loan that this cell let through.' : `The ILS refuses ${n} loans that this cell let through.`,
  refusedSay: 'It has the last word. If it is right each time, the cell is too generous.',
  refusedWhich: 'See which, under Operations',
  stillAsked: 'of these items would still need a reason',
  atLeast: (count) => `at least ${count}`,
  few: 'few',
  fewest: (n) => `A cell counts from ${n} people on, and in steps of ${n}: with fewer than ${n} people, it says nothing about them.`,
  leftBeyond: (n, count) => (n === 1 ? '1\u00a0item handed over with a reason' : `${count}\u00a0items handed over with a reason`),
  fault: { what: 'A loan right is out of bounds.', next: 'From 0 to 999 items, from 1 to 366 days.' },
  documents: (n) => `${n}\u00a0item${n === 1 ? '' : 's'}`,
}
export const rightsWords = { fr, en: rights }

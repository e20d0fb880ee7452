/**
 * The words of Figures in English: the questions, the sentences that answer them, the tables and their columns. Runs everywhere.
 */
import type { FigureWords } from '../../domain/figures/write-csv.ts'
import { figures as fr } from '../fr/figures.ts'

const s = (n: number): string => (n === 1 ? '' : 's')
const monthNames = 'January February March April May June July August September October November December'.split(' ')
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const numbers = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

const monthAt = (period: string): string => monthNames[Number(period.slice(5, 7)) - 1] ?? period
const period = (text: string): string => (text.length === 4 ? text : `${monthAt(text)}\u00a0${text.slice(0, 4)}`)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const sources: Readonly<Record<string, string>> = { ils: 'ILS', phone: 'Telephone', desk: 'Desk', portal: 'Patrons’ page' }
const readyClasses: Readonly<Record<string, string>> = {
  60: 'under 1\u00a0hour',
  120: '1 to 2\u00a0hours',
  240: '2 to 4\u00a0hours',
  480: '4 to 8\u00a0hours',
  2400: 'longer',
}
const rest: Readonly<Record<string, string>> = {
  'not-found': 'Not found',
  substituted: 'Replaced by an equivalent',
  'left-behind': 'Left at the desk',
  'no-show': 'Orders not collected',
  cancelled: 'Orders cancelled',
  returned: 'Items returned',
}

const csv: FigureWords = {
  tables: {
    months: {
      title: 'By month',
      key: 'Month',
      definition: 'An order counts on the day of its slot, an item on the day it was handed over.',
    },
    weeks: { title: 'By week', key: 'Week of', definition: 'Monday to Sunday, within the days asked for.' },
    days: { title: 'By day', key: 'Day', definition: 'An order counts on the day of its slot, an item on the day it was handed over.' },
    audiences: {
      title: 'Orders by category',
      key: 'Category',
      definition: 'The patron’s category in the ILS on the day the order was counted. By month or year, never finer.',
    },
    sources: { title: 'Orders by origin', key: 'Origin', definition: 'How the order came.' },
    crossing: {
      title: 'Items handed over, by category and type',
      key: 'Category',
      definition: 'One column for each item type of the ILS. By month or year, never finer.',
    },
    filling: {
      title: 'How full the slots were',
      key: 'Day',
      definition: 'Places taken out of 100, by weekday and hour. Without orders cancelled or not collected.',
    },
    delays: {
      title: 'From order to ready',
      key: 'Time',
      definition: 'Orders, by opening hours between the order and its bay, to within 5 minutes.',
    },
    rest: {
      title: 'And the rest',
      key: 'What',
      definition: 'Not found, replaced and left count on the day of their order’s slot, returns on the day they came back.',
    },
    patrons: {
      title: 'Different patrons',
      key: 'Month',
      definition: 'People to whom something was handed over. Months do not add up to a year: the same person comes back.',
    },
  },
  columns: {
    orders: { head: 'Orders', definition: 'All of them, cancelled and not collected included.' },
    'orders-before': { head: 'Orders a year earlier', definition: 'The same days of the year before.' },
    documents: { head: 'Items', definition: 'Items handed over, without handovers undone.' },
    'documents-before': { head: 'Items a year earlier', definition: 'The same days of the year before.' },
    now: { head: 'Number', definition: 'Over the days asked for.' },
    before: { head: 'A year earlier', definition: 'The same days of the year before.' },
  },
  key: (table, key) => {
    if (table === 'sources') return sources[key] ?? key
    if (table === 'delays') return readyClasses[key] ?? key
    if (table === 'rest') return rest[key] ?? key
    if (table === 'filling') return weekdays[Number(key) - 1] ?? key
    if (key === '*') return 'All'
    return key === '' ? 'no category' : key
  },
  column: (table, code) => (table === 'filling' ? `${code}:00` : code === '' ? 'no type' : code),
  cells: { nd: 'n.d.', nc: 'n.c.', closed: 'closed' },
  notes: {
    nd: 'Not disclosed: fewer people than the threshold (Settings), or a cell that would give them away.',
    nc: 'Not counted. That is not zero.',
  },
}

const tenths = (percent: number): string => capital(numbers[Math.round(percent / 10)] ?? '')

export const figures: typeof fr = {
  csv,
  period,
  periodTitle: period,
  shortMonth: (month) => monthAt(month).slice(0, 3),
  shortWeekday: (weekday) => (weekdays[Number(weekday) - 1] ?? '').slice(0, 3),
  head: (orders, n) => `${orders} order${s(n)}`,
  headUncounted: 'Not counted yet',
  when: (text) => `in ${period(text)}`,
  whenUntil: (text, day) => `in ${period(text)}, up to ${day}`,
  uncounted: (text) => `${period(text)} was not counted.`,
  moreThan: (by, text) => `${by} more than in ${period(text)}`,
  fewerThan: (by, text) => `${by} fewer than in ${period(text)}`,
  mostly: (percent, audience) => `${tenths(percent)} in ten are for “${audience}”.`,
  countedSince: (day) => `Counted since ${day}.`,
  before: 'Period before',
  after: 'Period after',
  choose: 'Period',
  year: (text) => `Year ${text}`,
  compared: (text) => `compared with ${period(text)}`,
  report: 'Prepare the annual report',
  questions: {
    howMany: 'How many?',
    forWhom: 'For whom?',
    when: 'When?',
    howLong: 'How long?',
    rest: 'And the rest?',
    patrons: 'How many patrons?',
  },
  howMany: {
    more: (percent) => `${percent}% more than a year earlier`,
    fewer: (percent) => `${percent}% fewer than a year earlier`,
    moreBy: (by) => `${by} more than a year earlier`,
    fewerBy: (by) => `${by} fewer than a year earlier`,
    same: 'Same as a year earlier',
    alone: (documents, n) => `${documents} item${s(n)} handed over`,
    since: (orders, documents) =>
      `Orders have been counted since ${orders}, items since ${documents}: the row in which the count begins is not complete.`,
    openDays: (now, n) => `${now} day${s(n)} open`,
    openDaysBefore: (before) => `, ${before} a year earlier`,
    grains: { months: 'By month', weeks: 'By week', days: 'By day' },
    grain: 'Count',
    picture: (grain) => `Orders ${grain}, and a year earlier; the table says the same`,
    axis: 'Orders.',
    mark: 'a year earlier',
  },
  forWhom: {
    head: (percent, audience) => `${tenths(percent)} orders in ten for “${audience}”`,
    plain: 'Orders by category',
    later: 'Categories are shown once the month or the year is over: never finer, so that nobody can be recognised.',
    from: 'Where they come from',
    picture: 'Orders by category',
    pictureFrom: 'Orders by origin',
  },
  filling: {
    full: (hours, n) =>
      `${capital(hours.length > 1 ? `${hours.slice(0, -1).join(', ')} and ${hours.at(-1)}` : (hours[0] ?? ''))} ${n > 1 ? 'are full' : 'is full'}`,
    hour: (weekday, hour) => `${weekdays[Number(weekday) - 1] ?? ''} at ${hour}:00`,
    more: (n) => (n === 1 ? 'one more hour' : `${n} more hours`),
    none: 'No hour is full',
    empty: 'No places on these days',
    note: 'Percentage of places taken. Framed: full, or nearly so.',
    say: (orders, places) => `${orders} orders a week for ${places} places.`,
    sayFew: (orders, places, days) => `${orders} orders for ${places} places, in ${days === 1 ? '1 day' : `${days} days`} counted.`,
    settings: 'See it in Settings',
  },
  ready: {
    head: (half, nine) => `Half are ready within ${half}; nine in ten within ${nine}`,
    none: 'No order was ready on these days',
    note: 'From order to ready, opening hours only.',
    before: (half) => `A year earlier: ${half}.`,
    preparing: (seconds, documents) =>
      `An item takes ${seconds} s to prepare: ${documents} measured in four weeks, the whole team together.`,
    picture: 'Orders by time',
  },
  rest: {
    head: (percent) =>
      percent < 1 ? 'Nearly everything was found' : `${percent} item${s(percent)} in a hundred ${percent === 1 ? 'was' : 'were'} not found`,
    plain: 'Items and orders that ended otherwise',
    percent: 'Per cent',
    ofDocuments: 'of items',
    ofOrders: 'of orders',
  },
  patrons: {
    head: (size, n) => (n === 1 ? `${size} person` : `${size} different people`),
    more: (by) => `, ${by} more`,
    fewer: (by) => `, ${by} fewer`,
    uncounted: 'Different patrons: not counted on these days',
    destroyed: (day) =>
      `Counted without being kept: the key that told them apart was destroyed on ${day}. Nobody can find out who they were any more.`,
    running: 'Counted without being kept: the key that tells them apart will be destroyed eight days after the end.',
    sum: 'Months do not add up to a year: a person who comes back counts once.',
  },
  file: 'Spreadsheet file',
  fileOf: (table) => `Spreadsheet file: ${table}`,
  fileName: (table, text) => `figures-${text}-${table}.csv`,
  percentSign: (percent) => `${percent}%`,
  difference: 'Change',
  narrowHeads: { orders: 'Orders', documents: 'Items' },
  offline: {
    head: 'Figures need the network',
    say: 'They are counted on the server, not on this tablet. The desk carries on without them.',
    last: (time) => `Offline: figures read at ${time}.`,
    again: 'Try again',
    reading: 'Reading…',
    refused: 'The server did not give the figures. Try again in a moment; if it keeps happening, show this sentence to the manager.',
  },
  annual: {
    title: (year) => `Annual report ${year}`,
    intro: 'For the ministry’s form (SLL, Scrib), section E. Nothing is sent.',
    borrowers: 'Active borrowers, from the ILS',
    borrowersHint: 'A number, for the service’s share; left empty, it is not given.',
    changed: 'What changed this year',
    print: 'Print the page',
    close: 'Close',
    e1: 'E1 Users',
    e2: 'E2 Loans',
    e3: 'E3 Other uses',
    e5: 'E5 Services',
    persons: 'Different patrons of the service',
    share: 'Their share of active borrowers',
    included: 'The form’s active borrowers and loans come from the ILS and already include these: do not add them.',
    documents: 'Items handed over by the service',
    byType: 'Items handed over, by type and category',
    orders: 'Orders',
    telephone: 'of which by telephone',
    notFound: 'Items not found',
    returned: 'Items returned to the service',
    openDays: 'Days open',
    openHours: 'Hours open',
    ages: 'Age bands: the service holds no dates of birth.',
    unfinished: (day) => `Year in progress, counted up to ${day}.`,
  },
}
export const figuresWords = { fr, en: figures }

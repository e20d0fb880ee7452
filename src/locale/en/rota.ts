/**
 * The words of Planning in English. Typed by the French. Runs everywhere.
 */
import type { Half } from '../../domain/rota/rota-week.ts'
import type { DeskTask } from '../../domain/settings/settings.ts'
import { rota as fr } from '../fr/rota.ts'
import { settings } from './settings.ts'

const s = (n: number): string => (n === 1 ? '' : 's')
const words = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const inWords = (n: number): string => words[n] ?? String(n)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const halves: Readonly<Record<Half, string>> = { morning: 'morning', afternoon: 'afternoon' }
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const tasks = { preparation: 'Preparing', handover: 'Handover', telephone: 'Telephone' } satisfies Record<DeskTask, string>
const places = { preparation: 'preparing', handover: 'at the handover desk', telephone: 'on the telephone' } satisfies Record<
  DeskTask,
  string
>
const when = (weekday: number, half: Half): string => `${weekdays[weekday - 1]} ${halves[half]}`

export const rota: typeof fr = {
  tasks,
  halves,
  when,
  covered: 'All covered',
  gaps: (n) => `${capital(inWords(n))} gap${s(n)} to fill`,
  past: 'A week that is over',
  empty: 'Nothing is open this week',
  emptySay: 'Half-days come from the opening hours: see Settings, Hours and Days.',
  nobody: (weekday, half) => `${when(weekday, half)}, no one at the handover desk.`,
  short: (weekday, half, duration) => `${when(weekday, half)}, preparation is ${duration} short.`,
  moreGaps: (whens) => `Also: ${whens}.`,
  noneYet: 'No orders have been placed yet.',
  expected: (n, count) => (count === 0 ? 'No orders are expected this week.' : `Over the week, ${n}\u00a0order${s(count)} expected.`),
  placedOnly: 'The last four weeks can only be read online: only orders already placed are counted.',
  offline: 'Changing the rota needs the network. You can still read it.',
  readers: (names) => `${capital(names)} can change the rota.`,
  managersOnly: 'Only managers can change the rota.',
  andManagers: 'managers',
  proposal: 'Suggestion',
  propose: (name, task, weekday, half) => `${name} ${places[task]}, ${when(weekday, half)}?`,
  why: (duration, task, saturdays) => {
    const done =
      duration === undefined ? `${task === 'preparation' ? 'no preparing' : `not once ${places[task]}`} yet` : `${duration} ${places[task]}`
    const worked = saturdays === undefined ? '' : `, ${inWords(saturdays)} Saturday${s(saturdays)}`
    return `Free at that time; over four weeks, ${done}${worked}.`
  },
  nobodyFree: (task, weekday, half) => `No one is free for ${tasks[task].toLowerCase()}, ${when(weekday, half)}.`,
  nobodyFreeSay: 'Change a shift, or ask someone to come in.',
  another: 'Someone else',
  put: (name) => `Assign ${name}`,
  placed: (name, task, weekday, half) => `${name} is ${places[task]}, ${when(weekday, half)}`,
  week: (from, to, sameMonth) => `${sameMonth ? from.split('\u00a0')[0] : from} to ${to}`,
  before: 'Week before',
  after: 'Week after',
  day: 'When',
  expectedHead: 'Expected',
  need: (expected, capacity) => `${expected} expected, ${capacity} can be prepared`,
  pace: (duration, isMeasured, beyond) =>
    `The bar: orders expected. The line: what the planned team can prepare, at ${duration} an order, ${isMeasured ? 'measured over four weeks' : 'assumed'}. No line: more than ${beyond}.`,
  closed: 'closed',
  noOne: 'no one',
  struck: 'away',
  changeCell: (task, weekday, half) => `Change ${when(weekday, half)}, ${tasks[task].toLowerCase()}:`,
  cellTitle: (task, weekday, half) => `${tasks[task]}, ${when(weekday, half)}`,
  fromOf: (name) => `${name}, from`,
  toOf: (name) => `${name}, to`,
  remove: 'Remove',
  removeNamed: (name) => `Remove ${name}`,
  add: 'Add',
  nobodyThere: 'No one yet.',
  already: (name, task) => `${name} is already ${places[task]}.`,
  away: (name) => `${name} is away.`,
  hours: (name) => `${name}: the end comes after the start.`,
  keep: 'Keep',
  nothingChanged: 'Nothing has changed.',
  kept: (weekday, half, task) => `${when(weekday, half)}, ${tasks[task].toLowerCase()}: kept`,
  fairness: 'Four weeks',
  fairnessSay: 'Hours on duty by person',
  hoursMean: (n) => `hours · average ${n}`,
  hoursOf: (n) => `${n}\u00a0h`,
  saturdays: 'Saturdays',
  share: (percent) => `${percent}%`,
  absences: 'Absences',
  noAbsence: 'No absences recorded.',
  note: 'Record',
  noteTitle: 'Record an absence',
  noteSay: 'No reason: a person and the days are enough.',
  who: 'Who',
  firstDay: 'First day',
  lastDay: 'Last day',
  howLong: 'How long',
  parts: { day: 'The day', morning: 'The morning', afternoon: 'The afternoon' },
  daysFirst: 'Give the days first, the last one after the first.',
  tooLong: 'Five weeks at most at a time.',
  absentFor: (days, half) =>
    half === undefined ? (days === 1 ? 'all day' : `${inWords(days)} days`) : half === 'morning' ? 'the morning' : 'the afternoon',
  lift: 'Cancel',
  liftNamed: (name, day) => `Cancel the absence: ${name}, ${day}`,
  noted: (name) => `Absence recorded: ${name}`,
  lifted: (name) => `Absence cancelled: ${name}`,
  fill: 'Copy last week',
  nothingToFill: 'Nothing is empty, or last week had no one else.',
  filled: (n) => `${n} shift${s(n)} copied`,
  print: 'Print',
  printTitle: (week) => `Rota, ${week}`,
  authors: 'Who can change it',
  authorsTitle: 'The rota: who can change it, and each person’s share of full time',
  authorsSay: 'Managers always can. The share of full time counts for fairness and for suggestions.',
  mayChange: (name) => `${name} can change it`,
  shareOf: (name) => `${name}, share of full time in %`,
  manager: 'manager',
  shareFault: (name) => ({ what: `${name}’s share goes from 0 to 100.`, next: 'Correct it to keep it.' }),
  model: 'Make this week the model week',
  modelSay: 'Weeks not filled in yet will be like this one.',
  saved: 'Kept for the whole team',
  conflict: {
    ...settings.conflict,
    head: 'Two changes to one week',
    say: (name) => `${name} has changed this week in the meantime. Your change is not saved: here are both.`,
    mineSay: (name) => `The week becomes yours; what ${name} changed is undone.`,
    bothSay: 'They are not about the same cell.',
    added: (name, task, day) => `${name} ${places[task]}, ${day}`,
    removed: (name, task, day) => `${name} no longer ${places[task]}, ${day}`,
    away: (name, day) => `${name} away, ${day}`,
    back: (name, day) => `${name} back, ${day}`,
    nothing: 'nothing else',
  },
  problems: {
    'not-a-manager': { what: 'You cannot change the rota.', next: 'The manager can allow you to, in Rota.' },
    unreachable: { what: 'The server does not answer.', next: 'Nothing has changed: try again online.' },
    other: { what: 'The server did not take this change.', next: 'Nothing has changed: read the week again and try again.' },
  },
}
export const rotaWords = { fr, en: rota }

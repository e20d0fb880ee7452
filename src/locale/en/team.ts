/**
 * The team's words in English.
 */
import { team as fr } from '../fr/team.ts'

const s = (n: number): string => (n === 1 ? '' : 's')

export const team: typeof fr = {
  title: 'Team',
  say: (people, managers) =>
    `${people}\u00a0${people === 1 ? 'person' : 'people'}, including ${managers}\u00a0manager${s(managers)}. Each chooses their own PIN; nobody else knows it.`,
  leaves: (name) => `${name} is leaving`,
  leavesSay: (day, shifts) =>
    `On ${day}. ${shifts === 0 ? 'No shifts' : `${shifts}\u00a0shift${s(shifts)} a week`} to fill afterwards. Nothing is changed yet.`,
  list: 'The team',
  add: 'Add',
  manager: 'Manager',
  shifts: (n) => (n === 0 ? 'no shifts on the rota' : `${n}\u00a0shift${s(n)} a week on the rota`),
  tasks: { preparation: 'preparing', handover: 'at handover', telephone: 'on the telephone' },
  atNow: (task) => `now ${task}`,
  atTime: (time, task) => `today at ${time}, ${task}`,
  onDay: (day, task) => `${day}, ${task}`,
  away: (day) => `away on ${day}`,
  leaving: (day) => `Leaves on ${day}`,
  left: (day) => `Left on ${day}; what they did keeps their name`,
  noPin: 'No PIN yet',
  theirCode: 'Their code',
  codeOf: (name) => `Their code: ${name}`,
  change: (name) => `Change: ${name}`,
  newcomer: 'New colleague',
  about: (name) => name,
  departure: (name) => `${name}’s departure`,
  name: 'First name, as the screen shows it',
  role: 'Role',
  roles: { librarian: 'Librarian', manager: 'Manager' },
  lastDay: 'Last day',
  stays: 'Leave empty if they are staying.',
  toFill: (n) => `shift${s(n)} a week to fill`,
  pinEnds: 'their PIN stops working',
  namesStay: 'what they did keeps their name',
  days: (n) => (n % 30 < 3 && n >= 60 ? `${Math.round(n / 30.5)}\u00a0months` : `${n}\u00a0days`),
  save: 'Save',
  saveDeparture: 'Save the departure',
  saveNew: 'Add, and give a code',
  back: 'Go back, change nothing',
  nothingChanged: 'Change something first.',
  renew: 'Cancel their PIN, and give a code',
  giveCode: 'Give a code',
  renewSay: (name) => `${name}’s PIN cannot be read anywhere: the manager can cancel it, but never see it.`,
  onlyOne: 'Nobody else can give one: keep the new one until it has been used.',
  stale: (name) => ({
    what: `Someone has just changed ${name === '' ? 'this person' : name}. Nothing is saved.`,
    next: 'Read what it says now, then try again.',
  }),
  faults: {
    'name-missing': { what: 'A first name is missing.', next: 'Write the one the team uses.' },
    'name-long': { what: 'This name is too long.', next: 'Keep it under a hundred characters.' },
    'name-taken': { what: 'Someone in the team already has this name.', next: 'Add an initial.' },
    'last-manager': {
      what: 'This is the last manager, who can neither leave nor lose the role.',
      next: 'Give the role to someone else first.',
    },
    'others-unable': {
      what: 'No other manager can act yet: that takes a PIN and a passphrase of their own.',
      next: 'They choose their PIN first, with the code that “Their code” gives, then their passphrase, in Closing.',
    },
    'day-over': { what: 'This day is over.', next: 'Write today, or a day to come.' },
  },
  unable: (names) => `To be done first by ${names.join(' or ')}.`,
  why: {
    add: 'To add someone to the team.',
    leave: (name, day) => `To record that ${name} leaves on ${day}.`,
    change: (name) => `To change what is said about ${name}.`,
    code: (name) => `To give ${name} a code.`,
  },
  saved: (name) => `Saved. Tablets receive it at their next exchange: ${name}.`,
  given: (name) => `${name}’s first code is on the sheet.`,
  sheet: 'Sheet to cut up',
  print: 'Print',
  slip: (day, time) => `Once, before ${time} on ${day}: touch your name, type this code, then choose your PIN. Nobody else will know it.`,
  offline: 'Changing the team needs the network. The desk carries on.',
  managerOnly: 'The manager can change the team.',
  all: 'All settings',
  journal: {
    joined: (name) => `${name} joins the team`,
    left: (name, day) => `${name} leaves on ${day}`,
    stays: (name) => `${name} stays`,
    manager: (name) => `${name} becomes manager`,
    librarian: (name) => `${name} is no longer manager`,
    renamed: (name) => `a name corrected: ${name}`,
    pinVoid: (name) => `${name}’s PIN is cancelled`,
  },
}
export const teamWords = { fr, en: team }

/**
 * How the demo's library works: an ordinary town library, open every day so that the demo is alive on whichever day it is tried.
 * Runs on the endpoint. Where it is tried outside the ordinary hours, that day opens around the time of the trial.
 */
import { type LibrarianId, toLibrarianId, toSiteId } from '../../domain/ids.ts'
import type { LoanRight } from '../../domain/loan-right/loan-right.ts'
import { fromMinutes, type LocalDate, type LocalTime, type Weekday } from '../../domain/local-date.ts'
import type { DayException, OpeningRange, RotaShift, Settings } from '../../domain/settings/settings.ts'

/** The demo's zone, whatever the machine's. */
export const demoZone = 'Europe/Paris'
export const demoSite = toSiteId('mediatheque')

export interface DemoLibrarian {
  readonly id: LibrarianId
  readonly name: string
  readonly pin: string
  readonly isManager: boolean
  /** A manager's, for what the PIN does not open (PRIV-5). */
  readonly passphrase?: string
}

/** Printed at the demo's start; a real library's PINs and passphrases never are. */
export const demoLibrarians: readonly DemoLibrarian[] = [
  { id: toLibrarianId('helene'), name: 'Hélène', pin: '2580', isManager: true, passphrase: 'quatre vélos rouillés' },
  { id: toLibrarianId('nadia'), name: 'Nadia', pin: '1470', isManager: false },
  { id: toLibrarianId('paul'), name: 'Paul', pin: '3690', isManager: false },
  { id: toLibrarianId('ines'), name: 'Inès', pin: '1590', isManager: false },
  { id: toLibrarianId('marc'), name: 'Marc', pin: '7530', isManager: false },
  { id: toLibrarianId('solene'), name: 'Solène', pin: '4560', isManager: false },
  { id: toLibrarianId('karim'), name: 'Karim', pin: '8520', isManager: false },
  { id: toLibrarianId('odile'), name: 'Odile', pin: '9510', isManager: false },
]

const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const at = (hours: number, minutes = 0): LocalTime => fromMinutes(hours * 60 + minutes)

const hours = { morning: { from: at(10), to: at(12, 30) }, afternoon: { from: at(14), to: at(18, 30) } } as const
const slots = { intervalMinutes: 15, capacity: 4 } as const

const openingRanges: readonly OpeningRange[] = weekdays.flatMap((weekday) =>
  [hours.morning, hours.afternoon].map((range) => ({ siteId: demoSite, weekday, ...range, ...slots })),
)

/** Minutes before and after the trial that the day is open, when it is tried out of hours. */
const [openBefore, openAfter] = [4 * 60, 3 * 60]
/** Between these, the ordinary hours leave enough of the day before and after now. Minutes since midnight. */
const [earlyEnough, lateEnough] = [11 * 60 + 30, 17 * 60]

const exceptionsFor = (today: LocalDate, nowMinutes: number): readonly DayException[] => {
  if (nowMinutes >= earlyEnough && nowMinutes <= lateEnough) return []
  const from = fromMinutes(Math.floor(Math.max(0, nowMinutes - openBefore) / 60) * 60)
  const to = fromMinutes(Math.min(23 * 60 + 45, Math.ceil((nowMinutes + openAfter) / 60) * 60))
  return [{ siteId: demoSite, date: today, ranges: [{ from, to, ...slots }] }]
}

const right = (
  category: string,
  documentType: string,
  maximum: number,
  durationDays: number,
  changes: Partial<LoanRight> = {},
): LoanRight => ({
  category,
  documentType,
  maximum,
  newReleaseMaximum: undefined,
  maximumPerOrder: undefined,
  durationDays,
  ...changes,
})

const loanRights: readonly LoanRight[] = [
  right('adulte', 'livre', 15, 28, { newReleaseMaximum: 3, maximumPerOrder: 10 }),
  right('adulte', 'livre audio', 5, 28),
  right('adulte', 'BD', 8, 21),
  right('adulte', 'CD', 6, 21),
  right('adulte', 'DVD', 4, 14, { newReleaseMaximum: 2 }),
  right('adulte', 'revue', 6, 14),
  right('étudiant', 'livre', 20, 28),
  right('étudiant', 'DVD', 4, 14),
  right('étudiant', '*', 8, 21),
  right('jeunesse', 'livre', 12, 28, { maximumPerOrder: 8 }),
  right('jeunesse', 'BD', 8, 21),
  right('jeunesse', 'DVD', 2, 14),
  right('jeunesse', '*', 6, 21),
  right('collectivité', 'DVD', 10, 28),
  right('collectivité', '*', 60, 42),
  right('*', '*', 10, 21),
]

const tasks = ['handover', 'preparation', 'telephone'] as const

/** Two shifts a day, three people each; everybody comes round. */
const rota: readonly RotaShift[] = weekdays.flatMap((weekday) =>
  [hours.morning, hours.afternoon].flatMap((shift, half) =>
    tasks.flatMap((task, n): readonly RotaShift[] => {
      const librarian = demoLibrarians[(weekday * 6 + half * 3 + n) % demoLibrarians.length]
      return librarian === undefined ? [] : [{ weekday, ...shift, task, librarianId: librarian.id }]
    }),
  ),
)

/** The settings of a demo tried on `today`, at `now` on its clock. */
export const demoSettings = (today: LocalDate, nowMinutes: number): Settings => ({
  kind: 'settings',
  id: 'settings',
  libraryName: 'Médiathèque de Sainte-Aubierge',
  serviceName: 'Clic et collecte',
  zone: demoZone,
  sites: [{ id: demoSite, name: 'Médiathèque', bays: 24 }],
  openingRanges,
  dayExceptions: exceptionsFor(today, nowMinutes),
  leadTimeHours: 4,
  horizonDays: 14,
  openOrdersPerSlot: 1,
  openOrders: 3,
  loanRights,
  totalMaximums: { adulte: 30, étudiant: 30, jeunesse: 20, collectivité: 80 },
  newReleaseDays: 183,
  graceMinutes: 15,
  keepDays: 2,
  // A day, so that the demo has a quarantine to show; the ordinary setting is none.
  quarantineDays: 1,
  zones: [
    { name: 'Romans', locations: ['Adultes romans', 'Gros caractères', 'Livres audio'] },
    { name: 'Documentaires', locations: ['Adultes documentaires'] },
    { name: 'Bandes dessinées', locations: ['Adultes BD', 'Jeunesse BD'] },
    { name: 'Jeunesse', locations: ['Jeunesse romans', 'Contes', 'Albums'] },
    { name: 'Musique et cinéma', locations: ['Musique', 'Cinéma'] },
    { name: 'Kiosque', locations: ['Revues'] },
  ],
  rota,
  cardRule: { pattern: '^2\\d{13}$', check: 'luhn' },
  itemRule: { pattern: '^3\\d{13}$', check: 'luhn' },
  idleLockMinutes: 10,
  callWords: { fr: 'Votre nom suffit, à la porte de la cour.', en: 'Your name is enough, at the courtyard door.' },
  publicPage: {
    isOn: true,
    telephone: '05 36 49 12 07',
    hours: { fr: 'tous les jours, de 10\u00a0h à 18\u00a0h', en: 'every day, 10:00 to 18:00' },
    place: {
      fr: 'À la porte de la cour, 3 rue des Tilleuls. Comptez cinq minutes.',
      en: 'At the courtyard door, 3 rue des Tilleuls. Allow five minutes.',
    },
    bring: { fr: 'Apportez votre carte, et un sac.', en: 'Bring your card and a bag.' },
  },
})

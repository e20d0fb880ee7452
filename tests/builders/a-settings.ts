/**
 * Builds the settings of an ordinary French town library: closed on Sunday and Monday, slots of a quarter of an hour, one pickup point.
 * Runs in tests. Every figure has the default of a new library here, so that a test names only what it changes.
 */

import { toLibrarianId, toSiteId } from '../../src/domain/ids.ts'
import type { LoanRight } from '../../src/domain/loan-right/loan-right.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import type { OpeningRange, Settings } from '../../src/domain/settings/settings.ts'
import { aTime } from './a-moment.ts'

export const centre = toSiteId('centre')

export const anOpeningRange = (weekday: Weekday, from: string, to: string, changes: Partial<OpeningRange> = {}): OpeningRange => ({
  siteId: centre,
  weekday,
  from: aTime(from),
  to: aTime(to),
  intervalMinutes: 15,
  capacity: 4,
  ...changes,
})

export const aLoanRight = (category: string, documentType: string, changes: Partial<LoanRight> = {}): LoanRight => ({
  category,
  documentType,
  maximum: undefined,
  newReleaseMaximum: undefined,
  maximumPerOrder: undefined,
  durationDays: 21,
  ...changes,
})

/** Tuesday to Saturday; adults 12 books and 3 DVDs of which 1 new, 20 in all; everybody else as '*' says. */
export const aSettings = (changes: Partial<Settings> = {}): Settings => ({
  kind: 'settings',
  id: 'settings',
  libraryName: 'Médiathèque de Valmont',
  serviceName: 'Clic et collecte',
  zone: 'Europe/Paris',
  sites: [{ id: centre, name: 'Médiathèque', bays: 40 }],
  openingRanges: [
    anOpeningRange(2, '14:00', '18:00'),
    anOpeningRange(3, '10:00', '12:00'),
    anOpeningRange(3, '14:00', '18:00'),
    anOpeningRange(4, '14:00', '18:00'),
    anOpeningRange(5, '14:00', '19:00'),
    anOpeningRange(6, '10:00', '17:00'),
  ],
  dayExceptions: [],
  leadTimeHours: 4,
  horizonDays: 14,
  openOrdersPerSlot: 1,
  openOrders: 3,
  loanRights: [
    aLoanRight('adulte', 'livre', { maximum: 12, newReleaseMaximum: 4, maximumPerOrder: 8 }),
    aLoanRight('adulte', 'DVD', { maximum: 3, newReleaseMaximum: 1, durationDays: 7 }),
    aLoanRight('adulte', '*', { maximum: 6 }),
    aLoanRight('*', '*', { maximum: 10 }),
  ],
  totalMaximums: { adulte: 20, jeunesse: 15 },
  newReleaseDays: 183,
  graceMinutes: 15,
  keepDays: 2,
  quarantineDays: 0,
  zones: [
    { name: 'Romans', locations: ['Adultes romans'] },
    { name: 'Documentaires', locations: ['Adultes documentaires'] },
    { name: 'Bandes dessinées', locations: ['Adultes BD', 'Jeunesse BD'] },
    { name: 'Jeunesse', locations: ['Jeunesse'] },
    { name: 'Musique et cinéma', locations: ['Musique', 'Cinéma'] },
  ],
  rota: [{ weekday: 2, from: aTime('14:00'), to: aTime('18:00'), task: 'handover', librarianId: toLibrarianId('nadia') }],
  cardRule: { pattern: '^2\\d{13}$', check: 'luhn' },
  itemRule: { pattern: '^3\\d{13}$', check: 'luhn' },
  idleLockMinutes: 10,
  ...changes,
})

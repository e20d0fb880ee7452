/**
 * What a library starts with before its manager has decided anything: the defaults of docs/install.md, one site, no opening range.
 * Runs on the endpoint, when LIBRARY_NAME makes a library (an import with settings replaces it), and under the rehearsal of a tablet.
 */
import { toSiteId } from '../ids.ts'
import type { Settings } from './settings.ts'

/** What an opening range has that does not say it (SLOT-1). Minutes, and orders. */
export const rangeDefaults = { intervalMinutes: 15, capacity: 4 }
/** Numbered bays of a site that does not say how many it has. */
export const siteDefaults = { bays: 40 }

/** Days for which names stay (PRIV-3): four months for who borrowed what, a year for a patron who borrows nothing. */
export const retentionDefaults = { keepLoanDays: 122, keepNameDays: 365 }

/** Settings of a new library; barcodes of any digits are taken until its own patterns are known. */
export const buildDefaultSettings = (libraryName: string, zone: string): Settings => ({
  kind: 'settings',
  id: 'settings',
  libraryName,
  serviceName: 'Clic et collecte',
  zone,
  sites: [{ id: toSiteId('main'), name: libraryName, ...siteDefaults }],
  openingRanges: [],
  dayExceptions: [],
  leadTimeHours: 4,
  horizonDays: 14,
  openOrdersPerSlot: 1,
  openOrders: 3,
  loanRights: [
    {
      category: '*',
      documentType: '*',
      maximum: undefined,
      newReleaseMaximum: undefined,
      maximumPerOrder: undefined,
      durationDays: 21,
    },
  ],
  totalMaximums: {},
  newReleaseDays: 183,
  graceMinutes: 15,
  keepDays: 2,
  quarantineDays: 0,
  zones: [],
  rota: [],
  cardRule: { pattern: '^\\d{5,14}$', check: 'none' },
  itemRule: { pattern: '^[A-Z0-9-]{5,20}$', check: 'none' },
  idleLockMinutes: 10,
})

/**
 * The invented library of the rehearsal: a dozen works of the public domain, ten people who do not exist, ten orders around this moment.
 * Runs in the page, in the rehearsal's chunk. Numbers begin with 8 and 9 and have six digits, so that nobody takes them for real ones
 * and anybody can type them.
 */
import {
  toCardNumber,
  toDeviceId,
  toDeviceLetter,
  toItemBarcode,
  toLibrarianId,
  toLineId,
  toOrderId,
  toRecordId,
  toSiteId,
} from '../../domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../domain/instant.ts'
import type { BibliographicRecord } from '../../domain/item/record.ts'
import type { Librarian } from '../../domain/librarian/librarian.ts'
import { addDays, fromMinutes, type LocalMoment, minutesPerDay, toMinutes, type Weekday } from '../../domain/local-date.ts'
import { formatOrderNumber, type Order } from '../../domain/order/order.ts'
import type { Patron } from '../../domain/patron/patron.ts'
import type { Row } from '../../domain/row/desk-state.ts'
import { buildDefaultSettings, type Settings } from '../../domain/settings/settings.ts'
import { formatSlotKey, type SlotFilling } from '../../domain/slot/slot.ts'

const site = toSiteId('rehearsal')
/** In walking order. */
const zones = ['Romans', 'Documentaires', 'Jeunesse'] as const
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]

/** No order of a real tablet bears these letters before some 150 tablets were enrolled. */
export const rehearsalLetter = toDeviceLetter('EX')
export const otherTablet = toDeviceId('rehearsal-other-tablet')
export const thisTablet = toDeviceId('rehearsal-tablet')

const librarian = (id: string, name: string): Librarian => ({
  kind: 'librarian',
  id: toLibrarianId(id),
  name,
  isManager: false,
  pin: { salt: '', iterations: 1, hash: '' },
})
export const learner = librarian('rehearsal-learner', 'Exercice')
export const colleague = librarian('rehearsal-colleague', 'Camille')

const works: readonly (readonly [title: string, author: string, callNumber: string, zone: 0 | 1 | 2])[] = [
  ['Candide', 'Voltaire', 'R VOL', 0],
  ['La Princesse de Clèves', 'La Fayette, Madame de', 'R LAF', 0],
  ['Le Grand Meaulnes', 'Alain-Fournier', 'R ALA', 0],
  ['La Mare au diable', 'Sand, George', 'R SAN', 0],
  ['Carmen', 'Mérimée, Prosper', 'R MER', 0],
  ['Essais', 'Montaigne, Michel de', '844 MON', 1],
  ['Cours de philosophie positive', 'Comte, Auguste', '146.4 COM', 1],
  ['Histoire naturelle', 'Buffon, Georges-Louis de', '508 BUF', 1],
  ['Fables', 'La Fontaine, Jean de', 'J LAF', 2],
  ['Sans famille', 'Malot, Hector', 'J MAL', 2],
  ['Vingt mille lieues sous les mers', 'Verne, Jules', 'J VER', 2],
  ['La Chèvre de monsieur Seguin', 'Daudet, Alphonse', 'J DAU', 2],
]

const records: readonly BibliographicRecord[] = works.map(([title, author, callNumber, zone], work) => ({
  kind: 'record',
  id: toRecordId(`rehearsal-work-${work}`),
  title,
  author,
  documentType: 'livre',
  audience: zone === 2 ? 'J' : 'A',
  copies: [1, 2].map((copy) => ({
    barcode: toItemBarcode(`80${String(work + 1).padStart(2, '0')}0${copy}`),
    callNumber,
    location: zones[zone],
    arrivedOn: undefined,
  })),
}))

const people = ['Ada Fontaine', 'Bilal Moreau', 'Chloé Roche', 'David Vidal', 'Elsa Garnier', 'Farid Lemoine', 'Gaëlle Petit', 'Hugo Blanc']

interface Planned {
  /** Minutes between the quarter of an hour that runs now and the order's slot. */
  readonly inMinutes: number
  readonly works: readonly number[]
}

/** The first four are ready; two of their patrons are at the door. */
const plan: readonly Planned[] = [
  { inMinutes: -30, works: [0, 5, 8] },
  { inMinutes: -15, works: [2, 9] },
  { inMinutes: 0, works: [1, 3, 6, 10] },
  { inMinutes: 0, works: [7] },
  { inMinutes: 15, works: [4, 11] },
  { inMinutes: 15, works: [0, 6, 9] },
  { inMinutes: 30, works: [8, 10] },
  { inMinutes: 45, works: [3, 5] },
  { inMinutes: 60, works: [11] },
  { inMinutes: 75, works: [1, 7] },
]

const settingsAround = (quarter: number): Settings => {
  // The zone is never read: the rehearsal asks the real desk what time it is.
  const defaults = buildDefaultSettings('Bibliothèque inventée', 'Europe/Paris')
  return {
    ...defaults,
    serviceName: 'EXERCICE',
    sites: [{ id: site, name: defaults.libraryName, bays: 20 }],
    openingRanges: weekdays.map((weekday) => ({
      siteId: site,
      weekday,
      from: fromMinutes(Math.max(0, quarter - 60)),
      to: fromMinutes(Math.min(minutesPerDay - 1, quarter + 150)),
      intervalMinutes: 15,
      capacity: 4,
    })),
    leadTimeHours: 0,
    // Nothing in it is anybody's; the real desk behind it locks itself as ever.
    idleLockMinutes: minutesPerDay,
    loanRights: defaults.loanRights.map((right) => ({ ...right, maximum: 10 })),
    zones: zones.map((name) => ({ name, locations: [name] })),
    cardRule: { pattern: '^9\\d{5}$', check: 'none' },
    itemRule: { pattern: '^8\\d{5}$', check: 'none' },
  }
}

/** The library at `moment`; every date in it is counted from there. */
export const inventRows = (moment: LocalMoment, at: Instant): readonly Row[] => {
  const quarter = Math.floor(toMinutes(moment.time) / 15) * 15
  const settings = settingsAround(quarter)
  const patrons = people.map((name, n): Patron => {
    const [firstName = '', surname = ''] = name.split(' ')
    return {
      kind: 'patron',
      id: toCardNumber(`90${String(n + 1).padStart(2, '0')}${String((n * 37 + 11) % 100).padStart(2, '0')}`),
      surname,
      firstName,
      category: 'adulte',
      expiresOn: addDays(moment.date, 200),
      blocked: undefined,
      ilsLoans: n % 4,
      returnedSince: [],
      ilsAsOf: at,
      loans: [],
    }
  })
  const orders = plan.map(({ inMinutes, works: wanted }, n): Order => {
    // Near midnight the slots that would fall on another day share the nearest one of this day.
    const time = fromMinutes(Math.min(Math.max(quarter + inMinutes, Math.max(0, quarter - 60)), 23 * 60 + 30))
    return {
      kind: 'order',
      id: toOrderId(`rehearsal-order-${n + 1}`),
      number: formatOrderNumber(rehearsalLetter, n + 1),
      ilsNumber: undefined,
      source: 'phone',
      card: patrons[n % patrons.length]?.id ?? toCardNumber('900111'),
      slot: { siteId: site, date: moment.date, time },
      lines: wanted.map((work, line) => ({
        id: toLineId(String(line + 1)),
        wanted: { kind: 'record', recordId: toRecordId(`rehearsal-work-${work}`) },
        substitutedFor: undefined,
        goneFromIls: false,
      })),
      note: '',
      callBackNumber: undefined,
      placedAt: toInstant(at - msPerDay),
      isUrgent: false,
      cancelledBy: undefined,
      goneFromIlsAt: undefined,
      facts: [],
      decided: [],
    }
  })
  const slotById = new Map<string, SlotFilling>()
  for (const { id, slot } of orders) {
    const key = formatSlotKey(slot)
    slotById.set(key, { kind: 'slot', id: key, slot, orderIds: [...(slotById.get(key)?.orderIds ?? []), id].sort() })
  }
  const heard = { kind: 'device', lastHeardOn: moment.date, isHolding: false, isSetAside: false } as const
  return [
    settings,
    learner,
    colleague,
    { ...heard, id: thisTablet, letter: rehearsalLetter, name: 'Tablette d’exercice' },
    { ...heard, id: otherTablet, letter: toDeviceLetter('EY'), name: 'Autre tablette' },
    ...patrons,
    ...records,
    ...orders,
    ...slotById.values(),
  ]
}

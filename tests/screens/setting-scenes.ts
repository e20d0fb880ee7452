/**
 * The scenes of Réglages: read by a manager, by a librarian, off line; a journal with an entry of each sort; a section that a colleague
 * changed meanwhile. For tests of screens.
 */
import { toDeviceId, toLibrarianId, toOrderId } from '../../src/domain/ids.ts'
import type { Weekday } from '../../src/domain/local-date.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { changeWeekday } from '../../src/domain/settings/change-week.ts'
import { buildDefaultSettings, type PublicPage, rangeDefaults } from '../../src/domain/settings/settings.ts'
import type { SettingChange, SettingJournal } from '../../src/tablet/desk.ts'
import { aDate, anInstant, aTime } from '../builders/a-moment.ts'
import { aCopy, aRecord } from '../builders/a-record.ts'
import { anOpeningRange } from '../builders/a-settings.ts'
import { anOrder, aSlotKey } from '../builders/an-order.ts'
import { countedFigures } from './counted-figures.ts'
import { desk } from './desk-scenes.ts'
import { filesRead, linked } from './ils-scenes.ts'
import { aLibrarian, ines, mehdi, settings } from './stage-rows.ts'
import { type StagedDesk, stagedDesk } from './staged-desk.ts'

/** Inès orders further ahead, while the manager of the scene has the same section before their eyes. */
const inesChange: SettingChange = {
  number: 3,
  section: 'lead',
  at: anInstant('2026-11-24 15:02'),
  by: ines,
  was: { leadTimeHours: 4, horizonDays: 14 },
  became: { leadTimeHours: 4, horizonDays: 21 },
  orders: 0,
}

const journal: SettingJournal = {
  changes: [
    { ...inesChange, number: 3, at: anInstant('2026-11-17 18:04'), was: { leadTimeHours: 6, horizonDays: 14 }, became: inesChange.was },
    {
      ...{ ...inesChange, number: 2, section: 'team', at: anInstant('2026-11-10 09:12') },
      was: { librarianId: mehdi, isManager: true } as SettingChange['was'],
      became: { librarianId: mehdi, isManager: false } as SettingChange['was'],
    },
    { ...inesChange, number: 1, section: 'ranges', at: anInstant('2026-11-03 16:41'), by: undefined, was: {}, became: {} },
  ],
  isWhole: true,
  heardAt: new Map([
    [toDeviceId('tablet-b'), anInstant('2026-11-24 15:00')],
    [toDeviceId('tablet-a'), anInstant('2026-11-10 09:00')],
  ]),
}

/** Inès cuts Wednesdays into slots of ten minutes, while the manager of the scene moves their end. */
const inesHours: SettingChange = {
  ...{ ...inesChange, section: 'ranges', at: anInstant('2026-11-24 15:01') },
  was: { openingRanges: settings.openingRanges },
  became: changeWeekday(
    { openingRanges: settings.openingRanges },
    anOpeningRange(3, '14:00', '18:00'),
    [{ ...rangeDefaults, from: aTime('14:00'), to: aTime('18:00'), intervalMinutes: 10 }],
    aDate('2026-11-25'),
  ),
}

const { zones, loanRights, totalMaximums } = settings
const [firstZone, secondZone, ...otherZones] = zones

/** One change of each sort that a manager makes: a weekday's hours, a right, the walk, the colour. */
const told: readonly SettingChange[] = [
  {
    ...{ ...inesChange, number: 7, section: 'ranges', at: anInstant('2026-11-24 14:40') },
    was: { openingRanges: [anOpeningRange(2, '14:00', '18:00')] },
    became: { openingRanges: [anOpeningRange(2, '10:00', '12:00'), anOpeningRange(2, '14:00', '19:00')] },
  },
  {
    ...{ ...inesChange, number: 6, section: 'rights', at: anInstant('2026-11-24 14:35') },
    was: { loanRights, totalMaximums: { ...totalMaximums, Adulte: 8 } },
    became: {
      loanRights: loanRights.map((right, n) => (n === 0 ? { ...right, maximum: (right.maximum ?? 10) + 2 } : right)),
      totalMaximums: { ...totalMaximums, Adulte: 10 },
    },
  },
  {
    ...{ ...inesChange, number: 5, section: 'walk', at: anInstant('2026-11-24 14:30') },
    was: { zones },
    became: { zones: [secondZone, firstZone, ...otherZones].filter((zone) => zone !== undefined) },
  },
  {
    ...{ ...inesChange, number: 4, section: 'name', at: anInstant('2026-11-24 14:25') },
    was: { serviceName: settings.serviceName },
    became: { serviceName: settings.serviceName, accentColour: '#00a19a' },
  },
]

/** Open on Fridays: on Christmas Day and New Year's Day nobody has said otherwise. */
const fridays: Row = { ...settings, openingRanges: [2, 3, 5].map((weekday) => anOpeningRange(weekday as Weekday, '14:00', '18:00')) }

/** Open, and without a word of English for the place. */
const publicPage: PublicPage = {
  isOn: true,
  telephone: '05 36 49 12 07',
  hours: { fr: 'du mardi au samedi, de 10 h à 18 h', en: 'Tuesday to Saturday, 10:00 to 18:00' },
  place: { fr: 'À la porte de la cour, 3 rue des Tilleuls.' },
}

/** Who has not chosen a PIN yet (SET-12). */
const newcomer: Row = { ...aLibrarian(toLibrarianId('solene'), 'Solène'), ownPin: 'awaited' }

/** Two questions answered, and no file of the ILS yet. */
const newLibrary = { ...buildDefaultSettings('Médiathèque de la Gare', 'Europe/Paris'), firstRunStep: 2 }

/** After so many of its questions. */
const firstRunAt = (firstRunStep: number): StagedDesk =>
  stagedDesk([{ ...newLibrary, firstRunStep }, aLibrarian(ines, 'Inès', true)], { now: '2026-11-24 09:00', librarian: ines })

/** Twelve people on the Wednesday that comes. */
const wednesdays: readonly Row[] = Array.from({ length: 12 }, (_, n) =>
  anOrder({
    id: toOrderId(`wednesday-${n}`),
    number: `A-${200 + n}`,
    slot: { ...aSlotKey(`2026-11-25 ${14 + (n % 4)}:00`), siteId: settings.sites[0]?.id ?? aSlotKey('2026-11-25 14:00').siteId },
  }),
)

/** One copy that came lately, and one that came twenty months ago; of all others nobody knows the day. */
const arrived = aRecord('arrived', {
  copies: [aCopy('33331000999901', { arrivedOn: aDate('2026-10-01') }), aCopy('33331000999902', { arrivedOn: aDate('2025-03-03') })],
})

export const settingSceneByName = {
  settings: () => desk({ journal, figures: countedFigures, ilsLink: filesRead }),
  'settings-librarian': () => desk({ journal, librarian: mehdi, ilsLink: linked }),
  'settings-offline': () => desk({ snapshot: { link: { kind: 'offline', since: anInstant('2026-11-24 14:52') } } }),
  'settings-unread': () => desk(),
  'settings-holiday': () => desk({ journal, figures: countedFigures }, [fridays]),
  'settings-ranges': () => desk({ journal, figures: countedFigures }, [...wednesdays, arrived]),
  'settings-page': () => desk({ journal }, [{ ...settings, publicPage, pageAddress: 'https://mediatheque.example/b/mediatheque/' }]),
  'settings-team': () => desk({ journal }, [newcomer]),
  'sign-in-first': () => desk({ librarian: undefined }, [newcomer]),
  'first-manager': () => stagedDesk([newLibrary], { now: '2026-11-24 09:00', librarian: undefined }),
  'first-run': () => firstRunAt(2),
  'first-run-name': () => firstRunAt(0),
  'first-run-team': () => firstRunAt(1),
  'first-run-what': () => firstRunAt(3),
  'first-run-where': () => firstRunAt(4),
  'first-run-trial': () => firstRunAt(5),
  'settings-meanwhile': () => desk({ journal, meanwhile: inesChange }),
  'settings-told': () => desk({ journal: { ...journal, changes: told }, figures: countedFigures }),
  'settings-hours-meanwhile': () => desk({ journal: { ...journal, changes: [inesHours] }, meanwhile: inesHours, figures: countedFigures }),
} satisfies Readonly<Record<string, () => StagedDesk>>

/**
 * The walk sorted by hand (PULL-1, SET-15): what moves, what is joined and parted, and today's list as the desk would walk it. Runs in vitest.
 */
import { expect, test } from 'vitest'
import { toItemBarcode, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { BibliographicRecord } from '../../../src/domain/item/record.ts'
import { previewFrom } from '../../../src/domain/preview/preview-section.ts'
import { buildPullList } from '../../../src/domain/pull-list/build-pull-list.ts'
import {
  joinZone,
  movedFrom,
  moveZone,
  newLocations,
  partLocation,
  placeLocation,
  renameZone,
} from '../../../src/domain/pull-list/change-walk.ts'
import { checkSection } from '../../../src/domain/settings/check-section.ts'
import type { Settings } from '../../../src/domain/settings/settings.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'

const names = ({ zones }: Settings) => zones.map(({ name }) => name)
const record = (n: number, location: string): BibliographicRecord => ({
  ...{ kind: 'record', id: toRecordId(`record-${n}`), title: `Titre ${n}`, author: '', documentType: 'livre', audience: '' },
  copies: [{ barcode: toItemBarcode(`3333100000001${n}`), callNumber: `R ${n}`, location, arrivedOn: undefined }],
})
const rows = [
  anOrder({ id: toOrderId('o'), lines: [1, 2, 3, 4].map((n) => aLine(`${n}`, aRecordWanted(`record-${n}`))) }),
  record(1, 'Adultes romans'),
  record(2, 'Adultes documentaires'),
  record(3, 'Adultes BD'),
  record(4, 'Fonds local'),
]

test('[SET-15, SET-30] a location that no station has walks last and is new, until somebody makes it a station', () => {
  const desk = aDesk(...rows, aSettings())
  expect(newLocations(desk, aSettings())).toEqual(['Fonds local'])
  // Of the whole catalogue, nobody has ordered anything in the store: the largest one first.
  expect(newLocations(desk, aSettings(), ['Magasin', 'Adultes BD', 'Albums'])).toEqual(['Magasin', 'Albums', 'Fonds local'])
  expect(buildPullList(desk).zones.at(-1)?.name).toBe('Fonds local')
  const placed = moveZone(placeLocation(aSettings(), 'Fonds local'), 5, 0)
  expect(newLocations(desk, placed)).toEqual([])
  expect(buildPullList(aDesk(...rows, placed)).zones[0]?.name).toBe('Fonds local')
})

test('[PULL-1] stations are moved, joined, parted and named, and no location is lost or walked twice', () => {
  const settings = aSettings()
  const moved = moveZone(settings, 2, 1)
  expect(names(moved)).toEqual(['Romans', 'Bandes dessinées', 'Documentaires', 'Jeunesse', 'Musique et cinéma'])
  expect([moveZone(settings, 0, -1), moveZone(settings, 4, 5), moveZone(settings, 9, 0)]).toEqual([settings, settings, settings])
  const joined = joinZone(settings, 2)
  expect(joined.zones[1]).toEqual({ name: 'Documentaires', locations: ['Adultes documentaires', 'Adultes BD', 'Jeunesse BD'] })
  const parted = partLocation(joined, 1, 'Adultes BD')
  expect(names(parted)).toEqual(['Romans', 'Documentaires', 'Adultes BD', 'Jeunesse', 'Musique et cinéma'])
  expect(names(renameZone(settings, 0, 'Fictions'))[0]).toBe('Fictions')
  for (const one of [moved, joined, parted]) {
    expect(one.zones.flatMap(({ locations }) => locations).sort()).toEqual(settings.zones.flatMap(({ locations }) => locations).sort())
    expect(checkSection('walk', one, settings)).toEqual([])
  }
})

test('[SET-2] today’s list: as many documents change places as the desk would walk otherwise', () => {
  const now = aMoment('2026-11-24 15:10')
  const walk = (settings: Settings) =>
    buildPullList(aDesk(...rows, settings)).zones.flatMap(({ entries }) => entries.map(({ recordId }) => recordId))
  for (const proposed of [moveZone(aSettings(), 2, 1), moveZone(aSettings(), 4, 0), moveZone(aSettings(), 0, 2)]) {
    const preview = previewFrom('walk', aSettings(), { state: aDesk(...rows, aSettings()), now, toLocal: () => now })(proposed)
    const [before, after] = [walk(aSettings()), walk(proposed)]
    const moved = after.filter((one, rank) => before[rank] !== one).length
    expect(preview).toEqual([{ kind: 'walk-moved', was: 0, becomes: moved }])
  }
  expect(walk(moveZone(aSettings(), 2, 1))).toEqual(['record-1', 'record-3', 'record-2', 'record-4'])
})

test('[PULL-1] as few stations as can be are said to have moved, with the rank that each had', () => {
  const was = ['a', 'b', 'c', 'd', 'e']
  expect([...movedFrom(was, was)]).toEqual([])
  // Of two that changed places, the one that came forward.
  expect([...movedFrom(was, ['a', 'b', 'd', 'c', 'e'])]).toEqual([['d', 3]])
  expect([...movedFrom(was, ['e', 'a', 'b', 'c', 'd'])]).toEqual([['e', 4]])
  expect([...movedFrom(was, ['b', 'c', 'd', 'e', 'a'])]).toEqual([['a', 0]])
  // What is new, or gone, has no rank to leave.
  expect([...movedFrom(was, ['new', 'a', 'c', 'e'])]).toEqual([])
})

/**
 * The walk sorted by hand: stations moved, joined, parted, and locations of the ILS that stand in none of them yet (PULL-1, SET-15). Runs
 * everywhere; pure. A location stands in one station alone; one that an import brings walks last until somebody places it.
 */
import type { DeskState } from '../row/desk-state.ts'
import type { Settings, Zone } from '../settings/settings.ts'
import { buildPullList } from './build-pull-list.ts'

const withZones = (settings: Settings, zones: readonly Zone[]): Settings => ({ ...settings, zones })

/** The station in another place; what would leave the list stays where it is. */
export const moveZone = (settings: Settings, from: number, to: number): Settings => {
  const { zones } = settings
  const zone = zones[from]
  if (zone === undefined || to < 0 || to >= zones.length) return settings
  const rest = zones.filter((_, n) => n !== from)
  return withZones(settings, [...rest.slice(0, to), zone, ...rest.slice(to)])
}

export const renameZone = (settings: Settings, at: number, name: string): Settings =>
  withZones(
    settings,
    settings.zones.map((zone, n) => (n === at ? { ...zone, name } : zone)),
  )

/** The station becomes a part of the one before it, under that one's name. */
export const joinZone = (settings: Settings, at: number): Settings => {
  const joined = settings.zones[at]
  if (joined === undefined || at === 0) return settings
  return withZones(
    settings,
    settings.zones.flatMap((zone, n) =>
      n === at ? [] : n === at - 1 ? [{ ...zone, locations: [...zone.locations, ...joined.locations] }] : [zone],
    ),
  )
}

/** A location leaves its station and stands right after it, under its own name. */
export const partLocation = (settings: Settings, at: number, location: string): Settings =>
  withZones(
    settings,
    settings.zones.flatMap((zone, n) =>
      n === at
        ? [
            { ...zone, locations: zone.locations.filter((one) => one !== location) },
            { name: location, locations: [location] },
          ]
        : [zone],
    ),
  )

/** A station of its own, last. */
export const placeLocation = (settings: Settings, location: string): Settings =>
  withZones(settings, [...settings.zones, { name: location, locations: [location] }])

/** Locations that stand in no station (SET-15): those of the catalogue in its order, then others of this tablet's records by the alphabet. */
export const newLocations = (state: DeskState, { zones }: Settings, inCatalogue: readonly string[] = []): readonly string[] => {
  const placed = new Set(zones.flatMap(({ locations }) => locations))
  const found = [...state.all('record')].flatMap(({ copies }) => copies.map(({ location }) => location)).sort()
  return [...new Set([...inCatalogue, ...found])].filter((location) => location !== '' && !placed.has(location))
}

/** The documents of today's list in the order of the walk. */
export const walkOf = (state: DeskState): readonly string[] =>
  buildPullList(state).zones.flatMap(({ entries }) =>
    entries.map(({ recordId, location, callNumber }) => `${recordId} ${location} ${callNumber}`),
  )

/** Documents whose rank is another one. */
export const countMoved = (was: readonly string[], becomes: readonly string[]): number =>
  becomes.filter((document, rank) => was[rank] !== document).length

/**
 * What left its rank while the others kept their order, as few as can be, each with the rank that it had. Of two that changed places, the
 * later one came forward.
 */
export const movedFrom = (was: readonly string[], becomes: readonly string[]): ReadonlyMap<string, number> => {
  const kept = becomes.flatMap((one) => (was.includes(one) ? [was.indexOf(one)] : []))
  // The longest row of ranks that still rise.
  const rising: (readonly number[])[] = []
  for (const rank of kept) {
    const before = rising.filter((row) => (row.at(-1) ?? 0) < rank)
    rising.push([...before.reduce<readonly number[]>((longest, row) => (row.length >= longest.length ? row : longest), []), rank])
  }
  const stayed = rising.reduce<readonly number[]>((longest, row) => (row.length >= longest.length ? row : longest), [])
  return new Map(kept.filter((rank) => !stayed.includes(rank)).map((rank) => [was[rank] ?? '', rank]))
}

/** What a station is known by, whatever it is called: its first location. */
export const stationKey = ({ name, locations: [first] }: Zone): string => first ?? name

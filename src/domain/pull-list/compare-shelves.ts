/**
 * The way one walks through the library: zones as the manager sorted them, then locations, then call numbers (PULL-1). Runs everywhere.
 * The same for fetching and for putting back.
 */
import type { Zone } from '../settings/settings.ts'
import { type CallNumberKey, compareCallNumberKeys, compareCallNumbers, toCallNumberKey } from './compare-call-numbers.ts'

/** Where the walk meets a location: its zone's rank, its own rank in it. A location in no zone comes last, as a zone of its own name. */
export interface Station {
  readonly zone: string
  readonly zoneRank: number
  readonly locationRank: number
}

/** PULL-1: answers the station of each location; one listed in two zones belongs to the first. */
export const stationsOf = (zones: readonly Zone[]): ((location: string) => Station) => {
  const stationByLocation = new Map<string, Station>()
  for (const [zoneRank, { name, locations }] of zones.entries()) {
    for (const [locationRank, location] of locations.entries()) {
      if (!stationByLocation.has(location)) stationByLocation.set(location, { zone: name, zoneRank, locationRank })
    }
  }
  return (location) => stationByLocation.get(location) ?? { zone: location, zoneRank: zones.length, locationRank: 0 }
}

/** PULL-1, on what was looked up once per document: station and cut call number. */
export const compareStops = (
  a: { readonly station: Station; readonly key: CallNumberKey },
  b: { readonly station: Station; readonly key: CallNumberKey },
): number =>
  a.station.zoneRank - b.station.zoneRank ||
  (a.station.zone === b.station.zone ? 0 : compareCallNumbers(a.station.zone, b.station.zone)) ||
  a.station.locationRank - b.station.locationRank ||
  compareCallNumberKeys(a.key, b.key)

interface Shelved {
  readonly location: string
  readonly callNumber: string
}

/** PULL-1: negative when the walk meets `a` before `b`. */
export const compareShelves = (zones: readonly Zone[]): ((a: Shelved, b: Shelved) => number) => {
  const stationOf = stationsOf(zones)
  const stopOf = ({ location, callNumber }: Shelved) => ({ station: stationOf(location), key: toCallNumberKey(callNumber) })
  return (a, b) => compareStops(stopOf(a), stopOf(b))
}

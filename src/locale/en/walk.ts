/**
 * The words of the walk in English.
 */
import { walk as fr } from '../fr/walk.ts'

export const walk: typeof fr = {
  list: 'The walk',
  keys: 'Alt and the arrow keys move a zone; its number opens it, or can be dragged.',
  station: (n, name) => `${n}, ${name}`,
  up: (name) => `${name}: one place earlier`,
  down: (name) => `${name}: one place later`,
  first: 'This is the first zone.',
  last: 'This is the last zone.',
  moved: (name, n, all) => `${name}: ${n} of ${all}`,
  rank: (n) => `place ${n}`,
  wasAt: (rank) => `was ${rank}${/1[123]$/.test(`${rank}`) ? 'th' : (['th', 'st', 'nd', 'rd'][rank % 10] ?? 'th')}`,
  name: 'Name of the zone',
  join: (name) => `Join with “${name}”`,
  part: (location) => `Set “${location}” apart`,
  unplaced: 'New locations',
  fresh: 'new',
  walksLast: 'last, until it is placed',
  place: 'Make it a zone',
  placeNamed: (location) => `Make it a zone: ${location}`,
  all: (n) => `${n} zones. An ILS location is in one zone only.`,
  fault: { what: 'A zone has no name, or a location is in two zones.', next: 'Name the zone, or set the location apart.' },
  today: 'Today’s list',
  documents: (written, n) => `${written} item${n === 1 ? '' : 's'}`,
  was: 'until now',
  becomes: 'with this setting',
  noZone: 'No zone',
}
export const walkWords = { fr, en: walk }

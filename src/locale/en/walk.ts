/**
 * The words of the walk in English.
 */
import type { WalkWords } from '../fr/walk.ts'

export const walk: WalkWords = {
  list: 'The walk',
  keys: 'Alt and the arrows move a stop; its number opens it, or is dragged.',
  station: (n, name) => `${n}, ${name}`,
  up: (name) => `${name}: one stop earlier`,
  down: (name) => `${name}: one stop later`,
  first: 'This is the first stop.',
  last: 'This is the last stop.',
  moved: (name, n, all) => `${name}: stop ${n} of ${all}`,
  name: 'Name of the stop',
  join: (name) => `Join with “${name}”`,
  part: (location) => `Set “${location}” apart`,
  unplaced: 'New locations',
  fresh: 'new',
  walksLast: 'last, until it is placed',
  place: 'Make it a stop',
  placeNamed: (location) => `Make it a stop: ${location}`,
  all: (n) => `${n} stops. A location of the ILS is in one stop alone.`,
  fault: { what: 'A stop has no name, or a location is in two stops.', next: 'Name the stop, or set the location apart.' },
  today: 'Today’s list',
  was: 'until now',
  becomes: 'with this setting',
  noZone: 'No stop',
}

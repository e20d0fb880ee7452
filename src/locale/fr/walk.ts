/**
 * The words of the walk: stations in the order in which one meets them, and today's list before and after. French is the source; en is typed
 * by it.
 */
export const walk = {
  list: 'La marche',
  keys: 'Alt et les flèches déplacent une étape\u202f; son numéro l’ouvre, ou se tire.',
  station: (n: number, name: string) => `${n}, ${name}`,
  up: (name: string) => `${name}\u00a0: une étape plus tôt`,
  down: (name: string) => `${name}\u00a0: une étape plus tard`,
  first: 'C’est la première étape.',
  last: 'C’est la dernière étape.',
  moved: (name: string, n: number, all: number) => `${name}\u00a0: étape ${n} sur ${all}`,
  name: 'Le nom de l’étape',
  join: (name: string) => `Réunir avec «\u00a0${name}\u00a0»`,
  part: (location: string) => `Mettre «\u00a0${location}\u00a0» à part`,
  unplaced: 'Localisations nouvelles',
  fresh: 'nouveau',
  walksLast: 'dernière, tant que personne ne la place',
  place: 'En faire une étape',
  placeNamed: (location: string) => `En faire une étape\u00a0: ${location}`,
  all: (n: string) => `${n} étapes. Une localisation du SIGB n’est que dans une étape.`,
  fault: {
    what: 'Une étape n’a pas de nom, ou une localisation est dans deux étapes.',
    next: 'Nommez l’étape, ou mettez la localisation à part.',
  },
  today: 'La liste d’aujourd’hui',
  was: 'jusqu’ici',
  becomes: 'avec ce réglage',
  noZone: 'Sans étape',
}
export type WalkWords = typeof walk

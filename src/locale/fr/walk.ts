/**
 * The words of the walk: stations in the order in which one meets them, and today's list before and after. French is the source; en is typed
 * by it.
 */
export const walk = {
  list: 'Le parcours',
  keys: 'Alt et les flèches déplacent une zone\u202f; son numéro l’ouvre, ou se tire.',
  station: (n: number, name: string) => `${n}, ${name}`,
  up: (name: string) => `${name}\u00a0: un rang plus tôt`,
  down: (name: string) => `${name}\u00a0: un rang plus tard`,
  first: 'C’est la première zone.',
  last: 'C’est la dernière zone.',
  moved: (name: string, n: number, all: number) => `${name}\u00a0: rang ${n} sur ${all}`,
  rank: (n: number) => (n === 1 ? '1re' : `${n}e`),
  wasAt: (rank: number) => `était ${walk.rank(rank)}`,
  name: 'Le nom de la zone',
  join: (name: string) => `Réunir avec «\u00a0${name}\u00a0»`,
  part: (location: string) => `Mettre «\u00a0${location}\u00a0» à part`,
  unplaced: 'Localisations nouvelles',
  fresh: 'nouveau',
  walksLast: 'dernière, tant que personne ne la place',
  place: 'En faire une zone',
  placeNamed: (location: string) => `En faire une zone\u00a0: ${location}`,
  all: (n: string) => `${n} zones. Une localisation du SIGB n’est que dans une zone.`,
  fault: {
    what: 'Une zone n’a pas de nom, ou une localisation est dans deux zones.',
    next: 'Nommez la zone, ou mettez la localisation à part.',
  },
  today: 'La liste d’aujourd’hui',
  documents: (written: string, n: number) => `${written}\u00a0document${n > 1 ? 's' : ''}`,
  was: 'jusqu’ici',
  becomes: 'avec ce réglage',
  noZone: 'Sans zone',
}

/**
 * The words of Aujourd'hui. French is the source. Runs everywhere. Times, dates and durations come in already written.
 */
import type { WorkLeft } from '../../domain/pull-list/work-left.ts'
import type { DeskTask } from '../../domain/settings/settings.ts'
import type { ShownState } from '../../domain/slot/day-progress.ts'

const s = (n: number): string => (n > 1 ? 's' : '')
const words = ['aucune', 'une', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']
const inWords = (n: number): string => words[n] ?? String(n)

/** What is left to do for one slot. */
export interface Left {
  readonly time: string
  readonly toPrepare: number
  readonly inPreparation: number
}

const sayLeft = (left: Left, first: boolean): string => {
  const n = left.toPrepare + left.inPreparation
  const noun = first ? ` commande${s(n)}` : ''
  return `${inWords(n)}${noun} ${left.toPrepare === 0 ? 'à finir' : 'à préparer'} pour ${left.time}`
}

const states: Readonly<Record<ShownState, (n: number) => string>> = {
  'to-prepare': () => 'à préparer',
  'in-preparation': () => 'en préparation',
  ready: (n) => `prête${s(n)}`,
  arrived: (n) => `arrivé${s(n)}`,
  late: () => 'en retard',
  'handed-over': (n) => `remise${s(n)}`,
  'no-show': (n) => `non venu${s(n)}`,
  cancelled: (n) => `annulée${s(n)}`,
}

export const today = {
  ahead: (duration: string) => `${duration} d’avance`,
  onTime: 'Juste à l’heure',
  behind: (duration: string) => `${duration} de retard`,
  readyUntilSay: (time: string, left: readonly Left[]) =>
    `Tout est prêt jusqu’à ${time}. Ensuite, ${left.map((slot, n) => sayLeft(slot, n === 0)).join(' et ')}.`,
  /** The slots that come first, of which there may be many more behind. */
  behindSay: (left: readonly Left[]) =>
    `${left.length > 1 ? 'D’abord' : 'Il reste'} ${left.map((slot, n) => sayLeft(slot, n === 0)).join(', puis ')}.`,
  allReady: 'Tout est prêt',
  allReadySay: (waiting: number) =>
    waiting === 0
      ? 'Plus rien à préparer ni à remettre aujourd’hui.'
      : `Rien à préparer\u202f; ${waiting}\u00a0commande${s(waiting)} à remettre.`,
  nothing: 'Rien aujourd’hui',
  closed: 'Fermé aujourd’hui',
  next: (date: string, orders: number) =>
    orders === 0
      ? `Prochain retrait ${date}.`
      : `Prochain retrait ${date}\u00a0: ${orders}\u00a0commande${s(orders)} attendue${s(orders)}.`,
  noNext: 'Aucun retrait n’est prévu.',
  pageShut: (day: string, time: string) =>
    `La page des usagers n’ouvre plus à qui vient pour la première fois, jusqu’${day === '' ? 'à' : `au ${day} à`} ${time}`,
  pageShutSay:
    'Trop de codes y sont demandés ou essayés. Qui y a déjà montré sa carte, ou ouvre le lien d’un courriel, entre comme avant. À qui appelle, dites\u00a0: «\u00a0Je prends votre commande tout de suite.\u00a0»',
  putBack: (day: string, time: string) => `La base a été remise à une copie, ${day === '' ? 'à' : `${day} à`} ${time}`,
  /** `awaited` and `without`: tablets as they are named, and how many. */
  putBackSay: (here: number, all: number, awaited: readonly [names: string, n: number], without: readonly [names: string, n: number]) => {
    const heads = [awaited[1] > 0 ? `on attend ${awaited[0]}` : '', without[1] > 0 ? `on continue sans ${without[0]}` : '']
    const says = [
      `${here}\u00a0tablette${s(here)} sur ${all} ${here < 2 ? 'a' : 'ont'} tout rendu\u202f; ${heads.filter((head) => head !== '').join(' et ')}.`,
      ['', 'Allumez-la près du Wi-Fi\u00a0: elle répond seule.', 'Allumez-les près du Wi-Fi\u00a0: elles répondent seules.'][
        Math.min(awaited[1], 2)
      ],
      ['', 'Ce qu’elle garde sera reçu quand elle répondra.', 'Ce qu’elles gardent sera reçu quand elles répondront.'][
        Math.min(without[1], 2)
      ],
      'Continuez\u00a0: tout est gardé.',
    ]
    return says.filter((say) => say !== '').join(' ')
  },
  rollCall: 'L’appel des tablettes',
  hasAnswered: 'là',
  isAwaited: 'attendue',
  isWithout: 'on s’en passe',
  day: 'La journée',
  range: (from: string, to: string) => `De ${from} à ${to}`,
  states,
  readyUntil: (time: string) => `prêt jusqu’à ${time}`,
  slotLabel: (time: string, orders: number, places: number, parts: string) =>
    `${time}, ${orders}\u00a0commande${s(orders)} pour ${places}\u00a0place${s(places)}${parts === '' ? '' : `\u00a0: ${parts}`}`,
  free: (n: number) => `${n}\u00a0libre${s(n)}`,
  full: 'complet',
  over: (n: number) => `${n === 1 ? 'une' : n} de trop`,
  foldedUntil: (parts: string, time: string) => `${parts === '' ? 'aucune commande' : parts} — jusqu’à ${time}`,
  door: 'À la porte',
  waiting: (n: number) => (n === 0 ? 'personne n’attend' : `${n}\u00a0attend${n > 1 ? 'ent' : ''}`),
  documents: (n: number) => `${n}\u00a0document${s(n)}`,
  early: 'en avance',
  late: 'En retard',
  expected: (time: string) => `attendu à ${time}`,
  bay: (n: number) => `Casier${s(n)}`,
  arrive: 'Quelqu’un arrive',
  isHere: (number: string, place: string | undefined) => `${number}\u00a0: la personne est là${place === undefined ? '' : ` (${place})`}.`,
  toTake: (n: number) => `encore ${n} à prendre`,
  arrived: 'Arrivé',
  noShow: 'Non venu',
  noShowNamed: (number: string) => `Non venu\u00a0: ${number}`,
  noShowAll: (n: number) => `Tous non venus (${n})`,
  nobodyAtDoor: 'Personne à la porte, personne en retard.',
  toPrepare: 'À préparer',
  /** What a slot's orders still ask of whoever prepares: it falls with each document that is taken. */
  workLeft: ({ toTake, toReview, toBag }: WorkLeft) =>
    [
      toTake > 0 ? `${toTake}\u00a0à prendre` : '',
      toReview > 0 ? `${toReview}\u00a0à revoir` : '',
      toTake + toReview === 0 && toBag > 0 ? 'à mettre en casier' : '',
    ]
      .filter((part) => part !== '')
      .join(', '),
  orders: (n: number) => `${n}\u00a0commande${s(n)}`,
  hasSome: (name: string, n: number, of: number) => (n === of ? `${name} s’en occupe` : `${name} en a ${n === 1 ? 'une' : n} sur ${of}`),
  take: 'Prendre',
  takeNamed: (time: string) => `Prendre les commandes de ${time}`,
  takeSaid: (time: string) => `Commandes de ${time} prises`,
  see: 'Voir',
  seeNamed: (time: string) => `Voir qui appeler pour ${time}`,
  overTitle: (n: number) => (n === 1 ? 'Une de trop' : `${n} de trop`),
  overFor: (orders: number, places: number) =>
    places === 0 ? `${orders} hors des heures d’ouverture` : `${orders} pour ${places}\u00a0place${s(places)}`,
  callBack: (number: string) => `à rappeler au ${number}`,
  allPrepared: 'Plus rien à préparer.',
  more: (n: number) => `et ${n}\u00a0autre${s(n)}`,
  toCallBack: (n: number) => (n === 1 ? '1\u00a0personne à rappeler' : `${n}\u00a0personnes à rappeler`),
  crew: 'L’équipe',
  until: (time: string) => `jusqu’à ${time}`,
  tasks: { preparation: 'Préparation', handover: 'Retrait', telephone: 'Téléphone' } satisfies Record<DeskTask, string>,
  taskPlace: { preparation: 'à la préparation', handover: 'au retrait', telephone: 'au téléphone' } satisfies Record<DeskTask, string>,
  atTime: (time: string) => `à ${time}`,
  noCrew: 'Personne au planning pour le reste de la journée.',
  nobodyUntil: (time: string) => `Personne au planning avant ${time}.`,
  shifts: (parts: readonly string[]) => parts.join('\u202f; '),
  urgent: 'urgente',
  site: 'Site de retrait',
}

/** Of a library that has no order yet: the three ways in which they come. */
export const firstOrders = {
  title: 'Comment viennent les commandes',
  file: {
    what: 'Par le SIGB',
    say: 'Déposez son fichier des commandes sur le serveur, puis lancez, avec le DATA_DIR que le service écrit à son démarrage\u00a0:',
    command: 'DATA_DIR=… npm run import -- --orders commandes.csv',
    linked: 'Relié par le réseau, il peut les donner lui-même.',
    open: 'Le lien au SIGB',
  },
  call: { what: 'Au téléphone, ou au comptoir', say: 'La commande se prend ici, en une minute.', open: 'Prendre une commande' },
  page: {
    what: 'Par la page des usagers',
    say: { open: 'Elle est ouverte\u00a0: chacun y commande de chez soi.', paused: 'Elle est en pause.', shut: 'Elle est fermée.' },
    open: 'La page des usagers',
  },
}

/** Of a bank holiday of this week that nobody has decided (SET-10). */
export const holidays = {
  wouldBeOpen: (date: string) => `Jour férié ${date}, et la bibliothèque serait ouverte\u00a0: personne n’a encore décidé.`,
  decide: 'Cela se décide dans Gestion, Réglages.',
}

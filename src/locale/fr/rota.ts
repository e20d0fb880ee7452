/**
 * The words of Planning: who is where, what is missing, who is away. French is the source. Runs everywhere. Dates, times and durations
 * come in already written.
 */
import type { Half } from '../../domain/rota/rota-week.ts'
import type { DeskTask } from '../../domain/settings/settings.ts'
import { withDe } from './elision.ts'
import { settings } from './settings.ts'

const s = (n: number): string => (n > 1 ? 's' : '')
const words = ['aucun', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']
const inWords = (n: number): string => words[n] ?? String(n)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
const halves: Readonly<Record<Half, string>> = { morning: 'matin', afternoon: 'après-midi' }
const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']
const places = { preparation: 'à la préparation', handover: 'au retrait', telephone: 'au téléphone' } satisfies Record<DeskTask, string>
/** « mercredi après-midi » */
const when = (weekday: number, half: Half): string => `${weekdays[weekday - 1]} ${halves[half]}`
/** The year and the month once, where both ends have them. */
const between = (from: string, to: string, sameMonth: boolean): string => `${sameMonth ? from.split('\u00a0')[0] : from} au ${to}`

export const rota = {
  tasks: { preparation: 'Préparation', handover: 'Retrait', telephone: 'Téléphone' } satisfies Record<DeskTask, string>,
  halves,
  when,
  covered: 'Tout est couvert',
  gaps: (n: number) => (n === 1 ? 'Un trou à combler' : `${capital(inWords(n))} trous à combler`),
  past: 'Une semaine passée',
  empty: 'Rien n’est ouvert cette semaine',
  emptySay: 'Les demi-journées viennent des plages de retrait\u00a0: voir Réglages, Plages et Jours.',
  nobody: (weekday: number, half: Half) => `${capital(when(weekday, half))}, personne au retrait.`,
  short: (weekday: number, half: Half, duration: string) => `${capital(when(weekday, half))}, il manque ${duration} de préparation.`,
  /** Of the others, when each is: none is left unnamed. */
  moreGaps: (whens: string) => `Et aussi\u00a0: ${whens}.`,
  /** Off line, what the last four weeks would add is not known. */
  noneYet: 'Aucune commande n’a encore été passée.',
  expected: (n: string, count: number) =>
    count === 0 ? 'Aucune commande n’est attendue cette semaine.' : `Sur la semaine, ${n}\u00a0commande${s(count)} attendue${s(count)}.`,
  placedOnly: 'Les quatre dernières semaines se lisent en ligne\u00a0: seules les commandes déjà passées sont comptées.',
  offline: 'Il faut le réseau pour changer le planning. Celui-ci reste lisible.',
  readers: (names: string) => `${capital(names)} changent le planning.`,
  managersOnly: 'Les responsables changent le planning.',
  andManagers: 'les responsables',
  proposal: 'Proposition',
  propose: (name: string, task: DeskTask, weekday: number, half: Half) => `${name} ${places[task]}, ${when(weekday, half)}\u202f?`,
  /** `duration` undefined: nothing yet. */
  why: (duration: string | undefined, task: DeskTask, saturdays: number | undefined) => {
    const done = duration === undefined ? `pas encore ${places[task]}` : `${duration} ${places[task]}`
    const worked = saturdays === undefined ? '' : `, ${saturdays === 0 ? 'aucun' : saturdays}\u00a0samedi${s(saturdays)}`
    return `Libre à ces heures\u202f; en quatre semaines, ${done}${worked}.`
  },
  nobodyFree: (task: DeskTask, weekday: number, half: Half) => `Personne n’est libre ${places[task]}, ${when(weekday, half)}.`,
  nobodyFreeSay: 'Changez une présence, ou faites venir quelqu’un.',
  another: 'Un autre',
  put: (name: string) => `Mettre ${name}`,
  placed: (name: string, task: DeskTask, weekday: number, half: Half) => `${name} est ${places[task]}, ${when(weekday, half)}`,
  week: between,
  before: 'Semaine d’avant',
  after: 'Semaine d’après',
  day: 'Quand',
  expectedHead: 'Attendues',
  need: (expected: number, capacity: number) => `${expected}\u00a0attendue${s(expected)}, de quoi en préparer ${capacity}`,
  pace: (duration: string, isMeasured: boolean, beyond: number) =>
    `La barre\u00a0: les commandes attendues. Le trait\u00a0: ce que l’équipe prévue peut préparer, à ${duration} par commande, ${isMeasured ? 'mesurées sur quatre semaines' : 'supposées'}. Sans trait\u00a0: plus de ${beyond}.`,
  closed: 'fermé',
  noOne: 'personne',
  struck: 'absence',
  changeCell: (task: DeskTask, weekday: number, half: Half) => `Changer ${when(weekday, half)}, ${rota.tasks[task].toLowerCase()}\u00a0:`,
  cellTitle: (task: DeskTask, weekday: number, half: Half) => `${rota.tasks[task]}, ${when(weekday, half)}`,
  fromOf: (name: string) => `${name}, de`,
  toOf: (name: string) => `${name}, à`,
  remove: 'Enlever',
  removeNamed: (name: string) => `Enlever ${name}`,
  add: 'Ajouter',
  nobodyThere: 'Personne encore.',
  already: (name: string, task: DeskTask) => `${name} est déjà ${places[task]}.`,
  away: (name: string) => `${name} n’est pas là.`,
  hours: (name: string) => `${name}\u00a0: l’heure de fin vient après celle de début.`,
  keep: 'Garder',
  nothingChanged: 'Rien n’a changé.',
  kept: (weekday: number, half: Half, task: DeskTask) => `${capital(when(weekday, half))}, ${rota.tasks[task].toLowerCase()}\u00a0: gardé`,
  fairness: 'Quatre semaines',
  fairnessSay: 'Heures de service par personne',
  hoursMean: (n: string) => `heures · moyenne ${n}`,
  hoursOf: (n: string) => `${n}\u00a0h`,
  saturdays: 'samedis',
  share: (percent: number) => `${percent}\u00a0%`,
  absences: 'Absences',
  noAbsence: 'Aucune absence notée.',
  note: 'Noter',
  noteTitle: 'Noter une absence',
  noteSay: 'Sans motif\u00a0: une personne et des jours suffisent.',
  who: 'Qui',
  firstDay: 'Premier jour',
  lastDay: 'Dernier jour',
  howLong: 'Combien de temps',
  parts: { day: 'La journée', morning: 'Le matin', afternoon: 'L’après-midi' },
  daysFirst: 'Dites d’abord les jours, le dernier après le premier.',
  tooLong: 'Cinq semaines au plus à la fois.',
  absentFor: (days: number, half: Half | undefined) =>
    half === undefined ? (days === 1 ? 'la journée' : `${inWords(days)} jours`) : half === 'morning' ? 'le matin' : 'l’après-midi',
  lift: 'Lever',
  liftNamed: (name: string, when: string) => `Lever l’absence\u00a0: ${name}, ${when}`,
  noted: (name: string) => `Absence notée\u00a0: ${name}`,
  lifted: (name: string) => `Absence levée\u00a0: ${name}`,
  fill: 'Reprendre la semaine passée',
  nothingToFill: 'Rien n’est vide, ou la semaine passée n’avait personne de plus.',
  filled: (n: number) => `${n}\u00a0présence${s(n)} reprise${s(n)}`,
  print: 'Imprimer',
  printTitle: (week: string) => `Planning du ${week}`,
  authors: 'Qui le change',
  authorsTitle: 'Le planning\u00a0: qui le change, et la part de plein temps de chacun',
  authorsSay: 'Les responsables le changent toujours. La part d’un plein temps compte pour l’équité et les propositions.',
  mayChange: (name: string) => `${name} change le planning`,
  shareOf: (name: string) => `${name}, part d’un plein temps en %`,
  manager: 'responsable',
  shareFault: (name: string) => ({ what: `La part ${withDe(name)} va de 0 à 100.`, next: 'Corrigez-la pour garder.' }),
  model: 'Faire de cette semaine la semaine type',
  modelSay: 'Les semaines que personne n’a encore remplies seront comme celle-ci.',
  saved: 'Gardé pour toute l’équipe',
  conflict: {
    ...settings.conflict,
    head: 'Deux changements sur une semaine',
    say: (name: string) => `${name} a changé cette semaine pendant ce temps. Votre changement n’est pas enregistré\u00a0: voici les deux.`,
    mineSay: (name: string) => `La semaine devient la vôtre\u202f; ce que ${name} a changé est défait.`,
    bothSay: 'Ils ne touchent pas la même case.',
    added: (name: string, task: DeskTask, when: string) => `${name} ${places[task]}, ${when}`,
    removed: (name: string, task: DeskTask, when: string) => `${name} n’est plus ${places[task]}, ${when}`,
    away: (name: string, day: string) => `${name} n’est pas là, ${day}`,
    back: (name: string, day: string) => `${name} de nouveau là, ${day}`,
    nothing: 'rien de plus',
  },
  problems: {
    'not-a-manager': {
      what: 'Vous ne pouvez pas changer le planning.',
      next: 'Une personne responsable peut vous y autoriser, dans Planning.',
    },
    unreachable: { what: 'Le serveur ne répond pas.', next: 'Rien n’est changé\u00a0: essayez de nouveau en ligne.' },
    other: { what: 'Le serveur n’a pas pris ce changement.', next: 'Rien n’est changé\u00a0: relisez la semaine et essayez de nouveau.' },
  },
}

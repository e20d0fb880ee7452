/**
 * The words of the team: who belongs to it, who leaves and when, and the code with which each one chooses their own PIN (SET-12). French is
 * the source; en is typed by it.
 */
import type { DeskTask } from '../../domain/settings/settings.ts'
import { withDe } from './elision.ts'

const s = (n: number): string => (n > 1 ? 's' : '')

export const team = {
  title: 'Équipe',
  say: (people: number, managers: number) =>
    `${people}\u00a0personne${s(people)}, dont ${managers}\u00a0responsable${s(managers)}. Chacun choisit son code\u202f; personne d’autre ne le connaît.`,
  leaves: (name: string) => `${name} s’en va`,
  leavesSay: (day: string, shifts: number) =>
    `Le ${day}. ${shifts === 0 ? 'Aucune présence' : `${shifts}\u00a0présence${s(shifts)} par semaine`} à pourvoir ensuite. Rien n’est encore changé.`,
  list: 'L’équipe',
  add: 'Ajouter',
  manager: 'Responsable',
  shifts: (n: number) => (n === 0 ? 'aucune présence au planning' : `${n}\u00a0présence${s(n)} par semaine au planning`),
  tasks: { preparation: 'en préparation', handover: 'au retrait', telephone: 'au téléphone' } satisfies Record<DeskTask, string>,
  atNow: (task: string) => `en ce moment ${task}`,
  atTime: (time: string, task: string) => `aujourd’hui à ${time}, ${task}`,
  onDay: (day: string, task: string) => `${day}, ${task}`,
  away: (day: string) => `absence le ${day}`,
  leaving: (day: string) => `Part le ${day}`,
  left: (day: string) => `Départ le ${day}\u202f; ses gestes gardent son nom`,
  noPin: 'Pas encore de code',
  theirCode: 'Son code',
  codeOf: (name: string) => `Son code\u00a0: ${name}`,
  change: (name: string) => `Changer\u00a0: ${name}`,
  newcomer: 'Qui arrive',
  about: (name: string) => name,
  departure: (name: string) => `Le départ ${withDe(name)}`,
  name: 'Le prénom, tel qu’il se lit à l’écran',
  role: 'Le rôle',
  roles: { librarian: 'Agent', manager: 'Responsable' },
  lastDay: 'Le dernier jour',
  stays: 'Laissez vide si la personne reste.',
  toFill: (n: number) => `présence${n > 1 ? 's' : ''} par semaine à pourvoir`,
  pinEnds: 'son code cesse de servir',
  namesStay: 'ses gestes gardent son nom',
  days: (n: number) => (n % 30 < 3 && n >= 60 ? `${Math.round(n / 30.5)}\u00a0mois` : `${n}\u00a0jours`),
  save: 'Enregistrer',
  saveDeparture: 'Enregistrer son départ',
  saveNew: 'Ajouter, et donner un code',
  back: 'Fermer sans rien changer',
  nothingChanged: 'Changez d’abord quelque chose.',
  renew: 'Annuler son code, et en donner un autre',
  giveCode: 'Donner un code',
  remove: 'Retirer',
  removeNamed: (name: string) => `Retirer\u00a0: ${name}`,
  removed: (name: string) => `${name} n’est plus dans l’équipe.`,
  renewSay: (name: string) =>
    `Le code ${withDe(name)} ne se lit nulle part\u00a0: une personne responsable peut l’annuler, jamais le voir.`,
  onlyOne: 'Personne d’autre ne peut en donner un\u00a0: gardez le nouveau jusqu’à ce qu’il ait servi.',
  stale: (name: string) => ({
    what: `Quelqu’un vient de changer ${name === '' ? 'cette personne' : name}. Rien n’est enregistré.`,
    next: 'Relisez ce qui est écrit maintenant, puis recommencez.',
  }),
  faults: {
    'name-missing': { what: 'Il manque un prénom.', next: 'Écrivez celui que l’équipe emploie.' },
    'name-long': { what: 'Ce prénom est trop long.', next: 'Gardez moins de cent signes.' },
    'name-taken': { what: 'Quelqu’un de l’équipe s’appelle déjà ainsi.', next: 'Ajoutez une initiale.' },
    'last-manager': {
      what: 'C’est la dernière personne responsable\u00a0: elle ne peut ni partir ni perdre ce rôle.',
      next: 'Donnez d’abord le rôle à quelqu’un d’autre.',
    },
    'others-unable': {
      what: 'Aucune autre personne responsable ne peut encore agir\u00a0: il lui faut son code et sa phrase de passe.',
      next: 'Elle choisit d’abord son code, avec celui que donne «\u00a0Son code\u00a0», puis sa phrase de passe, dans Clôture.',
    },
    'day-over': { what: 'Ce jour est passé.', next: 'Écrivez aujourd’hui, ou un jour à venir.' },
    'has-entered': { what: 'Cette personne a déjà choisi un code.', next: 'Dites son dernier jour\u00a0: ses gestes gardent son nom.' },
    'on-rota': { what: 'Cette personne a des présences au planning.', next: 'Ôtez-les d’abord, dans Planning.' },
  },
  /** Who has to do it, under the fault. */
  unable: (names: readonly string[]) => `À faire d’abord par ${names.join(' ou ')}.`,
  why: {
    add: 'Pour ajouter quelqu’un à l’équipe.',
    leave: (name: string, day: string) => `Pour enregistrer le départ ${withDe(name)}, le ${day}.`,
    change: (name: string) => `Pour changer ce qui est dit ${withDe(name)}.`,
    remove: (name: string) => `Pour retirer ${name}, ajouté par erreur.`,
    code: (name: string) => `Pour donner un code à ${name}.`,
  },
  saved: (name: string) => `Enregistré. Les tablettes l’apprennent à leur prochain échange\u00a0: ${name}.`,
  given: (name: string) => `Le code de première entrée ${withDe(name)} est sur la feuille.`,
  sheet: 'Feuille à découper',
  print: 'Imprimer',
  slip: (day: string, time: string) =>
    `Une fois, avant le ${day} à ${time}\u00a0: touchez votre prénom, tapez ce code, puis choisissez le vôtre. Personne d’autre ne le saura.`,
  offline: 'Il faut le réseau pour changer l’équipe. Le comptoir continue.',
  managerOnly: 'Une personne responsable peut changer l’équipe.',
  all: 'Tous les réglages',
  journal: {
    joined: (name: string) => `${name} rejoint l’équipe`,
    removed: 'quelqu’un, ajouté par erreur, est retiré de l’équipe',
    left: (name: string, day: string) => `${name} part le ${day}`,
    stays: (name: string) => `${name} reste`,
    manager: (name: string) => `${name} devient responsable`,
    librarian: (name: string) => `${name} n’est plus responsable`,
    renamed: (name: string) => `un prénom corrigé\u00a0: ${name}`,
    pinVoid: (name: string) => `le code ${withDe(name)} est annulé`,
  },
}
export type TeamWords = typeof team

/**
 * Words of the library's tablets: who let each in, what it holds, one more, one less (CASE-4, PRIV-2, PRIV-5).
 * French is the source; en is typed by it.
 */
import { withDe } from './elision.ts'

export const tablets = {
  enrolTitle: 'Associer une tablette de plus',
  enrolSay: 'Le code sert une seule fois et reste valable dix minutes. Scannez le QR code avec la nouvelle tablette, ou tapez le code.',
  makeCode: 'Faire un code',
  codeLabel: 'Code',
  linkLabel: 'Adresse',
  qr: 'QR code à scanner avec la nouvelle tablette',
  expires: (time: string) => `Valable jusqu’à ${time}.`,
  tabletsTitle: 'Les tablettes',
  silent: (since: string) => `Sans nouvelles depuis ${since}`,
  admittedBy: (date: string, name: string) => `Admise le ${date}, code ${withDe(name)}`,
  admittedOnServer: (date: string) => `Admise le ${date}, code fait sur le serveur`,
  setAside: 'Retirer du service',
  setAsideTitle: (label: string) => `Retirer du service la tablette ${label}`,
  setAsideReason: 'Pourquoi',
  setAsideReasonHint: 'Toute l’équipe le lira dans Réglages, Tablettes.',
  setAsideReasonMissing: 'Dites d’abord pourquoi.',
  setAsideSaid: (label: string) => `La tablette ${label} est retirée du service.`,
  goOnWithout: (label: string) => `Continuer sans ${label}`,
  goOnWhy: (label: string) =>
    `Pour continuer sans la tablette ${label}\u00a0: ce qui l’attendait est décidé comme si elle n’avait rien. Si elle répond, elle est reçue comme une tablette en retard.`,
  goOnSaid: (label: string) => `On continue sans la tablette ${label}.`,
  awaitAgain: (label: string) => `Attendre ${label} de nouveau`,
  awaitWhy: (label: string) => `Pour attendre de nouveau la tablette ${label}.`,
  awaitSaid: (label: string) => `On attend de nouveau la tablette ${label}.`,
  goOnOffline: 'Il faut le réseau.',
  setAsideMany: 'Retirer plusieurs tablettes du service',
  which: 'Lesquelles\u202f?',
  tickAdmittedBy: (name: string) => `Cocher celles admises par le code ${withDe(name)}`,
  noneTicked: 'Cochez d’abord au moins une tablette.',
  setAsideThese: (n: number) => (n > 1 ? `Retirer ces ${n} tablettes` : 'Retirer du service'),
  whySetAsideThese: (labels: string) => `Pour retirer du service les tablettes ${labels}.`,
  setTheseAsideSaid: (labels: string) => `Les tablettes ${labels} sont retirées du service.`,
  version: (build: string) => `version ${build}`,
  otherVersion: 'Une autre version que cette tablette',
  readApart: (count: number) => (count === 1 ? 'Lire ce geste' : `Lire les ${count}`),
  readApartOf: (count: number, label: string) => `${count === 1 ? 'Lire ce geste' : `Lire les ${count}`}\u00a0: tablette ${label}`,
  cameBack: (letters: string, n: number) => `${letters} ${n === 1 ? 'est revenue' : 'sont revenues'} parler`,
  broughtMuch: (letters: string, n: number) => `${letters} ${n === 1 ? 'a' : 'ont'} apporté plus qu’une journée`,
  /** `day` undefined: nobody said when it was taken out of service. */
  brings: (day: string | undefined, count: number) =>
    `${day === undefined ? 'Elle' : `Retirée le ${day}, elle`} rapporte ${count}\u00a0geste${count > 1 ? 's' : ''}.`,
  allSpoke: (n: number) =>
    n === 0 ? 'Aucune n’est en service.' : n === 1 ? 'Celle en service a parlé aujourd’hui.' : `Les ${n} en service ont parlé aujourd’hui.`,
  notYet: (letters: string, n: number) => `${letters} n’${n === 1 ? 'a' : 'ont'} pas encore parlé aujourd’hui.`,
  managerOnly: 'Une personne responsable les associe et les retire du service.',
  heard: 'entendue',
  today: 'aujourd’hui',
  nothingWaits: 'rien en attente',
  holds: 'garde des opérations',
  holdsSome: (count: number) => (count === 1 ? '1 à transmettre' : `${count} à transmettre`),
  here: 'cette tablette',
  look: 'Voir ce que chacune garde, et sa version',
  whyLook: 'Pour voir ce que chaque tablette garde, sa version, et les codes qui attendent.',
  back: (count: number) => (count === 1 ? '1 geste à lire' : `${count} gestes à lire`),
  backOn: (count: number, date: string, from: string, until: string) =>
    count === 1 ? `1 geste du ${date}, à ${from}` : `${count} gestes du ${date}, ${from === until ? `à ${from}` : `de ${from} à ${until}`}`,
  backBetween: (count: number, first: string, last: string) => `${count} gestes, du ${first} au ${last}`,
  backSay: (until: string) =>
    `Reçus et gardés à part\u00a0: aucun ne compte avant que quelqu’un les ait lus. Effacés à partir du ${until}.`,
  /** Two or more; one is said at once. */
  retired: (count: number) => `${count} tablettes retirées du service`,
  retiredOne: 'Retirée du service\u00a0:',
  retiredUnsaid: (letter: string) => `${letter}, sans motif noté`,
  retiredBy: (letter: string, date: string, name: string, reason: string) => `${letter}, le ${date} par ${name}, «\u00a0${reason}\u00a0»`,
  effects: {
    first: { when: 'd’abord', title: 'elle transmet ce qu’elle garde', say: 'lu par quelqu’un avant de compter' },
    next: { when: 'ensuite', title: 'elle s’efface', say: 'à son prochain contact\u00a0: commandes, noms, droits' },
    otherwise: { when: 'sinon', title: 'rien n’est effacé de loin', say: 'hors connexion, elle garde ce qu’elle a' },
    letter: 'ne resservira pas',
  },
  mayHold: (label: string, count: number, since: string) =>
    count === 0
      ? `La tablette ${label} ne gardait rien à son dernier échange, ${since}.`
      : `La tablette ${label} garde peut-être encore ${count === 1 ? '1 geste' : `${count} gestes`}\u00a0: dernier échange ${since}.`,
  at: (time: string) => `à ${time}`,
  on: (date: string) => `le ${date}`,
  codes: 'Codes que personne n’a encore utilisés',
  codeBy: (name: string, time: string) => `Code ${withDe(name)}, valable jusqu’à ${time}`,
  codeOfServer: (time: string) => `Code fait sur le serveur, valable jusqu’à ${time}`,
  cancel: 'Annuler',
  cancelNamed: (code: string) => `Annuler\u00a0: ${code}`,
  whyCancel: 'Pour qu’un code ne fasse plus entrer personne.',
  cancelled: 'Ce code ne fait plus entrer personne.',
  offline: 'Il faut le réseau pour associer une tablette, pour en retirer une, ou pour lire ce que chacune garde.',
  working: 'En attente du serveur…',
}

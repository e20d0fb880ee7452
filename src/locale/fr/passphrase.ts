/**
 * A manager's passphrase: asked, chosen, forgotten. French is the source; en is typed by it.
 * What it is for is said each time, and that the digits of signing in do not replace it (PRIV-5).
 */
import { withDe } from './elision.ts'

export const passphrase = {
  title: (name: string) => `${name}, votre phrase de passe`,
  label: 'Votre phrase de passe',
  show: 'Montrer la phrase de passe',
  why: {
    list: 'Pour voir les lots de cette journée.',
    koc: 'Pour faire le lot à charger dans le SIGB.',
    all: 'Pour faire les lots de tous les jours.',
    csv: 'Pour faire le tableau de cette journée.',
    download: (file: string) => `Pour reprendre ${file}.`,
    settle: (number: number) => `Pour dire que le SIGB a chargé le lot ${number}.`,
    unsettle: (number: number) => `Pour dire que le SIGB n’a pas chargé le lot ${number}.`,
    setAside: (label: string) => `Pour retirer la tablette ${label} du service.`,
    code: 'Pour faire entrer une tablette de plus.',
    give: (name: string) => `Pour donner à ${name} un code, avec lequel choisir une nouvelle phrase de passe.`,
  },
  tenMinutes: '10\u00a0min',
  askedNoMore: 'elle ne sera plus demandée',
  askedNoMoreSay: 'sur cette tablette, tant que son écran ne se verrouille pas',
  never: 'jamais',
  notKept: 'elle n’est gardée ici',
  notKeptSay: 'le serveur la vérifie\u202f; votre code ne la remplace pas',
  back: 'Annuler, sans rien changer',
  checking: 'Le serveur vérifie…',
  forgotten: (others: readonly string[]) =>
    others.length === 0
      ? 'Oubliée\u202f? La personne qui s’occupe du serveur peut vous donner un code (npm run passphrase).'
      : others.length === 1
        ? `Oubliée\u202f? ${others[0]}, l’autre responsable, peut vous en faire choisir une nouvelle.`
        : `Oubliée\u202f? ${others.slice(0, -1).join(', ')} ou ${others.at(-1)}, responsables aussi, peuvent vous en faire choisir une nouvelle.`,
  haveCode: 'J’ai un code',
  mine: 'Ma phrase de passe',
  openSay: 'Ces gestes se font en ligne, avec votre phrase de passe, demandée une fois toutes les dix minutes.',
  openUntil: (time: string) => `Votre phrase de passe ne sera plus demandée avant ${time}.`,
  change: 'La changer',
  chooseTitle: 'Choisir votre phrase de passe',
  code: 'Le code reçu',
  codeHint: 'Donné par l’autre responsable, ou par la personne qui s’occupe du serveur. Il sert une fois, pendant une heure.',
  former: 'L’ancienne phrase de passe',
  fresh: 'La nouvelle phrase de passe',
  freshHint: 'Huit signes au moins, sans majuscule ni chiffre obligés. Quelques mots sans rapport entre eux font l’affaire.',
  choose: 'La choisir',
  chosen: 'Votre phrase de passe est choisie. L’ancienne ne sert plus.',
  give: (name: string) => `Un code pour ${name}`,
  giveTitle: (name: string) => `La phrase de passe ${withDe(name)}`,
  giveCode: 'Faire le code',
  given: (name: string, time: string) =>
    `À dicter à ${name}\u00a0: ce code sert une fois, jusqu’à ${time}, sur n’importe quelle tablette. D’ici là, l’ancienne phrase de passe sert encore.`,
  problems: {
    'passphrase-missing': { what: 'Il manque la phrase de passe.', next: 'Tapez-la dans le champ.' },
    'code-missing': { what: 'Il manque le code.', next: 'Tapez-le dans le champ.' },
    'passphrase-wrong': {
      what: 'Ce n’est pas la bonne phrase de passe.',
      next: 'Retapez-la\u202f; majuscules et accents comptent. Le code qui vous connecte ne la remplace pas.',
    },
    'passphrase-unset': {
      what: 'Vous n’avez pas encore de phrase de passe.',
      next: 'Demandez un code à l’autre responsable, ou à la personne qui s’occupe du serveur (npm run passphrase), puis touchez «\u00a0J’ai un code\u00a0».',
    },
    'passphrase-too-short': { what: 'Elle est trop courte.', next: 'Il lui faut au moins huit signes.' },
    'passphrase-too-common': {
      what: 'Elle serait vite devinée.',
      next: 'Prenez quelques mots sans rapport entre eux, sans le nom de la bibliothèque ni celui d’un agent.',
    },
    'code-unknown': { what: 'Ce code n’est pas le bon, ou il a déjà servi.', next: 'Retapez-le, ou demandez-en un autre.' },
    'code-expired': { what: 'Ce code a plus d’une heure.', next: 'Demandez-en un autre.' },
    'not-a-manager': { what: 'Seule la personne responsable peut le faire.', next: 'Qu’elle se connecte sur cette tablette.' },
    'too-many-attempts': { what: 'Trop d’essais de suite.', next: 'Attendez quelques minutes, ou prenez une autre tablette.' },
    unreachable: {
      what: 'Le serveur ne répond pas, et lui seul peut la vérifier.',
      next: 'Réessayez au retour du réseau\u202f; le comptoir, lui, continue.',
    },
    'credential-unknown': { what: 'Cette tablette n’est plus reconnue.', next: 'Associez-la de nouveau avec un code fait ailleurs.' },
    other: {
      what: 'Le serveur n’a pas accepté la demande.',
      next: 'Réessayez\u202f; si cela continue, prévenez la personne qui s’occupe du serveur.',
    },
  },
}

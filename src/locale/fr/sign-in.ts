/**
 * Who takes the tablet: the list of librarians and the PIN. French is the source; en is typed by it.
 * A PIN says who, it protects nothing: the words never pretend otherwise.
 */
import { withDe } from './elision.ts'

export const signIn = {
  title: 'Qui êtes-vous ?',
  say: 'Touchez votre nom, puis tapez votre code. Cela marche aussi sans réseau.',
  librarians: 'Équipe',
  manager: 'responsable',
  pinOf: (name: string) => `Code ${withDe(name)}`,
  change: 'Ce n’est pas moi',
  digits: (count: number) => (count === 0 ? 'aucun chiffre tapé' : count === 1 ? '1 chiffre tapé' : `${count} chiffres tapés`),
  erase: 'Effacer un chiffre',
  enter: 'Entrer',
  checking: 'Vérification…',
  wrong: 'Ce n’est pas le bon code. Réessayez.',
  unread: 'La tablette n’a pas pu relire le code. Réessayez\u202f; sinon, rechargez la page.',
  wait: (seconds: number) => `Trop d’essais : réessayez dans ${seconds}\u00a0s.`,
  waited: 'Vous pouvez réessayer.',
  persistence: {
    granted: 'Stockage protégé\u00a0: le navigateur n’effacera rien de lui-même.',
    refused:
      'Stockage non protégé\u00a0: le navigateur peut effacer s’il manque de place. Installez l’application sur l’écran d’accueil, et ouvrez-la par là.',
    unknown: '',
  },
}

/** Said at both fields of a PIN that is chosen. */
const alike = {
  pin: { what: 'Il faut 4 à 12\u00a0chiffres.', next: 'Sans lettre ni espace.' },
  again: { what: 'Les deux ne sont pas les mêmes.', next: 'Tapez-les encore une fois, lentement.' },
  'too-many-attempts': { what: 'Trop d’essais.', next: 'Attendez un peu, puis réessayez.' },
  unreachable: { what: 'Le serveur ne répond pas.', next: 'Réessayez dès que la tablette est en ligne.' },
  other: { what: 'Le serveur n’a pas compris.', next: 'Réessayez\u202f; si cela continue, rechargez la page.' },
}

/** The first sign-in: a code of one use, then a PIN that nobody else knows (SET-12). */
export const choosePin = {
  say: 'Tapez le code reçu, puis choisissez le vôtre, que vous taperez chaque jour. Personne d’autre ne le saura.',
  code: 'Le code reçu',
  pin: 'Votre code, de 4 à 12\u00a0chiffres',
  again: 'Le même, encore une fois',
  choose: 'Le choisir',
  working: 'Enregistrement…',
  chosen: 'Votre code est choisi. Tapez-le pour entrer.',
  offline: 'Il faut le réseau la première fois\u202f; ensuite, on s’en passe.',
  problems: {
    code: { what: 'Il manque le code reçu.', next: 'Une personne responsable le donne, dans Réglages, Équipe.' },
    ...alike,
    'code-unknown': { what: 'Ce code n’est pas le vôtre, ou il a déjà servi.', next: 'Relisez-le, ou demandez-en un autre.' },
    'code-expired': { what: 'Ce code a plus d’un jour.', next: 'Demandez-en un autre à une personne responsable.' },
  },
}

/**
 * The first manager of a new library, on its first tablet (SET-17). What protects, the passphrase, and what only says who, the digits, are
 * told apart from the first minute.
 */
export const firstManager = {
  title: (library: string) => (library === '' ? 'Bienvenue' : `${library}\u00a0: bienvenue`),
  say: 'Personne n’est encore dans l’équipe. Commencez par vous\u00a0: vous serez responsable, et vous inviterez les autres ensuite.',
  name: 'Votre prénom, tel qu’il se lira à l’écran',
  pin: 'Votre code, de 4 à 12\u00a0chiffres',
  pinHint: 'Vous le taperez chaque jour pour dire que c’est vous.',
  again: 'Le même, encore une fois',
  passphrase: 'Votre phrase de passe',
  passphraseHint: 'Demandée pour changer un réglage. Huit signes au moins\u00a0: quelques mots sans rapport entre eux font l’affaire.',
  begin: 'Commencer',
  working: 'Enregistrement…',
  done: 'C’est noté. Touchez votre nom, puis tapez votre code.',
  offline: 'Il faut le réseau pour commencer\u202f; ensuite, le comptoir s’en passe.',
  problems: {
    name: { what: 'Il manque votre prénom.', next: 'Écrivez-le dans le premier champ.' },
    ...alike,
    'passphrase-too-short': { what: 'La phrase de passe est trop courte.', next: 'Il faut huit signes au moins.' },
    'passphrase-too-common': {
      what: 'Cette phrase de passe se devine.',
      next: 'Évitez les noms et les mots de passe connus\u00a0: prenez quelques mots sans rapport entre eux.',
    },
    'not-a-manager': {
      what: 'Quelqu’un vient d’être nommé sur une autre tablette.',
      next: 'Attendez un instant\u00a0: son nom arrive ici.',
    },
  },
}

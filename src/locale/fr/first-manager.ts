/**
 * The first manager of a new library, on its first tablet (SET-17). French is the source; en is typed by it.
 * What protects, the passphrase, and what only says who, the digits, are told apart from the first minute.
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
    pin: { what: 'Il faut 4 à 12\u00a0chiffres.', next: 'Sans lettre ni espace.' },
    again: { what: 'Les deux ne sont pas les mêmes.', next: 'Tapez-les encore une fois, lentement.' },
    'passphrase-too-short': { what: 'La phrase de passe est trop courte.', next: 'Il faut huit signes au moins.' },
    'passphrase-too-common': {
      what: 'Cette phrase de passe se devine.',
      next: 'Évitez les noms et les mots de passe connus\u00a0: prenez quelques mots sans rapport entre eux.',
    },
    'not-a-manager': {
      what: 'Quelqu’un vient d’être nommé sur une autre tablette.',
      next: 'Attendez un instant\u00a0: son nom arrive ici.',
    },
    'too-many-attempts': { what: 'Trop d’essais.', next: 'Attendez un peu, puis réessayez.' },
    unreachable: { what: 'Le serveur ne répond pas.', next: 'Réessayez dès que la tablette est en ligne.' },
    other: { what: 'Le serveur n’a pas compris.', next: 'Réessayez\u202f; si cela continue, rechargez la page.' },
  },
}

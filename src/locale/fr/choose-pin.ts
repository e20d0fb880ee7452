/**
 * The first sign-in: a code of one use, then a PIN that nobody else knows (SET-12). French is the source; en is typed by it.
 * A PIN says who, it protects nothing: the words never pretend otherwise.
 */
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
    pin: { what: 'Il faut 4 à 12\u00a0chiffres.', next: 'Sans lettre ni espace.' },
    again: { what: 'Les deux ne sont pas les mêmes.', next: 'Tapez-les encore une fois, lentement.' },
    'code-unknown': { what: 'Ce code n’est pas le vôtre, ou il a déjà servi.', next: 'Relisez-le, ou demandez-en un autre.' },
    'code-expired': { what: 'Ce code a plus d’un jour.', next: 'Demandez-en un autre à une personne responsable.' },
    'too-many-attempts': { what: 'Trop d’essais.', next: 'Attendez un peu, puis réessayez.' },
    unreachable: { what: 'Le serveur ne répond pas.', next: 'Réessayez dès que la tablette est en ligne.' },
    other: { what: 'Le serveur n’a pas compris.', next: 'Réessayez\u202f; si cela continue, rechargez la page.' },
  },
}

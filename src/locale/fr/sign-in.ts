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

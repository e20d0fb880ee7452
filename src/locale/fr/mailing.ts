/**
 * The mailing of the guide, as a manager sends it. French is the source. Runs everywhere.
 */
import type { MailingAct, MailingEnd } from '../../domain/message/mailing.ts'

export const mailing = {
  title: 'Faire connaître la page des usagers',
  say: (addresses: string, perHour: number) =>
    `Un courriel mène au mode d’emploi, une seule fois par adresse\u00a0: ${addresses} aujourd’hui. Il en part ${perHour} par heure, jamais aux heures calmes.`,
  shared: (n: number, count: string) =>
    `${count}\u00a0carte${n > 1 ? 's partagent une adresse' : ' partage l’adresse d’une autre'}\u00a0: elle n’est écrite qu’une fois.`,
  opposed: (n: number, count: string) => `${count}\u00a0carte${n > 1 ? 's ne veulent' : ' ne veut'} pas d’annonce.`,
  noPage: 'La page des usagers est fermée\u00a0: ouvrez-la d’abord.',
  to: 'Les adresses de trois collègues',
  toHint: 'Une à trois adresses, séparées par un espace.',
  addressFirst: 'Tapez d’abord une à trois adresses.',
  acts: {
    try: 'Envoyer aux collègues',
    start: 'Envoyer à tous',
    pause: 'Mettre en pause',
    resume: 'Continuer l’envoi',
    stop: 'Arrêter l’envoi',
  } satisfies Record<MailingAct, string>,
  why: 'Pour écrire à tous les usagers.',
  working: 'Un instant.',
  head: {
    none: 'Trois collègues d’abord',
    tried: 'Vos collègues l’ont reçu\u202f? Relisez-le avec eux, puis envoyez à tous',
    running: 'L’envoi est en cours',
    paused: 'L’envoi est en pause',
    stopped: 'L’envoi est arrêté',
    done: 'Le mode d’emploi est parti partout',
  },
  progress: (done: string, all: string) => `${done} sur ${all}`,
  refused: (n: number, count: string) => `${count}\u00a0adresse${n > 1 ? 's ont' : ' a'} refusé.`,
  hours: (n: number) => (n <= 1 ? 'Encore une heure au plus.' : `Encore ${n}\u00a0heures environ, sans les heures calmes.`),
  ends: {
    done: { what: 'C’est fait.', next: '' },
    'not-as-seen': { what: 'L’envoi a avancé entre-temps.', next: 'Relisez ce qui est dit ici, et recommencez.' },
    'wrong-address': { what: 'L’une d’elles n’est pas une adresse de courriel.', next: 'Corrigez-la, et recommencez.' },
    'no-relay': { what: 'Ce serveur ne sait plus écrire à personne.', next: 'Vérifiez son relais de messagerie.' },
    'no-page': { what: 'La page des usagers est fermée.', next: 'Ouvrez-la dans Réglages.' },
  } satisfies Record<MailingEnd, { readonly what: string; readonly next: string }>,
}

/**
 * The words of the frame: the bar, the rail, the phases of a tablet's life, and how the outcome of a press is said. French is the source.
 * Runs everywhere.
 */
const s = (n: number): string => (n > 1 ? 's' : '')

export const shell = {
  skip: 'Aller au contenu',
  home: 'Aller à Aujourd’hui',
  screens: 'Écrans',
  rehearsal: 'EXERCICE',
  nav: {
    today: 'Aujourd’hui',
    preparation: 'Préparation',
    handover: 'Retrait',
    call: 'Commande',
    returns: 'Retours',
    cases: 'Anomalies',
    operations: 'Opérations',
    closing: 'Clôture',
    management: 'Gestion',
    guide: 'Guide',
    more: 'Plus',
  },
  online: 'En ligne',
  offline: 'Hors connexion',
  problem: 'Refusé par le serveur',
  problemTitle: 'Le serveur répond, mais refuse les envois.',
  problemSay: 'Ce qui est enregistré ici est sauf\u202f; continuez à travailler et prévenez la personne responsable.',
  problemFull:
    'Le serveur garde déjà à part tout ce qu’il peut garder de cette tablette. Ce qui est enregistré ici y reste\u202f; montrez-la à la personne responsable, qui décide de ce qui attend.',
  problemTooOld: 'Ce qui est enregistré ici est sauf. Rechargez la page pour prendre la nouvelle version.',
  retryNow: 'Réessayer maintenant',
  allSent: 'tout est transmis',
  pending: (n: number) => `${n}\u00a0à\u00a0transmettre`,
  since: 'depuis ',
  cases: (n: number) => (n === 0 ? 'aucune anomalie' : `${n}\u00a0anomalie${s(n)}`),
  menuOf: (name: string) => `${name}, menu`,
  close: 'Fermer',
  lastScans: 'Derniers scans',
  phases: {
    starting: 'Ouverture…',
    unusableTitle: 'Cette tablette ne peut rien garder',
    unusable: {
      'no-storage':
        'Le navigateur refuse de stocker les données. Quittez la navigation privée, ou libérez de la place sur la tablette, puis rechargez la page.',
      'blocked-by-other-tab':
        'Un autre onglet utilise une version plus ancienne. Fermez les autres onglets de l’application, puis rechargez la page.',
    },
    reload: 'Recharger',
    downloadingTitle: 'Premier chargement',
    downloading: (done: string, total: string) => `${done} sur ${total}\u00a0lignes. Gardez la tablette allumée près du Wi-Fi.`,
    downloadingUnknown: 'La liste arrive…',
  },
  crashed: {
    title: 'Cet écran s’est arrêté',
    say: 'Ce qui était enregistré l’est toujours. Rouvrez l’écran\u202f; si cela recommence, notez l’heure et prévenez la personne responsable.',
    reopen: 'Rouvrir l’écran',
  },
  /** Après le numéro de la ligne. */
  undrawn: 'Cette ligne ne peut pas être affichée. Rien n’est perdu\u00a0: notez ce numéro et prévenez la personne responsable.',
  saved: 'Enregistré',
  notSaved: {
    title: 'PAS ENREGISTRÉ',
    unknownTitle: 'ÉTAT INCONNU',
    'not-saved': 'La tablette n’a pas pu écrire. Notez ceci sur papier, puis réessayez\u00a0:',
    unknown:
      'On ne sait pas si la tablette a pu écrire. Notez ceci sur papier\u202f; au retour du réseau, regardez si l’écran le montre avant de recommencer\u00a0:',
    acknowledged: 'C’est noté sur papier',
  },
  unknownLibrarian: 'un agent inconnu',
}

/** Of the offered update: what it waits for, and what it leaves alone. */
export const update = {
  say: 'Une nouvelle version est prête.',
  take: 'L’installer maintenant',
  taken: 'La nouvelle version s’installe.',
  takes: 'L’écran se rechargera de lui-même\u00a0: d’ici une minute sur une tablette lente.',
  later: 'Plus tard',
  waitsFor: {
    handover: 'Une remise est commencée\u00a0: finissez-la ou mettez-la de côté, et vous pourrez l’installer.',
    form: 'Une saisie est ouverte\u00a0: finissez-la ou fermez-la, et vous pourrez l’installer.',
    sending: (count: number) =>
      count === 1
        ? 'Une opération part d’abord\u202f; c’est l’affaire d’un instant.'
        : `${count} opérations partent d’abord\u202f; c’est l’affaire d’un instant.`,
  },
  /** Off line nothing is waited for: the disk outlives a reload. */
  keeps: (count: number) =>
    count === 1
      ? 'Une opération attend le réseau\u00a0: elle reste sur cette tablette, l’installation n’y touche pas.'
      : `${count} opérations attendent le réseau\u00a0: elles restent sur cette tablette, l’installation n’y touche pas.`,
}

/** Of the fields for a day and for a time. */
export const momentField = {
  dayHint: 'Jour, mois, année\u00a0: 24/11/2026',
  dayWrong: 'Ce jour n’est pas au calendrier. Écrivez-le ainsi\u00a0: 24/11/2026.',
  tooEarly: (first: string, isPast: boolean) => `${isPast ? 'Ce jour est passé' : 'Ce jour est trop tôt'}\u00a0: à partir du ${first}.`,
  tooLate: (last: string) => `Ce jour est trop loin\u00a0: jusqu’au ${last}.`,
  timeHint: 'Par exemple 14\u00a0h\u00a030',
  timeWrong: 'Cette heure n’existe pas. Écrivez-la ainsi\u00a0: 14\u00a0h\u00a030.',
}

/** The tabs that lead from one of the manager’s rooms to the other. Each room has a file of its own. */
export const management = {
  label: 'Gestion',
  rooms: { planning: 'Planning', figures: 'Chiffres', messages: 'Courriels', settings: 'Réglages' },
}

/** Of a catalogue that this tablet cannot search, wherever it is missed. */
export const catalogue = {
  absent: 'Le catalogue n’est pas encore sur cette tablette',
  coming: (percent: number) => `Le catalogue arrive sur cette tablette\u00a0: ${percent}\u00a0%`,
  cut: 'Le catalogue n’est pas arrivé entier\u00a0: cette tablette le redemande d’elle-même',
  'no-room': 'Cette tablette n’a plus de place pour le catalogue\u00a0: libérez-en, puis rouvrez l’application',
  failed: 'Le catalogue n’a pas répondu',
}

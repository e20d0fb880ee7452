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

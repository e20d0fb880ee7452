/**
 * What a tablet brought after it was taken out of service, or above its day, read gesture by gesture by a manager (CASE-6).
 * French is the source; en is typed by it.
 */

const gestures = (count: number): string => (count === 1 ? '1\u00a0geste' : `${count}\u00a0gestes`)

export const apart = {
  verdict: (count: number) => (count === 0 ? 'Plus rien à lire' : `${gestures(count)} à lire`),
  say: (label: string) => `La tablette ${label} avait été retirée du service. Ce qu’elle rapporte est gardé, mais rien ne compte encore.`,
  sayAbove: (label: string) =>
    `La tablette ${label} a transmis plus qu’aucune journée ne demande. Le reste est gardé à part, et rien n’en compte encore.`,
  nothing: (label: string) => `Rien de ce que la tablette ${label} a rapporté n’attend plus.`,
  managerOnly: 'Seule la personne responsable peut lire et prendre ces gestes. Qu’elle se connecte sur cette tablette.',
  offline: 'Hors connexion.',
  offlineSay: 'Ces gestes sont gardés par le serveur\u00a0: ils se lisent au retour du réseau. Le comptoir continue sans eux.',
  read: (count: number) => (count === 1 ? 'Lire ce geste' : `Lire les ${count}`),
  readSay: 'Le serveur dit pour chacun s’il concorde avec ce que la bibliothèque sait.',
  whyRead: (label: string) => `Pour lire ce que la tablette ${label} a rapporté.`,
  working: 'En attente du serveur…',
  seen: (letter: string, day: string, received: string) => `Ce que ${letter} a vu le ${day}, reçu le ${received}`,
  unread: (letter: string, received: string) => `Ce que ${letter} a rapporté d’illisible, reçu le ${received}`,
  list: (letter: string) => `Gestes de ${letter}`,
  /** Instead of a sentence: the server's build is older than the tablet's. */
  unreadable: 'Un geste que le serveur ne sait pas lire',
  standings: {
    agrees: 'concorde',
    'to-decide': 'à décider',
    'too-late': 'trop tard',
    follows: 'à la suite',
    unreadable: 'à part',
  },
  follows: 'en suit un autre, qui n’est pas pris',
  stays: 'le serveur ne peut pas l’appliquer',
  /** Why a request comes too late; by the kind of the refusal, `other` for the rest. */
  late: {
    'slot-over': 'son créneau est passé',
    'slot-closed': 'ce créneau n’existe plus',
    'slot-too-far': 'ce créneau est trop loin',
    'order-unknown': 'la commande n’est plus là',
    'order-already-there': 'la commande est déjà là',
    'too-many-orders-in-slot': 'l’usager a déjà ses commandes pour ce créneau',
    'too-many-open-orders': 'l’usager a déjà toutes ses commandes',
    'case-unknown': 'l’anomalie n’est plus là',
    other: 'la bibliothèque en sait plus depuis',
  },
  take: 'Prendre',
  takeNamed: (gesture: string) => `Prendre\u00a0: ${gesture}`,
  takeAgreeing: (count: number, isAll: boolean) =>
    isAll
      ? count === 1
        ? 'Prendre ce geste'
        : `Prendre les ${count}`
      : count === 1
        ? 'Prendre celui qui concorde'
        : `Prendre les ${count} qui concordent`,
  takeAgreeingSay: (others: number) =>
    others === 0
      ? 'Tout concorde\u00a0: rien ne sera à décider.'
      : others === 1
        ? 'L’autre reste ici, à décider à part.'
        : `Les ${others} autres restent ici, à décider un par un.`,
  takeAll: (count: number, isAll: boolean) =>
    count === 1 ? 'Prendre ce geste' : isAll ? `Prendre les ${count}` : `Prendre les ${count} qui peuvent encore compter`,
  takeAllSay: (contradictions: readonly string[], staying: number) =>
    [
      contradictions.length === 0
        ? 'Ce qui vient trop tard sera noté tel quel.'
        : contradictions.length === 1
          ? `${contradictions[0]}\u00a0: une anomalie le dira.`
          : `${contradictions.length} se contredisent\u00a0: chacun ouvre son anomalie.`,
      staying === 0 ? '' : staying === 1 ? 'Un autre reste à part.' : `${staying} autres restent à part.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  /** One press for all, listed or not. */
  takeWhole: (label: string, count: number) => `Prendre les ${count} que la tablette ${label} a apportés`,
  takeWholeSay:
    'Sans les lire un par un\u00a0: ce qui se contredit ouvre son anomalie. Une fois pris, un geste ne s’annule que par l’écran où il se fait.',
  leaveWhole: (label: string) => `Laisser à part tout ce que la tablette ${label} a apporté`,
  takeNone: 'N’en prendre aucun',
  takeNoneSay: (until: string) => `Gardés à part, lisibles ici jusqu’au ${until}, sans effet.`,
  whyTake: (count: number, label: string) => `Pour prendre ${gestures(count)} de la tablette ${label}.`,
  more: (listed: number, total: number) => `Les ${listed} premiers sur ${total}. Les autres viennent ensuite.`,
  following: (from: number, to: number, total: number) => `Du ${from}e au ${to}e, sur ${total}.`,
  next: 'Voir les suivants',
  first: 'Voir les premiers',
  taken: (accepted: number, left: number) =>
    `${accepted === 0 ? 'Aucun geste n’est pris' : accepted === 1 ? 'Un geste est pris' : `${accepted} gestes sont pris`}${
      left === 0 ? '.' : left === 1 ? '\u202f; un autre reste à part.' : `\u202f; ${left} restent à part.`
    }`,
  none: 'Aucun n’est pris\u00a0: ils restent à part, sans effet.',
  seeCases: 'Voir les anomalies',
  noted: 'Lu et décidé',
}
export type ApartWords = typeof apart

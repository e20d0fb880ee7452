/**
 * What the keeper of several libraries reads on one page, in French: which library to look at first, and why. No patron and no title is ever
 * named here, and no tablet. Loaded by the endpoint alone.
 */
const s = (n: number): string => (n > 1 ? 's' : '')

export const network = {
  title: 'Réseau',
  skip: 'Aller au contenu',
  otherLanguage: { code: 'en', long: 'English' },
  seenAt: (time: string) => `vu à ${time}`,
  refresh: 'Regarder de nouveau',
  servers: (heard: number, known: number) => `${heard}\u00a0serveur${s(heard)} sur ${known}`,
  serverSilent: (when: string) => `Un serveur ne répond plus depuis ${when}\u00a0: les tablettes parlent aux autres.`,
  backupTried: (when: string) => `sauvegarde essayée\u00a0: ${when}`,
  backupUntried: 'sauvegarde jamais essayée',
  backupUnread: 'dernier essai de sauvegarde\u00a0: non lu',
  head: (n: number, all: number) =>
    n === 0 ? (all === 1 ? 'La bibliothèque va bien' : `Les ${all} bibliothèques vont bien`) : `${n} à regarder sur\u00a0${all}`,
  none: 'Aucune bibliothèque',
  noneSay: 'La première se fait sur le serveur\u00a0: npm run library -- create.',
  /** Of one library, in the sentence under the head. */
  say: {
    unreadable: (name: string) => `${name} ne peut pas être lue.`,
    'tablet-silent': (name: string, when: string) => `${name} n’est plus entendue depuis ${when}.`,
    'ils-silent': (name: string, when: string) => `Le SIGB de ${name} ne répond pas depuis ${when}.`,
    'mail-silent': (name: string, when: string) => `Les courriels de ${name} attendent depuis ${when}.`,
    'page-shut': (name: string) => `La page de ${name} n’ouvre plus aux nouveaux venus.`,
    'not-understood': (name: string) => `${name} a des opérations gardées à part.`,
    'case-old': (name: string) => `${name} a une anomalie à décider.`,
    'no-import': (name: string, when: string) => `${name} n’a rien reçu de son SIGB depuis ${when}.`,
    'build-old': (name: string) => `${name} garde une version ancienne.`,
  },
  others: (n: number) => (n === 0 ? '' : n === 1 ? 'L’autre va bien.' : `Les ${n}\u00a0autres vont bien.`),
  /** Under its name. */
  why: {
    unreadable: 'la base ne répond pas pour elle',
    'tablet-silent': (when: string) => `une tablette n’est plus entendue depuis ${when}`,
    'ils-silent': (when: string) => `son SIGB ne répond pas depuis ${when}`,
    'mail-silent': (when: string) => `ses courriels attendent depuis ${when}`,
    'page-shut': 'trop de codes demandés ou essayés sur sa page, qui n’ouvre plus aux nouveaux venus',
    'not-understood': (n: number) => `${n}\u00a0opération${s(n)} que personne ne comprend`,
    'case-old': (when: string) => `une anomalie ouverte depuis ${when}`,
    'no-import': (when: string) => `aucun import depuis ${when}`,
    'build-old': (when: string) => `une tablette garde une version d’avant ${when}`,
  },
  columns: {
    library: 'Bibliothèque',
    tablets: 'Tablettes',
    pending: 'En attente',
    cases: 'Anomalies',
    quarantined: 'À part',
    imported: 'Import',
    ils: 'SIGB',
    mail: 'Courriel',
    build: 'Version',
  },
  heard: (n: number, all: number) => `${n} sur ${all} entendue${s(n)}`,
  noTablet: 'aucune tablette',
  tabletsUnread: 'tablettes\u00a0: non lues',
  heardInAll: (n: number, all: number) => `${n}\u00a0tablette${s(n)} sur ${all} entendue${s(n)}`,
  closed: 'fermée',
  byFiles: 'fichiers',
  never: 'jamais',
  unknown: '?',
  current: 'à jour',
  older: (n: number) => `${n} ancienne${s(n)}`,
  fine: (n: number) => (n === 1 ? '1 va bien' : `${n} vont bien`),
  fineSums: (pending: number, mails: number) =>
    `En attente chez elles\u00a0: ${pending}\u00a0opération${s(pending)} et ${mails}\u00a0courriel${s(mails)} en retard.`,
  /** Of the tablets that say which they have. */
  builds: (current: number, older: number) =>
    `Version à jour sur ${current}\u00a0tablette${s(current)}${older === 0 ? '' : `, ancienne sur ${older}`}.`,
  /** Of record groups: libraries that have one catalogue between them. */
  groups: 'Catalogues partagés',
  asTable: 'Tout en tableau',
  asList: 'Seulement ce qui est à regarder',
  yesterday: 'hier',
  yesterdayAt: (time: string) => `hier, ${time}`,
  onDay: (day: string) => `le ${day}`,
  leave: 'Fermer cette page',
  door: {
    head: 'La page du réseau',
    say: 'Elle s’ouvre avec le jeton que garde la personne qui s’occupe du serveur.',
    token: 'Jeton',
    go: 'Ouvrir',
    wrong: 'Ce n’est pas ce jeton.',
    wrongSay: 'Vérifiez-le dans KEEPER_TOKEN, sur le serveur.',
    tooMany: 'Trop d’essais.',
    tooManySay: (minutes: number) => `Attendez ${minutes}\u00a0minute${s(minutes)}, puis recommencez.`,
  },
}

export type NetworkWords = typeof network

/**
 * Words of the day's closing and of the manager's acts: what remains, the file for the ILS, one more tablet (CASE-4).
 * French is the source; en is typed by it. Each problem of the endpoint has a sentence and a next step.
 */

const loansOf = (n: number): string => (n === 1 ? '1\u00a0prêt' : `${n}\u00a0prêts`)
const returnsOf = (n: number): string => (n === 1 ? '1\u00a0retour' : `${n}\u00a0retours`)
/** « 54 prêts et 41 retours », without what there is none of. */
const movements = (loans: number, returns: number): string =>
  loans === 0 ? returnsOf(returns) : returns === 0 ? loansOf(loans) : `${loansOf(loans)} et ${returnsOf(returns)}`

export const closing = {
  /** The ILS has it all, too. */
  allSettled: 'Tout est réglé',
  allDecided: 'Tout est décidé et transmis',
  notYet: 'Journée pas encore close',
  allSettledSay: 'Aucune anomalie ouverte, rien à transmettre, et toutes les tablettes ont donné de leurs nouvelles.',
  remains: (parts: readonly string[]) =>
    `Il reste ${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}` : (parts[0] ?? '')}.`,
  absent: (count: number) =>
    count === 1 ? 'une commande que personne n’est venu chercher' : `${count} commandes que personne n’est venu chercher`,
  absentTitle: 'Personne n’est venu les chercher',
  cases: (count: number) => (count === 1 ? 'une anomalie à décider' : `${count} anomalies à décider`),
  pending: (count: number) => (count === 1 ? 'une opération à transmettre' : `${count} opérations à transmettre`),
  offline: 'un échange à faire avec le serveur',
  silentTablet: (label: string, since: string) => `la tablette ${label} (sans nouvelles depuis ${since})`,
  sinceDay: (date: string) => `le ${date}`,
  wake: (labels: string, count: number) =>
    count === 1
      ? `Rallumez la tablette ${labels}\u202f; si elle est perdue, la personne responsable la retire du service.`
      : `Rallumez les tablettes ${labels}\u202f; si l’une est perdue, la personne responsable la retire du service.`,
  holdingTablet: (label: string) => `la tablette ${label} (elle garde encore des opérations)`,
  calls: (numbers: readonly string[]) => `${numbers.length}\u00a0appel${numbers.length > 1 ? 's' : ''} de côté (${numbers.join(', ')})`,
  seeCalls: 'Voir les appels',
  seeCases: 'Voir les anomalies',
  seeOperations: 'Voir les opérations',
  manager: 'Pour la personne responsable',
  managerOnly:
    'Seule la personne responsable peut faire le lot pour le SIGB et associer une tablette. Qu’elle se connecte sur cette tablette.',
  awaitingIls: (loans: number, returns: number) =>
    `${movements(loans, returns)} ${loans + returns === 1 ? 'n’est pas encore dans le SIGB' : 'ne sont pas encore dans le SIGB'}.`,
  awaitingDays: 'Pas encore dans le SIGB, jour par jour',
  awaitingOn: (day: string, loans: number, returns: number) => `Pas encore dans le SIGB, ${day}\u00a0: ${movements(loans, returns)}.`,
  choose: 'Choisir ce jour',
  chooseDay: (day: string) => `Choisir ce jour\u00a0: ${day}`,
  offlineSay: 'Hors connexion\u00a0: à faire au retour du réseau.',
  exportTitle: 'Prêts et retours pour le SIGB',
  day: 'Journée',
  dayMissing: 'Écrivez d’abord le jour.',
  list: 'Voir les lots',
  working: 'En attente du serveur…',
  waiting: (loans: number, returns: number) =>
    loans + returns === 0 ? 'Rien à mettre dans un nouveau lot.' : `Le prochain lot contient ${movements(loans, returns)}.`,
  toConfirm: (loans: number, returns: number, batches: number) =>
    `${movements(loans, returns)}, dans ${batches === 1 ? 'un lot déjà fait' : `${batches} lots déjà faits`}, ${loans + returns === 1 ? 'attend' : 'attendent'} que le SIGB ${batches === 1 ? 'le' : 'les'} charge.`,
  inCase: (count: number) =>
    count === 1
      ? '1 prêt ou retour n’y est pas\u00a0: le tableau dit pourquoi.'
      : `${count} prêts ou retours n’y sont pas\u00a0: le tableau dit pourquoi.`,
  erased: (count: number) =>
    count === 1
      ? '1 prêt ou retour, vieux de plus de quatre mois, a été effacé sans être parti au SIGB.'
      : `${count} prêts ou retours, vieux de plus de quatre mois, ont été effacés sans être partis au SIGB.`,
  otherDays: 'Du nouveau sur d’autres jours',
  newOn: (day: string, loans: number, returns: number, apart: number) =>
    `Dans aucun lot encore, ${day}\u00a0: ${[
      loans + returns === 0 ? '' : movements(loans, returns),
      apart === 0 ? '' : apart === 1 ? '1 mis à part' : `${apart} mis à part`,
    ]
      .filter((part) => part !== '')
      .join(', ')}.`,
  makeAll: 'Faire les lots de tous les jours',
  madeAll: (numbers: readonly number[]) =>
    numbers.length === 0
      ? 'Rien de nouveau, sur aucun jour.'
      : numbers.length === 1
        ? `Le lot ${numbers[0]} est fait, et téléchargé.`
        : `Les lots ${numbers.slice(0, -1).join(', ')} et ${numbers.at(-1)} sont faits, et téléchargés\u00a0: chargez-les dans cet ordre.`,
  makeKoc: 'Faire le lot pour le SIGB',
  makeCsv: 'Faire le tableau à relire',
  batches: 'Lots déjà faits',
  noBatch: 'Aucun lot pour cette journée.',
  /** For people to read: no batch, and nothing that the ILS loads. */
  table: 'Tableau',
  tableMade: (file: string) => `Le tableau est fait, et téléchargé\u00a0: ${file}. Il se relit, et ne se charge pas dans le SIGB.`,
  batch: (number: number) => `Lot ${number}`,
  batchSay: (loans: number, returns: number, made: string) => `${movements(loans, returns)} · fait le ${made}`,
  download: 'Télécharger',
  downloaded: (file: string) => `${file} est dans les téléchargements.`,
  made: (number: number) => `Le lot ${number} est fait, et téléchargé.`,
  loadOnce: 'Dans Koha, chargez-le une seule fois, par « Ajouter à la file d’attente hors ligne » : chaque ligne y reçoit sa réponse.',
  perhapsLoaded: 'S’il est déjà dans le SIGB, ne le chargez pas de nouveau : ses prêts seraient renouvelés.',
  forces:
    'Koha charge un lot en force\u00a0: le prêt d’une autre personne prend fin, une réservation qui attend est annulée, une carte expirée emprunte, un prêt déjà noté est prolongé.',
  confirm: 'Le SIGB l’a chargé',
  confirmNamed: (batch: string) => `Le SIGB l’a chargé (${batch})`,
  confirmSay:
    'Ne chargez jamais deux fois le même lot : les prêts seraient renouvelés. Dans Koha, choisissez « Ajouter à la file d’attente hors ligne » : appliqué directement, le fichier s’arrête à la première ligne que Koha ne connaît pas.',
  retype: 'Saisir dans le SIGB',
  retypeNamed: (batch: string) => `Saisir dans le SIGB (${batch})`,
  /** Of a batch that a person types into an ILS that loads nothing. */
  movements: { loan: 'Prêt', return: 'Rendu' },
  retyping: {
    title: (batch: string) => `${batch}, à saisir dans le SIGB`,
    say: 'Imprimez la feuille, puis saisissez dans le SIGB une visite après l’autre\u00a0: ses codes-barres s’y scannent.',
    print: 'Imprimer la feuille',
    scan: 'Document saisi',
    scanHint: 'Son code-barres, scanné sur la feuille ou sur le document, coche sa ligne.',
    left: (left: number, all: number) =>
      left <= 0
        ? all === 1
          ? 'La ligne est cochée.'
          : `Les ${all} lignes sont cochées.`
        : `Reste ${left} ligne${left > 1 ? 's' : ''} sur ${all}.`,
    notThere: (number: string) => `«\u00a0${number}\u00a0» n’est pas sur cette feuille, ou sa ligne est déjà cochée.`,
    visit: (number: string) => `Visite ${number}`,
    dueOn: (day: string) => `à rendre le ${day}`,
    refused: 'Si le SIGB refuse une ligne, réglez-la là-bas, puis cochez-la.',
    settle: 'Tout est saisi',
    back: 'Continuer plus tard',
    sheet: (batch: string, day: string) => `${batch} du ${day}, à saisir dans le SIGB`,
    order:
      'Pour chaque visite, dans cet ordre\u00a0: la carte, les retours, les prêts. Scannez dans le SIGB, puis dans Clôture\u00a0: la ligne se coche.',
  },
  settledOn: (when: string) => `Réglé le ${when}`,
  settled: (number: number, refused: number) =>
    refused === 0
      ? `Le lot ${number} est réglé.`
      : `Le lot ${number} est réglé, sauf ${refused === 1 ? 'une ligne refusée' : `${refused} lignes refusées`}\u00a0: à décider dans Anomalies.`,
  settling: {
    title: (batch: string) => `${batch}\u00a0: ce que le SIGB a pris`,
    say: 'Tout est coché\u00a0: le SIGB l’a pris. Décochez ce qu’il a refusé\u00a0: chaque refus devient une anomalie, le reste est réglé.',
    page: 'La page de réponse de Koha',
    pageHint: 'Une fois la file d’attente traitée dans Koha\u00a0: sélectionnez toute la page, copiez-la, collez-la ici.',
    pageRead: (taken: number, refused: number, unnamed: number) =>
      `Prises\u00a0: ${taken}. Refusées\u00a0: ${refused}.${unnamed === 0 ? '' : ` Pas dans cette page\u00a0: ${unnamed}.`}`,
    untick: 'Vérifiez les lignes, puis réglez le lot.',
    waits: (count: number) => `Encore dans la file de Koha\u00a0: ${count}. Traitez-les, puis collez la page de nouveau.`,
    search: 'Chercher un numéro',
    searchHint: 'Tapez ou scannez la carte ou l’exemplaire\u202f; Entrée décoche la ligne, si elle est seule.',
    lines: (count: number) => `Lignes du lot (${count})`,
    answered: (said: string | undefined) => (said === undefined ? 'pas dans la page de Koha' : `Koha\u00a0: «\u00a0${said}\u00a0»`),
    confirm: (taken: number, refused: number) => (refused === 0 ? `Régler tout (${taken})` : `Régler ${taken}, en refuser ${refused}`),
  },
  unsettle: 'Finalement, non',
  unsettleNamed: (batch: string) => `Finalement, non\u00a0: le SIGB ne l’a pas chargé (${batch})`,
  unsettled: (number: number) => `Le lot ${number} attend de nouveau que le SIGB le charge.`,
  problems: {
    'upgrade-required': {
      what: 'Cette tablette est plus ancienne que le serveur.',
      next: 'Rechargez la page pour la mettre à jour, puis recommencez.',
    },
    'not-a-manager': { what: 'Seule la personne responsable peut le faire.', next: 'Qu’elle se connecte sur cette tablette.' },
    'nothing-to-export': {
      what: 'Rien n’attend pour cette journée.',
      next: 'Choisissez une autre journée, ou reprenez un lot déjà fait\u202f; le contenu d’un lot s’efface au bout de quatre mois.',
    },
    'newer-ils-list': {
      what: 'Le SIGB a envoyé depuis une liste d’usagers\u00a0: ce lot y est compté.',
      next: 'Vérifiez dans le SIGB. Si le lot y manque, chargez-le maintenant\u00a0: la prochaine liste rétablira les comptes.',
    },
    'too-many-attempts': { what: 'Trop d’essais de suite.', next: 'Attendez une minute.' },
    unreachable: { what: 'Le serveur ne répond pas.', next: 'Réessayez au retour du réseau ; rien n’est perdu.' },
    'credential-unknown': { what: 'Cette tablette n’est plus reconnue.', next: 'Associez-la de nouveau avec un code fait ailleurs.' },
    other: {
      what: 'Le serveur n’a pas accepté la demande.',
      next: 'Réessayez ; si cela continue, prévenez la personne qui s’occupe du serveur.',
    },
  },
}

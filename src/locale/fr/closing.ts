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
  title: 'Clôture de la journée',
  /** The ILS has it all, too. */
  allSettled: 'Tout est réglé',
  allDecided: 'Tout est décidé et transmis',
  notYet: 'Journée pas encore close',
  allSettledSay: 'Aucune anomalie ouverte, rien à transmettre, aucune tablette muette.',
  remains: (parts: readonly string[]) =>
    `Il reste ${parts.length > 1 ? `${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}` : (parts[0] ?? '')}.`,
  absent: (count: number) =>
    count === 1 ? 'une commande que personne n’est venu chercher' : `${count} commandes que personne n’est venu chercher`,
  absentTitle: 'Personne n’est venu les chercher',
  cases: (count: number) => (count === 1 ? 'une anomalie à décider' : `${count} anomalies à décider`),
  pending: (count: number) => (count === 1 ? 'une opération à transmettre' : `${count} opérations à transmettre`),
  offline: 'un échange à faire avec le serveur',
  toReshelve: (count: number) => (count === 1 ? 'un document à ranger' : `${count} documents à ranger`),
  silentTablet: (letter: string, since: string) => `la tablette ${letter} (muette depuis ${since})`,
  sinceDay: (date: string) => `le ${date}`,
  wake: (letters: string, count: number) =>
    count === 1
      ? `Réveillez la tablette ${letters}\u202f; si elle est perdue, la personne responsable la retire du service.`
      : `Réveillez les tablettes ${letters}\u202f; si l’une est perdue, la personne responsable la retire du service.`,
  holdingTablet: (letter: string) => `la tablette ${letter} (elle garde encore des opérations)`,
  seeCases: 'Voir les anomalies',
  seeOperations: 'Voir les opérations',
  manager: 'Pour la personne responsable',
  managerSay: 'Ces gestes se font en ligne, avec votre code.',
  managerOnly:
    'Le fichier pour le SIGB et l’association d’une tablette reviennent à la personne responsable. Qu’elle se connecte sur cette tablette.',
  awaitingIls: (loans: number, returns: number) =>
    `${movements(loans, returns)} ${loans + returns === 1 ? 'n’est pas encore dans le SIGB' : 'ne sont pas encore dans le SIGB'}.`,
  awaitingDays: 'Pas encore dans le SIGB, jour par jour',
  awaitingOn: (day: string, loans: number, returns: number) => `Pas encore dans le SIGB, ${day}\u00a0: ${movements(loans, returns)}.`,
  choose: 'Choisir ce jour',
  chooseDay: (day: string) => `Choisir ce jour\u00a0: ${day}`,
  offlineSay: 'Hors connexion : ces gestes attendront le retour du réseau.',
  pin: 'Votre code de responsable',
  pinHint: 'Il est vérifié par le serveur à chaque geste et n’est pas gardé.',
  exportTitle: 'Le fichier pour le SIGB',
  day: 'Journée',
  dayMissing: 'Écrivez d’abord le jour.',
  list: 'Voir les lots',
  working: 'En attente du serveur…',
  waiting: (loans: number, returns: number) =>
    loans + returns === 0 ? 'Rien n’attend un nouveau lot.' : `Le prochain lot contient ${movements(loans, returns)}.`,
  toConfirm: (loans: number, returns: number, batches: number) =>
    `${movements(loans, returns)}, dans ${batches === 1 ? 'un lot déjà fait' : `${batches} lots déjà faits`}, ${loans + returns === 1 ? 'attend' : 'attendent'} que le SIGB ${batches === 1 ? 'le' : 'les'} charge.`,
  inCase: (count: number) =>
    count === 1 ? '1 fait est à part : le CSV dit pourquoi.' : `${count} faits sont à part : le CSV dit pourquoi.`,
  erased: (count: number) =>
    count === 1
      ? '1 fait, de plus de quatre mois, a été effacé sans être parti au SIGB.'
      : `${count} faits, de plus de quatre mois, ont été effacés sans être partis au SIGB.`,
  makeKoc: 'Faire le lot .koc',
  makeCsv: 'Faire un CSV à lire',
  batches: 'Lots déjà faits',
  noBatch: 'Aucun lot pour cette journée.',
  batch: (number: number) => `Lot ${number}`,
  batchSay: (loans: number, returns: number, made: string) =>
    `${loans === 1 ? '1 prêt' : `${loans} prêts`}, ${returns === 1 ? '1 retour' : `${returns} retours`} · fait le ${made}`,
  download: 'Télécharger',
  downloaded: (file: string) => `${file} est dans les téléchargements.`,
  made: (number: number) => `Le lot ${number} est fait, et téléchargé.`,
  loadOnce: 'Dans Koha, chargez-le une seule fois, par « Ajouter à la file d’attente hors ligne » : chaque ligne y reçoit sa réponse.',
  perhapsLoaded: 'S’il est déjà dans le SIGB, ne le chargez pas de nouveau : ses prêts seraient renouvelés.',
  confirm: 'Le SIGB l’a chargé',
  confirmNamed: (batch: string) => `Le SIGB l’a chargé (${batch})`,
  confirmSay:
    'Ne chargez jamais deux fois le même lot : les prêts seraient renouvelés. Dans Koha, choisissez « Ajouter à la file d’attente hors ligne » : appliqué directement, le fichier s’arrête à la première ligne que Koha ne connaît pas.',
  settledOn: (when: string) => `Réglé le ${when}`,
  settled: (number: number) => `Le lot ${number} est réglé.`,
  enrolTitle: 'Associer une tablette de plus',
  enrolSay: 'Le code sert une fois et vit dix minutes. Scannez le carré avec la nouvelle tablette, ou tapez le code.',
  makeCode: 'Faire un code',
  codeLabel: 'Code',
  linkLabel: 'Adresse',
  qr: 'Carré à scanner avec la nouvelle tablette',
  expires: (time: string) => `Valable jusqu’à ${time}.`,
  tabletsTitle: 'Les tablettes',
  heardOn: (date: string) => `Entendue le ${date}`,
  silent: (since: string) => `Muette depuis ${since}`,
  isSetAside: 'Retirée du service',
  setAsideBy: (name: string, date: string, reason: string) => `Par ${name}, le ${date}\u00a0: ${reason}`,
  setAside: 'Retirer du service',
  setAsideTitle: (letter: string) => `Retirer du service la tablette ${letter}`,
  setAsideSay:
    'Pour une tablette perdue ou volée. Elle s’efface à son prochain contact, une fois reçu ce qu’elle garde\u202f; ce qu’elle n’a pas transmis reste sur elle jusque-là.',
  setAsideReason: 'Pourquoi',
  setAsideReasonMissing: 'Dites d’abord pourquoi.',
  setAsideSaid: (letter: string) => `La tablette ${letter} est retirée du service.`,
  heldBack: (count: number) =>
    count === 1 ? 'Une opération transmise depuis, gardée à part' : `${count} opérations transmises depuis, gardées à part`,
  accept: 'Accepter',
  acceptNamed: (letter: string) => `Accepter ce que la tablette ${letter} a transmis`,
  accepted: (accepted: number, left: number) =>
    `${accepted === 0 ? 'Aucune opération n’a été acceptée' : accepted === 1 ? 'Une opération est acceptée' : `${accepted} opérations sont acceptées`}${
      left === 0
        ? '.'
        : left === 1
          ? '\u202f; une reste gardée à part, que le serveur ne peut pas appliquer.'
          : `\u202f; ${left} restent gardées à part, que le serveur ne peut pas appliquer.`
    } Décidez maintenant dans Anomalies.`,
  problems: {
    'pin-missing': { what: 'Il manque votre code.', next: 'Tapez-le dans le champ au-dessus.' },
    'pin-wrong': { what: 'Ce n’est pas le bon code.', next: 'Retapez-le ; c’est celui qui vous connecte sur la tablette.' },
    'not-a-manager': { what: 'Ce geste revient à la personne responsable.', next: 'Qu’elle se connecte sur cette tablette.' },
    'nothing-to-export': {
      what: 'Rien n’attend pour cette journée.',
      next: 'Choisissez une autre journée, ou reprenez un lot déjà fait\u202f; le contenu d’un lot s’efface au bout de quatre mois.',
    },
    'too-many-attempts': { what: 'Trop d’essais de suite.', next: 'Attendez une minute.' },
    unreachable: { what: 'Le serveur ne répond pas.', next: 'Réessayez au retour du réseau ; rien n’est perdu.' },
    'credential-unknown': { what: 'Cette tablette n’est plus reconnue.', next: 'Associez-la de nouveau avec un code fait ailleurs.' },
    other: { what: 'Le serveur n’a pas accepté la demande.', next: 'Réessayez ; si cela continue, regardez le journal du serveur.' },
  },
}
export type ClosingWords = typeof closing

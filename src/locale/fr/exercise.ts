/**
 * Words of the rehearsal of a cut and of the check of the tablet: what is wrong, and what to do about it. French is the source; en is
 * typed by it. Each state of each check has a sentence, and a next step where something can be done.
 */
import { withDe } from './elision.ts'

const s = (n: number): string => (n > 1 ? 's' : '')

export const exercise = {
  verdict: {
    wrong: (n: number) => `${n} point${s(n)} à corriger`,
    untried: (n: number) => `${n} chose${s(n)} à essayer`,
    ready: 'Prête pour une coupure',
  },
  say: 'Vérifiez la tablette, puis entraînez-vous à une coupure, avec des données inventées.',
  states: { ok: 'En ordre', warn: 'À corriger', untried: 'À essayer', unknown: 'Inconnu' },
  checkTitle: 'Vérifier la tablette',
  camera: {
    name: 'Caméra',
    untried: 'Ouvrez-la et visez n’importe quel code-barres.',
    ok: 'Elle s’est ouverte ici. Si l’image est nette, elle lira.',
    read: (code: string) => `Elle a lu ${code}.`,
    try: 'Essayer la caméra',
    stop: 'Fermer la caméra',
  },
  storage: {
    name: 'Stockage',
    ok: 'Stockage protégé\u00a0: le navigateur n’effacera rien de lui-même.',
    refused:
      'Stockage non protégé\u00a0: le navigateur peut effacer s’il manque de place. Installez l’application sur l’écran d’accueil, et ouvrez-la par là.',
    unknown: 'Ce navigateur ne dit pas s’il protège les données. Installez l’application sur l’écran d’accueil.',
  },
  printer: {
    name: 'Imprimante',
    untried: 'Imprimez une étiquette d’essai.',
    try: 'Imprimer une étiquette d’essai',
    asked: 'L’étiquette est-elle sortie\u202f?',
    yes: 'Oui, elle est sortie',
    no: 'Non, rien n’est sorti',
    ok: 'L’étiquette d’essai est sortie.',
    failed:
      'Allumez l’imprimante, vérifiez le papier et qu’elle est choisie dans la fenêtre d’impression, puis réessayez. Sans imprimante, écrivez le numéro de commande et le créneau à la main.',
  },
  exchange: {
    name: 'Dernier échange',
    ok: (time: string) => `Le serveur a répondu à ${time}.`,
    offline: (time: string | undefined) =>
      `${time === undefined ? 'Pas encore d’échange.' : `Pas d’échange depuis ${time}.`} Vous pouvez travailler\u202f; rapprochez-vous du Wi-Fi et vérifiez qu’il est allumé.`,
    problem: (code: string) => `Le serveur répond mais refuse (code «\u00a0${code}\u00a0»). Prévenez la personne responsable.`,
    retry: 'Réessayer',
  },
  clock: {
    name: 'Horloge',
    ok: 'À l’heure du serveur, à moins d’une minute.',
    ahead: (by: string) =>
      `L’horloge de la tablette avance de ${by}. L’application corrige\u202f; remettez l’heure automatique dans les réglages.`,
    behind: (by: string) =>
      `L’horloge de la tablette retarde de ${by}. L’application corrige\u202f; remettez l’heure automatique dans les réglages.`,
  },
  battery: {
    name: 'Batterie',
    ok: (percent: number) => `${percent}\u00a0%. Elle tiendra la demi-journée.`,
    charging: (percent: number) => `${percent}\u00a0%, en charge.`,
    low: (percent: number) => `${percent}\u00a0%, et elle n’est pas en charge. Branchez-la avant l’ouverture.`,
    unknown: 'Ce navigateur ne dit rien de la batterie\u00a0: regardez en haut de l’écran, et branchez-la sous 40\u00a0%.',
  },
  rehearse: {
    title: 'S’entraîner à une coupure',
    say: 'Dix minutes sans réseau, avec des usagers et des commandes inventés. Rien de ce que vous ferez n’entre dans les vraies données, et les vraies opérations continuent de partir.',
    start: 'Commencer l’exercice',
    reload: 'Recharger la page met fin à l’exercice.',
  },
  banner: {
    label: 'Exercice en cours',
    title: 'Exercice\u00a0: données inventées.',
    cut: (left: string) => `Le réseau revient dans ${left}.`,
    back: 'Le réseau est revenu.',
    guide: 'Consigne',
    leave: 'Quitter l’exercice',
  },
  guide: {
    head: (done: number, of: number) => `${done} sur ${of}`,
    finished: 'Exercice réussi',
    say: 'Le réseau est coupé. Faites comme un jour de coupure\u00a0: tout marche, sauf l’échange.',
    sayBack: 'Le réseau est revenu\u00a0: ce que vous avez fait est parti, et l’autre tablette a dit ce qu’elle avait fait.',
    steps: 'Les six étapes',
    done: 'Fait',
    todo: 'À faire',
    go: 'Y aller',
    pick: 'Prenez les documents de EX-005',
    pickSay: 'Dans Préparation\u00a0: touchez le rond de chaque document.',
    bag: 'Mettez en casier une commande complète',
    bagSay: 'Dans Préparation, quand tous ses documents sont pris.',
    handOver: 'Remettez la commande de quelqu’un qui attend',
    handOverSay: 'Dans Retrait, avec les numéros ci-dessous, tapés ou scannés.',
    takeBack: 'Enregistrez un retour',
    takeBackSay: (barcode: string) => `Dans Retours\u00a0: tapez ${barcode}.`,
    network: 'Attendez le réseau, ou rétablissez-le',
    networkSay: 'Opérations montre ce qui attend, puis ce qui est parti.',
    restore: 'Rétablir le réseau',
    decide: 'Décidez l’anomalie, s’il y en a une',
    decideSay:
      'Pendant ce temps, Camille a pris les documents de EX-005 sur l’autre tablette. Si vous les avez pris aussi, une anomalie vous attend.',
    numbers: 'Numéros de l’exercice',
    numbersSay: 'À taper, ou à imprimer pour la caméra et la douchette.',
    print: 'Imprimer les codes',
    columns: { what: 'Quoi', number: 'Numéro' },
    card: (name: string) => `Carte ${withDe(name)}`,
    order: (name: string) => `Commande ${withDe(name)}`,
  },
}
export type ExerciseWords = typeof exercise

/**
 * The words of Chiffres: the questions, the sentences that answer them, the tables and their columns, the same on the screen, in a file and
 * on the printed report. French is the source. Runs everywhere.
 */
import type { FigureWords } from '../../domain/figures/write-csv.ts'

const s = (n: number): string => (n > 1 ? 's' : '')
const monthNames = 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' ')
const shortMonths = 'janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.'.split(' ')
const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']
const numbers = ['zéro', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix']

const monthAt = (names: readonly string[], period: string): string => names[Number(period.slice(5, 7)) - 1] ?? period
/** « octobre 2026 », « 2026 ». */
const period = (text: string): string => (text.length === 4 ? text : `${monthAt(monthNames, text)}\u00a0${text.slice(0, 4)}`)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const sources: Readonly<Record<string, string>> = { ils: 'SIGB', phone: 'Téléphone', desk: 'Comptoir', portal: 'Page des usagers' }
const readyClasses: Readonly<Record<string, string>> = {
  60: 'moins d’1\u00a0h',
  120: '1 à 2\u00a0h',
  240: '2 à 4\u00a0h',
  480: '4 à 8\u00a0h',
  2400: 'plus',
}
const rest: Readonly<Record<string, string>> = {
  'not-found': 'Introuvables',
  substituted: 'Remplacés par un équivalent',
  'left-behind': 'Laissés au comptoir',
  'no-show': 'Commandes non retirées',
  cancelled: 'Commandes annulées',
  returned: 'Documents rendus',
}

const csv: FigureWords = {
  tables: {
    months: { title: 'Par mois', key: 'Mois', definition: 'Une commande compte au jour de son créneau, un document au jour de sa remise.' },
    weeks: { title: 'Par semaine', key: 'Semaine du', definition: 'Du lundi au dimanche, dans les jours demandés.' },
    days: { title: 'Par jour', key: 'Jour', definition: 'Une commande compte au jour de son créneau, un document au jour de sa remise.' },
    audiences: {
      title: 'Commandes par catégorie',
      key: 'Catégorie',
      definition: 'La catégorie de l’usager dans le SIGB, le jour où sa commande a été comptée. Par mois ou par an, jamais plus fin.',
    },
    sources: { title: 'Commandes par origine', key: 'Origine', definition: 'Par où la commande est arrivée.' },
    crossing: {
      title: 'Documents remis, par catégorie et par type',
      key: 'Catégorie',
      definition: 'Une colonne par type de document du SIGB. Par mois ou par an, jamais plus fin.',
    },
    filling: {
      title: 'Remplissage des créneaux',
      key: 'Jour',
      definition: 'Places prises sur 100, par jour de la semaine et par heure. Commandes annulées et non retirées exceptées.',
    },
    delays: {
      title: 'De la commande à «\u00a0prête\u00a0»',
      key: 'Durée',
      definition: 'Commandes, par heures d’ouverture passées entre la commande et sa mise en casier, à 5\u00a0minutes près.',
    },
    rest: {
      title: 'Et le reste',
      key: 'Quoi',
      definition: 'Introuvables, remplacés et laissés comptent au jour du créneau de leur commande, rendus au jour de leur retour.',
    },
    patrons: {
      title: 'Usagers différents',
      key: 'Mois',
      definition: 'Personnes à qui quelque chose a été remis. Les mois ne s’additionnent pas en une année\u00a0: une personne revient.',
    },
  },
  columns: {
    orders: { head: 'Commandes', definition: 'Toutes, annulées et non retirées comprises.' },
    'orders-before': { head: 'Commandes un an plus tôt', definition: 'Mêmes jours de l’année d’avant.' },
    documents: { head: 'Documents', definition: 'Documents remis, moins les remises annulées.' },
    'documents-before': { head: 'Documents un an plus tôt', definition: 'Mêmes jours de l’année d’avant.' },
    now: { head: 'Nombre', definition: 'Sur les jours demandés.' },
    before: { head: 'Un an plus tôt', definition: 'Mêmes jours de l’année d’avant.' },
  },
  key: (table, key) => {
    if (table === 'sources') return sources[key] ?? key
    if (table === 'delays') return readyClasses[key] ?? key
    if (table === 'rest') return rest[key] ?? key
    if (table === 'filling') return weekdays[Number(key) - 1] ?? key
    if (key === '*') return 'Ensemble'
    return key === '' ? 'sans catégorie' : key
  },
  column: (table, code) => (table === 'filling' ? `${Number(code)}\u00a0h` : code === '' ? 'sans type' : code),
  cells: { nd: 'n.\u00a0d.', nc: 'n.\u00a0c.', closed: 'fermé' },
  notes: {
    nd: 'Non diffusé\u00a0: moins de personnes que le seuil (Réglages), ou une case qui les ferait deviner.',
    nc: 'Non compté. Ce n’est pas zéro.',
  },
}

/** « Huit commandes sur dix ». */
const tenths = (percent: number): string => capital(numbers[Math.round(percent / 10)] ?? '')

export const figures = {
  csv,
  period,
  periodTitle: (text: string) => capital(period(text)),
  shortMonth: (month: string) => monthAt(shortMonths, month),
  shortWeekday: (weekday: string) => `${(weekdays[Number(weekday) - 1] ?? '').slice(0, 3)}.`,
  head: (orders: string, n: number) => `${orders} commande${s(n)}`,
  headUncounted: 'Pas encore compté',
  when: (text: string) => `en ${period(text)}`,
  whenUntil: (text: string, day: string) => `en ${period(text)}, jusqu’au ${day}`,
  uncounted: (text: string) => `${capital(period(text))} n’a pas été compté.`,
  moreThan: (by: string, text: string) => `${by} de plus qu’en ${period(text)}`,
  fewerThan: (by: string, text: string) => `${by} de moins qu’en ${period(text)}`,
  mostly: (percent: number, audience: string) => `${tenths(percent)} sur dix sont pour «\u00a0${audience}\u00a0».`,
  countedSince: (day: string) => `Compté depuis le ${day}.`,
  before: 'Période d’avant',
  after: 'Période d’après',
  choose: 'Période',
  year: (text: string) => `Année ${text}`,
  compared: (text: string) => `comparé à ${period(text)}`,
  report: 'Préparer le rapport annuel',
  questions: {
    howMany: 'Combien\u202f?',
    forWhom: 'Pour qui\u202f?',
    when: 'Quand\u202f?',
    howLong: 'En combien de temps\u202f?',
    rest: 'Et le reste\u202f?',
    patrons: 'Combien d’usagers\u202f?',
  },
  howMany: {
    more: (percent: string) => `${percent}\u00a0% de plus qu’un an plus tôt`,
    fewer: (percent: string) => `${percent}\u00a0% de moins qu’un an plus tôt`,
    moreBy: (by: string) => `${by} de plus qu’un an plus tôt`,
    fewerBy: (by: string) => `${by} de moins qu’un an plus tôt`,
    same: 'Comme un an plus tôt',
    alone: (documents: string, n: number) => `${documents} document${s(n)} remis`,
    since: (orders: string, documents: string) =>
      `Les commandes sont comptées depuis le ${orders}, les documents depuis le ${documents}\u00a0: la ligne où le compte commence n’est pas entière.`,
    openDays: (now: string, n: number) => `${now}\u00a0jour${s(n)} d’ouverture`,
    openDaysBefore: (before: string) => `, ${before} un an plus tôt`,
    grains: { months: 'Par mois', weeks: 'Par semaine', days: 'Par jour' },
    grain: 'Compter',
    picture: (grain: string) => `Commandes ${grain}, et un an plus tôt\u202f; le tableau dit la même chose`,
    axis: 'Commandes.',
    mark: 'un an plus tôt',
  },
  forWhom: {
    head: (percent: number, audience: string) => `${tenths(percent)} commandes sur dix pour «\u00a0${audience}\u00a0»`,
    plain: 'Commandes par catégorie',
    later: 'Les catégories se lisent quand le mois ou l’année est fini\u00a0: jamais plus fin, pour que personne n’y soit reconnu.',
    from: 'D’où elles viennent',
    picture: 'Commandes par catégorie',
    pictureFrom: 'Commandes par origine',
  },
  filling: {
    full: (hours: readonly string[], n: number) =>
      `${capital(hours.length > 1 ? `${hours.slice(0, -1).join(', ')} et ${hours.at(-1)}` : (hours[0] ?? ''))} ${n > 1 ? 'sont pleins' : 'est plein'}`,
    hour: (weekday: string, hour: string) => `le ${weekdays[Number(weekday) - 1] ?? ''} à ${Number(hour)}\u00a0h`,
    more: (n: number) => (n === 1 ? 'une autre heure' : `${n} autres heures`),
    none: 'Aucune heure n’est pleine',
    empty: 'Aucune place sur ces jours',
    note: 'Places prises sur 100. Encadré\u00a0: plein, ou presque.',
    say: (orders: string, places: string) => `${orders} commandes par semaine pour ${places} places.`,
    sayFew: (orders: string, places: string, days: number) =>
      `${orders} commandes pour ${places} places, en ${days}\u00a0jour${s(days)} compté${s(days)}.`,
    settings: 'Voir dans les réglages',
  },
  ready: {
    head: (half: string, nine: string) => `Prête en ${half}, une fois sur deux\u202f; en moins de ${nine}, neuf fois sur dix`,
    none: 'Aucune commande prête sur ces jours',
    note: 'De la commande à «\u00a0prête\u00a0», heures d’ouverture seulement.',
    before: (half: string) => `Un an plus tôt\u00a0: ${half}.`,
    preparing: (seconds: number, documents: string) =>
      `Un document se prépare en ${seconds}\u00a0s\u00a0: ${documents} mesurés en quatre semaines, toute l’équipe ensemble.`,
    picture: 'Commandes par durée',
  },
  rest: {
    head: (percent: number) =>
      percent < 1
        ? 'Presque tout a été trouvé'
        : percent === 1
          ? 'Un document sur cent n’a pas été trouvé'
          : `${capital(numbers[percent] ?? String(percent))} documents sur cent n’ont pas été trouvés`,
    plain: 'Documents et commandes qui ont fini autrement',
    percent: 'Pour cent',
    ofDocuments: 'des documents',
    ofOrders: 'des commandes',
  },
  patrons: {
    head: (size: string, n: number) => `${size} personne${s(n)} différente${s(n)}`,
    more: (by: string) => `, ${by} de plus`,
    fewer: (by: string) => `, ${by} de moins`,
    uncounted: 'Usagers différents\u00a0: non comptés sur ces jours',
    destroyed: (day: string) =>
      `Comptées sans être gardées\u00a0: la clé qui les distinguait a été détruite le ${day}. Plus personne ne peut retrouver lesquelles.`,
    running: 'Comptées sans être gardées\u00a0: la clé qui les distingue sera détruite huit jours après la fin.',
    sum: 'Les mois ne s’additionnent pas en une année\u00a0: une personne qui revient ne compte qu’une fois.',
  },
  file: 'Fichier pour tableur',
  fileOf: (table: string) => `Fichier pour tableur\u00a0: ${table}`,
  fileName: (table: string, text: string) => `chiffres-${text}-${table}.csv`,
  percentSign: (percent: string) => `${percent}\u00a0%`,
  difference: 'Écart',
  /** Where they may have to break. */
  narrowHeads: { orders: 'Com\u00admandes', documents: 'Docu\u00adments' },
  offline: {
    head: 'Les chiffres demandent le réseau',
    say: 'Ils sont comptés sur le serveur, pas sur cette tablette. Le comptoir continue sans eux.',
    last: (time: string) => `Hors connexion\u00a0: chiffres lus à ${time}.`,
    again: 'Réessayer',
    reading: 'Lecture…',
    refused:
      'Le serveur n’a pas donné les chiffres. Réessayez dans un moment\u202f; si cela dure, montrez cette phrase à la personne responsable.',
  },
  annual: {
    title: (year: string) => `Rapport annuel ${year}`,
    intro: 'Pour le formulaire du ministère (SLL, Scrib), section E. Rien n’est envoyé.',
    borrowers: 'Emprunteurs actifs, d’après le SIGB',
    borrowersHint: 'Un nombre, pour la part du service\u202f; vide, elle n’est pas dite.',
    changed: 'Ce qui a changé cette année',
    print: 'Imprimer la page',
    close: 'Fermer',
    e1: 'E1 Usagers',
    e2: 'E2 Prêts',
    e3: 'E3 Autres usages',
    e5: 'E5 Services',
    persons: 'Usagers différents du service',
    share: 'Leur part des emprunteurs actifs',
    included: 'Emprunteurs actifs et prêts du formulaire viennent du SIGB, et comprennent déjà ceux-ci\u00a0: ne les ajoutez pas.',
    documents: 'Documents remis par le service',
    byType: 'Documents remis, par type et catégorie',
    orders: 'Commandes',
    telephone: 'dont prises au téléphone',
    notFound: 'Documents non trouvés',
    returned: 'Documents rendus au service',
    openDays: 'Jours d’ouverture',
    openHours: 'Heures d’ouverture',
    ages: 'Tranches d’âge\u00a0: le service ne connaît aucune date de naissance.',
    unfinished: (day: string) => `Année en cours, comptée jusqu’au ${day}.`,
  },
}

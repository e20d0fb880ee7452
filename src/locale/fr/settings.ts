/**
 * The words of Réglages: each setting is a sentence with its figure inside. `{lead}` stands where the figure is read, and in `edit`, which
 * says its unit, where it is typed. French is the source. Runs everywhere.
 */
import { withDe } from './elision.ts'

const s = (n: number): string => (n > 1 ? 's' : '')
const plain = (n: number): string => `${n}`
const dayCount = (n: number): string => `${n}\u00a0jour${s(n)}`
const minutes = (n: number): string => `${n}\u00a0min`

/** « 6 mois », « 10 jours » : as people count them. */
const days = (n: number): string => {
  if (n > 0 && n % 365 === 0) return `${n / 365}\u00a0an${s(n / 365)}`
  const months = Math.round(n / 30.5)
  return n >= 60 && Math.abs(months * 30.5 - n) <= 1 ? `${months}\u00a0mois` : dayCount(n)
}

const weekdays = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche']
const orders = (n: number): string => `${n}\u00a0commande${s(n)}`

export const settings = {
  open: 'Ouvert aux commandes',
  closed: 'Aucune heure de retrait',
  openSay: (hours: string, places: string) => `${hours} de retrait par semaine, ${places}\u00a0places.`,
  closedSay: 'Personne ne peut commander avant que des plages soient dites.',
  readSay: 'Tout le monde lit ces phrases\u202f; les responsables les changent.',
  service: 'Le service',
  place: 'Le lieu et l’équipe',
  change: (title: string) => `Changer\u00a0: ${title}`,
  see: (title: string) => `Voir\u00a0: ${title}`,
  sections: {
    library: { title: 'Bibliothèque', sentence: '', edit: '' },
    name: {
      title: 'Nom',
      sentence: 'Le service s’appelle {serviceName}.',
      edit: 'Le service s’appelle {serviceName}, dans cette couleur\u00a0: {accentColour}.',
    },
    ranges: {
      title: 'Plages',
      sentence: 'On retire {weekdays}\u00a0: un créneau toutes les {intervals}, pour {capacities}.',
      edit: '',
    },
    days: { title: 'Jours', sentence: '', edit: '' },
    lead: {
      title: 'Délais',
      sentence: 'On commande jusqu’à {leadTimeHours} avant, et pour les {horizonDays} qui viennent.',
      edit: 'On commande jusqu’à {leadTimeHours} h avant, et pour les {horizonDays} jours qui viennent.',
    },
    limits: {
      title: 'Limites',
      sentence: 'Une personne a {openOrdersPerSlot} par créneau, {openOrders} en tout.',
      edit: 'Une personne a {openOrdersPerSlot} commandes par créneau, {openOrders} en tout.',
    },
    rights: { title: 'Droits', sentence: '{rights} de prêt, pour {categories} d’usagers.', edit: '' },
    newness: {
      title: 'Nouveauté',
      sentence: 'Un document est nouveau {newReleaseDays}.',
      edit: 'Un document est nouveau pendant {newReleaseDays} jours après son arrivée.',
    },
    absences: {
      title: 'Absences',
      sentence: 'En retard {graceMinutes} après son créneau\u202f; non venue, sa pile attend {keepDays}.',
      edit: 'En retard {graceMinutes} min après son créneau\u202f; non venue, sa pile attend {keepDays} jours.',
    },
    returns: {
      title: 'Retours',
      sentence: 'Un document rendu repart {quarantineDays}.',
      edit: 'Un document rendu repart après {quarantineDays} jours de quarantaine.',
    },
    bays: {
      title: 'Casiers',
      sentence: 'Les commandes attendent dans {bays}.',
      edit: 'Les commandes attendent dans {bays} casiers.',
    },
    walk: { title: 'Parcours', sentence: 'La marche va {first} à {last}, en {stations}.', edit: '' },
    rota: { title: 'Planning', sentence: '', edit: '' },
    codes: { title: 'Codes', sentence: '', edit: '' },
    retention: {
      title: 'Oubli',
      sentence:
        '{keepLoanDays} après un retour, plus personne ne sait qui l’avait lu\u202f; sans prêt depuis {keepNameDays}, un nom s’efface.',
      edit: '{keepLoanDays} jours après un retour, plus personne ne sait qui l’avait lu\u202f; sans prêt depuis {keepNameDays} jours, un nom s’efface.',
    },
    lock: {
      title: 'Verrou',
      sentence: 'Le code est redemandé après {idleLockMinutes} sans toucher l’écran.',
      edit: 'Le code est redemandé après {idleLockMinutes} min sans toucher l’écran.',
    },
  },
  walkByIls: 'La marche suit les localisations du SIGB, faute d’étapes.',
  team: 'Équipe',
  teamSay: '{people}, dont {managers}.',
  tablets: 'Tablettes',
  tabletsSay: '{tablets} en service.',
  /** A figure as the sentence says it. */
  figures: {
    leadTimeHours: (n: number) => (n === 0 ? 'la dernière minute' : `${n}\u00a0h`),
    horizonDays: dayCount,
    openOrdersPerSlot: orders,
    openOrders: plain,
    newReleaseDays: (n: number) => (n === 0 ? 'jamais' : days(n)),
    graceMinutes: minutes,
    keepDays: dayCount,
    quarantineDays: (n: number) => (n === 0 ? 'tout de suite' : `après ${dayCount(n)} de quarantaine`),
    bays: (n: number) => `${n}\u00a0casier${s(n)}`,
    keepLoanDays: days,
    keepNameDays: days,
    idleLockMinutes: minutes,
    stations: (n: number) => `${n}\u00a0étape${s(n)}`,
    people: (n: number) => `${n}\u00a0personne${s(n)}`,
    managers: (n: number) => `${n}\u00a0responsable${s(n)}`,
    tablets: (n: number) => `${n}\u00a0tablette${s(n)}`,
    rights: (n: number) => `${n}\u00a0règle${s(n)}`,
    categories: (n: number) => `${n}\u00a0catégorie${s(n)}`,
  },
  first: (name: string) => withDe(name),
  /** 1: Monday. */
  weekdays: (from: number, to: number) => (from === to ? `le ${weekdays[from - 1]}` : `du ${weekdays[from - 1]} au ${weekdays[to - 1]}`),
  weekdayList: (numbers: readonly number[]) => numbers.map((n) => `le ${weekdays[n - 1]}`),
  intervals: (list: readonly number[]) => `${list.join(' ou ')}\u00a0min`,
  capacities: (list: readonly number[]) => `${list.join(' ou ')}\u00a0commande${s(Math.max(...list))}`,
  /** What a field is called aloud, and beside its fault. */
  labels: {
    serviceName: 'Le nom du service',
    accentColour: 'La couleur',
    leadTimeHours: 'Le délai avant le créneau, en heures',
    horizonDays: 'Les jours à l’avance',
    openOrdersPerSlot: 'Les commandes par créneau',
    openOrders: 'Les commandes en tout',
    newReleaseDays: 'La durée d’une nouveauté, en jours',
    graceMinutes: 'Le retard, en minutes',
    keepDays: 'L’attente de la pile, en jours',
    quarantineDays: 'La quarantaine, en jours',
    bays: 'Le nombre de casiers',
    keepLoanDays: 'L’oubli des lectures, en jours',
    keepNameDays: 'L’oubli des noms, en jours',
    idleLockMinutes: 'Le verrou, en minutes',
  },
  less: (label: string) => `${label}\u00a0: un de moins`,
  more: (label: string) => `${label}\u00a0: un de plus`,
  faults: {
    bounds: (label: string, from: number, to: number) => ({
      what: `${label}\u00a0: de ${from} à ${to}.`,
      next: 'Tapez un nombre entre les deux, sans virgule.',
    }),
    signs: (label: string, from: number, to: number) => ({
      what: `${label} tient en ${from} à ${to}\u00a0signes.`,
      next: 'Les étiquettes et les tickets n’ont pas plus de place.',
    }),
    colour: (label: string) => ({ what: `${label} s’écrit avec un dièse et six signes.`, next: 'Par exemple #00573f, un vert.' }),
    other: (label: string) => ({
      what: `${label} ne peut pas être ainsi.`,
      next: 'Reprenez la valeur d’avant, puis changez un chiffre à la fois.',
    }),
  },
  /** Beside the sentence: the figure, what it is, and what it was where it differs. */
  preview: {
    title: 'Ce que cela change',
    was: (figure: string) => `${figure} avec le réglage d’aujourd’hui`,
    same: 'comme aujourd’hui',
    none: 'aucun',
    atOnce: 'tout de suite',
    'next-slot': 'premier créneau proposé au téléphone',
    'came-late': 'commandes en cours seraient venues trop tard',
    'at-limit': 'personnes devraient donner un motif pour une commande de plus',
    late: 'personnes sont en retard en ce moment',
    'piles-over': 'piles de personnes non venues repartent en rayon',
    'new-releases': 'nouveautés parmi les documents des commandes en cours',
    'bays-taken': 'casiers occupés en ce moment',
    'bays-lost': 'casiers occupés n’existeraient plus, une fois vides',
    'rests-until': 'un document rendu maintenant repart',
  },
  existing: {
    name: 'Les étiquettes déjà collées gardent l’ancien nom.',
    lead: 'Les commandes déjà prises restent.',
    limits: 'Les commandes déjà prises restent, même au-delà.',
    newness: 'Les prêts déjà faits gardent leur date.',
    absences: 'Les commandes en cours et les piles en attente suivent dès l’enregistrement.',
    returns: 'Les quarantaines déjà données gardent leur fin.',
    bays: 'Un casier occupé sort quand il est vide.',
    retention: 'Raccourcir efface dès cette nuit, et ne se remet pas.',
    lock: 'Chaque tablette suit à son prochain échange.',
  },
  asked: 'La phrase',
  notYet: 'Rien n’est changé tant que vous n’avez pas enregistré.',
  offline: 'Il faut le réseau pour changer un réglage. Le comptoir continue avec ceux d’aujourd’hui.',
  managerOnly: 'Une personne responsable peut changer cette phrase.',
  save: 'Enregistrer',
  keep: 'Garder le réglage d’aujourd’hui',
  nothingChanged: 'Changez d’abord un chiffre.',
  mendFirst: 'Corrigez d’abord ce qui est signalé.',
  retype: (figure: string) => `Pour effacer plus tôt, retapez ${figure}`,
  retypeFirst: 'Retapez d’abord le nombre de jours.',
  why: (title: string) => `Pour changer le réglage «\u00a0${title}\u00a0».`,
  saved: (title: string) => `Enregistré. Les tablettes reçoivent le réglage «\u00a0${title}\u00a0» à leur prochain échange.`,
  all: 'Tous les réglages',
  colour: {
    none: 'Le violet du module',
    asked: 'Demandée',
    worn: 'Portée',
    wornDark: 'Portée sur fond noir',
    readable: (ratio: string) => `lisible\u00a0: ${ratio}`,
    everywhere: 'se lit partout\u00a0: boutons, titres, bande du haut',
    guessed: 'se devine\u202f; il faut 7 pour lire dehors, à un bras',
    sample: 'Aa',
  },
  hours: (n: number) => `${Math.floor(n / 60)}\u00a0h${n % 60 === 0 ? '' : `\u00a0${String(n % 60).padStart(2, '0')}`}`,
  decimal: (n: number) => String(Math.round(n * 10) / 10).replace('.', ','),
  journal: {
    title: 'Journal',
    end: 'tout se remet comme avant',
    offline: 'Le journal se lit en ligne.',
    empty: 'Aucun réglage n’a encore changé.',
    reading: 'Le journal arrive…',
    older: 'Voir les changements d’avant',
    file: 'Le fichier de réglages',
    gone: 'Une responsable',
    changed: (title: string) => `a changé «\u00a0${title}\u00a0»`,
    at: (time: string) => `à ${time}`,
    figure: (label: string, was: string, became: string) => `${label}\u00a0: ${became} au lieu de ${was}`,
    putBack: 'Remettre',
    putBackNamed: (title: string, when: string) => `Remettre «\u00a0${title}\u00a0» comme avant le ${when}`,
    tablets: (have: number, all: number, missing: string) =>
      `${have} tablette${s(have)} sur ${all} l’${have > 1 ? 'ont' : 'a'}\u202f; ${missing} l’aura à son retour`,
  },
  conflict: {
    head: 'Pas encore enregistré',
    say: (name: string) => `${name} a changé ce réglage pendant que vous y travailliez. Rien n’est perdu\u00a0: voici les deux.`,
    you: 'Vous',
    saved: 'enregistré',
    notSaved: 'pas enregistré',
    both: 'Prendre les deux',
    bothSay: 'Vous relisez avant d’enregistrer.',
    theirs: (name: string) => `Garder celui ${withDe(name)}`,
    theirsSay: 'Le vôtre est oublié.',
    mine: 'Mettre le mien',
    mineSay: (name: string) => `Vous relisez avant d’enregistrer. Celui ${withDe(name)} reste au journal, d’où il peut être remis.`,
  },
}

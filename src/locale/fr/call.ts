/**
 * Words of the order by telephone: who, what, when, and what is read back. French is the source. Runs everywhere.
 * Times, dates and names come in already written.
 */
const s = (n: number): string => (n > 1 ? 's' : '')

/** As it is spelled on the telephone in France. */
const spelling =
  'Anatole Berthe Célestin Désiré Eugène François Gaston Henri Irma Joseph Kléber Louis Marcel Nicolas Oscar Pierre Quintal Raoul Suzanne Thérèse Ursule Victor William Xavier Yvonne Zoé'.split(
    ' ',
  )
const digits = 'zéro un deux trois quatre cinq six sept huit neuf'.split(' ')

export const call = {
  title: 'Commande par téléphone',
  // Qui
  who: 'Qui\u202f?',
  whoField: 'Nom, fin de la carte ou numéro de commande',
  whoHint: 'Quelques lettres du nom et du prénom, les quatre derniers chiffres de la carte, un numéro de commande, ou un scan.',
  clear: 'Effacer',
  enter: 'Entrée',
  choose: 'Choisir',
  chooseNamed: (name: string) => `Choisir ${name}`,
  card: (end: string) => `carte ${end}`,
  people: (n: number) => (n === 0 ? 'Personne de ce nom ici' : `${n}\u00a0personne${s(n)}`),
  morePeople: (n: number) => `et ${n}\u00a0autre${s(n)}\u00a0: une lettre de plus`,
  nobody: 'Personne ici ne répond à cela',
  nobodyNext: 'Demandez le numéro entier de la carte\u00a0: une carte inconnue ici peut commander, et se vérifie au retrait.',
  unknownCard: 'Carte inconnue ici',
  unknownCardSay: 'L’annuaire de cette tablette ne l’a pas. Elle se vérifie au retrait.',
  noCard: 'Sans carte\u00a0: noter pour rappeler',
  noCardTitle: 'Sans carte',
  noCardSay: 'Pas de commande sans carte. Notez un numéro où rappeler, puis mettez l’appel de côté.',
  nameField: 'Le nom, pour le retrait',
  unknownNote: (name: string) => ['Carte inconnue ici, à vérifier au retrait.', name].filter(Boolean).join(' '),
  changePerson: 'Changer de personne',
  keepPerson: 'Garder la même personne',
  blocked: (reason: string) => `Bloqué\u00a0: ${reason}`,
  expired: (day: string) => `Carte expirée le ${day}`,
  rights: {
    left: (n: number, news: readonly string[]) =>
      `Peut encore commander ${n}\u00a0document${s(n)}${news.length === 0 ? '' : `, dont ${news.join(' et ')}`}`,
    news: (n: number, type: string) => `${n}\u00a0nouveauté${s(n)} (${type})`,
    none: 'Ne peut plus rien commander',
    within: 'Dans ses droits',
    seen: (when: string) => `vu ${when}`,
    seenAt: (time: string) => `à ${time}`,
    seenOn: (day: string) => `le ${day}`,
    unseen: 'le SIGB n’en a rien dit',
    lines: {
      'too-many-loans': (counted: number, maximum: number) => `${counted} en prêt ou commandés, ${maximum} permis`,
      'too-many-of-type': (counted: number, maximum: number, type: string) =>
        `${type}\u00a0: ${counted} en prêt ou commandé${s(counted)}, ${maximum} permis`,
      'too-many-new-releases': (counted: number, maximum: number, type: string) =>
        `Nouveautés (${type})\u00a0: ${counted} en prêt ou commandé${counted > 1 ? 'es' : 'e'}, ${maximum} permise${s(maximum)}`,
      'too-many-in-order': (counted: number, maximum: number, type: string) =>
        `${type}\u00a0: ${counted} dans cette commande, ${maximum} permis`,
    },
  },
  hasOrder: (when: string) => `A déjà une commande\u00a0: ${when}`,
  seeOrder: (number: string) => `Ouvrir ${number}`,
  otherCard: 'Un appel est en cours. Mettez-le de côté avant de scanner une autre carte.',
  // De côté
  setAside: 'Mettre de côté',
  asideFull: 'Trois appels attendent déjà',
  aside: 'Appels de côté',
  waiting: (name: string) => `En attente\u00a0: ${name}`,
  titles: (n: number) => (n === 0 ? 'aucun titre' : `${n}\u00a0titre${s(n)}`),
  since: (duration: string) => `depuis ${duration}`,
  toCall: (number: string) => `à rappeler au ${number}`,
  resume: 'Reprendre',
  resumeNamed: (name: string) => `Reprendre ${name}`,
  resumed: (name: string) => `Appel de ${name} repris`,
  slotGone: (when: string) => `L’heure qui était choisie est passée\u00a0: ${when} à la place.`,
  putAside: (name: string) => `Appel de ${name} mis de côté`,
  abandon: 'Abandonner',
  abandonNamed: (name: string) => `Abandonner l’appel de ${name}`,
  abandonSay: (number: string) => `Ce qui était noté est effacé, et ${number} ne servira plus.`,
  abandonConfirm: 'Oui, abandonner',
  abandonKeep: 'Non, le garder',
  // Quoi
  what: 'Titre, auteur, cote ou code-barres',
  results: (n: number) => (n === 0 ? 'Aucun titre' : `${n}\u00a0titre${s(n)}`),
  moreResults: (n: number) => `${n}\u00a0titres en tout\u00a0: un mot de plus en dit moins.`,
  near: 'Rien exactement ainsi. À une lettre près\u00a0:',
  nothing: 'Aucun titre de la bibliothèque ne répond à cela.',
  noCatalogue: 'Le catalogue n’est pas encore sur cette tablette. Notez un vœu, avec les mots de la personne.',
  add: (title: string) => `Ajouter ${title}`,
  remove: (title: string) => `Retirer ${title}`,
  added: (title: string) => `${title}, ajouté`,
  removed: (title: string) => `${title}, retiré`,
  wish: (text: string) => `Noter un vœu\u00a0: «\u00a0${text}\u00a0»`,
  wishHint: 'Rien qui convienne\u202f? Écrivez ce qui ferait plaisir, et notez-le comme un vœu.',
  wishLine: (text: string) => `Vœu\u00a0: ${text}`,
  emptyGoesOn: 'à vide\u00a0: l’heure',
  available: {
    onShelf: (n: number) => `${n} en rayon`,
    returned: (n: number, time: string) => `${n}\u00a0rendu${s(n)} ici à ${time}`,
    awaited: 'déjà demandé par d’autres',
    inQuarantine: (day: string) => `en quarantaine jusqu’au ${day}`,
    setAside: 'mis de côté pour quelqu’un',
    lent: (day: string) => `prêté, retour prévu le ${day}`,
    lentElsewhere: 'prêté',
    unknown: (n: number) => (n === 0 ? 'aucun exemplaire' : `${n}\u00a0exemplaire${s(n)}, présence à vérifier`),
  },
  lentAnyway: (why: string) => `${why}\u00a0: cherché quand même`,
  instead: 'Du même auteur',
  insteadOf: (title: string) => `Du même auteur que ${title}`,
  insteadSay: (author: string, title: string) => `${author}, au même rayon que «\u00a0${title}\u00a0»`,
  noneInstead: 'Rien d’autre de cet auteur à ce rayon.',
  // La commande
  order: 'Sa commande',
  empty: 'Rien encore. Cherchez un titre, ou notez un vœu.',
  callBack: 'Noter un numéro où rappeler',
  callBackField: 'Numéro où rappeler',
  today: (day: string) => `Aujourd’hui, ${day}`,
  tomorrow: (day: string) => `Demain, ${day}`,
  otherDay: 'Un autre jour',
  backToTitles: 'Titres',
  places: (n: number) => (n < 1 ? 'complet' : `${n}\u00a0place${s(n)}`),
  placesSeen: (n: number, time: string) =>
    n < 1 ? `complet, vu à ${time}` : `${n}\u00a0place${s(n)}, ${n > 1 ? 'vues' : 'vue'} à ${time}`,
  at: (day: string, time: string) => `${day} à ${time}`,
  noSlot: 'Aucune heure libre avant l’horizon des réservations. Choisissez un autre jour\u00a0: l’équipe peut ajouter une place.',
  overfull: 'Complet\u00a0: la commande passera quand même, et une anomalie le dira.',
  urgentSay: 'Urgent\u00a0: prévenez l’équipe.',
  // Un autre jour
  whichDay: 'Quel jour l’arrange\u202f?',
  moment: 'Moment de la journée',
  moments: { all: 'Tout', morning: 'Matin', afternoon: 'Après-midi' },
  todayShort: 'Aujourd’hui',
  tomorrowShort: 'Demain',
  closed: 'Fermé',
  noneThen: 'Rien à ce moment-là',
  urgent: 'urgent',
  urgentWithin: (hours: number) => `dans moins de ${hours}\u00a0h\u00a0: prévenez l’équipe`,
  others: (n: number) => `${n}\u00a0autre${s(n)}`,
  othersOn: (n: number, day: string) => `${n}\u00a0autre${s(n)}, ${day}`,
  // La relecture
  aloud: { begins: '«\u00a0Je relis\u00a0: ', and: ' et ', when: ', pour ', number: '. Votre numéro\u00a0: ', ends: '.\u00a0»' },
  spell: (number: string): string => {
    const letters = [...number.replace(/[^A-Z]/g, '')].map((letter) => `${letter} comme ${spelling[letter.charCodeAt(0) - 65]}`)
    return [...letters, ...[...number.replace(/\D/g, '')].map((digit) => digits[Number(digit)])].join(', ')
  },
  save: 'Enregistrer la commande',
  saveSay: 'Enregistrée ici d’abord. Si le créneau se remplit ailleurs entre-temps, une anomalie le dira.',
  unready: { lines: 'Ajoutez d’abord un titre ou un vœu', card: 'Pas de commande sans carte', slot: 'Choisissez d’abord une heure' },
  beyondWhy: 'Pourquoi aller au-delà\u202f?',
  beyondReasons: ['Vient pour plusieurs personnes', 'Rapporte des documents ce jour-là', 'Accord de la personne responsable'],
  beyondConfirm: 'Oui, l’enregistrer',
  beyondKeep: 'Non, s’en tenir là',
  saved: (number: string, when: string) => `${number} est enregistrée ici, pour ${when}`,
  savedNext: (number: string) => `Aucun courriel ne part d’ici\u00a0: dites-lui son numéro, ${number}.`,
  writeDown: (number: string, card: string, when: string) => `${number}, ${card}, ${when}`,
  notBegun: 'Cette tablette n’a pas pu prendre de numéro\u00a0: son disque ne répond pas. Notez l’appel sur papier.',
}
export type CallWords = typeof call

/**
 * Words of Retours: bins, quarantine, what to put back on its shelf today. French is the source; en is typed by it.
 */
export const returns = {
  title: (count: number) => (count === 0 ? 'Retours' : count === 1 ? '1 retour' : `${count} retours`),
  say: 'Scannez chaque document rendu, où que soit le curseur. Chaque retour est enregistré aussitôt.',
  sayBin: (bin: string) => `Scannez : tout va dans le bac « ${bin} ». Chaque retour est enregistré aussitôt.`,
  clear: 'Effacer',
  slot: (date: string, time: string) => `${date} à ${time}`,
  byTitle: {
    title: 'Par le titre',
    count: (count: number) => (count === 0 ? 'aucun titre' : count === 1 ? '1 titre' : `${count} titres`),
    choose: 'Choisissez l’exemplaire que vous avez en main\u202f; ceux qui étaient sortis viennent d’abord.',
    near: (query: string) => `Rien pour «\u00a0${query}\u00a0»\u00a0: voici ce qui s’en approche.`,
    nothing: 'Aucun document de ce titre. Essayez un autre mot, l’auteur ou la cote.',
    more: (count: number) => `${count} de plus\u00a0: ajoutez un mot pour préciser.`,
    code: (end: string) => `code ·· ${end}`,
    out: 'sorti d’ici',
    take: 'C’est lui',
    takeNamed: (title: string, end: string) => `C’est lui\u00a0: ${title}, code ·· ${end}`,
    typeTheCode: 'Tapez le code écrit sous les barres, ou réessayez dans un instant.',
  },
  field: 'Code ou titre',
  record: 'Enregistrer le retour',
  bin: 'Bac',
  binHint: 'Facultatif : le nom écrit sur le bac.',
  returned: 'Rendus aujourd’hui',
  others: (count: number) => `Voir les ${count} autres`,
  nothingYet: 'Aucun retour pour l’instant.',
  free: 'peut repartir tout de suite',
  quarantine: (until: string) => `en quarantaine jusqu’au ${until}`,
  until: (date: string) => `jusqu’au ${date}`,
  wanted: (who: string, number: string, slot: string) => `Attendu par ${who}, commande ${number}, ${slot} : à mettre de côté`,
  wantedTooSoon: (who: string, number: string, slot: string) =>
    `Attendu par ${who}, commande ${number}, ${slot}, mais encore en quarantaine ce jour-là`,
  otherCopy: (place: string) =>
    place === ''
      ? 'Ne le mettez pas de côté\u00a0: un autre exemplaire est en rayon.'
      : `Ne le mettez pas de côté\u00a0: un autre exemplaire est en rayon, ${place}.`,
  callInstead: (number: string) =>
    `Aucun autre exemplaire n’est en rayon\u00a0: prévenez l’usager${number === '' ? '' : ` (${number})`} ou proposez-lui un autre créneau.`,
  wantedTitle: (title: string) => `« ${title} » est attendu par une commande`,
  unknownTitle: (barcode: string) => `Document ${barcode}`,
  notLent: 'aucun prêt connu ici\u202f; le retour est enregistré quand même',
  reshelve: 'À ranger aujourd’hui',
  reshelveCount: (count: number) => (count === 0 ? 'rien' : count === 1 ? '1 document' : `${count} documents`),
  reshelveEmpty: 'Rien à ranger pour l’instant.',
  reshelved: (title: string) => `Rangé : ${title}`,
  tick: (title: string) => `${title} : rangé`,
  inQuarantine: 'En quarantaine',
  quarantineEmpty: 'Aucun document en quarantaine.',
  again: (title: string, time: string) => `«\u00a0${title}\u00a0»\u00a0: déjà rendu à ${time}`,
  onPile: (title: string, number: string, count: number, bays: string) => {
    const where = count === 0 ? 'préparé' : count === 1 ? `dans le casier ${bays}` : `dans les casiers ${bays}`
    return `«\u00a0${title}\u00a0» est ${where} pour ${number}`
  },
  onPileNext: 'Rien n’est enregistré. Rendre quand même\u202f?',
  returnAnyway: 'Rendre quand même',
  leaveOnPile: 'Le laisser là',
  cardOf: (name: string) => `Carte de ${name}`,
  cardNext: 'Ici, on scanne les documents rendus.',
  openHandover: 'Ouvrir Retrait',
  wrongScan: 'Ce n’est pas un document',
  wrongScanNext: (text: string) => `« ${text} » ressemble à une commande ou à un ISBN. Scannez l’étiquette de la bibliothèque.`,
  accepted: (title: string, end: string) => `${title}, rendu, ${end}`,
  undo: 'Annuler',
  reshelveUndo: 'Le remettre sur la liste',
  takeBack: {
    'return-item': {
      label: (title: string) => `Annuler le retour\u00a0: ${title}`,
      said: (title: string) => `Retour annulé\u00a0: ${title}`,
    },
    'pick-item': { label: (title: string) => `Annuler, pas pris\u00a0: ${title}`, said: (title: string) => `Plus pris\u00a0: ${title}` },
    'reshelve-item': {
      label: (title: string) => `Annuler, pas rangé\u00a0: ${title}`,
      said: (title: string) => `À ranger\u00a0: ${title}`,
    },
  },
  undoSay: 'Scanné par erreur\u202f? Annulez le retour\u00a0: le document redevient ce qu’il était.',
  ilsWants: {
    held: () => 'Réservé par quelqu’un\u00a0: sur l’étagère des réservations',
    elsewhere: (site: string) =>
      site === ''
        ? 'Attendu ailleurs\u00a0: dans le bac des navettes'
        : `Attendu ailleurs, à «\u00a0${site}\u00a0»\u00a0: dans le bac des navettes`,
    look: (said: string) => (said === '' ? 'À regarder dans le SIGB' : `À regarder\u202f; le SIGB dit\u00a0: ${said}`),
  },
  reasons: {
    returned: 'rendu',
    'left-behind': (order: string) => `laissé à la remise, commande ${order}`,
    cancelled: (order: string) => `commande ${order} annulée`,
    removed: (order: string) => `retiré de la commande ${order}`,
    'no-show': (order: string) => `commande ${order}, usager non venu`,
  },
}
export type ReturnsWords = typeof returns

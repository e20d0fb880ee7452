/**
 * Words of an order's sheet: where it stands, its slot, its note, its end. French is the source. Runs everywhere.
 * Times, dates and names come in already written.
 */
import type { LineState } from '../../domain/order/order.ts'
import type { ShownState } from '../../domain/slot/day-progress.ts'

const s = (n: number): string => (n > 1 ? 's' : '')

export const order = {
  open: (number: string) => `Ouvrir la fiche de ${number}`,
  unknown: 'Cette commande n’est plus sur cette tablette',
  unknownSay: 'Elle est sortie de la période que les tablettes gardent. Cherchez-la dans le SIGB, ou allez à Aujourd’hui.',
  back: 'Fermer',
  states: {
    'to-prepare': 'à préparer',
    'in-preparation': 'en préparation',
    ready: 'prête',
    arrived: 'usager arrivé',
    late: 'en retard',
    'handed-over': 'remise',
    'no-show': 'non venu',
    cancelled: 'annulée',
  } satisfies Record<ShownState, string>,
  head: (number: string, state: string) => `${number}, ${state}`,
  /** Read aloud on the telephone, before the endpoint gave another number. */
  saidAs: (number: string) => `annoncée sous le numéro ${number}`,
  broughtBy: (tablet: string) => `retrouvée par la tablette ${tablet} après la remise de la base`,
  card: (end: string) => `carte ${end}`,
  expected: (when: string) => `Attendue ${when}`,
  at: (day: string, time: string) => `${day} à ${time}`,
  backOnShelf: (day: string) => `documents à ranger le ${day}`,
  callBack: (number: string) => `À rappeler au ${number}`,
  handOver: 'Remettre',
  bay: (n: number) => `Casier${s(n)}`,
  label: 'Étiquette',
  labelSent: 'L’étiquette est partie à l’imprimante',
  lines: 'Documents',
  lineStates: {
    'to-pick': 'à prendre',
    'second-pass': 'pas trouvé, à revoir',
    'given-up': 'on y a renoncé',
    picked: 'pris',
    'handed-over': 'remis',
    'left-behind': 'laissé par l’usager',
    'not-found': 'manquait à la remise',
  } satisfies Record<LineState['kind'], string>,
  add: 'Ajouter ou remplacer',
  asideFull: 'Trois appels attendent déjà',
  remove: (title: string) => `Retirer ${title}`,
  removed: (title: string) => `${title}, retiré`,
  toReshelve: 'retiré, à sortir de la pile et à ranger',
  dueSooner: (day: string) => `le SIGB l’attend ${day}, plus tôt que ne dit le reçu`,
  takenBy: (name: string, time: string) => `pris par ${name} à ${time}`,
  holds: (holders: string) => `prise en charge par ${holders}`,
  // Créneau
  slot: 'Créneau',
  nearest: 'Les plus proches qui ont de la place',
  otherDay: 'Un autre jour',
  closedDay: 'Pas de retrait ce jour-là. Choisissez un autre jour.',
  free: (n: number) => `${n}\u00a0libre${s(n)}`,
  full: 'complet',
  moveTo: (when: string) => `Déplacer au ${when}`,
  moved: (number: string, when: string) => `${number} est déplacée au ${when}`,
  // Note
  note: 'Note',
  noteField: 'Ce que l’équipe doit savoir',
  noteHint: 'Lue à la préparation et à la remise. Rien de personnel.',
  noteKeep: 'Garder la note',
  noteKept: (number: string) => `Note de ${number} gardée`,
  // Annulation
  cancel: 'Annuler la commande',
  cancelWhy: 'Pourquoi\u202f?',
  cancelReasons: ['L’usager n’en veut plus', 'Commande en double', 'Rien n’est disponible'],
  otherReason: 'Autre…',
  reasonField: 'Votre motif',
  cancelSay: 'Sa place redevient libre. Ce qui est déjà pris sera à ranger.',
  cancelConfirm: 'Oui, annuler la commande',
  keep: 'Non, la garder',
  cancelled: (number: string) => `${number} est annulée`,
  // Refaire
  renew: 'Refaire cette commande',
  renewSay: 'Une nouvelle commande des mêmes documents, sous un nouveau numéro. Choisissez son créneau.',
  renewAt: (when: string) => `Refaire la commande pour ${when}`,
  renewed: (number: string, when: string) => `${number} est commandée pour ${when}`,
  restore: 'Rétablir au même créneau',
  restoreAt: (when: string) => `Rétablir au même créneau, ${when}`,
  beyondWhy: 'Pourquoi une de plus\u202f?',
  beyondReasons: ['Annulée par erreur', 'Vient pour plusieurs personnes', 'Accord de la personne responsable'],
  beyondConfirm: 'Oui, la refaire',
  beyondKeep: 'Non, s’en tenir là',
  undo: 'Annuler ce changement',
  undone: 'Changement annulé',
  // Non venu: words of its window, which the first screen does without
  noShowTitle: (n: number) => (n === 1 ? 'Non venu\u202f?' : `${n} non venus\u202f?`),
  noShowSay: (n: number, days: number) =>
    days === 0
      ? 'Les documents seront à ranger.'
      : `${n === 1 ? 'Le' : 'Leur'} créneau est passé. Les documents restent ${days}\u00a0jour${s(days)} dans leur casier, puis seront à ranger.`,
  noShowKeep: 'Non, attendre encore',
  offerNext: 'Ou proposez-lui un autre créneau',
  // Of the windows of Aujourd'hui, which its first screen does without
  arrivedNamed: (patron: string) => `Arrivé\u00a0: ${patron}`,
  arrivalSaid: (number: string) => `${number}\u00a0: usager arrivé`,
  undoArrival: 'Annuler l’arrivée',
  arrivalUndone: (number: string) => `${number}\u00a0: arrivée annulée`,
  waitsAt: 'attend ici\u00a0:',
  noShowSaid: (number: string) => `${number}\u00a0: non venu`,
  whomToCall: (time: string) => `Qui appeler pour ${time}`,
  whomToCallSay: 'Rien n’est annulé. Appelez, proposez un autre créneau, ou accueillez tout le monde.',
  freeSlots: (slots: string) => `Créneaux libres les plus proches\u00a0: ${slots}.`,
  noCallBack: 'pas de numéro à rappeler',
  find: 'Numéro de commande, ou fin de la carte',
  findNone: 'Aucune commande prête ne correspond. Vérifiez le numéro, ou cherchez par le nom dans Retrait.',
  noShowConfirm: (n: number) => (n === 1 ? 'Oui, non venu' : `Oui, les ${n}`),
}
export type OrderWords = typeof order

/** What an order’s sheet and the pull list say of a document that left by the ordinary desk (ORD-4). */
export const lentElsewhere = {
  since: (when: string) => `sorti au bureau de prêt selon le SIGB, depuis ${when}`,
  onDay: (day: string) => `le ${day}`,
  onDayAt: (day: string, time: string) => `le ${day} à ${time}`,
}
export type LentElsewhereWords = typeof lentElsewhere

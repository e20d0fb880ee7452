/**
 * The words of the loan rights: a matrix, each cell a sentence, and the trial on a card (SET-14). French is the source; en is typed by it.
 */
import type { LoanRight } from '../../domain/loan-right/loan-right.ts'

const s = (n: number): string => (n > 1 ? 's' : '')

export const rights = {
  matrix: 'Les droits, par catégorie et par type',
  others: 'Les autres',
  allTypes: 'les autres types',
  total: 'En tout',
  category: 'La catégorie d’usagers',
  type: 'Le type de documents',
  cell: (maximum: number | undefined) => (maximum === undefined ? 'sans limite' : maximum === 0 ? 'aucun' : `${maximum}`),
  days: (n: number) => `${n}\u00a0j`,
  inherited: 'comme Les autres',
  fresh: 'nouveau',
  sentence: (category: string, type: string) =>
    `${category}, ${type}\u00a0: {maximum} à la fois, dont {newReleaseMaximum} nouveautés, {maximumPerOrder} par commande, pour {durationDays} jours.`,
  /** Where nothing is typed: only what is limited. */
  read: ({ maximum, newReleaseMaximum, maximumPerOrder, durationDays }: Omit<LoanRight, 'category' | 'documentType'>) =>
    maximum === 0
      ? 'aucun'
      : [
          maximum === undefined ? 'sans limite de nombre' : `${maximum} à la fois`,
          ...(newReleaseMaximum === undefined ? [] : [`dont ${newReleaseMaximum}\u00a0nouveauté${s(newReleaseMaximum)}`]),
          ...(maximumPerOrder === undefined ? [] : [`${maximumPerOrder} par commande`]),
          `pour ${durationDays}\u00a0jour${s(durationDays)}`,
        ].join(', '),
  totalSentence: (category: string) => `${category}, documents en tout, tous types ensemble\u00a0: {total}.`,
  labels: {
    maximum: 'Les documents à la fois',
    newReleaseMaximum: 'Les nouveautés',
    maximumPerOrder: 'Les documents par commande',
    durationDays: 'La durée du prêt, en jours',
    total: 'Les documents en tout',
  },
  unlimited: 'sans limite',
  setLimit: (label: string) => `sans limite, ${label}\u00a0: mettre une limite`,
  noLimit: (label: string) => `${label}\u00a0: sans limite`,
  inherit: 'Faire comme Les autres',
  seen: (names: string) => `Nouveau dans le dernier import\u00a0: ${names}. Ils suivent Les autres.`,
  see: 'Je les ai vus',
  trial: 'Essayer',
  trialSay: 'Rien n’est enregistré de cet essai, et la carte n’est pas gardée.',
  who: 'Ou une personne de la catégorie',
  loans: 'Ses prêts en cours',
  card: 'Une carte, à scanner ou à taper',
  forget: 'Oublier cette carte',
  unknownCard: { what: 'Cette carte n’est pas dans l’annuaire de la tablette.', next: 'Choisissez une catégorie à la place.' },
  more: (n: number, most: number) => (n === 0 ? 'aucun' : n >= most ? 'sans limite' : `${n}`),
  ofWhich: (n: string) => `dont nouveautés\u00a0: ${n}`,
  until: (day: string) => `à rendre le ${day}`,
  before: (said: string) => `${said} jusqu’ici`,
  verdict: {
    more: (n: number, counted: number, maximum: number) => `${n} de plus\u00a0: ${counted}\u00a0prêt${s(counted)} sur ${maximum}.`,
    free: (counted: number) => `Sans limite en tout\u00a0: ${counted}\u00a0prêt${s(counted)} en cours.`,
    full: (counted: number, maximum: number) => `Rien de plus\u00a0: ${counted}\u00a0prêt${s(counted)} sur ${maximum}.`,
    none: 'Rien de plus, d’aucun type.',
    blocked: (reason: string) => `Rien\u00a0: la carte est bloquée (${reason}).`,
    expired: (day: string) => `Rien\u00a0: la carte a expiré le ${day}.`,
  },
  already: (counted: number, maximum: number) => (maximum === 0 ? 'aucun n’est permis' : `déjà ${counted} sur ${maximum}`),
  refusals: (n: number) => `${n}\u00a0refus`,
  refused: (n: number): string =>
    n === 1 ? 'Le SIGB refuse un prêt que cette case a laissé passer.' : `Le SIGB refuse ${n}\u00a0prêts que cette case a laissés passer.`,
  refusedSay: 'Il reste juge. S’il a raison chaque fois, la case est trop large.',
  refusedWhich: 'Voir lesquels, dans Opérations',
  stillAsked: 'de ces documents demanderaient encore un motif',
  atLeast: (count: string) => `au moins ${count}`,
  few: 'peu',
  fewest: (n: number) =>
    `Une case compte à partir de ${n}\u00a0personnes, et de ${n} en ${n}\u00a0: moins de ${n}\u00a0personnes, elle ne dit rien d’elles.`,
  leftBeyond: (n: number, count: string) =>
    n === 1 ? '1\u00a0document remis avec un motif' : `${count}\u00a0documents remis avec un motif`,
  fault: { what: 'Un droit de prêt sort de ses bornes.', next: 'De 0 à 999 documents, de 1 à 366 jours.' },
  documents: (n: number) => `${n}\u00a0document${s(n)}`,
}
export type RightsWords = typeof rights

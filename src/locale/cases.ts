/**
 * The name of every kind of case and of every decision, in both languages (CASE-1, CASE-3). Runs everywhere.
 * A kind without words does not compile; the full letter of a case is written by its screen.
 */
import type { CaseDecision, CaseKind } from '../domain/case/case.ts'
import type { Language } from './formats.ts'

export interface CaseWords {
  readonly kinds: Readonly<Record<CaseKind, string>>
  readonly decisions: Readonly<Record<CaseDecision['kind'], string>>
}

const fr: CaseWords = {
  kinds: {
    'handed-over-twice': 'Remis deux fois',
    'handed-over-though-cancelled': 'Remise, et pourtant annulée',
    'picked-and-not-found': 'Pris, et pourtant pas en rayon',
    'item-picked-twice': 'Un document pour deux commandes',
    'line-picked-twice': 'Deux documents pour une ligne',
    'slot-overfilled': 'Créneau trop rempli',
    'claimed-twice': 'Pris en charge deux fois',
    'lent-in-quarantine': 'Prêté pendant sa quarantaine',
    'refused-by-ils': 'Refusé par le SIGB',
    'ils-answer-unknown': 'Réponse du SIGB inconnue',
    'clock-doubtful': 'Horloge douteuse',
    'two-tablets-one-identity': 'Deux tablettes sous une identité',
    'one-operation-two-contents': 'Une opération, deux contenus',
    'operation-not-understood': 'Opération non comprise',
    'loss-suspected': 'Perte possible',
  },
  decisions: { stands: 'C’est celle-ci qui est vraie', 'both-true': 'Les deux sont vraies', acknowledged: 'Vu, c’est réglé sur place' },
}

const en: CaseWords = {
  kinds: {
    'handed-over-twice': 'Handed over twice',
    'handed-over-though-cancelled': 'Handed over though cancelled',
    'picked-and-not-found': 'Taken, and yet not found',
    'item-picked-twice': 'One document for two orders',
    'line-picked-twice': 'Two documents for one line',
    'slot-overfilled': 'Slot overfilled',
    'claimed-twice': 'Claimed twice',
    'lent-in-quarantine': 'Lent while in quarantine',
    'refused-by-ils': 'Refused by the ILS',
    'ils-answer-unknown': 'ILS answer unknown',
    'clock-doubtful': 'Clock doubtful',
    'two-tablets-one-identity': 'Two tablets under one identity',
    'one-operation-two-contents': 'One operation, two contents',
    'operation-not-understood': 'Operation not understood',
    'loss-suspected': 'Possible loss',
  },
  decisions: { stands: 'This one is true', 'both-true': 'Both are true', acknowledged: 'Seen, settled on the spot' },
}

export const caseWordsByLanguage: Readonly<Record<Language, CaseWords>> = { fr, en }

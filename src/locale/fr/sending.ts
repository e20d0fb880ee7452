/**
 * What became of the messages to patrons: on their own screen, and on an order's sheet. French is the source. Runs everywhere.
 */

import type { MessageAct, MessageState, sendAfterAll } from '../../domain/message/message.ts'
import type { Reachable } from '../../domain/patron/patron.ts'
import { messageKinds } from './message-kinds.ts'

interface Said {
  readonly what: string
  readonly next: string
}

/** What stands where no relay spoke: codes of ours, and of the line to the relay. */
const codes: Readonly<Record<string, string>> = {
  overtaken: 'dépassé par la suite',
  'no-address': 'pas d’adresse',
  'too-late': 'il n’était plus utile',
  'cannot-be-built': 'il n’a pas pu être écrit',
  'switched-off': 'ce genre ne part plus',
  'by-hand': 'à la main',
  'card-full': 'cette carte a reçu trop de courriels ce jour-là',
  'tablet-busy': 'sa tablette en a causé trop à la fois',
  'tablet-set-aside': 'sa tablette est retirée du service',
}
const isSilence = (said: string): boolean => said === '' || said === 'too-slow' || /^E[A-Z]+$/.test(said)

export const sending = {
  title: 'Courriels',
  kinds: messageKinds,
  states: {
    waiting: 'en attente',
    leaving: 'en train de partir',
    accepted: 'parti',
    refused: 'refusé',
    'given-up': 'abandonné',
    withdrawn: 'retiré',
    told: 'prévenu autrement',
  } satisfies Record<MessageState, string>,
  allSent: 'Tout est parti',
  late: (n: number, since: string) => (n === 1 ? `1 attend depuis ${since}` : `${n} attendent depuis ${since}`),
  whyLate: (said: string): string =>
    said === 'EAUTH'
      ? 'Le relais de messagerie refuse le mot de passe.'
      : isSilence(said)
        ? 'Le relais de messagerie ne répond pas.'
        : `Le relais de messagerie répond\u00a0: «\u00a0${said}\u00a0».`,
  undelivered: (n: number) => (n === 1 ? '1 n’est pas arrivé' : `${n} ne sont pas arrivés`),
  undeliveredSay: 'Prévenez autrement, puis dites-le ici.',
  week: (count: string, n: number) => (n > 1 ? `${count} courriels partis en 7\u00a0jours.` : `${count} courriel parti en 7\u00a0jours.`),
  scheduled: (n: number) => (n === 1 ? '1 attend son heure.' : `${n} attendent leur heure.`),
  noRelay: 'Aucun courriel ne part',
  noRelaySay: 'Ce serveur ne connaît pas de relais de messagerie. Qui l’a installé le nomme dans SMTP_URL. Rien n’attend.',
  unread: 'La liste n’est pas arrivée. Rouvrez cet écran dans un instant.',
  offline: 'Ce qu’ils sont devenus se lit en ligne.',
  asOf: (time: string) => `lu à ${time}`,
  list: 'Un par un',
  search: 'Un nom, une carte, une commande',
  kind: 'Lesquels',
  allKinds: 'Tous',
  state: 'Où ils en sont',
  allStates: 'Peu importe',
  none: 'Aucun.',
  more: 'Il y en a d’autres\u00a0: cherchez, ou choisissez lesquels.',
  toCome: 'attend son heure',
  why: (said: string): string =>
    said === '' ? '' : (codes[said] ?? (isSilence(said) ? 'le relais de messagerie n’a pas répondu' : `«\u00a0${said}\u00a0»`)),
  resend: 'Renvoyer',
  resendNamed: (name: string) => `Renvoyer\u00a0: ${name}`,
  withdraw: 'Retirer',
  withdrawNamed: (name: string) => `Retirer\u00a0: ${name}`,
  tell: 'Prévenu autrement',
  tellNamed: (name: string) => `Prévenu autrement\u00a0: ${name}`,
  done: {
    resend: 'Il repart dans la minute.',
    withdraw: 'Retiré\u00a0: il ne partira pas.',
    tell: 'Noté\u00a0: la personne est prévenue.',
    'send-after-all': 'Ils partiront, chacun à son heure.',
  } satisfies Record<MessageAct | typeof sendAfterAll, string>,
  elsewise: 'Ce courriel a changé entre-temps\u00a0: la liste est relue.',
  failed: 'Il faut le réseau. Rien n’a changé.',
  refusing: (n: number) => (n === 1 ? '1 adresse refuse les courriels' : `${n} adresses refusent les courriels`),
  refusingSay: 'À prévenir par téléphone, jusqu’à ce que le SIGB donne une autre adresse.',
  byTelephone: {
    refused: {
      what: 'À prévenir par téléphone.',
      next: 'Son adresse a refusé deux courriels\u202f; plus rien n’y part tant que le SIGB n’en donne pas une autre.',
    },
    no: { what: 'À prévenir par téléphone.', next: 'Le SIGB ne donne pas d’adresse pour cette personne.' },
  } satisfies Record<Exclude<Reachable, 'yes'>, Said>,
  opposed:
    'Ne veut pas des annonces de la bibliothèque. Les courriels de ses commandes partent comme avant\u202f; le lien d’une annonce revient sur ce choix.',
  codesOver: 'Trop de codes faux sur la page des usagers',
  codesOverSay: (day: string, time: string) =>
    `Quelqu’un essaie peut-être de les deviner. Jusqu’au ${day} à ${time}, un code ne sert plus que sur un appareil qui a déjà montré sa carte\u202f; le lien du courriel, partout. Vous n’avez rien à faire.`,
  mailsOver: 'Trop de codes demandés sur la page des usagers',
  mailsOverSay: (day: string, time: string) =>
    `Trois cents en une heure\u00a0: c’est la limite, pour que nos courriels ne passent pas pour indésirables. Jusqu’au ${day} à ${time}, seul un appareil qui a déjà montré sa carte, ou le lien d’un courriel, en reçoit un. Aux autres, proposez le téléphone.`,
  tooBusy: (n: number, letter: string) =>
    n === 1
      ? `1 courriel attend\u00a0: la tablette ${letter} en a causé trop à la fois`
      : `${n} courriels attendent\u00a0: la tablette ${letter} en a causé trop à la fois`,
  tooBusySay: (day: string, time: string) =>
    `Ils partent peu à peu, le dernier ${day} à ${time}. Si cette tablette est perdue, retirez-la du service dans Réglages, Tablettes\u00a0: ils ne partiront pas.`,
  asideWith: (n: number, letter: string) =>
    n === 1
      ? `1 courriel ne part pas\u00a0: la tablette ${letter}, qui l’a causé, est retirée du service`
      : `${n} courriels ne partent pas\u00a0: la tablette ${letter}, qui les a causés, est retirée du service`,
  asideWithSay: 'Des rappels et des reçus en font peut-être partie. Si la tablette était seulement en panne, envoyez-les quand même.',
  sendAfterAll: (n: number) => (n === 1 ? 'L’envoyer quand même' : `Envoyer quand même les ${n}`),
  settings: 'Lesquels partent, et quand',
  templates: 'Leurs mots',
}

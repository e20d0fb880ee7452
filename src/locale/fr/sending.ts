/**
 * What became of the messages to patrons: on their own screen, and on an order's sheet. French is the source. Runs everywhere.
 */
import type { MailingAct, MailingEnd } from '../../domain/message/mailing.ts'
import type { MessageAct, MessageState, sendAfterAll } from '../../domain/message/message.ts'
import type { SenderCheck } from '../../domain/message/sender-check.ts'
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
  mailsLate: (n: number, since: string) => (n === 1 ? `1 courriel attend depuis ${since}.` : `${n} courriels attendent depuis ${since}.`),
  seeThem: 'Voir les messages',
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

/** The mailing of the guide, as a manager sends it. */
export const mailing = {
  title: 'Faire connaître la page des usagers',
  say: (addresses: string, perHour: number) =>
    `Un courriel mène au mode d’emploi, une seule fois par adresse\u00a0: ${addresses} aujourd’hui. Il en part ${perHour} par heure, jamais aux heures calmes.`,
  shared: (n: number, count: string) =>
    `${count}\u00a0carte${n > 1 ? 's partagent une adresse' : ' partage l’adresse d’une autre'}\u00a0: elle n’est écrite qu’une fois.`,
  opposed: (n: number, count: string) => `${count}\u00a0carte${n > 1 ? 's ne veulent' : ' ne veut'} pas d’annonce.`,
  noPage: 'La page des usagers est fermée\u00a0: ouvrez-la d’abord.',
  to: 'Les adresses de trois collègues',
  toHint: 'Une à trois adresses, séparées par un espace.',
  addressFirst: 'Tapez d’abord une à trois adresses.',
  acts: {
    try: 'Envoyer aux collègues',
    start: 'Envoyer à tous',
    pause: 'Mettre en pause',
    resume: 'Continuer l’envoi',
    stop: 'Arrêter l’envoi',
  } satisfies Record<MailingAct, string>,
  why: 'Pour écrire à tous les usagers.',
  working: 'Un instant.',
  head: {
    none: 'Trois collègues d’abord',
    tried: 'Vos collègues l’ont reçu\u202f? Relisez-le avec eux, puis envoyez à tous',
    running: 'L’envoi est en cours',
    paused: 'L’envoi est en pause',
    stopped: 'L’envoi est arrêté',
    done: 'Le mode d’emploi est parti partout',
  },
  progress: (done: string, all: string) => `${done} sur ${all}`,
  refused: (n: number, count: string) => `${count}\u00a0adresse${n > 1 ? 's ont' : ' a'} refusé.`,
  hours: (n: number) => (n <= 1 ? 'Encore une heure au plus.' : `Encore ${n}\u00a0heures environ, sans les heures calmes.`),
  ends: {
    done: { what: 'C’est fait.', next: '' },
    'not-as-seen': { what: 'L’envoi a avancé entre-temps.', next: 'Relisez ce qui est dit ici, et recommencez.' },
    'wrong-address': { what: 'L’une d’elles n’est pas une adresse de courriel.', next: 'Corrigez-la, et recommencez.' },
    'no-relay': { what: 'Ce serveur ne sait plus écrire à personne.', next: 'Vérifiez son relais de messagerie.' },
    'no-page': { what: 'La page des usagers est fermée.', next: 'Ouvrez-la dans Réglages.' },
  } satisfies Record<MailingEnd, { readonly what: string; readonly next: string }>,
}

interface Said {
  readonly what: string
  readonly next: string
}

/** « Vérifier l’envoi »: what the world is told of the library’s domain, and what to ask of the town’s computer people. */
export const checking = {
  title: 'Vérifier l’envoi',
  say: 'Un essai part à votre adresse, et l’on relit les réglages publics du domaine de vos courriels. Un courriel rangé dans les indésirables vient souvent de là.',
  to: 'Votre adresse',
  button: 'Vérifier',
  why: 'Pour vérifier l’envoi.',
  addressFirst: 'Tapez d’abord une adresse.',
  noDomain: 'La démonstration n’écrit à personne\u00a0: il n’y a pas de domaine à relire.',
  trial: (to: string) => ({
    what: `Un essai part à ${to}.`,
    next: 'S’il n’arrive pas en quelques minutes, regardez les indésirables, puis la liste ci-dessous.',
  }),
  spf: {
    there: (domain: string, record: string) => ({
      what: `SPF\u00a0: ${domain} dit qui écrit en son nom.`,
      next: `Demandez au service informatique si notre relais y est\u00a0: «\u00a0${record}\u00a0».`,
    }),
    missing: (domain: string) => ({
      what: `SPF\u00a0: ${domain} ne dit pas qui écrit en son nom.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Ajoutez au DNS de ${domain} un enregistrement TXT, v=spf1, qui autorise notre relais.\u00a0»`,
    }),
    twice: (domain: string) => ({
      what: `SPF\u00a0: ${domain} le dit deux fois, et aucune ne compte.`,
      next: 'Demandez au service informatique\u00a0: «\u00a0Réunissez les deux enregistrements v=spf1 en un seul.\u00a0»',
    }),
    open: (domain: string, record: string) => ({
      what: `SPF\u00a0: ${domain} laisse n’importe qui écrire en son nom.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Finissez l’enregistrement par -all, une fois notre relais autorisé.\u00a0» Aujourd’hui\u00a0: «\u00a0${record}\u00a0».`,
    }),
    unread: (domain: string) => ({
      what: `SPF\u00a0: le DNS de ${domain} n’a pas répondu.`,
      next: 'Réessayez\u202f; si rien ne change, le serveur n’a peut-être pas accès au DNS.',
    }),
  } satisfies Record<SenderCheck['spf']['kind'], (domain: string, record: string) => Said>,
  dmarc: {
    strict: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} fait écarter ce qui n’est pas prouvé.`,
      next: 'Demandez au service informatique si le relais signe nos courriels (DKIM) pour ce domaine\u00a0: sinon, ils sont écartés.',
    }),
    watching: (domain: string) => ({ what: `DMARC\u00a0: ${domain} observe, sans rien faire écarter.`, next: 'Rien à demander.' }),
    missing: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} n’en a pas.`,
      next: `Demandez au service informatique\u00a0: «\u00a0Ajoutez un enregistrement TXT à _dmarc.${domain}, pour commencer v=DMARC1; p=none.\u00a0»`,
    }),
    twice: (domain: string) => ({
      what: `DMARC\u00a0: ${domain} en a deux, et aucun ne compte.`,
      next: 'Demandez au service informatique de n’en garder qu’un.',
    }),
    unread: (domain: string) => ({ what: `DMARC\u00a0: le DNS de ${domain} n’a pas répondu.`, next: 'Réessayez dans un moment.' }),
  } satisfies Record<SenderCheck['dmarc']['kind'], (domain: string) => Said>,
}

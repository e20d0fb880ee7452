/**
 * Opérations, where the library system is told over the network: what it has not yet, why, and what a person can do. French is the source.
 */
import type { IlsReason } from '../../domain/case/case.ts'
import { type IlsRefusal, refusalsIn } from '../ils-reasons.ts'
import { unended } from '../quoted-end.ts'

/** Why the ILS cannot be asked over the network, for whoever waits and whoever mends the link. */
export const ilsFaults = {
  /** Of a trial's document: the link's code of its site, and the ILS's. */
  otherSite: ({ here, there }: { readonly here: string; readonly there: string }) =>
    there === ''
      ? 'Il ne dit pas de quel site\u00a0: le code du site n’est pas vérifié.'
      : `Il le dit du site «\u00a0${there}\u00a0»\u202f; le lien dit «\u00a0${here}\u00a0». S’il est bien d’ici, corrigez le code du site.`,
  failsSay: (why: string, since: string) => `${why} Depuis ${since}. Ce qui attend est gardé, et part dès qu’il répond.`,
  faults: {
    unreachable: 'Le SIGB est injoignable\u00a0: adresse, port ou pare-feu.',
    untrusted: 'Le certificat du SIGB n’est pas reconnu\u00a0: qui a posé le serveur peut indiquer qui l’a signé (SIP2_CA_FILE).',
    'login-refused': 'Le SIGB refuse le compte ou le mot de passe.',
    'not-permitted': 'Le compte n’a pas le droit de lire ce qu’il faut regarder avant d’écrire.',
    'branch-unknown': 'Le SIGB ne connaît pas ce code de site.',
    'write-refused':
      'Le SIGB se laisse lire et refuse l’écriture (403)\u00a0: un filtre ôte peut-être les cookies ou l’en-tête Csrf-Token.',
    'too-old': 'Cette version du SIGB ne sait pas dire ce qui s’oppose à un prêt\u00a0: passez par sa liste.',
    'off-line': 'Le SIGB se dit hors service.',
    closed: 'Le SIGB a raccroché.',
    cut: 'La ligne s’est coupée pendant l’échange.',
    silent: 'Le SIGB ne répond pas\u00a0: essayez une autre fin de messages, ou sans somme de contrôle.',
    garbled: 'Ce qui répond là n’est pas ce SIGB\u00a0: adresse, encodage ou somme de contrôle.',
    'key-broken': 'Sur le serveur, le fichier ils.key est vide ou abîmé\u00a0: ôtez-le, puis tapez l’accès à nouveau.',
    other: 'Le SIGB n’a pas pu être interrogé.',
  } as Readonly<Record<string, string>> & { readonly other: string },
}

const refusals: Readonly<Record<IlsRefusal, string>> = {
  blocked: 'la carte est bloquée\u00a0: levez le blocage.',
  expired: 'l’abonnement est fini\u00a0: prolongez-le.',
  debt: 'des frais sont dus\u00a0: réglez-les ou passez outre.',
  'too-many': 'la limite de prêts est atteinte\u00a0: passez outre ou attendez un retour.',
  'not-for-loan': 'le document est exclu du prêt\u00a0: changez son statut.',
  lost: 'le document est perdu ou retiré\u00a0: changez son statut.',
  'lent-there': 'le document est déjà prêté\u00a0: enregistrez d’abord ce retour.',
  held: 'le document est réservé\u00a0: voyez par qui.',
  'unknown-item': 'ce document n’existe pas\u00a0: corrigez son numéro ou ajoutez l’exemplaire.',
  'unknown-card': 'cette carte n’existe pas\u00a0: corrigez-la ou inscrivez la personne.',
  age: 'le document est réservé à un autre âge\u00a0: passez outre ou voyez avec l’usager.',
  'lost-card': 'la carte est déclarée perdue\u00a0: remplacez-la.',
}

/** What an ILS says at a refusal: known, in the desk's words with what to do; else as it came. */
export const sayRefusal = (said: string): string => {
  if (said === '') return 'Le SIGB a refusé sans dire pourquoi. Voyez là-bas ce qui l’empêche.'
  const known = refusalsIn(said).map((key) => `Dans le SIGB, ${refusals[key]}`)
  return known.length > 0 ? known.join(' ') : `Le SIGB dit\u00a0: «\u00a0${unended(said)}\u00a0».`
}

export const ils = {
  title: 'Au SIGB',
  counts: (waiting: number, settled: number, already: number): string =>
    [
      waiting === 0 ? 'rien n’attend son tour' : waiting === 1 ? '1 attend son tour' : `${waiting} attendent leur tour`,
      `${settled <= 1 ? `${settled} réglé` : `${settled} réglés`} aujourd’hui${already === 0 ? '' : `, dont ${already} déjà ${already === 1 ? 'fait' : 'faits'}`}`,
    ].join(' · '),
  ...ilsFaults,
  allTold: 'Le SIGB a tout ce qui lui a été demandé.',
  lent: (who: string, title: string, patron: string) => ({ who, does: `a prêté « ${title} » à ${patron}` }),
  returned: (who: string, title: string) => ({ who, does: `a enregistré le retour de « ${title} »` }),
  state: { asked: 'demandé', unknown: 'sans réponse', queued: 'à relire', refused: 'refusé', 'to-decide': 'à décider' },
  since: (when: string) => `depuis ${when}`,
  why: {
    asked: 'La demande est en route.',
    unread: 'La ligne s’est coupée pendant la demande. Le SIGB est relu avant toute nouvelle demande.',
    unfound: 'La ligne s’est coupée pendant la demande. Relu depuis, le SIGB ne le montre pas.',
    refused: sayRefusal,
    queued: 'Il attend dans la liste du SIGB. Il sera réglé quand vos bibliothécaires l’auront traitée.',
    queuedLong: 'Depuis plus d’un jour, le SIGB ne le montre pas. Regardez sa liste avant de redemander.',
    'held-for-another': 'Quelqu’un d’autre l’a réservé : le prêter annulerait sa réservation.',
    'lent-to-another': 'Le SIGB le dit prêté à quelqu’un d’autre. Rien n’a été écrit.',
    'unknown-there': 'Le SIGB ne connaît pas ce document ou cette carte. Rien n’a été écrit.',
    'breaks-link': 'Trois fois de suite le lien s’est coupé à ce document. Enregistrez-le dans le SIGB à la main.',
    'cannot-travel': 'Ce lien ne peut pas porter ce numéro en entier. Enregistrez-le dans le SIGB à la main.',
    'line-left': 'Le document est passé au bureau de prêt depuis. Si sa ligne est encore dans la liste du SIGB, rejetez-la.',
    'done-late': 'Sa ligne a été traitée après un passage au bureau de prêt. Vérifiez son prêt dans le SIGB.',
    'other-than-asked': 'Le SIGB a répondu pour une autre carte ou un autre document. À vérifier dans le SIGB.',
  },
  nextStep: 'Levez l’obstacle dans le SIGB, puis redemandez.',
  letter: 'Décider',
  letterNamed: (title: string) => `Décider de « ${title} »`,
  ask: 'Redemander',
  askNamed: (title: string) => `Redemander « ${title} »`,
  asked: 'Redemandé au prochain passage.',
  askedBefore: 'Plus rien à redemander ici : la liste est relue.',
  failed: 'Il faut le réseau pour redemander. Rien n’a changé.',
  left: 'Ni réglés ni demandés depuis plus d’un jour',
  /** Of an earlier day, by why it is apart. */
  whyLeft: {
    overtaken: 'Le SIGB sait déjà un mouvement plus récent de ce document\u00a0: celui-ci, dit maintenant, le déferait.',
    'declared-untrue': 'Dit au SIGB, puis déclaré faux ici\u00a0: corrigez-le là-bas à la main.',
    'other-day-waits': 'Un mouvement du même document, d’un autre jour, doit partir avant.',
  } as Readonly<Record<string, string>>,
  otherDue: 'Dates de retour que le SIGB a changées',
  due: (dueOn: string, promised: string) => `le SIGB l’attend ${dueOn}\u202f; le reçu disait ${promised}`,
  sooner: 'plus tôt\u00a0: à dire à l’usager',
  later: 'plus tard',
  holds: {
    noPickups: 'Les réservations arrivent sans leurs rendez-vous\u00a0: le SIGB en prend, mais ne les donne pas à ce compte.',
    unread: (since: string) => `Depuis ${since}, les réservations qui attendent ici ne se lisent plus dans le SIGB.`,
    see: 'Voir pourquoi',
  },
  more: (count: number) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  asOf: (time: string) => `lu à ${time}`,
}
export type IlsWords = typeof ils

interface Untold {
  readonly state: string
  readonly reason?: Exclude<IlsReason, 'refused' | 'no-answer'> | undefined
  readonly said: string
  readonly mayAsk: boolean
}

/** Why the ILS has it not. */
export const whyOf = ({ why }: IlsWords, { state, reason, said, mayAsk }: Untold): string => {
  if (state === 'asked') return why.asked
  if (state === 'unknown' && reason === undefined) return mayAsk ? why.unfound : why.unread
  if (state === 'queued') return mayAsk ? why.queuedLong : why.queued
  return state === 'refused' ? why.refused(said) : why[reason ?? 'other-than-asked']
}

/**
 * Opérations: what this tablet did, one sentence a press, and how far each went (three words: enregistré ici, transmis, réglé).
 * French is the source; en is typed by it. A new kind of operation without its sentence does not compile.
 */
import type { OperationKind } from '../../domain/operation/operation.ts'
import { withDe } from './elision.ts'

/** What a sentence may name; empty where the operation has no such thing, or where the row has left the tablet. */
export interface OperationSubject {
  readonly title: string
  readonly patron: string
  readonly order: string
  readonly slot: string
  readonly scope: string
  readonly bays: string
  readonly due: string
  readonly until: string
  readonly reason: string
  /** Whose hand it was, where another entered it from paper. */
  readonly by: string
  readonly count: number
}

/** `does` follows the librarian's name; `detail` is the second line, empty when there is nothing to add. */
export interface OperationSentence {
  readonly does: string
  readonly detail: string
}

/** What stands instead of a refused request, as this tablet knows it now. */
export interface Winner {
  readonly who: string
  readonly slot: string
  readonly note: string
  /** What the line asks for now. */
  readonly title: string
}

const doc = (s: OperationSubject): string => (s.title === '' ? 'un document' : `« ${s.title} »`)
const docs = (s: OperationSubject): string => (s.count === 1 ? doc(s) : `${s.count} documents`)
const order = (s: OperationSubject): string => (s.order === '' ? '' : `commande ${s.order}`)
const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join(' · ')

const sentences: { readonly [K in OperationKind]: (s: OperationSubject) => OperationSentence } = {
  'pick-item': (s) => ({ does: `a pris ${doc(s)} pour ${s.order}`, detail: 'liste de préparation' }),
  'unpick-item': (s) => ({ does: `a retiré ${doc(s)} de la pile`, detail: order(s) }),
  'report-not-found': (s) => ({ does: `n’a pas trouvé ${doc(s)}`, detail: join(order(s), 'à revoir au deuxième passage') }),
  'give-up-line': (s) => ({ does: `a renoncé à ${doc(s)}`, detail: join(order(s), s.reason) }),
  'bag-order': (s) => ({ does: `a mis ${s.order} en casier ${s.bays}`, detail: s.patron }),
  'print-label': (s) => ({ does: `a imprimé l’étiquette ${withDe(s.order)}`, detail: s.patron }),
  'record-arrival': (s) => ({ does: `a noté l’arrivée ${withDe(s.patron)}`, detail: order(s) }),
  'undo-arrival': (s) => ({ does: `a annulé l’arrivée ${withDe(s.patron)}`, detail: order(s) }),
  'hand-over-order': (s) => ({
    does: s.by === '' ? `a remis ${docs(s)} à ${s.patron}` : `a saisi a posteriori ${docs(s)}, remis à ${s.patron} par ${s.by}`,
    detail: join(order(s) === '' ? 'sans commande' : order(s), s.due === '' ? '' : `à rendre le ${s.due}`),
  }),
  'undo-handover': (s) => ({
    does: `a annulé la remise à ${s.patron}`,
    detail: join(order(s), s.count === 1 ? '1 document' : `${s.count} documents`),
  }),
  'return-item': (s) => ({
    does: `a enregistré le retour de ${doc(s)}`,
    detail: s.until === '' ? '' : `en quarantaine jusqu’au ${s.until}`,
  }),
  'undo-return': (s) => ({ does: `a annulé le retour de ${doc(s)}`, detail: '' }),
  'reshelve-item': (s) => ({ does: `a rangé ${doc(s)} en rayon`, detail: '' }),
  'unreshelve-item': (s) => ({ does: `a remis ${doc(s)} sur la liste à ranger`, detail: '' }),
  'confirm-no-show': (s) => ({ does: `a noté ${s.patron} non venu`, detail: order(s) }),
  'place-order': (s) => ({ does: `a pris la commande ${s.order} pour ${s.patron}`, detail: s.slot }),
  'reschedule-order': (s) => ({ does: `a déplacé ${s.order}`, detail: s.slot }),
  'cancel-order': (s) => ({ does: `a annulé la commande ${s.order}`, detail: s.reason }),
  'change-lines': (s) => ({ does: `a changé les documents de ${s.order}`, detail: s.title }),
  claim: (s) => ({ does: `a pris en charge ${s.scope}`, detail: '' }),
  'release-claim': (s) => ({ does: `a libéré ${s.scope}`, detail: '' }),
  'write-note': (s) => ({ does: `a écrit une note sur ${s.order}`, detail: '' }),
  'substitute-record': (s) => ({ does: `a proposé ${doc(s)} à la place`, detail: order(s) }),
  'settle-case': (s) => ({ does: 'a décidé d’une anomalie', detail: s.reason }),
}

export const operations = {
  sentences,
  /** For what a newer build wrote on this tablet before it went back to this one. */
  ofNewerBuild: {
    does: 'a fait un geste que cette version ne sait pas lire',
    detail: 'gardé et transmis tel quel\u202f; mettez l’application à jour pour le relire',
  } satisfies OperationSentence,
  noScan: 'Rien n’a encore été scanné sur cette tablette.',
  verdict: (pending: number) => (pending === 0 ? 'Tout est transmis' : pending === 1 ? '1 à transmettre' : `${pending} à transmettre`),
  sayNone: 'Rien n’attend sur cette tablette.',
  sayNoneOfThisLibrary: 'Rien n’attend pour cette bibliothèque.',
  saySafe: (count: number, since: string | undefined) =>
    `${count === 1 ? 'Elle est sur cette tablette et ne risque rien. Elle partira seule' : 'Elles sont sur cette tablette et ne risquent rien. Elles partiront seules'} au retour du réseau${since === undefined ? '' : `, coupé depuis ${since}`}.`,
  saySoon: (count: number): string =>
    count === 1
      ? 'Elle est sur cette tablette et ne risque rien. Elle part dans un instant.'
      : 'Elles sont sur cette tablette et ne risquent rien. Elles partent dans un instant.',
  stations: 'Trois étapes d’une opération',
  oldest: (time: string) => `la plus ancienne : ${time}`,
  nothingWaits: 'rien n’attend',
  awaitIls: (count: number) => `${count > 1 ? 'attendent' : 'attend'} le SIGB`,
  lastDays: 'sur quatorze jours',
  slot: (date: string, time: string) => `${date} à ${time}`,
  here: 'Sur cette tablette',
  sent: 'Transmis, en attente du SIGB',
  lastExchange: (when: string) => `dernier échange à ${when}`,
  tryNow: 'Essayer maintenant',
  trying: 'Essai en cours',
  more: (count: number) => (count === 1 ? 'Voir l’autre' : `Voir les ${count} autres`),
  journey: {
    'recorded-here': 'Enregistré ici',
    transmitted: 'Transmis',
    settled: 'Réglé',
    refused: 'Non retenu',
    quarantined: 'Gardé à part par le serveur',
  },
  /** What won when the endpoint refused a request, by the refusal's kind; `other` for the rest. */
  won: {
    'claim-held': (w: Winner) => `${w.who} s’en occupait déjà`,
    'order-moved-meanwhile': (w: Winner) => `la commande avait été déplacée ailleurs : ${w.slot}`,
    'line-changed-meanwhile': (w: Winner) => `« ${w.title} » avait été proposé à la place`,
    'order-cancelled': () => 'la commande était déjà annulée',
    'order-handed-over': () => 'la commande était déjà remise',
    'order-no-show': () => 'l’usager était déjà noté non venu',
    'note-changed-meanwhile': (w: Winner) => `une autre note avait été écrite : « ${w.note} »`,
    'case-already-settled': (w: Winner) => `${w.who} l’avait déjà décidée`,
    overtaken: () => 'un changement plus récent l’avait déjà remplacée, avant le rétablissement du serveur',
    'case-changed-meanwhile': () => 'l’anomalie avait changé entre-temps\u00a0: relisez-la',
    other: () => 'le serveur avait déjà reçu autre chose',
  },
  refusedBecause: (reason: string) => `Non retenu : ${reason}`,
  /** Why the server keeps an operation without applying it, and the way out; by the reasons of PROTOCOL.md, `other` for those to come. */
  quarantined: {
    'operation-not-understood': 'Le serveur ne sait pas encore la lire\u00a0: il la relira à sa mise à jour.',
    'not-applied': 'Le serveur n’a pas pu l’appliquer\u00a0: il réessaiera à sa mise à jour. Prévenez la personne responsable.',
    'base-awaited':
      'Acceptée avant le rétablissement du serveur\u00a0: elle le sera de nouveau quand les autres tablettes auront transmis ce qu’elles gardent.',
    'names-quarantined': 'Elle en suit une autre, que le serveur garde à part\u00a0: elle sera reprise avec elle.',
    'tablet-set-aside': 'La tablette avait été retirée du service\u00a0: la personne responsable peut la prendre dans Clôture.',
    'too-much-brought': 'La tablette a transmis plus qu’une journée\u00a0: la personne responsable en décide dans Anomalies.',
    'hash-mismatch': 'Elle est arrivée abîmée\u00a0: comparez avec ce qui a été fait au bureau.',
    'one-operation-two-contents': 'Une autre est arrivée sous le même numéro\u00a0: comparez avec ce qui a été fait au bureau.',
    other: 'Le serveur la garde sans l’appliquer\u202f; une anomalie le dit à tous.',
  },
  /** What waits for a library that the tablet was in before: whose it is, and when it leaves. */
  elsewhere: (count: number, library: string, isNamesake: boolean) =>
    `${count === 1 ? 'Une opération attend' : `${count} opérations attendent`} une autre bibliothèque${isNamesake ? ', du même nom' : ''}\u00a0: «\u00a0${library}\u00a0».`,
  elsewhereSay: (count: number) =>
    `Cette tablette y était associée avant. ${
      count === 1
        ? 'Elle est gardée ici, ne va nulle part ailleurs et partira seule'
        : 'Elles sont gardées ici, ne vont nulle part ailleurs et partiront seules'
    } quand la tablette y sera associée de nouveau.`,
  inCase: 'Une anomalie attend une décision',
  see: 'Voir',
  meaningTitle: 'Que veulent dire ces mots ?',
  meanings: [
    { word: 'Enregistré ici', means: 'écrit sur le disque de cette tablette. Une panne de réseau ou de batterie n’y change rien.' },
    { word: 'Transmis', means: 'écrit sur le disque du serveur. Les autres tablettes le voient.' },
    { word: 'Réglé', means: 'chargé dans le SIGB, ou rien à lui dire.' },
    {
      word: 'Non retenu',
      means: 'une demande qui a perdu contre une autre, arrivée avant\u202f; la ligne dit laquelle. Ce qui a eu lieu n’est jamais refusé.',
    },
    {
      word: 'Gardé à part par le serveur',
      means: 'écrit sur le disque du serveur, sans effet pour l’instant\u202f; la ligne dit pourquoi, et une anomalie le dit à tous.',
    },
    {
      word: 'PAS ENREGISTRÉ',
      means:
        'ni cette tablette ni le serveur n’ont pu l’écrire. L’opération n’est pas dans cette liste\u00a0: notez-la sur papier, puis refaites-la.',
    },
    {
      word: 'ÉTAT INCONNU',
      means:
        'la tablette n’a pas pu l’écrire et le serveur n’a pas répondu\u00a0: il l’a peut-être reçue. Notez-la sur papier. Au retour du réseau, regardez si l’écran la montre avant de la refaire.',
    },
  ],
  /** The watchdog's word: what got stuck, when, and that nothing is lost. */
  stuck: (time: string) => `À ${time}, un échange avec le serveur s’est bloqué.`,
  stuckSay:
    'La tablette l’a abandonné et a recommencé\u202f; ce qui est enregistré ici y est toujours. Si cela se répète, fermez les autres onglets et rechargez la page.',
  empty: 'Rien n’a encore été fait sur cette tablette.',
  unknownPatron: 'un usager',
  unknownOrder: 'une commande',
  someone: 'Quelqu’un',
  zone: (name: string) => `la zone « ${name} »`,
  order: (number: string) => `la commande ${number}`,
}
export type OperationsWords = typeof operations

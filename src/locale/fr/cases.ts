/**
 * Anomalies as a colleague would write them on a note: what happened, to which document, what to decide (CASE-1, CASE-3).
 * French is the source; en is typed by it. A new kind of case without its sentences does not compile.
 */

import { type CaseKind, type IlsObstacle, type IlsReason, isListReason } from '../../domain/case/case.ts'
import type { OperationKind } from '../../domain/operation/operation.ts'
import { withDe } from './elision.ts'
import { sayRefusal } from './ils.ts'
import type { OperationSubject } from './operations.ts'

/** The last that was done for such an order. */
export interface LastDone {
  /** The kind of operation; a newer endpoint may write one that this build does not know. */
  readonly type: string
  readonly who: string
  /** In words; undefined: today. */
  readonly date: string | undefined
  readonly time: string
}

const done = {
  'pick-item': 'document pris',
  'unpick-item': 'document retiré de la pile',
  'report-not-found': 'document non trouvé',
  'give-up-line': 'document abandonné',
  'bag-order': 'mise en casier',
  'print-label': 'étiquette imprimée',
  'record-arrival': 'arrivée notée',
  'undo-arrival': 'arrivée annulée',
  'hand-over-order': 'remise',
  'undo-handover': 'remise annulée',
  'confirm-no-show': 'absence notée',
} satisfies Partial<Record<OperationKind, string>>
export type DoneWords = Readonly<Record<keyof typeof done, string>>

const sayLast = ({ type, who, date, time }: LastDone): string => {
  const what = Object.entries(done).find(([kind]) => kind === type)?.[1] ?? 'dernier geste'
  return `${what}${date === undefined ? '' : ` le ${date}`} à ${time} par ${who}`
}

/**
 * An order that a restore lost: nothing is left of it but who did what for it, and the last of that tells two of them apart.
 * Undefined: a row that says nothing of what was done.
 */
export const lostOrder = (last: LastDone | undefined): { readonly short: string; readonly heading: string } => ({
  short: last === undefined ? 'Une commande perdue au rétablissement' : `Commande perdue (${sayLast(last)})`,
  heading: `On a travaillé pour une commande qui n’est pas revenue${last === undefined ? '' : ` (${sayLast(last)})`}`,
})

/** What the subject of a case is called on the desk; empty where it has no such thing. */
export interface CaseSubject extends Pick<OperationSubject, 'title' | 'order' | 'patron' | 'slot' | 'scope' | 'count'> {
  readonly barcode: string
  readonly tablet: string
  readonly capacity: number
  readonly ils?: IlsObstacle | undefined
  /** Days in words, of a loan that the ILS wants back sooner. */
  readonly due?: { readonly promised: string; readonly dueOn: string } | undefined
  /** All that the case cites was done on one tablet. */
  readonly isOfOneTablet?: boolean
  /** Of an order that is nowhere. */
  readonly lastDone?: LastDone | undefined
}

export interface CaseText {
  readonly short: string
  readonly heading: string
  readonly prose: string
  readonly question: string
}

/** « Germinal », or "un document" where the title is not known here. */
const quoted = (title: string, otherwise: string): string => (title === '' ? otherwise : `« ${title} »`)

/** « de 14 h 30 »; of another day, « du mardi 24 novembre, 14 h 30 ». */
const ofMoment = (when: string): string => `${/^\d/.test(when) ? 'de' : 'du'} ${when}`

const told = (s: CaseSubject): string =>
  `le ${s.ils?.movement === 'return' ? 'retour' : 'prêt'} de ${quoted(s.title, `l’exemplaire ${s.barcode}`)}`
const erased =
  'Ce qui a été fait ici est effacé depuis : le SIGB ne peut plus en être informé d’ici. Notez-le là-bas à la main, s’il le faut encore.'
// Of a line in the list there is nothing to write down there.
const erasedOfList = 'Ce qui a été fait ici est effacé depuis.'
const stays = 'Au bureau, ce qui a été fait reste noté.'

/** What the library system did not take (ILS-3, ILS-6). */
const obstacles: { readonly [K in IlsReason]: (s: CaseSubject) => CaseText } = {
  refused: (s) => ({
    short: `Le SIGB refuse ${told(s)}`,
    heading: `Le SIGB a refusé ${told(s)}`,
    prose: `${sayRefusal(s.ils?.said ?? '')} ${stays}`,
    question: 'Est-ce fait dans le SIGB, ou faut-il redemander ?',
  }),
  'held-for-another': (s) => ({
    short: `${quoted(s.title, 'Un document')}, réservé par quelqu’un d’autre`,
    heading: `${quoted(s.title, 'Un document')} a été prêté ici, et quelqu’un d’autre l’a réservé`,
    prose: `Le prêter dans le SIGB annulerait cette réservation sans le dire : rien n’y a été écrit. ${stays} Trouvez un autre exemplaire pour la réservation, ou rappelez la personne.`,
    question: 'Que devient la réservation ?',
  }),
  'lent-to-another': (s) => ({
    short: `${quoted(s.title, 'Un document')}, prêté à quelqu’un d’autre dans le SIGB`,
    heading: `Pour le SIGB, ${quoted(s.title, 'ce document')} est prêté à quelqu’un d’autre`,
    prose: `Enregistrer ${told(s)} y mettrait fin au prêt de cette personne : rien n’y a été écrit. ${stays} Son retour a peut-être été oublié, ou un autre exemplaire est parti.`,
    question: 'Qui a le document ?',
  }),
  'other-than-asked': (s) => ({
    short: `Le SIGB a répondu d’autre chose pour ${told(s)}`,
    heading: `Le SIGB a répondu pour une autre carte ou un autre document`,
    prose: `Il a peut-être enregistré ${told(s)}, peut-être autre chose. ${stays} Comparez la carte et l’exemplaire ${s.barcode} dans le SIGB.`,
    question: 'Qu’y a-t-il dans le SIGB ?',
  }),
  'unknown-there': (s) => ({
    short: `${quoted(s.title, 'Un document')} ou sa carte, inconnus du SIGB`,
    heading: `Le SIGB ne connaît pas cette carte ou ce document`,
    prose: `Il n’a donc pas enregistré ${told(s)}. ${stays} Vérifiez la carte et l’exemplaire ${s.barcode} dans le SIGB.`,
    question: 'Le SIGB les connaît-il maintenant ?',
  }),
  'line-left': (s) => ({
    short: `${quoted(s.title, 'Un document')}, une ligne à rejeter dans la liste du SIGB`,
    heading: `${quoted(s.title, 'Un document')} est passé au bureau de prêt depuis`,
    prose: `Sa ligne est peut-être encore dans la liste que relisent vos bibliothécaires : rejetez-la. Traitée ${s.ils?.movement === 'return' ? 'maintenant ou plus tard, elle mettrait fin au prêt alors en cours, s’il y en a un' : 'maintenant, elle prêterait de nouveau le document'}. Si elle a déjà été traitée, vérifiez l’exemplaire ${s.barcode} dans le SIGB. ${stays}`,
    question: 'La ligne est-elle rejetée ?',
  }),
  'done-late': (s) =>
    s.ils?.movement === 'return'
      ? {
          short: `Le SIGB a rendu un prêt de ${quoted(s.title, `l’exemplaire ${s.barcode}`)} fait au bureau de prêt`,
          heading: 'Le SIGB a rendu un prêt fait au bureau de prêt',
          prose: `Le retour de ${quoted(s.title, `l’exemplaire ${s.barcode}`)} attendait dans la liste du SIGB, et a été traité après ce prêt : il y a mis fin. Retrouvez la personne dans l’historique de l’exemplaire ${s.barcode}, et refaites son prêt. ${stays}`,
          question: 'Son prêt est-il refait ?',
        }
      : {
          short: `Le SIGB prête ${quoted(s.title, `l’exemplaire ${s.barcode}`)}, passé au bureau de prêt depuis`,
          heading: 'Le SIGB a noté un prêt après coup',
          prose: `Le prêt de ${quoted(s.title, `l’exemplaire ${s.barcode}`)} attendait dans la liste du SIGB, et a été traité après que le document est passé au bureau de prêt. Voyez qui l’a, et corrigez le prêt dans le SIGB. ${stays}`,
          question: 'Qui a le document ?',
        },
  'breaks-link': (s) => ({
    short: `Le lien se coupe à chaque essai pour ${told(s)}`,
    heading: `Le lien avec le SIGB se coupe à ${quoted(s.title, 'ce document')}`,
    prose: `Trois fois de suite le SIGB a raccroché à l’exemplaire ${s.barcode}\u202f; le reste passe. ${stays} Cherchez ce numéro dans le SIGB, enregistrez-y ${told(s)} à la main, et signalez-le à qui tient le SIGB.`,
    question: 'Est-ce fait dans le SIGB, ou faut-il redemander\u202f?',
  }),
  'cannot-travel': (s) => ({
    short: `Un numéro ne passe pas\u00a0: ${told(s)}`,
    heading: `Le lien avec le SIGB ne peut pas porter ${told(s)}`,
    prose: `Le numéro du document ou de la carte est trop long pour ce lien, ou contient un signe qu’il ne connaît pas. Coupé, il désignerait autre chose\u00a0: rien n’a été demandé. ${stays} Enregistrez-le dans le SIGB à la main.`,
    question: 'Est-ce fait dans le SIGB, ou faut-il redemander\u202f?',
  }),
  'no-answer': (s) => ({
    short: `Le SIGB n’a pas répondu pour ${told(s)}`,
    heading: `Le SIGB n’a pas dit s’il avait enregistré ${told(s)}`,
    prose: `La demande est partie et la réponse s’est perdue. Relu depuis, le SIGB ne le montre pas. ${stays}`,
    question: 'Faut-il redemander ?',
  }),
}

/** What cannot be asked anew any more says so, and what is left to do. */
const obstacle = (s: CaseSubject, reason: IlsReason): CaseText => {
  // A reason that only a newer endpoint knows is said as the general one.
  const text = obstacles[Object.hasOwn(obstacles, reason) ? reason : 'other-than-asked'](s)
  if (s.ils?.isErased !== true) return text
  const instead = isListReason(reason) ? erasedOfList : erased
  return { ...text, prose: text.prose.replace(stays, instead), question: 'Est-ce vu dans le SIGB\u202f?' }
}

const texts: { readonly [K in CaseKind]: (s: CaseSubject) => CaseText } = {
  'handed-over-twice': (s) => ({
    short: `${quoted(s.title, 'Un document')} remis deux fois`,
    heading: `${quoted(s.title, 'Un document')} a été remis deux fois`,
    prose: `C’est le même exemplaire, celui qui porte le code ${s.barcode}. L’un des deux est donc reparti avec un autre document, ou le code a été scanné sur la mauvaise pile.`,
    question: 'Qui l’a vraiment ?',
  }),
  'handed-over-though-cancelled': (s) => ({
    short: `Commande ${s.order} remise, et annulée`,
    heading: `La commande ${s.order} a été remise alors qu’elle était annulée`,
    prose: 'Les documents sont partis : la remise compte, et l’annulation ne l’efface pas. Il faut seulement que quelqu’un le sache.',
    question: 'C’est bien ce qui s’est passé ?',
  }),
  'picked-and-not-found': (s) => ({
    short: `${quoted(s.title, 'Un titre')} : trouvé et introuvable`,
    heading: `${quoted(s.title, 'Un titre')} a été trouvé par l’un, cherché en vain par l’autre`,
    prose: `Pour la commande ${s.order}, une tablette l’a pris en rayon et une autre l’a noté introuvable, chacune de son côté. Ce qui est pris compte : vérifiez qu’il est dans le casier.`,
    question: 'Vous l’avez vu ?',
  }),
  'item-picked-twice': (s) => ({
    short: `${quoted(s.title, 'Un document')} pris pour deux commandes`,
    heading: `${quoted(s.title, 'Un document')} a été pris pour deux commandes`,
    prose: `Un seul exemplaire, le ${s.barcode}, est pointé sur deux piles. L’une des deux attend donc un autre exemplaire.`,
    question: 'Dans quelle pile est-il ?',
  }),
  'line-picked-twice': (s) => ({
    short: `Deux exemplaires pour une seule demande`,
    heading: `Deux exemplaires de ${quoted(s.title, 'ce titre')} pour une seule demande`,
    prose: `La commande ${s.order} n’en demande qu’un. Gardez celui qui est dans le casier et rangez l’autre.`,
    question: 'Lequel gardez-vous\u202f?',
  }),
  'line-changed-twice': (s) => ({
    short: `Commande ${s.order} : une ligne changée deux fois`,
    heading: `La commande ${s.order} a été changée sur deux tablettes, à la même ligne`,
    prose:
      'Aucune ne savait ce que faisait l’autre, et les deux changements comptent : il y a peut-être un document de trop. Ouvrez la fiche, et rappelez la personne si vous n’êtes pas sûr.',
    question: 'La commande demande-t-elle ce qu’il faut ?',
  }),
  'request-lost': (s) => ({
    short: s.order === '?' ? 'Un changement perdu au rétablissement' : `Un changement perdu\u00a0: ${s.order}`,
    heading: s.order === '?' ? 'Un changement n’a pas pu être rétabli' : `Un changement de la commande ${s.order} n’a pas pu être rétabli`,
    prose:
      'Les données du serveur ont été rétablies d’après une sauvegarde. Ce changement avait été accepté avant\u202f; ce sur quoi il portait n’est plus tel que son auteur l’avait vu. Regardez ce qui est noté à présent, et refaites-le s’il le faut.',
    question: 'Est-ce refait, ou inutile\u202f?',
  }),
  'order-lost': (s) => ({
    ...lostOrder(s.lastDone),
    prose:
      'Les données du serveur ont été rétablies d’après une sauvegarde. La commande venait d’une tablette disparue, de la page des usagers ou d’un fichier qui n’a pas été importé de nouveau. Ce qui a été remis reste prêté\u202f; le reste est dans «\u00a0À ranger\u00a0». Si vous savez pour qui c’était, prenez la commande de nouveau.',
    question: 'Est-ce refait, ou inutile\u202f?',
  }),
  'slot-overfilled': (s) => ({
    short: `Trop de commandes ${s.slot}`,
    heading: `${s.count} commandes pour ${s.capacity} places, ${s.slot}`,
    prose: 'Deux tablettes ont pris la dernière place sans se voir. Les deux commandes tiennent : rien n’a été refusé à personne.',
    question: 'Les servez-vous toutes, ou appelez-vous quelqu’un\u202f?',
  }),
  'claimed-twice': (s) => ({
    short: `${s.scope} : prise à deux`,
    heading: `${s.scope} : deux personnes l’ont prise`,
    prose: 'La première reçue compte. Ce que chacun a déjà pris reste pris ; parlez-vous pour ne pas faire deux fois le chemin.',
    question: 'C’est vu ?',
  }),
  'lent-in-quarantine': (s) => ({
    short: `${quoted(s.title, 'Un document')} prêté en quarantaine`,
    heading: `${quoted(s.title, 'Un document')} est parti pendant sa quarantaine`,
    prose: `L’exemplaire ${s.barcode} était revenu et attendait encore. Il est parti : le prêt compte.`,
    question: 'C’est vu ?',
  }),
  'lent-and-returned': (s) => ({
    short: `${quoted(s.title, 'Un document')} ${s.isOfOneTablet ? 'prêté puis rendu, ou l’inverse' : 'prêté, et rendu ailleurs'}`,
    heading: `${quoted(s.title, 'Un document')} a été ${s.isOfOneTablet ? 'prêté et rendu sur la même tablette' : 'prêté sur une tablette et rendu sur une autre'}`,
    prose: `${s.isOfOneTablet ? 'Ce qui s’est passé entre les deux manque au serveur' : 'Aucune des deux ne savait ce que faisait l’autre'}, et le prêt court toujours. Cherchez l’exemplaire ${s.barcode}, en rayon et sur les piles.`,
    question: 'Où est-il maintenant ?',
  }),
  'picked-and-lent': (s) => ({
    short: `${quoted(s.title, 'Un document')} mis sur une pile, et prêté`,
    heading: `${quoted(s.title, 'Un document')} a été pris pour une commande et prêté à quelqu’un d’autre`,
    prose: `Un seul exemplaire, le ${s.barcode}. S’il est dans le casier, un autre document est parti à sa place ; s’il n’y est pas, la commande en attend un autre.`,
    question: 'Où est-il vraiment ?',
  }),
  'refused-by-ils': (s) => obstacle(s, s.ils?.reason ?? 'refused'),
  'ils-answer-unknown': (s) => obstacle(s, 'no-answer'),
  'due-sooner-in-ils': (s) => ({
    short: `${quoted(s.title, 'Un document')}, attendu plus tôt que ne dit le reçu`,
    heading: `Le SIGB attend ${quoted(s.title, 'un document')} plus tôt que ne dit le reçu`,
    prose: `${s.due === undefined ? '' : `Le reçu dit ${s.due.promised}. Le SIGB l’attend ${s.due.dueOn}, et c’est sa date qui compte. `}Prévenez la personne, ou prolongez le prêt de l’exemplaire ${s.barcode} dans le SIGB.`,
    question: 'La personne est-elle prévenue\u202f?',
  }),
  'clock-doubtful': (s) => ({
    short: `Horloge douteuse : ${s.tablet}`,
    heading: `La ${s.tablet} n’est pas à l’heure`,
    prose: 'Les heures de ses opérations sont peut-être fausses ; leur contenu ne l’est pas. Réglez la date et l’heure de la tablette.',
    question: 'Est-elle à l’heure\u202f?',
  }),
  'librarian-unknown': (s) => ({
    short: `Agent inconnu : ${s.tablet}`,
    heading: `Un agent inconnu s’est servi de la ${s.tablet}`,
    prose:
      'La bibliothèque n’a personne de ce nom ; ce qui a été fait est enregistré. Si une personne vient de quitter la liste des agents, il n’y a rien d’autre à faire. Sinon, voyez où est cette tablette ; si elle est perdue, retirez-la du service.',
    question: 'Savez-vous qui tenait la tablette ?',
  }),
  'two-tablets-one-identity': (s) => ({
    short: `Deux tablettes sous un seul nom : ${s.tablet}`,
    heading: `Deux tablettes se font passer pour la ${s.tablet}`,
    prose: 'Une copie a sans doute été faite d’une tablette à l’autre. Rien n’est perdu, mais chacune doit être associée pour elle-même.',
    question: 'L’une des deux a-t-elle été associée de nouveau ?',
  }),
  'one-operation-two-contents': (s) => ({
    short: `Une opération, deux contenus (${s.tablet})`,
    heading: 'La même opération est arrivée avec deux contenus',
    prose: `Cela ne devrait pas arriver : la première reçue de la ${s.tablet} compte, la seconde est gardée à part. Comparez avec ce qui a été fait au bureau.`,
    question: 'Avez-vous vérifié ?',
  }),
  'operation-not-understood': (s) => ({
    short: `${s.count === 1 ? 'Opération non comprise' : `${s.count} opérations non comprises`} (${s.tablet})`,
    heading:
      s.count === 1 ? 'Une opération n’a pas été comprise par le serveur' : `${s.count} opérations n’ont pas été comprises par le serveur`,
    prose:
      s.count === 1
        ? `Elle vient de la ${s.tablet}, dont l’application est plus récente ou plus ancienne que le serveur. Elle est gardée telle quelle et sera relue après la mise à jour.`
        : `Elles viennent de la ${s.tablet}, dont l’application est plus récente ou plus ancienne que le serveur. Elles sont gardées telles quelles et seront relues après la mise à jour.`,
    question: 'C’est vu ?',
  }),
  'loss-suspected': (s) =>
    s.count === 0
      ? {
          short: `Perte possible\u00a0: ${s.tablet}`,
          heading: `La ${s.tablet} a peut-être perdu des opérations`,
          prose:
            'Son navigateur a effacé ce qu’elle gardait\u202f; elle a été associée de nouveau, sous une autre lettre. Demandez à qui s’en servait ce qui a été remis depuis son dernier échange, notez-le par une saisie a posteriori, puis retirez l’ancienne lettre du service dans Clôture.',
          question: 'A-t-on retrouvé ce qui manquait\u202f?',
        }
      : {
          short: `${s.count === 1 ? 'Une opération gardée' : `${s.count} opérations gardées`} à part\u00a0: ${s.tablet}`,
          heading: `La ${s.tablet}, retirée du service, a encore transmis ${s.count === 1 ? 'une opération' : `${s.count} opérations`}`,
          prose:
            'Le serveur les garde à part, sans effet. La personne responsable les lit, puis prend celles qui ont bien eu lieu\u202f; les autres ne changent rien et restent gardées.',
          question: 'Est-ce décidé\u202f?',
        },
  'too-much-brought': (s) => ({
    short: `Plus qu’une journée\u00a0: ${s.tablet}`,
    heading: `La ${s.tablet} a apporté plus qu’aucune journée ne demande`,
    prose: `Le serveur en garde ${s.count === 1 ? 'une opération' : `${s.count} opérations`} à part, sans effet. Voyez où est cette tablette\u202f; si elle est perdue, retirez-la du service. Sinon, la personne responsable prend tout ce qu’elle a apporté, ou le laisse à part\u00a0: lisible 30\u00a0jours, puis effacé.`,
    question: 'Est-ce décidé\u202f?',
  }),
}

/** What a cited fact did, after the name of who did it. */
export type CitedFact = Pick<OperationSubject, 'patron' | 'order' | 'title' | 'reason'>

export const cases = {
  texts,
  /** For a kind that only a newer build knows. */
  ofNewerBuild: {
    short: 'Anomalie d’un nouveau genre',
    heading: 'Cette version ne sait pas encore lire cette anomalie',
    prose: 'Le serveur, plus récent, l’a notée et la garde. Mettez l’application à jour, ou lisez-la sur une tablette à jour.',
    question: 'Cette tablette est-elle à jour\u202f?',
  } satisfies CaseText,
  /** Ce qu’une tablette ne peut pas lire. */
  undrawn: {
    heading: 'Cette tablette ne peut pas lire cette anomalie',
    prose: 'Rien n’est perdu\u00a0: elle est gardée. Notez son nom, dans la liste, et prévenez la personne responsable.',
    question: 'Une autre tablette sait-elle la lire\u202f?',
  },
  citedOfNewerBuild: 'a fait un geste que cette version ne sait pas lire',
  verdict: (open: number) => (open === 0 ? 'Rien à décider' : open === 1 ? '1 à décider' : `${open} à décider`),
  say: 'Rien n’est perdu : chaque geste est gardé. Il faut seulement quelqu’un pour dire ce qui s’est passé.',
  empty: 'Tout concorde. Quand deux tablettes se contredisent, c’est ici que vous le verrez.',
  list: 'Anomalies',
  settledBy: (who: string, date: string | undefined, time: string) =>
    `Décidée par ${who}${date === undefined ? '' : ` le ${date}`} à ${time}`,
  /** What came later, the person who did it, and when; without a person, the ILS. */
  explainedBy: (who: string, date: string | undefined, time: string) =>
    who === ''
      ? `Close d’elle-même${date === undefined ? '' : ` le ${date}`} à ${time}`
      : `Expliquée par ce que ${who} avait fait${date === undefined ? '' : ` le ${date}`} à ${time}, et qui est arrivé ensuite`,
  next: (short: string) => `La suivante\u00a0: ${short}`,
  again: (text: string) => `${text}, de nouveau`,
  ofCopy: (text: string, barcode: string) => `${text} (${barcode})`,
  anew: 'Décider autrement',
  anewSay: (first: string) => `Première décision\u00a0: ${first} La nouvelle la remplace\u202f; ce qu’elle avait écarté compte de nouveau.`,
  gone: 'Cette anomalie n’est plus sur cette tablette.',
  goneSay: 'Une anomalie décidée s’en va avec sa journée. Les autres sont dans la liste.',
  facts: 'Ce qui est noté',
  cited: {
    'handed-over': (f: CitedFact) => `l’a remis à ${f.patron}${f.order === '' ? ', sans commande' : `, commande ${f.order}`}`,
    'handover-undone': () => 'a annulé la remise',
    picked: (f: CitedFact) => `l’a pris pour la commande ${f.order}`,
    unpicked: () => 'l’a retiré de la pile',
    'not-found': (f: CitedFact) => `ne l’a pas trouvé, commande ${f.order}`,
    'given-up': (f: CitedFact) => `y a renoncé : ${f.reason}`,
    bagged: (f: CitedFact) => `a mis en casier la commande ${f.order}`,
    'label-printed': (f: CitedFact) => `a imprimé l’étiquette ${withDe(f.order)}`,
    arrived: (f: CitedFact) => `a noté l’arrivée ${withDe(f.patron)}`,
    'arrival-undone': () => 'a annulé l’arrivée de la personne',
    'no-show': (f: CitedFact) => `a noté ${f.patron} non venu`,
    'left-behind': (f: CitedFact) => `l’a noté laissé au bureau, commande ${f.order}`,
    returned: () => 'a enregistré son retour',
    'return-undone': () => 'a annulé son retour',
    reshelved: () => 'l’a rangé en rayon',
    unreshelved: () => 'l’a remis sur la liste à ranger',
    claimed: () => 'l’a prise',
    cancelled: (f: CitedFact) => `Commande ${f.order} annulée`,
    asks: (f: CitedFact) => `Commande ${f.order}, ${f.patron}, demande maintenant\u00a0: ${f.title}`,
    'place-order': (f: CitedFact) => `avait pris la commande ${f.order}`,
    'reschedule-order': () => 'l’avait déplacée',
    'cancel-order': () => 'l’avait annulée',
    'write-note': () => 'y avait écrit une note',
    'substitute-record': () => 'y avait proposé un autre titre',
    'change-lines': () => 'avait changé ce qu’elle demande',
    'settle-case': () => 'avait décidé d’une anomalie',
    'pick-item': () => 'a pris un document pour cette commande',
    'unpick-item': () => 'a retiré un document de la pile de cette commande',
    'report-not-found': () => 'n’a pas trouvé un document de cette commande',
    'give-up-line': () => 'a renoncé à un document de cette commande',
    'bag-order': () => 'a mis cette commande en casier',
    'print-label': () => 'a imprimé l’étiquette de cette commande',
    'record-arrival': () => 'a noté l’arrivée de la personne',
    'undo-arrival': () => 'a annulé l’arrivée de la personne',
    'hand-over-order': () => 'a remis cette commande',
    'undo-handover': () => 'a annulé la remise de cette commande',
    'confirm-no-show': () => 'a noté que personne n’est venu',
    placed: (f: CitedFact) => `Commande ${f.order}, ${f.patron}`,
  },
  unlisted: (count: number) => (count === 1 ? 'Et un autre geste.' : `Et ${count} autres gestes.`),
  elsewhere: 'Ce geste vient d’une autre tablette ; son détail n’est pas visible ici.',
  tablet: (label: string) => `tablette ${label}`,
  tabletUnknown: 'tablette inconnue',
  someone: 'Quelqu’un',
  zone: (name: string) => `Zone « ${name} »`,
  order: (number: string) => `Commande ${number}`,
  slot: (when: string) => `le ${when}`,
  stands: (patron: string) => `C’est ${patron}`,
  standsSay: (when: string, others: string) =>
    `La remise ${ofMoment(when)} compte${others === '' ? ', pas l’autre' : ` ; sur ${others}, le document sera noté manquant`}.`,
  standsBack: 'Il est revenu',
  standsBackSay: 'Le retour compte après la remise : le prêt prend fin.',
  standsOutSay: 'Le document est parti après ce retour : le prêt court toujours.',
  standsPick: (order: string) => `Pour la commande ${order}`,
  standsPickSay: (others: string) =>
    others === '' ? 'Il est dans cette pile.' : `Il est dans cette pile ; il sera de nouveau à chercher pour ${others}.`,
  standsCopy: (barcode: string) => `On garde le ${barcode}`,
  standsCopyTapped: 'On garde celui pointé sans code',
  standsCopySay: 'L’autre exemplaire est à ranger.',
  nearest: (slots: string) => `Places libres les plus proches : ${slots}.`,
  bothTrue: 'Les deux sont vraies',
  bothTrueSay: 'Les deux comptent, par exemple si le document a été rendu entre-temps.',
  acknowledged: 'C’est vu, on classe',
  acknowledgedSay: 'Rien ne change dans ce qui est noté ; l’anomalie sort de la liste.',
  askAnew: 'On redemande au SIGB',
  askAnewSay:
    'À choisir quand rien ne l’empêche plus là-bas. Le serveur regarde de nouveau avant d’écrire, et ne force rien\u202f; par fichiers, il part dans le prochain lot.',
  patronKnows: 'La personne est prévenue',
  patronKnowsSay: 'Elle connaît sa date, ou le prêt est prolongé dans le SIGB.',
  doneThere: 'C’est vu dans le SIGB',
  doneThereSay: 'Fait là-bas à la main, ou plus rien à y faire : on ne lui en demande plus rien.',
  later: 'Vous ne savez pas encore ? Laissez-la ouverte : elle sera rappelée à la clôture de la journée.',
  sheet: (number: string) => `Fiche de ${number}`,
  note: 'Une note pour les collègues',
  noteOpen: 'Ajouter une note pour les collègues',
  noteHint: '(facultatif)',
  follows: 'Une première anomalie sur le même sujet avait déjà été décidée\u202f; il y a eu du nouveau depuis.',
  decided: {
    stands: (what: string) => `${what}.`,
    'both-true': 'Les deux sont vraies.',
    acknowledged: 'Vu et classé.',
    'ask-anew': 'Redemandé au SIGB.',
    explained: 'Rien à décider\u00a0: tout concorde.',
  },
  readApart: (count: number) => (count === 1 ? 'Lire ce geste' : `Lire les ${count}`),
}
export type CasesWords = typeof cases
export type CitedKind = keyof CasesWords['cited']

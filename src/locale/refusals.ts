/**
 * What the desk says when it says no: a sentence and a next step for every refusal, in both languages. Runs everywhere.
 * A kind without words does not compile. What only the state knows (an order's number, a colleague's name) comes through `Naming`.
 */
import type { CardNumber, DeviceId, ItemBarcode, LibrarianId, OrderId } from '../domain/ids.ts'
import type { Refusal } from '../domain/operation/refusal.ts'
import type { SlotKey } from '../domain/slot/slot.ts'
import { type Formats, formatsByLanguage, type Language } from './formats.ts'

/** How a row is called on screen; the screens answer from the state. */
export interface Naming {
  order(id: OrderId): string
  librarian(id: LibrarianId): string
  /** « Mehdi (B) »: whoever signed in, and the letter of the tablet, which nobody can sign in under. */
  author(pressed: { readonly librarianId: LibrarianId; readonly deviceId: DeviceId }): string
  /** « J. R. ·· 4812 » */
  patron(card: CardNumber): string
  /** The document's title, else its barcode. */
  item(barcode: ItemBarcode): string
}

export interface RefusalWords {
  readonly sentence: string
  readonly nextStep: string
}

type Phrasebook = {
  readonly [K in Refusal['kind']]: (
    refusal: Extract<Refusal, { readonly kind: K }>,
    name: Naming,
    format: Formats,
  ) => readonly [string, string]
}

const s = (n: number): string => (n > 1 ? 's' : '')
const slotFr = (slot: SlotKey, f: Formats): string => `${f.date(slot.date)} à ${f.time(slot.time)}`
const slotEn = (slot: SlotKey, f: Formats): string => `${f.date(slot.date)} at ${f.time(slot.time)}`
const lendAnyway = 'Prêtez quand même, en donnant un motif.'
const lendAnywayEn = 'Lend anyway, with a reason.'

const fr: Phrasebook = {
  'card-expired': (r, _, f) => [`Carte expirée le ${f.date(r.expiredOn)}.`, 'Renouvelez-la, ou prêtez quand même, en donnant un motif.'],
  'patron-blocked': (r) => [`Usager bloqué\u00a0: ${r.reason}.`, lendAnyway],
  'too-many-loans': (r) => [`Un document de plus que ses droits\u00a0: ${r.counted} pour ${r.maximum}.`, lendAnyway],
  'too-many-of-type': (r) => [`Un document de plus que ses droits (${r.documentType})\u00a0: ${r.counted} pour ${r.maximum}.`, lendAnyway],
  'too-many-new-releases': (r) => [
    `Une nouveauté (${r.documentType}) de plus que ses droits\u00a0: ${r.counted} pour ${r.maximum}.`,
    lendAnyway,
  ],
  'too-many-in-order': (r) => [
    `Un document de plus que permis par commande (${r.documentType})\u00a0: ${r.counted} pour ${r.maximum}.`,
    lendAnyway,
  ],
  'order-unknown': () => ['Cette commande n’est pas sur la tablette.', 'Cherchez-la par la carte de l’usager.'],
  'order-cancelled': (r, n) => [`La commande ${n.order(r.orderId)} est annulée.`, 'Rangez ses documents, ou faites un prêt sans commande.'],
  'order-handed-over': (r, n) => [`La commande ${n.order(r.orderId)} est déjà remise.`, 'Ouvrez-la pour voir ce qui est parti.'],
  'order-no-show': (r, n) => [
    `La commande ${n.order(r.orderId)} est close\u00a0: l’usager n’est pas venu.`,
    'S’il est là, faites un prêt sans commande.',
  ],
  'order-already-there': (r, n) => [`La commande ${n.order(r.orderId)} existe déjà.`, 'Ouvrez-la plutôt que d’en faire une autre.'],
  'order-empty': () => ['La commande ne demande aucun document.', 'Ajoutez au moins un titre.'],
  'order-moved-meanwhile': (r, _, f) => [
    `La commande a été déplacée entre-temps au ${slotFr(r.now, f)}.`,
    'Relisez-la, puis recommencez si besoin.',
  ],
  'slot-closed': (r, _, f) => [`Il n’y a pas de retrait le ${slotFr(r.slot, f)}.`, 'Choisissez un autre créneau.'],
  'slot-full': (r, _, f) => [`Le créneau du ${slotFr(r.slot, f)} est complet.`, 'Choisissez un créneau voisin.'],
  'slot-too-soon': (r) => [`Il faut ${r.leadTimeHours}\u00a0h pour préparer une commande.`, 'Choisissez un créneau plus tard.'],
  'slot-too-far': (r) => [`On ne commande pas plus de ${r.horizonDays}\u00a0jours à l’avance.`, 'Choisissez un créneau plus proche.'],
  'too-many-orders-in-slot': (r) => [
    `Déjà ${r.maximum}\u00a0commande${s(r.maximum)} de cet usager dans ce créneau.`,
    'Passez outre en donnant un motif.',
  ],
  'too-many-open-orders': (r) => [
    `Déjà ${r.maximum}\u00a0commande${s(r.maximum)} en cours pour cet usager.`,
    'Passez outre en donnant un motif.',
  ],
  'line-unknown': () => ['Cette ligne n’est plus dans la commande.', 'Relisez la liste.'],
  'line-already-picked': (r, n) => [
    r.barcode === undefined ? 'C’est déjà pris.' : `C’est déjà pris\u00a0: ${n.item(r.barcode)}.`,
    'Rien à faire, ou annulez la première prise.',
  ],
  'line-not-picked': () => ['Ce document n’était pas pris.', 'Relisez la liste.'],
  'item-already-picked': (r, n) => [
    `Ce document attend déjà pour ${n.order(r.orderId)}.`,
    'Laissez-le dans son casier, prenez un autre exemplaire.',
  ],
  'lines-not-done': (r) => [
    `${r.count}\u00a0document${s(r.count)} encore à prendre ou à revoir.`,
    'Finissez la liste avant de mettre la commande en casier.',
  ],
  'bay-unknown': (r) => [`Les casiers vont de 1 à ${r.bays}.`, 'Choisissez un numéro qui existe.'],
  'bay-taken': (r, n) => [`Le casier ${r.bay} est pris par ${n.order(r.orderId)}.`, 'Choisissez-en un autre.'],
  'line-changed-meanwhile': () => ['Cette demande a changé entre-temps.', 'Relisez la commande, puis recommencez si besoin.'],
  'claim-held': (r, n) => [`${n.librarian(r.by)} s’en occupe déjà.`, 'Prenez autre chose, ou voyez ensemble.'],
  'patron-unknown': (r) => [`La carte ${r.card} n’est pas dans l’annuaire de la tablette.`, 'Vérifiez le numéro, ou cherchez par le nom.'],
  'nothing-scanned': () => ['Aucun document n’est scanné.', 'Scannez au moins un document.'],
  'document-undecided': (r, n) => [
    `« ${n.item(r.barcode)} » attend votre décision.`,
    'Laissez-le ici, ou prêtez-le quand même en donnant un motif.',
  ],
  'item-out': (r, n) => [`«\u00a0${n.item(r.barcode)}\u00a0» est déjà en prêt (${n.patron(r.card)}).`, 'Enregistrez d’abord son retour.'],
  'item-in-quarantine': (r, n, f) => [
    `«\u00a0${n.item(r.barcode)}\u00a0» est en quarantaine jusqu’au ${f.date(r.until)}.`,
    'Donnez un autre exemplaire.',
  ],
  'item-of-another-order': (r, n) => [
    `«\u00a0${n.item(r.barcode)}\u00a0» est pour la commande ${n.order(r.orderId)}.`,
    r.bays.length === 0 ? 'Mettez-le de côté pour cette commande.' : `Reposez-le au casier ${r.bays.join(' ou ')}.`,
  ],
  'handover-unknown': () => ['Cette remise n’est pas sur la tablette.', 'Cherchez-la dans Opérations.'],
  'handover-already-undone': () => ['Cette remise est déjà annulée.', 'Rien à faire.'],
  'undo-too-late': (r, _, f) => [
    `Cette remise date du ${f.date(r.happened.date)}\u00a0: on n’annule que le jour même.`,
    'Si les documents sont rendus, enregistrez leur retour.',
  ],
  'not-late': () => ['Cette commande n’est pas en retard.', 'Attendez la fin du créneau.'],
  'return-stands': (r, n) => [
    `Le retour de «\u00a0${n.item(r.barcode)}\u00a0» ne peut plus être annulé\u00a0: le document a changé de place depuis, ou la journée est passée.`,
    'S’il est encore chez l’usager, prêtez-le de nouveau.',
  ],
  'not-reshelved': (r, n) => [`«\u00a0${n.item(r.barcode)}\u00a0» n’est plus noté comme rangé.`, 'Relisez la liste à ranger.'],
  'nothing-to-reshelve': (r, n) => [`«\u00a0${n.item(r.barcode)}\u00a0» n’est pas à ranger.`, 'Rien à faire.'],
  'case-unknown': () => ['Cette anomalie n’est pas sur la tablette.', 'Relisez la liste.'],
  'case-already-settled': (r, n) => [`${n.librarian(r.by)} l’a déjà décidée.`, 'Lisez sa décision\u202f; vous pouvez décider autrement.'],
  'case-changed-meanwhile': () => ['L’anomalie a changé entre-temps.', 'Relisez-la avant de décider.'],
  'note-changed-meanwhile': (r) => [`La note a changé entre-temps\u00a0: «\u00a0${r.note}\u00a0».`, 'Relisez-la, puis écrivez la vôtre.'],
  'text-too-long': (r) => [`Le texte dépasse ${r.maximum}\u00a0caractères.`, 'Raccourcissez-le.'],
  'operation-too-large': () => ['C’est trop pour une seule opération.', 'Faites-la en deux fois.'],
}

const en: Phrasebook = {
  'card-expired': (r, _, f) => [`Card expired on ${f.date(r.expiredOn)}.`, 'Renew it, or lend anyway, with a reason.'],
  'patron-blocked': (r) => [`Patron blocked: ${r.reason}.`, lendAnywayEn],
  'too-many-loans': (r) => [`One item beyond their loan rights: ${r.counted}, ${r.maximum} allowed.`, lendAnywayEn],
  'too-many-of-type': (r) => [`One item beyond their loan rights (${r.documentType}): ${r.counted}, ${r.maximum} allowed.`, lendAnywayEn],
  'too-many-new-releases': (r) => [
    `One new release beyond their loan rights (${r.documentType}): ${r.counted}, ${r.maximum} allowed.`,
    lendAnywayEn,
  ],
  'too-many-in-order': (r) => [`One item too many for one order (${r.documentType}): ${r.counted}, ${r.maximum} allowed.`, lendAnywayEn],
  'order-unknown': () => ['This order is not on the tablet.', 'Look for it by the patron’s card.'],
  'order-cancelled': (r, n) => [`Order ${n.order(r.orderId)} is cancelled.`, 'Reshelve its items, or lend without an order.'],
  'order-handed-over': (r, n) => [`Order ${n.order(r.orderId)} has been handed over.`, 'Open it to see what went out.'],
  'order-no-show': (r, n) => [
    `Order ${n.order(r.orderId)} is closed: the patron did not come.`,
    'If they are here, lend without an order.',
  ],
  'order-already-there': (r, n) => [`Order ${n.order(r.orderId)} already exists.`, 'Open it rather than making another.'],
  'order-empty': () => ['The order does not ask for anything.', 'Add at least one title.'],
  'order-moved-meanwhile': (r, _, f) => [
    `The order has since been moved to ${slotEn(r.now, f)}.`,
    'Read it again, then try again if needed.',
  ],
  'slot-closed': (r, _, f) => [`There is no collection on ${slotEn(r.slot, f)}.`, 'Choose another slot.'],
  'slot-full': (r, _, f) => [`The ${slotEn(r.slot, f)} slot is full.`, 'Choose a nearby slot.'],
  'slot-too-soon': (r) => [`An order needs ${r.leadTimeHours} hours to prepare.`, 'Choose a later slot.'],
  'slot-too-far': (r) => [`Orders cannot be placed more than ${r.horizonDays} days ahead.`, 'Choose an earlier slot.'],
  'too-many-orders-in-slot': (r) => [
    `This patron already has ${r.maximum === 1 ? 'an order' : `${r.maximum} orders`} in this slot.`,
    'Override with a reason.',
  ],
  'too-many-open-orders': (r) => [
    `This patron already has ${r.maximum === 1 ? 'an open order' : `${r.maximum} open orders`}.`,
    'Override with a reason.',
  ],
  'line-unknown': () => ['This line is no longer in the order.', 'Read the list again.'],
  'line-already-picked': (r, n) => [
    r.barcode === undefined ? 'It is already picked.' : `It is already picked: ${n.item(r.barcode)}.`,
    'Nothing to do, or undo the first one.',
  ],
  'line-not-picked': () => ['This item was not picked.', 'Read the list again.'],
  'item-already-picked': (r, n) => [
    `This item is already waiting for ${n.order(r.orderId)}.`,
    'Leave it in its bay and pick another copy.',
  ],
  'lines-not-done': (r) => [`${r.count} still to pick or to look for again.`, 'Finish the list before putting the order in its bay.'],
  'bay-unknown': (r) => [`Bays are numbered 1 to ${r.bays}.`, 'Choose a number that exists.'],
  'bay-taken': (r, n) => [`Bay ${r.bay} is taken by ${n.order(r.orderId)}.`, 'Choose another one.'],
  'line-changed-meanwhile': () => ['This request has since been changed.', 'Read the order again, then try again if needed.'],
  'claim-held': (r, n) => [`${n.librarian(r.by)} is already on it.`, 'Take something else, or have a word.'],
  'patron-unknown': (r) => [`Card ${r.card} is not in the tablet’s directory.`, 'Check the number, or look by name.'],
  'nothing-scanned': () => ['Nothing is scanned.', 'Scan at least one item.'],
  'document-undecided': (r, n) => [
    `“${n.item(r.barcode)}” is waiting for your decision.`,
    'Leave it here, or lend it anyway with a reason.',
  ],
  'item-out': (r, n) => [`“${n.item(r.barcode)}” is already on loan (${n.patron(r.card)}).`, 'Record its return first.'],
  'item-in-quarantine': (r, n, f) => [`“${n.item(r.barcode)}” is in quarantine until ${f.date(r.until)}.`, 'Give another copy.'],
  'item-of-another-order': (r, n) => [
    `“${n.item(r.barcode)}” belongs to order ${n.order(r.orderId)}.`,
    r.bays.length === 0 ? 'Put it aside for that order.' : `Put it back in bay ${r.bays.join(' or ')}.`,
  ],
  'handover-unknown': () => ['This handover is not on the tablet.', 'Look for it in Operations.'],
  'handover-already-undone': () => ['This handover has been undone.', 'Nothing to do.'],
  'undo-too-late': (r, _, f) => [
    `This handover was on ${f.date(r.happened.date)}: it can only be undone on the same day.`,
    'If the items have come back, record their return.',
  ],
  'not-late': () => ['This order is not late.', 'Wait until the slot ends.'],
  'return-stands': (r, n) => [
    `The return of “${n.item(r.barcode)}” can no longer be undone: the item has moved since, or the day is over.`,
    'If the patron still has it, lend it again.',
  ],
  'not-reshelved': (r, n) => [`“${n.item(r.barcode)}” is no longer recorded as reshelved.`, 'Read the list of items to reshelve again.'],
  'nothing-to-reshelve': (r, n) => [`“${n.item(r.barcode)}” does not need reshelving.`, 'Nothing to do.'],
  'case-unknown': () => ['This case is not on the tablet.', 'Read the list again.'],
  'case-already-settled': (r, n) => [`${n.librarian(r.by)} has decided it already.`, 'Read that decision; you can change it.'],
  'case-changed-meanwhile': () => ['The case has since changed.', 'Read it again before deciding.'],
  'note-changed-meanwhile': (r) => [`The note has since changed: “${r.note}”.`, 'Read it, then write yours.'],
  'text-too-long': (r) => [`The text is longer than ${r.maximum} characters.`, 'Shorten it.'],
  'operation-too-large': () => ['That is too much for one operation.', 'Do it in two.'],
}

const phrasebookByLanguage: Readonly<Record<Language, Phrasebook>> = { fr, en }

/** The sentence and the next step for a refusal. */
export const sayRefusal = (language: Language, refusal: Refusal, name: Naming): RefusalWords => {
  // One entry per kind exists by type; the compiler cannot follow the pairing of kind and entry through the look-up.
  const say = phrasebookByLanguage[language][refusal.kind] as (r: Refusal, n: Naming, f: Formats) => readonly [string, string]
  const [sentence, nextStep] = say(refusal, name, formatsByLanguage[language])
  return { sentence, nextStep }
}

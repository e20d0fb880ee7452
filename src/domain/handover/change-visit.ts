/**
 * What the librarian changes in the visit by hand, without a scan (HO-2, HO-5, HO-11, LOAN-3). Pure; runs on the tablet.
 * A document stays, or leaves after all, or is taken off the pile, or is lent for a reason; a line is looked for in vain; a card leaves.
 */
import type { CardNumber, ItemBarcode } from '../ids.ts'
import type { Pile } from './pile.ts'
import type { Visit } from './visit.ts'

const changePiles = (visit: Visit, change: (pile: Pile, at: number) => Pile): Visit => ({
  ...visit,
  piles: visit.piles.map(change),
})

/** HO-5: the patron does not want this document of the pile `at`. */
export const leaveBehind = (visit: Visit, at: number, barcode: ItemBarcode): Visit =>
  changePiles(visit, (pile, n) => (n === at ? { ...pile, leftBehind: [...pile.leftBehind, barcode] } : pile))

/** HO-5: the patron wants it after all. */
export const takeBack = (visit: Visit, barcode: ItemBarcode): Visit =>
  changePiles(visit, (pile) => ({ ...pile, leftBehind: pile.leftBehind.filter((left) => left !== barcode) }))

/** HO-2: as if it had never been scanned. */
export const takeOff = (visit: Visit, barcode: ItemBarcode): Visit =>
  changePiles(takeBack(visit, barcode), (pile) => ({ ...pile, scanned: pile.scanned.filter((scan) => scan.barcode !== barcode) }))

/** LOAN-3: it leaves against the rights, for this reason. */
export const lendAnyway = (visit: Visit, barcode: ItemBarcode, overrideReason: string): Visit =>
  changePiles(visit, (pile) => ({
    ...pile,
    scanned: pile.scanned.map((scan) => (scan.barcode === barcode ? { ...scan, overrideReason } : scan)),
  }))

/** LOAN-3: a card that may not borrow does, for this reason: all of its piles, and what is scanned for it later. */
export const lendToCard = (visit: Visit, card: CardNumber, cardReason: string): Visit =>
  changePiles(visit, (pile) => (pile.card === card ? { ...pile, cardReason } : pile))

/** HO-2: the line's document was looked for and is not there. */
export const searchedInVain = (visit: Visit, at: number, lineId: string): Visit =>
  changePiles(visit, (pile, n) => (n === at ? { ...pile, notFound: [...pile.notFound, lineId] } : pile))

/** HO-2: the line's document is still looked for. */
export const lookAgain = (visit: Visit, at: number, lineId: string): Visit =>
  changePiles(visit, (pile, n) => (n === at ? { ...pile, notFound: pile.notFound.filter((line) => line !== lineId) } : pile))

/** HO-11: the visit without a card that was scanned by mistake, and without its piles. */
export const partCard = (visit: Visit, card: CardNumber): Visit => {
  const piles = visit.piles.filter((pile) => pile.card !== card)
  return { ...visit, piles, activeCard: piles[0]?.card ?? card }
}

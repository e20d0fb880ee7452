/**
 * A pile: the documents of one card, scanned and still to scan. The tablet's own; it survives a reload, and is no fact (HO-6).
 * Runs on the tablet. Scanning adds to it; `judgePile` says what each scan is worth.
 */
import type { CardNumber, ItemBarcode, LibrarianId, OrderId } from '../ids.ts'
import type { LocalMoment } from '../local-date.ts'
import type { CollectorProof } from './collector.ts'

export interface Pile {
  readonly card: CardNumber
  /** undefined: a loan without an order (HO-1). */
  readonly orderId: OrderId | undefined
  /** In the order scanned. */
  readonly scanned: readonly { readonly barcode: ItemBarcode; readonly overrideReason: string | undefined }[]
  /** LOAN-3: why a card that may not borrow does, for all that it takes; asked once. */
  readonly cardReason?: string | undefined
  /** Left behind by the patron's wish (HO-5). */
  readonly leftBehind: readonly ItemBarcode[]
  /** Ids of lines whose document was looked for and is not there. */
  readonly notFound: readonly string[]
  /** Its true time, when entered afterwards (HO-10). */
  readonly happened: LocalMoment | undefined
  /** Whose hand it was, when another enters it afterwards (HO-10). */
  readonly handedBy?: LibrarianId | undefined
  /** What somebody else showed who came for this card's patron (HO-12); undefined: the patron came. */
  readonly collectedWith: CollectorProof | undefined
}

/** HO-8: the pile with one more document; a document scanned before says so, and nothing changes. */
export const addScan = <D extends Pile>(
  pile: D,
  barcode: ItemBarcode,
): { readonly kind: 'added'; readonly pile: D } | { readonly kind: 'already-scanned' } =>
  pile.scanned.some((scan) => scan.barcode === barcode)
    ? { kind: 'already-scanned' }
    : { kind: 'added', pile: { ...pile, scanned: [...pile.scanned, { barcode, overrideReason: undefined }] } }

/**
 * One order of three novels in bay 12, the desk that holds it, and piles scanned for it. Runs in tests.
 */
import { judgePile } from '../../src/domain/handover/judge-pile.ts'
import type { Pile } from '../../src/domain/handover/pile.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import type { CatalogueItems } from '../../src/domain/item/find-document.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { aDesk } from './a-desk.ts'
import { tuesday } from './a-moment.ts'
import { aPatron } from './a-patron.ts'
import { aCopy, aRecord } from './a-record.ts'
import { aSettings } from './a-settings.ts'
import { itemsPickedFor } from './an-item.ts'
import { aBagging, aLine, anOrderWith, aPick, aRecordWanted } from './an-order.ts'

/** Aline's order of three novels, picked as a, b and c, in bay 12; each record's title is its id. */
export const pileOrder = anOrderWith(
  { lines: ['A', 'B', 'C'].map((record, n) => aLine(`${n + 1}`, aRecordWanted(record))) },
  aPick('1', 'a'),
  aPick('2', 'b'),
  aPick('3', 'c'),
  aBagging(12),
)
export const pileRecords = ['A', 'B', 'C', 'D'].map((id) =>
  aRecord(id, { title: `Titre ${id}`, copies: [aCopy(id.toLowerCase()), aCopy(`${id.toLowerCase()}2`)] }),
)
export const pileDesk = (...rows: readonly Row[]) => aDesk(aPatron(), ...pileRecords, pileOrder, ...itemsPickedFor(pileOrder), ...rows)

export const aPile = (
  changes: Partial<Omit<Pile, 'scanned' | 'leftBehind'>> & {
    scanned?: readonly string[]
    leftBehind?: readonly string[]
  } = {},
): Pile => ({
  card: pileOrder.card,
  orderId: pileOrder.id,
  notFound: [],
  happened: undefined,
  collectedWith: undefined,
  ...changes,
  scanned: (changes.scanned ?? []).map((barcode) => ({ barcode: toItemBarcode(barcode), overrideReason: undefined })),
  leftBehind: (changes.leftBehind ?? []).map(toItemBarcode),
})
/** By the desk of that order unless another is given. */
export const judgeAPile = (state = pileDesk(), pile = aPile(), catalogue?: CatalogueItems) =>
  judgePile(state, aSettings(), pile, tuesday, catalogue)
/** What the last document scanned is told: the refusal itself where there is one. */
export const lastVerdict = (state: ReturnType<typeof pileDesk>, pile: Pile, catalogue?: CatalogueItems) => {
  const verdict = judgeAPile(state, pile, catalogue).documents.at(-1)?.verdict
  return verdict?.kind === 'refused' ? verdict.refusal : verdict
}

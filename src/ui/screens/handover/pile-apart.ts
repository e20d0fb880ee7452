/**
 * What tells documents of a visit that look alike from each other, those in hand and those still to fetch (HO-2). Runs in the browser.
 */
import type { PileJudgement } from '../../../domain/handover/judge-pile.ts'
import type { RecordId } from '../../../domain/ids.ts'
import { type CatalogueItems, findDocument } from '../../../domain/item/find-document.ts'
import { type LikeAnother, tellApart } from '../../../domain/item/tell-apart.ts'
import type { DeskState } from '../../../domain/row/desk-state.ts'

export const pileApart = (
  state: DeskState,
  catalogue: CatalogueItems,
  judgements: readonly PileJudgement[],
): ReadonlyMap<RecordId, string> =>
  tellApart(
    judgements.flatMap(({ documents, unanswered }): readonly LikeAnother[] => [
      ...documents.flatMap(({ barcode }) => findDocument(state, barcode, catalogue) ?? []),
      ...unanswered.flatMap(({ line: { wanted } }): LikeAnother | [] => {
        const record = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)
        return record === undefined ? [] : { ...record, recordId: record.id, callNumber: record.copies[0]?.callNumber }
      }),
    ]),
  )

/**
 * Turns a scanned pile into the one operation that records it (HO-6). Runs on the tablet.
 * What was concluded on the screen (due dates, lines, reasons) travels in the operation, and nobody computes it again.
 */
import type { ItemBarcode } from '../ids.ts'
import type { LocalMoment } from '../local-date.ts'
import type { Fact, HandedOverItem } from '../operation/operation.ts'
import type { Refusal } from '../operation/refusal.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { PileJudgement, ScannedDocument } from './judge-pile.ts'
import type { Pile } from './pile.ts'

export type HandOverOrder = Extract<Fact, { readonly kind: 'hand-over-order' }>

/** HO-2: copies picked for a line that another copy of the title answered: they stay in their bay, unless they were looked for in vain. */
export const sparedCopies = ({ notFound }: Pick<Pile, 'notFound'>, documents: readonly ScannedDocument[]): readonly ItemBarcode[] =>
  documents.flatMap(({ verdict, lineId, insteadOf }) =>
    verdict.kind === 'accepted' && insteadOf !== undefined && !notFound.some((line) => line === lineId) ? [insteadOf] : [],
  )

/**
 * HO-5, HO-6, HO-10: the handover as it will be recorded, at the pile's own time or `now`. Refused when nothing may be handed over, a
 * document waits for a decision (LOAN-3), the order is closed or the patron unknown.
 */
export const buildHandOverOrder = (
  pile: Pile,
  { documents, unanswered, blockedBy }: PileJudgement,
  now: LocalMoment,
  receipt: HandOverOrder['receipt'],
): Result<HandOverOrder, Refusal> => {
  if (blockedBy !== undefined) return refuse(blockedBy)
  const items = documents.flatMap(({ verdict, ...document }): readonly HandedOverItem[] =>
    verdict.kind === 'accepted'
      ? [
          {
            barcode: document.barcode,
            recordId: document.recordId,
            documentType: document.documentType,
            lineId: document.lineId,
            dueOn: verdict.dueOn,
            isNewRelease: document.isNewRelease,
            overrideReason: verdict.overridden === undefined ? undefined : document.overrideReason,
          },
        ]
      : [],
  )
  return accept({
    kind: 'hand-over-order',
    happened: pile.happened ?? { date: now.date, time: now.time },
    orderId: pile.orderId,
    card: pile.card,
    items,
    leftBehind: [
      ...documents.filter(({ verdict }) => verdict.kind === 'left-behind').map(({ barcode, lineId }) => ({ barcode, lineId })),
      ...sparedCopies(pile, documents).map((barcode) => ({ barcode, lineId: undefined })),
      ...unanswered.filter(({ fate }) => fate === 'left-behind').map(({ barcode, line }) => ({ barcode, lineId: line.id })),
    ],
    notFound: unanswered.filter(({ fate }) => fate === 'missing' || fate === 'not-found').map(({ line }) => line.id),
    receipt,
    ...(pile.handedBy === undefined ? {} : { handedBy: pile.handedBy }),
  })
}

/** A pile, what was concluded about it, and the operation that records it. */
export interface Leaving {
  readonly pile: Pile
  readonly judgement: PileJudgement
  readonly operation: HandOverOrder
}

/**
 * HO-6, HO-11: the operations that record a visit, one a pile. A pile of which nothing leaves has none. Refused as a whole when a pile
 * may not leave, or when no pile does.
 */
export const buildVisitHandovers = (
  piles: readonly Pile[],
  judgements: readonly PileJudgement[],
  now: LocalMoment,
  receipt: HandOverOrder['receipt'],
): Result<readonly Leaving[], Refusal> => {
  const leaving: Leaving[] = []
  const refusals: Refusal[] = []
  for (const [n, pile] of piles.entries()) {
    const judgement = judgements[n]
    if (judgement === undefined || pile.scanned.length === 0) continue
    const built = buildHandOverOrder(pile, judgement, now, receipt)
    if (built.ok) leaving.push({ pile, judgement, operation: built.value })
    else refusals.push(built.refusal)
  }
  const refusal =
    leaving.length === 0 ? (refusals[0] ?? ({ kind: 'nothing-scanned' } as const)) : refusals.find(({ kind }) => kind !== 'nothing-scanned')
  return refusal === undefined ? accept(leaving) : refuse(refusal)
}

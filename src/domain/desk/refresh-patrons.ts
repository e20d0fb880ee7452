/**
 * The loans that a patron's row counts, after what is known of one document has changed (LOAN-2). Runs everywhere.
 * Whatever brings a document out or back, an operation or a decision about a case, passes here.
 */
import type { CardNumber, OperationId } from '../ids.ts'
import type { Item } from '../item/item.ts'
import { type Loan, storyOf } from '../item/story.ts'
import type { CountedLoan } from '../patron/patron.ts'
import type { RowDraft } from './row-draft.ts'

/** The loan that runs, by card: the first one where there are several. */
const outWith = (item: Item): ReadonlyMap<CardNumber, Loan> =>
  new Map(
    storyOf(item)
      .runs.map((loan) => [loan.card, loan] as const)
      .reverse(),
  )

/** An older handover, not one that this operation brings. */
const isReopened = (before: Item, { operationId }: { readonly operationId: OperationId }): boolean =>
  before.facts.some((fact) => fact.operationId === operationId)

/**
 * LOAN-2: what is out with each patron, beyond the ILS's last figure; whose loan stays as it was is not asked for. An open loan that is
 * not counted is in that figure already: an import dropped it.
 */
export const refreshPatrons = (draft: RowDraft, before: Item, after: Item): void => {
  const [was, is] = [outWith(before), outWith(after)]
  for (const card of new Set([...was.keys(), ...is.keys()])) {
    const out = is.get(card)
    if (was.get(card)?.operationId === out?.operationId && before.documentType === after.documentType) continue
    const patron = draft.get('patron', card)
    if (patron === undefined) continue
    const counted = patron.loans.find((loan) => loan.barcode === after.id)
    const isInFigure = was.has(card) && counted === undefined
    const others = patron.loans.filter((loan) => loan.barcode !== after.id)
    if (out !== undefined && counted === undefined && patron.returnedSince.includes(after.id) && isReopened(before, out)) {
      // The return was taken back: the ILS's figure, which counts this loan, is right again.
      draft.put({ ...patron, returnedSince: patron.returnedSince.filter((barcode) => barcode !== after.id) })
    } else if (out !== undefined && !isInFigure) {
      const { documentType } = after
      const loan: CountedLoan = {
        handover: out.operationId,
        barcode: after.id,
        documentType,
        isNewRelease: out.isNewRelease,
        settledAt: counted?.settledAt,
      }
      draft.put({ ...patron, loans: [...others, loan].sort((a, b) => (a.barcode < b.barcode ? -1 : 1)) })
    } else if (out === undefined) {
      const returnedSince = isInFigure ? [...new Set([...patron.returnedSince, after.id])].sort() : patron.returnedSince
      draft.put({ ...patron, loans: others, returnedSince })
    }
  }
}

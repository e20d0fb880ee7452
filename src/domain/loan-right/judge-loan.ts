/**
 * May this patron borrow this document, on top of what is already in the pile? Runs on the tablet, before a handover is recorded.
 * What is counted is the ILS's last figure and what it cannot know yet (LOAN-2). A refusal may be overridden with a reason (LOAN-3):
 * the document then counts like any other.
 */

import type { ItemBarcode } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import type { HandedOverItem } from '../operation/operation.ts'
import type { LoanRefusal } from '../operation/refusal.ts'
import type { CountedLoan, Patron } from '../patron/patron.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { Settings } from '../settings/settings.ts'
import { loanRightFor } from './due-date.ts'

/** A document the patron would take; an item of the `hand-over-order` operation is one. Without a line it is on no order, so that no maximum per order concerns it. */
export type LoanWanted = Pick<HandedOverItem, 'barcode' | 'documentType' | 'isNewRelease' | 'lineId'>

/** LOAN-2: the loans that the ILS's figure cannot know: all but those settled before its last import. */
export const loansUnknownToIls = ({ loans, ilsAsOf }: Patron): readonly CountedLoan[] =>
  loans.filter(({ settledAt }) => settledAt === undefined || ilsAsOf === undefined || ilsAsOf <= settledAt)

/** LOAN-2: documents out, all types together: the ILS's figure, less what came back since, plus `known`, which that figure cannot hold. */
export const countLoans = ({ ilsLoans, returnedSince }: Patron, known: readonly unknown[]): number =>
  Math.max(0, ilsLoans - returnedSince.length) + known.length

/** LOAN-1: a blocked patron, or a card whose last day has passed, borrows nothing, whatever the rights say. */
export const judgeCard = ({ blocked, expiresOn }: Patron, today: LocalDate): Result<undefined, LoanRefusal> => {
  if (blocked !== undefined) return refuse({ kind: 'patron-blocked', reason: blocked })
  return expiresOn !== undefined && expiresOn < today ? refuse({ kind: 'card-expired', expiredOn: expiresOn }) : accept(undefined)
}

/** What the maxima are held against, before the document is added. */
export interface LoanCounts {
  /** With the ILS's figure. */
  readonly total: number
  /** Of its type, and among those its new releases: of the loans that the desk knows. */
  readonly ofType: number
  readonly newReleases: number
  /** Of its type, on lines of the same order. */
  readonly inOrder: number
}

/** LOAN-2: `given` is what was already accepted, or overridden, in the same handover. */
export const countForLoan = (patron: Patron, given: readonly LoanWanted[], wanted: LoanWanted): LoanCounts => {
  // The same document to the same patron again, without a return between, is one loan.
  const known = loansUnknownToIls(patron).filter(({ barcode }) => barcode !== wanted.barcode)
  const added = given.filter(({ barcode }) => barcode !== wanted.barcode && !known.some((loan) => loan.barcode === barcode))
  const ofType = [...known, ...added].filter((loan) => loan.documentType === wanted.documentType)
  return {
    total: countLoans(patron, [...known, ...added]),
    ofType: ofType.length,
    newReleases: ofType.filter((loan) => loan.isNewRelease).length,
    inOrder: given.filter((loan) => loan.lineId !== undefined && loan.documentType === wanted.documentType).length,
  }
}

/** A document and what it is judged by, with nobody's name. */
export interface CountedLoanWanted {
  readonly category: string
  readonly documentType: string | undefined
  readonly isNewRelease: boolean
  readonly isOfOrder: boolean
  readonly counts: LoanCounts
}

/** LOAN-1: any maximum that the document would exceed: in all, of its type, of its type's new releases, and of its type in one order. */
export const judgeMaxima = (
  settings: Pick<Settings, 'loanRights' | 'totalMaximums'>,
  { category, documentType, isNewRelease, isOfOrder, counts: { total, ofType, newReleases, inOrder } }: CountedLoanWanted,
): Result<undefined, LoanRefusal> => {
  const totalMaximum = settings.totalMaximums[category]
  if (totalMaximum !== undefined && total >= totalMaximum) {
    return refuse({ kind: 'too-many-loans', counted: total, maximum: totalMaximum })
  }
  const right = loanRightFor(settings, category, documentType)
  if (right === undefined) return accept(undefined)
  const type = documentType ?? ''
  if (right.maximum !== undefined && ofType >= right.maximum) {
    return refuse({ kind: 'too-many-of-type', documentType: type, counted: ofType, maximum: right.maximum })
  }
  if (isNewRelease && right.newReleaseMaximum !== undefined && newReleases >= right.newReleaseMaximum) {
    return refuse({ kind: 'too-many-new-releases', documentType: type, counted: newReleases, maximum: right.newReleaseMaximum })
  }
  if (isOfOrder && right.maximumPerOrder !== undefined && inOrder >= right.maximumPerOrder) {
    return refuse({ kind: 'too-many-in-order', documentType: type, counted: inOrder, maximum: right.maximumPerOrder })
  }
  return accept(undefined)
}

/** LOAN-1, LOAN-2: refuses what the card may not, and any maximum that this document would exceed, on top of `given`. */
export const judgeLoan = (
  settings: Settings,
  patron: Patron,
  given: readonly LoanWanted[],
  wanted: LoanWanted,
  today: LocalDate,
): Result<undefined, LoanRefusal> => {
  const card = judgeCard(patron, today)
  if (!card.ok) return card
  const { documentType, isNewRelease, lineId } = wanted
  const counts = countForLoan(patron, given, wanted)
  return judgeMaxima(settings, { category: patron.category, documentType, isNewRelease, isOfOrder: lineId !== undefined, counts })
}

/**
 * LOAN-3: of documents that left together, those for which somebody gave a reason, as they are held against the maxima; none of a card that
 * may not borrow, for which no right would have asked less.
 */
export const countBeyondRights = (
  patron: Patron,
  items: readonly (LoanWanted & { readonly overrideReason: string | undefined })[],
  today: LocalDate,
): readonly (CountedLoanWanted & { readonly barcode: ItemBarcode })[] => {
  if (!judgeCard(patron, today).ok) return []
  return items.flatMap((wanted, n) => {
    const { barcode, documentType, isNewRelease, lineId, overrideReason } = wanted
    if (overrideReason === undefined) return []
    const counts = countForLoan(patron, items.slice(0, n), wanted)
    return [{ barcode, category: patron.category, documentType, isNewRelease, isOfOrder: lineId !== undefined, counts }]
  })
}

/**
 * May this patron borrow this document, on top of what is already in the pile? Runs on the tablet, before a handover is recorded.
 * What is counted is the ILS's last figure and what it cannot know yet (LOAN-2). A refusal may be overridden with a reason (LOAN-3):
 * the document then counts like any other.
 */

import type { ItemBarcode, LineId } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import type { LoanRefusal } from '../operation/refusal.ts'
import type { CountedLoan, Patron } from '../patron/patron.ts'
import { accept, type Result, refuse } from '../result.ts'
import type { Settings } from '../settings/settings.ts'
import { loanRightFor } from './due-date.ts'

/** A document the patron would take; an item of the `hand-over-order` operation is one. */
export interface LoanWanted {
  readonly barcode: ItemBarcode
  readonly documentType: string | undefined
  readonly isNewRelease: boolean
  /** The order's line it answers; undefined: on no order, so that no maximum per order concerns it. */
  readonly lineId: LineId | undefined
}

/** LOAN-2: the loans that the ILS's figure cannot know: all but those settled before its last import. */
export const loansUnknownToIls = ({ loans, ilsAsOf }: Patron): readonly CountedLoan[] =>
  loans.filter(({ settledAt }) => settledAt === undefined || ilsAsOf === undefined || ilsAsOf <= settledAt)

/** LOAN-2: documents out, all types together: the ILS's figure, less what came back since, plus `known`, which that figure cannot hold. */
export const countLoans = ({ ilsLoans, returnedSince }: Patron, known: readonly unknown[]): number =>
  Math.max(0, ilsLoans - returnedSince.length) + known.length

/**
 * LOAN-1, LOAN-2: refuses a blocked patron, a card whose last day has passed, and any maximum that this document would exceed: in all
 * (with the ILS's figure), of its type, of its type's new releases (both among the loans we know), and of its type in one order.
 * `given` is what was already accepted, or overridden, in the same handover.
 */
export const judgeLoan = (
  settings: Settings,
  patron: Patron,
  given: readonly LoanWanted[],
  wanted: LoanWanted,
  today: LocalDate,
): Result<undefined, LoanRefusal> => {
  if (patron.blocked !== undefined) return refuse({ kind: 'patron-blocked', reason: patron.blocked })
  if (patron.expiresOn !== undefined && patron.expiresOn < today) return refuse({ kind: 'card-expired', expiredOn: patron.expiresOn })

  // The same document to the same patron again, without a return between, is one loan.
  const known = loansUnknownToIls(patron).filter(({ barcode }) => barcode !== wanted.barcode)
  const added = given.filter(({ barcode }) => barcode !== wanted.barcode && !known.some((loan) => loan.barcode === barcode))
  const total = countLoans(patron, [...known, ...added])
  const totalMaximum = settings.totalMaximums[patron.category]
  if (totalMaximum !== undefined && total >= totalMaximum) {
    return refuse({ kind: 'too-many-loans', counted: total, maximum: totalMaximum })
  }

  const right = loanRightFor(settings, patron.category, wanted.documentType)
  if (right === undefined) return accept(undefined)
  const documentType = wanted.documentType ?? ''
  const ofType = [...known, ...added].filter((loan) => loan.documentType === wanted.documentType)
  if (right.maximum !== undefined && ofType.length >= right.maximum) {
    return refuse({ kind: 'too-many-of-type', documentType, counted: ofType.length, maximum: right.maximum })
  }
  const newReleases = ofType.filter((loan) => loan.isNewRelease).length
  if (wanted.isNewRelease && right.newReleaseMaximum !== undefined && newReleases >= right.newReleaseMaximum) {
    return refuse({ kind: 'too-many-new-releases', documentType, counted: newReleases, maximum: right.newReleaseMaximum })
  }
  const inOrder = given.filter((loan) => loan.lineId !== undefined && loan.documentType === wanted.documentType).length
  if (wanted.lineId !== undefined && right.maximumPerOrder !== undefined && inOrder >= right.maximumPerOrder) {
    return refuse({ kind: 'too-many-in-order', documentType, counted: inOrder, maximum: right.maximumPerOrder })
  }
  return accept(undefined)
}

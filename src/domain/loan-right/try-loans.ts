/**
 * What somebody could take home now, type by type, by the judge that the desk asks (SET-14). Runs everywhere; pure: no fact is made, and
 * nothing of the card is kept.
 */
import { toItemBarcode } from '../ids.ts'
import type { LocalDate } from '../local-date.ts'
import type { LoanRefusal } from '../operation/refusal.ts'
import type { Patron } from '../patron/patron.ts'
import type { Settings } from '../settings/settings.ts'
import { dueDate } from './due-date.ts'
import { countLoans, judgeLoan, type LoanWanted, loansUnknownToIls } from './judge-loan.ts'

/** More than anybody carries: beyond it nothing limits the loan. */
export const mostTried = 99

export interface Allowance {
  readonly documentType: string
  /** Up to `mostTried`. */
  readonly documents: number
  readonly newReleases: number
  readonly dueOn: LocalDate
  /** Why not one more; undefined: nothing limits it. */
  readonly refusal: LoanRefusal | undefined
}

export const tryLoans = (settings: Settings, patron: Patron, types: readonly string[], today: LocalDate): readonly Allowance[] =>
  types.map((documentType) => {
    const take = (isNewRelease: boolean): { readonly count: number; readonly refusal: LoanRefusal | undefined } => {
      const given: LoanWanted[] = []
      while (given.length < mostTried) {
        const wanted = { barcode: toItemBarcode(`try-${given.length}`), documentType, isNewRelease, lineId: undefined }
        const judged = judgeLoan(settings, patron, given, wanted, today)
        if (!judged.ok) return { count: given.length, refusal: judged.refusal }
        given.push(wanted)
      }
      return { count: given.length, refusal: undefined }
    }
    const { count, refusal } = take(false)
    return {
      documentType,
      documents: count,
      newReleases: take(true).count,
      dueOn: dueDate(settings, patron.category, documentType, today),
      refusal,
    }
  })

/** What is said of somebody before any type: of all types together; `maximum` and `more` are undefined where those are not limited. */
export type TrialVerdict =
  | { readonly kind: 'may'; readonly more: number | undefined; readonly counted: number; readonly maximum: number | undefined }
  | { readonly kind: 'may-not'; readonly refusal: LoanRefusal }

/** Not one document more of any type, and the judge's reason; or where the loans stand. */
export const judgeTrial = (settings: Settings, patron: Patron, answers: readonly Allowance[]): TrialVerdict => {
  const ofTypes = answers.reduce((sum, { documents }) => sum + documents, 0)
  const refusal = answers[0]?.refusal
  if (refusal !== undefined && ofTypes === 0) return { kind: 'may-not', refusal }
  const counted = countLoans(patron, loansUnknownToIls(patron))
  const maximum = settings.totalMaximums[patron.category]
  return { kind: 'may', more: maximum === undefined ? undefined : Math.min(maximum - counted, ofTypes), counted, maximum }
}

/**
 * Loan rights as a patron meets them: a card, a limit in all, by type, of new releases, by order (LOAN-1 to LOAN-3).
 * Pure rules, on the rights of the builders' library: adults have 20 in all, 12 books, 3 DVDs of which 1 new.
 * What the ILS counted and what the desk knows are given apart, as the patron's row holds them.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode, toLineId } from '../../../src/domain/ids.ts'
import { judgeLoan, type LoanWanted } from '../../../src/domain/loan-right/judge-loan.ts'
import type { Patron } from '../../../src/domain/patron/patron.ts'
import { aDate, anInstant, tuesday } from '../../builders/a-moment.ts'
import { aCountedLoan, aPatron } from '../../builders/a-patron.ts'
import { aLoanRight, aSettings } from '../../builders/a-settings.ts'

const aWanted = (barcode: string, changes: Partial<LoanWanted> = {}): LoanWanted => ({
  barcode: toItemBarcode(barcode),
  documentType: 'livre',
  isNewRelease: false,
  lineId: undefined,
  ...changes,
})
const aDvd = (barcode: string, changes: Partial<LoanWanted> = {}) => aWanted(barcode, { documentType: 'DVD', ...changes })

const judge = (patron: Partial<Patron>, wanted: LoanWanted, given: readonly LoanWanted[] = [], settings = aSettings()) => {
  const result = judgeLoan(settings, aPatron(patron), given, wanted, tuesday)
  return result.ok ? 'accepted' : result.refusal
}

describe('judging a loan', () => {
  it('[LOAN-1] a patron within the rights may borrow', () => {
    expect(judge({}, aWanted('1'))).toBe('accepted')
  })

  it('[LOAN-1] a blocked patron is refused, with the reason of the ILS', () => {
    expect(judge({ blocked: 'retards' }, aWanted('1'))).toEqual({ kind: 'patron-blocked', reason: 'retards' })
  })

  it('[LOAN-1] a card is valid on its last day and refused the day after', () => {
    expect(judge({ expiresOn: tuesday }, aWanted('1'))).toBe('accepted')
    expect(judge({ expiresOn: aDate('2026-11-23') }, aWanted('1'))).toEqual({ kind: 'card-expired', expiredOn: '2026-11-23' })
  })

  it('[LOAN-1] the total maximum of the category counts all types together', () => {
    expect(judge({ ilsLoans: 19 }, aWanted('1'))).toBe('accepted')
    expect(judge({ ilsLoans: 20 }, aDvd('1'))).toEqual({ kind: 'too-many-loans', counted: 20, maximum: 20 })
  })

  it('[LOAN-1] three DVDs are all an adult may have at once', () => {
    const loans = ['1', '2', '3'].map((barcode) => aCountedLoan(barcode, { documentType: 'DVD' }))
    expect(judge({ loans }, aDvd('4'))).toEqual({ kind: 'too-many-of-type', documentType: 'DVD', counted: 3, maximum: 3 })
    expect(judge({ loans }, aWanted('4'))).toBe('accepted')
  })

  it('[LOAN-1] one of three DVDs may be a new release', () => {
    const loans = [aCountedLoan('1', { documentType: 'DVD', isNewRelease: true })]
    expect(judge({ loans }, aDvd('2', { isNewRelease: true }))).toMatchObject({ kind: 'too-many-new-releases', maximum: 1 })
    expect(judge({ loans }, aDvd('2'))).toBe('accepted')
  })

  it('[LOAN-1] one order has at most eight books; a book added at the desk is on no order', () => {
    const given = Array.from({ length: 8 }, (_, n) => aWanted(`${n}`, { lineId: toLineId(`${n}`) }))
    expect(judge({}, aWanted('9', { lineId: toLineId('9') }), given)).toMatchObject({ kind: 'too-many-in-order', counted: 8, maximum: 8 })
    expect(judge({}, aWanted('9'), given)).toBe('accepted')
  })

  it('[LOAN-1] documents of one handover are judged one after another', () => {
    const settings = aSettings({ loanRights: [aLoanRight('*', '*', { maximum: 2 })] })
    expect(judge({}, aWanted('2'), [aWanted('1')], settings)).toBe('accepted')
    expect(judge({}, aWanted('3'), [aWanted('1'), aWanted('2')], settings)).toMatchObject({ counted: 2, maximum: 2 })
  })

  it('[LOAN-1] a category or a type without a row of its own follows the row of the star', () => {
    const loans = Array.from({ length: 10 }, (_, n) => aCountedLoan(`${n}`, { documentType: 'CD' }))
    expect(judge({ loans }, aWanted('x', { documentType: 'CD' }))).toMatchObject({ kind: 'too-many-of-type', maximum: 6 })
    expect(judge({ loans, category: 'collectivité' }, aWanted('x', { documentType: 'CD' }))).toMatchObject({ maximum: 10 })
    expect(judge({ loans, category: 'collectivité' }, aWanted('x'), [], aSettings({ loanRights: [] }))).toBe('accepted')
  })

  it('[LOAN-3] a document overridden with a reason counts for the ones after it', () => {
    const given = ['1', '2', '3', '4'].map((barcode) => aDvd(barcode))
    expect(judge({}, aDvd('5'), given)).toMatchObject({ kind: 'too-many-of-type', counted: 4, maximum: 3 })
  })
})

describe('counting what a patron has', () => {
  /** Where nothing may be lent, the refusal says how many documents were counted. */
  const nothing = aSettings({ totalMaximums: { adulte: 0 } })
  const counted = (patron: Partial<Patron>): unknown => {
    const refusal = judge(patron, aWanted('new'), [], nothing)
    return typeof refusal !== 'string' && refusal.kind === 'too-many-loans' ? refusal.counted : refusal
  }

  it('[LOAN-2] the count is the figure of the ILS, less what came back since, plus what it cannot know yet', () => {
    const patron = { ilsLoans: 5, returnedSince: [toItemBarcode('a'), toItemBarcode('b')], loans: [aCountedLoan('c')] }
    expect(counted(patron)).toBe(4)
  })

  it('[LOAN-2] a handover counts until an import newer than its settlement', () => {
    const settledAt = anInstant('2026-11-24 09:12')
    const loans = [aCountedLoan('1', { settledAt })]
    expect(counted({ ilsLoans: 1, loans, ilsAsOf: anInstant('2026-11-24 09:12') })).toBe(2)
    expect(counted({ ilsLoans: 1, loans, ilsAsOf: anInstant('2026-11-24 09:13') })).toBe(1)
  })

  it('[LOAN-2] the ILS gives one total without types: a limit by type counts only the loans we know', () => {
    expect(judge({ ilsLoans: 15 }, aDvd('1'))).toBe('accepted')
  })

  it('[LOAN-2] more returns than the ILS counted never make the count negative', () => {
    expect(counted({ ilsLoans: 1, returnedSince: [toItemBarcode('a'), toItemBarcode('b')] })).toBe(0)
  })

  it('[LOAN-2] a document that the patron already has from us counts once when it is scanned again', () => {
    const loans = ['1', '2', '3'].map((barcode) => aCountedLoan(barcode, { documentType: 'DVD' }))
    expect(judge({ loans }, aDvd('3'))).toBe('accepted')
    expect(judge({ id: toCardNumber('2'), loans: loans.slice(0, 2) }, aDvd('4'), [aDvd('2')])).toBe('accepted')
  })
})

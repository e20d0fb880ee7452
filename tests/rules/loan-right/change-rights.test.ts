/**
 * The rights as a matrix, and what somebody could take by them (SET-14, SET-15): asked of the judge that the desk asks. Runs in vitest.
 */
import { describe, expect, test } from 'vitest'
import { decide } from '../../../src/domain/desk/decide.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toLineId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { BibliographicRecord } from '../../../src/domain/item/record.ts'
import { changeRight, findAxes, inheritRight, ownRight, rightAt, rightAxes, seeAxes } from '../../../src/domain/loan-right/change-rights.ts'
import { judgeLoan } from '../../../src/domain/loan-right/judge-loan.ts'
import { judgeTrial, mostTried, tryLoans } from '../../../src/domain/loan-right/try-loans.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import type { Patron } from '../../../src/domain/patron/patron.ts'
import { previewFrom } from '../../../src/domain/preview/preview-section.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, tuesday } from '../../builders/a-moment.ts'
import { aCountedLoan, aPatron } from '../../builders/a-patron.ts'
import { aLoanRight, aSettings } from '../../builders/a-settings.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'

const cell = { category: 'jeunesse', documentType: 'DVD' }
const record = (n: number, documentType: string): BibliographicRecord => ({
  ...{ kind: 'record', id: toRecordId(`record-${n}`), title: `Titre ${n}`, author: '', documentType, audience: '' },
  copies: [],
})

describe('[SET-15] the matrix', () => {
  test('[SET-15] a cell without a row of its own has that of the others, until it is changed, and again afterwards', () => {
    const settings = aSettings()
    expect(rightAt(settings, cell)).toMatchObject({ maximum: 10 })
    const changed = changeRight(settings, aLoanRight('jeunesse', 'DVD', { maximum: 2 }))
    expect([rightAt(changed, cell)?.maximum, ownRight(changed, cell)?.maximum]).toEqual([2, 2])
    expect(inheritRight(changed, cell)).toEqual(settings)
    const again = changeRight(changed, aLoanRight('adulte', 'livre', { maximum: 1 }))
    expect(again.loanRights.map(({ maximum }) => maximum)).toEqual([1, 3, 6, 10, 2])
  })

  test('two rows that a file said of one cell become one', () => {
    const twice = aSettings({ loanRights: [aLoanRight('*', '*', { maximum: 1 }), aLoanRight('*', '*', { maximum: 2 })] })
    expect(changeRight(twice, aLoanRight('*', '*', { maximum: 3 })).loanRights).toEqual([aLoanRight('*', '*', { maximum: 3 })])
  })

  test('[SET-15] a category or a type that an import brings follows the others, and is new until it is seen', () => {
    const desk = aDesk(aPatron({ category: 'collectivité' }), record(1, 'jeu'))
    const axes = rightAxes(findAxes(desk), aSettings())
    expect([axes.categories.unseen, axes.types.unseen]).toEqual([['collectivité'], ['jeu']])
    expect(axes.categories.all).toEqual(['adulte', 'jeunesse', 'collectivité', '*'])
    expect(rightAt(aSettings(), { category: 'collectivité', documentType: 'jeu' })).toEqual(
      rightAt(aSettings(), { category: '*', documentType: '*' }),
    )
    const seen = rightAxes(findAxes(desk), seeAxes(aSettings(), axes))
    expect([seen.categories.unseen, seen.types.unseen]).toEqual([[], []])
    expect(seen.categories.all).toEqual(axes.categories.all)
  })
})

describe('[SET-14] a trial', () => {
  test('[SET-14] says as many as the desk’s judge lets pass, one after the other, and why not one more', () => {
    const patron = aPatron({ ilsLoans: 11, loans: [aCountedLoan('1', { documentType: 'DVD' })] })
    const [books, films, games] = tryLoans(aSettings(), patron, ['livre', 'DVD', 'jeu'], tuesday)
    expect(books).toMatchObject({ documents: 8, newReleases: 4, refusal: { kind: 'too-many-loans' }, dueOn: '2026-12-15' })
    expect(films).toMatchObject({ documents: 2, newReleases: 1, refusal: { kind: 'too-many-of-type' } })
    expect(games).toMatchObject({ documents: 6 })
    const given = Array.from({ length: 8 }, (_, n) => ({
      ...{ barcode: toItemBarcode(`b${n}`), documentType: 'livre', isNewRelease: false, lineId: undefined },
    }))
    const verdicts = given.map((wanted, n) => judgeLoan(aSettings(), patron, given.slice(0, n), wanted, tuesday).ok)
    expect(verdicts).toEqual(given.map(() => true))
    expect(judgeLoan(aSettings(), patron, given, { ...given[0], barcode: toItemBarcode('b8') } as never, tuesday).ok).toBe(false)
  })

  test('[SET-14] who has no limit is limited by nothing, and a blocked card takes nothing', () => {
    const free = aSettings({ loanRights: [aLoanRight('*', '*')], totalMaximums: {} })
    expect(tryLoans(free, aPatron(), ['livre'], tuesday)).toMatchObject([{ documents: mostTried, refusal: undefined }])
    expect(tryLoans(free, aPatron({ blocked: 'retards' }), ['livre'], tuesday)).toMatchObject([{ documents: 0 }])
  })

  test('[SET-14, SET-28] says where the loans stand, or why nothing more leaves, as the judge says it', () => {
    const settings = aSettings({
      loanRights: [aLoanRight('*', '*'), aLoanRight('*', 'DVD', { maximum: 0 })],
      totalMaximums: { adulte: 12 },
    })
    const tried = (patron: Patron, types = ['livre', 'DVD']) => judgeTrial(settings, patron, tryLoans(settings, patron, types, tuesday))
    const reader = aPatron({ category: 'adulte', ilsLoans: 8, loans: [aCountedLoan('1')] })
    expect(tried(reader)).toEqual({ kind: 'may', more: 3, counted: 9, maximum: 12 })
    expect(tryLoans(settings, reader, ['livre'], tuesday)).toMatchObject([{ documents: 12 - 9 }])
    const few = aSettings({ loanRights: [aLoanRight('*', '*', { maximum: 2 })], totalMaximums: { adulte: 12 } })
    const none = aPatron({ category: 'adulte' })
    expect(judgeTrial(few, none, tryLoans(few, none, ['livre'], tuesday))).toMatchObject({ more: 2, counted: 0, maximum: 12 })
    expect(tried(aPatron({ category: 'jeunesse', ilsLoans: 3 }))).toEqual({ kind: 'may', more: undefined, counted: 3, maximum: undefined })
    expect(tried(reader, ['DVD'])).toMatchObject({ kind: 'may-not', refusal: { kind: 'too-many-of-type', counted: 0, maximum: 0 } })
    expect(tried({ ...reader, ilsLoans: 11 })).toMatchObject({ refusal: { kind: 'too-many-loans', counted: 12, maximum: 12 } })
    expect(tried({ ...reader, blocked: 'retards' })).toEqual({ kind: 'may-not', refusal: { kind: 'patron-blocked', reason: 'retards' } })
    expect(tried({ ...reader, expiresOn: addDays(tuesday, -1) })).toMatchObject({ refusal: { kind: 'card-expired' } })
  })
})

test('[SET-2] a matrix: what would need a reason is what the desk refuses without one', () => {
  const card = toCardNumber('23333000000172')
  const lines = [1, 2, 3].map((n) => aLine(`${n}`, aRecordWanted(`record-${n}`)))
  const rows = [aPatron(), anOrder({ id: toOrderId('o'), card, lines }), ...[1, 2, 3].map((n) => record(n, 'livre'))]
  const now = aMoment('2026-11-24 15:10')
  for (const maximum of [0, 1, 2, 3]) {
    const proposed = aSettings({ loanRights: [aLoanRight('*', '*', { maximum })] })
    const preview = previewFrom('rights', aSettings(), { state: aDesk(...rows, aSettings()), now, toLocal: () => now })(proposed)
    expect(preview).toEqual([{ kind: 'over-rights', was: 0, becomes: 3 - maximum }])
    const handOver = (count: number): Operation => ({
      ...{ kind: 'hand-over-order', happened: now, orderId: toOrderId('o'), card, leftBehind: [], notFound: [], receipt: 'refused' },
      items: lines.slice(0, count).map(({ id }, n) => ({
        ...{
          barcode: toItemBarcode(`3333100000001${n}`),
          recordId: toRecordId(`record-${n + 1}`),
          documentType: 'livre',
          lineId: toLineId(id),
        },
        ...{ dueOn: tuesday, isNewRelease: false, overrideReason: undefined },
      })),
    })
    const passes = [1, 2, 3].filter((count) => {
      const decided = decide(aDesk(...rows, proposed), handOver(count), { now, librarian: { id: toLibrarianId('claire') }, end: 'tablet' })
      return decided.ok
    })
    expect(passes).toHaveLength(maximum)
  }
})

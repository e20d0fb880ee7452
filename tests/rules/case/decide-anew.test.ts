/**
 * A decided case decided anew by whoever has read the decision: what had been declared untrue counts again. Runs in vitest.
 * Two tablets that did not hear each other made the contradiction.
 */
import { describe, expect, it } from 'vitest'
import { type Case, type CaseDecision, type CaseKind, formatCaseId } from '../../../src/domain/case/case.ts'
import { untrueOf } from '../../../src/domain/case/decided.ts'
import { type OperationId, toCardNumber, toItemBarcode } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { formatItemSubject } from '../../../src/domain/operation/subject.ts'
import { aGivingBack } from '../../builders/a-loan.ts'
import { aTablet, type TestTablet } from '../../builders/a-tablet.ts'
import { at, base, germinal, handOver, nadia, orderOfNadia, orderOfPaul, paul, pick, twoTablets } from '../../builders/two-tablets.ts'

const loansOf = (tablet: TestTablet, card: typeof nadia): number => tablet.state.get('patron', card)?.loans.length ?? -1

const settle = (tablet: TestTablet, caseKind: CaseKind, decisionOf: (row: Case) => CaseDecision, barcode = germinal, n = 1): void => {
  const row = [...tablet.state.all('case')].find(
    (one) =>
      one.caseKind === caseKind &&
      one.id.endsWith(`:${n}`) &&
      (caseKind === 'line-picked-twice' || one.subject === formatItemSubject(barcode)),
  )
  if (row === undefined) throw new Error(`no case ${caseKind}`)
  const decision = decisionOf(row)
  const anew = row.settlement && { replaces: row.settlement.operationId }
  tablet.press({ kind: 'settle-case', caseId: row.id, cites: row.cites, decision, note: '', anew })
}
/** What counts for nothing of a document. */
const untrueIn = (tablet: TestTablet, barcode = germinal): readonly OperationId[] => [
  ...untrueOf(tablet.state.get('item', barcode)?.decided ?? [], barcode),
]
const stands = (fact: OperationId) => (): CaseDecision => ({ kind: 'stands', fact })

describe('decided anew', () => {
  it('[CASE-2, CASE-13] a decided case is decided anew by who has read the decision: what was untrue counts again', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    const second = b.press(handOver(orderOfPaul, paul, '14:31'))
    a.learn(second)
    const found = (): Case => {
      const [row] = [...a.state.all('case')]
      if (row === undefined) throw new Error('no case')
      return row
    }
    const decide = (decision: CaseDecision): Operation => {
      const row = found()
      const anew = row.settlement && { replaces: row.settlement.operationId }
      return { kind: 'settle-case', caseId: row.id, cites: row.cites, decision, note: '', anew }
    }
    const wrong = a.press(decide({ kind: 'stands', fact: first.operationId }))
    // Another tablet that had not read it: refused, as before.
    const { anew: _, ...unread } = decide({ kind: 'both-true' }) as Extract<Operation, { kind: 'settle-case' }>
    expect(a.ask(unread)).toMatchObject({ ok: false, refusal: { kind: 'case-already-settled' } })
    const right = decide({ kind: 'stands', fact: second.operationId })
    expect(a.ask(right).ok).toBe(true)
    const again = a.press(right)
    expect(found().settlement?.operationId).toBe(again.operationId)
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([0, 1])
    expect(untrueIn(a)).toEqual([first.operationId])
    // Any other end of the desk comes to the same rows.
    const late = aTablet('L', base, at('14:00'))
    late.learn(second, first, wrong, again)
    expect(late.state.get('item', germinal)).toEqual(a.state.get('item', germinal))
    a.press(decide({ kind: 'both-true' }))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([1, 1])
  })

  it('[CASE-2, CASE-13] the newest decision speaks of a pick that two cases cite', () => {
    const { a, b } = twoTablets()
    const other = toItemBarcode('33331000000001')
    const first = a.press(pick(orderOfNadia))
    a.learn(b.press(pick(orderOfPaul)), b.press(pick(orderOfNadia, other)))
    const notFirst = ({ cites }: Case): CaseDecision => ({
      kind: 'stands',
      fact: cites.find((id) => id !== first.operationId) ?? first.operationId,
    })
    settle(a, 'item-picked-twice', notFirst)
    settle(a, 'line-picked-twice', notFirst)
    expect(untrueIn(a)).toEqual([first.operationId])
    settle(a, 'item-picked-twice', () => ({ kind: 'both-true' }))
    expect(untrueIn(a)).toEqual([])
    settle(a, 'line-picked-twice', notFirst)
    expect(untrueIn(a)).toEqual([first.operationId])
  })

  it('[CASE-2] a decision lapses when a newer one declares its chosen fact untrue, on every row that it speaks of', () => {
    const { a, b } = twoTablets()
    const other = toItemBarcode('33331000000001')
    const first = a.press(pick(orderOfNadia))
    const ofPaul = b.press(pick(orderOfPaul))
    const ofOther = b.press(pick(orderOfNadia, other))
    a.learn(ofPaul, ofOther)
    settle(a, 'line-picked-twice', stands(first.operationId))
    expect(untrueIn(a, other)).toEqual([ofOther.operationId])
    settle(a, 'item-picked-twice', stands(ofPaul.operationId))
    expect([untrueIn(a), untrueIn(a, other)]).toEqual([[first.operationId], []])
  })

  it('[CASE-2] a fact that an earlier case declared untrue counts again where the next one says so', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    const second = b.press(handOver(orderOfPaul, paul, '14:31'))
    a.learn(second)
    settle(a, 'handed-over-twice', stands(first.operationId))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([1, 0])
    // A third loan opens the next case, in which the second one stands.
    const third = aTablet('C', base, at('14:00')).press(handOver(undefined, toCardNumber('29999000000009'), '14:32'))
    a.learn(third)
    settle(a, 'handed-over-twice', stands(second.operationId), germinal, 2)
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([0, 1])
    expect(untrueIn(a)).toEqual([first.operationId, third.operationId].sort())
    // The first one is not decided anew: the later one speaks.
    const [earlier] = [...a.state.all('case')]
    if (earlier?.settlement === undefined) throw new Error('no decided case')
    const { id: caseId, cites, settlement } = earlier
    const anew = { replaces: settlement.operationId }
    expect(a.ask({ kind: 'settle-case', caseId, cites, decision: { kind: 'both-true' }, note: '', anew })).toMatchObject({
      ok: false,
      refusal: { kind: 'case-changed-meanwhile' },
    })
  })

  it('[CASE-2] deciding anew asks of one document, whatever another case says of the others of the same press', () => {
    const { a, b } = twoTablets()
    const other = toItemBarcode('33331000000001')
    const withOther = (handover: Operation): Operation =>
      handover.kind === 'hand-over-order'
        ? { ...handover, items: handover.items.flatMap((item) => [item, { ...item, barcode: other }]) }
        : handover
    const first = a.press(withOther(handOver(orderOfNadia, nadia)))
    const second = b.press(withOther(handOver(orderOfPaul, paul, '14:31')))
    a.learn(second)
    settle(a, 'handed-over-twice', stands(second.operationId), other)
    settle(a, 'handed-over-twice', stands(second.operationId))
    settle(a, 'handed-over-twice', stands(first.operationId))
    expect(untrueIn(a)).toEqual([second.operationId])
    expect(untrueIn(a, other)).toEqual([first.operationId])
    // Where the document left with its day, what is decided anew of the other would not find it here.
    expect(a.state.get('item', other)?.decided.map(({ subject }) => subject)).toEqual([formatItemSubject(other)])
  })

  it('[CASE-2] a loan that another case calls untrue runs again in the case of its return, and the other way round', () => {
    const { a, b } = twoTablets()
    const first = a.press(handOver(orderOfNadia, nadia))
    const second = b.press(handOver(orderOfPaul, paul, '14:31'))
    const back = aTablet('C', base, at('14:00')).press(aGivingBack(germinal, at('14:40')))
    a.learn(second, back)
    settle(a, 'handed-over-twice', stands(second.operationId))
    settle(a, 'lent-and-returned', stands(back.operationId))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([0, 0])
    settle(a, 'handed-over-twice', stands(first.operationId))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([0, 0])
    settle(a, 'lent-and-returned', stands(first.operationId))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([1, 0])
    settle(a, 'handed-over-twice', stands(second.operationId))
    expect([loansOf(a, nadia), loansOf(a, paul)]).toEqual([0, 0])
  })

  it('[CASE-2] a refusal of the ILS is decided once: what comes of it is the next case', () => {
    const refused: Case = {
      kind: 'case',
      id: formatCaseId('refused-by-ils', formatItemSubject(germinal), 1),
      caseKind: 'refused-by-ils',
      subject: formatItemSubject(germinal),
      cites: [],
      follows: undefined,
      settlement: undefined,
    }
    const tablet = aTablet('A', [...base, refused], at('14:00'))
    const decision: CaseDecision = { kind: 'ask-anew' }
    const first = tablet.press({ kind: 'settle-case', caseId: refused.id, cites: [], decision, note: '' })
    const anew = { replaces: first.operationId }
    expect(
      tablet.ask({ kind: 'settle-case', caseId: refused.id, cites: [], decision: { kind: 'acknowledged' }, note: '', anew }),
    ).toMatchObject({
      ok: false,
      refusal: { kind: 'case-already-settled' },
    })
  })
})

/**
 * A return scanned by mistake is taken back by an operation that names it: from then on it counts for nothing, in whatever order the two
 * are heard, and what its author had seen stays read from it.
 */
import { describe, expect, it } from 'vitest'
import { undoOf } from '../../../src/domain/desk/undo-of.ts'
import { toCardNumber, toItemBarcode, toLibrarianId, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { awaitingIls, sumAwaiting } from '../../../src/domain/item/awaiting-ils.ts'
import { itemState, lentElsewhereSince } from '../../../src/domain/item/item-state.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import { returnsToday, undoableReturns } from '../../../src/domain/return/returns-today.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aGivingBack, aLending } from '../../builders/a-loan.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aTablet, type TestTablet } from '../../builders/a-tablet.ts'

const happened = aMoment('2026-11-24 14:30')
const barcode = toItemBarcode('33331000000012')
const card = aPatron().id

const lend = (to = card): Operation => aLending(barcode, to, happened)
const giveBack: Operation = aGivingBack(barcode, happened, aDate('2026-11-27'))
const undo = ({ operationId }: Pick<Envelope, 'operationId'>): Operation => ({
  kind: 'undo-return',
  barcode,
  returning: operationId,
  happened,
})
const where = (tablet: TestTablet) => {
  const item = tablet.state.get('item', barcode)
  return item === undefined ? undefined : itemState(item).kind
}
const cases = (tablet: TestTablet) => [...tablet.state.all('case')].map(({ caseKind }) => caseKind)
const aTabletWith = (letter: string, ...rows: readonly Row[]) => aTablet(letter, [aPatron(), ...rows], happened)
const why = (tablet: TestTablet, operation: Operation, at = happened): string => {
  const answer = tablet.ask(operation, at)
  return answer.ok ? 'yes' : answer.refusal.kind
}

describe('a return taken back', () => {
  it('[RET-4] the document is out to whom it was, with no quarantine and no case', () => {
    const tablet = aTabletWith('A')
    tablet.press(lend())
    tablet.press(undo(tablet.press(giveBack)))
    expect(where(tablet)).toBe('out')
    expect(cases(tablet)).toEqual([])
    expect(why(tablet, giveBack)).toBe('yes')
    tablet.press(giveBack)
    expect(where(tablet)).toBe('returned')
  })

  it('[RET-4] the rows are the same whichever of the two is heard first', () => {
    const tablet = aTabletWith('A')
    const loan = tablet.press(lend())
    const back = tablet.press(giveBack)
    const undone = tablet.press(undo(back))
    for (const heard of [
      [loan, undone, back],
      [undone, back, loan],
      [back, loan, undone],
    ]) {
      const other = aTabletWith('B')
      other.learn(...heard)
      expect(other.rows()).toEqual(tablet.rows())
    }
  })

  it('[LOAN-2] the patron’s figure is what it was before the return, whether the ILS counted the loan or not', () => {
    const counted = aTabletWith('A')
    counted.press(lend())
    counted.press(undo(counted.press(giveBack)))
    expect(counted.state.get('patron', card)).toMatchObject({ returnedSince: [], loans: [{ barcode }] })

    // A newer list of the ILS has the loan in its own figure.
    const lent = aTabletWith('B')
    lent.press(lend())
    const inFigure = aTabletWith('C', ...lent.rows().filter(({ kind }) => kind === 'item'), aPatron({ ilsLoans: 1 }))
    const back = inFigure.press(giveBack)
    expect(inFigure.state.get('patron', card)).toMatchObject({ returnedSince: [barcode], loans: [] })
    inFigure.press(undo(back))
    expect(inFigure.state.get('patron', card)).toMatchObject({ returnedSince: [], loans: [], ilsLoans: 1 })
    // Lent once more after it came back, it is a loan that the figure does not know.
    inFigure.press(giveBack)
    inFigure.press(lend())
    expect(inFigure.state.get('patron', card)).toMatchObject({ returnedSince: [barcode], loans: [{ barcode }] })
  })

  it('[ORD-4] it says nothing any more against what the ILS says of the ordinary desk, nor waits for the ILS', () => {
    const tablet = aTabletWith('A')
    const back = tablet.press(giveBack)
    expect(sumAwaiting(awaitingIls(tablet.state))).toEqual({ loans: 0, returns: 1 })
    tablet.press(undo(back))
    expect(sumAwaiting(awaitingIls(tablet.state))).toEqual({ loans: 0, returns: 0 })
    const item = tablet.state.get('item', barcode)
    const ilsLoanSince = toInstant(back.at - 1)
    expect(item && lentElsewhereSince({ ...item, ilsLoanSince })).toBe(ilsLoanSince)
  })

  it('[RET-4, RET-7] only a return that stands, of the same day, of a document that has not moved since', () => {
    const tablet = aTabletWith('A')
    tablet.press(lend())
    const back = tablet.press(giveBack)
    expect(why(tablet, undo(back))).toBe('yes')
    expect(why(tablet, undo({ operationId: toOperationId('another') }))).toBe('return-stands')
    expect(why(tablet, undo(back), aMoment('2026-11-25 09:00'))).toBe('return-stands')
    const reshelved = aTabletWith('B')
    reshelved.learn(back)
    reshelved.press({ kind: 'reshelve-item', barcode, happened })
    expect(why(reshelved, undo(back))).toBe('return-stands')
    tablet.press(undo(back))
    expect(why(tablet, undo(back))).toBe('return-stands')
  })

  it('[RET-7] each tablet lists the returns of today, whichever tablet scanned them, and which of them can be taken back', () => {
    const [a, b] = [aTabletWith('A'), aTabletWith('B')]
    b.learn(a.press(lend()), a.press(giveBack))
    const onB = () => returnsToday(b.state, happened.date)
    const mayUndo = () => undoableReturns(b.state.get('item', barcode), happened.date).map(({ operationId }) => operationId)
    const [line] = onB()
    expect(line).toMatchObject({ barcode, wasLent: true })
    expect(mayUndo()).toEqual([line?.fact.operationId])
    expect(returnsToday(b.state, aDate('2026-11-25'))).toEqual([])
    // Scanned once more there: the second return ends no loan, and is listed before the first.
    b.press(giveBack)
    expect(onB().map(({ wasLent }) => wasLent)).toEqual([false, true])
    b.press({ kind: 'reshelve-item', barcode, happened })
    expect(onB()).toHaveLength(2)
    expect(mayUndo()).toEqual([])
  })

  it('[RET-11] a scan has its undo as long as the desk takes it back', () => {
    const tablet = aTabletWith('A')
    tablet.press(lend())
    const back = tablet.press(giveBack)
    const scanned = { kind: 'return-item', barcode } as const
    const me = { id: toLibrarianId('jeanne') }
    const undoBack = () => undoOf(tablet.state, scanned, back.operationId, happened, me)
    expect(undoBack()).toEqual(undo(back))
    const tick = tablet.press({ kind: 'reshelve-item', barcode, happened })
    expect(undoBack()).toBeUndefined()
    const untick = undoOf(tablet.state, { kind: 'reshelve-item', barcode }, tick.operationId, happened, me)
    expect(untick).toEqual({ kind: 'unreshelve-item', barcode, reshelving: tick.operationId, happened })
    if (untick !== undefined) tablet.press(untick)
    expect(undoBack()).toEqual(undo(back))
  })

  it('[CASE-1] lent to somebody else meanwhile, with the return known there, a person decides', () => {
    const [a, b] = [aTabletWith('A'), aTabletWith('B')]
    const loan = a.press(lend())
    const back = a.press(giveBack)
    b.learn(loan, back)
    const other = b.press(lend(toCardNumber('23333000000999')))
    expect(cases(b)).toEqual(['lent-in-quarantine'])
    a.press(undo(back))
    a.learn(other)
    expect(cases(a)).toEqual(['handed-over-twice'])
  })
})

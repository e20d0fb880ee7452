/**
 * A wish for several documents: how many it takes, who says so, and what is left of it at the handover (PULL-8).
 * Told by tablets that press, and by the rows that older builds made.
 */
import { describe, expect, it } from 'vitest'
import { judgePile } from '../../../src/domain/handover/judge-pile.ts'
import { emptyPile } from '../../../src/domain/handover/visit.ts'
import { type ItemBarcode, toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import {
  isLineDone,
  lineState,
  numberWanted,
  type Order,
  orderState,
  standingLinePicks,
  type Wanted,
} from '../../../src/domain/order/order.ts'
import { readWishNumber } from '../../../src/domain/pull-list/read-wish-number.ts'
import { aMoment, tuesday } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aLine, anOrder, aWish } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 10:00')
const [one, two, three] = ['33331000000012', '33331000000020', '33331000000038'].map(toItemBarcode) as [
  ItemBarcode,
  ItemBarcode,
  ItemBarcode,
]
const ids = { orderId: toOrderId('order-1'), lineId: toLineId('1'), happened: now }
const pick = (barcode: ItemBarcode | undefined, of?: number): Operation => ({
  kind: 'pick-item',
  ...ids,
  barcode,
  recordId: undefined,
  documentType: undefined,
  of,
})
const itIsGood: Operation = { kind: 'give-up-line', ...ids, reason: 'C’est bon' }
const wishing = (wanted: Wanted = aWish('Deux romans policiers récents')) => anOrder({ lines: [aLine('1', wanted)] })

const tabletWith = (order: Order = wishing(), letter = 'A') => {
  const tablet = aTablet(letter, [aSettings(), aPatron({ id: order.card }), order], now)
  const nowOf = () => {
    const found = tablet.state.get('order', order.id)
    const [line] = found?.lines ?? []
    if (found === undefined || line === undefined) throw new Error('no order')
    return { order: found, line, isDone: isLineDone(found, line), taken: standingLinePicks(found, line.id).length }
  }
  return { ...tablet, nowOf, tablet }
}

describe('how many documents a wish takes', () => {
  it('[PULL-8] a wish for two is not done after one, and is after two', () => {
    const { press, nowOf } = tabletWith()
    press(pick(one, 2))
    expect(nowOf()).toMatchObject({ isDone: false, taken: 1 })
    expect(orderState(nowOf().order)).toBe('in-preparation')
    press(pick(two, 2))
    expect(nowOf()).toMatchObject({ isDone: true, taken: 2 })
  })

  it('[PULL-8] the number that was entered with the wish holds where the preparer says none', () => {
    const { press, nowOf } = tabletWith(wishing({ ...aWish('des policiers'), count: 2 } as Wanted))
    expect(numberWanted(nowOf().order, nowOf().line)).toBe(2)
    press(pick(one))
    expect(nowOf().isDone).toBe(false)
    press(pick(two))
    expect(nowOf().isDone).toBe(true)
  })

  it('[PULL-8] a wish of one line takes one, as those stored by older builds', () => {
    const { press, nowOf } = tabletWith()
    press(pick(one))
    expect(nowOf()).toMatchObject({ isDone: true, taken: 1 })
    expect(nowOf().order.facts[0]).not.toHaveProperty('of')
  })

  it('[PULL-8] « C’est bon » ends it with fewer, and another document may still be taken for it', () => {
    const { press, nowOf, ask } = tabletWith()
    press(pick(one, 3))
    press(itIsGood)
    expect(nowOf().isDone).toBe(true)
    expect(lineState(nowOf().order, nowOf().line)).toMatchObject({ kind: 'picked', barcode: one })
    expect(ask(pick(two, 1), now).ok).toBe(false)
    expect(ask(pick(two, 2), now).ok).toBe(true)
  })

  it('[PULL-8] given up with nothing, then one found after all: the rest is wanted again', () => {
    const { press, nowOf } = tabletWith()
    press(itIsGood)
    expect(lineState(nowOf().order, nowOf().line).kind).toBe('given-up')
    press(pick(one, 2))
    expect(nowOf().isDone).toBe(false)
  })

  it('[PULL-8] the last preparer’s number holds: fewer than was said first, or one more', () => {
    const { press, nowOf } = tabletWith()
    press(pick(one, 3))
    press(pick(two, 2))
    expect(nowOf().isDone).toBe(true)
    press(pick(three, 3))
    expect(nowOf()).toMatchObject({ isDone: true, taken: 3 })
  })

  it('[PULL-8] a title that was ordered still takes one document, whatever a press says', () => {
    const { press, ask, nowOf } = tabletWith(anOrder())
    press(pick(one, 2))
    expect(nowOf().isDone).toBe(true)
    expect(ask(pick(two, 2), now)).toEqual({ ok: false, refusal: { kind: 'line-already-picked', barcode: one } })
  })

  it('[PULL-8] two tablets that serve a wish for two apart contradict each other in nothing; a wish for one does', () => {
    const cases = (of: number | undefined) => {
      const [a, b] = [tabletWith(), tabletWith(undefined, 'B')]
      a.press(pick(one, of))
      a.tablet.learn(b.press(pick(two, of)))
      return [...a.tablet.state.all('case')].map(({ caseKind }) => caseKind)
    }
    expect(cases(2)).toEqual([])
    expect(cases(undefined)).toEqual(['line-picked-twice'])
  })
})

describe('a wish for several at the handover', () => {
  it('[PULL-8] each of its documents is counted, and the one that is not there is missing', () => {
    const { press, nowOf, tablet } = tabletWith()
    press(pick(one, 2))
    press(pick(two, 2))
    const { order, line } = nowOf()
    const pile = { ...emptyPile(order.card, order.id, undefined), scanned: [{ barcode: one, overrideReason: undefined }] }
    const { documents, unanswered, scannedLines, preparedLines } = judgePile(tablet.state, aSettings(), pile, tuesday)
    expect(documents.map(({ lineId }) => lineId)).toEqual([line.id])
    expect(unanswered).toMatchObject([{ barcode: two, fate: 'missing' }])
    expect([scannedLines, preparedLines]).toEqual([1, 2])
  })
})

describe('reading a number in the words of a wish', () => {
  it('[PULL-8, PULL-12] number words and figures before a plural are read', () => {
    expect(
      ['Deux romans policiers récents', '3 BD pour ados, 3 romans', 'des albums : quatre', 'Two crime novels'].map(readWishNumber),
    ).toEqual([2, 3, 4, 2])
  })

  it('[PULL-8, PULL-12] a volume, a year or a title without a number says nothing', () => {
    expect(['un policier récent', 'Naruto tome 2', '2001 odyssées', 'le dernier Goncourt', '40 albums'].map(readWishNumber)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  })
})

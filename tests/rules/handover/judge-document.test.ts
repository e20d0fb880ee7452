/**
 * Which documents may leave with a patron, and why the others may not. Pure rules, asked as the desk asks them: the document is scanned
 * into the pile of an order of three novels.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import type { Order } from '../../../src/domain/order/order.ts'
import { aDate, anInstant } from '../../builders/a-moment.ts'
import { aPile, judgeAPile, lastVerdict, pileDesk, pileOrder } from '../../builders/a-pile.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aBagging, aLine, anOperationId, anOrderWith, aPick, aRecordWanted } from '../../builders/an-order.ts'

describe('a document that may not leave', () => {
  const otherOrder = (changes: Partial<Order> = {}) =>
    anOrderWith(
      { id: toOrderId('other'), card: toCardNumber('23333000000347'), lines: [aLine('1', aRecordWanted('D'))], ...changes },
      aPick('1', 'd'),
      aBagging(7),
    )

  it("[HO-3] a document of somebody else's order is refused, with the bay it belongs in", () => {
    const other = otherOrder()
    expect(lastVerdict(pileDesk(other, ...itemsPickedFor(other)), aPile({ scanned: ['d'] }))).toEqual({
      kind: 'item-of-another-order',
      barcode: 'd',
      orderId: 'other',
      bays: [7],
    })
  })

  it('[HO-3] a patron may take the documents of two orders of his together', () => {
    const own = otherOrder({ card: pileOrder.card })
    expect(lastVerdict(pileDesk(own, ...itemsPickedFor(own)), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[HO-3] a document of an order that was cancelled belongs to nobody', () => {
    const cancelled = otherOrder({ cancelledBy: { operationId: anOperationId(), based: [] } })
    expect(lastVerdict(pileDesk(cancelled, ...itemsPickedFor(cancelled)), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[RET-2] an item in quarantine cannot be lent before the quarantine ends', () => {
    const until = (date: string) => anItemWith('d', {}, aFactOnItem('returned', { quarantineUntil: aDate(date) }))
    expect(lastVerdict(pileDesk(until('2026-11-25')), aPile({ scanned: ['d'] }))).toEqual({
      kind: 'item-in-quarantine',
      barcode: 'd',
      until: '2026-11-25',
    })
    expect(lastVerdict(pileDesk(until('2026-11-24')), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[HO-7] a document lent to somebody else is refused: only a return or an undo frees it', () => {
    const out = anItemWith('d', {}, aLoanOf('23333000000347'))
    expect(lastVerdict(pileDesk(out), aPile({ scanned: ['d'] }))).toEqual({ kind: 'item-out', barcode: 'd', card: '23333000000347' })
    const back = anItemWith('d', {}, aLoanOf('23333000000347'), aFactOnItem('returned', { quarantineUntil: undefined }))
    expect(lastVerdict(pileDesk(back), aPile({ scanned: ['d'] }))?.kind).toBe('accepted')
  })

  it('[ORD-4] a document that the ILS reports as lent is in hand: it may leave, and the screen says since when', () => {
    const since = anInstant('2026-11-24 10:00')
    const { documents } = judgeAPile(pileDesk(anItem('d', { ilsLoanSince: since })), aPile({ scanned: ['d'] }))
    expect(documents[0]).toMatchObject({ ilsLoanSince: since, verdict: { kind: 'accepted' } })
  })

  it('[ORD-4] a picked document that the ILS reports as lent is missing, and the screen says since when', () => {
    const since = anInstant('2026-11-24 10:00')
    const item = itemsPickedFor(pileOrder).find(({ id }) => id === 'c')
    const lent = pileDesk(...(item === undefined ? [] : [{ ...item, ilsLoanSince: since }]))
    const { unanswered } = judgeAPile(lent, aPile({ scanned: ['a'] }))
    expect(unanswered.map(({ fate, lentSince }) => [fate, lentSince])).toEqual([
      ['missing', undefined],
      ['missing', since],
    ])
  })
})

/**
 * A document in the preparer's hand, and the line it goes to (PULL-4, ORD-6).
 * Pure rules, on orders that differ by slot and by what they ask for.
 * Answers are read as "wanted order/line", so that a failure says which order would have got the document.
 */
import { describe, expect, it } from 'vitest'
import { toItemBarcode, toLineId, toOrderId, toRecordId } from '../../../src/domain/ids.ts'
import type { Order, Wanted } from '../../../src/domain/order/order.ts'
import { matchScan } from '../../../src/domain/pull-list/match-scan.ts'
import type { DeskState } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import { aFactOnOrder, aLine, anItemWanted, anOrder, anOrderWith, aPick, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const wanting = (id: string, time: string, ...wanted: readonly Wanted[]): Order =>
  anOrder({ id: toOrderId(id), slot: aSlotKey(`2026-11-24 ${time}`), lines: wanted.map((one, n) => aLine(`${n + 1}`, one)) })

const scan = (state: DeskState, barcode: string, record: string | undefined = 'r') => {
  const match = matchScan(state, toItemBarcode(barcode), record === undefined ? undefined : toRecordId(record))
  return match.kind === 'unwanted' ? 'unwanted' : `${match.kind} ${match.order.id}/${match.line?.id}`
}

describe('scanning a document while preparing', () => {
  it('[PULL-4] any item of the record ticks the line', () => {
    expect(scan(aDesk(wanting('a', '14:00', aRecordWanted('r'))), 'x')).toBe('wanted a/1')
  })

  it('[PULL-4] a document that no order wants is said to be so', () => {
    expect(scan(aDesk(wanting('a', '14:00', aRecordWanted('other'))), 'x')).toBe('unwanted')
    expect(matchScan(aDesk(), toItemBarcode('x'), undefined)).toEqual({ kind: 'unwanted' })
  })

  it('[PULL-4] one wanted by several goes to the earliest slot', () => {
    const desk = aDesk(wanting('late', '16:00', anItemWanted('x', 'r')), wanting('early', '15:00', aRecordWanted('r')))
    expect(scan(desk, 'x')).toBe('wanted early/1')
  })

  it('[PULL-4] a line not found is ticked by a scan like another', () => {
    const order = anOrderWith(wanting('a', '14:00', aRecordWanted('r')), aFactOnOrder('not-found', { lineId: toLineId('1') }))
    expect(scan(aDesk(order), 'x')).toBe('wanted a/1')
  })

  it('[PULL-4] the second copy goes to the second order', () => {
    const early = anOrderWith(wanting('early', '15:00', aRecordWanted('r')), aPick('1', 'x'))
    const desk = aDesk(early, ...itemsPickedFor(early), wanting('late', '16:00', aRecordWanted('r')))
    expect(scan(desk, 'y')).toBe('wanted late/1')
  })

  it('[HO-8] a second shot of a document already picked says whose pile it is on', () => {
    const order = anOrderWith(wanting('a', '14:00', aRecordWanted('r'), aRecordWanted('r')), aPick('1', 'x'))
    expect(scan(aDesk(order, ...itemsPickedFor(order)), 'x')).toBe('already-picked a/1')
  })

  it('[PULL-4] only orders of the chosen slots are served', () => {
    const desk = aDesk(wanting('a', '14:00', aRecordWanted('r')))
    expect(matchScan(desk, toItemBarcode('x'), toRecordId('r'), [aSlotKey('2026-11-24 16:00')]).kind).toBe('unwanted')
  })

  it('[ORD-6] a barcode wanted by two orders goes to the earliest slot, and the other takes any item of the record', () => {
    const early = wanting('early', '15:00', anItemWanted('x', 'r'))
    const late = wanting('late', '16:00', anItemWanted('x', 'r'))
    expect(scan(aDesk(late, early), 'x')).toBe('wanted early/1')
    const picked = anOrderWith(early, aPick('1', 'x'))
    expect(scan(aDesk(late, picked, ...itemsPickedFor(picked)), 'y')).toBe('wanted late/1')
  })

  it('[ORD-6] an order that asks for one given document gets it before an earlier one that asks for another of the record', () => {
    const desk = aDesk(wanting('early', '15:00', anItemWanted('x', 'r')), wanting('late', '16:00', anItemWanted('y', 'r')))
    expect(scan(desk, 'y')).toBe('wanted late/1')
  })
})

/**
 * What follows a handover: taking it back on the same day (HO-7) and the receipt the patron leaves with (HO-9).
 * Pure rules, on rows made by the builders; days are passed in.
 * A receipt lies on a table: that it names nobody is tested on its whole text.
 */
import { describe, expect, it } from 'vitest'
import { buildReceipt } from '../../../src/domain/handover/build-receipt.ts'
import { barcodesToPutBack, mayUndo, undoableHandovers } from '../../../src/domain/handover/may-undo.ts'
import { loansToUndo, undoableToday } from '../../../src/domain/handover/undoable-today.ts'
import { toItemBarcode, toLineId, toRecordId } from '../../../src/domain/ids.ts'
import type { HandedOverItem } from '../../../src/domain/operation/operation.ts'
import { itemsToReshelve } from '../../../src/domain/return/items-to-reshelve.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment, tuesday } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aCatalogueItem, aCopy, aRecord } from '../../builders/a-record.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { itemsPickedFor } from '../../builders/an-item.ts'
import { aFactOnOrder, anOrderWith } from '../../builders/an-order.ts'

const handover = aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [], happened: aMoment('2026-11-24 14:32') })

const item = (barcode: string, dueOn: string): HandedOverItem => ({
  barcode: toItemBarcode(barcode),
  recordId: toRecordId('r'),
  documentType: 'livre',
  lineId: undefined,
  dueOn: aDate(dueOn),
  isNewRelease: false,
  overrideReason: undefined,
})

describe('undoing a handover', () => {
  it('[HO-7] it may be undone until the evening, not the day after', () => {
    expect(mayUndo(handover, tuesday)).toBe(true)
    expect(mayUndo(handover, aDate('2026-11-25'))).toBe(false)
  })

  it('[HO-7] one entered afterwards counts by its true day', () => {
    expect(mayUndo({ happened: aMoment('2026-11-21 16:00') }, tuesday)).toBe(false)
  })

  it('[HO-7] undoing an order’s handover puts back what the patron left behind too, off the list to reshelve', () => {
    const order = anOrderWith({}, aFactOnOrder('picked', { lineId: toLineId('1'), barcode: toItemBarcode('a') }))
    const tablet = aTablet('A', [order, ...itemsPickedFor(order)], aMoment('2026-11-24 14:00'))
    const pile = {
      orderId: order.id,
      items: [item('x', '2026-12-15')],
      leftBehind: [{ barcode: toItemBarcode('a'), lineId: toLineId('1') }],
    }
    const said = { card: order.card, happened: aMoment('2026-11-24 14:32') }
    const { operationId } = tablet.press({ kind: 'hand-over-order', ...said, ...pile, notFound: [], receipt: 'undecided' })
    expect(itemsToReshelve(tablet.state, tuesday).map(({ barcode }) => barcode)).toEqual(['a'])

    tablet.press({ kind: 'undo-handover', ...said, orderId: order.id, handover: operationId, barcodes: barcodesToPutBack(pile) })
    expect(itemsToReshelve(tablet.state, tuesday)).toEqual([])
    expect(barcodesToPutBack({ ...pile, orderId: undefined })).toEqual(['x'])
  })

  it('[HO-7] another tablet finds a loan without an order by its card or any document of it, whole, on its own day', () => {
    const { id: card } = aPatron()
    const tablet = aTablet('A', [aPatron()], aMoment('2026-11-24 14:00'))
    const said = { card, orderId: undefined, happened: aMoment('2026-11-24 14:32') }
    const loan = { leftBehind: [], notFound: [], receipt: 'undecided' } as const
    const items = [item('x', '2026-12-15'), item('y', '2026-12-15')]
    const { operationId } = tablet.press({ kind: 'hand-over-order', ...said, ...loan, items })
    const target = { operationId, orderId: undefined, card, barcodes: ['x', 'y'] }
    expect(undoableToday(tablet.state, { card }, tuesday)).toEqual([target])
    expect(undoableToday(tablet.state, { barcode: toItemBarcode('y') }, tuesday)).toEqual([target])
    expect(undoableToday(tablet.state, { barcode: toItemBarcode('z') }, tuesday)).toEqual([])
    const { surname } = aPatron()
    expect(loansToUndo(tablet.state, { name: surname.slice(0, 3) }, tuesday)).toEqual([target])
    for (const name of [surname.slice(0, 2), 'Zzz']) expect(loansToUndo(tablet.state, { name }, tuesday)).toEqual([])
    expect(undoableToday(tablet.state, { card }, aDate('2026-11-25'))).toEqual([])
    tablet.press({ kind: 'undo-handover', ...said, handover: operationId, barcodes: target.barcodes.map(toItemBarcode) })
    expect(undoableToday(tablet.state, { card }, tuesday)).toEqual([])
  })

  it('[HO-7] one that was undone is not offered again', () => {
    expect(undoableHandovers(anOrderWith({}, handover), tuesday)).toHaveLength(1)
    const undone = anOrderWith({}, handover, aFactOnOrder('handover-undone', { handover: handover.operationId }))
    expect(undoableHandovers(undone, tuesday)).toEqual([])
  })
})

describe('giving a receipt', () => {
  const recorded = {
    kind: 'hand-over-order',
    happened: aMoment('2026-11-24 14:32'),
    orderId: undefined,
    card: aPatron().id,
    items: [item('a', '2026-12-15'), item('x', '2026-12-01'), item('?', '2026-12-15')],
    leftBehind: [{ barcode: toItemBarcode('b'), lineId: undefined }],
    notFound: [],
    receipt: 'printed',
  } as const

  it('[HO-9] the receipt lists titles and due dates, the first to bring back first', () => {
    const desk = aDesk(aPatron(), aRecord('r', { copies: [aCopy('a')] }))
    const receipt = buildReceipt(desk, recorded, new Map([[toItemBarcode('x'), aCatalogueItem('x')]]))
    expect(receipt.lines.map(({ title, dueOn }) => [title, dueOn])).toEqual([
      ['Bel-Ami', '2026-12-01'],
      ['Au Bonheur des Dames', '2026-12-15'],
      [undefined, '2026-12-15'],
    ])
  })

  it('[HO-9] the receipt names neither the patron nor what was left behind', () => {
    const receipt = buildReceipt(aDesk(aPatron(), aRecord('s', { copies: [aCopy('b')] })), recorded)
    expect(receipt.lines.map(({ barcode }) => barcode)).not.toContain('b')
    expect(JSON.stringify(receipt)).not.toMatch(/LEFÈVRE|Aline|23333000000172/)
  })
})

/**
 * Finding the order of the person who stands at the desk, by whatever they show (HO-1).
 * Pure rules, on one desk with two patrons: one has two open orders and a closed one, the other a name with an accent.
 * The same desk serves every test and none changes it.
 */
import { describe, expect, it } from 'vitest'
import { findOrders, type OrderQuery } from '../../../src/domain/handover/find-orders.ts'
import { toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aFactOnItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aFactOnOrder, anOrder, anOrderWith, aPick, aSlotKey } from '../../builders/an-order.ts'

const card = toCardNumber('23333000000172')
const picked = anOrderWith({ id: toOrderId('today'), ilsNumber: 'RES-4711' }, aPick('1', 'doc'))
const later = anOrder({ id: toOrderId('later'), number: 'B-018', slot: aSlotKey('2026-11-25 10:00') })
const closed = anOrderWith(
  { id: toOrderId('closed'), number: 'B-001' },
  aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }),
)
const other = anOrder({ id: toOrderId('other'), number: 'C-002', card: toCardNumber('23333000000347') })
const desk = aDesk(
  aPatron({ id: card, surname: "LE GOFF-L'HÉRITIER", firstName: 'Zoë' }),
  aPatron({ id: other.card, surname: 'LEFÈVRE', firstName: 'Aline' }),
  later,
  picked,
  closed,
  other,
  ...itemsPickedFor(picked),
)
const found = (query: OrderQuery) => findOrders(desk, query).map(({ id }) => id)

describe('finding an order at the desk', () => {
  it('[HO-1] a card finds the open orders of its patron, the earliest slot first', () => {
    expect(found({ kind: 'card', card })).toEqual(['today', 'later'])
  })

  it('[HO-1] a card with no order finds none', () => {
    expect(found({ kind: 'card', card: toCardNumber('1') })).toEqual([])
  })

  it("[HO-1] a label finds its order, as printed or as said, and so does the ILS's number", () => {
    expect(found({ kind: 'number', text: 'B-018' })).toEqual(['later'])
    expect(found({ kind: 'number', text: 'b18' })).toEqual(['later'])
    expect(found({ kind: 'number', text: 'RES-4711' })).toEqual(['today'])
    expect(found({ kind: 'number', text: ' ' })).toEqual([])
  })

  it('[HO-1] the number of a closed order finds it, so that the desk can say so', () => {
    expect(found({ kind: 'number', text: 'B-001' })).toEqual(['closed'])
  })

  it('[HO-1] three letters of a name are enough, without accents or case, in any order', () => {
    expect(found({ kind: 'name', text: 'lefevre' })).toEqual(['other'])
    expect(found({ kind: 'name', text: 'her' })).toEqual(['today', 'later'])
    expect(found({ kind: 'name', text: 'zoe le g' })).toEqual(['today', 'later'])
    expect(found({ kind: 'name', text: 'le' })).toEqual([])
    expect(found({ kind: 'name', text: 'dupont' })).toEqual([])
  })

  it('[HO-1] any document of the pile finds the order', () => {
    expect(found({ kind: 'item', barcode: toItemBarcode('doc') })).toEqual(['today'])
    expect(found({ kind: 'item', barcode: toItemBarcode('unknown') })).toEqual([])
  })

  it('[HO-1] a document put back on its shelf finds nothing any more', () => {
    const [item] = itemsPickedFor(picked)
    const reshelved = anItemWith('doc', {}, ...(item?.facts ?? []), aFactOnItem('reshelved', {}))
    expect(findOrders(aDesk(picked, reshelved), { kind: 'item', barcode: toItemBarcode('doc') })).toEqual([])
  })
})

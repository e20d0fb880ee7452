/**
 * What ends the preparation of an order: an equivalent, a bay, a label, a document that left by the ordinary desk.
 * Pure rules (PULL-5, PULL-7, ORD-3, ORD-4), on rows made by the builders.
 * That a label betrays nobody is tested on its whole text.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber, toOrderId } from '../../../src/domain/ids.ts'
import { lentElsewhere } from '../../../src/domain/order/lent-elsewhere.ts'
import { buildLabel } from '../../../src/domain/pull-list/build-label.ts'
import { bayHolders, chooseBay } from '../../../src/domain/pull-list/choose-bay.ts'
import { findEquivalents } from '../../../src/domain/pull-list/find-equivalents.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings, centre } from '../../builders/a-settings.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import {
  aBagging,
  aFactOnOrder,
  aLine,
  anItemWanted,
  anOperationId,
  anOrder,
  anOrderWith,
  aPick,
  aRecordWanted,
  aSlotKey,
} from '../../builders/an-order.ts'

describe('proposing an equivalent', () => {
  const missing = aRecord('missing', { copies: [aCopy('1')] })
  const byZola = (id: string, barcode: string, changes: Parameters<typeof aCopy>[1] = {}) =>
    aRecord(id, { author: 'ZOLA, Emile', copies: [aCopy(barcode, changes)] })
  const found = (...rows: readonly Row[]) => findEquivalents(aDesk(missing, ...rows), missing).map(({ record }) => record.id)

  it('[PULL-5, PULL-10] the same author on the same shelf is proposed, in shelf order, however the name is written', () => {
    expect(found(byZola('nana', '2', { callNumber: 'R ZOL 9' }), byZola('germinal', '3', { callNumber: 'R ZOL 2' }))).toEqual([
      'germinal',
      'nana',
    ])
  })

  it('[PULL-5] another edition of the title comes before another title of its author', () => {
    const other = { ...byZola('nana', '2', { callNumber: 'R ZOL 1' }), title: 'Nana' }
    expect(found(other, byZola('edition', '3', { callNumber: 'R ZOL 9' }))).toEqual(['edition', 'nana'])
  })

  it('[PULL-5] another author and another shelf are not proposed', () => {
    expect(
      found(aRecord('other', { author: 'Hugo, Victor', copies: [aCopy('2')] }), byZola('young', '3', { location: 'Jeunesse' })),
    ).toEqual([])
  })

  it('[PULL-5, PULL-10] a document that is out, or that another order still waits for, is not proposed', () => {
    expect(found(byZola('nana', '2'), anItemWith('2', {}, aLoanOf()))).toEqual([])
    expect(found(byZola('nana', '2'), anOrder({ lines: [aLine('1', aRecordWanted('nana'))] }))).toEqual([])
  })

  it('[PULL-5, PHONE-4] a document that may not leave the library is not proposed, wherever it stands', () => {
    expect(found(byZola('nana', '2', { immobility: 'reference-only' }), byZola('germinal', '3'))).toEqual(['germinal'])
    expect(found(byZola('nana', '2', { immobility: 'not-there' }), anItem('2'))).toEqual([])
  })

  it('[PULL-5] a record without an author has no proposals', () => {
    const anonymous = aRecord('a', { author: '' })
    expect(findEquivalents(aDesk(anonymous, aRecord('b', { author: '' })), anonymous)).toEqual([])
  })
})

describe('choosing a bay', () => {
  const inBay = (id: string, bay: number, changes: Parameters<typeof anOrder>[0] = {}) =>
    anOrderWith({ id: toOrderId(id), ...changes }, aPick('1', `doc-${id}`), aBagging(bay))

  it('[PULL-7] the lowest free bay is proposed', () => {
    expect(chooseBay(aDesk(inBay('a', 1), inBay('b', 3)), centre)).toBe(2)
    expect(chooseBay(aDesk(), centre)).toBe(1)
  })

  it('[PULL-7] a bay is free again once its order was handed over', () => {
    const { facts } = inBay('a', 1)
    const gone = anOrderWith({ id: toOrderId('a') }, ...facts, aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(chooseBay(aDesk(gone), centre)).toBe(1)
  })

  it('[ORD-3] the bay of a cancelled order is taken until its documents are put back', () => {
    const cancelled = inBay('a', 1, { cancelledBy: { operationId: anOperationId(), based: [] } })
    const [document] = itemsPickedFor(cancelled)
    expect(chooseBay(aDesk(cancelled, ...itemsPickedFor(cancelled)), centre)).toBe(2)
    const reshelved = anItemWith('doc-a', {}, ...(document?.facts ?? []), aFactOnItem('reshelved', {}))
    expect(chooseBay(aDesk(cancelled, reshelved), centre)).toBe(1)
  })

  it('[PULL-7] when every bay is taken none is proposed, and the holders are known', () => {
    const desk = aDesk(aSettings({ sites: [{ id: centre, name: 'Médiathèque', bays: 1 }] }), inBay('a', 1))
    expect(chooseBay(desk, centre)).toBeUndefined()
    expect(
      bayHolders(desk, centre)
        .get(1)
        ?.map(({ id }) => id),
    ).toEqual(['a'])
  })
})

describe('labelling a pile', () => {
  it('[PULL-7] the label says initials, the last four digits of the card, slot, number and bay', () => {
    const order = anOrderWith({}, aPick('1', '1'), aBagging(12))
    expect(buildLabel(order, aPatron())).toEqual({ initials: 'AL', lastDigits: '0172', slot: aSlotKey(), number: 'B-017', bays: [12] })
  })

  it('[PULL-7] the label names neither the patron nor a title', () => {
    const text = JSON.stringify(buildLabel(anOrder(), aPatron({ surname: 'ÉTIENNE-DUPONT', firstName: 'émilie' })))
    expect(text).toContain('"ÉÉ"')
    expect(text.toUpperCase()).not.toMatch(/TIENNE|DUPONT|MILIE|BONHEUR|23333000000172/)
  })

  it('[PULL-7] a patron that the directory does not know has no initials', () => {
    expect(buildLabel(anOrder({ card: toCardNumber('0042') }), undefined)).toMatchObject({ initials: '', lastDigits: '0042' })
  })
})

describe('a document lent by the ordinary desk while it waits', () => {
  const since = anInstant('2026-11-24 12:00')

  it('[ORD-4] the order says which document the ILS reports as lent', () => {
    const order = anOrderWith({}, aPick('1', '1'))
    expect(lentElsewhere(aDesk(order, ...itemsPickedFor(order)), order)).toEqual(new Map())
    const lent = itemsPickedFor(order, { ilsLoanSince: since })
    expect(lentElsewhere(aDesk(order, ...lent), order)).toEqual(new Map([['1', since]]))
  })

  it('[ORD-4] so does one that is still to fetch: the document asked for, or every copy of the title', () => {
    const later = anInstant('2026-11-24 13:00')
    const lent = (barcode: string, at = since) => anItem(barcode, { ilsLoanSince: at })
    const [ofItem, ofRecord] = [
      anOrder({ lines: [aLine('1', anItemWanted('a', 'r'))] }),
      anOrder({ lines: [aLine('1', aRecordWanted('r'))] }),
    ]
    const record = aRecord('r', { copies: [aCopy('a'), aCopy('b')] })
    expect(lentElsewhere(aDesk(record, lent('a')), ofItem)).toEqual(new Map([['1', since]]))
    expect(lentElsewhere(aDesk(record, lent('a')), ofRecord)).toEqual(new Map())
    expect(lentElsewhere(aDesk(record, lent('a', later), lent('b')), ofRecord)).toEqual(new Map([['1', later]]))
    expect(lentElsewhere(aDesk(), ofRecord)).toEqual(new Map())
  })

  it('[ORD-4] a document that came back here since, or that we lent ourselves, did not leave by the ordinary desk', () => {
    const order = anOrder({ lines: [aLine('1', anItemWanted('a', 'r'))] })
    const back = aFactOnItem('returned', { quarantineUntil: undefined })
    const backAt = (at: string) => aDesk(anItemWith('a', { ilsLoanSince: since }, { ...back, at: anInstant(at) }))
    expect(lentElsewhere(backAt('2026-11-24 12:30'), order)).toEqual(new Map())
    expect(lentElsewhere(backAt('2026-11-24 11:30'), order)).toEqual(new Map([['1', since]]))
    expect(lentElsewhere(aDesk(anItemWith('a', { ilsLoanSince: since }, aLoanOf())), order)).toEqual(new Map())
  })

  it('[ORD-4] an order already handed over says nothing more', () => {
    const order = anOrderWith({}, aPick('1', '1'), aFactOnOrder('handed-over', { items: [], leftBehind: [], notFound: [] }))
    expect(lentElsewhere(aDesk(order, anItem('1', { ilsLoanSince: since })), order)).toEqual(new Map())
  })
})

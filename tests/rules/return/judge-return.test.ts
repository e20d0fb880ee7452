/**
 * A document comes back: how long it rests, who had it, and who waits for it (RET-1 to RET-3).
 * Pure rules, on one book lent to one patron.
 * A return is never refused, so the tests ask what is said, not whether it may be.
 */
import { describe, expect, it } from 'vitest'
import { toItemBarcode, toOperationId, toOrderId } from '../../../src/domain/ids.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import { buildReturnItem, judgeReturn } from '../../../src/domain/return/judge-return.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment, anInstant, tuesday } from '../../builders/a-moment.ts'
import { aCatalogueItem, aCopy, aRecord } from '../../builders/a-record.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aLoanOf, anItemWith, itemsPickedFor } from '../../builders/an-item.ts'
import { aLine, anOrder, anOrderWith, aPick, aRecordWanted, aSlotKey } from '../../builders/an-order.ts'

const barcode = toItemBarcode('a')
const record = aRecord('A', { copies: [aCopy('a')] })
const lent = anItemWith('a', { recordId: record.id }, aLoanOf())
const now = aMoment('2026-11-24 15:00')
const judge = (desk = aDesk(record, lent), settings = aSettings()) => judgeReturn(desk, settings, barcode, tuesday)

describe('taking a document back', () => {
  it('[RET-1] a return may be lent again at once where there is no quarantine', () => {
    expect(judge().quarantineUntil).toBeUndefined()
  })

  it('[RET-1] with three days of quarantine it may be lent again on the third day', () => {
    expect(judge(undefined, aSettings({ quarantineDays: 3 })).quarantineUntil).toBe('2026-11-27')
  })

  it('[RET-1] the return keeps the bin it was put into, or none when taken by hand', () => {
    const judged = judge(undefined, aSettings({ quarantineDays: 1 }))
    expect(buildReturnItem(judged, now, 'Bac 4')).toEqual({
      kind: 'return-item',
      happened: now,
      barcode,
      recordId: 'A',
      documentType: 'livre',
      quarantineUntil: '2026-11-25',
      bin: 'Bac 4',
    })
    expect(buildReturnItem(judged, now, undefined).bin).toBeUndefined()
  })

  it('[RET-1] the desk says who had it, and takes back what it did not know to be out', () => {
    expect(judge().wasOutTo).toEqual(['23333000000172'])
    const unknown = judgeReturn(aDesk(), aSettings(), barcode, tuesday, new Map([[barcode, aCatalogueItem('a')]]))
    expect(unknown).toMatchObject({ title: 'Bel-Ami', wasOutTo: [], waiting: undefined })
  })

  it('[RET-3] an item that another order waits for says so at once, the earliest slot first', () => {
    const waiting = (id: string, time: string) =>
      anOrder({ id: toOrderId(id), slot: aSlotKey(`2026-11-24 ${time}`), lines: [aLine('1', aRecordWanted('A'))] })
    const { waiting: found } = judge(aDesk(record, lent, waiting('late', '17:00'), waiting('early', '16:00')))
    expect([found?.order.id, found?.line.id]).toEqual(['early', '1'])
  })

  it('[RET-2] [RET-3] one that rests longer than its patron waits says so, with another copy from the shelf where there is one', () => {
    const order = (at: string) => anOrder({ slot: aSlotKey(at), lines: [aLine('1', aRecordWanted('A'))] })
    const two = aRecord('A', { copies: [aCopy('a'), aCopy('b')] })
    const judged = (at: string, ...rows: readonly Item[]) =>
      judge(aDesk(two, lent, order(at), ...rows), aSettings({ quarantineDays: 2 })).waiting
    expect(judged('2026-11-24 17:00')).toMatchObject({ restsTooLong: true, otherCopy: { barcode: 'b' } })
    expect(judged('2026-11-24 17:00', anItemWith('b', {}, aLoanOf()))).toMatchObject({ restsTooLong: true, otherCopy: undefined })
    // It is free on the very day of the slot.
    expect(judged('2026-11-26 10:00')).toMatchObject({ restsTooLong: false, otherCopy: undefined })
  })

  it('[RET-3] an order that already has its document waits for nothing', () => {
    const served = anOrderWith({ lines: [aLine('1', aRecordWanted('A'))] }, aPick('1', 'a2'))
    expect(judge(aDesk(record, lent, served, ...itemsPickedFor(served))).waiting).toBeUndefined()
  })

  it('[RET-10] a document that lies on somebody’s pile says whose, unless something says that it left', () => {
    const order = anOrderWith({ id: toOrderId('theirs'), lines: [aLine('1', aRecordWanted('A'))] }, aPick('1', 'a'))
    const onPile = (changes: Partial<Item> = {}) => judge(aDesk(record, order, ...itemsPickedFor(order, changes))).pileOf?.id
    expect(onPile()).toBe('theirs')
    expect(onPile({ ilsLoanSince: anInstant('2026-11-24 14:00') })).toBeUndefined()
    expect(judge().pileOf).toBeUndefined()
    expect(
      judge(aDesk(record, { ...order, cancelledBy: { operationId: toOperationId('cancelled'), based: [] } }, ...itemsPickedFor(order)))
        .pileOf,
    ).toBeUndefined()
  })
})

/**
 * What facts and cases are about, written as one text and read back. Pure rules; texts are made by fast-check, slashes included.
 */
import { array, assert, constantFrom, oneof, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toDeviceId, toItemBarcode, toLineId, toOperationId, toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import { fromDayNumber, fromMinutes } from '../../../src/domain/local-date.ts'
import { formatSubject, parseSubject, type Subject } from '../../../src/domain/operation/subject.ts'

/** Any text, and many with slashes where they hurt. */
const text = oneof(
  string(),
  array(constantFrom('a', '/', 'item', 'line/', ' ', '\n', '14:30'), { maxLength: 6 }).map((parts) => parts.join('')),
)
const day = constantFrom(-9000, 0, 20_781, 2_000_000)
const anySubject = oneof(
  text.map((one): Subject => ({ kind: 'item', barcode: toItemBarcode(one) })),
  text.map((one): Subject => ({ kind: 'order', orderId: toOrderId(one) })),
  record({ order: text, line: text }).map(
    ({ order, line }): Subject => ({ kind: 'line', orderId: toOrderId(order), lineId: toLineId(line.replaceAll('/', '')) }),
  ),
  record({ site: text, day, minutes: constantFrom(0, 870, 1439) }).map(
    ({ site, day: n, minutes }): Subject => ({
      kind: 'slot',
      slot: { siteId: toSiteId(site), date: fromDayNumber(n), time: fromMinutes(minutes) },
    }),
  ),
  text.map((name): Subject => ({ kind: 'claim', scope: { kind: 'zone', name } })),
  text.map((one): Subject => ({ kind: 'claim', scope: { kind: 'order', orderId: toOrderId(one) } })),
  text.map((one): Subject => ({ kind: 'device', deviceId: toDeviceId(one) })),
  text.map((one): Subject => ({ kind: 'operation', operationId: toOperationId(one) })),
)

describe('the subject of a fact or of a case', () => {
  it('is read back from its text as it was', () => {
    assert(
      property(anySubject, (one) => {
        expect(parseSubject(formatSubject(one))).toEqual(one)
      }),
    )
  })

  it('[CASE-1] is the whole barcode, where that holds a space and a slash', () => {
    const barcode = toItemBarcode('F DESE 25/0016')
    expect(formatSubject({ kind: 'item', barcode })).toBe('item/F DESE 25/0016')
    expect(parseSubject('item/F DESE 25/0016')).toEqual({ kind: 'item', barcode })
  })

  it('is unknown where only a newer build knows its kind, or its text is broken', () => {
    for (const one of ['locker/3', 'item', '', 'line/no-line', 'slot/main/2026-13-01/14:30', 'slot/2026-11-24/14:30', 'claim/shelf/3']) {
      expect(parseSubject(one), one).toBeUndefined()
    }
  })
})

/**
 * What a tablet may bring of a day lies above any real day (CASE-10): a day of 200 orders, of documents as they are really borrowed, all by one
 * tablet. PTE_DATA names the folder that makes the day; without it that is skipped. Pure rules.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dayCeiling, weighCases, weighOperation } from '../../../src/domain/desk/day-weight.ts'
import { toCardNumber, toItemBarcode, toLineId, toOperationId, toOrderId, toSiteId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { canonicalJson } from '../../../src/protocol/canonical-json.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { aHandOver, anEnvelope, aReturn } from '../../builders/an-endpoint.ts'

const happened = aMoment('2026-11-25 14:00')
const handOver = aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>
const weighed = (payload: Operation, unknown = 0): number => weighOperation(payload, canonicalJson(anEnvelope(payload)).length, unknown)

/** All that a desk does for one order, from its claim to the shelf; one in four is placed here too, and moved. */
const workFor = (n: number, barcodes: readonly string[]): readonly Operation[] => {
  const orderId = toOrderId(`${n}`)
  const card = toCardNumber(`2333300000${n}`)
  const slot = { siteId: toSiteId('central'), ...happened }
  const placed: readonly Operation[] =
    n % 4 > 0
      ? []
      : [
          {
            kind: 'place-order',
            ...{ orderId, number: `B-${n}`, source: 'phone', card, slot, note: 'Rappeler avant 17 h' },
            lines: barcodes.map((_, at) => ({ id: toLineId(`${at}`), wanted: { kind: 'wish', text: 'un policier récent' } })),
            ...{ callBackNumber: '05 61 00 00 00', isUrgent: false, overrideReason: undefined },
          },
          { kind: 'reschedule-order', orderId, from: slot, to: slot },
        ]
  const documents = barcodes.map(toItemBarcode)
  return [
    ...placed,
    { kind: 'claim', scope: { kind: 'order', orderId } },
    ...documents.map(
      (barcode, at): Operation => ({ ...aReturn(), kind: 'pick-item', happened, orderId, lineId: toLineId(`${at}`), barcode }),
    ),
    { kind: 'bag-order', orderId, happened, bays: [1] },
    { kind: 'print-label', orderId, happened },
    { kind: 'record-arrival', orderId, happened },
    { ...handOver, orderId, card, items: documents.map((barcode) => ({ ...handOver.items[0], barcode })) as typeof handOver.items },
    // Handed over by mistake, taken back and handed over again: one order in ten.
    ...(n % 10 > 0
      ? []
      : [{ kind: 'undo-handover', handover: toOperationId('a'.repeat(32)), orderId, card, barcodes: documents, happened } as const]),
    ...documents.map((barcode): Operation => ({ ...aReturn(), barcode })),
    ...documents.map((barcode): Operation => ({ kind: 'reshelve-item', barcode, happened })),
  ]
}

test.skipIf(process.env.PTE_DATA === undefined)(
  '[CASE-10] 200 orders in a day, done by one tablet alone, stay below what a day may have',
  () => {
    const script = join(process.env.PTE_DATA ?? '', 'make-orders.mjs')
    const csv = execFileSync(process.execPath, [script, '--day', '2026-11-25', '--orders', '200'], { encoding: 'utf8' })
    const baskets = new Map<string, string[]>()
    for (const line of csv.trim().split('\n').slice(1)) {
      const [order = '', , , , , record = '', barcode = ''] = line.split(',')
      baskets.set(order, [...(baskets.get(order) ?? []), barcode || record])
    }
    expect(baskets.size).toBe(200)
    const day = [...baskets.values()].flatMap((barcodes, n) => workFor(n, barcodes))
    const weight = day.reduce((sum, operation) => sum + weighed(operation), 0)
    // And of the rest of such a day: twenty documents that no list knows, ten cases.
    const rest = 20 * (weighed(aReturn(), 1) - weighed(aReturn())) + weighCases(10)
    expect([weight > dayCeiling / 2, weight + rest < dayCeiling]).toEqual([true, true])
  },
)

test('[CASE-10] an invented document weighs 25 times a known one, a case more, and a long text as much as its length', () => {
  expect([weighed(aReturn()), weighed(aReturn(), 1), weighCases(2)]).toEqual([1, 26, 150])
  expect(weighed({ kind: 'claim', scope: { kind: 'zone', name: 'z' } })).toBe(10)
  expect(weighOperation(aReturn(), 16 * 1024, 0)).toBe(16)
})

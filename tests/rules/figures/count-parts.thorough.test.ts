/**
 * What is not weighed adds nothing: an order that changed by documents taken alone is left out before anything is counted, and a copy of it,
 * of which nobody can see that, is counted whole and gives the same (STAT-2). Runs in vitest, fast-check.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedParts } from '../../../src/domain/figures/count-parts.ts'
import { toOperationId } from '../../../src/domain/ids.ts'
import type { Order, OrderFact } from '../../../src/domain/order/order.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aBagging, aFactOnOrder, aLine, anOrder, aPick, aSlotKey } from '../../builders/an-order.ts'

const lines = [aLine('1'), aLine('2')]
const [first, second] = lines.map(({ id }) => id)
const pick = aPick('1', '33331000000012')
const facts: readonly OrderFact[] = [
  ...[pick, aPick('2', '33331000000020'), aBagging(3)],
  ...(first === undefined || second === undefined
    ? []
    : [
        aFactOnOrder('unpicked', { lineId: first, pick: pick.operationId }),
        aFactOnOrder('not-found', { lineId: second }),
        aFactOnOrder('given-up', { lineId: second, reason: 'perdu' }),
      ]),
  aFactOnOrder('label-printed', {}),
  aFactOnOrder('arrived', {}),
  aFactOnOrder('no-show', {}),
  aFactOnOrder('handed-over', { items: [], leftBehind: [{ barcode: undefined, lineId: second }], notFound: [] }),
]
const changes: readonly ((order: Order) => Order)[] = [
  ...facts.map((fact) => (order: Order) => ({ ...order, facts: [...order.facts, fact] })),
  (order) => ({ ...order, slot: aSlotKey('2026-11-26 10:00') }),
  (order) => ({ ...order, cancelledBy: { operationId: toOperationId('op-cancel'), based: [] } }),
  (order) => ({ ...order, goneFromIlsAt: anInstant('2026-11-24 08:00') }),
  (order) => ({ ...order, lines: lines.map((line) => ({ ...line, substitutedFor: undefined, goneFromIls: true })) }),
]
const context = { settings: aSettings(), toLocal: () => aMoment('2026-11-23 10:00') }

test('[STAT-2] an order that only had documents taken adds nothing more, and is not weighed', () => {
  const said = (before: Order, after: Order) =>
    changedParts(before, after, context).map(({ part, wasCounted }) => ({ name: part.name, wasCounted, counts: part.countsOf('adulte') }))
  let left = 0
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...changes), { maxLength: 6 }), fc.constantFrom(...changes), (steps, last) => {
      const before = steps.reduce((order, change) => change(order), anOrder({ lines }))
      const after = last(before)
      const answer = said(before, after)
      expect(answer).toEqual(said(structuredClone(before), after))
      if (answer.length === 0) left += 1
    }),
    { numRuns: 1000 },
  )
  expect(left).toBeGreaterThan(0)
  expect(said(anOrder({ lines }), anOrder({ lines, facts: facts.slice(3, 6) }))).toHaveLength(1)
})

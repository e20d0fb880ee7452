/**
 * Three tablets press at random on the same few orders and documents, hearing of each other or not; whatever order the endpoint then
 * receives it in (causes before effects), and however often, its rows are the same (I-3 and I-8). Facts only: requests are
 * ordered by the endpoint. Runs in vitest with fast-check; a failure prints the seed and the shortest story.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isExplained } from '../../src/domain/case/case.ts'
import { toCardNumber, toItemBarcode, toLineId, toOrderId } from '../../src/domain/ids.ts'
import { standingReshelvings } from '../../src/domain/item/item-state.ts'
import { newItem } from '../../src/domain/item/new-item.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { standingArrivals, standingLinePicks } from '../../src/domain/order/order.ts'
import { aDate, aMoment } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aStep, type Press, type Step, tellStory, undoHandover, undoReturn } from '../builders/a-story.ts'
import { aTablet, type TestTablet } from '../builders/a-tablet.ts'
import { anOrder } from '../builders/an-order.ts'

const happened = aMoment('2026-11-24 14:00')
const cards = ['23333000000172', '23333000000347'].map(toCardNumber)
const barcodes = ['33331000000012', '33331000000020'].map(toItemBarcode)
const base = cards.flatMap((card, i) => [aPatron({ id: card }), anOrder({ id: toOrderId(`order-${i}`), card })])

const presses: readonly Press[] = [
  ...cards.flatMap((card, i): readonly Press[] => {
    const orderId = toOrderId(`order-${i}`)
    const lineId = toLineId('1')
    return [
      ...barcodes.flatMap((barcode): readonly Press[] => [
        () => ({ kind: 'pick-item', orderId, lineId, barcode, recordId: undefined, documentType: 'livre', happened }),
        () => ({
          kind: 'hand-over-order',
          orderId,
          card,
          items: [
            {
              barcode,
              recordId: undefined,
              documentType: 'livre',
              lineId,
              dueOn: aDate('2026-12-15'),
              isNewRelease: false,
              overrideReason: undefined,
            },
          ],
          leftBehind: [],
          notFound: [],
          receipt: 'undecided',
          happened,
        }),
      ]),
      () => ({ kind: 'report-not-found', orderId, lineId, happened }),
      () => ({ kind: 'bag-order', orderId, bays: [i + 1], happened }),
      () => ({ kind: 'record-arrival', orderId, happened }),
      ({ state }) => {
        const order = state.get('order', orderId)
        const arrivals = order && standingArrivals(order).map(({ operationId }) => operationId)
        return arrivals && { kind: 'undo-arrival', orderId, arrivals, happened }
      },
      () => ({ kind: 'confirm-no-show', orderId, happened }),
      ({ state }) => {
        const order = state.get('order', orderId)
        const pick = order && standingLinePicks(order, lineId)[0]
        return pick && { kind: 'unpick-item', orderId, lineId, pick: pick.operationId, barcode: pick.barcode, happened }
      },
      undoHandover(orderId, card, happened),
    ]
  }),
  ...barcodes.flatMap((barcode): readonly Press[] => [
    () => ({
      kind: 'return-item',
      barcode,
      recordId: undefined,
      documentType: 'livre',
      quarantineUntil: aDate('2026-11-26'),
      bin: undefined,
      happened,
    }),
    () => ({ kind: 'reshelve-item', barcode, happened }),
    undoReturn(barcode, happened),
    ({ state }) => {
      const tick = standingReshelvings(state.get('item', barcode) ?? newItem(barcode))[0]
      return tick && { kind: 'unreshelve-item', barcode, reshelving: tick.operationId, happened }
    },
  ]),
]

const step = aStep(presses)
const tell = (steps: readonly Step[]): readonly Envelope[] => tellStory({ base, happened, presses }, steps)

/** Shuffled by `keys`, but nothing before what its author had seen, nor before an earlier press of the same tablet. */
const arrival = (story: readonly Envelope[], keys: readonly number[]): readonly Envelope[] => {
  const waiting = story.map((envelope, i) => ({ envelope, key: keys[i] ?? 0 }))
  const arrived: Envelope[] = []
  const isIn = (id: string): boolean => arrived.some((envelope) => envelope.operationId === id)
  while (waiting.length > 0) {
    const ready = waiting.filter(
      ({ envelope }) =>
        Object.values(envelope.based).flat().every(isIn) &&
        !waiting.some((other) => other.envelope.deviceId === envelope.deviceId && other.envelope.n < envelope.n),
    )
    const next = ready.sort((a, b) => a.key - b.key)[0]
    if (next === undefined) throw new Error('a story without a first press')
    arrived.push(next.envelope)
    waiting.splice(waiting.indexOf(next), 1)
  }
  return arrived
}

/** Shuffled by `keys`, whatever its author had seen: as tablets hand over again in turn to a database that was put back. */
const anyArrival = (story: readonly Envelope[], keys: readonly number[]): readonly Envelope[] =>
  story
    .map((envelope, i) => ({ envelope, key: keys[i] ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ envelope }) => envelope)

/** A case that a fact closed was, in another order, never open. */
const withoutExplained = (tablet: TestTablet) => tablet.rows().filter((row) => row.kind !== 'case' || !isExplained(row))

describe('the endpoint receives what three tablets did', () => {
  it('[CASE-1] the same facts in any order, once or twice, give the same states and the same cases', () => {
    let withCases = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 24 }), fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), (steps, keys) => {
        const story = tell(steps)
        const inOrder = aTablet('E', base, happened)
        inOrder.learn(...story)
        const shuffled = aTablet('E', base, happened)
        const other = arrival(story, keys)
        shuffled.learn(...other, ...other)
        if ([...inOrder.state.all('case')].length > 0) withCases++
        expect(withoutExplained(shuffled)).toEqual(withoutExplained(inOrder))
      }),
      { numRuns: 400 },
    )
    // Stories without a contradiction would prove little.
    expect(withCases).toBeGreaterThan(50)
  })

  it('[CASE-2] a fact that comes before those that explain it gives the same states, and the same cases but for those that they closed', () => {
    let explained = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 4, maxLength: 24 }), fc.array(fc.nat(), { minLength: 24, maxLength: 24 }), (steps, keys) => {
        const story = tell(steps)
        const [inOrder, inTurn] = [aTablet('E', base, happened), aTablet('E', base, happened)]
        inOrder.learn(...story)
        inTurn.learn(...anyArrival(story, keys))
        if (withoutExplained(inTurn).length < inTurn.rows().length) explained++
        expect(withoutExplained(inTurn)).toEqual(withoutExplained(inOrder))
      }),
      { numRuns: 400 },
    )
    expect(explained).toBeGreaterThan(4)
  })
})

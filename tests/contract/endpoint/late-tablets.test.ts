/**
 * Three tablets that hand over, hear of each other or not, and speak after the closing of a day, in any order (I-7 and I-8; PRIV-2).
 * The real routes and closings over the real stores, beside the same where all had spoken in time; tablets press in the domain's terms.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import type { Envelope, Operation } from '../../../src/domain/operation/operation.ts'
import type { Row } from '../../../src/domain/row/desk-state.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { aLateDesk, barcode, first, givenItem, never, rows, second } from '../../builders/a-late-desk.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aStep, type Press, tellStory, toQueues, undoHandover } from '../../builders/a-story.ts'
import { aHandOver, aPushed, aReturn, outcomesOf } from '../../builders/an-endpoint.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'

describe('three tablets that hand over late', () => {
  const cards = [first, second]
  const barcodes = [barcode, '33331000000020'].map(toItemBarcode)
  const happened = aMoment('2026-11-24 14:00')
  const presses: readonly Press[] = [
    ...cards.flatMap((card, i) => {
      const orderId = toOrderId(`order-${i + 1}`)
      return barcodes.flatMap((one) => [
        (): Operation => ({ ...(aHandOver({ card, orderId, items: [givenItem(one)], happened }) as Operation) }),
        (): Operation => ({
          kind: 'pick-item',
          orderId,
          lineId: toLineId('1'),
          barcode: one,
          recordId: undefined,
          documentType: 'livre',
          happened,
        }),
        undoHandover(orderId, card, happened),
      ])
    }),
    ...cards.map(
      (_, i) => (): Operation => ({ kind: 'report-not-found', orderId: toOrderId(`order-${i + 1}`), lineId: toLineId('1'), happened }),
    ),
    ...barcodes.flatMap((one) => [
      (): Operation => ({ ...aReturn(), barcode: one, happened }),
      (): Operation => ({ kind: 'reshelve-item', barcode: one, happened }),
    ]),
  ]
  const step = aStep(presses)

  test('[CASE-1] the rows and cases are the same as if the day had been closed once all had spoken', async () => {
    let [withCases, putBack] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 16 }),
        fc.array(fc.nat(2), { minLength: 16, maxLength: 16 }),
        async (steps, turns) => {
          const base = [...rows, aPatron(), anOrder({ lines: [aLine('1', aRecordWanted('record-1'))] })]
          const queues = toQueues(tellStory({ base, happened, presses }, steps), anInstant('2026-11-24 13:31'))
          const arrived: Envelope[] = []
          for (const turn of [...turns, ...turns, ...[0, 1, 2].flatMap((who) => Array<number>(16).fill(who))]) {
            const next = queues[turn]?.shift()
            if (next !== undefined) arrived.push(next)
          }

          const [inTime, late] = [await aLateDesk(), await aLateDesk()]
          await inTime.other.push(arrived.map(aPushed))
          late.at('2026-11-27 10:00')
          await late.close('2026-11-27 03:00')
          for (const envelope of arrived) {
            late.advance(3_600_000)
            const wasErased = (await late.item()) === undefined
            expect(outcomesOf(await late.late.push([aPushed(envelope)]))[0]).toMatch('accepted')
            if (wasErased && ((await late.item())?.facts.length ?? 0) > 1) putBack++
            await closeDays(late.store, late.instantBefore(0), never)
          }
          for (const desk of [inTime, late]) await desk.close('2026-12-01 03:00')
          const plain = (all: readonly Row[]): unknown =>
            JSON.parse(JSON.stringify(all).replaceAll(/"deviceId":"[0-9a-f]+"/g, '"deviceId":""'))
          if ((await inTime.cases()).length > 0) withCases++
          for (const kind of ['case', 'item', 'order', 'patron'] as const)
            expect(plain(await late.rowsOf(kind))).toEqual(plain(await inTime.rowsOf(kind)))
        },
      ),
      { numRuns: 40 },
    )
    // Stories without either would prove little.
    expect(withCases).toBeGreaterThan(5)
    expect(putBack).toBeGreaterThan(2)
  })
})

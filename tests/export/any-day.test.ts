/**
 * Any day at the desk, told in any order and exported at any moment: nothing goes out twice, and nothing is left unsaid.
 * The stories are random; what must hold of them is not.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { itemState } from '../../src/domain/item/item-state.ts'
import { areConcurrent, causalPasts } from '../../src/domain/operation/causality.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { batchTeller } from '../../src/endpoint/connectors/file/batch-teller.ts'
import { collectDay } from '../../src/endpoint/ils/collect-day.ts'
import { movementKey } from '../../src/endpoint/ils/movement.ts'
import { aDeskDay, day, handOver, library, takeBack, undo } from './a-desk-day.ts'

const tablet = fc.constantFrom('A' as const, 'B' as const)
const barcode = fc.constantFrom('31', '32')
const act = fc.oneof(
  fc.record({ kind: fc.constant('hand-over' as const), tablet, barcode, card: fc.constantFrom('21', '22') }),
  fc.record({ kind: fc.constant('take-back' as const), tablet, barcode }),
  fc.record({ kind: fc.constant('undo-last' as const), tablet }),
  fc.record({ kind: fc.constant('hear-each-other' as const) }),
  fc.record({ kind: fc.constant('transmit' as const), tablet }),
  fc.record({ kind: fc.constant('export' as const) }),
)

type Act = typeof act extends fc.Arbitrary<infer One> ? One : never

/** A return and a loan that knew nothing of each other go out in one file, the loan last; then the loan is undone, and the document scanned back. */
const loanHeardLastInOneFile = [
  { kind: 'take-back', tablet: 'B', barcode: '32' },
  { kind: 'transmit', tablet: 'B' },
  { kind: 'hand-over', tablet: 'A', barcode: '32', card: '21' },
  { kind: 'transmit', tablet: 'A' },
  { kind: 'undo-last', tablet: 'A' },
  { kind: 'export' },
  { kind: 'take-back', tablet: 'B', barcode: '32' },
] satisfies Act[]

describe('exporting whatever happened', () => {
  it('no loan or return goes out twice, and at the end each document is in the ILS where it is at the desk, or listed for a person', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 14 }), async (acts) => {
        const desk = await aDeskDay()
        const tablets = { A: desk.tablet('A'), B: desk.tablet('B') }
        const pressed: Record<'A' | 'B', Envelope[]> = { A: [], B: [] }
        const unsent: Record<'A' | 'B', Envelope[]> = { A: [], B: [] }
        const keep = (letter: 'A' | 'B', envelope: Envelope): void => {
          pressed[letter].push(envelope)
          unsent[letter].push(envelope)
        }
        const transmit = async (letter: 'A' | 'B') => desk.receive(...unsent[letter].splice(0))
        let minute = 0
        for (const one of acts) {
          minute++
          const at = `2026-11-24 10:${String(minute).padStart(2, '0')}:00`
          if (one.kind === 'hand-over') keep(one.tablet, tablets[one.tablet].press(handOver(one.card, one.barcode), at))
          if (one.kind === 'take-back') keep(one.tablet, tablets[one.tablet].press(takeBack(one.barcode), at))
          if (one.kind === 'undo-last') {
            const given = pressed[one.tablet].findLast(({ type }) => type === 'hand-over-order')
            if (given !== undefined) keep(one.tablet, tablets[one.tablet].press(undo(given), at))
          }
          if (one.kind === 'hear-each-other') {
            tablets.A.learn(...pressed.B)
            tablets.B.learn(...pressed.A)
          }
          if (one.kind === 'transmit') await transmit(one.tablet)
          if (one.kind === 'export') await desk.export()
        }
        await transmit('A')
        await transmit('B')
        await desk.export()
        await desk.store.read(library, async (reading) => {
          const batches = await reading.batches(day)
          const entries = (await Promise.all(batches.map(async ({ number }) => reading.entriesOfBatch(number)))).flat()
          expect(new Set(entries.map(movementKey)).size).toBe(entries.length)
          const { ready, apart } = await collectDay(reading, day, batchTeller('koc'))
          expect(ready).toEqual([])

          // The ILS loads the batches one after the other, and believes each line.
          const holderByBarcode = new Map<string, string>()
          for (const batch of batches) {
            for (const line of new TextDecoder().decode(batch.content).trimEnd().split('\n').slice(1)) {
              const [, command, first = '', second = ''] = line.split('\t')
              if (command === 'issue') holderByBarcode.set(second, first)
              else holderByBarcode.delete(first)
            }
          }
          for (const item of await reading.rowsOf('item')) {
            if (apart.some((movement) => movement.barcode === item.id)) continue
            const state = itemState(item)
            const holders: readonly (string | undefined)[] = state.kind === 'out' ? state.cards : [undefined]
            // A return that did not know of a loan leaves it open at the desk, and closes it in the ILS: the document did come back.
            const pasts = causalPasts(item.facts)
            const isUnawareReturn = item.facts.some(
              (back) =>
                back.what === 'returned' &&
                item.facts.some((loan) => loan.what === 'handed-over' && areConcurrent(pasts, loan.operationId, back.operationId)),
            )
            expect(isUnawareReturn ? [...holders, undefined] : holders).toContain(holderByBarcode.get(item.id))
          }
        })
      }),
      { numRuns: 150, examples: [[loanHeardLastInOneFile]] },
    )
  })
})

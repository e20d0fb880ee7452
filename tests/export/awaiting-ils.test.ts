/**
 * What the tablets say the ILS does not have, beside what the files for the ILS hold: the same loans and returns. Runs in vitest.
 * The tablets' count is the domain's, over the endpoint's own rows.
 */
import { describe, expect, it } from 'vitest'
import { awaitingIls, sumAwaiting } from '../../src/domain/item/awaiting-ils.ts'
import { listExports, settleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDate } from '../builders/a-moment.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const tomorrow = inParis('2026-11-25 09:00:00')

/** The endpoint's rows, as a tablet has them after its exchange. */
const asTablet = async ({ store }: DeskDay) =>
  aDesk(
    ...(await store.read(library, async (reading) =>
      (await Promise.all((['patron', 'item', 'settled-batch', 'case'] as const).map((kind) => reading.rowsOf(kind)))).flat(),
    )),
  )

/** In the next file, apart, or in one that nobody confirmed. */
const onPaper = async ({ store }: DeskDay) => {
  const { waiting, batches } = await listExports(store, library, day)
  const open = batches.filter(({ format, settledAt }) => format === 'koc' && settledAt === null)
  return {
    loans: open.reduce((n, { loans }) => n + loans, waiting.loans),
    returns: open.reduce((n, { returns }) => n + returns, waiting.returns),
  }
}

describe('what the ILS does not have yet', () => {
  it('[RET-4] is what the next file and those to confirm hold, until the ILS has loaded them', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const mistaken = a.press(handOver('22', '35'), '2026-11-24 10:03:00')
    await desk.receive(
      a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'),
      a.press(takeBack('32'), '2026-11-24 10:01:00'),
      b.press(handOver('21', '31'), '2026-11-24 10:02:00'),
      b.press(takeBack('33'), '2026-11-24 10:02:30'),
      mistaken,
      a.press(undo(mistaken), '2026-11-24 10:04:00'),
      // Nobody in the directory.
      b.press(handOver('23', '36'), '2026-11-24 10:05:00'),
    )
    const agree = async (expected: { readonly loans: number; readonly returns: number }): Promise<void> => {
      expect(sumAwaiting(awaitingIls(await asTablet(desk)))).toEqual(expected)
      expect(await onPaper(desk)).toEqual(expected)
    }
    await agree({ loans: 3, returns: 2 })
    const made = await desk.export()
    await agree({ loans: 3, returns: 2 })
    await desk.receive(a.press(handOver('22', '34'), '2026-11-24 11:00:00'))
    await agree({ loans: 4, returns: 2 })
    if (!made.ok) throw new Error('no batch')
    await settleExport(desk.store, library, made.value.number, tomorrow)
    await agree({ loans: 1, returns: 0 })
  })

  it('[RET-4] is told day by day, the earliest first', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(
      a.press(handOver('21', '31'), '2026-11-24 10:00:00'),
      a.press(handOver('21', '32'), '2026-11-24 10:01:00', '2026-11-23 17:00'),
      a.press(takeBack('33'), '2026-11-24 10:02:00'),
    )
    expect(awaitingIls(await asTablet(desk))).toEqual([
      { day: aDate('2026-11-23'), loans: 1, returns: 0 },
      { day, loans: 1, returns: 1 },
    ])
  })
})

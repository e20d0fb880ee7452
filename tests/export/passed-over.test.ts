/**
 * Given on to somebody else without a return, and a person says that the first patron has it: the ILS hears nothing of the second. In vitest.
 */
import { expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { formatApart } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, cameLast, day, handOver, library, takeBack } from './a-desk-day.ts'

/** Neither the first loan nor a return knew of the other; the second loan knew of both. Then it is scanned back by somebody who knew no loan. */
const givenOn = async (wasExported: boolean) => {
  const desk = await aDeskDay()
  const [a, c] = [desk.tablet('A'), desk.tablet('C')]
  const early = c.press(takeBack('31'), '2026-11-24 10:05:00')
  await desk.receive(early)
  expect(await desk.lines()).toHaveLength(1)
  const first = a.press(handOver('21', '31'), '2026-11-24 10:10:00')
  a.learn(early)
  const second = a.press(handOver('22', '31'), '2026-11-24 10:20:00')
  await desk.receive(first, second)
  const before = wasExported ? await desk.lines() : []
  const back = c.press(takeBack('31'), '2026-11-24 10:30:00')
  await desk.receive(back)
  const open = (await desk.store.read(library, async (reading) => reading.rowsOf('case'))).find(
    ({ settlement }) => settlement === undefined,
  )
  expect(open?.id).toBe(formatCaseId('lent-and-returned', 'item/31', 1))
  await desk.receive(a.request({ ...cameLast(first, second, back), cites: open?.cites ?? [] } as Operation, '2026-11-24 11:00:00'))
  const said = await formatApart(desk.store, library, day, 'koc')
  return { before, lines: (await desk.lines()).map((line) => line.split('\t').slice(1)), said: new TextDecoder().decode(said?.table) }
}

it('[RET-4] a loan that was over, given on from one that runs, is not told: the ILS would have the document lent to the wrong patron', async () => {
  expect((await givenOn(false)).lines).toEqual([
    ['return', '31'],
    ['issue', '21', '31'],
  ])
})

it('[RET-4] where the ILS has it already, a person is told', async () => {
  const { before, said } = await givenOn(true)
  expect(before).toHaveLength(2)
  expect(said).toContain('déclaré inexact')
})

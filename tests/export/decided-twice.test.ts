/**
 * A loan that a person said was over, or came last, and what the ILS hears of it when another case says otherwise, or the return was taken back.
 * Runs in vitest.
 */
import { expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { formatApart } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, cameLast, day, handOver, library, takeBack } from './a-desk-day.ts'

const aDay = async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const decide = async (nth: number, at: string, last: Envelope, ...others: readonly Envelope[]) => {
    const caseId = formatCaseId('lent-and-returned', 'item/31', nth)
    await desk.receive(a.request({ ...cameLast(last, ...others), caseId } as Operation, `2026-11-24 ${at}:00`))
  }
  const hear = async () => (await desk.lines()).map((line) => line.split('\t')[1])
  const apart = async () => new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  return { desk, a, b, c, decide, hear, apart }
}

it('[CASE-2] over by one case, and said to run on by the next one: the desk has it out, and so has the ILS', async () => {
  const { desk, a, b, c, decide, hear, apart } = await aDay()
  const late = a.press(handOver('22', '31'), '2026-11-24 10:20:00')
  const given = c.press(handOver('22', '31'), '2026-11-24 10:21:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:23:00')
  await desk.receive(given, back)
  await decide(1, '10:24', back, given)
  await desk.receive(late)
  await decide(2, '10:28', given, back, late)
  const row = await desk.store.read(library, async (reader) => reader.row('item', toItemBarcode('31')))
  expect(row && storyOf(row).runs.map(({ operationId }) => operationId)).toEqual([given.operationId])
  // The other loan, over with the return, and the one that runs.
  expect(await hear()).toEqual(['issue', 'return', 'issue'])
  expect(await apart()).toBe('')
})

it('[CASE-2] over by a return that had gone out, and said to run on after it was scanned again: the ILS hears that it is out', async () => {
  const { desk, a, c, decide, hear, apart } = await aDay()
  const back = a.press(takeBack('31'), '2026-11-24 10:20:00')
  await desk.receive(back)
  expect(await hear()).toEqual(['return'])
  const given = c.press(handOver('21', '31'), '2026-11-24 10:23:00', '2026-11-24 10:17')
  await desk.receive(given)
  await decide(1, '10:24', back, given)
  const again = a.press(takeBack('31'), '2026-11-24 10:26:00')
  await desk.receive(again)
  await decide(2, '10:27', given, back, again)
  expect(await hear()).toEqual(['return', 'issue'])
  expect(await apart()).toBe('')
})

it('[RET-4] over by a return that was taken back: a person is told of the loan, which the ILS has not', async () => {
  const { desk, b, c, decide, hear, apart } = await aDay()
  const given = c.press(handOver('21', '31'), '2026-11-24 10:19:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:22:00')
  const undone = b.press({ kind: 'undo-return', barcode: toItemBarcode('31'), returning: back.operationId }, '2026-11-24 10:26:00')
  await desk.receive(given, back)
  await decide(1, '10:27', back, given)
  await desk.receive(undone)
  expect(await hear()).toEqual([])
  expect(await apart()).toMatch(/Prêt;;21;.*;31;/)
  // Scanned back by somebody who knows of the loan, the ILS hears of it, and nobody is asked any more.
  await desk.receive(c.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect(await hear()).toEqual(['issue', 'return'])
  expect(await apart()).toBe('')
})

it('[RET-4] decided to have come last, and two loans to one patron in a file: the file’s last line is that one’s', async () => {
  const { desk, a, c, decide, hear, apart } = await aDay()
  const given = a.press(handOver('21', '31'), '2026-11-24 10:22:00')
  const other = c.press(handOver('21', '31'), '2026-11-24 10:24:00')
  const back = c.press(takeBack('31'), '2026-11-24 10:27:00')
  await desk.receive(given, other, back)
  await decide(1, '10:30', given, back)
  expect(await hear()).toEqual(['issue', 'return', 'issue'])
  // Whoever knew of it gives it again: in between the ordinary desk had it.
  await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:40:00'))
  expect(await hear()).toEqual(['issue'])
  expect(await apart()).toBe('')
})

it('[CASE-2] an untrue loan that came last puts none after the return that went on from it and was over with that return', async () => {
  const { desk, a, b, c, decide, hear, apart } = await aDay()
  const untrue = b.press(handOver('22', '31'), '2026-11-24 10:20:00')
  const given = b.press(handOver('21', '31'), '2026-11-24 10:23:00')
  const back = c.press(takeBack('31'), '2026-11-24 10:26:00')
  await desk.receive(untrue, given, back)
  const caseId = formatCaseId('handed-over-twice', 'item/31', 1)
  await desk.receive(a.request({ ...cameLast(given, untrue), caseId } as Operation, '2026-11-24 10:27:00'))
  await decide(1, '10:28', untrue, given, back)
  expect(await hear()).toEqual(['return'])
  expect(await apart()).toBe('')
})

it('[CASE-2] a loan that had come back, and came last, puts none after the return that followed it and was over with that return', async () => {
  const { desk, a, b, decide, hear, apart } = await aDay()
  const first = a.press(handOver('21', '31'), '2026-11-24 10:20:00')
  const known = a.press(takeBack('31'), '2026-11-24 10:21:00')
  const second = a.press(handOver('21', '31'), '2026-11-24 10:23:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:27:00')
  await desk.receive(first, known, second, back)
  await decide(1, '10:28', first, second, back)
  expect(await hear()).toEqual(['return', 'issue', 'return'])
  expect(await apart()).toBe('')
})

it('[RET-4] a return that was there before both loans to one patron parts them not, when one is over with another return', async () => {
  const { desk, a, b, c, decide, hear } = await aDay()
  const early = b.press(takeBack('31'), '2026-11-24 10:20:00')
  const first = a.press(handOver('21', '31'), '2026-11-24 10:21:00')
  const second = c.press(handOver('21', '31'), '2026-11-24 10:23:00')
  const back = a.press(takeBack('31'), '2026-11-24 10:24:00')
  await desk.receive(early, first, second, back)
  await decide(1, '10:29', back, second)
  expect(await hear()).toEqual(['return', 'issue', 'return'])
})

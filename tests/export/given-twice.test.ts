/**
 * A document given several times to one patron, by tablets that did not know of each other: what the ILS hears when one of them is undone.
 * Runs in vitest.
 */
import { expect, it } from 'vitest'
import { formatApart } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, day, handOver, library, undo } from './a-desk-day.ts'

it('[RET-4] the one in between heard of after that end went out: the last one is told', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const first = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  b.learn(first)
  const second = b.press(handOver('21', '31'), '2026-11-24 10:20:00')
  await desk.receive(first)
  await desk.export()
  await desk.receive(a.press(undo(first), '2026-11-24 12:50:00'))
  expect(await desk.lines()).toEqual(['2026-11-24 12-50-00 000\treturn\t31'])
  await desk.receive(c.press(handOver('21', '31'), '2026-11-24 13:40:00'), second)
  expect(await desk.lines()).toEqual(['2026-11-24 13-40-00 000\tissue\t21\t31'])
})

it('[RET-4] one of which the endpoint hears after the end of the other went out: a person is told, for the ILS believes it on its shelf', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const first = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const second = b.press(handOver('21', '31'), '2026-11-24 10:20:00')
  await desk.receive(first)
  await desk.export()
  await desk.receive(a.press(undo(first), '2026-11-24 12:50:00'))
  expect(await desk.lines()).toEqual(['2026-11-24 12-50-00 000\treturn\t31'])
  await desk.receive(second)
  const apart = new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  expect(apart).toMatch(/;21;.*;31;/)
})

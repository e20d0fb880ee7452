/**
 * Two people lent one document to two patrons, and somebody decided that both did: what the ILS hears when one of the two is undone. Runs
 * in vitest.
 */
import { expect, it } from 'vitest'
import { formatApart, listExports } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, day, handOver, library, takeBack, undo } from './a-desk-day.ts'

const bothTrue = async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const first = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const second = b.press(handOver('22', '31'), '2026-11-24 10:30:00')
  await desk.receive(first, second)
  const [open] = await desk.store.read(library, async (reading) => reading.rowsOf('case'))
  if (open === undefined) throw new Error('no case')
  const decision = { kind: 'both-true' } as const
  await desk.receive(a.request({ kind: 'settle-case', caseId: open.id, cites: open.cites, decision, note: '' }, '2026-11-24 11:00:00'))
  const apart = async () => new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  const waiting = async () => (await listExports(desk.store, library, day)).waiting
  return { desk, a, b, first, second, apart, waiting }
}

it('[CASE-2] the later one undone after it went out: no return goes out, which would end the loan that runs, and a person is told', async () => {
  const { desk, a, b, second, apart, waiting } = await bothTrue()
  expect(await desk.lines()).toHaveLength(2)
  const undone = b.press(undo(second), '2026-11-24 12:00:00')
  await desk.receive(undone)
  expect(await waiting()).toMatchObject({ loans: 0, returns: 0 })
  expect(await apart()).toMatch(/;31;.*inexact/)
  // Once it is back from whoever has it, the ILS hears so, and nothing is to be put right any more.
  a.learn(second, undone)
  await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect(await desk.lines('koc', undefined)).toEqual(['2026-11-24 15-00-00 000\treturn\t31'])
  expect(await waiting()).toMatchObject({ loans: 0, returns: 0 })
  expect(await apart()).not.toContain('inexact')
})

it('[CASE-2] the earlier one undone: the ILS has the later one, and hears nothing', async () => {
  const { desk, a, first, apart, waiting } = await bothTrue()
  expect(await desk.lines()).toHaveLength(2)
  await desk.receive(a.press(undo(first), '2026-11-24 12:00:00'))
  expect(await waiting()).toMatchObject({ loans: 0, returns: 0 })
  expect(await apart()).not.toContain('inexact')
})

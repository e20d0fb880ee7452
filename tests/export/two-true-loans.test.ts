/**
 * Two people lent one document to two patrons, and somebody decided that both did: what the ILS hears when one of the two is undone. Runs
 * in vitest.
 */
import { expect, it } from 'vitest'
import { toItemBarcode } from '../../src/domain/ids.ts'
import { formatApart, listExports } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDeskDay, day, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const bothTrue = async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const first = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const second = b.press(handOver('22', '31'), '2026-11-24 10:30:00')
  await desk.receive(first, second)
  const settle = async (at: string): Promise<void> => {
    const cases = await desk.store.read(library, async (reading) => reading.rowsOf('case'))
    const open = cases.find(({ settlement }) => settlement === undefined)
    if (open === undefined) throw new Error('no case')
    const decision = { kind: 'both-true' } as const
    await desk.receive(a.request({ kind: 'settle-case', caseId: open.id, cites: open.cites, decision, note: '' }, at))
  }
  await settle('2026-11-24 11:00:00')
  const apart = async () => new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  const waiting = async () => (await listExports(desk.store, library, day)).waiting
  return { desk, a, b, first, second, apart, waiting, settle }
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

it('[CASE-2] the later one undone, and lent since to a third patron, which went out: that ended it in the ILS', async () => {
  const { desk, b, second, apart, settle } = await bothTrue()
  await desk.export()
  await desk.receive(b.press(undo(second), '2026-11-24 12:00:00'))
  expect(await apart()).toMatch(/;31;.*inexact/)
  await desk.receive(b.press(handOver('23529001000463', '31'), '2026-11-24 12:30:00'))
  await settle('2026-11-24 13:00:00')
  expect(await desk.lines()).toEqual(['2026-11-24 12-30-00 000\tissue\t23529001000463\t31'])
  expect(await apart()).not.toContain('inexact')
})

it('[RET-4] an undo that went out put its loan right: a loan before it that runs again says nothing of that one', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const first = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const back = a.press(takeBack('31'), '2026-11-24 10:30:00')
  b.learn(first, back)
  const second = b.press(handOver('22', '31'), '2026-11-24 10:40:00')
  await desk.receive(first, back, second)
  await desk.export()
  await desk.receive(b.press(undo(second), '2026-11-24 10:45:00'))
  await desk.export()
  await desk.receive(a.press({ kind: 'undo-return', barcode: toItemBarcode('31'), returning: back.operationId }, '2026-11-24 10:50:00'))
  const open = (await desk.store.read(library, async (reader) => reader.rowsOf('case'))).find(({ settlement }) => settlement === undefined)
  if (open !== undefined)
    await decideCase(desk.store, open, { kind: 'stands', fact: first.operationId }, { id: 'D9', at: inParis('2026-11-24 11:00:00') })
  const apart = new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  expect(apart.split('\n').filter((line) => line.includes('inexact'))).toHaveLength(1)
  expect(apart).not.toMatch(/;22;.*inexact/)
})

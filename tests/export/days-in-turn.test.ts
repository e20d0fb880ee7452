/**
 * A loan that comes after a return which the clocks put on a later day: the ILS hears the return first, whichever file is made first.
 */
import { describe, expect, it } from 'vitest'
import { exportDay, formatApart, listExports } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDate } from '../builders/a-moment.ts'
import { aDeskDay, cameLast, day, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const dayBefore = aDate('2026-11-23')

/** Lent, and again to the same patron; the day after somebody who knew the first loan alone scans it back. A person says that it is out. */
const lentAgain = async (wasExported: boolean) => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const first = a.press(handOver('21', '31'), '2026-11-23 14:03:00')
  b.learn(first)
  const again = a.press(handOver('21', '31'), '2026-11-23 14:16:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:03:00')
  const linesOf = async (of: typeof day): Promise<readonly string[]> => {
    const made = await exportDay(desk.store, library, { day: of, format: 'koc', number: undefined }, inParis('2026-11-25 09:00:00'))
    return made.ok ? new TextDecoder().decode(made.value.content).trimEnd().split('\n').slice(1) : []
  }
  await desk.receive(first, again)
  const early = wasExported ? await linesOf(dayBefore) : []
  await desk.receive(back)
  const about = await desk.store.read(library, async (reader) => reader.rowsOf('case'))
  expect(about.map(({ caseKind, settlement }) => [caseKind, settlement])).toEqual([['lent-and-returned', undefined]])
  await desk.receive(a.request(cameLast(again, back), '2026-11-24 12:00:00'))
  return { desk, early, linesOf }
}
const firstLoan = '2026-11-23 14-03-00 000\tissue\t21\t31'
const theReturn = '2026-11-24 10-03-00 000\treturn\t31'
const secondLoan = '2026-11-24 10-03-01 000\tissue\t21\t31'

describe('a loan that came after a return of a later day', () => {
  it('[RET-4] goes out with that day, after the return', async () => {
    const { desk, linesOf } = await lentAgain(false)
    expect(await linesOf(dayBefore)).toEqual([firstLoan])
    const apart = await formatApart(desk.store, library, dayBefore, 'koc')
    expect([apart?.count, new TextDecoder().decode(apart?.table)]).toEqual([1, expect.stringContaining('Un autre jour n’est pas exporté')])
    expect(await linesOf(day)).toEqual([theReturn, secondLoan])
    for (const of of [dayBefore, day])
      expect((await listExports(desk.store, library, of)).waiting).toEqual({ loans: 0, returns: 0, inCase: 0 })
  })

  it('[RET-4] told before the return came, it stands in no file again', async () => {
    const { early, linesOf } = await lentAgain(true)
    expect([early, await linesOf(day)]).toEqual([[firstLoan, '2026-11-23 14-16-00 000\tissue\t21\t31'], []])
  })
})

describe('a loan and a return that knew nothing of each other, in one file of the day before', () => {
  it('[RET-4] were heard as its lines stand: the document that comes back the day after is told', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const linesOf = async (of: typeof day): Promise<readonly string[]> => {
      const made = await exportDay(desk.store, library, { day: of, format: 'koc', number: undefined }, inParis('2026-11-25 09:00:00'))
      return made.ok ? new TextDecoder().decode(made.value.content).trimEnd().split('\n').slice(1) : []
    }
    const before = b.press(takeBack('31'), '2026-11-23 14:01:00')
    const given = a.press(handOver('21', '31'), '2026-11-23 14:03:00')
    await desk.receive(before, given)
    expect(await linesOf(dayBefore)).toEqual(['2026-11-23 14-01-00 000\treturn\t31', firstLoan])
    const back = b.press(takeBack('31'), '2026-11-24 10:03:00')
    await desk.receive(back, a.request(cameLast(back, given), '2026-11-24 12:00:00'))
    expect(await linesOf(day)).toEqual([theReturn])
  })
})

describe('two loans of one document that a person let both stand', () => {
  const decide = async ({ store }: Awaited<ReturnType<typeof aDeskDay>>) => {
    const [about] = await store.read(library, async (reader) => reader.rowsOf('case'))
    if (about?.caseKind !== 'handed-over-twice') throw new Error('no case')
    await decideCase(store, about, { kind: 'both-true' }, { id: 'D1', at: inParis('2026-11-24 15:00:00') })
  }
  const bothStand = async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const first = a.press(handOver('21', '31'), '2026-11-24 14:01:00')
    const second = b.press(handOver('22', '31'), '2026-11-24 14:02:00')
    const undoFirst = async (at: string) => desk.receive(a.press(undo(first), at))
    return { desk, first, second, undoFirst }
  }
  const told = ['2026-11-24 14-01-00 000\tissue\t21\t31', '2026-11-24 14-02-00 000\tissue\t22\t31']

  it.each(['2026-11-24 15:30:00', '2026-11-24 14:02:30'])(
    '[RET-4] the first one undone (%s) is no return: in the ILS the second one ended it, and still runs',
    async (at) => {
      const { desk, first, second, undoFirst } = await bothStand()
      await desk.receive(first, second)
      await decide(desk)
      expect(await desk.lines()).toEqual(told)
      await undoFirst(at)
      // Nothing is new: the file asked for is the last one.
      expect(await desk.lines()).toEqual(told)
      expect(new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)).not.toContain('Retour')
    },
  )

  it('[RET-4] the first one told and undone before the second one goes out: that one ends it in the ILS, and still runs', async () => {
    const { desk, first, second, undoFirst } = await bothStand()
    await desk.receive(first)
    expect(await desk.lines()).toEqual(told.slice(0, 1))
    await desk.receive(second)
    await decide(desk)
    await undoFirst('2026-11-24 14:03:30')
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([['issue', '22', '31']])
  })

  it('[RET-4] whoever gave it to the next one undid the first: the next loan ends that one, and no return is told after it', async () => {
    const desk = await aDeskDay()
    const [a, c] = [desk.tablet('A'), desk.tablet('C')]
    const first = a.press(handOver('21', '31'), '2026-11-24 09:50:00')
    await desk.receive(first)
    expect(await desk.lines()).toHaveLength(1)
    c.learn(first)
    await desk.receive(c.press(handOver('22', '31'), '2026-11-24 10:02:41'))
    await decide(desk)
    await desk.receive(c.press(undo(first), '2026-11-24 10:04:41'))
    expect((await desk.lines()).map((line) => line.split('\t').slice(1))).toEqual([['issue', '22', '31']])
  })
})

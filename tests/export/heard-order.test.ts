/**
 * A loan and a concurrent return, once the loan is over: what the ILS already heard decides what it is told next.
 * A file's own lines say in which order it heard them, whatever the clocks say.
 */
import { describe, expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import { toItemBarcode } from '../../src/domain/ids.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { exportDay, formatApart } from '../../src/endpoint/connectors/file/export-day.ts'
import type { ExportFormat } from '../../src/protocol/management.ts'
import { aDeskDay, cameLast, day, handOver, inParis, library, takeBack } from './a-desk-day.ts'

const commands = (lines: readonly string[]): readonly (string | undefined)[] => lines.map((line) => line.split('\t')[1])

/**
 * Two lend one document; a third, who knew of the first loan alone, scans it back; a person says that the second loan is the true one.
 * `past`: what happened to the document that morning, which all of them know.
 */
const aSecondLoan = async (past: (desk: Awaited<ReturnType<typeof aDeskDay>>) => Promise<readonly Envelope[]> = async () => []) => {
  const desk = await aDeskDay()
  const morning = await past(desk)
  const [a, b, c, d] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C'), desk.tablet('D')]
  for (const tablet of [a, b, c, d]) tablet.learn(...morning)
  const first = a.press(handOver('22', '31'), '2026-11-24 10:00:00')
  for (const tablet of [b, c, d]) tablet.learn(first)
  const second = b.press(handOver('21', '31'), '2026-11-24 10:30:00')
  const back = c.press(takeBack('31'), '2026-11-24 11:00:00')
  const caseId = formatCaseId('handed-over-twice', 'item/31', 1)
  const decided = a.request({ ...cameLast(second, first), caseId } as Operation, '2026-11-24 12:00:00')
  const hear = async () => commands(await desk.lines())
  const apart = async () => new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
  return { desk, a, b, d, first, second, back, decided, hear, apart }
}

/** One return and one loan of which neither author knew, decided in a case of its own and told. */
const decidedMorning = async (desk: Awaited<ReturnType<typeof aDeskDay>>): Promise<readonly Envelope[]> => {
  const [e, f] = [desk.tablet('E'), desk.tablet('F')]
  const given = e.press(handOver('21', '31'), '2026-11-24 08:00:00')
  const back = f.press(takeBack('31'), '2026-11-24 08:20:00')
  await desk.receive(given, back, e.request(cameLast(back, given), '2026-11-24 08:30:00'))
  expect(commands(await desk.lines())).toEqual(['issue', 'return'])
  return [given, back]
}

describe('a loan that the ILS heard after a return', () => {
  it('[RET-4] scanned back by somebody who knew of the loan alone, the ILS hears of that return', async () => {
    const { desk, a, first, second, back, decided, hear } = await aSecondLoan()
    await desk.receive(first, second, back, decided)
    expect(await hear()).toEqual(['return', 'issue'])
    a.learn(second)
    await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect(await hear()).toEqual(['return'])
  })

  it.each(['knew of both first', 'knew of the loan alone first'])(
    '[RET-4] scanned back by one who knew of both and by one who did not, in one batch, it came back once (%s)',
    async (order) => {
      const { desk, a, d, first, second, back, decided, hear, apart } = await aSecondLoan()
      await desk.receive(first, second, back, decided)
      expect(await hear()).toEqual(['return', 'issue'])
      a.learn(second, back)
      d.learn(second)
      const ends = [a.press(takeBack('31'), '2026-11-24 15:00:00'), d.press(takeBack('31'), '2026-11-24 15:10:00')]
      await desk.receive(...(order === 'knew of both first' ? ends : ends.reverse()))
      expect(await hear()).toEqual(['return'])
      expect(await apart()).toBe('')
    },
  )

  it('[CASE-2] a case about another loan of the document says nothing of this one', async () => {
    const { desk, a, first, second, back, decided, hear, apart } = await aSecondLoan(decidedMorning)
    await desk.receive(first)
    expect(await hear()).toEqual(['issue'])
    await desk.receive(second, back, decided)
    expect(await hear()).toEqual(['return', 'issue'])
    expect(await apart()).toBe('')
    a.learn(second, back)
    await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect(await hear()).toEqual(['return'])
    expect(await apart()).toBe('')
  })

  it.each(['koc', 'csv'] as const)(
    '[RET-4] the diary knows what an emptied file told last: what came back after the loan is told (%s)',
    async (format: ExportFormat) => {
      const { desk, a, first, second, back, decided } = await aSecondLoan()
      await desk.receive(first, second, back, decided)
      const made = await desk.export(format)
      expect(made.ok && [made.value.loans, made.value.returns]).toEqual([1, 1])
      await desk.store.transact(library, async (transaction) => {
        if (made.ok) await transaction.rewriteBatch(made.value.number, new Uint8Array())
      })
      a.learn(second, back)
      await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
      const next = await desk.export(format)
      expect(next.ok && next.value.number).toBe(made.ok && made.value.number + 1)
    },
  )
})

describe('a loan that the ILS has not heard after a return', () => {
  it('[RET-4] the first loan came back, scanned twice, and the second runs: no return is told after it', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const first = a.press(handOver('22', '31'), '2026-11-24 10:20:00')
    const second = b.press(handOver('21', '31'), '2026-11-24 10:21:00')
    const backs = ['10:23', '10:25'].map((at) => a.press(takeBack('31'), `2026-11-24 ${at}:00`))
    const caseId = formatCaseId('handed-over-twice', 'item/31', 1)
    await desk.receive(first, ...backs, second)
    await desk.receive(b.request({ ...cameLast(second, first), caseId } as Operation, '2026-11-24 10:29:00'))
    const made = await desk.export()
    expect(commands(await desk.lines())).toEqual(['return', 'return', 'issue'])
    expect(await desk.export()).toEqual(made)
    expect(await formatApart(desk.store, library, day, 'koc')).toBeUndefined()
  })

  it('[RET-4] told before both returns came: each is told, and nothing is left for a person', async () => {
    const { desk, a, first, second, back, decided, hear, apart } = await aSecondLoan()
    await desk.receive(first, second, decided)
    expect(await hear()).toEqual(['issue'])
    a.learn(second, back)
    await desk.receive(back, a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect(await hear()).toEqual(['return', 'return'])
    expect(await apart()).toBe('')
  })

  it('[RET-4] over before anything was told, it is told by the clock: lent, and back', async () => {
    const { desk, a, first, second, back, decided, apart } = await aSecondLoan()
    a.learn(second, back)
    await desk.receive(first, second, back, decided, a.press(takeBack('31'), '2026-11-24 15:00:00'))
    const lines = await desk.lines()
    expect(commands(lines)).toEqual(['issue', 'return', 'return'])
    expect(lines.map((line) => line.slice(0, 16))).toEqual(['2026-11-24 10-30', '2026-11-24 11-00', '2026-11-24 15-00'])
    expect(await apart()).toBe('')
  })

  it.each([
    ['koc', 'koc'],
    ['koc', 'evergreen'],
    ['koc', 'alma'],
    ['csv', 'koc'],
  ] as const)('[RET-4] the lines of the file say that it was heard first: nothing is new (%s, %s)', async (format, file) => {
    const { desk, a, first, second, back, decided } = await aSecondLoan()
    a.learn(second)
    await desk.receive(first, second, back, decided, a.press(takeBack('31'), '2026-11-24 15:00:00'))
    const make = () => exportDay(desk.store, library, { day, format, file, number: undefined }, inParis('2026-11-25 09:00:00'))
    const made = await make()
    expect(made.ok && [made.value.loans, made.value.returns]).toEqual([1, 2])
    expect(await make()).toEqual(made)
  })

  it.each([false, true])(
    '[RET-4] told as back by the one return, and the other is taken back: it is out, and a person sees to it (with a case: %s)',
    async (isInCase) => {
      const { desk, a, first, second, back, decided, hear, apart } = await aSecondLoan()
      await desk.receive(first, second, decided)
      expect(await hear()).toEqual(['issue'])
      a.learn(second, back)
      const mistaken = a.press(takeBack('31'), '2026-11-24 15:00:00')
      await desk.receive(back, mistaken)
      expect(await hear()).toEqual(['return', 'return'])
      expect(await apart()).toBe('')
      const { operationId: returning } = mistaken
      await desk.receive(a.press({ kind: 'undo-return', barcode: toItemBarcode('31'), returning }, '2026-11-24 15:10:00'))
      expect(await apart()).toMatch(/Retour;.*déclaré inexact/)
      if (isInCase) {
        await desk.receive(desk.tablet('E').press(takeBack('31'), '2026-11-24 15:20:00'))
        // Once somebody has decided, it is told or listed.
        expect(await apart()).toContain('Anomalie ouverte')
        expect(await apart()).not.toContain('déclaré inexact')
      }
      await desk.receive(a.press(takeBack('31'), '2026-11-24 16:00:00'))
      expect(await apart()).not.toContain('déclaré inexact')
    },
  )

  it.each(['knew of both', 'knew of the loan alone'])(
    '[RET-4] it comes with its own end once the other return was told: the ILS hears of that end (%s)',
    async (knew) => {
      const { desk, a, first, second, back, decided, hear, apart } = await aSecondLoan()
      await desk.receive(first, back)
      expect(await hear()).toEqual(['issue', 'return'])
      a.learn(second, ...(knew === 'knew of both' ? [back] : []))
      await desk.receive(second, a.press(takeBack('31'), '2026-11-24 15:00:00'), decided)
      expect(await hear()).toEqual(['return'])
      // The loan that it ended came too late: a person is told of it.
      expect(await apart()).toMatch(/10:30:00;Prêt;;21;.*à vérifier/)
    },
  )
})

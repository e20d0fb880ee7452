/**
 * What the ILS hears after a person decided anew, or while a database that was put back lacks what a tablet knew: it goes on believing what it
 * was told first.
 */
import { expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import { itemState } from '../../src/domain/item/item-state.ts'
import { newItem } from '../../src/domain/item/new-item.ts'
import type { Operation } from '../../src/domain/operation/operation.ts'
import { closeDay } from '../../src/endpoint/authority/close-day.ts'
import { formatApart } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDate } from '../builders/a-moment.ts'
import { aPatron } from '../builders/a-patron.ts'
import { aDeskDay, cameLast, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const barcode = toItemBarcode('31')
const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes)

/** Neither author knew of the other; decided, told, and decided the other way round a day later. */
const decidedAnew = async (came: 'loan' | 'return') => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
  const [last, first] = came === 'loan' ? [given, back] : [back, given]
  const decided = a.request(cameLast(last, first), '2026-11-24 11:00:00')
  await desk.receive(given, back, decided)
  const lines = await desk.lines()
  const anew = { replaces: decided.operationId }
  const again = async () => desk.receive(a.request({ ...cameLast(first, last), anew } as Operation, '2026-11-25 10:00:00'))
  /** Nothing new: the same batch again. */
  const isSame = async () => expect(await desk.lines()).toEqual(lines)
  const verbs = (lines: readonly string[]) => lines.map((line) => line.split('\t')[1])
  const apart = async () => text((await formatApart(desk.store, library, day, 'koc'))?.table)
  /** Its window is over, and the case that was decided leaves with the document. */
  const close = async () => {
    const late = inParis('2026-11-28 06:00:00')
    await desk.store.transact(library, async (transaction) => {
      // By then the ILS's own figure has the loan.
      await transaction.writeRow(aPatron({ id: toCardNumber('21') }), late)
      await closeDay(transaction, aDate('2026-11-28'), late)
    })
    expect(await desk.store.read(library, async (reading) => reading.rowsOf('case'))).toEqual([])
  }
  return { desk, a, told: verbs(lines), again, isSame, verbs, apart, close, learn: () => a.learn(back) }
}

it('[CASE-2, CASE-14] decided anew once the ILS heard that it left last: what came back after that is told, for the ILS has it out', async () => {
  const { desk, a, told, again, isSame, verbs, apart, learn } = await decidedAnew('loan')
  expect(told).toEqual(['return', 'issue'])
  expect(await apart()).not.toContain('déclaré inexact')
  await again()
  await isSame()
  expect(await apart()).toContain('déclaré inexact')
  learn()
  await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect(verbs(await desk.lines())).toEqual(['return'])
  expect(await apart()).not.toContain('déclaré inexact')
})

it('[CASE-2, CASE-14] decided anew once the ILS heard that it came back last: a person sees to it there, for it is out', async () => {
  const { told, again, isSame, apart } = await decidedAnew('return')
  expect(told).toEqual(['issue', 'return'])
  expect(await apart()).not.toContain('déclaré inexact')
  await again()
  await isSame()
  expect(await apart()).toContain('déclaré inexact')
})

it.each(['loan', 'return'] as const)(
  '[CASE-2] a document that a person sees to there stays on its day’s list once the case has left (%s)',
  async (came) => {
    const { again, isSame, apart, close } = await decidedAnew(came)
    await again()
    const list = await apart()
    expect(list).toContain('déclaré inexact')
    await close()
    expect(await apart()).toBe(list)
    await isSame()
  },
)

/** A lent, B lent again to the same card, A took it back; the database was put back to before the second, whose tablet has not spoken since. */
const aLostWay = async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  b.learn(given)
  const again = b.press(handOver('21', '31'), '2026-11-24 10:03:00')
  a.learn(again)
  const back = a.press(takeBack('31'), '2026-11-24 10:20:00')
  expect(back.based).toEqual({ 'item/31': [again.operationId] })
  await desk.receive(given, back)
  const commands = async () => (await desk.lines()).map((line) => line.split('\t')[1])
  return { desk, a, given, again, back, commands }
}

it('[RET-4] a return whose tablet knew of the loan by a fact that is not here waits with it, until that one comes', async () => {
  const { desk, again, commands } = await aLostWay()
  expect(await commands()).toEqual([])
  expect(text((await formatApart(desk.store, library, day, 'koc'))?.table)).toContain('Anomalie ouverte')
  await desk.receive(again)
  expect(await commands()).toEqual(['issue', 'issue', 'return'])
})

it.each(['loan', 'return'] as const)(
  '[RET-4] and where it never comes the ILS hears what the desk says, as a person decided (%s)',
  async (last) => {
    const { desk, a, given, again, back, commands } = await aLostWay()
    await desk.receive(a.request(last === 'loan' ? cameLast(given, back) : cameLast(back, given), '2026-11-24 11:00:00'))
    const stateOf = async () =>
      itemState((await desk.store.read(library, async (reader) => reader.row('item', barcode))) ?? newItem(barcode))
    expect((await stateOf()).kind).toBe(last === 'loan' ? 'out' : 'returned')
    expect(await commands()).toEqual(last === 'loan' ? ['return', 'issue'] : ['issue', 'return'])
    // The missing one comes after all, and says that it is back: where the ILS has it out, a person sees to it there.
    await desk.receive(again)
    expect((await stateOf()).kind).toBe('returned')
    const apart = text((await formatApart(desk.store, library, day, 'koc'))?.table)
    expect(apart).toEqual(last === 'loan' ? expect.stringMatching(/10:00:00;Prêt;.*déclaré inexact/) : '')
    if (last === 'return') return
    // Lent and taken back once more, nothing is left to see to.
    a.learn(again)
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 15:00:00'), a.press(takeBack('31'), '2026-11-24 16:00:00'))
    expect(await commands()).toEqual(['issue', 'return'])
    expect(await formatApart(desk.store, library, day, 'koc')).toBeUndefined()
  },
)

it('[CASE-2] said to have left last, and back before the file is made: the ILS hears of its return too', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
  await desk.receive(given, back, a.request(cameLast(given, back), '2026-11-24 11:00:00'))
  a.learn(back)
  await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return', 'issue', 'return'])
})

it('[CASE-2] told as one that ran past a return, then scanned back by somebody who knew of both: the ILS hears of that return too', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const first = a.press(handOver('22', '31'), '2026-11-24 10:00:00')
  b.learn(first)
  c.learn(first)
  const second = b.press(handOver('21', '31'), '2026-11-24 10:30:00')
  const back = c.press(takeBack('31'), '2026-11-24 11:00:00')
  const twice = { ...cameLast(second, first), caseId: formatCaseId('handed-over-twice', 'item/31', 1) } as Operation
  await desk.receive(first, second, back, a.request(twice, '2026-11-24 12:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return', 'issue'])
  a.learn(second)
  a.learn(back)
  await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return'])
})

it('[CASE-2] another document given with it may have gone out before: the decision is the first about this one', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
  await desk.receive(given, back)
  expect((await desk.lines()).map((line) => line.split('\t').at(-1))).toEqual(['32'])
  await desk.receive(a.request(cameLast(back, given), '2026-11-25 11:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['issue', 'return'])
})

it.each(['return', 'loan'] as const)(
  '[CASE-2] one went out before the other came: decided that the %s came last, it is told',
  async (last) => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
    const [early, late] = last === 'return' ? [given, back] : [back, given]
    await desk.receive(early)
    expect(await desk.lines()).toHaveLength(1)
    await desk.receive(late, a.request(cameLast(late, early), '2026-11-25 10:00:00'))
    expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual([last === 'return' ? 'return' : 'issue'])
    expect(text((await formatApart(desk.store, library, day, 'koc'))?.table)).not.toContain('déclaré inexact')
  },
)

it('[CASE-2] decided anew and back again, all agrees, and what comes back next is told', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
  const first = a.request(cameLast(given, back), '2026-11-24 11:00:00')
  await desk.receive(given, back, first)
  expect(await desk.lines()).toHaveLength(2)
  const second = a.request({ ...cameLast(back, given), anew: { replaces: first.operationId } } as Operation, '2026-11-25 10:00:00')
  const third = { ...cameLast(given, back), anew: { replaces: second.operationId } } as Operation
  await desk.receive(second, a.request(third, '2026-11-25 11:00:00'))
  expect(text((await formatApart(desk.store, library, day, 'koc'))?.table)).not.toContain('déclaré inexact')
  a.learn(back)
  await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return'])
})

it('[CASE-2] a second return that did not know of the loan, decided to have come last, is told', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
  const back = b.press(takeBack('31'), '2026-11-24 10:20:00')
  await desk.receive(given, back, a.request(cameLast(given, back), '2026-11-24 11:00:00'))
  expect(await desk.lines()).toHaveLength(2)
  const again = c.press(takeBack('31'), '2026-11-24 12:00:00')
  await desk.receive(again)
  const open = (await desk.store.read(library, async (reading) => reading.rowsOf('case'))).find(
    ({ settlement }) => settlement === undefined,
  )
  if (open === undefined) throw new Error('no case')
  await desk.receive(a.request({ ...cameLast(again, given), caseId: open.id, cites: [...open.cites] } as Operation, '2026-11-25 10:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return'])
})

it('[CASE-2] a loan that went on from one after the return, and was undone, did not end there: the ILS hears that it is out', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const first = a.press(handOver('21', '31'), '2026-11-24 18:25:00')
  const stands = b.press(handOver('21', '31'), '2026-11-24 18:50:00')
  c.learn(first, stands)
  const goesOn = c.press(handOver('21', '31'), '2026-11-24 19:58:00')
  const undone = c.press(undo(goesOn), '2026-11-24 19:59:00')
  const back = a.press(takeBack('31'), '2026-11-24 20:48:00')
  await desk.receive(first, stands, goesOn, undone, back, a.request(cameLast(stands, back, goesOn), '2026-11-24 21:00:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['issue', 'return', 'issue'])
})

it('[CASE-2] a loan that came after the return is undone: what went on from it ended there, and the ILS hears that it is back', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const stands = a.press(handOver('21', '31'), '2026-11-24 16:04:00')
  b.learn(stands)
  const goesOn = b.press(handOver('21', '31'), '2026-11-24 16:05:00')
  const back = c.press(takeBack('31'), '2026-11-24 16:05:10')
  a.learn(goesOn, back)
  const decided = a.request(cameLast(stands, back, goesOn), '2026-11-24 17:00:00')
  await desk.receive(stands, goesOn, back, decided, a.press(undo(stands), '2026-11-24 18:28:00'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['return'])
})

it('[HO-7] given again to the same patron and undone within one minute, neither knowing: what runs is told last, and the ILS has it out', async () => {
  const desk = await aDeskDay()
  const [a, b] = [desk.tablet('A'), desk.tablet('B')]
  const given = a.press(handOver('21', '31'), '2026-11-24 20:52:00')
  await desk.receive(given)
  expect(await desk.lines()).toHaveLength(1)
  b.learn(given)
  await desk.receive(b.press(handOver('21', '31'), '2026-11-24 21:59:22'), a.press(undo(given), '2026-11-24 21:59:30'))
  expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['issue'])
})

it('[CASE-2] a loan that the ILS has is undone after a person said that it came last: what runs since is not told as back', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const given = a.press(handOver('21', '31'), '2026-11-24 09:50:00')
  await desk.receive(given)
  expect(await desk.lines()).toHaveLength(1)
  b.learn(given)
  const back = c.press(takeBack('31'), '2026-11-24 10:00:45')
  await desk.receive(back, a.request(cameLast(given, back), '2026-11-24 10:01:00'))
  await desk.receive(b.press(handOver('21', '31'), '2026-11-24 10:01:46'), a.press(undo(given), '2026-11-24 10:02:47'))
  expect((await desk.lines()).map((line) => line.split('\t')[1]).at(-1)).toBe('issue')
})

it('[HO-7] two give it again to the same patron and undo the first loan, all within one minute: the ILS has it out', async () => {
  const desk = await aDeskDay()
  const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
  const given = c.press(handOver('21', '31'), '2026-11-24 13:50:00')
  await desk.receive(given)
  expect(await desk.lines()).toHaveLength(1)
  for (const tablet of [a, b]) tablet.learn(given)
  const first = [a.press(handOver('21', '31'), '2026-11-24 14:02:05'), a.press(undo(given), '2026-11-24 14:02:20')]
  const second = [b.press(handOver('21', '31'), '2026-11-24 14:02:10'), b.press(undo(given), '2026-11-24 14:02:30')]
  await desk.receive(...first, ...second)
  expect((await desk.lines()).map((line) => line.split('\t')[1]).at(-1)).toBe('issue')
})

/**
 * Sequences at one document that a story of guesses once got wrong, each by its name: what runs at the desk, and what the ILS hears. L is a
 * loan, R a return, U an undo. Runs in vitest; where a wire is meant, over a real connection to a small ILS.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatCaseId } from '../../src/domain/case/case.ts'
import { decisionsFor } from '../../src/domain/case/case-decisions.ts'
import { toItemBarcode, toLineId, toOrderId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { storyOf } from '../../src/domain/item/story.ts'
import type { Envelope, Operation } from '../../src/domain/operation/operation.ts'
import { applyOperation } from '../../src/endpoint/authority/apply-operation.ts'
import { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { openCase } from '../../src/endpoint/authority/receive-operation.ts'
import { exportDay, formatApart, listExports, waitingDays } from '../../src/endpoint/connectors/file/export-day.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { reportUnproved } from '../../src/endpoint/ils/collect-day.ts'
import { askAnew, tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import { startNewEpoch } from '../../src/endpoint/storage/start-new-epoch.ts'
import { aDate } from '../builders/a-moment.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'
import { aDeskDay, cameLast, type DeskDay, day, decideCase, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

let desk: DeskDay
beforeEach(async () => {
  desk = await aDeskDay()
})

const of = (time: string, date = '2026-11-24'): string => `${date} ${time}:00`
const hear = async (): Promise<readonly string[]> => (await desk.lines()).map((line) => line.split('\t').slice(1).join(' '))
const fileOf = async (date: string, file: 'koc' | 'evergreen' = 'koc'): Promise<string> => {
  const made = await exportDay(
    desk.store,
    library,
    { day: aDate(date), format: 'koc', file, number: undefined },
    inParis('2026-11-25 09:00:00'),
  )
  return made.ok ? new TextDecoder().decode(made.value.content) : ''
}
const apart = async (): Promise<string> => new TextDecoder().decode((await formatApart(desk.store, library, day, 'koc'))?.table)
const runs = () =>
  desk.store.read(library, async (reader) => {
    const item = await reader.row('item', toItemBarcode('31'))
    return item === undefined ? [] : storyOf(item).runs.map(({ card }) => card)
  })
const restore = (at: string) => desk.store.transact(library, (transaction) => startNewEpoch(transaction, inParis(of(at))))
const stands = (kind: 'handed-over-twice' | 'lent-and-returned', nth: number, last: Envelope, ...others: readonly Envelope[]): Operation =>
  ({ ...cameLast(last, ...others), caseId: formatCaseId(kind, 'item/31', nth) }) as Operation

describe('decisions', () => {
  it('[CASE-2] X ∥ Y, X stands; Z comes, and of the three Y stands: Y runs, and is told once', async () => {
    const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
    const [x, y] = [a.press(handOver('21', '31'), of('10:00')), b.press(handOver('22', '31'), of('10:05'))]
    await desk.receive(x, y, a.request(stands('handed-over-twice', 1, x, y), of('10:10')))
    expect(await hear()).toEqual(['issue 21 31'])
    const z = c.press(handOver('23529001000463', '31'), of('10:08'))
    await desk.receive(z, a.request(stands('handed-over-twice', 2, y, x, z), of('10:20')))
    expect(await runs()).toEqual(['22'])
    expect(await hear()).toEqual(['issue 22 31'])
    const told = await desk.export()
    expect(await desk.export()).toEqual(told)
  })

  it('[CASE-2] X stands against Y, then Z against both: the first case is not decided anew', async () => {
    const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
    const [x, y] = [a.press(handOver('21', '31'), of('10:00')), b.press(handOver('22', '31'), of('10:05'))]
    await desk.receive(x, y, a.request(stands('handed-over-twice', 1, x, y), of('10:10')))
    const z = c.press(handOver('23529001000463', '31'), of('10:08'))
    await desk.receive(z, a.request(stands('handed-over-twice', 2, z, x, y), of('10:20')))
    const [first, last] = await desk.store.read(library, async (reader) => {
      const cases = await reader.rowsOf('case')
      const get = (kind: string, id: string) => (kind === 'case' ? cases.find((one) => one.id === id) : undefined) as never
      const items = await reader.rowsOf('item')
      return cases.map((one) => decisionsFor({ get: (kind, id) => (kind === 'item' ? (items[0] as never) : get(kind, id)) }, one))
    })
    expect(first).toEqual([])
    expect(last?.length).toBeGreaterThan(0)
  })

  it('[CASE-2] L2 stands, and a doubtful clock that cites L1 is acknowledged afterwards: L1 stays untrue', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const [first, second] = [a.press(handOver('21', '31'), of('10:00')), b.press(handOver('22', '31'), of('10:05'))]
    await desk.receive(first, second, a.request(stands('handed-over-twice', 1, second, first), of('10:10')))
    const now = inParis(of('10:20'))
    const found = { caseKind: 'clock-doubtful', subject: 'device/A', cites: [first.operationId] } as const
    const doubtful = await desk.store.transact(library, (transaction) => openCase(transaction, found, now))
    if (doubtful === undefined) throw new Error('no case')
    await decideCase(desk.store, doubtful, { kind: 'acknowledged' }, { id: 'seen', at: now })
    expect(await desk.store.read(library, async (reader) => (await reader.row('case', doubtful.id))?.settlement)).toBeDefined()
    expect(await runs()).toEqual(['22'])
    expect(await hear()).toEqual(['issue 22 31'])
  })

  it('[CASE-2] R0, L1(21), L2(22) by who knew L1, R by who knew none; L1 came last: 21 has it', async () => {
    const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
    const early = a.press(takeBack('31'), of('09:00'))
    b.learn(early)
    const first = a.press(handOver('21', '31'), of('10:10'))
    b.learn(first)
    const second = b.press(handOver('22', '31'), of('10:20'))
    const back = c.press(takeBack('31'), of('10:30'))
    await desk.receive(early, first, second, back, a.request(stands('lent-and-returned', 1, first, second, back), of('11:00')))
    expect(await runs()).toEqual(['21'])
  })
})

describe('the proof', () => {
  it('[ILS-7] a document that was told otherwise than its story, though nobody said anything of it, is reported as a defect at each closing', async () => {
    const given = desk.tablet('A').press(handOver('21', '31'), of('10:00'))
    await desk.receive(given)
    await hear()
    const { operationId } = given
    const line = { voice: 'ils', batch: 1, operationId, barcode: toItemBarcode('31'), movement: 'return', answer: undefined } as const
    await desk.store.transact(library, ({ told }) => told.add([{ ...line, card: undefined, at: inParis(of('11:00')) }]))
    const defects: unknown[] = []
    await reportUnproved(desk.store, inParis(of('19:00')), (defect) => void defects.push(defect))
    expect(defects.map(String)).toEqual(['RangeError: 1 documents whose plan cannot be proved'])
  })
})

describe('after a restore', () => {
  it('[RET-8] R of before, whose L is not ours: in no file, and a person is told', async () => {
    const a = desk.tablet('A')
    await restore('12:00')
    await desk.receiveAt(of('13:00'), a.press(takeBack('31'), of('10:00')))
    expect(await hear()).toEqual([])
    expect(await apart()).toMatch(/Retour;.*peut-être déjà exporté/)
  })

  it('[RET-8] R of before, whose L is ours, goes with it; and so does an R of afterwards', async () => {
    const a = desk.tablet('A')
    const [given, back] = [a.press(handOver('21', '31'), of('09:00')), a.press(takeBack('31'), of('10:00'))]
    await restore('12:00')
    await desk.receiveAt(of('13:00'), given, back)
    await desk.receive(a.press(takeBack('32'), of('14:00')))
    expect(await hear()).toEqual(['issue 21 31', 'return 31', 'return 32'])
  })
})

describe('days and times', () => {
  it('[RET-4] L on Monday, R on Tuesday, Monday’s file made after both: L goes', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('17:00', '2026-11-23')), a.press(takeBack('31'), of('09:00')))
    expect(await fileOf('2026-11-23')).toMatch(/issue\t21\t31\n$/)
    expect(await hear()).toEqual(['return 31'])
  })

  it('[RET-4] Monday’s file made and not confirmed: its lines stand in Tuesday’s no more', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('17:00', '2026-11-23')))
    expect(await fileOf('2026-11-23')).toMatch(/issue\t21\t31\n$/)
    await desk.receive(a.press(takeBack('31'), of('09:00')))
    expect(await hear()).toEqual(['return 31'])
  })

  it('[RET-4] L, and R in one minute by who knew it, whose tablets’ clocks were put right by different seconds: L is said first', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = { ...a.press(handOver('21', '31'), '2026-11-24 10:00:05'), clockOffset: 45_000 }
    b.learn(given)
    await desk.receive(given, b.press(takeBack('31'), '2026-11-24 10:00:20'))
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-50 000\tissue\t21\t31', '2026-11-24 10-00-51 000\treturn\t31'])
  })

  it.each([
    ['before', '10:00:54', 0, ['issue 21 31']],
    ['after', '10:01:04', 1, ['return 31', 'issue 21 31']],
  ])('[RET-4] R five seconds %s L, neither knowing: a person is asked where R came after', async (_, time, inCase, lines) => {
    const [a, b, c] = [desk.tablet('A'), desk.tablet('B'), desk.tablet('C')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:59')
    await desk.receive(given)
    await desk.export()
    const back = b.press(takeBack('31'), `2026-11-24 ${time}`)
    await desk.receive(back, c.press(handOver('21', '31'), of('10:02')))
    expect((await listExports(desk.store, library, day)).waiting).toEqual({ loans: 0, returns: 0, inCase })
    if (inCase > 0) await desk.receive(a.request(cameLast(back, given), of('10:10')))
    expect(await hear()).toEqual(lines)
  })

  it('[CASE-8] L by a clock of 2031, and R by who knew it: both have the time of reception, and the day’s file has them', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31'), of('10:00', '2031-03-05'))
    await desk.receiveAt(of('10:05'), given)
    b.learn(given)
    await desk.receiveAt(of('10:30'), b.press(takeBack('31'), of('10:30')))
    expect(await desk.lines()).toEqual(['2026-11-24 10-05-00 000\tissue\t21\t31', '2026-11-24 10-30-00 000\treturn\t31'])
    expect(await runs()).toEqual([])
  })

  it.each(['2024-11-24', '2025-11-24', '2026-11-23', '2026-11-25', '2027-11-24', '2031-03-05'])(
    '[RET-4] a loan by a clock that says %s is in the list of days, under one that has it',
    async (date) => {
      await desk.receiveAt(of('10:05'), desk.tablet('A').press(handOver('21', '31'), of('10:00', date)))
      const days = await waitingDays(desk.store, library, 'koc')
      expect(days).toMatchObject([{ loans: 1, returns: 0, apart: 0 }])
      expect(await fileOf(days[0]?.day ?? '')).toMatch(/issue\t21\t31\n$/)
    },
  )

  it('[RET-4] L told on Monday, its row gone, and a new pick of it on day 40: no return goes', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('10:00')))
    expect(await hear()).toEqual(['issue 21 31'])
    const [erasedAt, later] = [inParis(of('23:00', '2026-11-27')), inParis(of('10:00', '2027-01-03'))]
    await desk.store.transact(library, (transaction) => transaction.eraseRow('item', toItemBarcode('31'), erasedAt))
    await closeDays(desk.store, later, (defect) => {
      throw defect
    })
    const pick = { kind: 'pick-item', orderId: toOrderId('o'), lineId: toLineId('1'), barcode: toItemBarcode('31') } as const
    const picked = desk.tablet('C').press({ ...pick, recordId: undefined, documentType: undefined }, of('10:00', '2027-01-03'))
    await desk.store.transact(library, (transaction) => applyOperation(transaction, picked, later, later))
    expect(await waitingDays(desk.store, library, 'koc')).toEqual([])
    expect(await fileOf('2027-01-03')).toBe('')
  })

  it('[RET-4] R decided to be before L: Evergreen’s file, by its seconds, has R first', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const [given, back] = [a.press(handOver('21', '31'), of('10:10')), b.press(takeBack('31'), of('10:30'))]
    await desk.receive(given, back, a.request(cameLast(given, back), of('11:00')))
    const lines = (await fileOf('2026-11-24', 'evergreen'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ type, timestamp }) => [type, timestamp - inParis(of('10:30')) / 1000])).toEqual([
      ['checkin', 0],
      ['checkout', 1],
    ])
  })
})

describe('moves', () => {
  it.each([
    ['by who knew of the first', true],
    ['by a tablet off line since the morning', false],
  ])('[RET-4] R1 told, R2 hours later %s: told again, for the ordinary desk may have lent it in between', async (_, knew) => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const first = a.press(takeBack('31'), of('09:00'))
    await desk.receive(first)
    expect(await hear()).toEqual(['return 31'])
    if (knew) b.learn(first)
    await desk.receive(b.press(takeBack('31'), of('15:00')))
    expect(await desk.lines()).toEqual(['2026-11-24 15-00-00 000\treturn\t31'])
  })

  it('[RET-4] a second loan to one card, by who knew of the first: told again', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('09:00')))
    expect(await hear()).toEqual(['issue 21 31'])
    await desk.receive(a.press(handOver('21', '31'), of('15:00')))
    expect(await desk.lines()).toEqual(['2026-11-24 15-00-00 000\tissue\t21\t31'])
  })

  it('[HO-7] L1 ∥ L1′ to one card, L1 told and undone: L1′ is not told again', async () => {
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const first = a.press(handOver('21', '31'), of('10:00'))
    await desk.receive(first)
    const told = await desk.export()
    await desk.receive(b.press(handOver('21', '31'), of('10:05')), a.press(undo(first), of('10:10')))
    expect(await desk.export()).toEqual(told)
    expect([await runs(), await apart()]).toEqual([['21'], ''])
  })

  it('[ILS-7] L1(21) told, U, L2(22): U goes, then L2', async () => {
    const a = desk.tablet('A')
    const first = a.press(handOver('21', '31'), of('10:00'))
    await desk.receive(first)
    expect(await hear()).toEqual(['issue 21 31'])
    await desk.receive(a.press(undo(first), of('10:10')), a.press(handOver('22', '31'), of('10:20')))
    expect(await hear()).toEqual(['return 31', 'issue 22 31'])
  })
})

describe('over a wire', () => {
  let ils: Sip2Ils
  beforeEach(async () => {
    ils = await startSip2Ils()
    ils.items.set('31', { title: 'Livre 31', renewals: 0 })
    for (const card of ['21', '22']) ils.patrons.add(card)
  })
  afterEach(() => ils.stop())
  const now = inParis('2026-11-24 19:00:00')
  const pass = () =>
    tellOverWire({
      store: desk.store,
      libraryId: library,
      wire: createSip2Wire(ils.settings, () => now),
      now: () => toInstant(now),
      isStopping: () => false,
    })
  const journeys = () => desk.store.read(library, (reader) => reader.journeys.ofDay(day))

  it('[ILS-7] L stood there already, U: no line, and a person is told', async () => {
    const a = desk.tablet('A')
    ils.items.set('31', { title: 'Livre 31', renewals: 0, lentTo: '21' })
    const given = a.press(handOver('21', '31'), of('10:00'))
    await desk.receive(given)
    expect((await pass()).answers).toEqual({ already: 1 })
    await desk.receive(a.press(undo(given), of('10:10')))
    expect((await pass()).answers).toEqual({})
    expect(ils.items.get('31')?.lentTo).toBe('21')
    expect(await apart()).toMatch(/Prêt;;21;.*déclaré inexact/)
  })

  it('[ILS-7] L asked without an answer, asked anew and found there, U: it is ours, and the return goes', async () => {
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31'), of('10:00'))
    await desk.receive(given)
    ils.failNext('11', 'cut-after')
    await pass()
    const [lost] = await journeys()
    if (lost === undefined) throw new Error('no journey')
    // A person who looks too early sees nothing there, and asks anew.
    await desk.store.transact(library, ({ journeys: kept }) => kept.keep({ ...lost, readAt: now }))
    expect(await askAnew(desk.store, library, lost, now)).toBe(true)
    expect((await pass()).answers).toEqual({ already: 1 })
    await desk.receive(a.press(undo(given), of('10:10')))
    expect((await pass()).answers).toEqual({ accepted: 1 })
    expect(ils.items.get('31')?.lentTo).toBeUndefined()
  })

  it('[ILS-3] R, and L to the next one three seconds later: R asks for the loan that it ends', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('09:00')))
    await pass()
    await desk.receive(a.press(takeBack('31'), '2026-11-24 10:30:02'), a.press(handOver('22', '31'), '2026-11-24 10:30:05'))
    expect((await pass()).answers).toEqual({ accepted: 2 })
    expect(ils.items.get('31')?.lentTo).toBe('22')
  })

  it('[RET-4] R1 told, the ILS’s own counter lends it, R2: that one is told too', async () => {
    const a = desk.tablet('A')
    await desk.receive(a.press(handOver('21', '31'), of('09:00')), a.press(takeBack('31'), of('09:30')))
    await pass()
    ils.items.set('31', { title: 'Livre 31', renewals: 0, lentTo: '22' })
    await desk.receive(a.press(takeBack('31'), of('15:00')))
    expect((await pass()).answers).toEqual({ accepted: 1 })
    expect(ils.items.get('31')?.lentTo).toBeUndefined()
  })

  it('[RET-8] R of before a restore, whose L is not ours: nothing is ended that the ILS has lent since, and what is in asks nobody', async () => {
    const a = desk.tablet('A')
    ils.items.set('31', { title: 'Livre 31', renewals: 0, lentTo: '22' })
    ils.items.set('32', { title: 'Livre 32', renewals: 0 })
    await restore('12:00')
    await desk.receiveAt(of('13:00'), a.press(takeBack('31'), of('10:00')), a.press(takeBack('32'), of('10:01')))
    expect((await pass()).answers).toEqual({ 'to-decide': 1, already: 1 })
    expect(ils.items.get('31')?.lentTo).toBe('22')
  })
})

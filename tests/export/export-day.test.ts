/**
 * The day's circulation as it leaves for the ILS: each loan and return once, at its true local time, in batches that never change.
 */
import { describe, expect, it } from 'vitest'
import { toCardNumber, toItemBarcode } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { Envelope } from '../../src/domain/operation/operation.ts'
import { exportDay, formatApart, listExports, settleExport, unsettleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import { aDate } from '../builders/a-moment.ts'
import { aDeskDay, cameLast, day, handOver, inParis, library, takeBack, undo } from './a-desk-day.ts'

const text = (bytes: Uint8Array | undefined): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
const tomorrow = inParis('2026-11-25 09:00:00')

describe('telling each loan and each return once', () => {
  it('[RET-4] a return whose tablet was an hour slow comes after the loan that its author knew of', async () => {
    const desk = await aDeskDay()
    const [a, slow] = [desk.tablet('A'), desk.tablet('B')]
    const loan = a.press(handOver('21', '31'), '2026-11-24 14:07:11')
    slow.learn(loan)
    const back = slow.press(takeBack('31'), '2026-11-24 13:21:41')
    slow.learn(back)
    await desk.receive(loan, back, slow.press(handOver('22', '31'), '2026-11-24 13:22:00'))
    expect(await desk.lines()).toEqual([
      '2026-11-24 14-07-11 000\tissue\t21\t31',
      '2026-11-24 14-07-12 000\treturn\t31',
      '2026-11-24 14-07-13 000\tissue\t22\t31',
    ])
  })

  it('the same document to the same patron on two tablets is one loan', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(b.press(handOver('21', '31'), '2026-11-24 10:01:00'), a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t31'])
  })

  it('the same document to the same patron after a return is two loans', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(
      a.press(handOver('21', '31'), '2026-11-24 10:00:00'),
      a.press(takeBack('31'), '2026-11-24 11:00:00'),
      a.press(handOver('21', '31'), '2026-11-24 12:00:00'),
    )
    expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(['issue', 'return', 'issue'])
  })

  it('a document scanned back on two tablets came back once', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(a.press(takeBack('31'), '2026-11-24 10:00:00'), b.press(takeBack('31'), '2026-11-24 10:05:00'))
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\treturn\t31'])
  })

  it.each([
    ['the return came last', ['issue', 'return']],
    ['the loan came last', ['return', 'issue']],
  ])('[CASE-2] a return that did not know of the loan waits for a person; where %s, the ILS is told so', async (said, lines) => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const [back, given] = [b.press(takeBack('31'), '2026-11-24 11:00:00'), a.press(handOver('21', '31'), '2026-11-24 10:00:00')]
    await desk.receive(back, given)
    expect(await desk.lines()).toEqual([])
    const [last, other] = said.startsWith('the return') ? [back, given] : [given, back]
    await desk.receive(a.request(cameLast(last, other), '2026-11-24 12:00:00'))
    expect((await desk.lines()).map((line) => line.split('\t')[1])).toEqual(lines)
  })
})

describe('undoing a return', () => {
  const takenBack = (returning: Envelope) =>
    ({ kind: 'undo-return', barcode: toItemBarcode('31'), returning: returning.operationId }) as const

  it('[RET-4] undone before the export, the loan goes out and the return does not', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const back = a.press(takeBack('31'), '2026-11-24 11:00:00')
    await desk.receive(given, back, a.press(takenBack(back), '2026-11-24 11:01:00'))
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t31'])
  })

  it('[RET-4] undone after the ILS was told, it is set apart: a person corrects the ILS by hand', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    const back = a.press(takeBack('31'), '2026-11-24 11:00:00')
    await desk.receive(given, back)
    await desk.export()
    await desk.receive(a.press(takenBack(back), '2026-11-24 11:30:00'))
    expect(text((await formatApart(desk.store, library, day, 'koc'))?.table)).toMatch(/11:00.*corriger/is)
  })
})

describe('undoing a handover', () => {
  /** A loan of document 31 to card 21 that the ILS was told of, and that both tablets know. */
  const anExportedLoan = async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    await desk.receive(given)
    await desk.export()
    b.learn(given)
    /** The first words of what the next file says. */
    const told = async () => (await desk.lines()).map((line) => line.split('\t')[1])
    return { desk, a, b, given, told }
  }

  it('[HO-7] undone before the export, neither the loan nor the undo goes out', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31'), '2026-11-24 10:00:00')
    await desk.receive(given, a.press(undo(given), '2026-11-24 10:02:00'))
    expect(await desk.export()).toEqual({ ok: false, refusal: { kind: 'nothing-to-export' } })
  })

  it('[HO-7] undone after the export, it goes out as a return, once, in a new batch', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const given = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    await desk.receive(given)
    expect(await desk.lines()).toHaveLength(2)
    b.learn(given)
    await desk.receive(a.press(undo(given), '2026-11-24 10:02:03'), b.press(undo(given), '2026-11-24 10:03:00'))
    expect(await desk.lines()).toEqual(['2026-11-24 10-02-03 000\treturn\t31', '2026-11-24 10-02-03 000\treturn\t32'])
    expect(await desk.lines()).toHaveLength(2)
    const again = await desk.export()
    expect(again.ok && again.value.number).toBe(2)
  })

  it('[HO-7] undone and given again, the export tells the return and the new loan', async () => {
    const { desk, a, given, told } = await anExportedLoan()
    await desk.receive(a.press(undo(given), '2026-11-24 10:02:00'), a.press(handOver('21', '31'), '2026-11-24 10:04:00'))
    expect(await told()).toEqual(['return', 'issue'])
  })

  it('[HO-7] undone, given again, and taken back by somebody who knew the first loan alone: each loan has its return', async () => {
    const { desk, a, b, given, told } = await anExportedLoan()
    const undone = a.press(undo(given), '2026-11-24 10:02:00')
    const again = a.press(handOver('21', '31'), '2026-11-24 10:02:30')
    const back = b.press(takeBack('31'), '2026-11-24 11:00:00')
    await desk.receive(undone, again, back, a.request(cameLast(back, again), '2026-11-24 12:00:00'))
    expect(await told()).toEqual(['return', 'issue', 'return'])
  })

  it('[HO-7] given twice to one patron by who knew it, and the first undone: each is told, and the ILS has it out', async () => {
    const { desk, a, given } = await anExportedLoan()
    await desk.receive(
      a.press(handOver('21', '31'), '2026-11-24 10:30:00'),
      a.press(undo(given), '2026-11-24 10:55:00'),
      a.press(handOver('21', '31'), '2026-11-24 10:58:00'),
    )
    expect((await desk.lines()).map((line) => line.split('\t')[1]).at(-1)).toBe('issue')
  })

  it('[HO-7] undone by one while another took it back: one return', async () => {
    const { desk, a, b, given, told } = await anExportedLoan()
    await desk.receive(a.press(undo(given), '2026-11-24 10:02:00'), b.press(takeBack('31'), '2026-11-24 10:02:10'))
    expect(await told()).toEqual(['return'])
  })
})

describe('numbering batches', () => {
  it('a batch asked again gives the same bytes, by its number or not', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    const first = await desk.export()
    expect(first.ok && first.value.number).toBe(1)
    expect(await desk.export()).toEqual(first)
    expect(await desk.export('koc', 1)).toEqual(first)
    expect((await desk.export('koc', 7)).ok).toBe(false)
  })

  it('a late fact goes into a new batch, alone', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const late = b.press(handOver('22', '41'), '2026-11-24 09:00:00')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    const first = await desk.export()
    await desk.receive(late)
    expect(await desk.lines()).toEqual(['2026-11-24 09-00-00 000\tissue\t22\t41'])
    expect(await desk.export('koc', 1)).toEqual(first)
  })

  it('a table made to be read leaves everything waiting for the file that the ILS loads', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export('csv')
    expect((await listExports(desk.store, library, day)).waiting).toEqual({ loans: 1, returns: 0, inCase: 0 })
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t31'])
  })

  it('a late loan of a document whose later return has gone out is set apart: loaded now, it would take the document out again', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const late = b.press(handOver('22', '31'), '2026-11-24 09:00:00')
    const back = a.press(takeBack('31'), '2026-11-24 10:00:00')
    await desk.receive(back)
    await desk.export()
    await desk.receive(late, a.request(cameLast(back, late), '2026-11-24 12:00:00'))
    expect((await listExports(desk.store, library, day)).waiting).toEqual({ loans: 0, returns: 0, inCase: 1 })
    expect(text((await formatApart(desk.store, library, day, 'koc'))?.table)).toContain('reparti ou rendu depuis')
  })

  it('a return goes out with the loan of the day before, whichever day is exported first', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    await desk.receive(
      a.press(handOver('21', '31'), '2026-11-23 17:00:00'),
      a.press(takeBack('31'), '2026-11-24 10:00:00'),
      a.press(takeBack('41'), '2026-11-24 10:01:00'),
    )
    expect(await desk.lines()).toEqual([
      '2026-11-23 17-00-00 000\tissue\t21\t31',
      '2026-11-24 10-00-00 000\treturn\t31',
      '2026-11-24 10-01-00 000\treturn\t41',
    ])
    const dayBefore = { day: aDate('2026-11-23'), format: 'koc', number: undefined } as const
    expect((await exportDay(desk.store, library, dayBefore, tomorrow)).ok).toBe(false)
  })

  it('a loan goes out after the undo of the day before, though the document has left the base since', async () => {
    const desk = await aDeskDay()
    const a = desk.tablet('A')
    const given = a.press(handOver('21', '31'), '2026-11-23 17:00:00')
    await desk.receive(given)
    const dayBefore = { day: aDate('2026-11-23'), format: 'koc', number: undefined } as const
    await exportDay(desk.store, library, dayBefore, tomorrow)
    await desk.receive(a.press(undo(given), '2026-11-23 17:10:00'))
    await desk.store.transact(library, (transaction) => transaction.eraseRow('item', toItemBarcode('31'), given.at, 'item/31'))
    await desk.receive(desk.tablet('B').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.store.transact(library, (transaction) => transaction.eraseRow('item', toItemBarcode('31'), given.at, 'item/31'))
    expect(await desk.lines()).toEqual(['2026-11-23 17-10-00 000\treturn\t31', '2026-11-24 10-00-00 000\tissue\t21\t31'])
  })

  it('the table for people takes nothing away from the ILS’s file', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    expect(await desk.lines('csv')).toHaveLength(1)
    expect(await desk.lines('koc')).toHaveLength(1)
    expect((await listExports(desk.store, library, day)).batches.map(({ number, format }) => [number, format])).toEqual([
      [1, 'csv'],
      [2, 'koc'],
    ])
  })
})

describe('keeping cases apart', () => {
  const twice = async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const mine = a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00')
    const theirs = b.press(handOver('22', '31'), '2026-11-24 10:30:00')
    await desk.receive(mine, theirs)
    const [open] = await desk.store.read(library, async (reading) => reading.rowsOf('case'))
    if (open === undefined) throw new Error('no case')
    const settle = (decision: { kind: 'both-true' } | { kind: 'stands'; fact: typeof mine.operationId }) =>
      desk.receive(a.request({ kind: 'settle-case', caseId: open.id, cites: open.cites, decision, note: '' }, '2026-11-24 18:00:00'))
    return { desk, a, mine, theirs, settle }
  }

  it('[CASE-2] a document in an open case waits, and the others of the same handover go out', async () => {
    const { desk } = await twice()
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t32'])
    expect((await listExports(desk.store, library, day)).waiting).toEqual({ loans: 0, returns: 0, inCase: 2 })
    expect(text((await formatApart(desk.store, library, day, 'koc'))?.table).match(/Anomalie ouverte/g)).toHaveLength(2)
  })

  it('[CASE-2] a return of that document waits with it, so that the ILS hears them in order', async () => {
    const { desk, a, settle, theirs, mine } = await twice()
    a.learn(theirs)
    await desk.receive(a.press(takeBack('31'), '2026-11-24 15:00:00'))
    expect(await desk.lines()).toHaveLength(1)
    await settle({ kind: 'stands', fact: mine.operationId })
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t31', '2026-11-24 15-00-00 000\treturn\t31'])
  })

  it('[CASE-2] once settled, what stands goes out in a new batch', async () => {
    const { desk, settle, theirs } = await twice()
    await desk.export()
    await settle({ kind: 'stands', fact: theirs.operationId })
    expect(await desk.lines()).toEqual(['2026-11-24 10-30-00 000\tissue\t22\t31'])
  })

  it('[CASE-2] "both are right" sends both, in the order of the world', async () => {
    const { desk, settle } = await twice()
    await desk.export()
    await settle({ kind: 'both-true' })
    expect(await desk.lines()).toEqual(['2026-11-24 10-00-00 000\tissue\t21\t31', '2026-11-24 10-30-00 000\tissue\t22\t31'])
  })

  it('[CASE-2] a loan that went out and was then declared untrue ends there with the true one', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    const theirs = b.press(handOver('22', '31'), '2026-11-24 10:30:00')
    await desk.receive(a.press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export()
    await desk.receive(theirs)
    const [open] = await desk.store.read(library, async (reading) => reading.rowsOf('case'))
    if (open === undefined) throw new Error('no case')
    await desk.receive(
      a.request(
        { kind: 'settle-case', caseId: open.id, cites: open.cites, decision: { kind: 'stands', fact: theirs.operationId }, note: '' },
        '2026-11-24 18:00:00',
      ),
    )
    expect(await desk.lines()).toEqual(['2026-11-24 10-30-00 000\tissue\t22\t31'])
    expect(await formatApart(desk.store, library, day, 'koc')).toBeUndefined()
  })
})

describe('confirming that the ILS loaded a batch', () => {
  it('[LOAN-2] its loans become réglé: on the patron’s row, and by a row that names its operations', async () => {
    const desk = await aDeskDay()
    const given = desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00')
    await desk.receive(given)
    await desk.export()
    const settled = await settleExport(desk.store, library, 1, tomorrow)
    expect(settled.ok && settled.value.settledAt).toBe(tomorrow)
    await desk.store.read(library, async (reading) => {
      expect((await reading.row('patron', toCardNumber('21')))?.loans[0]?.settledAt).toBe(tomorrow)
      expect(await reading.row('settled-batch', '1')).toEqual({
        kind: 'settled-batch',
        id: '1',
        day,
        settledAt: tomorrow,
        operationIds: [given.operationId],
      })
    })
    const again = await settleExport(desk.store, library, 1, toInstant(tomorrow + 1000))
    expect(again.ok && again.value.settledAt).toBe(tomorrow)
    expect((await settleExport(desk.store, library, 9, tomorrow)).ok).toBe(false)
  })

  it('[LOAN-2] confirmed by mistake, it waits again: on the patron’s row, and on every tablet', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export()
    const rows = () =>
      desk.store.read(library, async (reading) => ({
        loans: (await reading.row('patron', toCardNumber('21')))?.loans,
        batch: await reading.row('settled-batch', '1'),
      }))
    const before = await rows()
    await settleExport(desk.store, library, 1, tomorrow)
    const unsettled = await unsettleExport(desk.store, library, 1, toInstant(tomorrow + 1000))
    expect(unsettled.ok && unsettled.value.settledAt).toBeUndefined()
    expect(await rows()).toEqual(before)
    // The same file still waits to be loaded, and nothing is told in a new one.
    expect((await listExports(desk.store, library, day)).batches).toMatchObject([{ number: 1, settledAt: null }])
    expect((await unsettleExport(desk.store, library, 1, tomorrow)).ok).toBe(true)
    expect(await unsettleExport(desk.store, library, 9, tomorrow)).toMatchObject({ refusal: { kind: 'nothing-to-export' } })
    expect((await settleExport(desk.store, library, 1, tomorrow)).ok).toBe(true)
  })

  it('[LOAN-2] a confirmation stands once the ILS sent a list of patrons that was counted with it', async () => {
    const desk = await aDeskDay()
    await desk.receive(desk.tablet('A').press(handOver('21', '31'), '2026-11-24 10:00:00'))
    await desk.export()
    await settleExport(desk.store, library, 1, tomorrow)
    await desk.store.transact(library, async (writing) => {
      const patron = await writing.row('patron', toCardNumber('21'))
      if (patron !== undefined) await writing.writeRow({ ...patron, loans: [], ilsAsOf: toInstant(tomorrow + 500) }, tomorrow)
    })
    const refused = await unsettleExport(desk.store, library, 1, toInstant(tomorrow + 1000))
    expect(refused.ok && refused.value.settledAt).toBe(tomorrow)
    expect((await listExports(desk.store, library, day)).batches[0]?.settledAt).toBe(tomorrow)
  })

  it('a handover of which one document still waits in a case is not réglé yet', async () => {
    const desk = await aDeskDay()
    const [a, b] = [desk.tablet('A'), desk.tablet('B')]
    await desk.receive(
      a.press(handOver('21', '31', '32'), '2026-11-24 10:00:00'),
      b.press(handOver('22', '31'), '2026-11-24 10:30:00'),
      a.press(handOver('21', '33'), '2026-11-24 11:00:00'),
    )
    await desk.export()
    await settleExport(desk.store, library, 1, tomorrow)
    const row = await desk.store.read(library, async (reading) => reading.row('settled-batch', '1'))
    expect(row?.operationIds).toEqual(['A2'])
  })
})

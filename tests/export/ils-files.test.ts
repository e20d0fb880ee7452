/**
 * The day's loans and returns in the forms that other library systems load: Evergreen's lines, Alma's fixed width. To the byte, in true time.
 * The `.koc` of Koha is in export-files.test.ts, what goes out and when in export-day.test.ts.
 */
import { expect, it } from 'vitest'
import { readConfiguration } from '../../src/endpoint/configuration.ts'
import { exportDay, formatApart, listExports, settleExport } from '../../src/endpoint/connectors/file/export-day.ts'
import type { IlsFileKind } from '../../src/endpoint/connectors/file/ils-file.ts'
import { runExport } from '../../src/endpoint/connectors/file/run-export.ts'
import { aDeskDay, type DeskDay, day, handOver, inParis, library, takeBack } from './a-desk-day.ts'

const evening = inParis('2026-11-24 19:00:00')
const make = async (desk: DeskDay, file: IlsFileKind): Promise<string> => {
  const made = await exportDay(desk.store, library, { day, format: 'koc', file, number: undefined }, evening)
  return made.ok ? `${made.value.fileName}\n${new TextDecoder().decode(made.value.content)}` : made.refusal.kind
}
const aDay = async (): Promise<DeskDay> => {
  const desk = await aDeskDay()
  const a = desk.tablet('A')
  await desk.receive(
    a.press(handOver('23529001000463', '31000000123456'), '2026-11-24 10:15:30.045'),
    a.press(takeBack('31000000654321'), '2026-11-24 10:16:02'),
  )
  return desk
}

it('Evergreen has one object a line, in UTC, with the due date that the patron was told until its last minute', async () => {
  const [name, loan, back, end] = (await make(await aDay(), 'evergreen')).split('\n')
  expect([name, end]).toEqual(['circulation-2026-11-24-1.xacts', ''])
  expect(JSON.parse(loan ?? '')).toEqual({
    timestamp: Date.UTC(2026, 10, 24, 9, 15, 30) / 1000,
    type: 'checkout',
    delta: 0,
    patron_barcode: '23529001000463',
    barcode: '31000000123456',
    due_date: '2026-12-15T22:59:00.000Z',
    checkout_time: '2026-11-24T09:15:30.045Z',
  })
  expect(JSON.parse(back ?? '')).toEqual({
    timestamp: Date.UTC(2026, 10, 24, 9, 16, 2) / 1000,
    type: 'checkin',
    delta: 0,
    barcode: '31000000654321',
    backdate: '2026-11-24T09:16:02.000Z',
  })
})

it('Alma has lines of fixed width, the patron after the document, in local minutes', async () => {
  expect(await make(await aDay(), 'alma')).toBe(
    [
      'circulation-2026-11-24-1.dat\n',
      `202611241015L31000000123456${' '.repeat(66)}23529001000463\r\n`,
      `202611241016R31000000654321${' '.repeat(66)}\r\n`,
    ].join(''),
  )
})

it('a loan that went out in one form goes out in no other, and a batch is given again as it was made', async () => {
  const desk = await aDay()
  const first = await make(desk, 'evergreen')
  expect(await make(desk, 'alma')).toBe(first)
  expect(await make(desk, 'koc')).toBe(first)
  await desk.receive(desk.tablet('B').press(handOver('21', '32'), '2026-11-24 11:00:00'))
  expect((await make(desk, 'alma')).split('\r\n')).toHaveLength(2)
})

it('a number that Koha cannot hold goes to Evergreen, and its operation is settled with its batch', async () => {
  const desk = await aDeskDay()
  const long = '3100000012345678901234567'
  await desk.receive(desk.tablet('A').press(handOver('21', long), '2026-11-24 10:00:00'))
  expect([
    (await formatApart(desk.store, library, day, 'koc'))?.count,
    await formatApart(desk.store, library, day, 'koc', 'evergreen'),
  ]).toEqual([1, undefined])
  expect((await listExports(desk.store, library, day, 'evergreen')).waiting).toEqual({ loans: 1, returns: 0, inCase: 0 })
  expect(await make(desk, 'evergreen')).toContain(long)
  await settleExport(desk.store, library, 1, evening)
  const settled = await desk.store.read(library, async (reader) => reader.rowsOf('settled-batch'))
  expect(settled.flatMap(({ operationIds }) => operationIds)).toEqual(['A1'])
})

it('Alma’s column is filled with blanks: a number that holds one at an end, or another sign, is set apart', async () => {
  const desk = await aDeskDay()
  await desk.receive(desk.tablet('A').press(handOver('21', 'é31', '3 1'), '2026-11-24 10:00:00'))
  expect((await listExports(desk.store, library, day, 'alma')).waiting).toEqual({ loans: 1, returns: 0, inCase: 1 })
})

it('the command names them, and the screen makes the one that the configuration asks for', async () => {
  const said: string[] = []
  const writer = { write: (line: string) => said.push(line) }
  const ports = { openStore: () => aDay().then(({ store }) => store), now: () => evening, output: writer, errors: writer }
  expect(await runExport(['--format', 'symphony', '--day', day], ports)).toBe(2)
  expect(said.join('')).toContain('koc|evergreen|alma|retype|csv')
  expect(readConfiguration({ ILS_FILE: 'alma' }, [])).toMatchObject({ ok: true, value: { ilsFile: 'alma' } })
  expect(readConfiguration({ ILS_FILE: 'sierra' }, [])).toMatchObject({ ok: false })
})

/**
 * The figures as a tablet and the command read them: the same rows, the same bytes, for everybody enrolled and nobody else (STAT-1,
 * STAT-3). The real route over SQLite and over PostgreSQL.
 */
import { describe, expect, test } from 'vitest'
import { type Figures, tableOf } from '../../../src/domain/figures/figures.ts'
import { writeCsv } from '../../../src/domain/figures/write-csv.ts'
import { toItemBarcode, toOperationId, toOrderId } from '../../../src/domain/ids.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { readFigures } from '../../../src/endpoint/figures/read-figures.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { figures as en } from '../../../src/locale/en/figures.ts'
import { figures as fr } from '../../../src/locale/fr/figures.ts'
import { askFigures, type ManagementPorts } from '../../../src/tablet/management/manage.ts'
import { aLateDesk, beginToCount, first, lend, never } from '../../builders/a-late-desk.ts'
import { aDate, aMoment, anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEnvelope, aPushed, aReturn, asJson, libraryOfTests } from '../../builders/an-endpoint.ts'
import { eachOpenedStore } from '../../fakes/each-store.ts'

const november = { from: aDate('2026-11-01'), to: aDate('2026-11-30') }

const aCountedDesk = async (store: Store = aStore()) => {
  const desk = await aLateDesk(store)
  await beginToCount(desk, anInstant('2026-11-24 08:00'))
  await desk.other.push([aPushed(lend(first, 'order-1'))])
  await closeDays(desk.store, anInstant('2026-11-24 19:00'), never)
  return desk
}

describe.each(eachOpenedStore())('the figures of $name', ({ open }) => {
  test('[STAT-2] a handover and its undoing, a return and its month, are counted and taken back alike', async () => {
    const desk = await aCountedDesk(await open())
    const read = () => desk.store.read(libraryOfTests, (reader) => readFigures(reader, november, anInstant('2026-11-24 19:00')))
    expect(await read()).toMatchObject({ orders: [2, 'nc'], documents: [1, 'nc'], openDays: [1, 'nc'], patrons: { size: 1 } })
    const [lent] = await desk.store.read(libraryOfTests, (reader) => reader.receiptsOfDay(aDate('2026-11-24'), ['hand-over-order']))
    const undo = anEnvelope({
      kind: 'undo-handover',
      handover: lent?.operationId ?? toOperationId(''),
      orderId: toOrderId('order-1'),
      card: first,
      barcodes: [toItemBarcode('33331000000012')],
      happened: aMoment('2026-11-24 15:00'),
    })
    await desk.other.push([aPushed(undo), aPushed(anEnvelope(aReturn()))])
    await closeDays(desk.store, anInstant('2026-11-24 20:00'), never)
    const after = await read()
    expect(after).toMatchObject({ documents: [0, 'nc'], patrons: { size: 0 } })
    expect(tableOf(after, 'rest')?.rows.at(-1)).toEqual({ key: 'returned', cells: [1, 'nc'] })
    await closeDays(desk.store, anInstant('2026-12-08 03:00'), never)
    expect((await read()).patrons).toEqual({ size: 0, since: '2026-11-24', destroyedOn: '2026-12-08' })
  })
})

describe('the figures, read', () => {
  test('[STAT-1] everybody at the desk reads them with the tablet’s own credential, and nobody else', async () => {
    const desk = await aCountedDesk()
    const asked = { protocol: 4, nonce: 'n', ...november }
    const { status, body } = await desk.late.post('/sync/v1/figures', asked)
    expect(status).toBe(200)
    const { figures } = body as unknown as { readonly figures: Figures }
    expect([figures.orders[0], figures.documents[0], figures.openDays[0], figures.patrons.size]).toEqual([2, 1, 1, 1])
    const stranger = await desk.ask('/sync/v1/figures', { method: 'POST', headers: asJson, body: JSON.stringify(asked) })
    expect(stranger.status).toBe(401)
    for (const days of [
      { from: '2026-11-30', to: '2026-11-01' },
      { from: '2020-01-01', to: '2026-11-01' },
      { from: 'hier', to: '2026-11-01' },
    ])
      expect((await desk.late.post('/sync/v1/figures', { ...asked, ...days })).status).toBe(400)
    await desk.other.setAside(desk.late)
    expect((await desk.late.post('/sync/v1/figures', asked)).body).toMatchObject({ problem: 'revoked' })
  })

  test('[STAT-4, STAT-13] a month is told under the threshold that a manager had asked for when it ended, whatever is asked later', async () => {
    const desk = await aCountedDesk()
    const ask = (fewestPersons: number, expectedVersion: number) =>
      desk.late.manage('setting', { section: 'figures', expectedVersion, value: { fewestPersons } })
    const pinned = async (close: string) => {
      await desk.close(close)
      const counts = await desk.store.read(libraryOfTests, ({ figures }) => figures.counts(aDate('2026-11-01'), aDate('2026-11-01')))
      return counts.filter(({ measure }) => measure === 'fewest').map(({ amount }) => amount)
    }
    expect((await ask(2, 0)).body).toMatchObject({ end: 'refused' })
    expect((await ask(12, 0)).body).toMatchObject({ end: 'refused' })
    expect((await ask(3, 0)).body).toMatchObject({ end: 'changed', version: 1 })
    expect(await pinned('2026-12-01 03:00')).toEqual([3])
    expect((await ask(9, 1)).body).toMatchObject({ end: 'changed', version: 2 })
    expect(await pinned('2026-12-02 03:00')).toEqual([3])
  })

  test('[STAT-1] off line the tablet shows what it read last, and says so', async () => {
    const desk = await aCountedDesk()
    let isCut = false
    const { deviceId, credential, library } = desk.late.identity
    const identity = { deviceId, credential, library } as never
    const ports: Pick<ManagementPorts, 'identity' | 'randomHex' | 'transport'> = {
      identity: () => identity,
      randomHex: () => 'abcd',
      transport: {
        send: async ({ method, path, body, bearer }) => {
          if (isCut) throw new Error('cut')
          const init = { method, headers: { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' } }
          const answer = await desk.ask(path, body === undefined ? init : { ...init, body })
          return { status: answer.status, text: await answer.text(), retryAfterMs: undefined }
        },
      },
    }
    const read = (days: typeof november) => askFigures(ports, days)
    const now = await read(november)
    expect(now).toMatchObject({ kind: 'done', value: { isLast: false, figures: { documents: [1, 'nc'] } } })
    isCut = true
    expect(await read(november)).toEqual({ kind: 'done', value: { ...(now.kind === 'done' ? now.value : {}), isLast: true } })
    expect(await read({ from: aDate('2026-10-01'), to: aDate('2026-10-31') })).toEqual({ kind: 'refused', problem: 'unreachable' })
  })

  test('[STAT-3] a file says what the table says, cell for cell, with a mark, semicolons and the meaning of each column', async () => {
    const desk = await aCountedDesk()
    const { tables } = await desk.store.read(libraryOfTests, (reader) => readFigures(reader, november, anInstant('2026-11-24 19:00')))
    for (const words of [fr, en]) {
      for (const table of tables) {
        const text = writeCsv([table], words.csv)
        expect(text.charCodeAt(0)).toBe(0xfeff)
        const [head = '', ...lines] = text.slice(1).split('\r\n')
        expect(head.split(';')).toHaveLength(table.columns.length + 1)
        const shown = table.rows.map(({ key, cells }) =>
          [words.csv.key(table.name, key), ...cells.map((cell) => (typeof cell === 'number' ? String(cell) : words.csv.cells[cell]))].join(
            ';',
          ),
        )
        expect(lines.slice(0, table.rows.length)).toEqual(shown)
        expect(lines[table.rows.length]).toBe('')
        expect(lines.slice(table.rows.length + 1).join('\n')).toContain(words.csv.tables[table.name].definition)
      }
    }
    expect(tableOf({ tables }, 'months')?.rows).toHaveLength(11)
  })

  test('[STAT-3] a category that a spreadsheet would take for a formula is none in the file', () => {
    const table = { name: 'audiences', columns: ['orders'], rows: [{ key: '=HYPERLINK("x")', cells: [-3] }] } as const
    expect(writeCsv([table], fr.csv)).toContain('"\'=HYPERLINK(""x"")";-3')
  })
})

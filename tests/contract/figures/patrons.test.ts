/**
 * Different patrons are counted and not kept (STAT-5): what lies on the disk while a month runs, and what is left of it eight days after its
 * end, looked for byte by byte. The real routes and closings over SQLite in a folder of its own.
 */
import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode } from '../../../src/domain/ids.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { backUpSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { givenItem, never, rows } from '../../builders/a-late-desk.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests } from '../../builders/an-endpoint.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const [aline, other] = ['23333000000172', '23333000000347'].map(toCardNumber) as [
  ReturnType<typeof toCardNumber>,
  ReturnType<typeof toCardNumber>,
]

const lend = (card: typeof aline, barcode: string): Envelope =>
  anEnvelope(aHandOver({ card, orderId: undefined, items: [{ ...givenItem(toItemBarcode(barcode)), lineId: undefined }] }))

const aDeskOnDisk = async () => {
  const folder = mkdtempSync(join(memoryFolder, 'patrons-'))
  folders.push(folder)
  const store = new SqliteStore(join(folder, 'desk.db'))
  const endpoint = await anEndpoint({ store, rows })
  const tablet = await endpoint.enrol()
  const figures = <T>(read: (figures: Parameters<Parameters<typeof store.read>[1]>[0]['figures']) => Promise<T>): Promise<T> =>
    store.read(libraryOfTests, (reading) => read(reading.figures))
  return {
    folder,
    store,
    tablet,
    close: (at: string) => closeDays(store, anInstant(at), never),
    members: (period: string) => figures((reader) => reader.patronsOf(period)),
    period: async (period: string) => (await figures((reader) => reader.patronPeriods())).find((one) => one.period === period),
    keyPath: (period: string): string => {
      const name = readdirSync(join(folder, 'period-keys')).find((file) => file.endsWith(`-${period}.key`))
      return join(folder, 'period-keys', name ?? '')
    },
  }
}

const filesUnder = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

/** Files that hold these bytes, as they are or written in hexadecimal. */
const holding = (folder: string, bytes: Buffer): readonly string[] =>
  filesUnder(folder).filter((path) => {
    const content = readFileSync(path)
    return content.includes(bytes) || content.includes(bytes.toString('hex'))
  })

test('[STAT-5] a patron who comes twice is one, and one whose only handover is undone is none', async () => {
  const desk = await aDeskOnDisk()
  const undone = lend(other, '33331000000038')
  await desk.tablet.push([lend(aline, '33331000000012'), lend(aline, '33331000000020'), undone].map(aPushed))
  await desk.close('2026-11-25 03:00')
  expect([await desk.members('2026-11'), await desk.members('2026')]).toEqual([2, 2])
  const undo = anEnvelope({
    kind: 'undo-handover',
    handover: undone.operationId,
    orderId: undefined,
    card: other,
    barcodes: [toItemBarcode('33331000000038')],
    happened: aMoment('2026-11-24 15:00'),
  })
  await desk.tablet.push([aPushed(undo)])
  await desk.close('2026-11-25 04:00')
  expect([await desk.members('2026-11'), await desk.members('2026')]).toEqual([1, 1])
})

test('[STAT-5, STAT-16] eight days after the month only a number and a date are left: no key, no hash, no backup answers who it was', async () => {
  const desk = await aDeskOnDisk()
  await desk.tablet.push([lend(aline, '33331000000012'), lend(other, '33331000000020')].map(aPushed))
  await desk.close('2026-12-07 03:00')
  const key = readFileSync(desk.keyPath('2026-11'))
  const hash = createHmac('sha256', key).update(aline).digest()
  // While the month runs whoever holds the whole machine could ask: the test would find them.
  expect(holding(desk.folder, key)).toEqual([desk.keyPath('2026-11')])
  expect(holding(desk.folder, hash).length).toBeGreaterThan(0)
  const backup = join(desk.folder, 'backup.db')
  expect(await backUpSqlite(join(desk.folder, 'desk.db'), backup)).toMatchObject({ ok: true })
  expect(readFileSync(backup).includes(key)).toBe(false)
  rmSync(backup)

  await desk.close('2026-12-08 03:00')
  expect(await desk.period('2026-11')).toMatchObject({ size: 2, destroyedOn: '2026-12-08' })
  expect(holding(desk.folder, key)).toEqual([])
  expect(holding(desk.folder, hash)).toEqual([])
  // The year goes on, under a key of its own.
  expect(await desk.members('2026')).toBe(2)
  const ofYear = createHmac('sha256', readFileSync(desk.keyPath('2026')))
    .update(aline)
    .digest()
  await desk.close('2027-01-08 03:00')
  expect(await desk.period('2026')).toMatchObject({ size: 2, destroyedOn: '2027-01-08' })
  expect(holding(desk.folder, ofYear)).toEqual([])
  expect(readdirSync(join(desk.folder, 'period-keys'))).toEqual([])
})

test('[STAT-5] a handover that comes after the set was destroyed makes no new one', async () => {
  const desk = await aDeskOnDisk()
  await desk.tablet.push([aPushed(lend(aline, '33331000000012'))])
  await desk.close('2026-12-08 03:00')
  await desk.tablet.push([aPushed(lend(other, '33331000000020'))])
  await desk.close('2026-12-09 03:00')
  expect(await desk.period('2026-11')).toMatchObject({ size: 1, destroyedOn: '2026-12-08' })
  expect(await desk.members('2026-11')).toBe(0)
  expect(await desk.members('2026')).toBe(2)
})

test('[STAT-5] where the key was lost the set begins again, and says since when', async () => {
  const desk = await aDeskOnDisk()
  await desk.tablet.push([aPushed(lend(aline, '33331000000012'))])
  await desk.close('2026-11-25 03:00')
  rmSync(join(desk.folder, 'period-keys'), { recursive: true })
  const reopened = new SqliteStore(join(desk.folder, 'desk.db'))
  await desk.tablet.push([aPushed(lend(other, '33331000000020'))])
  await closeDays(reopened, anInstant('2026-11-26 03:00'), never)
  await reopened.close()
  expect(await desk.period('2026-11')).toMatchObject({ since: '2026-11-26', size: undefined })
  expect(await desk.members('2026-11')).toBe(1)
})

test('[STAT-5] a library that forgets its loans at once still counts its patrons, at each closing before it forgets', async () => {
  const desk = await aDeskOnDisk()
  const settings = await desk.store.read(libraryOfTests, async (reader) => reader.row('settings', 'settings'))
  if (settings === undefined) throw new Error('no settings')
  await desk.store.transact(libraryOfTests, (transaction) =>
    transaction.writeRow({ ...settings, keepLoanDays: 0 }, anInstant('2026-11-24 08:00')),
  )
  await desk.tablet.push([aPushed(lend(aline, '33331000000012'))])
  await desk.close('2026-11-24 15:00')
  expect(await desk.members('2026-11')).toBe(1)
})

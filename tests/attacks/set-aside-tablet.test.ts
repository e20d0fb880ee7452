/**
 * What a tablet that was set aside, or will be, can still bring: contents that nobody announced, facts about one document without end,
 * texts that fill the disk. Each costs the library one case a tablet, of a bounded size. Runs against the built endpoint.
 */
import { expect, test } from 'vitest'
import type { Case } from '../../src/domain/case/case.ts'
import { whatIsSeen } from '../../src/domain/case/seen-cites.ts'
import { toItemBarcode, toOperationId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import { mainLibraryId } from '../../src/endpoint/storage/store.ts'
import { aPushed, aReturn, outcomesOf, type TestTablet } from '../builders/an-endpoint.ts'
import { askManager, beside, besiege, enrol, foundLibrary, momentNow, pressedNow, start } from './besieged-endpoint.ts'

besiege()

const idOf = (n: number) => toOperationId(n.toString(16).padStart(32, '0'))
const pressNumber = (n: number, barcode = `b${n}`) =>
  aPushed(pressedNow({ ...aReturn(), happened: momentNow(), barcode: toItemBarcode(barcode) }, { operationId: idOf(n) }))

const setAside = async (own: TestTablet, lost: TestTablet): Promise<void> => {
  expect((await askManager(own, 'set-tablet-aside', { deviceId: lost.identity.deviceId, reason: 'perdue' })).status).toBe(200)
}

const casesNow = () => beside((store) => store.read(mainLibraryId, async (reading): Promise<readonly Case[]> => reading.rowsOf('case')))

/** What each case says, its size in bytes below what a row may have. */
const countsNow = async () =>
  (await casesNow()).map((row) => {
    expect(JSON.stringify(row).length).toBeLessThan(4000)
    return [row.caseKind, row.subject, row.cites.length + (row.unlisted?.count ?? 0)]
  })

const damaged = (n: number) => ({ ...pressNumber(n), hash: n.toString(16).padStart(64, '0') })

test.each([
  ['is not yet known to be lost', false, 'operation-not-understood'],
  ['was set aside', true, 'loss-suspected'],
])('a thousand contents that nobody announced, of a tablet that %s, are one case', async (_, isAside, kind) => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  if (isAside) await setAside(own, lost)
  for (let from = 0; from < 1000; from += 100) await lost.push(Array.from({ length: 100 }, (_, i) => damaged(from + i)))
  expect(await countsNow()).toEqual([[kind, `device/${lost.identity.deviceId}`, 1000]])
})

test.each([
  ['second contents of operations', (n: number) => pressNumber(n, `c${n}`)],
  ['operations that nobody understands', (n: number) => aPushed({ operationId: idOf(9000 + n), type: 'dance' })],
])('%s are one case a tablet', async (_, again) => {
  await foundLibrary()
  const lost = await enrol(await start())
  const all = Array.from({ length: 100 }, (_, n) => n)
  await lost.push(all.map((n) => pressNumber(n)))
  await lost.push(all.map(again))
  const [[, subject, count] = []] = await countsNow()
  expect([(await casesNow()).length, subject, count]).toEqual([1, `device/${lost.identity.deviceId}`, 100])
})

test('facts above what one document may have are one case a tablet', async () => {
  await foundLibrary()
  const lost = await enrol(await start())
  for (let from = 0; from < 600; from += 100) await lost.push(Array.from({ length: 100 }, (_, i) => pressNumber(from + i, 'one')))
  expect(await countsNow()).toEqual([['operation-not-understood', `device/${lost.identity.deviceId}`, 100]])
})

test.each([
  ['is not yet known to be lost: beyond the ceiling it is told, and keeps the rest', false, 507, 'quarantine-full', 7.5],
  ['was set aside: it waits', true, 429, 'too-many-attempts', 3],
])('texts without end, of a tablet that %s', async (_, isAside, status, problem, atLeast) => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  if (isAside) await setAside(own, lost)
  const keptNow = () =>
    beside((store) =>
      store.read(mainLibraryId, async (reading) => (await reading.quarantined()).reduce((sum, { envelope }) => sum + envelope.length, 0)),
    )
  let last = await lost.push([])
  for (let n = 0; n < 200 && last.body.problem !== problem; n++) {
    last = await lost.push([{ hash: '0'.repeat(64), envelope: `${n}${'x'.repeat(60_000)}` }])
  }
  expect(last).toMatchObject({ status, body: { problem } })
  const kept = (await keptNow()) / 2 ** 20
  expect([kept > atLeast, kept <= 8]).toEqual([true, true])
  // Nobody else is kept waiting, nor refused.
  expect(outcomesOf(await own.push([pressNumber(1)]))).toEqual(['accepted'])
})

test('a case that cites hundreds of facts can be decided, and the day exported', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  // A clock that is hours ahead: each of its facts is received, and kept from the ILS until somebody has decided.
  const ahead = toInstant(Date.now() + 6 * 3_600_000)
  const late = (n: number) =>
    aPushed(pressedNow({ ...aReturn(), happened: momentNow(), barcode: toItemBarcode(`b${n}`) }, { operationId: idOf(n), at: ahead }))
  for (let from = 0; from < 596; from += 100) await lost.push(Array.from({ length: Math.min(100, 596 - from) }, (_, i) => late(from + i)))
  const exported = async () => (await askManager(own, 'export-list', { day: momentNow().date })).body.waiting
  expect(await exported()).toMatchObject({ returns: 0, inCase: 596 })
  const [found] = await casesNow()
  if (found === undefined) throw new Error('no case')
  const settle = { kind: 'settle-case', caseId: found.id, ...whatIsSeen(found), decision: { kind: 'acknowledged' }, note: '' } as const
  expect(outcomesOf(await own.push([aPushed(pressedNow(settle))]))).toEqual(['accepted'])
  expect(await exported()).toMatchObject({ returns: 596, inCase: 0 })
})

test('the acts of a tablet out of service are read fifty at a time, whatever they are, and leave nothing behind', async () => {
  await foundLibrary()
  const endpoint = await start()
  const [lost, own] = [await enrol(endpoint), await enrol(endpoint)]
  // As many facts about one document as it may have, so that each more is dear to weigh.
  for (let from = 0; from < 499; from += 100)
    await lost.push(Array.from({ length: Math.min(100, 499 - from) }, (_, i) => pressNumber(from + i, 'one')))
  await setAside(own, lost)
  for (let from = 0; from < 2000; from += 100) await lost.push(Array.from({ length: 100 }, (_, i) => pressNumber(5000 + from + i, 'one')))
  const headNow = () => beside(async (store) => (await store.libraries())[0]?.head)
  const head = await headNow()
  // What an act of the manager's takes on this machine now, with its passphrase.
  const before = performance.now()
  expect((await askManager(own, 'tablets')).status).toBe(200)
  const actMs = performance.now() - before
  const began = performance.now()
  const [read, pushed] = await Promise.all([
    askManager(own, 'apart-list', { deviceId: lost.identity.deviceId }),
    own.push([pressNumber(9000, 'other')]),
  ])
  const tookMs = performance.now() - began
  const { total, gestures } = read.body as { total: number; gestures: { standing: string }[] }
  expect([total, gestures.length, gestures.map(({ standing }) => standing)]).toEqual([
    2000,
    50,
    ['agrees', ...Array.from({ length: 49 }, () => 'unreadable')],
  ])
  expect(outcomesOf(pushed)).toEqual(['accepted'])
  expect(tookMs).toBeLessThan(Math.max(5000, 10 * actMs))
  // The one that `own` pressed, and its document; the trial wrote nothing.
  expect((await headNow()) ?? 0).toBeLessThanOrEqual((head ?? 0) + 3)
})

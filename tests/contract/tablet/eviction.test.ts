/**
 * A browser short of room erases what a tablet kept: the tablet says so, and the library hears of it (PROTOCOL.md, Faults).
 * The real desk over the real endpoint; the database is deleted as the browser deletes it.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { aLoan, libraryId, openTabletWorld, passphrase, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const openCases = async () =>
  (await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))).map(({ caseKind, subject }) => `${caseKind} ${subject}`)

/** The page closes, the browser erases its database, and the page is opened again. */
const evict = async (tablet: TestTablet, name: string): Promise<TestTablet> => {
  tablet.storage.close()
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name)
    request.onsuccess = () => resolve()
    request.onerror = () => reject(request.error)
  })
  return tablet.reload()
}

test('a tablet whose storage was erased says so, and once enrolled again a case says what may be lost', async () => {
  const tablet = await world.tabletOfJeanne('erased')
  const former = (await tablet.storage.load()).identity?.deviceId
  tablet.spoil(offline)
  await aLoan(tablet.desk, '0001')
  const again = await evict(tablet, 'erased')
  again.spoil(undefined)
  await until(() => again.desk.snapshot.phase.kind === 'enrolment-lost', 'the word')
  expect(again.desk.snapshot.phase).toEqual({ kind: 'enrolment-lost', reason: 'storage-erased' })
  expect(await openCases()).toEqual([])
  expect(await again.desk.enrol(await world.code(), 'Accueil')).toEqual({ kind: 'enrolled' })
  await until(() => again.desk.snapshot.phase.kind.startsWith('signed'), 'the base')
  expect(again.desk.snapshot.deviceLetter).toBe('C')
  expect(await openCases()).toEqual([`loss-suspected device/${former}`])
  const next = again.reload()
  await until(() => next.desk.snapshot.phase.kind.startsWith('signed'), 'the next page')
})

test('a tablet that was never enrolled, and one of another library, make no case', async () => {
  const fresh = world.tablet()
  await until(() => fresh.desk.snapshot.phase.kind === 'not-enrolled', 'the first page')
  const enrol = async (erased: string | undefined) => {
    const body = JSON.stringify({ protocol: 4, nonce: 'n', code: await world.code(), name: '', erased })
    return (await world.send({ method: 'POST', path: '/enrolment/v1/enrol', body, bearer: undefined })).status
  }
  expect(await enrol(undefined)).toBe(200)
  expect(await enrol('f'.repeat(32))).toBe(200)
  expect(await openCases()).toEqual([])
})

test('[PRIV-2] a tablet that was set aside has handed over everything: its erased storage loses nothing', async () => {
  const [lost, other] = [await world.tabletOfJeanne('aside'), await world.tabletOfJeanne()]
  const deviceId = (await lost.storage.load()).identity?.deviceId
  if (deviceId === undefined) throw new Error('it was enrolled')
  await other.desk.management.enterPassphrase(passphrase)
  expect(await other.desk.management.setTabletAside(deviceId, 'perdue')).toMatchObject({ kind: 'done' })
  const again = await evict(lost, 'aside')
  await until(() => again.desk.snapshot.phase.kind === 'enrolment-lost', 'the word')
  expect(await again.desk.enrol(await world.code(), '')).toEqual({ kind: 'enrolled' })
  expect(await openCases()).toEqual([])
})

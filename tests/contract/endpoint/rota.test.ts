/**
 * Weeks of the rota over the wire: who may change them, two people at once, and how long they stay. The routes are the real ones.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import { addDays } from '../../../src/domain/local-date.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { aDate } from '../../builders/a-moment.ts'
import { aWeek, monday } from '../../builders/a-rota.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { anEndpoint, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'

const bruno = toLibrarianId('bruno')
const week = (...shifts: readonly string[]) => aWeek(shifts.map((text) => `${text} 14:00 18:00`))
const asked = (librarianId: string, value: object, expectedVersion = 0, of: string = monday) => ({
  ...{ protocol: 4, nonce: 'r', librarianId, monday: of },
  expectedVersion,
  value,
})
const route = '/management/v1/rota-week?protocol=4'

test('[ROTA-1, ROTA-9] a manager, and whoever a manager allowed, changes a week without a passphrase, and nobody else does', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const drive = week('bruno handover 2026-11-24')
  expect(await tablet.post(route, asked(bruno, drive))).toMatchObject({ status: 403, body: { problem: 'not-a-manager' } })
  expect(await tablet.post(route, asked('inconnue', drive))).toMatchObject({ status: 403 })
  expect(await tablet.post(route, asked(managerOfTests, drive))).toMatchObject({ status: 200, body: { end: 'changed', version: 1 } })
  const { rota } = aSettings()
  const allowed = { section: 'rota', expectedVersion: 0, value: { rota, rotaAuthors: [bruno], rotaShares: { bruno: 50 } } }
  expect((await tablet.manage('setting', allowed)).body).toMatchObject({ end: 'changed' })
  const both = week('bruno handover 2026-11-24', 'claire preparation 2026-11-24')
  expect((await tablet.post(route, asked(bruno, both, 1))).body).toMatchObject({ end: 'changed', version: 3 })
  const pulled = (await (await endpoint.enrol()).pull()).rows.find(({ kind }) => kind === 'rota-week')
  expect(pulled).toMatchObject({ id: monday, row: { ...both, version: 3 } })
})

test('[SET-3] two people on one week: the second is told what the first did, and nothing is written over; another week never meets it', async () => {
  const endpoint = await anEndpoint()
  const [one, two] = [await endpoint.enrol(), await endpoint.enrol()]
  const [first, second] = [week('bruno handover 2026-11-24'), week('claire handover 2026-11-24')]
  await one.post(route, asked(managerOfTests, first))
  const stale = await two.post(route, asked(managerOfTests, second))
  expect(stale.body).toMatchObject({
    end: 'stale',
    version: 1,
    change: { section: `rota/${monday}`, librarianId: managerOfTests, was: { absences: [] }, became: first },
  })
  expect(await endpoint.row('rota-week', monday)).toMatchObject(first)
  // An answer that was lost is asked for again, and writes nothing twice.
  expect((await one.post(route, asked(managerOfTests, first))).body).toMatchObject({ end: 'changed', version: 1 })
  const next = addDays(monday, 7)
  expect((await two.post(route, asked(managerOfTests, week(`claire handover ${addDays(next, 1)}`), 0, next))).body).toMatchObject({
    end: 'changed',
    version: 2,
  })
  expect((await two.post(route, asked(managerOfTests, second, 1))).body).toMatchObject({ end: 'changed', version: 3 })
  // The journal of the settings has none of it.
  expect((await two.manage('setting-journal')).body.changes).toEqual([])
})

test('[ROTA-5] a week that nobody may have is refused by its field, and nothing is written', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const faultsOf = async (value: object, of?: string) => (await tablet.post(route, asked(managerOfTests, value, 0, of))).body.faults
  expect(await faultsOf(week('bruno handover 2026-11-24', 'bruno preparation 2026-11-24'))).toEqual([{ at: 'shifts[1]', fault: 'already' }])
  expect(await faultsOf({ ...week(), motive: 'malade' })).toEqual([{ at: 'motive', fault: 'unknown-name' }])
  expect(await faultsOf({ absences: [{ date: monday, librarianId: 'bruno', motive: 'malade' }] })).toEqual([
    { at: 'absences[0].motive', fault: 'unknown-name' },
  ])
  expect(await faultsOf(week(), '2026-11-24')).toEqual([{ at: 'monday', fault: 'not-monday' }])
  expect(await tablet.post(route, asked(managerOfTests, week(), 0, 'lundi'))).toMatchObject({ body: { problem: 'request-not-understood' } })
  expect(await endpoint.row('rota-week', monday)).toBeUndefined()
})

test('[ROTA-4] weeks that fairness no longer reads leave the base, and their journal with them', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const late = addDays(monday, 35)
  await tablet.post(route, asked(managerOfTests, week('bruno handover 2026-11-24')))
  await tablet.post(route, asked(managerOfTests, week(`bruno handover ${late}`), 0, late))
  const close = async (days: number) =>
    closeDays(endpoint.store, endpoint.instantBefore(-days * 86_400_000), (defect) => {
      throw defect
    })
  await close(63)
  expect(await endpoint.row('rota-week', monday)).toBeDefined()
  await close(70)
  const kept = (await endpoint.store.read(libraryOfTests, (reader) => reader.settingChanges(undefined, 9, 'rota'))).map(
    ({ section }) => section,
  )
  expect([await endpoint.row('rota-week', monday), kept]).toEqual([undefined, [`rota/${late}`]])
  expect(await endpoint.row('rota-week', aDate(late))).toBeDefined()
})

test('a tablet that writes weeks without end is told to wait: other tablets pull some hundreds a day, and no more', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const weeks = [week('bruno handover 2026-11-24'), week('claire handover 2026-11-24')]
  let written = 0
  for (let asks = 0; asks < 400; asks++) {
    endpoint.advance(4000)
    const { status, body } = await tablet.post(route, asked(managerOfTests, weeks[asks % 2] ?? {}, written))
    if (status === 429) expect(body).toMatchObject({ problem: 'too-many-attempts' })
    else written += 1
  }
  expect(written).toBeLessThan(210)
})

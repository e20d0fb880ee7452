/**
 * Settings over the wire: a manager changes a section, two managers meet, the journal says who did what. The routes are the real ones.
 */
import { expect, test } from 'vitest'
import { toLibrarianId } from '../../../src/domain/ids.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  libraryOfTests,
  managerOfTests,
  managerPassphrase,
  managerVerifier,
} from '../../builders/an-endpoint.ts'

const lead = (leadTimeHours: number, horizonDays = 14) => ({ leadTimeHours, horizonDays })
const setting = (value: object, expectedVersion = 0, section = 'lead') => ({ section, expectedVersion, value })

const isOrderOfToday = (row: unknown): boolean =>
  typeof row === 'object' && row !== null && 'kind' in row && row.kind === 'order' && JSON.stringify(row).includes('"date":"2026-11-24"')

test('[SET-1] a manager’s pass changes a section, every tablet pulls it, and nobody else’s word does', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const forged = await tablet.post('/management/v1/setting?protocol=4', {
    ...{ protocol: 4, nonce: 'm', librarianId: managerOfTests, pass: '0'.repeat(64) },
    ...setting(lead(6)),
  })
  expect(forged).toMatchObject({ status: 403, body: { problem: 'pass-over' } })
  expect(await tablet.manage('setting', setting(lead(6)), { passphrase: '4071' })).toMatchObject({ body: { problem: 'passphrase-wrong' } })
  expect(await tablet.manage('setting', setting(lead(6)))).toMatchObject({ status: 200, body: { end: 'changed', version: 1 } })
  const pulled = (await (await endpoint.enrol()).pull()).rows.find(({ kind }) => kind === 'settings')
  expect(pulled?.row).toMatchObject({ leadTimeHours: 6, horizonDays: 14, versions: { lead: 1 } })
})

test('[SET-3] who comes second on one section is told what was done meanwhile, and nothing is written over', async () => {
  const endpoint = await anEndpoint({
    rows: [{ kind: 'librarian', id: toLibrarianId('denis'), name: 'Denis', isManager: true, pin: { salt: '', iterations: 1, hash: '' } }],
  })
  const verifier = await managerVerifier()
  await endpoint.store.transact(libraryOfTests, (transaction) =>
    transaction.keepPassphrase({ librarianId: toLibrarianId('denis'), verifier, code: undefined }),
  )
  const [claires, deniss] = [await endpoint.enrol(), await endpoint.enrol()]
  await claires.manage('setting', setting(lead(6)))
  const denis = { librarianId: toLibrarianId('denis'), passphrase: managerPassphrase }
  const stale = await deniss.manage('setting', setting(lead(2)), denis)
  expect(stale.body).toMatchObject({
    end: 'stale',
    version: 1,
    change: { section: 'lead', librarianId: 'claire', was: lead(4), became: lead(6) },
  })
  expect(await endpoint.row('settings', 'settings')).toMatchObject({ leadTimeHours: 6 })
  // In another room: another section never meets it.
  expect((await deniss.manage('setting', setting({ quarantineDays: 3 }, 0, 'returns'), denis)).body).toMatchObject({
    end: 'changed',
    version: 2,
  })
  expect((await deniss.manage('setting', setting(lead(2), 1), denis)).body).toMatchObject({ end: 'changed', version: 3 })
})

test('[SET-3] an answer that was lost is asked for again, and writes nothing twice', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  await tablet.manage('setting', setting(lead(6)))
  expect((await tablet.manage('setting', setting(lead(6)))).body).toMatchObject({ end: 'changed', version: 1 })
  expect((await tablet.manage('setting-journal')).body.changes).toHaveLength(1)
})

test('[SET-4] a value out of bounds, misspelt or left out is refused at its field, and nothing is written', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const before = await endpoint.row('settings', 'settings')
  const faultsOf = async (value: object, section = 'lead') => (await tablet.manage('setting', setting(value, 0, section))).body.faults
  expect(await faultsOf(lead(241))).toEqual([{ at: 'leadTimeHours', fault: 'bounds' }])
  expect(await faultsOf({ leadTimeHours: 4 })).toEqual([{ at: 'horizonDays', fault: 'missing' }])
  expect(await faultsOf({ ...lead(4), libraryName: 'Autre' })).toEqual([{ at: 'libraryName', fault: 'unknown-name' }])
  expect(await faultsOf({ sites: [{ id: 'ailleurs', name: 'Ailleurs', bays: 4 }] }, 'bays')).toEqual([{ at: 'sites', fault: 'lost-site' }])
  expect(await faultsOf({ cardRule: { pattern: '^(a+)+$' }, itemRule: { pattern: '^\\d+$' } }, 'codes')).toEqual([
    { at: 'cardRule.pattern', fault: 'pattern-unbounded' },
  ])
  expect(await faultsOf({ messagesOff: ['code'] }, 'messages')).toMatchObject([{ at: 'messagesOff[0]' }])
  expect(await faultsOf({ readyDelayMinutes: 121, quietUntil: '24:00' }, 'messages')).toMatchObject([
    { at: 'readyDelayMinutes', fault: 'bounds' },
    { at: 'quietUntil', fault: 'time' },
  ])
  expect(await faultsOf({ mailsPerHour: 9 }, 'messages')).toMatchObject([{ at: 'mailsPerHour', fault: 'bounds' }])
  expect(await faultsOf({ quietFrom: '16:00' }, 'messages')).toEqual([{ at: 'reminderTime', fault: 'quiet' }])
  expect(await tablet.manage('setting', setting({}, 0, 'nothing'))).toMatchObject({ body: { problem: 'request-not-understood' } })
  expect(await endpoint.row('settings', 'settings')).toEqual(before)
})

test('[SET-5] the journal has each change, the last first, and everybody at the desk reads it', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  await tablet.manage('setting', setting(lead(6)))
  endpoint.advance(60_000)
  // Put back: a change like another.
  await tablet.manage('setting', setting(lead(4), 1))
  const asked = { protocol: 4, nonce: 'j', librarianId: 'nadia' }
  const { body } = await tablet.post('/management/v1/setting-journal?protocol=4', asked)
  expect(body).toMatchObject({
    isWhole: true,
    changes: [
      { number: 2, section: 'lead', librarianId: managerOfTests, was: lead(6), became: lead(4), at: endpoint.instantBefore(0) },
      { number: 1, section: 'lead', was: lead(4), became: lead(6) },
    ],
    tablets: [{ deviceId: tablet.identity.deviceId }],
  })
  expect((await tablet.post('/management/v1/setting-journal?protocol=4', { ...asked, before: 2 })).body.changes).toMatchObject([
    { number: 1 },
  ])
})

test('[SET-6] hours that would change today are refused, and those that begin later stand with their date', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const range = (weekday: number, since: object) => ({
    siteId: 'centre',
    weekday,
    from: '09:00',
    to: '12:00',
    intervalMinutes: 15,
    capacity: 4,
    ...since,
  })
  const change = async (openingRanges: object[]) => (await tablet.manage('setting', setting({ openingRanges }, 0, 'ranges'))).body
  expect(await change([range(2, {})])).toMatchObject({ end: 'refused', faults: [{ at: 'openingRanges', fault: 'today' }] })
  const { openingRanges } = (await endpoint.row('settings', 'settings')) as unknown as { openingRanges: object[] }
  const begins = range(1, { validFrom: '2026-11-30' })
  expect(await change([...openingRanges, begins])).toMatchObject({ end: 'changed', version: 1 })
  expect(await endpoint.row('settings', 'settings')).toMatchObject({ openingRanges: [...openingRanges, begins] })
})

test('[SET-14, SET-29] a smaller matrix under a handover that was recorded off line: it stands as it was made', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const recorded = aPushed(anEnvelope(aHandOver()))
  const nothing = { loanRights: [{ category: '*', documentType: '*', maximum: 0, durationDays: 7 }], totalMaximums: { adulte: 0 } }
  expect((await tablet.manage('setting', setting(nothing, 0, 'rights'))).body).toMatchObject({ end: 'changed' })
  const { body } = await tablet.push([recorded])
  expect(body.results).toMatchObject([{ outcome: expect.stringMatching(/^accepted/) }])
  const item = (await tablet.pull()).rows.find(({ kind }) => kind === 'item')
  // Lent, and due on the day that was said over the counter.
  expect(item?.row).toMatchObject({ facts: [{ what: 'handed-over', dueOn: '2026-12-15' }] })
})

test('[SET-8] a day closed under orders moves none of them, and the journal remembers how many are to be called', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const orders = (await tablet.pull()).rows.flatMap(({ row }) => (isOrderOfToday(row) ? [row] : []))
  expect(orders.length).toBeGreaterThan(0)
  const closed = { dayExceptions: [{ siteId: 'centre', date: '2026-11-24', ranges: [] }] }
  expect((await tablet.manage('setting', setting(closed, 0, 'days'))).body).toMatchObject({ end: 'changed' })
  expect((await tablet.manage('setting-journal')).body.changes).toMatchObject([{ section: 'days', orders: orders.length }])
  const after = (await tablet.pull()).rows.flatMap(({ row }) => (isOrderOfToday(row) ? [row] : []))
  expect(after).toEqual(orders)
})

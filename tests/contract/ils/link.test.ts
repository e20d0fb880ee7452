/**
 * The way to the ILS as a manager types it: tried, sealed, told over, ended. Runs in vitest over the endpoint's routes, a base on a disk, and a
 * small ILS on a real port.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type LibraryId, toLibraryId } from '../../../src/domain/ids.ts'
import { type Instant, msPerDay, toInstant } from '../../../src/domain/instant.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import { keyFile, makeSealKey } from '../../../src/endpoint/ils/seal.ts'
import { createWireJobs } from '../../../src/endpoint/ils/wire-job.ts'
import { readNotedDays } from '../../../src/endpoint/storage/noted-days.ts'
import { backUpSqlite } from '../../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { lookIntoFoldersOf } from '../../../src/endpoint/watched-folder.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests, type TestTablet } from '../../builders/an-endpoint.ts'
import { anEntry } from '../../builders/in-a-store.ts'
import { memoryFolder } from '../../fakes/memory-folder.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const password = 'la-clef-des-champs'

let folder: string
let ils: Sip2Ils
let store: SqliteStore
let clock: { now: Instant }

beforeEach(async () => {
  folder = mkdtempSync(join(memoryFolder, 'ils-link-'))
  store = new SqliteStore(join(folder, 'desk.db'))
  ils = await startSip2Ils({ password })
  ils.patrons.add('23333000000172')
  ils.items.set('33331000000012', { title: 'Au Bonheur des Dames', renewals: 0 })
  clock = { now: anInstant('2026-11-24 13:32') }
})
afterEach(async () => {
  await ils.stop()
  await store.close()
  rmSync(folder, { recursive: true })
})

const aLink = () => createEndpointLink({ dataDir: folder, wire: undefined }, store, () => clock.now)
const typed = (changes: Record<string, string | undefined> = {}) => ({
  kind: 'sip2',
  everyMinutes: 1,
  fields: { address: `127.0.0.1:${ils.port}`, account: 'comptoir', secret: password, institution: 'M', branch: 'M', ...changes },
})
const world = async (link = aLink(), ports: object = {}) => {
  const endpoint = await anEndpoint({ store, ports: { ilsLink: link, ...ports } })
  const tablet = await endpoint.enrol()
  const { pass } = (await tablet.enterPassphrase()).body
  const look = async () => (await ask(tablet, 'ils-link')).body
  const act = async (path: string, asked: object) => (await ask(tablet, path, { pass, ...asked })).body
  return { endpoint, tablet, link, look, act, change: (asked: object) => act('ils-access', asked) }
}
/** The folder of one library, or of all, where what was put away lies too. */
const aWatch = (library?: string) => {
  const watched = join(folder, 'watched')
  const plan = { folder: watched, own: watched, options: [], library, keepDays: 7 }
  return { dropped: (id: LibraryId, most: number) => lookIntoFoldersOf(id, plan, store, most) }
}
const ask = (tablet: TestTablet, path: string, asked: object = {}) =>
  tablet.post(`/management/v1/${path}?protocol=4`, { protocol: 4, nonce: 'n', librarianId: managerOfTests, ...asked })

it('[ILS-10] the access to the ILS is typed once, sealed under a key apart, and shown nowhere again', async () => {
  const { endpoint, tablet, look, change } = await world()
  expect(await look()).toMatchObject({ from: 'nothing', heard: {} })
  expect((await ask(tablet, 'ils-access', typed())).status).toBe(400)
  expect(await change(typed())).toMatchObject({ end: 'kept' })

  const seen = await look()
  expect(seen).toMatchObject({ from: 'typed', name: 'SIP2', kind: 'sip2', secretAt: clock.now, everyMinutes: 1 })
  expect(seen.fields).toEqual({ address: `127.0.0.1:${ils.port}`, account: 'comptoir', institution: 'M', branch: 'M' })
  const everyRow = await tablet.pull()
  await backUpSqlite(join(folder, 'desk.db'), join(folder, 'backup.db'))
  const onDisk = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
  expect([JSON.stringify(seen), JSON.stringify(everyRow), ...endpoint.lines, ...onDisk].filter((text) => text.includes(password))).toEqual(
    [],
  )
  expect(statSync(join(folder, keyFile)).mode & 0o777).toBe(0o600)
  const key = readFileSync(join(folder, keyFile), 'latin1')
  expect(readFileSync(join(folder, 'backup.db'), 'latin1').includes(key)).toBe(false)

  // A base put back without its key opens nothing, and says so.
  rmSync(join(folder, keyFile))
  const elsewhere = await world()
  expect(await elsewhere.look()).toMatchObject({ from: 'locked' })
  expect(await elsewhere.link.plans()).toEqual([])
})

it.each([
  // What came late since the end too, and the days of which it may have come just before the end.
  { days: 10, after: ['2026-11-01', '2026-11-03', '2026-11-17', '2026-11-18', '2026-11-19'] },
  { days: 15, after: [] },
])('[ILS-11] late days outlive a link that is made again $days days after its end: $after', async ({ days, after }) => {
  const { endpoint, tablet, change } = await world()
  const lendLate = (date: string) => tablet.push([aPushed(anEnvelope({ ...aHandOver(), happened: aMoment(`${date} 10:00`) } as Operation))])
  const noted = () => store.read(libraryOfTests, readNotedDays)
  await lendLate('2026-11-02')
  expect(await noted()).toEqual([])
  await change(typed())
  await lendLate('2026-11-01')
  expect(await noted()).toEqual(['2026-11-01'])
  await change({ kind: 'nothing', fields: {}, everyMinutes: 1 })
  await lendLate('2026-11-03')
  expect(await noted()).toEqual(['2026-11-01', '2026-11-03'])
  clock.now = toInstant(clock.now + days * msPerDay)
  endpoint.advance(days * msPerDay)
  const { pass } = (await tablet.enterPassphrase()).body
  expect((await ask(tablet, 'ils-access', { pass, ...typed() })).body).toMatchObject({ end: 'kept' })
  expect(await noted()).toEqual(after)
})

it('[ILS-10, ILS-27] a way to the ILS is kept once the ILS has answered to it, and a secret goes to no other address', async () => {
  const { look, change } = await world()
  expect(await change(typed({ secret: 'wrong' }))).toMatchObject({ end: 'no-answer', fault: 'login-refused' })
  expect(await change(typed({ address: 'http://sigb', account: '', encoding: 'ebcdic' }))).toMatchObject({
    end: 'refused',
    fields: ['address', 'account', 'encoding'],
  })
  expect(await look()).toMatchObject({ from: 'nothing' })
  expect(await change(typed())).toMatchObject({ end: 'kept' })

  const secretAt = clock.now
  clock.now = toInstant(clock.now + 60_000)
  expect(await change({ ...typed({ secret: undefined, location: 'DRIVE' }), everyMinutes: 5 })).toMatchObject({ end: 'kept' })
  expect(await look()).toMatchObject({ everyMinutes: 5, secretAt, fields: { location: 'DRIVE' } })
  const before = ils.heard.length
  expect(await change(typed({ secret: undefined, address: `localhost:${ils.port}` }))).toMatchObject({ end: 'refused', fields: ['secret'] })
  expect(await change(typed({ secret: undefined, account: 'other' }))).toMatchObject({ end: 'refused', fields: ['secret'] })
  expect(ils.heard).toHaveLength(before)

  expect(await change({ kind: 'nothing', fields: {}, everyMinutes: 1 })).toMatchObject({ end: 'ended' })
  expect(await look()).toMatchObject({ from: 'nothing' })
})

it('[ILS-10, ILS-27] a demo is linked with its own machine alone, and what the environment names is not changed on a screen', async () => {
  const { change } = await world()
  await store.transact(libraryOfTests, (transaction) => transaction.changeLibrary({ isDemo: true }))
  expect(await change(typed({ address: 'sigb.example:6001' }))).toMatchObject({ end: 'refused', fields: ['address'] })
  expect(await change(typed({ address: `localhost.example:${ils.port}` }))).toMatchObject({ end: 'refused', fields: ['address'] })
  expect(await change(typed())).toMatchObject({ end: 'kept' })

  const [wire] = await aLink().plans()
  const named = createEndpointLink({ dataDir: folder, wire }, store, () => clock.now)
  const other = await world(named)
  expect(await other.look()).toMatchObject({ from: 'environment', name: 'SIP2' })
  expect(await other.change({ kind: 'nothing', fields: {}, everyMinutes: 1 })).toMatchObject({ end: 'refused' })
})

it('[ILS-10] an ILS to which nobody names themselves is linked without a password; any other wants one', async () => {
  const { change, look } = await world()
  expect(await change(typed({ secret: '' }))).toMatchObject({ end: 'refused', fields: ['secret'] })
  expect(await change(typed({ account: '-', secret: '' }))).toMatchObject({ end: 'kept' })
  expect(await look()).toMatchObject({ from: 'typed', fields: { account: '-' } })
  expect(ils.heard.filter((text) => text.startsWith('93'))).toEqual([])
})

it('[ILS-45] the link is tried by reading one card or document, and writes nothing', async () => {
  const { act, change } = await world()
  const tryOut = (card?: string) => act('ils-try', card === undefined ? {} : { card })
  expect(await tryOut()).toMatchObject({ end: 'nothing' })
  await change(typed())
  const before = ils.heard.length
  ils.items.set('31', { title: 'Perl', renewals: 0 })
  expect(await tryOut('23333000000172')).toMatchObject({ end: 'answered', knows: true, ms: expect.any(Number) })
  expect(await tryOut('9')).toMatchObject({ end: 'answered', knows: false })
  expect(await tryOut('31')).toMatchObject({ end: 'answered', knows: true, site: { here: 'M', there: 'MPL' } })
  await change(typed({ branch: 'DESK1' }))
  expect(await tryOut('31')).toMatchObject({ end: 'answered', knows: true, site: { here: 'DESK1', there: 'MPL' } })
  expect(new Set(ils.heard.slice(before).map((text) => text.slice(0, 2)))).toEqual(new Set(['93', '99', '63', '17']))
  await ils.stop()
  expect(await tryOut()).toMatchObject({ end: 'no-answer', fault: 'unreachable' })
})

it('an address that no request can be made of is refused, and a wire that fails in itself is no answer', async () => {
  const { change } = await world()
  for (const address of ['127.0.0.1:99999', '127.0.0.1:0', 'sigb.example?', 'sigb.example#'])
    expect(await change(typed({ address })), address).toMatchObject({ end: 'refused', fields: ['address'] })
  await change(typed())
  const [plan] = await aLink().plans()
  if (plan === undefined) throw new Error('the link was kept')
  const wire = { ...plan.wire, tryOut: () => Promise.reject(new RangeError('port')) }
  const { act } = await world(createEndpointLink({ dataDir: folder, wire: { ...plan, wire } }, store, () => clock.now))
  expect(await act('ils-try', {})).toMatchObject({ end: 'no-answer', fault: 'unreachable' })
})

it('[ILS-10] a key that is not whole is said and left alone, and the key is made whole or not at all', async () => {
  const { change, look } = await world()
  for (const broken of [Buffer.alloc(0), Buffer.alloc(7, 1)]) {
    writeFileSync(join(folder, keyFile), broken)
    expect(await change(typed())).toMatchObject({ end: 'no-answer', fault: 'key-broken' })
    expect(readFileSync(join(folder, keyFile))).toEqual(broken)
  }
  expect(await look()).toMatchObject({ from: 'nothing' })
  rmSync(join(folder, keyFile))
  expect(await change(typed())).toMatchObject({ end: 'kept' })
  expect(readdirSync(folder).filter((name) => name.startsWith(keyFile))).toEqual([keyFile])
  expect(readFileSync(join(folder, keyFile))).toHaveLength(32)
  expect(makeSealKey(folder)).toEqual(readFileSync(join(folder, keyFile)))
})

it('[ILS-1] an access as typed is told over at its own pace, until it is ended; the screen says when the ILS answered and what it had', async () => {
  const { tablet, link, look, change } = await world()
  const jobs = createWireJobs({ store, plans: link.plans, now: () => clock.now, report: () => undefined })
  const passOneMinuteLater = async () => {
    clock.now = toInstant(clock.now + 60_000)
    await jobs.pass()
  }
  await jobs.pass()
  await change(typed())
  await passOneMinuteLater()
  await change({ kind: 'nothing', fields: {}, everyMinutes: 1 })
  const heard = ils.heard.length
  await tablet.push([aPushed(anEnvelope(aHandOver(), { deviceId: tablet.identity.deviceId as never }))])
  await passOneMinuteLater()
  expect(ils.heard).toHaveLength(heard)
  expect(await look()).not.toHaveProperty('told')

  await change({ ...typed(), everyMinutes: 5 })
  expect(await look()).toMatchObject({ told: { waiting: 1, settled: 0 } })
  expect(await look()).not.toHaveProperty('answeredAt')
  await passOneMinuteLater()
  expect(await look()).toMatchObject({ told: { waiting: 0, settled: 1, refused: 0 }, answeredAt: clock.now })
  const told = ils.heard.length
  await passOneMinuteLater()
  expect(ils.heard).toHaveLength(told)
  await jobs.stop()
})

it('the files that the ILS dropped last are named by what they hold, whether they went in, and when', async () => {
  const watched = join(folder, 'watched')
  for (const where of ['archive', 'refused']) mkdirSync(join(watched, where), { recursive: true })
  writeFileSync(join(watched, 'archive', '2026-11-24T05-00-00-000Z_catalogue.csv'), '')
  writeFileSync(join(watched, 'archive', '2026-11-24T05-00-00-000Z_catalogue.csv.txt'), 'report')
  writeFileSync(join(watched, 'refused', '2026-11-24T05-01-00-000Z_notes.txt'), '')
  writeFileSync(join(watched, 'refused', '2026-11-24T05-01-00-000Z_notes.txt.txt'), 'report')
  const { look } = await world(undefined, aWatch())
  expect((await look()).dropped).toEqual([
    { at: Date.parse('2026-11-24T05:01:00Z'), isIn: false },
    { kind: 'catalogue', at: Date.parse('2026-11-24T05:00:00Z'), isIn: true },
  ])
  rmSync(watched, { recursive: true })
  expect(await look()).not.toHaveProperty('dropped')
})

it('[PHONE-4] copies that are not lent are counted where the way to the ILS is read', async () => {
  const { look } = await world()
  expect(await look()).not.toHaveProperty('immobile')
  const copies = [undefined, 'reference-only', 'reference-only', 'not-there'] as const
  await store.transact(libraryOfTests, (transaction) =>
    transaction.upsertCatalogue(copies.map((immobility, i) => ({ ...anEntry(`${i}`), ...(immobility && { immobility }) }))),
  )
  expect((await look()).immobile).toEqual({ here: 2, gone: 1 })
})

it('[NET-4] files that an ILS dropped into the folder are told to the library whose they are, and to no other', async () => {
  const watched = join(folder, 'watched')
  mkdirSync(join(watched, 'archive'), { recursive: true })
  writeFileSync(join(watched, 'archive', '2026-11-24T05-00-00-000Z_catalogue.csv'), '')
  const told = async (named: string | undefined) => {
    const { look } = await world(undefined, aWatch(named))
    return 'dropped' in (await look())
  }
  expect(await told(undefined)).toBe(true)
  const other = toLibraryId('other')
  await store.createLibrary({ id: other, name: 'Autre', isDemo: false, slug: 'autre' })
  await store.transact(other, (transaction) => transaction.writeRow(aSettings(), clock.now))
  const { slug = '' } = (await store.libraries()).find(({ id }) => id === libraryOfTests) ?? {}
  expect([await told(slug), await told(libraryOfTests), await told('autre'), await told(undefined)]).toEqual([true, true, false, false])
  // The others have folders of their own in it, and this one none.
  mkdirSync(join(watched, 'autre'))
  expect(await told(undefined)).toBe(false)
  mkdirSync(join(watched, slug, 'refused'), { recursive: true })
  writeFileSync(join(watched, slug, 'refused', '2026-11-24T06-00-00-000Z_usagers.csv'), '')
  const { look } = await world(undefined, aWatch())
  expect((await look()).dropped).toEqual([{ kind: 'patrons', at: Date.parse('2026-11-24T06:00:00Z'), isIn: false }])
})

it('[ILS-10] libraries without a way to an ILS are not read every few seconds', async () => {
  const { change } = await world()
  for (const n of [1, 2, 3]) await store.createLibrary({ id: toLibraryId(`none-${n}`), name: `${n}`, isDemo: false })
  const read: string[] = []
  const heard = withMembers(store, {
    read: (id, work, whose) => {
      read.push(id)
      return store.read(id, work, whose)
    },
  })
  const link = createEndpointLink({ dataDir: folder, wire: undefined }, heard, () => clock.now)
  expect([await link.plans(), read]).toEqual([[], []])
  await change(typed())
  expect((await link.plans()).map(({ library }) => library)).toEqual([libraryOfTests])
  expect(read).toEqual([libraryOfTests])
})

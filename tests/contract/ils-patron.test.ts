/**
 * A patron at the desk, read anew in the ILS over its wire (ILS-8): routes, a real connection, a real database.
 */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type CardNumber, toCardNumber } from '../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../src/domain/instant.ts'
import { createKohaWire } from '../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../src/endpoint/endpoint-link.ts'
import { tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire } from '../../src/endpoint/ils/wire.ts'
import { anInstant } from '../builders/a-moment.ts'
import { aStore } from '../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests } from '../builders/an-endpoint.ts'
import { startKoha } from '../fakes/koha-ils.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'

vi.setConfig({ testTimeout: 30_000 })
const [known, fresh] = [toCardNumber('23333000000172'), toCardNumber('29999000000001')]
let ils: Sip2Ils
let clock: Instant
beforeEach(async () => {
  ils = await startSip2Ils()
  ils.patrons.add(known)
  ils.items.set('33331000000012', { title: 'Au Bonheur des Dames', renewals: 0 })
  clock = anInstant('2026-11-24 13:32')
})
afterEach(() => ils.stop())

const sip2 = (changes: object = {}) =>
  createSip2Wire(
    {
      ...({ host: '127.0.0.1', port: ils.port, isTls: false, encoding: 'utf8', terminator: '\r', sendsChecksum: true } as const),
      ...{ patienceMs: 5000, login: 'd', password: 'secret', location: '', institution: 'M', branch: 'M', zone: 'Europe/Paris' },
      ...changes,
    },
    () => clock,
  )

const world = async (wire: Wire = sip2()) => {
  const store = aStore()
  const now = () => clock
  const ilsLink = createEndpointLink({ dataDir: '', wire: { name: 'ILS', wire, everyMs: 60_000, library: undefined } }, store, now)
  const endpoint = await anEndpoint({ store, ports: { ilsLink, now } })
  const tablet = await endpoint.enrol()
  const asker = { protocol: 3, nonce: 'n', librarianId: managerOfTests }
  const readAnew = async (card: CardNumber) => (await tablet.post('/management/v1/ils-patron?protocol=3', { ...asker, card })).body.end
  const patron = (card: CardNumber) => store.read(libraryOfTests, async (reader) => reader.row('patron', card))
  const pass = () => tellOverWire({ store, libraryId: libraryOfTests, wire, now, isStopping: () => false })
  return { store, tablet, readAnew, patron, pass }
}

it('[ILS-8] a card that no list has named yet is asked for, and has its row within the second', async () => {
  const { readAnew, patron } = await world()
  expect(await readAnew(fresh)).toBe('unknown')
  expect(await patron(fresh)).toBeUndefined()
  ils.patrons.add(fresh)
  expect(await readAnew(fresh)).toBe('read')
  expect(await patron(fresh)).toMatchObject({ surname: 'Usager 0001', ilsLoans: 0, ilsAsOf: clock, loans: [] })
  expect((await patron(fresh))?.blocked).toBeUndefined()
})

it('[ILS-8] what the ILS says of who stands at the desk bears its hour; names and category stay as the list wrote them', async () => {
  const { readAnew, patron } = await world()
  const before = await patron(known)
  ils.blocked.add(known)
  ils.items.set('44', { title: '', lentTo: known, renewals: 0 })
  clock = toInstant(clock + 60_000)
  expect(await readAnew(known)).toBe('read')
  expect(await patron(known)).toEqual({ ...before, blocked: 'Patron Blocked', ilsLoans: 1, ilsAsOf: clock })
  ils.blocked.clear()
  expect(await readAnew(known)).toBe('read')
  expect((await patron(known))?.blocked).toBeUndefined()
})

it('[ILS-8] a loan of ours counts once, before the ILS was told of it and after', async () => {
  const { tablet, readAnew, patron, pass } = await world()
  const count = async () => {
    const row = await patron(known)
    return (row?.ilsLoans ?? 0) + (row?.loans.length ?? 0)
  }
  await tablet.push([aPushed(anEnvelope(aHandOver(), { deviceId: tablet.identity.deviceId as never }))])
  clock = toInstant(clock + 60_000)
  expect(await readAnew(known)).toBe('read')
  expect(await count()).toBe(1)
  await pass()
  clock = toInstant(clock + 60_000)
  expect(await readAnew(known)).toBe('read')
  expect([await count(), (await patron(known))?.ilsLoans]).toEqual([1, 1])
})

it('[ILS-8] an ILS that does not answer in time changes nothing, and an older word replaces no newer one', async () => {
  const { store, readAnew, patron } = await world()
  const before = await patron(known)
  ils.failNext('63', 'silent')
  expect(await readAnew(known)).toBe('not-read')
  expect(await patron(known)).toEqual(before)
  const newer = toInstant(clock + 60_000)
  if (before === undefined) throw new Error('the patron is there')
  await store.transact(libraryOfTests, (transaction) => transaction.writeRow({ ...before, ilsAsOf: newer, ilsLoans: 7 }, newer))
  expect(await readAnew(known)).toBe('not-read')
  expect((await patron(known))?.ilsLoans).toBe(7)
  await ils.stop()
  clock = toInstant(newer + 60_000)
  expect(await readAnew(known)).toBe('not-read')
})

it('[ILS-8] in a Koha too, with the day on which the card ends', async () => {
  const koha = await startKoha()
  try {
    koha.patrons.add(fresh)
    koha.blocked.add(fresh)
    const { readAnew, patron } = await world(createKohaWire(koha.settings, () => clock))
    expect(await readAnew(fresh)).toBe('read')
    expect(await patron(fresh)).toMatchObject({
      ...{ surname: 'Usager', firstName: '0001', category: 'PT', expiresOn: '2030-12-31', ilsLoans: 0 },
      blocked: 'voir le SIGB',
    })
    expect(await readAnew(toCardNumber('2'))).toBe('unknown')
  } finally {
    await koha.stop()
  }
})

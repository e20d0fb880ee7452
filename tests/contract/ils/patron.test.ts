/**
 * A patron at the desk, read anew in the ILS over its wire (ILS-8): routes, a real connection, a real database.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type CardNumber, toCardNumber } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { type MailAddress, readMailAddress } from '../../../src/domain/message/message.ts'
import { accept } from '../../../src/domain/result.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import { noteExchange } from '../../../src/endpoint/ils/ils-exchange.ts'
import { type IlsPatron, type IlsPatrons, patronLengths } from '../../../src/endpoint/ils/ils-says.ts'
import { blockedAtRead } from '../../../src/endpoint/ils/read-patron.ts'
import { takeSays } from '../../../src/endpoint/ils/take-says.ts'
import { tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import type { Wire, WirePatron } from '../../../src/endpoint/ils/wire.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { aDate, anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { startKoha } from '../../fakes/koha-ils.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

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

const sip2 = (changes: object = {}) => createSip2Wire({ ...ils.settings, ...changes }, () => clock)

const world = async (wire: Wire = sip2()) => {
  const store = aStore()
  const now = () => clock
  const ilsLink = createEndpointLink({ dataDir: '', wire: { wire, everyMs: 60_000, library: undefined } }, store, now)
  const endpoint = await anEndpoint({ store, ports: { ilsLink, now } })
  const tablet = await endpoint.enrol()
  const asker = { protocol: 4, nonce: 'n', librarianId: managerOfTests }
  const readAnew = async (card: CardNumber) => (await tablet.post('/management/v1/ils-patron?protocol=4', { ...asker, card })).body.end
  const patron = (card: CardNumber) => store.read(libraryOfTests, async (reader) => reader.row('patron', card))
  const pass = () => tellOverWire({ store, libraryId: libraryOfTests, wire, now, isStopping: () => false })
  return { store, tablet, readAnew, patron, pass }
}

it('[ILS-8, ILS-23] a card that no list has named yet is asked for, and has its row within the second', async () => {
  const { readAnew, patron } = await world()
  expect(await readAnew(fresh)).toBe('unknown')
  expect(await patron(fresh)).toBeUndefined()
  ils.patrons.add(fresh)
  expect(await readAnew(fresh)).toBe('read')
  expect(await patron(fresh)).toMatchObject({ surname: 'Usager 0001', ilsLoans: 0, ilsAsOf: clock, loans: [] })
  expect((await patron(fresh))?.blocked).toBeUndefined()
})

it('[ILS-8] the ILS’s word on who stands at the desk bears its hour; names and category stay as the list wrote them', async () => {
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

it('[ILS-8, ILS-22] an ILS that does not answer in time changes nothing, and an older word replaces no newer one', async () => {
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
      blocked: blockedAtRead,
    })
    expect(await readAnew(toCardNumber('2'))).toBe('unknown')
  } finally {
    await koha.stop()
  }
})

const expiresOn = aDate('2027-06-30')
const listed = { id: known, surname: 'LEFÈVRE', firstName: 'Aline', category: 'adulte', expiresOn, blocked: undefined, ilsLoans: 0 }
const other = { ...listed, id: toCardNumber('23333000000347'), surname: 'MOREL', firstName: 'Jean' }

/** A list of patrons as the import takes it: what it was made of, and when. */
const takeList = async (store: Store, rows: readonly IlsPatron[], asOf: Instant, addresses?: IlsPatrons['addresses']) => {
  const list = { rows, mentioned: new Set<string>(), addresses }
  const patrons = { list, asOf, stamp: `${asOf}`, isAsOfCertain: true }
  const taken = await takeSays(
    store,
    libraryOfTests,
    { catalogue: undefined, patrons, orders: undefined },
    { now: () => clock, isWhole: true },
  )
  return taken.patrons
}

it('[ILS-8, ILS-22] a list made before a reading replaces nothing of it, takes no card away that was made since, and is no older list', async () => {
  const { store, readAnew, patron } = await world()
  const [madeAt, readAt] = [toInstant(clock - 3_600_000), clock]
  await takeList(store, [listed, other], toInstant(madeAt - 3_600_000))
  ils.patrons.add(fresh)
  ils.blocked.add(known)
  ils.items.set('44', { title: '', lentTo: known, renewals: 0 })
  expect([await readAnew(known), await readAnew(fresh)]).toEqual(['read', 'read'])
  const newCard = await patron(fresh)
  clock = toInstant(clock + 60_000)
  const addresses = new Map([[known, { email: readMailAddress('aline@courrier.example') as MailAddress, language: 'fr' as const }]])
  const taken = await takeList(store, [{ ...listed, category: 'jeune' }], madeAt, addresses)
  expect(taken?.notes).toEqual([])
  expect(await patron(known)).toMatchObject({
    blocked: 'Patron Blocked',
    ilsLoans: 1,
    ilsAsOf: readAt,
    category: 'adulte',
    reachable: 'yes',
  })
  expect(await patron(fresh)).toEqual(newCard)
  // Who was not read anew left with the list.
  expect(await patron(other.id)).toBeUndefined()

  const older = await takeList(store, [listed], toInstant(madeAt - 60_000))
  expect(older?.notes).toEqual([{ kind: 'older-than-last', last: madeAt }])
  await takeList(store, [listed], clock)
  expect(await patron(known)).toMatchObject({ ilsLoans: 0, ilsAsOf: clock })
  expect(await patron(fresh)).toBeUndefined()
})

/** A wire as another ILS may have it: it says what it is told to. */
const saying = (said: Partial<WirePatron>) => {
  const patron = { surname: '', firstName: '', category: '', expiresOn: undefined, blocked: 'no' as const, loans: 0, ...said }
  return { ...sip2(), readPatron: async () => accept(patron) }
}

it('[ILS-8, ILS-24] a Koha that names no block lifts none that a list wrote, and lifts its own; a lost card is blocked', async () => {
  const koha = await startKoha()
  try {
    koha.patrons.add(known)
    const { store, readAnew, patron } = await world(createKohaWire(koha.settings, () => clock))
    await takeList(store, [{ ...listed, blocked: 'Amendes' }], toInstant(clock - 60_000))
    expect(await readAnew(known)).toBe('read')
    expect((await patron(known))?.blocked).toBe('Amendes')
    koha.blocked.add(known)
    expect(await readAnew(known)).toBe('read')
    expect((await patron(known))?.blocked).toBe('Amendes')
    await takeList(store, [listed], clock)
    clock = toInstant(clock + 60_000)
    expect(await readAnew(known)).toBe('read')
    expect((await patron(known))?.blocked).toBe(blockedAtRead)
    koha.blocked.clear()
    expect(await readAnew(known)).toBe('read')
    expect((await patron(known))?.blocked).toBeUndefined()
    koha.lost.add(known)
    expect(await readAnew(known)).toBe('read')
    expect((await patron(known))?.blocked).toBe(blockedAtRead)
  } finally {
    await koha.stop()
  }
})

it('[ILS-8] the desk’s own count stands, with its hour, where the ILS counts no loans', async () => {
  const { tablet, readAnew, patron } = await world(saying({ loans: undefined, blocked: { why: 'Exclue' } }))
  await tablet.push([aPushed(anEnvelope(aHandOver(), { deviceId: tablet.identity.deviceId as never }))])
  const before = await patron(known)
  clock = toInstant(clock + 60_000)
  expect(await readAnew(known)).toBe('read')
  expect(await patron(known)).toEqual({ ...before, blocked: 'Exclue' })
  expect(before?.loans).toHaveLength(1)
})

it('[ILS-8] an answer about another card is not understood, and makes no row', async () => {
  const { readAnew, patron } = await world()
  ils.patrons.add(fresh)
  ils.failNext('63', 'other-card')
  expect(await readAnew(fresh)).toBe('not-read')
  expect(await patron(fresh)).toBeUndefined()
})

it('[ILS-8] a long text of the ILS is cut where a list’s cell is', async () => {
  const long = 'x'.repeat(5000)
  const { readAnew, patron } = await world(saying({ surname: long, firstName: long, category: long, blocked: { why: long } }))
  expect(await readAnew(fresh)).toBe('read')
  const row = await patron(fresh)
  const { surname, firstName, category, blocked } = patronLengths
  expect([row?.surname, row?.firstName, row?.category, row?.blocked].map((text) => text?.length)).toEqual([
    surname,
    firstName,
    category,
    blocked,
  ])
})

it('[ILS-8, ILS-23] a tablet asks of thirty cards that the desk does not know, then of one a minute, and of known ones as it will', async () => {
  const { readAnew } = await world(saying({}))
  const unknown = (n: number) => toCardNumber(`2888800000${n}`)
  const asked: string[] = []
  for (let n = 1000; n < 1031; n += 1) {
    clock = toInstant(clock + 3000)
    asked.push(String(await readAnew(unknown(n))))
  }
  expect([asked.filter((end) => end === 'read').length, asked.at(-1)]).toEqual([31, 'read'])
  expect(await readAnew(unknown(2000))).toBe('not-read')
  expect(await readAnew(unknown(1000))).toBe('read')
  clock = toInstant(clock + 60_000)
  expect([await readAnew(unknown(2000)), await readAnew(unknown(2001))]).toEqual(['read', 'not-read'])
})

it('[ILS-8] one card is read once at a time, whoever asks, and none while the circuit is open', async () => {
  const { store, readAnew } = await world()
  expect(await Promise.all([readAnew(known), readAnew(known), readAnew(known)])).toEqual(['read', 'read', 'read'])
  expect(ils.heard.filter((text) => text.startsWith('63'))).toHaveLength(1)
  const failed = { fault: 'silent', wasReached: false }
  await noteExchange(store, libraryOfTests, failed, clock, toInstant(clock + 60_000))
  expect(await readAnew(known)).toBe('not-read')
  expect(ils.heard.filter((text) => text.startsWith('63'))).toHaveLength(1)
  clock = toInstant(clock + 60_001)
  expect(await readAnew(known)).toBe('read')
})

/**
 * A document at the desk that no list has named yet, asked for in the ILS over its wire (ILS-8): routes, real connections, a real database.
 */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type ItemBarcode, toItemBarcode, toRecordId } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import type { Wire } from '../../../src/endpoint/ils/wire.ts'
import type { CatalogueEntry } from '../../../src/endpoint/storage/stored.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { type KohaIls, startKoha } from '../../fakes/koha-ils.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

const fresh = toItemBarcode('39999000000001')
let koha: KohaIls
let sip2: Sip2Ils
let clock: Instant
beforeEach(async () => {
  ;[koha, sip2] = [await startKoha({ patienceMs: 5000 }), await startSip2Ils()]
  clock = anInstant('2026-11-24 13:32')
})
afterEach(async () => {
  await koha.stop()
  await sip2.stop()
})

const overKoha = () => createKohaWire(koha.settings, () => clock)
const overSip2 = () => createSip2Wire(sip2.settings, () => clock)

const world = async (wire: Wire = overKoha()) => {
  const store = aStore()
  const now = () => clock
  const ilsLink = createEndpointLink({ dataDir: '', wire: { wire, everyMs: 60_000, library: undefined } }, store, now)
  const endpoint = await anEndpoint({ store, ports: { ilsLink, now } })
  const tablet = await endpoint.enrol()
  const asker = { protocol: 4, nonce: 'n', librarianId: managerOfTests }
  const ask = async (barcode: ItemBarcode) => (await tablet.post('/management/v1/ils-item?protocol=4', { ...asker, barcode })).body.end
  const found = (barcode: ItemBarcode) =>
    store.read(libraryOfTests, async (reader) =>
      (await reader.rowsOf('record')).filter(({ copies }) => copies.some((copy) => copy.barcode === barcode)),
    )
  return { store, ask, found }
}

it.each([
  ['a Koha, with its type', overKoha, () => koha.items, { documentType: 'LIV', arrivedOn: '2026-11-24' }],
  ['an ILS by SIP2', overSip2, () => sip2.items, { documentType: '', arrivedOn: undefined }],
] as const)('[ILS-8] a document that no list has named yet is asked for: %s', async (_, wire, items, { documentType, arrivedOn }) => {
  const { ask, found } = await world(wire())
  expect([await ask(fresh), await found(fresh)]).toEqual(['unknown', []])
  items().set(fresh, { title: 'Arrivé ce matin', renewals: 0 })
  clock = toInstant(clock + 60_000)
  expect(await ask(fresh)).toBe('read')
  const [record, ...others] = await found(fresh)
  expect([record?.id, record?.title, record?.documentType, others]).toEqual([`ex-${fresh}`, 'Arrivé ce matin', documentType, []])
  expect(record?.copies).toEqual([{ barcode: fresh, callNumber: '', location: '', arrivedOn }])
  // It is here: the ILS is asked no more.
  items().clear()
  expect(await ask(fresh)).toBe('read')
})

const entry: CatalogueEntry = {
  ...{ barcode: toItemBarcode('31'), recordId: toRecordId('1'), title: 'Nana', author: 'Zola', documentType: 'LIV', audience: 'A' },
  ...{ year: '1880', publisher: '', isbn: '', callNumber: 'R ZOL', location: 'Romans', arrivedOn: undefined },
}

it('[ILS-8] one more copy of a title that is known joins it; under the number of another title it does not', async () => {
  const { store, ask, found } = await world()
  await store.transact(libraryOfTests, (transaction) => transaction.upsertCatalogue([entry]))
  // The first document of this Koha is of its record 1.
  koha.items.set(fresh, { title: 'Nana', renewals: 0 })
  expect(await ask(fresh)).toBe('read')
  expect((await found(fresh)).map(({ id, copies }) => [id, copies.map(({ barcode }) => barcode)])).toEqual([['1', ['31', fresh]]])
  koha.items.clear()
  const other = toItemBarcode('39999000000002')
  koha.items.set(other, { title: 'Germinal', renewals: 0 })
  expect(await ask(other)).toBe('read')
  expect((await found(other)).map(({ id }) => id)).toEqual([`ex-${other}`])
})

it('[ILS-8] a document of the last list needs no ILS, and one that does not answer in time is not waited for', async () => {
  const { store, ask, found } = await world()
  await store.transact(libraryOfTests, (transaction) => transaction.upsertCatalogue([entry]))
  const before = koha.heard.length
  expect([await ask(entry.barcode), koha.heard.length]).toEqual(['read', before])
  expect((await found(entry.barcode)).map(({ title }) => title)).toEqual(['Nana'])
  koha.items.set(fresh, { title: 'Arrivé ce matin', renewals: 0 })
  koha.failNext('items', 'silent')
  expect([await ask(fresh), await found(fresh)]).toEqual(['not-read', []])
})

it('[ILS-8, ILS-23] a tablet asks of thirty documents that the library does not know, then of one a minute', async () => {
  const { ask } = await world()
  const unknown = (n: number) => toItemBarcode(`3999900000${n}`)
  const asked: string[] = []
  for (let n = 1000; n < 1031; n += 1) {
    clock = toInstant(clock + 3000)
    asked.push(String(await ask(unknown(n))))
  }
  expect([asked.filter((end) => end === 'unknown').length, await ask(unknown(1999))]).toEqual([31, 'not-read'])
  clock = toInstant(clock + 60_000)
  expect([await ask(unknown(2000)), await ask(unknown(2001))]).toEqual(['unknown', 'not-read'])
})

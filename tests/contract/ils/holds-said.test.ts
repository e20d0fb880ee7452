/**
 * What people read of holds that do not come as they should: a Koha that keeps its appointments or its holds from our account says so on
 * screens, not in a log alone. A small Koha on a real port, the endpoint's own routes.
 */
import { expect, it } from 'vitest'
import { toInstant } from '../../../src/domain/instant.ts'
import { createKohaWire } from '../../../src/endpoint/connectors/koha/koha-wire.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import type { Wire } from '../../../src/endpoint/ils/wire.ts'
import { createHoldsPass } from '../../../src/endpoint/ils/wire-job.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEndpoint, libraryOfTests, managerOfTests } from '../../builders/an-endpoint.ts'
import { type KohaFault, startKoha } from '../../fakes/koha-ils.ts'

const begin = anInstant('2026-11-24 09:00')

/** Reads the holds, faulty or not, and then both screens, of which `change` makes the way that they know. */
const aLibrary = async (change: (wire: Wire) => Wire = (wire) => wire) => {
  const koha = await startKoha({ takesHolds: true })
  koha.patrons.add('21')
  koha.items.set('31', { title: 'Nana', heldFor: '21', renewals: 0 })
  koha.pickups.set('21', '2026-11-26 15:20:00')
  const store = aStore()
  let clock = begin
  const wire = createKohaWire(koha.settings, () => clock)
  const plan = { wire: change(wire), everyMs: 60_000, library: undefined }
  const ilsLink = createEndpointLink({ dataDir: '', wire: plan }, store, () => clock)
  const tablet = await (await anEndpoint({ store, ports: { ilsLink } })).enrol()
  const pass = createHoldsPass({ store, wire, library: libraryOfTests, now: () => clock })
  const ask = async (path: string) =>
    (await tablet.post(`/management/v1/${path}?protocol=4`, { protocol: 4, nonce: 'n', librarianId: managerOfTests })).body
  return {
    said: async (path = '', fault?: KohaFault) => {
      clock = toInstant(clock + 360_000)
      if (fault !== undefined) koha.failNext(path, fault)
      await pass(new AbortController().signal)
      koha.failNone()
      const [link, look] = [await ask('ils-link'), await ask('ils-look')]
      expect(look.wire).toMatchObject(link.holds === undefined ? {} : { holds: link.holds })
      expect(JSON.stringify(look.wire).includes('holds')).toBe(link.holds !== undefined)
      return link.holds
    },
    stop: () => koha.stop(),
  }
}

it('[ILS-13, ILS-34] a Koha that keeps its appointments from our account says so on both screens, until it gives them', async () => {
  const { said, stop } = await aLibrary()
  expect(await said()).toBeUndefined()
  expect(await said('libraries/policies', 'forbidden')).toEqual({ pickups: 'not-told' })
  expect(await said('patrons/1/pickups', 'forbidden')).toEqual({ pickups: 'not-told' })
  expect(await said()).toBeUndefined()
  await stop()
})

it('[ILS-13] holds that cannot be read say why and since when, until they can', async () => {
  const { said, stop } = await aLibrary()
  const since = begin + 360_000
  expect(await said('holds', 'forbidden')).toEqual({ fault: { kind: 'not-permitted', since } })
  expect(await said('holds', 'forbidden')).toEqual({ fault: { kind: 'not-permitted', since } })
  expect(await said('holds', 'maintenance')).toEqual({ fault: { kind: 'off-line', since } })
  expect(await said()).toBeUndefined()
  expect(await said('holds', 'maintenance')).toMatchObject({ fault: { kind: 'off-line', since: since + 4 * 360_000 } })
  await stop()
})

it('[ILS-13] holds that become no orders any more are not mentioned', async () => {
  const { said, stop } = await aLibrary(({ readHolds, ...rest }) => rest)
  expect(await said('holds', 'forbidden')).toBeUndefined()
  await stop()
})

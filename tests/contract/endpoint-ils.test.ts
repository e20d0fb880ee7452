/**
 * What the endpoint says of an ILS that it tells over SIP2, and what it is asked anew: routes, a real connection, a real database.
 */

import { parse } from 'valibot'
import { afterEach, expect, it } from 'vitest'
import { createSip2Wire } from '../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { tellOverWire } from '../../src/endpoint/ils/tell-over-wire.ts'
import { ilsLookAnswer } from '../../src/protocol/ils.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { anInstant } from '../builders/a-moment.ts'
import { aStore } from '../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests, type TestTablet } from '../builders/an-endpoint.ts'
import { type Sip2Ils, startSip2Ils } from '../fakes/sip2-ils.ts'

const now = anInstant('2026-11-24 13:32')
let ils: Sip2Ils | undefined
afterEach(() => ils?.stop())

const post = async (tablet: TestTablet, path: string, asked: object = {}) =>
  tablet.post(`/management/v1/${path}?protocol=${protocolVersion}`, {
    protocol: protocolVersion,
    nonce: 'n',
    librarianId: managerOfTests,
    ...asked,
  })

it('[ILS-2, ILS-6] whoever is signed in reads what the ILS has not, and asks anew, without a passphrase', async () => {
  ils = await startSip2Ils()
  ils.items.set('33331000000012', { title: 'Au Bonheur des Dames', renewals: 0 })
  ils.patrons.add('23333000000172')
  ils.blocked.add('23333000000172')
  const store = aStore()
  const endpoint = await anEndpoint({ store, ports: { toldOverWire: { library: undefined } } })
  const tablet = await endpoint.enrol()
  const look = async () => parse(ilsLookAnswer, (await post(tablet, 'ils-look')).body).wire
  const settings = {
    host: '127.0.0.1',
    port: ils.port,
    isTls: false,
    encoding: 'utf8',
    terminator: '\r',
    sendsChecksum: true,
    patienceMs: 500,
  } as const
  const account = { login: 'd', password: 'secret', location: '', institution: 'M', branch: 'M', zone: 'Europe/Paris' }
  const wire = createSip2Wire({ ...settings, ...account }, () => now)
  const pass = () => tellOverWire({ store, libraryId: libraryOfTests, wire, now: () => now, isStopping: () => false })

  const given = anEnvelope(aHandOver(), { deviceId: tablet.identity.deviceId as never })
  await tablet.push([aPushed(given)])
  expect(await look()).toMatchObject({ waiting: 1, open: [] })
  await pass()
  const told = await look()
  expect(told).toMatchObject({ waiting: 0, settled: 0, total: 1 })
  expect(told?.open[0]).toMatchObject({
    state: 'refused',
    said: 'Patron Blocked',
    card: '23333000000172',
    day: '2026-11-24',
    time: '14:31',
    mayAsk: true,
  })

  const line = { operationId: given.operationId, barcode: '33331000000012', movement: 'loan' }
  ils.blocked.clear()
  expect((await post(tablet, 'ils-ask', line)).body).toMatchObject({ isAsked: true })
  expect((await post(tablet, 'ils-ask', line)).body).toMatchObject({ isAsked: false })
  await pass()
  expect(await look()).toMatchObject({ waiting: 0, settled: 1, already: 0, open: [] })
  expect((await post(tablet, 'ils-ask', line)).body).toMatchObject({ isAsked: false })
  expect((await post(tablet, 'ils-ask', { ...line, movement: 'theft' })).status).toBe(400)
})

it('says nothing of an ILS that is told by files, nor to a tablet out of service', async () => {
  const endpoint = await anEndpoint()
  const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
  expect((await post(tablet, 'ils-look')).body).toEqual({ protocol: protocolVersion, nonce: 'n' })
  await other.setAside(tablet)
  expect((await post(tablet, 'ils-look')).status).toBe(403)
})

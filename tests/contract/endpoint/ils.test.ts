/**
 * What the endpoint says of an ILS that it tells over SIP2, and what it is asked anew: routes, a real connection, a real database.
 */

import { parse } from 'valibot'
import { afterEach, expect, it } from 'vitest'
import { createSip2Wire } from '../../../src/endpoint/connectors/sip2/sip2-wire.ts'
import { createEndpointLink } from '../../../src/endpoint/endpoint-link.ts'
import { lookAtWire } from '../../../src/endpoint/ils/look-at-wire.ts'
import { tellOverWire } from '../../../src/endpoint/ils/tell-over-wire.ts'
import { ilsRoutes } from '../../../src/protocol/ils.ts'
import { protocolVersion } from '../../../src/protocol/version.ts'
import { aDate, anInstant } from '../../builders/a-moment.ts'
import { aStore } from '../../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests, type TestTablet } from '../../builders/an-endpoint.ts'
import { aDeskDay, handOver, library, takeBack } from '../../export/a-desk-day.ts'
import { type Sip2Ils, startSip2Ils } from '../../fakes/sip2-ils.ts'

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

const settingsOf = ({ port }: Sip2Ils) =>
  ({ host: '127.0.0.1', port, isTls: false, encoding: 'utf8', terminator: '\r', sendsChecksum: true, patienceMs: 2000 }) as const
const account = { login: 'd', password: 'secret', location: '', institution: 'M', branch: 'M', zone: 'Europe/Paris' }

it('[ILS-2, ILS-6] whoever is signed in reads what the ILS has not, and asks anew, without a passphrase', async () => {
  ils = await startSip2Ils()
  ils.items.set('33331000000012', { title: 'Au Bonheur des Dames', renewals: 0 })
  ils.patrons.add('23333000000172')
  ils.blocked.add('23333000000172')
  const at = ils
  const dialled = () => createSip2Wire({ ...settingsOf(at), ...account }, () => now)
  const store = aStore()
  const link = createEndpointLink({ dataDir: '', wire: { wire: dialled(), everyMs: 60_000, library: undefined } }, store, () => now)
  const endpoint = await anEndpoint({ store, ports: { ilsLink: link } })
  const tablet = await endpoint.enrol()
  const look = async () => parse(ilsRoutes['ils-look'].answers, (await post(tablet, 'ils-look')).body).wire
  const wire = dialled()
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
  expect(await look()).toMatchObject({ waiting: 0, settled: 1, already: 0, open: [], otherDue: [] })
  expect((await post(tablet, 'ils-ask', line)).body).toMatchObject({ isAsked: false })
  expect((await post(tablet, 'ils-ask', { ...line, movement: 'theft' })).status).toBe(400)
})

it('[ILS-4] a due date that the ILS reckons otherwise is named until the document is back, sooner ones first', async () => {
  ils = await startSip2Ils()
  for (const barcode of ['31', '32', '33']) ils.items.set(barcode, { title: '', renewals: 0 })
  ils.patrons.add('21')
  const desk = await aDeskDay()
  const a = desk.tablet('A')
  const dated = (barcode: string, dueOn: string) => {
    const given = handOver('21', barcode)
    return given.kind === 'hand-over-order' ? { ...given, items: given.items.map((item) => ({ ...item, dueOn: aDate(dueOn) })) } : given
  }
  // The ILS of these tests wants everything back on 15 December.
  await desk.receive(
    a.press(dated('31', '2026-12-10'), '2026-11-24 10:00:00'),
    a.press(dated('32', '2026-12-22'), '2026-11-24 10:05:00'),
    a.press(dated('33', '2026-12-15'), '2026-11-24 10:10:00'),
  )
  const wire = createSip2Wire({ ...settingsOf(ils), ...account }, () => now)
  const pass = () => tellOverWire({ store: desk.store, libraryId: library, wire, now: () => now, isStopping: () => false })
  const otherDue = async () =>
    (await lookAtWire(desk.store, library, now)).otherDue.map(({ movement, promised, dueOn }) => [movement.barcode, promised, dueOn])
  await pass()
  expect(await otherDue()).toEqual([
    ['32', '2026-12-22', '2026-12-15'],
    ['31', '2026-12-10', '2026-12-15'],
  ])
  await desk.receive(a.press(takeBack('32'), '2026-11-24 11:00:00'))
  expect(await otherDue()).toEqual([['31', '2026-12-10', '2026-12-15']])
  await desk.store.close()
})

it('says nothing of an ILS that is told by files, nor to a tablet out of service', async () => {
  const endpoint = await anEndpoint()
  const [tablet, other] = [await endpoint.enrol(), await endpoint.enrol()]
  expect((await post(tablet, 'ils-look')).body).toEqual({ protocol: protocolVersion, nonce: 'n' })
  await other.setAside(tablet)
  expect((await post(tablet, 'ils-look')).status).toBe(403)
})

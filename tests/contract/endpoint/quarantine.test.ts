/**
 * What could not be applied is kept, and may be accepted once: after an upgrade that reads it, or by the manager when a tablet had been
 * set aside (PROTOCOL.md, Push and Who is who; I-3). The real routes over SQLite.
 */
import { expect, test } from 'vitest'
import {
  type OperationId,
  toCardNumber,
  toDeviceId,
  toItemBarcode,
  toLibraryId,
  toLineId,
  toOperationId,
  toOrderId,
  toRecordId,
} from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { readQuarantineAgain } from '../../../src/endpoint/authority/read-quarantine-again.ts'
import { canonicalJson } from '../../../src/protocol/canonical-json.ts'
import { aMoment, anInstant } from '../../builders/a-moment.ts'
import {
  aHandOver,
  anEndpoint,
  anEnvelope,
  aPushed,
  aReturn,
  libraryOfTests,
  managerPassphrase,
  outcomesOf,
  secretsIn,
  type TestTablet,
} from '../../builders/an-endpoint.ts'

const barcode = '33331000000012'
type Endpoint = Awaited<ReturnType<typeof anEndpoint>>

const never = (defect: unknown): void => {
  throw defect
}
const readAgain = ({ store }: Endpoint) => readQuarantineAgain(store, anInstant('2026-11-24 14:00'), never)
const receiptOf = async ({ store }: Endpoint, id: string) =>
  (await store.read(libraryOfTests, (reading) => reading.receiptsOf(toOperationId(id))))[0]

/** A receipt as a build left it that did not know this kind of operation: kept to the byte, and no more. */
const leaveUnread = async ({ store }: Endpoint, { identity }: TestTablet, envelope: ReturnType<typeof anEnvelope>): Promise<void> =>
  store.transact(libraryOfTests, (transaction) =>
    transaction.keepReceipt({
      operationId: envelope.operationId,
      hash: aPushed(envelope).hash,
      envelope: canonicalJson(envelope),
      deviceId: toDeviceId(identity.deviceId),
      receivedAt: anInstant('2026-11-24 13:32'),
      type: undefined,
      happenedOn: undefined,
      outcome: 'quarantined',
      version: transaction.head(),
      caseId: undefined,
      reason: 'operation-not-understood',
    }),
  )

const setAside = async (endpoint: Endpoint) => {
  const [lost, other] = [await endpoint.enrol(), await endpoint.enrol()]
  const deviceId = toDeviceId(lost.identity.deviceId)
  await other.setAside(lost)
  const accept = (passphrase = managerPassphrase) => other.manage('accept-quarantined', { deviceId }, { passphrase })
  return { lost, other, accept }
}

test('a library whose quarantine cannot be read is reported, and keeps no other one from it', async () => {
  const endpoint = await anEndpoint()
  const envelope = anEnvelope(aHandOver())
  await leaveUnread(endpoint, await endpoint.enrol(), envelope)
  const { store } = endpoint
  const [library] = await store.libraries()
  if (library === undefined) throw new Error('no library')
  const unreadable = { ...library, id: toLibraryId('illisible') }
  const defects: unknown[] = []
  const accepted = await readQuarantineAgain(
    {
      libraries: async () => [unreadable, library],
      read: (id, work) => (id === unreadable.id ? Promise.reject(new Error('unreadable')) : store.read(id, work)),
      transact: (id, work) => store.transact(id, work),
    },
    anInstant('2026-11-24 14:00'),
    (defect) => defects.push(defect),
  )
  expect([accepted, defects.length]).toEqual([1, 1])
})

test('an operation that a newer build reads is applied at its start, once, under a new version', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const envelope = anEnvelope(aHandOver())
  await leaveUnread(endpoint, tablet, envelope)
  const { end } = await tablet.pull()
  expect(await readAgain(endpoint)).toBe(1)
  const changes = await tablet.pull(end.cursor)
  expect(changes.rows.map(({ kind }) => kind)).toContain('item')
  expect(await receiptOf(endpoint, envelope.operationId)).toMatchObject({
    outcome: 'accepted',
    version: changes.end.version,
    type: 'hand-over-order',
    happenedOn: '2026-11-24',
    envelope: canonicalJson(envelope),
  })
  expect(await readAgain(endpoint)).toBe(0)
  expect(outcomesOf(await tablet.push([aPushed(envelope)]))).toEqual(['already-known'])
  expect(await endpoint.row('item', barcode)).toMatchObject({ facts: [{ what: 'handed-over' }] })
})

const happened = aMoment('2026-11-24 14:35')
const item = toItemBarcode(barcode)
const orderId = toOrderId('order-1')
const pick: Operation = {
  kind: 'pick-item',
  happened,
  orderId,
  lineId: toLineId('1'),
  barcode: item,
  recordId: toRecordId('record-1'),
  documentType: 'livre',
}

test.each<[string, Operation, (named: OperationId) => Operation]>([
  [
    'undo of a handover',
    aHandOver(),
    (handover) => ({ kind: 'undo-handover', happened, handover, orderId, card: toCardNumber('23333000000172'), barcodes: [item] }),
  ],
  [
    'document put back from its bag',
    pick,
    (named) => ({ kind: 'unpick-item', happened, orderId, lineId: toLineId('1'), pick: named, barcode: item }),
  ],
  [
    'undo of a reshelving',
    { kind: 'reshelve-item', happened, barcode: item },
    (reshelving) => ({ kind: 'unreshelve-item', happened, barcode: item, reshelving }),
  ],
])('the %s waits for what it names, and follows it out of quarantine', async (_, first, then) => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const named = anEnvelope(first)
  await leaveUnread(endpoint, tablet, named)
  const undo = anEnvelope(then(named.operationId))
  expect(outcomesOf(await tablet.push([aPushed(undo)]))).toEqual([['quarantined', 'names-quarantined']])
  expect(await readAgain(endpoint)).toBe(2)
  expect(await receiptOf(endpoint, undo.operationId)).toMatchObject({ outcome: 'accepted-with-case' })
})

test('an operation that this build does not read either, or whose hash is wrong, stays as it was', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const unknown = { ...anEnvelope(aReturn()), typeVersion: 99 }
  const falsified = { ...aPushed(anEnvelope(aReturn())), hash: '0'.repeat(64) }
  await tablet.push([aPushed(unknown), falsified])
  const before = await endpoint.store.libraries()
  expect(await readAgain(endpoint)).toBe(0)
  expect(await endpoint.store.libraries()).toEqual(before)
})

test('a request that would be refused by now stays in quarantine: an outcome moves to accepted, or not at all', async () => {
  const endpoint = await anEndpoint()
  const tablet = await endpoint.enrol()
  const request = anEnvelope({ kind: 'cancel-order', orderId: toOrderId('nowhere'), reason: '' })
  await leaveUnread(endpoint, tablet, request)
  expect(await readAgain(endpoint)).toBe(0)
  expect(await receiptOf(endpoint, request.operationId)).toMatchObject({ outcome: 'quarantined' })
})

test('[PRIV-2] the acts of a tablet set aside wait for the manager, whose one act applies them', async () => {
  const endpoint = await anEndpoint()
  const { lost, other, accept } = await setAside(endpoint)
  const envelope = anEnvelope(aHandOver())
  expect(outcomesOf(await lost.push([aPushed(envelope), aPushed({ ...anEnvelope(aReturn()), typeVersion: 99 })]))).toEqual([
    ['quarantined', 'tablet-set-aside'],
    ['quarantined', 'tablet-set-aside'],
  ])
  const { end } = await other.pull()
  expect(await readAgain(endpoint)).toBe(0)
  expect((await accept('ce n’est pas elle')).body.problem).toBe('passphrase-wrong')
  expect(await accept()).toMatchObject({ status: 200, body: { protocol: 4, nonce: 'm', accepted: 1, left: 1 } })
  expect((await other.pull(end.cursor)).rows.map(({ kind }) => kind)).toContain('item')
  expect((await accept()).body).toMatchObject({ accepted: 0, left: 1 })
  expect((await lost.get('/sync/v1/pull')).body.problem).toBe('revoked')
})

test('[PRIV-2, PRIV-9] the acts of a tablet set aside are erased after thirty days, and its row says so from the first day', async () => {
  const endpoint = await anEndpoint()
  const { lost, other, accept } = await setAside(endpoint)
  const row = () => endpoint.row('device', lost.identity.deviceId)
  const envelope = anEnvelope(aHandOver())
  await lost.push([aPushed(envelope)])
  expect(await row()).toMatchObject({ apart: { count: 1, until: '2026-12-24' } })
  const close = () =>
    closeDays(endpoint.store, endpoint.instantBefore(0), (defect) => {
      throw defect
    })
  endpoint.advance(29 * 86_400_000)
  await close()
  expect(await row()).toMatchObject({ apart: { count: 1 } })
  endpoint.advance(86_400_000 + 1)
  await close()
  expect(await row()).not.toHaveProperty('apart')
  expect((await accept()).body).toMatchObject({ accepted: 0, left: 0 })
  const receipts = await endpoint.store.read(libraryOfTests, (reading) => reading.receiptsOf(envelope.operationId))
  expect(receipts).toMatchObject([{ envelope: '', outcome: 'quarantined' }])
  expect((await other.pull()).rows).toContainEqual(expect.objectContaining({ row: await row() }))
})

test('[PRIV-2] once the manager accepted what a tablet set aside handed over, its row says nothing of it', async () => {
  const endpoint = await anEndpoint()
  const { lost, accept } = await setAside(endpoint)
  await lost.push([aPushed(anEnvelope(aHandOver()))])
  await accept()
  expect(await endpoint.row('device', lost.identity.deviceId)).not.toHaveProperty('apart')
})

test('[PRIV-2] an envelope damaged on its way from a tablet set aside is accepted by nobody: no tablet composed it', async () => {
  const endpoint = await anEndpoint()
  const { lost, accept } = await setAside(endpoint)
  const falsified = { ...aPushed(anEnvelope(aHandOver())), hash: '0'.repeat(64) }
  expect(outcomesOf(await lost.push([falsified]))).toEqual([['quarantined', 'hash-mismatch']])
  expect((await accept()).body).toMatchObject({ accepted: 0, left: 1 })
  expect(await endpoint.row('item', barcode)).toBeUndefined()
})

test('[PRIV-4] operations that wait for somebody are counted for whoever runs the endpoint, and name nobody', async () => {
  const endpoint = await anEndpoint({ ports: { metricsToken: 'a token of sixteen' } })
  const tablet = await endpoint.enrol()
  const figure = async (name: string): Promise<string | undefined> => {
    const text = await (await endpoint.ask('/metrics', { headers: { Authorization: 'Bearer a token of sixteen' } })).text()
    expect(secretsIn(text)).toEqual([])
    return new RegExp(`^${name}\\{library="mediatheque-de-valmont"\\} (.*)$`, 'm').exec(text)?.[1]
  }
  expect(await figure('pte_quarantined_operations')).toBe('0')
  await tablet.push([aPushed({ ...anEnvelope(aReturn()), typeVersion: 99 })], { pendingCount: 5 })
  expect(await figure('pte_quarantined_operations')).toBe('1')
  expect(await figure('pte_open_cases')).toBe('1')
  expect(await figure('pte_tablets_holding')).toBe('1')
  await tablet.push([])
  expect(await figure('pte_tablets_holding')).toBe('0')
})

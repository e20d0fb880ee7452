/**
 * What a database that was put back gives: tickets, epochs and letters (PROTOCOL.md, Epoch and Enrolment). The real routes over the real store.
 */
import { expect, test } from 'vitest'
import { toDeviceId } from '../../../src/domain/ids.ts'
import { nextEndpointNumber } from '../../../src/endpoint/storage/endpoint-order-number.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { again, putBack, told } from '../../builders/a-put-back.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf, TestTablet } from '../../builders/an-endpoint.ts'

const aTicket = /^[0-9a-f]{32}$/

test('a request that comes again after it gets a ticket, and takes none from its tablet', async () => {
  const { store, enrol, instantBefore } = await anEndpoint()
  const tablet = await enrol()
  const before = { epoch: tablet.identity.epoch, session: { term: 1, id: 'a'.repeat(16) } }
  await tablet.push([], before)
  const { ticket } = tablet
  const first = { protocol: 4, nonce: 'd'.repeat(32), ticket, pendingCount: 0, operations: [], ...before }
  tablet.ticket = String((await tablet.post('/sync/v1/push', first)).body.ticket)
  await tablet.push([], before)
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, instantBefore(0)))
  const late = await tablet.post('/sync/v1/push', first)
  expect([late.status, late.body.ticket]).toEqual([200, expect.stringMatching(aTicket)])
  const heard = await tablet.push([], before)
  expect([heard.status, heard.body.ticket]).toEqual([200, expect.stringMatching(aTicket)])
  const session = before.session
  const next = await tablet.push([], { epoch: String(heard.body.epoch), session })
  expect(next.status).toBe(200)
  expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
})

test('a client that takes the epoch of its enrolment for its own hands over again what the copy forgot', async () => {
  const { store, enrol, row } = await anEndpoint()
  // Its database was put back by hand, to before this tablet was let in: same epoch, and nobody knows of it.
  const former = await enrol()
  const handover = aPushed(anEnvelope(aHandOver()))
  const known = String((await former.push([handover])).body.epoch)
  const copy = await anEndpoint()
  await copy.store.transact(libraryOfTests, (transaction) => transaction.changeLibrary({ epoch: known }))
  const { identity } = await copy.enrol()
  // It pushes nothing in an epoch in which all was received.
  const client = new TestTablet((path, init) => copy.ask(path, init), identity)
  let { epoch } = identity
  const outbox = [{ ...handover, isReceived: true }]
  for (let exchange = 0; exchange < 3; exchange++) {
    const { body } = await client.push(
      outbox.filter(({ isReceived }) => !isReceived).map(({ hash, envelope }) => ({ hash, envelope })),
      { epoch },
    )
    for (const one of outbox) one.isReceived = body.epoch === epoch
    epoch = String(body.epoch)
  }
  expect(epoch).toBe(known)
  expect(await copy.row('item', '33331000000012')).toMatchObject({ facts: [{ what: 'handed-over' }] })
  expect(await row('item', '33331000000012')).toMatchObject({ facts: [{ what: 'handed-over' }] })
  expect(store).not.toBe(copy.store)
})

test('[PRIV-2] a tablet set aside is told that its history was lost until it says so: an answer can be lost', async () => {
  const { store, enrol } = await anEndpoint()
  const [lost, other] = [await enrol(), await enrol()]
  const epoch = String((await lost.push([])).body.epoch)
  const device = await store.read(libraryOfTests, async (reader) => reader.device(toDeviceId(lost.identity.deviceId)))
  if (device === undefined) throw new Error('it was let in')
  await lost.push([aPushed(anEnvelope(aHandOver()))], { epoch })
  // A copy of the file is put back by hand: the same epoch, and the tickets of before.
  await store.transact(libraryOfTests, (transaction) => transaction.keepDevice(device))
  expect((await other.setAside(lost)).status).toBe(200)
  const first = await lost.push([], { epoch, isAnswerLost: true })
  const second = await lost.push([], { epoch })
  expect(second.body.epoch).toBe(first.body.epoch)
  expect(second.body.epoch).not.toBe(epoch)
  const alone = { epoch: String(second.body.epoch) }
  const heard = await lost.push([], { ...alone, isAnswerLost: true })
  expect([heard.body.epoch, (await lost.push([], alone)).body.epoch]).toEqual([epoch, epoch])
  expect((await lost.push([], { epoch })).body.problem).toBe('revoked')
})

test('[ORD-12] a tablet that is let in after it has a letter that none of the lost history had, nor any order that comes back', async () => {
  const { enrol, one, other, silent, epoch, row } = await putBack()
  expect([one, other, silent].map(({ identity }) => identity.letter)).toEqual(['B', 'C', 'D'])
  // E to L: those who were let in since the copy, and have not spoken yet.
  expect((await enrol()).identity.letter).toBe('M')
  const { orderId, place } = told()
  await one.push([again({ ...place, number: 'P-001' } as typeof place, 1)], { epoch })
  expect(await row('order', orderId)).toMatchObject({ number: 'P-001' })
  expect((await enrol()).identity.letter).toBe('Q')
  expect((await enrol()).identity.letter).toBe('R')
})

test('[ORD-12] a letter far above all that were given is nobody’s: it raises no other tablet’s', async () => {
  const { enrol, one, epoch, row } = await putBack()
  const { orderId, place } = told()
  expect(outcomesOf(await one.push([again({ ...place, number: 'ZZZ-001' } as typeof place, 1)], { epoch }))).toEqual(['accepted'])
  expect(await row('order', orderId)).toMatchObject({ number: 'ZZZ-001' })
  expect((await enrol()).identity.letter).toBe('M')
})

test('[ORD-13] the endpoint’s own numbers go on above those that a lost history may have given, five hundred a day', async () => {
  const { store, instantBefore, advance } = await anEndpoint()
  const begin = () => store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, instantBefore(0)))
  const next = () => store.transact(libraryOfTests, nextEndpointNumber)
  expect(await next()).toBe(1)
  await begin()
  expect(await next()).toBe(501)
  advance(2 * 86_400_000)
  await begin()
  expect(await next()).toBe(2001)
})

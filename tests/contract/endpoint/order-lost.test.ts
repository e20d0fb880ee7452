/**
 * What was done for an order that a copy of the database does not have (PROTOCOL.md, Epoch). The real routes over the real store.
 */
import { describe, expect, test } from 'vitest'
import { toDeviceId, toOrderId } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { orderState } from '../../../src/domain/order/order.ts'
import { closeDays } from '../../../src/endpoint/authority/close-day.ts'
import { takeOrdersIn } from '../../../src/endpoint/ils/take-orders.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { aDate, aMoment, aTime } from '../../builders/a-moment.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, managerOfTests, outcomesOf } from '../../builders/an-endpoint.ts'

const dayMs = 86_400_000
const listed = {
  rows: [
    {
      ilsNumber: 'ILS-7',
      line: 2,
      card: '23333000000172',
      date: aDate('2026-11-24'),
      time: aTime('16:30'),
      site: '',
      source: 'ils',
      note: '',
      orderedOn: undefined,
      lines: [{ line: 2, record: 'record-1', barcode: '', title: '' }],
    },
  ],
  inRejected: new Set<string>(),
  from: aDate('2026-11-24'),
  to: aDate('2026-11-24'),
} as const

/** A copy of before the list was imported was put back; a tablet says what was done for the order of the list. */
const putBack = async () => {
  const endpoint = await anEndpoint()
  const { store, instantBefore } = endpoint
  const now = (): Instant => toInstant(instantBefore(0))
  let orderId = toOrderId('none')
  await store
    .transact(libraryOfTests, async (transaction) => {
      await takeOrdersIn(transaction, listed, now())
      orderId = (await transaction.rowsOf('order')).find(({ ilsNumber }) => ilsNumber === 'ILS-7')?.id ?? orderId
      throw new Error('the copy is older')
    })
    .catch(() => undefined)
  const [one, other] = [await endpoint.enrol(), await endpoint.enrol()]
  for (const tablet of [one, other]) await tablet.push([])
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, now()))
  const epoch = (await store.libraries())[0]?.epoch ?? ''
  const told = anEnvelope(aHandOver({ orderId }))
  expect(outcomesOf(await one.push([{ ...aPushed(told), accepted: 12 }], { epoch }))).toEqual(['accepted'])
  return {
    ...endpoint,
    now,
    one,
    other,
    epoch,
    orderId,
    told,
    importAgain: () => store.transact(libraryOfTests, (transaction) => takeOrdersIn(transaction, listed, now())),
    close: () =>
      closeDays(store, now(), (defect) => {
        throw defect
      }),
    orderNow: () => store.read(libraryOfTests, async (reader) => reader.row('order', orderId)),
    cases: () => store.read(libraryOfTests, async (reader) => reader.rowsOf('case')),
  }
}

describe('an order that a copy does not have', () => {
  test('[CASE-7] has what was done for it once its list is imported again: nobody prepares it twice', async () => {
    const { one, epoch, told, orderNow, importAgain, close, advance, cases } = await putBack()
    await importAgain()
    await one.push([], { epoch })
    const order = await orderNow()
    expect(order).toMatchObject({ ilsNumber: 'ILS-7', facts: [{ operationId: told.operationId, what: 'handed-over' }] })
    expect(order && orderState(order)).toBe('handed-over')
    // It is given them once.
    await one.push([], { epoch })
    expect((await orderNow())?.facts).toHaveLength(1)
    advance(2 * dayMs)
    await close()
    expect(await cases()).toEqual([])
  })

  test('[CASE-7, CASE-20] that nobody brings within a day is a case on every tablet, with who did what for it', async () => {
    const { one, other, epoch, orderId, told, close, advance, cases } = await putBack()
    await one.push([], { epoch })
    await other.push([], { epoch })
    advance(dayMs - 1)
    await close()
    expect(await cases()).toEqual([])
    advance(1)
    await close()
    expect(await cases()).toMatchObject([
      {
        caseKind: 'order-lost',
        subject: `order/${orderId}`,
        cites: [told.operationId],
        lost: [
          {
            operationId: told.operationId,
            type: 'hand-over-order',
            deviceId: toDeviceId(one.identity.deviceId),
            librarianId: managerOfTests,
          },
        ],
      },
    ])
  })

  test('[CASE-7] has its facts though it comes later than that, and the case closes by them', async () => {
    const { one, epoch, told, orderNow, importAgain, close, advance, cases } = await putBack()
    advance(2 * dayMs)
    await close()
    expect((await cases()).map(({ caseKind, settlement }) => [caseKind, settlement])).toEqual([['order-lost', undefined]])
    await importAgain()
    await one.push([], { epoch })
    expect(await orderNow()).toMatchObject({ facts: [{ operationId: told.operationId }] })
    expect(await cases()).toMatchObject([{ caseKind: 'order-lost', settlement: { decision: { kind: 'explained' } } }])
  })

  test('[CASE-7] is heard of again once its case was decided, and the case has left the base', async () => {
    const { one, epoch, store, orderId, told, orderNow, importAgain, close, now, advance, cases } = await putBack()
    advance(dayMs)
    await close()
    const [found] = await cases()
    if (found === undefined) throw new Error('no case')
    await store.transact(libraryOfTests, (transaction) => transaction.eraseRow('case', found.id, now(), found.subject))
    const more = anEnvelope({ kind: 'record-arrival', happened: aMoment('2026-11-24 14:20'), orderId })
    await one.push([aPushed(more)], { epoch })
    advance(dayMs)
    await close()
    const both = [told.operationId, more.operationId].sort()
    expect((await cases()).map(({ caseKind, cites }) => [caseKind, [...cites].sort()])).toEqual([['order-lost', both]])
    await importAgain()
    await one.push([], { epoch })
    expect((await orderNow())?.facts.map(({ operationId }) => operationId).sort()).toEqual(both)
  })

  test('[CASE-7] is said to be lost by the true time of its work, where the clock of its tablet is slow', async () => {
    const { one, other, epoch, close, advance, cases } = await putBack()
    await other.push([], { epoch })
    const days = 40 * dayMs
    const told = anEnvelope(aHandOver({ orderId: toOrderId('d'.repeat(32)) }))
    await one.push([aPushed({ ...told, at: toInstant(told.at - days), clockOffset: days })], { epoch })
    advance(dayMs)
    await close()
    expect((await cases()).map(({ cites }) => cites)).toContainEqual([told.operationId])
  })

  test('[CASE-7] keeps what came before it, whatever a tablet calls another order', async () => {
    const { one, epoch, orderId, told, orderNow, importAgain, close, advance } = await putBack()
    const like = { kind: 'record-arrival', happened: aMoment('2026-11-24 14:20'), orderId: toOrderId(`${orderId} 0`) } as const
    expect(outcomesOf(await one.push([aPushed(anEnvelope(like))], { epoch }))).toEqual(['accepted'])
    advance(dayMs)
    await close()
    await importAgain()
    await one.push([], { epoch })
    expect(await orderNow()).toMatchObject({ facts: [{ operationId: told.operationId }] })
  })

  test('[CASE-7] is missed by nobody where the work on it is so old that it may have left the base', async () => {
    const { one, other, epoch, close, advance, cases, importAgain } = await putBack()
    for (const tablet of [one, other]) await tablet.push([], { epoch })
    await importAgain()
    advance(45 * dayMs)
    await one.push([aPushed(anEnvelope(aHandOver({ orderId: toOrderId('c'.repeat(32)) })))], { epoch })
    advance(dayMs)
    await close()
    expect(await cases()).toEqual([])
  })

  test('[CASE-7] and is missed by nobody in a database that was never put back', async () => {
    const { enrol, store, instantBefore, advance } = await anEndpoint()
    const tablet = await enrol()
    await tablet.push([aPushed(anEnvelope(aHandOver({ orderId: toOrderId('b'.repeat(32)) })))])
    advance(2 * dayMs)
    await closeDays(store, toInstant(instantBefore(0)), (defect) => {
      throw defect
    })
    expect(await store.read(libraryOfTests, async (reader) => reader.rowsOf('case'))).toEqual([])
  })

  test('[CASE-7] with more work on it than any order has stops nobody: not the pushes, and not the closing', async () => {
    const { one, epoch, orderId, orderNow, importAgain, close, advance } = await putBack()
    const moment = aMoment('2026-11-24 14:20')
    const arrivals = (count: number) =>
      Array.from({ length: count }, () => aPushed(anEnvelope({ kind: 'record-arrival', happened: moment, orderId })))
    for (let n = 0; n < 12; n++) expect((await one.push(arrivals(50), { epoch })).status).toBe(200)
    await importAgain()
    expect((await one.push(arrivals(1), { epoch })).status).toBe(200)
    expect((await orderNow())?.facts).toHaveLength(500)
    advance(2 * dayMs)
    await close()
  })

  test('[CASE-7, CASE-20] is a case by the hundred where one tablet names hundreds: the others follow at the next closings', async () => {
    const { one, epoch, close, advance, cases } = await putBack()
    await one.push([], { epoch })
    for (let from = 0; from < 240; from += 80) {
      const facts = Array.from({ length: 80 }, (_, i) =>
        anEnvelope({ kind: 'print-label', happened: aMoment('2026-11-24 14:20'), orderId: toOrderId(`none-${from + i}`) }),
      )
      await one.push(facts.map(aPushed), { epoch })
    }
    const counts: number[] = []
    for (const _ of [1, 2, 3]) {
      advance(dayMs)
      await close()
      counts.push((await cases()).filter(({ caseKind }) => caseKind === 'order-lost').length)
    }
    // And the one that it had worked on in truth.
    expect(counts).toEqual([100, 200, 241])
  })
})

test('[CASE-7] a copy of before its tablets were enrolled does not know that it was put back: an imported order has what came before it all the same', async () => {
  const { store, instantBefore, enrol, row } = await anEndpoint()
  const now = (): Instant => toInstant(instantBefore(0))
  const take = (transaction: Parameters<typeof takeOrdersIn>[0]) => takeOrdersIn(transaction, listed, now())
  let orderId = toOrderId('none')
  await store
    .transact(libraryOfTests, async (transaction) => {
      await take(transaction)
      orderId = (await transaction.rowsOf('order')).find(({ ilsNumber }) => ilsNumber === 'ILS-7')?.id ?? orderId
      throw new Error('the copy is older')
    })
    .catch(() => undefined)
  const tablet = await enrol()
  const told = anEnvelope(aHandOver({ orderId }))
  expect(outcomesOf(await tablet.push([{ ...aPushed(told), accepted: 12 }]))).toEqual(['accepted'])
  await store.transact(libraryOfTests, take)
  await tablet.push([])
  expect(await row('order', orderId)).toMatchObject({ facts: [{ operationId: told.operationId }] })
})

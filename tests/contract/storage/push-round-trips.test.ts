/**
 * How often a push waits for the database: on a network each wait costs more than its answer, so there are three, whatever the size
 * of the push. Counted on a real PostgreSQL, at the driver: questions that go out together are waited for once.
 */
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toCardNumber, toItemBarcode, toOrderId } from '../../../src/domain/ids.ts'
import type { Operation } from '../../../src/domain/operation/operation.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { anInstant } from '../../builders/a-moment.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, aReturn, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'
import { emptied, postgresReason, type RunningPostgres, startPostgres } from '../../fakes/running-postgres.ts'

/** Its lock with all that it reads, its writes, its commit; before them the tablet's credential. */
const most = 3 + 1

/** Times that something was asked while nothing else was on its way. */
const countWaits = async (work: () => Promise<unknown>): Promise<number> => {
  const real = pg.Client.prototype.query as (...asked: unknown[]) => unknown
  let underWay = 0
  let waits = 0
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...asked: unknown[]) {
    if (underWay === 0) waits += 1
    underWay += 1
    const answer = real.apply(this, asked)
    if (answer instanceof Promise) {
      const arrive = (): void => {
        underWay -= 1
      }
      answer.then(arrive, arrive)
    }
    return answer
  } as never)
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
  return waits
}

describe('a push to PostgreSQL', () => {
  let postgres: RunningPostgres | undefined
  beforeAll(async () => {
    if (postgresReason === undefined) postgres = await startPostgres()
  })
  afterAll(() => postgres?.stop())
  beforeEach(({ skip }) => skip(postgresReason !== undefined, postgresReason))

  const cardOf = (n: number) => toCardNumber(`2333300000${1000 + n}`)
  const barcodeOf = (n: number) => toItemBarcode(`3333100000${1000 + n}`)
  const orderIdOf = (n: number) => toOrderId(`${n}`.padStart(32, 'a'))
  const orders = Array.from({ length: 50 }, (_, n) =>
    anOrder({ id: orderIdOf(n), number: `${n}`, card: cardOf(n), lines: [aLine('1', aRecordWanted('record-1'))] }),
  )
  const patrons = Array.from({ length: 50 }, (_, n) => aPatron({ id: cardOf(n) }))
  const handOver = (n: number, changes: object): Operation => {
    const one = aHandOver() as Extract<Operation, { kind: 'hand-over-order' }>
    return { ...one, card: cardOf(n), items: one.items.map((item) => ({ ...item, barcode: barcodeOf(n) })), ...changes }
  }
  const kinds: Readonly<Record<string, (n: number) => Operation>> = {
    'loans without an order': (n) => handOver(n, { orderId: undefined }),
    'loans of types that no right names': (n) => {
      const one = handOver(n, { orderId: undefined }) as Extract<Operation, { kind: 'hand-over-order' }>
      return { ...one, items: one.items.map((item) => ({ ...item, documentType: `type ${n}` })) }
    },
    'handovers of orders': (n) => handOver(n, { orderId: orderIdOf(n) }),
    'returns of what others lent': (n) => ({ ...aReturn(), barcode: barcodeOf(n) }) as Operation,
    'the same document lent to all': (n) => handOver(0, { orderId: undefined, card: cardOf(n) }),
    'orders cancelled': (n) => ({ kind: 'cancel-order', orderId: orderIdOf(n), reason: '' }) as Operation,
  }

  test.each(Object.entries(kinds))('%s: three waits, however many', async (_, make) => {
    // It looks at the heads when it begins to watch, and then never: a look is no part of a push.
    const store = new PostgresStore(await emptied(postgres), 3_600_000)
    const endpoint = await anEndpoint({ store })
    const tablet = await endpoint.enrol()
    const waits: number[] = []
    const asBefore = () =>
      store.transact(libraryOfTests, async (transaction) => {
        for (const row of [...patrons, ...orders]) await transaction.writeRow(row, anInstant('2026-11-24 08:00'))
      })
    // The library's rows are in memory then, and the records that its orders want in the base.
    await asBefore()
    await tablet.push([aPushed(anEnvelope(make(49)))])
    for (const size of [1, 10, 50]) {
      await asBefore()
      const pushed = Array.from({ length: size }, (_, n) => aPushed(anEnvelope(make(n))))
      waits.push(
        await countWaits(async () => {
          const outcomes = outcomesOf(await tablet.push(pushed))
          expect(outcomes).toHaveLength(size)
          expect(outcomes.every((outcome) => `${outcome}`.startsWith('accepted'))).toBe(true)
        }),
      )
    }
    await store.close()
    expect(Math.max(...waits), waits.join(', ')).toBeLessThanOrEqual(most)
  })
})

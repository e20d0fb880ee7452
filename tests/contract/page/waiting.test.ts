/**
 * What orders wait for, as searches of strangers count it while the desk writes: the same as read anew, after any writing, and from the rows
 * that changed alone. On each store.
 */
import { beforeEach, expect, test } from 'vitest'
import { type OrderId, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { linesWaiting } from '../../../src/domain/item/availability.ts'
import { countWaiting } from '../../../src/endpoint/page/shelves.ts'
import { readDesk, type Store, type StoreReader, type StoreTransaction } from '../../../src/endpoint/storage/store.ts'
import { aLine, anOrder, aRecordWanted } from '../../builders/an-order.ts'
import { aPatronOf, library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

let store: Store

/** A reader that notes how often all orders are read. */
const watched = (reader: StoreReader, reads: string[]): StoreReader =>
  new Proxy(reader, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return (...given: readonly unknown[]) => {
        if (name === 'rowsOf') reads.push(String(given[0]))
        return value.apply(target, given)
      }
    },
  })

onEachStore('what orders wait for', (opened) => {
  beforeEach(() => {
    store = opened()
  })
  const wantedBy = (id: OrderId, ...recordIds: readonly string[]) =>
    anOrder({ id, lines: recordIds.map((recordId, n) => aLine(String(n), aRecordWanted(recordId))) })
  const write = (work: (transaction: StoreTransaction) => Promise<unknown>) => store.transact(library, work)
  const both = async () => {
    const reads: string[] = []
    const counted = await store.read(library, (reader) => countWaiting(watched(reader, reads)))
    return { counted, anew: await store.read(library, (reader) => readDesk(reader, linesWaiting)), reads: reads.length }
  }

  test('[PAGE-5] is counted from the rows that changed, and is what a whole reading says', async () => {
    const ids = Array.from({ length: 6 }, (_, n) => toOrderId(`order-${n}`))
    await both()
    let seed = 7
    const upTo = (bound: number): number => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed % bound
    }
    for (let step = 0; step < 60; step += 1) {
      const id = ids[upTo(ids.length)] as OrderId
      await write(async (transaction) => {
        if (upTo(4) === 0) await transaction.eraseRow('order', id, now)
        else await transaction.writeRow(wantedBy(id, ...Array.from({ length: upTo(4) }, () => `record-${upTo(3)}`)), now)
        if (upTo(3) === 0) await transaction.writeRow(aPatronOf('1', `DURAND ${step}`), now)
      })
      const { counted, anew, reads } = await both()
      expect([step, counted]).toEqual([step, anew])
      expect([step, reads]).toEqual([step, 0])
    }
  })

  test('[PAGE-5] is read anew where the base forgot what it erased, and where too much changed', async () => {
    const [first, second] = [toOrderId('first'), toOrderId('second')]
    await write((transaction) => transaction.writeRow(wantedBy(first, 'record-1'), now))
    expect((await both()).counted).toEqual(new Map([['record-1', 1]]))
    await write((transaction) => transaction.eraseRow('order', first, now))
    await write((transaction) => transaction.writeRow(wantedBy(second, 'record-2'), now))
    await write((transaction) => transaction.forgetTombstones(toInstant(now + 1)))
    expect(await both()).toMatchObject({ counted: new Map([['record-2', 1]]), reads: 1 })
    await write(async (transaction) => {
      for (let n = 0; n < 201; n += 1) await transaction.writeRow(aPatronOf(String(n)), now)
      await transaction.writeRow(wantedBy(first, 'record-1'), now)
    })
    const { counted, anew, reads } = await both()
    expect(counted).toEqual(anew)
    expect(reads).toBe(1)
  })
})

/**
 * What a push costs while requests of others wait after a restore: only what it may release is looked at (CASE-19). Counted at the store, as
 * envelopes that are looked up again; the real routes over the real store.
 */
import { expect, test } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import type { Store } from '../../../src/endpoint/storage/store.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { again, told } from '../../builders/a-put-back.ts'
import { aStore } from '../../builders/a-store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests, outcomesOf } from '../../builders/an-endpoint.ts'

/** A store that counts the savepoints of its transactions: one for each operation that is judged, whether it came or waited. */
const counted = () => {
  const real = aStore()
  let judged = 0
  const store: Store = withMembers(real, {
    transact: (id, work, ahead) =>
      real.transact(
        id,
        (transaction) =>
          work(
            withMembers(transaction, {
              savepoint: (inner) => {
                judged += 1
                return transaction.savepoint(inner)
              },
            }),
          ),
        ahead,
      ),
  })
  const judgedBy = async (work: () => Promise<unknown>): Promise<number> => {
    judged = 0
    await work()
    return judged
  }
  return { store, judgedBy }
}

test('[CASE-19] a push judges what it brings and what that may release, though 300 requests of others wait', async () => {
  const { store, judgedBy } = counted()
  const endpoint = await anEndpoint({ store })
  const [one, other] = [await endpoint.enrol(), await endpoint.enrol()]
  for (const tablet of [one, other]) await tablet.push([])
  await store.transact(libraryOfTests, (transaction) => startNewEpoch(transaction, endpoint.instantBefore(0)))
  const epoch = (await store.libraries())[0]?.epoch ?? ''
  const { place, move, early, late } = told()
  const idOf = (n: number) => toOrderId(`${n}`.padStart(32, 'c'))
  const moves = Array.from({ length: 300 }, (_, n) => again({ ...move(early, late), orderId: idOf(n) } as typeof place, 200 + n))
  for (let from = 0; from < 300; from += 100) await other.push(moves.slice(from, from + 100), { epoch, pendingCount: 200 })

  const handed = aPushed(anEnvelope(aHandOver()))
  expect(await judgedBy(() => one.push([handed], { epoch, pendingCount: 9 }))).toBe(1)
  const placed = again({ ...place, orderId: idOf(7) } as typeof place, 101)
  expect(await judgedBy(async () => expect(outcomesOf(await one.push([placed], { epoch, pendingCount: 9 }))).toEqual(['accepted']))).toBe(2)
  expect(await endpoint.row('order', idOf(7))).toMatchObject({ slot: late })
  // Once nobody is awaited, all are tried for the last time.
  await other.push([], { epoch })
  expect(await judgedBy(() => one.push([], { epoch }))).toBe(299)
})

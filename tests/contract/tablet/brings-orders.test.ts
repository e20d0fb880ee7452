/**
 * A tablet brings back the orders that a restore forgot (CASE-24): the real tablet, its endpoint, and a copy put back in the place of its file.
 */
import { copyFileSync, rmSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toOrderId } from '../../../src/domain/ids.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { aLine, anOrder, aSlotKey } from '../../builders/an-order.ts'
import { aLoan, card, libraryId, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const orders = Array.from({ length: 130 }, (_, n) =>
  anOrder({
    id: toOrderId(n.toString(16).padStart(32, '0')),
    number: `A-${String(n + 1).padStart(3, '0')}`,
    source: 'portal',
    card,
    slot: aSlotKey('2026-11-26 15:00'),
    lines: [aLine('1', { kind: 'wish', text: 'x'.repeat(600) })],
  }),
)
const shown = ({ desk }: TestTablet): number => [...desk.snapshot.state.all('order')].length
const here = async (): Promise<number> => world.store.read(libraryId, async (reader) => (await reader.rowsOf('order')).length)

/** Two tablets that know the orders, and a copy of before these. */
const putBack = async (): Promise<readonly [TestTablet, TestTablet]> => {
  const tablets = [await world.tabletOfJeanne(), await world.tabletOfJeanne()] as const
  await world.store.foldErased()
  copyFileSync(world.path, `${world.path}.copy`)
  await world.writeRows(...orders)
  world.advance(20_000)
  for (const tablet of tablets) await until(() => shown(tablet) === orders.length, 'the orders')
  for (const tablet of tablets) tablet.spoil(offline)
  await world.replaceDatabase(async () => {
    for (const rest of ['-wal', '-shm']) rmSync(`${world.path}${rest}`, { force: true })
    copyFileSync(`${world.path}.copy`, world.path)
  })
  world.advance(60_000)
  await world.store.transact(libraryId, (transaction) => startNewEpoch(transaction, world.now()))
  return tablets
}
const isBack = (tablet: TestTablet) =>
  until(async () => {
    const pulled = tablet.requests.findLastIndex(({ path }) => path.startsWith('/sync/v1/pull'))
    const brought = tablet.requests.findLastIndex(({ path }) => path.startsWith('/sync/v1/orders'))
    return brought >= 0 && pulled > brought && shown(tablet) === orders.length && (await here()) === orders.length
  }, 'the orders')

test('[CASE-24] the orders of patrons are on every tablet again, though only one of them speaks', async () => {
  const [one, other] = await putBack()
  expect(await here()).toBe(0)
  await aLoan(one.desk, '0001')
  one.spoil(undefined)
  world.advance(60_000)
  await isBack(one)
  // 130 orders of 800 bytes: in as many requests as a body holds.
  const brought = one.requests.filter(({ path }) => path.startsWith('/sync/v1/orders'))
  expect(brought.length).toBeGreaterThan(1)
  expect(Math.max(...brought.map(({ body = '' }) => body.length))).toBeLessThanOrEqual(65_536)
  await until(() => one.desk.snapshot.pendingCount === 0, 'the push')
  other.spoil(undefined)
  world.advance(60_000)
  await isBack(other)
  expect(one.defects).toEqual([])
})

test('[CASE-24] an answer that is lost on the way is asked for again before the base is fetched', async () => {
  const [one] = await putBack()
  let lost = 0
  one.spoil(async (request, carry) => {
    if (!request.path.startsWith('/sync/v1/orders') || lost++ > 1) return carry()
    throw new TypeError('connection reset')
  })
  for (let tries = 0; tries < 3; tries++) {
    world.advance(60_000)
    await until(() => lost > tries, 'a try')
  }
  await isBack(one)
  expect(lost).toBeGreaterThan(2)
})

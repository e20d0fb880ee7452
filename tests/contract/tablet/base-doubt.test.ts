/**
 * A base that can never agree with its digest: one row that no disk keeps as it came is enough. It is fetched whole at once, then later and
 * later, and the endpoint is told, so that a broken row costs a library neither its line nor its peace. A real tablet and its endpoint.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

test('a base whose digest never agrees is fetched whole once, then later and later, and the endpoint is told', async () => {
  const tablet = await world.tabletOfJeanne()
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the first exchange')
  tablet.spoil(async (_, carry) => {
    const answer = await carry()
    return { ...answer, text: answer.text.replace(/"digest":"[0-9a-f]{16}"/, `"digest":"${'f'.repeat(16)}"`) }
  })
  const from = tablet.requests.length
  const asked = (sort: RegExp) => tablet.requests.slice(from).filter(({ path }) => sort.test(path))
  const whole = /^\/sync\/v1\/pull\?protocol/
  const exchange = async (times: number) => {
    for (let i = 0; i < times; i++) {
      world.advance(15_000)
      await until(() => {
        const { link } = tablet.desk.snapshot
        return link.kind === 'online' && link.lastExchangeAt === world.now()
      }, 'an exchange')
    }
  }
  const isToldDoubtful = (): unknown => JSON.parse(asked(/^\/sync\/v1\/push/).at(-1)?.body ?? '{}').isBaseDoubtful
  await exchange(3)
  expect(asked(whole)).toHaveLength(1)
  expect(isToldDoubtful()).toBe(true)
  // Six minutes: one and three minutes after the first.
  await exchange(22)
  expect(asked(whole)).toHaveLength(3)
  tablet.spoil(undefined)
  await exchange(2)
  expect(isToldDoubtful()).toBe(undefined)
})

/**
 * What a tablet shows of a patrons' page that strangers shut. The real desk over the real endpoint; time stands still unless the test moves it.
 */
import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { msPerDay, msPerMinute, toInstant } from '../../../src/domain/instant.ts'
import { countIn } from '../../../src/endpoint/enrolment/counting.ts'
import { Attempts } from '../../../src/endpoint/page/attempts.ts'
import { libraryId, openTabletWorld, until } from '../../fakes/tablet-world.ts'

test('[PAGE-16, PAGE-39] that strangers shut the patrons’ page is shown while the endpoint says so, and no longer', async () => {
  const world = await openTabletWorld()
  const tablet = await world.tabletOfJeanne()
  const shutUntil = () => {
    const { link } = tablet.desk.snapshot
    return link.kind === 'online' ? link.pageShutUntil : 'off line'
  }
  await until(() => shutUntil() === undefined, 'the first exchange')
  // Almost a day ago: in five minutes it is over.
  const [wrong, at] = [new Attempts('wrong-codes', 200, msPerDay), toInstant(world.now() - msPerDay + 5 * msPerMinute)]
  await countIn(world.store, async (tallies) => {
    for (let n = 0; n < 200; n++) await wrong.count(tallies, libraryId, at)
  })
  world.advance(msPerMinute)
  await until(() => shutUntil() === at + msPerDay, 'that it is shut')
  for (let n = 0; n < 6; n++) {
    world.advance(msPerMinute)
    tablet.desk.tryNow()
    await until(() => {
      world.advance(0)
      const { link } = tablet.desk.snapshot
      return link.kind === 'online' && link.lastExchangeAt === world.now()
    }, 'an exchange')
  }
  await until(() => shutUntil() === undefined, 'that it is open')
  expect(tablet.defects).toEqual([])
  await world.close()
})

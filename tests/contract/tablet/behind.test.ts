/**
 * A tab that was told of what another one wrote while its disk did not answer: nobody tells it again, so it reads the disk again by itself.
 * Two real desks on one disk, over the real endpoint; time stands still unless a test moves it.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { capMs } from '../../../src/tablet/sync/back-off.ts'
import { everyMs } from '../../../src/tablet/sync/sync-loop.ts'
import { aLoan, card, jeanne, libraryId, openTabletWorld, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

/** How often a tab looks at its clock. */
const lookMs = 10_000

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

/** Its disk answers no reading, until it does again. */
const silence = ({ storage }: TestTablet) =>
  vi.spyOn(storage, 'load').mockRejectedValue(new DOMException('the connection is gone', 'InvalidStateError'))

/** Two tabs of one browser without a network; Jeanne works in both. */
const twoTabs = async () => {
  const browser = crypto.randomUUID()
  const other = await world.tabletOfJeanne(browser)
  await until(() => other.desk.snapshot.link.kind === 'online', 'the first exchange')
  other.spoil(offline)
  const tab = world.tablet(browser)
  tab.spoil(offline)
  await until(() => tab.desk.snapshot.phase.kind === 'signed-out', 'the second tab')
  await tab.desk.signIn(jeanne, pin)
  return { other, tab, hear: tab.follow() }
}
/** The other tab saves a loan, and tells of it once a disk that does not answer. */
const aLoanUnread = async ({ other, tab, hear }: Awaited<ReturnType<typeof twoTabs>>) => {
  const dead = silence(tab)
  other.tellTo(() => {})
  expect((await aLoan(other.desk, '0001')).kind).toBe('saved')
  hear(undefined)
  await until(() => dead.mock.settledResults.length > 0, 'a reading that fails')
  return dead
}
const isShown = ({ desk }: TestTablet): boolean => desk.snapshot.state.get('item', toItemBarcode('0001')) !== undefined

test('shows it at its next look once the disk answers', async () => {
  const tabs = await twoTabs()
  const dead = await aLoanUnread(tabs)
  world.advance(lookMs)
  await until(() => dead.mock.settledResults.length > 1, 'another reading that fails')
  expect(isShown(tabs.tab)).toBe(false)
  dead.mockRestore()
  world.advance(lookMs)
  await until(() => isShown(tabs.tab), 'what the other tab saved')
  expect(tabs.tab.desk.snapshot.pendingCount).toBe(1)
})

test('asks a disk that hangs once, and again only when that failed', async () => {
  const tabs = await twoTabs()
  const dead = await aLoanUnread(tabs)
  let fail = (): void => {}
  dead.mockImplementation(
    () =>
      new Promise((_, reject) => {
        fail = () => reject(new DOMException('the disk does not answer', 'TimeoutError'))
      }),
  )
  const before = dead.mock.calls.length
  for (let looks = 0; looks < 5; looks++) world.advance(lookMs)
  await until(() => dead.mock.calls.length > before, 'a reading that hangs')
  dead.mockRestore()
  const read = vi.spyOn(tabs.tab.storage, 'load')
  fail()
  // A press comes after every reading that was asked for before it, and after its own, in its turn.
  expect(await aLoan(tabs.tab.desk, '0002')).toMatchObject({ kind: 'saved' })
  expect(read).toHaveBeenCalledTimes(1)
})

test('judges a press by what the other tab saved: a loan may be undone at once', async () => {
  const tabs = await twoTabs()
  const dead = await aLoanUnread(tabs)
  dead.mockRestore()
  const { desk, storage } = tabs.tab
  const [loan] = await storage.pending(1)
  const undoing = await desk.perform({
    kind: 'undo-handover',
    happened: desk.now(),
    handover: loan?.operationId ?? toOperationId(''),
    orderId: undefined,
    card,
    barcodes: [toItemBarcode('0001')],
  })
  expect(undoing).toMatchObject({ kind: 'saved' })
})

test('judges a press by it too where the reading that was under way fails only then', async () => {
  const tabs = await twoTabs()
  let fail = (): void => {}
  const hung = new Promise<never>((_, reject) => {
    fail = () => reject(new DOMException('the connection is gone', 'InvalidStateError'))
  })
  const dead = vi.spyOn(tabs.tab.storage, 'load').mockReturnValueOnce(hung)
  tabs.other.tellTo(() => {})
  expect((await aLoan(tabs.other.desk, '0001')).kind).toBe('saved')
  tabs.hear(undefined)
  await until(() => dead.mock.calls.length > 0, 'a reading')
  const pressed = aLoan(tabs.tab.desk, '0002')
  fail()
  expect(await pressed).toMatchObject({ kind: 'saved' })
  expect(isShown(tabs.tab)).toBe(true)
})

test('where it leads, reads it before it exchanges', async () => {
  const tabs = await twoTabs()
  await aLoan(tabs.tab.desk, '0002')
  world.advance(2 * capMs + everyMs)
  await until(() => tabs.tab.defects.includes('the tab that leads is silent'), 'the lead')
  const dead = await aLoanUnread(tabs)
  dead.mockRestore()
  await until(() => {
    tabs.tab.desk.tryNow()
    return isShown(tabs.tab)
  }, 'what the other tab saved')
  expect(tabs.tab.desk.snapshot.pendingCount).toBe(2)
})

test('sends nothing with the ticket of before another tab led, as long as its disk does not say the one of today', async () => {
  const { other, tab } = await twoTabs()
  await aLoan(tab.desk, '0002')
  const ticketOf = async () => (await other.storage.load()).identity?.ticket
  const former = await ticketOf()
  other.spoil(undefined)
  await until(async () => {
    other.desk.tryNow()
    return (await ticketOf()) !== former
  }, 'a new ticket')
  const dead = silence(tab)
  const before = tab.requests.length
  tab.spoil(undefined)
  world.advance(2 * capMs + everyMs)
  await until(() => tab.defects.includes('the tab that leads is silent'), 'the lead')
  for (let tries = 0; tries < 5; tries++) {
    const failed = dead.mock.settledResults.length
    await until(() => {
      tab.desk.tryNow()
      return dead.mock.settledResults.length > failed
    }, 'a try')
  }
  expect(tab.requests.length).toBe(before)
  dead.mockRestore()
  await until(() => {
    tab.desk.tryNow()
    return tab.desk.snapshot.link.kind === 'online'
  }, 'an exchange')
  expect(await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))).toEqual([])
})

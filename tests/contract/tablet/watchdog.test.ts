/**
 * What looks after the exchange itself: a request or a disk that never answers, a timer that was lost, a leading tab that fell silent
 * (PROTOCOL.md, The tablet). The real desk over the real endpoint; time stands still unless a test moves it.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toOperationId } from '../../../src/domain/ids.ts'
import { type Instant, toInstant } from '../../../src/domain/instant.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { transactionLimitMs } from '../../../src/tablet/storage/dexie-transactions.ts'
import { capMs } from '../../../src/tablet/sync/back-off.ts'
import { createSyncLoop, everyMs } from '../../../src/tablet/sync/sync-loop.ts'
import { aLoan, libraryId, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const isTransmitted = ({ desk }: TestTablet) => desk.snapshot.pendingCount === 0
const pushes = ({ requests }: TestTablet) => requests.filter(({ path }) => path.startsWith('/sync/v1/push')).length

test('hints that a cut network ended are asked for as soon as an exchange goes through again', async () => {
  const tablet = await world.tabletOfJeanne()
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the first exchange')
  tablet.spoil(offline)
  tablet.breakHints(true)
  // Each failure makes the next try wait longer, of the hints too.
  const tried = tablet.hintsAsked
  await until(() => {
    world.advance(100)
    return tablet.hintsAsked === tried + 5
  }, 'the fifth try')
  await until(() => tablet.desk.snapshot.link.kind === 'offline', 'the cut')
  tablet.spoil(undefined)
  tablet.breakHints(false)
  const before = tablet.hintsAsked
  tablet.desk.tryNow()
  await until(() => {
    world.advance(0)
    return tablet.desk.snapshot.link.kind === 'online'
  }, 'the network')
  await until(() => tablet.hintsAsked === before + 1, 'the hints')
})

describe('an exchange in which nothing moves any more', () => {
  test('is given up after its bound, said, and begun again', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(() => new Promise(() => {}))
    await aLoan(tablet.desk, '0001')
    const before = pushes(tablet)
    world.advance(2 * capMs)
    await until(() => true)
    expect(tablet.desk.snapshot.lastStuckAt).toBeUndefined()
    world.advance(everyMs)
    await until(() => tablet.desk.snapshot.lastStuckAt !== undefined, 'the watchdog')
    expect(tablet.desk.snapshot.link.kind).toBe('offline')
    expect(tablet.desk.snapshot.pendingCount).toBe(1)
    expect(tablet.defects).toEqual(['an exchange in which nothing moved was given up'])
    tablet.spoil(undefined)
    world.advance(capMs)
    await until(() => isTransmitted(tablet), 'the next exchange')
    expect(pushes(tablet)).toBeGreaterThan(before)
  })

  test('changes nothing when its answer comes after all', async () => {
    const tablet = await world.tabletOfJeanne()
    const withheld: (() => void)[] = []
    tablet.spoil(async (_, carry) => {
      const answer = await carry()
      await new Promise<void>((resolve) => withheld.push(resolve))
      return answer
    })
    await aLoan(tablet.desk, '0001')
    await until(() => withheld.length > 0, 'the push')
    world.advance(2 * capMs + everyMs)
    await until(() => tablet.desk.snapshot.lastStuckAt !== undefined, 'the watchdog')
    tablet.spoil(undefined)
    world.advance(capMs)
    await until(() => isTransmitted(tablet), 'the next exchange')
    // By now the ticket that the late answer carries is an old one.
    for (const barcode of ['0002', '0003', '0004']) {
      if (barcode === '0004') for (const answer of withheld) answer()
      expect((await aLoan(tablet.desk, barcode)).kind).toBe('saved')
      await until(() => isTransmitted(tablet), 'the exchange after')
    }
    const before = pushes(tablet)
    world.advance(everyMs)
    await until(() => pushes(tablet) > before && tablet.desk.snapshot.link.kind === 'online', 'one more')
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
    expect(tablet.desk.snapshot.openCaseCount).toBe(0)
    expect((await tablet.desk.ownOperations()).map(({ journey }) => journey.kind)).toEqual(Array(4).fill('transmitted'))
  })

  test('is not one that is merely long: each answer shows that it moves', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    for (const barcode of ['0001', '0002', '0003', '0004', '0005', '0006', '0007', '0008']) await aLoan(tablet.desk, barcode)
    const answers: (() => void)[] = []
    tablet.spoil(async (request, carry) => {
      if (request.body !== undefined && JSON.parse(request.body).operations.length > 1)
        return { status: 413, text: 'too large', retryAfterMs: undefined }
      const answer = await carry()
      await new Promise<void>((resolve) => answers.push(resolve))
      return answer
    })
    tablet.desk.tryNow()
    for (let slow = 0; slow < 8; slow++) {
      await until(() => answers.length > 0, 'a slow answer')
      world.advance(capMs)
      answers.shift()?.()
    }
    expect(tablet.desk.snapshot.lastStuckAt).toBeUndefined()
    expect(tablet.defects).toEqual([])
  })
})

test('a timer that was lost does not end the exchanges, and a defect says so', async () => {
  let time = 0
  let timers: { readonly at: number; readonly ms: number; readonly callback: () => void }[] = []
  const defects: string[] = []
  let exchanges = 0
  createSyncLoop({
    exchange: async () => {
      exchanges++
      return { kind: 'done' }
    },
    clock: () => time,
    random: () => 0,
    after: (ms, callback) => {
      const timer = { at: time + ms, ms, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    onEnd: () => {},
    onDefect: (what) => defects.push(what),
    onStuck: () => {},
  }).trigger()
  await until(() => timers.some(({ ms }) => ms === everyMs))
  timers = timers.filter(({ ms }) => ms !== everyMs)
  for (let next = timers[0]; exchanges === 1 && next !== undefined; next = timers[0]) {
    timers = timers.filter((timer) => timer !== next)
    time = next.at
    next.callback()
  }
  expect(exchanges).toBe(2)
  expect(time).toBeGreaterThan(2 * capMs)
  expect(defects).toEqual(['no exchange was tried when one was due'])
})

describe('a tab that another one leads', () => {
  const online = (at: Instant) => ({ kind: 'online', lastExchangeAt: at }) as const

  test('takes the lead over when the other has said nothing for twice the cap and something waits here', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.follow()
    await aLoan(tablet.desk, '0001')
    world.advance(2 * capMs)
    await until(() => true)
    expect(isTransmitted(tablet)).toBe(false)
    world.advance(everyMs)
    await until(() => isTransmitted(tablet), 'the steal')
  })

  test('leaves it the lead as long as it is heard, however long the network is cut', async () => {
    const tablet = await world.tabletOfJeanne()
    const hear = tablet.follow()
    await aLoan(tablet.desk, '0001')
    const before = pushes(tablet)
    for (let minutes = 0; minutes < 10; minutes++) {
      world.advance(capMs)
      hear({ kind: 'offline', since: world.now() })
      tablet.desk.tryNow()
    }
    expect(pushes(tablet)).toBe(before)
    hear(online(toInstant(world.now())))
    world.advance(2 * capMs + everyMs)
    await until(() => isTransmitted(tablet), 'the steal')
  })
})

describe('a tab beside the one that leads', () => {
  const beside = async () => {
    const browser = crypto.randomUUID()
    const leader = await world.tabletOfJeanne(browser)
    const tab = world.tablet(browser)
    await until(() => tab.desk.snapshot.phase.kind === 'signed-out', 'the second tab')
    leader.tellTo(tab.follow())
    const told = tab.desk.snapshot.link
    await until(() => {
      // It takes the lead back from the tab that had it while it opened.
      leader.desk.tryNow()
      return tab.desk.snapshot.link !== told
    }, 'an exchange of the one that leads')
    return { leader, tab }
  }

  test('shows as transmitted what was, though the base did not come after it', async () => {
    const { leader, tab } = await beside()
    leader.spoil((request, carry) => (request.method === 'GET' ? offline(request, carry) : carry()))
    await aLoan(leader.desk, '0001')
    await until(() => tab.desk.snapshot.link.kind === 'offline', 'the pull that failed')
    await until(() => tab.desk.snapshot.pendingCount === 0, 'the transmission')
  })

  test('shows as pending what went back to the outbox when the endpoint was restored, though the exchange broke there', async () => {
    const { leader, tab } = await beside()
    await aLoan(leader.desk, '0001')
    await until(() => isTransmitted(leader) && tab.desk.snapshot.link.kind === 'online', 'the transmission')
    await world.store.transact(libraryId, (transaction) => startNewEpoch(transaction, toInstant(0)))
    let answered = 0
    leader.spoil((request, carry) => (answered++ === 0 ? carry() : offline(request, carry)))
    leader.desk.tryNow()
    await until(() => leader.desk.snapshot.pendingCount === 1, 'the return to the outbox')
    await until(() => tab.desk.snapshot.pendingCount === 1, 'the same beside')
  })
})

test('a disk that does not answer is a failed write after its bound, and not a wait for ever', async () => {
  const name = crypto.randomUUID()
  const storage = createDexieStorage({ name })
  await storage.load()
  const other = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name)
    request.onsuccess = () => resolve(request.result)
  })
  // A transaction that goes on for ever holds the table.
  let isHeld = true
  const outbox = other.transaction('outbox', 'readwrite').objectStore('outbox')
  const hold = (): void => {
    if (isHeld) outbox.count().onsuccess = hold
  }
  hold()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    let end: string | undefined
    storage.append({ operationId: toOperationId('a'), hash: 'a', text: '{}', at: toInstant(1) }).then(
      () => {
        end = 'saved'
      },
      (error: DOMException) => {
        end = error.name
      },
    )
    await until(() => vi.getTimerCount() > 0, 'the bound')
    expect(end).toBeUndefined()
    await until(() => {
      if (vi.getTimerCount() > 0) vi.advanceTimersByTime(transactionLimitMs)
      return end !== undefined
    }, 'the end')
    expect(end).toBe('TimeoutError')
  } finally {
    vi.useRealTimers()
    isHeld = false
    other.close()
  }
  expect(await storage.pendingCount()).toBe(0)
  storage.close()
})

/**
 * A month-old credential is renewed, and no moment of it shuts the tablet out: an answer lost, a battery dead, an endpoint put back to a
 * day before (PROTOCOL.md, Who is who). The real desk over the real endpoint; only the network is spoilt.
 */
import { copyFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { capMs } from '../../../src/tablet/sync/back-off.ts'
import { everyMs } from '../../../src/tablet/sync/sync-loop.ts'
import { aLoan, jeanne, openTabletWorld, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type Spoil, type TestTablet } from '../../fakes/test-tablet.ts'

const renewal = '/enrolment/v1/credential'
const monthMs = 31 * 86_400_000
const hourMs = 3_600_000

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const asked = ({ requests }: TestTablet) => requests.filter(({ path }) => path.startsWith(renewal)).length
const lastBearer = ({ requests }: TestTablet) => requests.findLast(({ path }) => path.startsWith('/sync/v1/'))?.bearer
const isOnline = ({ desk }: TestTablet) => desk.snapshot.link.kind === 'online'

/** Presses, and waits until the endpoint has it. */
const transmit = async (tablet: TestTablet, barcode: string): Promise<void> => {
  await tablet.desk.signIn(jeanne, pin)
  expect((await aLoan(tablet.desk, barcode)).kind).toBe('saved')
  await until(() => {
    // An exchange that was under way at the press is followed by another at once, by a timer.
    world.advance(0)
    return tablet.desk.snapshot.pendingCount === 0 && isOnline(tablet)
  }, `the transmission of ${barcode}`)
}

/** A tablet whose first exchange is over, and that has not asked for anything yet. */
const settled = async (): Promise<TestTablet> => {
  const tablet = await world.tabletOfJeanne()
  await until(() => isOnline(tablet), 'the first exchange')
  return tablet
}

const unknown = { status: 401, text: JSON.stringify({ protocol: 4, problem: 'credential-unknown' }), retryAfterMs: undefined }

const losesRenewal: Spoil = async ({ path }, carry) => {
  const answer = await carry()
  if (path.startsWith(renewal)) throw new TypeError('connection reset')
  return answer
}

test('a credential is renewed after a month, not before, and the one before ends with the first use of the new', async () => {
  const tablet = await settled()
  world.sleep(hourMs)
  await transmit(tablet, '0001')
  expect(asked(tablet)).toBe(0)
  const old = lastBearer(tablet)
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  // An exchange that had begun before goes on with the old one.
  await until(() => {
    tablet.desk.tryNow()
    return lastBearer(tablet) !== old
  }, 'the first use of the new')
  await transmit(tablet, '0002')
  const { status } = await world.send({ method: 'GET', path: '/sync/v1/pull', body: undefined, bearer: old })
  expect(status).toBe(401)
  expect(asked(tablet)).toBe(1)
})

test('an answer that was lost costs nothing, and is asked again at the next hour', async () => {
  const tablet = await settled()
  tablet.spoil(losesRenewal)
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  const old = lastBearer(tablet)
  await transmit(tablet, '0001')
  expect(lastBearer(tablet)).toBe(old)
  expect(asked(tablet)).toBe(1)
  tablet.spoil(undefined)
  world.sleep(hourMs)
  await until(() => asked(tablet) === 2, 'the second renewal')
  await transmit(tablet, '0002')
  expect(lastBearer(tablet)).not.toBe(old)
})

test('a battery that dies between the new credential and its first use shuts nobody out', async () => {
  const tablet = await settled()
  tablet.spoil(async (request, carry) => (request.path.startsWith(renewal) || asked(tablet) === 0 ? carry() : offline(request, carry)))
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  await until(async () => (await tablet.storage.load()).identity?.formerCredential !== undefined, 'the disk')
  const again = tablet.reload()
  await until(() => again.desk.snapshot.phase.kind.startsWith('signed'), 'the reload')
  again.spoil(undefined)
  await transmit(again, '0001')
  expect(again.desk.snapshot.phase.kind).toBe('signed-in')
})

test('the answer to its first use may be lost too', async () => {
  const tablet = await settled()
  let lost = 0
  tablet.spoil(async ({ path }, carry) => {
    const isFirstUse = asked(tablet) === 1 && path.startsWith('/sync/v1/push') && lost === 0
    const answer = await carry()
    if (!isFirstUse) return answer
    lost++
    throw new TypeError('connection reset')
  })
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  await tablet.desk.signIn(jeanne, pin)
  await aLoan(tablet.desk, '0001')
  await until(() => lost === 1 && !isOnline(tablet), 'the loss')
  world.advance(everyMs)
  await until(() => tablet.desk.snapshot.pendingCount === 0 && isOnline(tablet), 'the next exchange')
  expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
})

test('an endpoint put back to the day before the renewal knows the credential before, and gives another', async () => {
  const tablet = await settled()
  await transmit(tablet, '0001')
  const backup = `${world.path}.backup`
  await world.replaceDatabase(async () => copyFileSync(world.path, backup))
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  await transmit(tablet, '0002')
  await world.replaceDatabase(async () => copyFileSync(backup, world.path))
  await transmit(tablet, '0003')
  expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
  world.sleep(hourMs)
  await until(() => asked(tablet) === 2, 'another renewal')
  await transmit(tablet, '0004')
  // The first is a month old, and was forgotten after its fourteen days.
  expect((await tablet.desk.ownOperations()).map(({ journey }) => journey.kind)).toEqual(Array(3).fill('transmitted'))
})

test('an exchange that was given up while a chunk came takes no credential back in the term of the next', async () => {
  const tablet = await settled()
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  await until(async () => (await tablet.storage.load()).identity?.formerCredential !== undefined, 'the disk')
  await transmit(tablet, '0001')
  const kept = (await tablet.storage.load()).identity
  expect(kept?.formerCredential).toBeDefined()
  let bringChunk = (): void => {}
  tablet.delayHousekeeping(
    new Promise((resolve) => {
      bringChunk = resolve
    }),
  )
  let pushed = 0
  // It is told once that its credential is unknown; then no answer comes.
  tablet.spoil(({ path }) => {
    if (!path.startsWith('/sync/v1/push')) return new Promise(() => {})
    return ++pushed === 1 ? Promise.resolve(unknown) : new Promise(() => {})
  })
  tablet.desk.tryNow()
  await until(() => pushed === 1, 'the answer')
  const stuckAt = tablet.desk.snapshot.lastStuckAt
  world.advance(2 * capMs + everyMs)
  await until(() => tablet.desk.snapshot.lastStuckAt !== stuckAt, 'the watchdog')
  world.advance(capMs)
  await until(() => pushed === 2, 'the next exchange')
  bringChunk()
  let turns = 0
  await until(() => ++turns > 500)
  expect((await tablet.storage.load()).identity).toEqual(kept)
  expect(pushed).toBe(2)
})

test('a tablet whose two credentials are both unknown keeps everything and asks to be enrolled again', async () => {
  const tablet = await settled()
  world.sleep(monthMs)
  await until(() => asked(tablet) === 1, 'the renewal')
  await transmit(tablet, '0001')
  const tried = new Set<string | undefined>()
  tablet.spoil(async ({ bearer }) => {
    tried.add(bearer)
    return unknown
  })
  await tablet.desk.signIn(jeanne, pin)
  await aLoan(tablet.desk, '0002')
  await until(() => tablet.desk.snapshot.phase.kind === 'enrolment-lost', 'the loss')
  expect(tablet.desk.snapshot.pendingCount).toBe(1)
  expect(tried.size).toBe(2)
})

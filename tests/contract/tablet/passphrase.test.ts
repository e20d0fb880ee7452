/**
 * A manager's pass on a tablet: held in memory while its owner is signed in, for ten minutes (PRIV-5). The endpoint is the real one.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { offerPassphraseCode } from '../../../src/endpoint/enrolment/manager-passphrase.ts'
import { jeanne, libraryId, openTabletWorld, passphrase, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const asked = (requests: readonly { readonly path: string }[], route: string): boolean => requests.some(({ path }) => path.includes(route))
const missing = { kind: 'refused', problem: 'passphrase-missing' }
const done = { kind: 'done', value: true }

test('[PRIV-5] the passphrase is asked once in ten minutes, and neither it nor the pass is written to the disk', async () => {
  const tablet = await world.tabletOfJeanne()
  const { management } = tablet.desk
  expect(await management.createEnrolmentCode()).toEqual(missing)
  expect(await management.enterPassphrase(passphrase)).toEqual(done)
  expect(management.passUntil()).toBe(world.now() + 600_000)
  expect(await management.createEnrolmentCode()).toMatchObject({ kind: 'done' })
  const pass = tablet.requests.map(({ body }) => /"pass":"([0-9a-f]{64})"/.exec(body ?? '')?.[1]).find((found) => found !== undefined)
  const disk = JSON.stringify(await tablet.storage.load())
  expect(disk).not.toContain(pass)
  expect(disk).not.toContain(passphrase)
  world.advance(599_000)
  expect(await management.createEnrolmentCode()).toMatchObject({ kind: 'done' })
  world.advance(2000)
  expect(await management.createEnrolmentCode()).toEqual(missing)
})

test('[PRIV-5] signing out ends the pass, here and at the endpoint', async () => {
  const tablet = await world.tabletOfJeanne()
  const { management } = tablet.desk
  await management.enterPassphrase(passphrase)
  tablet.desk.signOut()
  expect(management.passUntil()).toBeUndefined()
  await until(() => asked(tablet.requests, '/management/v1/end-pass'), 'the end of the pass')
  await tablet.desk.signIn(jeanne, pin)
  expect(await management.createEnrolmentCode()).toEqual(missing)
})

test('[PRIV-5] a screen that locks by itself ends the pass', async () => {
  const tablet = await world.tabletOfJeanne()
  world.advance(1000)
  await tablet.desk.management.enterPassphrase(passphrase)
  world.sleep(600_000)
  await until(() => tablet.desk.snapshot.phase.kind === 'signed-out', 'the lock')
  await until(() => asked(tablet.requests, '/management/v1/end-pass'), 'the end of the pass')
})

test('[PRIV-5] a pass that the endpoint ended is asked for anew', async () => {
  const [here, there] = [await world.tabletOfJeanne(), await world.tabletOfJeanne()]
  await here.desk.management.enterPassphrase(passphrase)
  expect(await there.desk.management.choosePassphrase({ former: passphrase }, 'un héron dort debout')).toEqual(done)
  expect(await here.desk.management.createEnrolmentCode()).toEqual({ kind: 'refused', problem: 'pass-over' })
  expect(await here.desk.management.createEnrolmentCode()).toEqual(missing)
})

test('[PRIV-5] the first passphrase is chosen on a tablet by the code that was printed', async () => {
  const { desk } = await world.tabletOfJeanne()
  const { code } = await offerPassphraseCode(world.store, libraryId, jeanne, world.now())
  expect(await desk.management.choosePassphrase({ code }, 'jeanne')).toEqual({ kind: 'refused', problem: 'passphrase-too-short' })
  expect(await desk.management.choosePassphrase({ code }, 'un héron dort debout')).toEqual(done)
  expect(await desk.management.createEnrolmentCode()).toMatchObject({ kind: 'done' })
})

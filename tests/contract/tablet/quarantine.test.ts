/**
 * What the endpoint had put in quarantine and then took out of it shows on the tablet that did it, at its start or within the hour
 * (PROTOCOL.md, Push). The real desk over the real endpoint, which is made to keep one operation as an older build would.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { toDeviceId, toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { readQuarantineAgain } from '../../../src/endpoint/authority/read-quarantine-again.ts'
import { canonicalJson } from '../../../src/protocol/canonical-json.ts'
import type { Response as TabletResponse } from '../../../src/tablet/sync/transport.ts'
import { aLoan, libraryId, openTabletWorld, passphrase, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

const hourMs = 3_600_000

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const journeys = async ({ desk }: TestTablet) => (await desk.ownOperations()).map(({ journey }) => journey.kind)
const pushes = ({ requests }: TestTablet) => requests.filter(({ path }) => path.startsWith('/sync/v1/push')).length

/** From now on the endpoint has each new operation of this tablet already, as a build that could not apply it left it. */
const keepUnapplied = (tablet: TestTablet, reason: string): void =>
  tablet.spoil(async ({ path, body, bearer }, carry) => {
    const operations: { readonly hash: string; readonly envelope: object }[] = path.startsWith('/sync/v1/push')
      ? JSON.parse(body ?? '{}').operations
      : []
    await world.store.transact(libraryId, async (transaction) => {
      for (const { hash, envelope } of operations) {
        if (!('operationId' in envelope)) continue
        await transaction.keepReceipt({
          operationId: toOperationId(String(envelope.operationId)),
          hash,
          envelope: canonicalJson(envelope),
          deviceId: toDeviceId((bearer ?? '').slice(0, 32)),
          receivedAt: world.now(),
          type: undefined,
          happenedOn: undefined,
          outcome: 'quarantined',
          version: transaction.head(),
          caseId: undefined,
          reason,
        })
      }
    })
    return carry()
  })

/** A tablet with one loan in quarantine, on a network that is good again. */
const quarantined = async (reason: string): Promise<TestTablet> => {
  const tablet = await world.tabletOfJeanne()
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the first exchange')
  keepUnapplied(tablet, reason)
  const { link } = tablet.desk.snapshot
  await aLoan(tablet.desk, '0001')
  await until(async () => (await journeys(tablet))[0] === 'quarantined', 'the quarantine')
  await until(() => tablet.desk.snapshot.link !== link, 'the end of the exchange')
  tablet.spoil(undefined)
  return tablet
}

const release = () =>
  readQuarantineAgain(world.store, world.now(), (defect) => {
    throw defect
  })

test('an operation that left quarantine is transmitted on the tablet within the hour, and is not pressed twice', async () => {
  const tablet = await quarantined('not-applied')
  expect(await release()).toBe(1)
  world.sleep(hourMs)
  await until(async () => (await journeys(tablet))[0] === 'transmitted', 'the release')
  expect(tablet.desk.snapshot.pendingCount).toBe(0)
  expect((await tablet.desk.ownOperations()).length).toBe(1)
  expect(await world.store.read(libraryId, async (reading) => (await reading.rowsOf('item')).flatMap(({ facts }) => facts).length)).toBe(1)
})

test('a long quarantine is asked about to its end', async () => {
  const tablet = await world.tabletOfJeanne()
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the first exchange')
  tablet.spoil(offline)
  // Some 150 kB: no push holds half of them.
  const many = 120
  for (let n = 0; n < many; n++) {
    const returned = { kind: 'return-item', happened: tablet.desk.now(), barcode: toItemBarcode(`9${n}`), recordId: undefined } as const
    const pressed = await tablet.desk.perform({ ...returned, documentType: 'livre', quarantineUntil: undefined, bin: 'x'.repeat(800) })
    expect(pressed).toMatchObject({ kind: 'saved' })
  }
  keepUnapplied(tablet, 'not-applied')
  tablet.desk.tryNow()
  const count = async (kind: string) => (await journeys(tablet)).filter((one) => one === kind).length
  await until(async () => (await count('quarantined')) === many, 'the quarantine')
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the end of the exchange')
  tablet.spoil(undefined)
  expect(await release()).toBe(many)
  world.sleep(hourMs)
  await until(async () => (await count('transmitted')) === many, 'the release')
})

test('a page that opens asks at once; what waits on stays where it is, and is never shown as pending', async () => {
  const tablet = await quarantined('not-applied')
  const again = tablet.reload()
  const pending: number[] = []
  again.desk.subscribe(() => pending.push(again.desk.snapshot.pendingCount))
  const asked = () => again.requests.filter(({ body }) => body?.includes('\\"operationId\\"') ?? false).length
  await until(() => asked() === 1 && again.desk.snapshot.link.kind === 'online', 'the question')
  expect(await journeys(again)).toEqual(['quarantined'])
  expect(Math.max(...pending)).toBe(0)
})

test('[CASE-3] a question that a line brings late is of this tablet, and says nothing of two', async () => {
  const again = (await quarantined('not-applied')).reload()
  let bringLate: (() => Promise<TabletResponse>) | undefined
  again.spoil(async ({ body }, carry) => {
    if (bringLate !== undefined || !body?.includes('\\"operationId\\"')) return carry()
    bringLate = carry
    throw new TypeError('Failed to fetch')
  })
  await until(() => bringLate !== undefined && again.desk.snapshot.link.kind === 'online', 'the question')
  // The fourth that is sent has three answers before it: the ticket of the question is two behind.
  const before = pushes(again)
  await until(() => {
    again.desk.tryNow()
    world.advance(0)
    return pushes(again) >= before + 4
  }, 'later pushes')
  expect(await release()).toBe(1)
  const answer = await bringLate?.()
  expect(answer?.status).toBe(200)
  expect(JSON.parse(answer?.text ?? '{}').results).toMatchObject([{ outcome: 'already-known' }])
  const cases = await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))
  expect(cases.map(({ caseKind }) => caseKind)).not.toContain('two-tablets-one-identity')
})

test('an operation that can never leave is not asked about', async () => {
  const tablet = await quarantined('one-operation-two-contents')
  const before = pushes(tablet)
  world.sleep(hourMs)
  await until(() => pushes(tablet) > before && tablet.desk.snapshot.link.kind === 'online', 'an exchange')
  expect(tablet.requests.slice(-4).some(({ body }) => body?.includes('\\"operationId\\"') ?? false)).toBe(false)
})

test('[CASE-4] acts of a tablet after it was set aside wait, until the manager accepts them from another tablet', async () => {
  const [lost, other] = [await world.tabletOfJeanne(), await world.tabletOfJeanne()]
  lost.spoil(offline)
  await aLoan(lost.desk, '0001')
  const deviceId = (await lost.storage.load()).identity?.deviceId
  if (deviceId === undefined) throw new Error('it was enrolled')
  other.spoil(offline)
  const { management } = other.desk
  expect(await management.enterPassphrase(passphrase)).toEqual({ kind: 'refused', problem: 'unreachable' })
  other.spoil(undefined)
  expect(await management.enterPassphrase(pin)).toEqual({ kind: 'refused', problem: 'passphrase-wrong' })
  expect(await management.setTabletAside(deviceId, 'perdue')).toEqual({ kind: 'refused', problem: 'passphrase-missing' })
  expect(await management.enterPassphrase(passphrase)).toEqual({ kind: 'done', value: true })
  expect(await management.setTabletAside(deviceId, 'perdue')).toEqual({ kind: 'done', value: true })
  expect(other.desk.snapshot.pendingCount).toBe(0)
  lost.spoil(undefined)
  lost.desk.tryNow()
  await until(() => lost.desk.snapshot.phase.kind === 'enrolment-lost', 'its last exchange')
  const lentTo = () => world.store.read(libraryId, async (reading) => (await reading.row('item', toItemBarcode('0001')))?.facts.length ?? 0)
  expect(await lentTo()).toBe(0)
  const read = await management.listApart(deviceId, 0)
  if (read.kind !== 'done') throw new Error(read.problem)
  expect(read.value).toMatchObject({ total: 1, gestures: [{ standing: 'agrees', made: { operation: { kind: 'hand-over-order' } } }] })
  const ids = read.value.gestures.map(({ operationId }) => operationId)
  expect(await management.acceptQuarantined(deviceId, ids)).toEqual({ kind: 'done', value: { accepted: 1, left: 0 } })
  expect(await lentTo()).toBe(1)
})

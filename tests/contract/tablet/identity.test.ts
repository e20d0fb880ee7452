/**
 * Who a tablet is, and who works on it: enrolled, signed in, and what becomes of its work when it is known no more. The tablet's own core
 * against the endpoint's own routes.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { emptyPile, type Visit } from '../../../src/domain/handover/visit.ts'
import { toItemBarcode, toLineId, toOrderId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import type { Response as TabletResponse } from '../../../src/tablet/sync/transport.ts'
import { aSlotKey, aWish } from '../../builders/an-order.ts'
import { aLoan, card, jeanne, libraryId, openTabletWorld, passphrase, pin, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const isTransmitted = ({ desk }: TestTablet) => desk.snapshot.pendingCount === 0
const journeys = async ({ desk }: TestTablet) => (await desk.ownOperations()).map(({ journey }) => journey.kind)
const endpointItem = (barcode: string) => world.store.read(libraryId, async (reading) => reading.row('item', toItemBarcode(barcode)))

describe('enrolling', () => {
  test('a code gives the tablet a letter and the whole base', async () => {
    const tablet = await world.tabletOfJeanne()
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
    expect(tablet.desk.snapshot.deviceLetter).toBe('B')
    expect(tablet.desk.snapshot.state.get('patron', card)?.surname).toBe('LEFÈVRE')
    expect(tablet.defects).toEqual([])
  })

  test('a code used twice, or never given, is refused by its reason', async () => {
    const code = await world.code()
    const [first, second] = [world.tablet(), world.tablet()]
    await until(() => second.desk.snapshot.phase.kind === 'not-enrolled')
    expect(await first.desk.enrol(code, '')).toEqual({ kind: 'enrolled' })
    expect(await second.desk.enrol(code, '')).toEqual({ kind: 'refused', problem: 'code-used' })
    expect(await second.desk.enrol('AAAA-AAAA', '')).toEqual({ kind: 'refused', problem: 'code-unknown' })
    second.spoil(offline)
    expect(await second.desk.enrol(code, '')).toEqual({ kind: 'refused', problem: 'unreachable' })
  })

  test('a code is not spent by a tablet that cannot keep what it gives, and is good once it can', async () => {
    const code = await world.code()
    const tablet = world.tablet()
    await until(() => tablet.desk.snapshot.phase.kind === 'not-enrolled')
    const noRoom = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('no room left', 'QuotaExceededError')
    })
    expect(await tablet.desk.enrol(code, '').finally(() => noRoom.mockRestore())).toEqual({ kind: 'refused', problem: 'no-storage' })
    vi.spyOn(tablet.storage, 'probe').mockRejectedValueOnce(new TypeError('Failed to fetch dynamically imported module'))
    expect(await tablet.desk.enrol(code, '')).toEqual({ kind: 'refused', problem: 'unreachable' })
    expect(tablet.requests.map(({ path }) => path)).not.toContain('/enrolment/v1/enrol')
    expect(await tablet.desk.enrol(code, '')).toEqual({ kind: 'enrolled' })
  })
})

describe('two tabs of one tablet', () => {
  test('a tab that slept while the other one led is not taken for a copied profile', async () => {
    const first = await world.tabletOfJeanne('shared')
    await until(() => first.desk.snapshot.link.kind === 'online')
    const second = world.tablet('shared')
    await until(() => second.desk.snapshot.link.kind === 'online', 'the second tab')
    const exchange = async ({ desk, requests }: TestTablet): Promise<void> => {
      const pulls = () => requests.filter(({ path }) => path.startsWith('/sync/v1/pull')).length
      const before = pulls()
      await until(() => {
        desk.tryNow()
        return pulls() > before
      }, 'an exchange')
    }
    for (const tab of [second, second, second, first]) await exchange(tab)
    expect(first.desk.snapshot.phase.kind).toBe('signed-in')
    expect(await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))).toEqual([])
  })
})

test('[CASE-3] a press that went past the disk and comes exchanges late is of this tablet, and says nothing of two', async () => {
  const tablet = await world.tabletOfJeanne()
  await until(() => tablet.desk.snapshot.link.kind === 'online', 'the first exchange')
  tablet.breakDisk(true)
  let bringLate: (() => Promise<TabletResponse>) | undefined
  tablet.spoil(async ({ body }, carry) => {
    if (bringLate !== undefined || !body?.includes('"0001"')) return carry()
    bringLate = carry
    throw new TypeError('Failed to fetch')
  })
  expect(await aLoan(tablet.desk, '0001')).toEqual({ kind: 'failed', failure: { kind: 'unknown' } })
  const pushes = () => tablet.requests.filter(({ path }) => path.startsWith('/sync/v1/push')).length
  // The fourth that is sent has three answers before it: the ticket of the press is two behind.
  const before = pushes()
  await until(() => {
    tablet.desk.tryNow()
    world.advance(0)
    return pushes() >= before + 4
  }, 'later pushes')
  expect((await bringLate?.())?.status).toBe(200)
  expect((await endpointItem('0001'))?.facts).toHaveLength(1)
  const cases = await world.store.read(libraryId, async (reading) => reading.rowsOf('case'))
  expect(cases.map(({ caseKind }) => caseKind)).not.toContain('two-tablets-one-identity')
})

describe('losing one’s identity', () => {
  test('a tablet that the endpoint no longer knows keeps everything, and transmits once enrolled again', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async () => ({
      status: 401,
      text: JSON.stringify({ protocol: 4, problem: 'credential-unknown' }),
      retryAfterMs: undefined,
    }))
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.phase.kind === 'enrolment-lost', 'the loss')
    expect(tablet.desk.snapshot.phase).toEqual({ kind: 'enrolment-lost', reason: 'credential-unknown' })
    expect(tablet.desk.snapshot.state.get('patron', card)).toBeDefined()
    tablet.spoil(undefined)
    await tablet.desk.enrol(await world.code(), '')
    await until(() => isTransmitted(tablet), 'the push')
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
  })

  test('[PRIV-2, PRIV-9] a revoked tablet hands over what it holds, then erases its base', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    await aLoan(tablet.desk, '0001')
    await world.store.transact(libraryId, async (transaction) => {
      for (const device of await transaction.devices()) await transaction.keepDevice({ ...device, setAsideAt: world.now() })
    })
    tablet.spoil(undefined)
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.phase.kind === 'enrolment-lost', 'the revocation')
    const farewell = { sent: 1, apart: 1 }
    expect(tablet.desk.snapshot.phase).toEqual({ kind: 'enrolment-lost', reason: 'revoked', farewell })
    expect(tablet.desk.snapshot.pendingCount).toBe(0)
    expect(tablet.desk.snapshot.state.get('patron', card)).toBeUndefined()
    // What it had handed over names cards: it goes too.
    expect(await journeys(tablet)).toEqual([])
  })

  test('[PRIV-2] a tablet set aside by a restored endpoint hands over again what was lost, then erases its base', async () => {
    const tablet = await world.tabletOfJeanne()
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet))
    const before = tablet.requests.length
    await world.store.transact(libraryId, async (transaction) => {
      await startNewEpoch(transaction, toInstant(0))
      for (const device of await transaction.devices()) await transaction.keepDevice({ ...device, setAsideAt: world.now() })
    })
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.phase.kind === 'enrolment-lost', 'the revocation')
    const pushed = tablet.requests.slice(before).flatMap(({ body }) => (body === undefined ? [] : JSON.parse(body).operations))
    expect(pushed.map(({ envelope }) => envelope.payload.kind)).toEqual(['hand-over-order'])
    expect(await journeys(tablet)).toEqual([])
  })

  test('a revocation that anyone could have said erases nothing', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async () => ({ status: 403, text: JSON.stringify({ protocol: 4, problem: 'revoked' }), retryAfterMs: undefined }))
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.link.kind === 'problem')
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
    expect(tablet.desk.snapshot.state.get('patron', card)).toBeDefined()
  })
})

describe('signing in', () => {
  test('works off line, and after five errors each try waits longer', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    tablet.desk.signOut()
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-out')
    for (let error = 1; error <= 4; error++) {
      expect(await tablet.desk.signIn(jeanne, '0000')).toEqual({ kind: 'wrong-pin', retryAfterMs: 0 })
    }
    expect(await tablet.desk.signIn(jeanne, '0000')).toEqual({ kind: 'wrong-pin', retryAfterMs: 15_000 })
    expect(await tablet.desk.signIn(jeanne, pin)).toEqual({ kind: 'wrong-pin', retryAfterMs: 15_000 })
    world.advance(15_000)
    expect(await tablet.desk.signIn(jeanne, '0000')).toEqual({ kind: 'wrong-pin', retryAfterMs: 30_000 })
    world.advance(30_000)
    expect(await tablet.desk.signIn(jeanne, pin)).toEqual({ kind: 'signed-in' })
  })

  test('a tablet left alone for the library’s idle time asks for the PIN again', async () => {
    const tablet = await world.tabletOfJeanne()
    world.advance(9 * 60_000)
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-in')
    world.advance(60_000 + 10_000)
    expect(tablet.desk.snapshot.phase.kind).toBe('signed-out')
  })

  test('[SET-12] whoever a manager took the PIN from is signed out once the tablet knows; a manager with the passphrase first reads the code', async () => {
    const tablet = await world.tabletOfJeanne()
    const other = await world.tabletOfJeanne('other')
    const row = tablet.desk.snapshot.state.get('librarian', jeanne)
    if (row === undefined) throw new Error('Jeanne is not here')
    await other.desk.management.enterPassphrase(passphrase)
    await world.writeRows({ ...row, ownPin: 'awaited' })
    for (const { desk } of [tablet, other]) {
      desk.tryNow()
      await until(() => desk.snapshot.state.get('librarian', jeanne)?.ownPin === 'awaited')
    }
    world.advance(10_000)
    expect([tablet, other].map(({ desk }) => desk.snapshot.phase.kind)).toEqual(['signed-out', 'signed-in'])
  })
})

describe('scanning', () => {
  test('a reading is judged by the library’s rules, a gun’s and a typed one alike', async () => {
    const tablet = await world.tabletOfJeanne()
    const scans: string[] = []
    const stop = tablet.desk.onScan((scan) => scans.push(`${scan.kind} by ${scan.by}`))
    tablet.read('9782070360024')
    tablet.read('b-017')
    stop()
    tablet.read('b-018')
    expect(scans).toEqual(['isbn by gun', 'order by gun'])
    expect(tablet.desk.judgeTyped('??')).toEqual({ kind: 'unrecognised', text: '??', by: 'typed', spellings: ['??'] })
  })

  test('[ORD-8] a note is on the disk as it is typed, is there again after a reload off line, and goes with its order', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    const id = toOrderId('noted')
    const placed = await tablet.desk.perform({
      kind: 'place-order',
      orderId: id,
      number: 'B-001',
      source: 'desk',
      card,
      slot: aSlotKey('2026-11-24 16:00'),
      lines: [{ id: toLineId('1'), wanted: aWish('un policier') }],
      note: '',
      callBackNumber: undefined,
      isUrgent: false,
      overrideReason: undefined,
    })
    expect(placed.kind).toBe('saved')
    // Nobody waits for the letters: the tablet dies after the last one.
    for (const text of ['V', 'Vi', 'Vient à', 'Vient à vélo']) void tablet.desk.keepNoteDraft(id, { text, replaces: '' })
    const gone = toOrderId('gone')
    await tablet.desk.keepNoteDraft(gone, { text: 'plus là', replaces: '' })
    const again = tablet.reload()
    await until(() => again.desk.snapshot.phase.kind === 'signed-in', 'the reload')
    await until(() => again.desk.snapshot.noteDrafts.length === 1, 'the order that is gone')
    expect(again.desk.snapshot.noteDrafts).toEqual([{ orderId: id, text: 'Vient à vélo', replaces: '' }])
  })

  test('[PRIV-2] a pile put aside is gone from the tablet’s disk once its day is over, whether the tablet slept or was shut', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    const pile = { ...emptyPile(card, undefined, undefined), scanned: [{ barcode: toItemBarcode('0001'), overrideReason: undefined }] }
    const aside: Visit = { startedAt: world.now(), piles: [pile], activeCard: card, isAside: true }
    const inHand: Visit = { ...aside, isAside: false }
    await tablet.desk.keepVisits([inHand, aside])
    world.advance(60_000)
    expect(tablet.desk.snapshot.visits).toEqual([inHand, aside])
    const other = tablet.reload()
    await until(() => other.desk.snapshot.visits.length === 2, 'the reload of the same day')
    world.advance(24 * 3_600_000)
    await until(() => other.desk.snapshot.visits.length === 1, 'the end of the day')
    const again = other.reload()
    await until(() => again.desk.snapshot.baseAt !== undefined, 'the reload')
    expect(again.desk.snapshot.visits).toEqual([inHand])
  })
})

describe('making orders', () => {
  test('[ORD-2] a number made off line has the tablet’s letter and its own count', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    expect([await tablet.desk.nextOrderNumber(), await tablet.desk.nextOrderNumber()]).toEqual(['B-001', 'B-002'])
  })
})

/**
 * A tablet and its endpoint, both real, across a network that loses, repeats and lies (PROTOCOL.md, Push, Pull, Epoch, Who is who).
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { toCardNumber, toItemBarcode, toOperationId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { itemState } from '../../../src/domain/item/item-state.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { formatItemSubject } from '../../../src/domain/operation/subject.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { aPatron } from '../../builders/a-patron.ts'
import { aLoan, card, libraryId, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const isTransmitted = ({ desk }: TestTablet) => desk.snapshot.pendingCount === 0
const journeys = async ({ desk }: TestTablet) => (await desk.ownOperations()).map(({ journey }) => journey.kind)
const endpointItem = (barcode: string) => world.store.read(libraryId, async (reading) => reading.row('item', toItemBarcode(barcode)))
const stateOf = ({ desk }: TestTablet, barcode: string) => {
  const item = desk.snapshot.state.get('item', toItemBarcode(barcode))
  return item === undefined ? 'unknown' : itemState(item).kind
}

describe('handing over', () => {
  test('[HO-6] a handover made off line is recorded here, shown, and there after a reload', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    expect((await aLoan(tablet.desk, '0001', '0002')).kind).toBe('saved')
    expect(stateOf(tablet, '0001')).toBe('out')
    const again = tablet.reload()
    await until(() => again.desk.snapshot.phase.kind === 'signed-in', 'the reload')
    expect(stateOf(again, '0002')).toBe('out')
    expect(again.desk.snapshot.pendingCount).toBe(1)
    expect(await journeys(again)).toEqual(['recorded-here'])
  })

  test('a tablet says of which build its app is with each exchange, for whoever keeps the tablets', async () => {
    const tablet = await world.tabletOfJeanne()
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet), 'the push')
    const devices = await world.store.read(libraryId, (reading) => reading.devices())
    expect(devices.map(({ letter, build }) => [letter, build])).toContainEqual([tablet.desk.snapshot.deviceLetter, 'test'])
  })

  test('once transmitted it is on the endpoint, and the tablet shows it all along', async () => {
    const tablet = await world.tabletOfJeanne()
    const seen: string[] = []
    tablet.desk.subscribe(() => seen.push(stateOf(tablet, '0001')))
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet), 'the push')
    await until(() => tablet.requests.filter(({ path }) => path.startsWith('/sync/v1/pull')).length >= 2, 'the pull')
    const item = await endpointItem('0001')
    expect(item !== undefined && itemState(item).kind).toBe('out')
    expect(await journeys(tablet)).toEqual(['transmitted'])
    expect(new Set(seen.slice(seen.indexOf('out')))).toEqual(new Set(['out']))
  })

  test('an answer lost after the endpoint wrote is asked again, and the loan counts once', async () => {
    const tablet = await world.tabletOfJeanne()
    let lost = 0
    tablet.spoil(async (request, carry) => {
      const answer = await carry()
      if (!request.path.startsWith('/sync/v1/push') || lost++ > 0) return answer
      throw new TypeError('connection reset')
    })
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.link.kind === 'offline', 'the loss')
    expect(tablet.desk.snapshot.pendingCount).toBe(1)
    world.advance(1000)
    await until(() => isTransmitted(tablet), 'the second push')
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
    expect(tablet.desk.snapshot.openCaseCount).toBe(0)
  })

  test('a request that arrives twice counts once', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async (_, carry) => {
      await carry()
      return carry()
    })
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet))
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
  })

  test('a captive portal’s page acknowledges nothing', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async () => ({ status: 200, text: '<html>Bienvenue sur le Wi-Fi</html>', retryAfterMs: undefined }))
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.link.kind === 'offline')
    expect(tablet.desk.snapshot.pendingCount).toBe(1)
  })

  test('an answer to somebody else’s request acknowledges nothing', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async (_, carry) => {
      const answer = await carry()
      return { ...answer, text: answer.text.replace(/"nonce":"[0-9a-f]{32}"/, `"nonce":"${'0'.repeat(32)}"`) }
    })
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.link.kind === 'offline')
    expect(tablet.desk.snapshot.pendingCount).toBe(1)
  })

  test('[HO-6] an envelope that the line damaged stays on the tablet, delays nothing behind it, and goes again at the next exchange', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async (request) => world.send({ ...request, body: request.body?.replaceAll('"0001"', '"0007"') }))
    for (const barcode of ['0001', '0002']) await aLoan(tablet.desk, barcode)
    const pulls = () => tablet.requests.filter(({ path }) => path.startsWith('/sync/v1/pull')).length
    const exchanged = (isSo: () => boolean, what: string) =>
      until(() => {
        tablet.desk.tryNow()
        return isSo()
      }, what)
    await exchanged(() => tablet.desk.snapshot.pendingCount === 1, 'the one behind it')
    // An exchange that sent it again and again would never come to its pull.
    const before = pulls()
    await exchanged(() => pulls() > before, 'the end of an exchange')
    expect(await endpointItem('0007')).toBeUndefined()
    expect((await endpointItem('0002'))?.facts).toHaveLength(1)
    expect(stateOf(tablet, '0001')).toBe('out')
    expect(await journeys(tablet)).toEqual(['transmitted', 'recorded-here'])
    tablet.spoil(undefined)
    await exchanged(() => isTransmitted(tablet), 'the whole one')
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
    expect(await journeys(tablet)).toEqual(['transmitted', 'transmitted'])
  })

  test('an envelope that the tablet’s own disk damaged is handed over as it is, and held up by nothing', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    await aLoan(tablet.desk, '0001')
    const [entry] = await tablet.storage.pending(1)
    if (entry === undefined) throw new Error('it was recorded')
    const { hash, at } = entry
    const leave = (n: number, changes: { readonly hash?: string; readonly text?: string }) => {
      const operationId = toOperationId(String(n).repeat(32))
      const text = entry.text.replace(entry.operationId, operationId).replace('"0001"', `"000${n}"`)
      return tablet.storage.append({ operationId, hash, at, text, ...changes })
    }
    await leave(3, { hash: 'not 64 hexadecimal digits' })
    await leave(4, { text: '{"operationId":"444' })
    await leave(5, {})
    await aLoan(tablet.desk, '0002')
    tablet.spoil(undefined)
    await until(async () => {
      tablet.desk.tryNow()
      return (await tablet.storage.pendingCount()) === 0
    }, 'the pushes')
    const factsOf = async (barcode: string) => (await endpointItem(barcode))?.facts.length
    expect([await factsOf('0001'), await factsOf('0002'), await factsOf('0003'), await factsOf('0005')]).toEqual([1, 1, 1, undefined])
    const kept = (await tablet.storage.acknowledged()).map(({ outcome, reason }) => reason ?? outcome)
    expect(kept).toEqual(['accepted', 'hash-mismatch', 'operation-not-understood', 'accepted', 'accepted'])
  })

  test('a batch refused whole is halved, and the rest goes through', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    for (const barcode of ['0001', '0002', '0003', '0004', '0005']) await aLoan(tablet.desk, barcode)
    const sizes: number[] = []
    tablet.spoil(async (request, carry) => {
      const operations = request.body === undefined ? [] : JSON.parse(request.body).operations
      if (!request.path.startsWith('/sync/v1/push')) return carry()
      sizes.push(operations.length)
      return operations.length > 2 ? { status: 413, text: 'too large', retryAfterMs: undefined } : carry()
    })
    tablet.desk.tryNow()
    await until(() => isTransmitted(tablet), 'the halves')
    const [first = 0, second] = sizes
    expect(first).toBeGreaterThan(2)
    expect(second).toBe(Math.ceil(first / 2))
    expect((await endpointItem('0005'))?.facts).toHaveLength(1)
  })

  test('the wait that the endpoint asked for is kept', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(async () => ({ status: 503, text: '', retryAfterMs: 30_000 }))
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.link.kind === 'offline')
    const asked = tablet.requests.length
    tablet.desk.tryNow()
    world.advance(29_000)
    expect(tablet.requests).toHaveLength(asked)
    tablet.spoil(undefined)
    world.advance(2000)
    await until(() => isTransmitted(tablet))
  })

  test('[HO-7] the same document to two patrons on two tablets is a case on both', async () => {
    const other = toCardNumber('2000000002')
    await world.writeRows(aPatron({ id: other }))
    const [a, b] = [await world.tabletOfJeanne(), await world.tabletOfJeanne()]
    a.spoil(offline)
    b.spoil(offline)
    await aLoan(a.desk, '0001')
    await b.desk.perform({
      kind: 'hand-over-order',
      happened: b.desk.now(),
      orderId: undefined,
      card: other,
      items: [
        {
          barcode: toItemBarcode('0001'),
          recordId: undefined,
          documentType: 'livre',
          lineId: undefined,
          dueOn: b.desk.now().date,
          isNewRelease: false,
          overrideReason: undefined,
        },
      ],
      leftBehind: [],
      notFound: [],
      receipt: 'refused',
    })
    for (const tablet of [a, b]) {
      tablet.spoil(undefined)
      tablet.desk.tryNow()
      await until(() => isTransmitted(tablet))
    }
    a.desk.tryNow()
    await until(() => a.desk.snapshot.openCaseCount === 1 && b.desk.snapshot.openCaseCount === 1, 'the case')
    const [found] = [...a.desk.snapshot.state.all('case')]
    expect(found?.caseKind).toBe('handed-over-twice')
    expect(found?.subject).toBe(formatItemSubject(toItemBarcode('0001')))
    expect((await journeys(b))[0]).toBe('transmitted')
  })
})

describe('a disk that refuses', () => {
  test('[HO-6] the operation goes straight to the endpoint, and is saved when it is there', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.breakDisk(true)
    expect((await aLoan(tablet.desk, '0001')).kind).toBe('saved')
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
    expect(stateOf(tablet, '0001')).toBe('out')
    expect(tablet.desk.snapshot.pendingCount).toBe(0)
  })

  test('[HO-6] once the disk takes commits again it keeps what went straight to the endpoint, before the next press', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.breakDisk(true)
    expect((await aLoan(tablet.desk, '0001')).kind).toBe('saved')
    expect((await aLoan(tablet.desk, '0002')).kind).toBe('saved')
    tablet.spoil(offline)
    tablet.breakDisk(false)
    expect((await aLoan(tablet.desk, '0003')).kind).toBe('saved')
    const again = tablet.reload()
    again.spoil(offline)
    await until(() => again.desk.snapshot.phase.kind.startsWith('signed'), 'the disk')
    expect(['0001', '0002', '0003'].map((barcode) => stateOf(again, barcode))).toEqual(['out', 'out', 'out'])
    expect(again.desk.snapshot.pendingCount).toBe(1)
    // As if the endpoint had lost it: told again, and in order, by a tablet that nobody takes for a copy.
    await world.store.transact(libraryId, (transaction) => startNewEpoch(transaction, toInstant(0)))
    const before = again.requests.length
    again.spoil(undefined)
    again.desk.tryNow()
    await until(() => isTransmitted(again), 'the pushes')
    const pushed = again.requests.slice(before).flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body)]))
    const told = pushed
      .map(({ operations }) => operations.map(({ envelope }: { envelope: Envelope }) => envelope.n))
      .filter(({ length }) => length > 0)
    expect(told.at(-1)).toEqual([1, 2, 3])
  })

  test('presses on the disk go first, so that the endpoint never hears of a press before the one it followed', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    await aLoan(tablet.desk, '0001')
    await until(() => tablet.desk.snapshot.link.kind === 'offline')
    tablet.breakDisk(true)
    tablet.spoil(undefined)
    expect((await aLoan(tablet.desk, '0002')).kind).toBe('saved')
    const body = tablet.requests.find(({ body }) => body?.includes('"0002"'))?.body ?? '{}'
    expect(JSON.parse(body)).toMatchObject({
      pendingCount: 2,
      operations: ['0001', '0002'].map((barcode) => ({ envelope: { payload: { items: [{ barcode }] } } })),
    })
    expect([await endpointItem('0001'), await endpointItem('0002')].map((item) => item?.facts.length)).toEqual([1, 1])
  })

  test('[HO-6] off line nothing is said to be saved, and nothing is shown as done', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.spoil(offline)
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.link.kind === 'offline')
    tablet.breakDisk(true)
    // The request may have arrived: only its answer is known to be missing.
    expect(await aLoan(tablet.desk, '0001')).toEqual({ kind: 'failed', failure: { kind: 'unknown' } })
    expect(stateOf(tablet, '0001')).toBe('unknown')
    tablet.breakDisk(false)
    expect((await aLoan(tablet.desk, '0001')).kind).toBe('saved')
  })

  test('[HO-6] a push whose answer was lost leaves the state unknown, and says so', async () => {
    const tablet = await world.tabletOfJeanne()
    await until(() => tablet.desk.snapshot.link.kind === 'online')
    tablet.breakDisk(true)
    tablet.spoil(async (_, carry) => {
      await carry()
      throw new TypeError('connection reset')
    })
    expect(await aLoan(tablet.desk, '0001')).toEqual({ kind: 'failed', failure: { kind: 'unknown' } })
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
  })
})

describe('keeping the base', () => {
  test('a digest that does not match fetches the whole base and leaves the outbox alone', async () => {
    const tablet = await world.tabletOfJeanne()
    await world.writeRows(aPatron({ id: card, surname: 'MARTIN' }))
    let spoiled = 0
    tablet.spoil(async (request, carry) => {
      const answer = await carry()
      if (!request.path.startsWith('/sync/v1/pull?cursor=') || spoiled++ > 0) return answer
      return { ...answer, text: answer.text.replace('MARTIN', 'MARTINE') }
    })
    tablet.desk.tryNow()
    await until(() => tablet.desk.snapshot.state.get('patron', card)?.surname === 'MARTIN', 'the repaired base')
    expect(tablet.defects).toEqual(['the digest of the base is not the endpoint’s'])
    expect(tablet.requests.at(-1)?.path).toMatch(/^\/sync\/v1\/pull\?protocol/)
  })

  test('an endpoint restored under another epoch is told again what it had received', async () => {
    const tablet = await world.tabletOfJeanne()
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet))
    const pushes = () => tablet.requests.filter(({ body }) => body !== undefined && JSON.parse(body).operations?.length > 0).length
    const before = pushes()
    await world.store.transact(libraryId, (transaction) => transaction.changeLibrary({ epoch: 'e'.repeat(32) }))
    tablet.desk.tryNow()
    await until(() => pushes() > before && isTransmitted(tablet), 'the second push')
    await until(() => tablet.desk.snapshot.link.kind === 'online')
    expect(stateOf(tablet, '0001')).toBe('out')
    expect((await endpointItem('0001'))?.facts).toHaveLength(1)
  })

  test('presses that wait come after what the restored endpoint lost, as they were pressed', async () => {
    const tablet = await world.tabletOfJeanne()
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet))
    tablet.spoil(offline)
    await aLoan(tablet.desk, '0002')
    await world.store.transact(libraryId, (transaction) => transaction.changeLibrary({ epoch: 'e'.repeat(32) }))
    const before = tablet.requests.length
    tablet.spoil(undefined)
    tablet.desk.tryNow()
    await until(() => isTransmitted(tablet), 'the pushes')
    const pushes = tablet.requests.slice(before).flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body)]))
    const barcodes = pushes.map(({ operations }) =>
      operations.map(({ envelope }: { envelope: { payload: { items: { barcode: string }[] } } }) => envelope.payload.items[0]?.barcode),
    )
    expect(barcodes.slice(-2)).toEqual([['0002'], ['0001', '0002']])
  })

  test('the age of what waits is counted by the endpoint’s clock, as the tablet knows it', async () => {
    const tablet = await world.tabletOfJeanne()
    tablet.setClock(3_600_000)
    tablet.desk.tryNow()
    await until(() => tablet.desk.clockOffset() === -3_600_000, 'the offset')
    tablet.spoil(offline)
    await aLoan(tablet.desk, '0001')
    expect(tablet.desk.snapshot.oldestPendingAt).toBe(world.now())
  })

  test('a tablet whose clock is years ahead forgets nothing of what it handed over', async () => {
    const tablet = await world.tabletOfJeanne()
    await aLoan(tablet.desk, '0001')
    await until(() => isTransmitted(tablet))
    const [received] = await tablet.storage.acknowledged()
    expect(received?.acknowledgedAt).toBe(world.now())
    tablet.setClock(5 * 366 * 86_400_000)
    const again = tablet.reload()
    await until(() => again.desk.snapshot.link.kind === 'online', 'the next exchange')
    expect(await journeys(again)).toEqual(['transmitted'])
  })
})

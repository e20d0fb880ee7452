/**
 * A disk that takes nothing for a while: what the endpoint answered meanwhile, of the press that went past it and of what waited there, is
 * kept once it takes something, and told again as what it was where the endpoint is put back before that (I-34). The real tablet and endpoint.
 */
import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { toDeviceId, toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { startNewEpoch } from '../../../src/endpoint/storage/start-new-epoch.ts'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { createImageDisk, emptyImage } from '../../../src/tablet/storage/disk-image.ts'
import { createImageStorage } from '../../../src/tablet/storage/image-storage.ts'
import { anEntry, exchange, identity, received } from '../../builders/on-a-disk.ts'
import { aLoan, libraryId, openTabletWorld, type TabletWorld, until } from '../../fakes/tablet-world.ts'
import { offline, type Spoil, type TestTablet } from '../../fakes/test-tablet.ts'

let world: TabletWorld
beforeEach(async () => {
  world = await openTabletWorld()
})
afterEach(() => world.close())

const factsOf = async (barcode: string) =>
  (await world.store.read(libraryId, async (reading) => reading.row('item', toItemBarcode(barcode))))?.facts.length ?? 0

/** No transaction that writes an operation goes through; until what is answered is called. */
const fill = ({ storage }: TestTablet): (() => void) => {
  const spies = (['append', 'acknowledge', 'keepReceived', 'returnToOutbox'] as const).map((name) =>
    vi.spyOn(storage, name).mockImplementation(async () => {
      throw new DOMException('no room left', 'QuotaExceededError')
    }),
  )
  return () => {
    for (const spy of spies) spy.mockRestore()
  }
}
/** A tablet on line, whose disk is full with one loan on it. */
const aFullTablet = async () => {
  const tablet = await world.tabletOfJeanne()
  tablet.spoil(offline)
  await aLoan(tablet.desk, '0001')
  await until(() => tablet.desk.snapshot.link.kind === 'offline')
  return { tablet, free: fill(tablet) }
}
const exchangeOnce = async ({ desk, requests }: TestTablet, isDone: () => boolean | Promise<boolean>): Promise<void> => {
  const before = requests.length
  await until(() => {
    world.advance(1000)
    desk.tryNow()
    return requests.length > before && isDone()
  }, 'the exchange')
}
/** When the tablet says that each of its operations was accepted first, after the endpoint was put back. */
const toldAgain = async (tablet: TestTablet) => {
  await world.store.transact(libraryId, (transaction) => startNewEpoch(transaction, toInstant(0)))
  const [{ epoch }, before] = [await world.store.read(libraryId, (reading) => reading.library()), tablet.requests.length]
  await exchangeOnce(tablet, () => tablet.desk.snapshot.pendingCount === 0 && tablet.desk.snapshot.link.kind === 'online')
  const pushes = tablet.requests.slice(before).flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(body)]))
  const operations = pushes.filter((push) => push.epoch === epoch).flatMap((push) => push.operations)
  return operations.map(({ accepted, envelope }) => [envelope.payload.items[0].barcode, accepted])
}

describe('the endpoint is put back while a disk is full', () => {
  test('presses behind one that went past the disk are told again as accepted, as that one is', async () => {
    const { tablet, free } = await aFullTablet()
    tablet.spoil(undefined)
    const at = world.now()
    expect((await aLoan(tablet.desk, '0002')).kind).toBe('saved')
    free()
    expect(await toldAgain(tablet)).toEqual([
      ['0001', at],
      ['0002', at],
    ])
  })

  test('it is where the press itself was refused', async () => {
    const { tablet, free } = await aFullTablet()
    tablet.spoil(async (request, carry) => {
      const answer = await carry()
      if (!request.body?.includes('"0002"')) return answer
      const { results, ...rest } = JSON.parse(answer.text)
      results[1] = { ...results[1], outcome: 'refused', reason: 'not-here' }
      return { ...answer, text: JSON.stringify({ ...rest, results }) }
    })
    const at = world.now()
    expect(await aLoan(tablet.desk, '0002')).toEqual({ kind: 'failed', failure: { kind: 'not-saved' } })
    free()
    expect(await toldAgain(tablet)).toEqual([['0001', at]])
  })

  test('and where nobody pressed, and only the answer to an exchange found no room', async () => {
    const { tablet, free } = await aFullTablet()
    let at: number | undefined
    tablet.spoil((request, carry) => {
      if (request.body?.includes('"0001"')) at ??= world.now()
      return carry()
    })
    await exchangeOnce(tablet, () => tablet.defects.some((what) => what.includes('no room left')))
    free()
    expect(await factsOf('0001')).toBe(1)
    expect(await toldAgain(tablet)).toEqual([['0001', at]])
  })
})

test('an envelope that the line damaged behind a press past the disk waits on, and goes again', async () => {
  const { tablet, free } = await aFullTablet()
  let isDamaged = false
  const damageOnce: Spoil = (request, carry) => {
    if (isDamaged || !request.body?.includes('"0002"')) return carry()
    isDamaged = true
    return world.send({ ...request, body: request.body.replace('"0001"', '"0009"') })
  }
  tablet.spoil(damageOnce)
  expect((await aLoan(tablet.desk, '0002')).kind).toBe('saved')
  expect([isDamaged, await factsOf('0001'), await factsOf('0002')]).toEqual([true, 0, 1])
  expect(tablet.desk.snapshot.pendingCount).toBe(1)
  free()
  await exchangeOnce(tablet, async () => (await factsOf('0001')) === 1)
  await until(() => tablet.desk.snapshot.pendingCount === 0)
})

describe.each(
  Object.entries({
    indexeddb: () => createDexieStorage({ name: crypto.randomUUID() }),
    'an image': () => createImageStorage(createImageDisk(emptyImage)),
  }),
)('what is kept late on %s', (_, open) => {
  const answer = (id: string, change: Parameters<typeof received>[1] = {}) => ({
    ...anEntry(id),
    ...received(id, change),
    acknowledgedAt: toInstant(7000),
  })
  const outcomes = async (disk: ReturnType<typeof open>) =>
    (await disk.acknowledged()).map(({ operationId, outcome, acknowledgedAt }) => [operationId, outcome, acknowledgedAt])

  test('has the place at which it waited, and what an exchange kept meanwhile stays as it is', async () => {
    const disk = open()
    await disk.keepIdentity(identity)
    const { term } = await disk.takeTerm()
    for (const id of ['a', 'b', 'c']) await disk.append(anEntry(id))
    await disk.acknowledge(term, [received('a')], exchange)
    await disk.keepReceived([answer('a', { outcome: 'already-known' }), answer('b')], identity)
    expect(await outcomes(disk)).toEqual([
      ['b', 'accepted', 7000],
      ['a', 'accepted', 5000],
    ])
    await disk.returnToOutbox(term, 'e2', toInstant(0))
    expect((await disk.pending(10)).map(({ operationId, accepted }) => [operationId, accepted])).toEqual([
      ['a', 5000],
      ['b', 7000],
      ['c', undefined],
    ])
    disk.close()
  })

  test('is told again under another epoch as it was accepted first, but what was refused, and what that epoch has answered', async () => {
    const disk = open()
    await disk.keepIdentity({ ...identity, epoch: 'e2' })
    const { term } = await disk.takeTerm()
    for (const id of ['answered', 'first', 'refused'])
      await disk.append({ ...anEntry(id), ...(id === 'first' && { accepted: toInstant(3) }) })
    await disk.acknowledge(term, [received('answered', { outcome: 'refused' })], exchange)
    const late = [answer('answered'), answer('first'), answer('refused', { outcome: 'refused' }), answer('pressed')]
    await disk.keepReceived(late, { ...identity, deviceId: toDeviceId('d') })
    expect((await disk.pending(10)).map(({ operationId, accepted }) => [operationId, accepted])).toEqual([
      ['first', 3],
      ['pressed', 7000],
    ])
    expect(await outcomes(disk)).toEqual([
      ['refused', 'refused', 7000],
      ['answered', 'refused', 5000],
    ])
    disk.close()
  })
})

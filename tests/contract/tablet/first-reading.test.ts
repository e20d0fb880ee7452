/**
 * The first picture is read before Dexie is there, and only from a database that can be read so: what is missing, older or dumb is Dexie's.
 * Runs in Node, on a stand-in for the browser's IndexedDB.
 */
import 'fake-indexeddb/auto'
import { beforeEach, expect, test, vi } from 'vitest'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { createLaterDexie } from '../../../src/tablet/storage/later-dexie.ts'
import type { TabletStorage } from '../../../src/tablet/storage/tablet-storage.ts'
import { anEntry, aRow, exchange, identity, mark, received } from '../../builders/on-a-disk.ts'

const noChunk = (): Promise<TabletStorage> => Promise.reject(new TypeError('Failed to fetch dynamically imported module'))

let name: string
beforeEach(() => {
  name = crypto.randomUUID()
})

test('a disk that this build wrote is read whole without Dexie, and by Dexie alike', async () => {
  const dexie = createDexieStorage({ name })
  await dexie.keepIdentity(identity)
  const { term } = await dexie.takeTerm()
  await dexie.commitPull(term, { isWhole: true, rows: [aRow('2', 1), aRow('1', 2)], mark })
  for (const id of ['d', 'c', 'b', 'a']) await dexie.append(anEntry(id))
  await dexie.acknowledge(term, [received('d', { version: mark.version }), received('c', { version: mark.version + 1 })], exchange)
  const read = await createLaterDexie(name, noChunk).load()
  expect(read).toEqual(await dexie.load())
  expect(read).toMatchObject({
    identity: { deviceId: identity.deviceId, ticket: exchange.ticket },
    mark,
    base: [{ id: '1' }, { id: '2' }],
    outbox: [{ operationId: 'b' }, { operationId: 'a' }],
    unreached: [{ operationId: 'c' }],
    clockOffset: exchange.clockOffset,
  })
  dexie.close()
})

test('a tablet that was never used has nothing, and no database is made by looking', async () => {
  expect(await createLaterDexie(name, noChunk).load()).toMatchObject({ identity: undefined, base: [], outbox: [] })
  expect((await indexedDB.databases()).map((database) => database.name)).not.toContain(name)
})

test('a database of an older build waits for Dexie, though every table is there', async () => {
  const older = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name, 1)
    request.onupgradeneeded = () => {
      for (const table of ['outbox', 'elsewhere', 'base', 'drafts', 'meta']) request.result.createObjectStore(table)
      request.result.createObjectStore('outcomes').createIndex('version', 'version')
    }
    request.onsuccess = () => resolve(request.result)
  })
  older.close()
  await expect(createLaterDexie(name, noChunk).load()).rejects.toThrow('Failed to fetch')
})

test('a database that does not answer is left to Dexie after a moment', async () => {
  const { open } = indexedDB
  const dexie = createDexieStorage({ name })
  await dexie.append(anEntry('a'))
  const disk = createLaterDexie(name, async () => dexie)
  // As WebKit does now and then: neither an answer nor a failure.
  indexedDB.open = () => new EventTarget() as IDBOpenDBRequest
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const reading = disk.load()
    expect(vi.getTimerCount()).toBe(1)
    vi.advanceTimersByTime(5000)
    expect((await reading).outbox).toHaveLength(1)
  } finally {
    indexedDB.open = open
    vi.useRealTimers()
    disk.close()
  }
})

test('[HO-6] a reading that was given up holds up no press', async () => {
  const { getAll } = IDBObjectStore.prototype
  const dexie = createDexieStorage({ name })
  await dexie.append(anEntry('a'))
  let isStuck = false
  // Its transaction lives on, and nothing is answered.
  IDBObjectStore.prototype.getAll = function () {
    isStuck = true
    const ask = (): void => {
      if (isStuck) this.count().onsuccess = ask
    }
    ask()
    return new EventTarget() as IDBRequest
  }
  const disk = createLaterDexie(name, async () => {
    IDBObjectStore.prototype.getAll = getAll
    return dexie
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const reading = disk.load()
    while (!isStuck) await new Promise(setImmediate)
    vi.advanceTimersByTime(5000)
    expect((await reading).outbox).toHaveLength(1)
    vi.useRealTimers()
    await disk.append(anEntry('b'))
    expect(await disk.pendingCount()).toBe(2)
  } finally {
    IDBObjectStore.prototype.getAll = getAll
    isStuck = false
    vi.useRealTimers()
    disk.close()
  }
})

test('a database that opens too late is closed at once, and not read', async () => {
  const { open } = indexedDB
  const dexie = createDexieStorage({ name })
  await dexie.append(anEntry('a'))
  const opening = new EventTarget() as IDBOpenDBRequest
  const disk = createLaterDexie(name, async () => dexie)
  indexedDB.open = () => opening
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const reading = disk.load()
    vi.advanceTimersByTime(5000)
    await reading
    indexedDB.open = open
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open(name)
      request.onsuccess = () => resolve(request.result)
    })
    const [read, closed] = [vi.spyOn(database, 'transaction'), vi.spyOn(database, 'close')]
    Object.assign(opening, { result: database }).onsuccess?.(new Event('success'))
    await new Promise(setImmediate)
    expect([read, closed].map(({ mock }) => mock.calls.length)).toEqual([0, 1])
  } finally {
    indexedDB.open = open
    vi.useRealTimers()
    disk.close()
  }
})

test('[HO-6] while Dexie cannot be had nothing is said to be kept, and each press asks for it again', async () => {
  let asked = 0
  const disk = createLaterDexie(name, () => (asked++ === 0 ? noChunk() : Promise.resolve(createDexieStorage({ name }))))
  await expect(disk.append(anEntry('a'))).rejects.toThrow('Failed to fetch')
  expect((await disk.load()).outbox).toEqual([])
  await disk.append(anEntry('b'))
  expect((await disk.load()).outbox).toMatchObject([{ operationId: 'b' }])
  expect(asked).toBe(2)
  disk.close()
})

test('[HO-6] Dexie that never comes and never fails is a press that is not kept, after a bound, and not kept later', async () => {
  let arrive = (_: TabletStorage): void => {}
  const disk = createLaterDexie(name, () => new Promise((resolve) => (arrive = resolve)))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const press = expect(disk.append(anEntry('a'))).rejects.toThrow('late')
    vi.advanceTimersByTime(20_000)
    await press
  } finally {
    vi.useRealTimers()
  }
  const dexie = createDexieStorage({ name })
  arrive(dexie)
  expect(await dexie.pendingCount()).toBe(0)
  dexie.close()
})

test('[HO-6] a press while Dexie is on its way waits for it, and is then kept', async () => {
  let arrive = (_: TabletStorage): void => {}
  const disk = createLaterDexie(name, () => new Promise((resolve) => (arrive = resolve)))
  let isKept = false
  const press = disk.append(anEntry('a')).then(() => {
    isKept = true
  })
  expect((await createLaterDexie(name, noChunk).load()).outbox).toEqual([])
  expect(isKept).toBe(false)
  arrive(createDexieStorage({ name }))
  await press
  expect((await createLaterDexie(name, noChunk).load()).outbox).toMatchObject([{ operationId: 'a' }])
  disk.close()
})

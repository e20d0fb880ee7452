/**
 * What the tablet's database promises beside what every disk does: on a full disk, when it does not open, beside another build, made by an
 * older one. Runs in Node, on a stand-in for the browser's IndexedDB.
 */
import 'fake-indexeddb/auto'
import Dexie from 'dexie'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toLibraryIdentity } from '../../../src/domain/ids.ts'
import { createDexieStorage } from '../../../src/tablet/storage/dexie-storage.ts'
import { transactionLimitMs } from '../../../src/tablet/storage/dexie-transactions.ts'
import { type BaseRow, StorageBlocked, type TabletStorage } from '../../../src/tablet/storage/tablet-storage.ts'
import { aRecord } from '../../builders/a-record.ts'
import { anEntry, aRow, identity, mark } from '../../builders/on-a-disk.ts'
import { until } from '../../fakes/tablet-world.ts'

test('a tab of before the site’s data was cleared writes nothing of what it still hears', async () => {
  const name = crypto.randomUUID()
  const former = createDexieStorage({ name })
  const { term } = await former.takeTerm()
  await Dexie.delete(name)
  await until(() => Date.now() > term)
  const disk = createDexieStorage({ name })
  await disk.takeTerm()
  expect(await former.commitPull(term, { isWhole: true, rows: [aRow('1', 1)], mark })).toBe(false)
  expect((await disk.load()).base).toEqual([])
  former.close()
  disk.close()
})

describe('a full disk', () => {
  const { add } = IDBObjectStore.prototype
  afterEach(() => {
    IDBObjectStore.prototype.add = add
  })
  /** The next `times` writes of an operation find no room. */
  const fill = (times: number): void => {
    let left = times
    IDBObjectStore.prototype.add = function (...given) {
      if (left-- > 0) throw new DOMException('no room left', 'QuotaExceededError')
      return add.apply(this, given)
    }
  }
  const open = async () => {
    let given = 0
    const name = crypto.randomUUID()
    const options = {
      name,
      onFull: async () => {
        given++
      },
    }
    const disk = createDexieStorage(options)
    const { term } = await disk.takeTerm()
    await disk.append(anEntry('before'))
    const title: BaseRow = { kind: 'record', id: 'r', version: 2, row: aRecord() }
    await disk.commitPull(term, { isWhole: true, rows: [aRow('1', 1), title], mark })
    return { disk, given: () => given }
  }
  const kinds = async (disk: TabletStorage) => (await disk.load()).base.map(({ kind }) => kind)
  const ids = async (disk: TabletStorage) => (await disk.pending(10)).map(({ operationId }) => operationId)

  test('gives back first what can be fetched again outside the database', async () => {
    const { disk, given } = await open()
    fill(1)
    await disk.append(anEntry('a'))
    expect([given(), await kinds(disk), await ids(disk)]).toEqual([1, ['patron', 'record'], ['before', 'a']])
    disk.close()
  })

  test('then the titles, and never an operation nor a patron', async () => {
    const { disk, given } = await open()
    fill(2)
    await disk.append(anEntry('a'))
    expect([given(), await kinds(disk), await ids(disk)]).toEqual([1, ['patron'], ['before', 'a']])
    disk.close()
  })

  test('[HO-6] and then says that the operation is not kept', async () => {
    const { disk } = await open()
    fill(3)
    await expect(disk.append(anEntry('a'))).rejects.toMatchObject({ name: 'QuotaExceededError' })
    expect(await ids(disk)).toEqual(['before'])
    disk.close()
  })
})

test('[HO-6] a database that never opens is given up twice, and what was tried meanwhile is not there later', async () => {
  const { open } = indexedDB
  const name = crypto.randomUUID()
  // As WebKit does now and then: neither an answer nor a failure.
  let attempts = 0
  indexedDB.open = () => {
    attempts++
    return new EventTarget() as IDBOpenDBRequest
  }
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const disk = createDexieStorage({ name })
    let end: unknown
    disk.append(anEntry('a')).catch((error) => {
      end = error
    })
    await until(() => {
      if (vi.getTimerCount() > 0) vi.advanceTimersByTime(transactionLimitMs)
      return end !== undefined
    }, 'the word')
    expect(end).toBeInstanceOf(Error)
    expect(attempts).toBe(2)
    indexedDB.open = open
    expect(await disk.pendingCount()).toBe(0)
    disk.close()
  } finally {
    indexedDB.open = open
    vi.useRealTimers()
  }
})

test('a newer build in another tab is given the database at once, and this page goes on in what it made of it', async () => {
  const name = crypto.randomUUID()
  const disk = createDexieStorage({ name })
  await disk.append(anEntry('a'))
  const newer = await new Promise<IDBDatabase>((resolve) => {
    // Dexie counts in tenths.
    const request = indexedDB.open(name, 30)
    request.onupgradeneeded = () => request.result.createObjectStore('added')
    request.onsuccess = () => resolve(request.result)
  })
  await disk.append(anEntry('b'))
  const held = newer.transaction('outbox').objectStore('outbox').count()
  await new Promise((resolve) => {
    held.onsuccess = resolve
  })
  expect(held.result).toBe(2)
  newer.close()
  disk.close()
})

test('a database made before a tablet knew more of its library than the name opens whole, and is put apart under that name', async () => {
  const name = crypto.randomUUID()
  const older = new Dexie(name)
  older.version(1).stores({
    outbox: '++seq, &operationId',
    base: '[kind+id]',
    outcomes: '&operationId, version, acknowledgedAt',
    drafts: '&key',
    meta: '&key',
  })
  await older.table('outbox').bulkAdd([anEntry('a'), anEntry('b')])
  await older.table('meta').bulkAdd([
    { key: 'identity', value: identity },
    { key: 'mark', value: mark },
  ])
  await older.table('base').add(aRow('1', 1))
  older.close()

  const disk = createDexieStorage({ name })
  const opened = await disk.load()
  expect(opened).toMatchObject({ identity, mark, base: [{ id: '1' }], elsewhere: [], outbox: [{ operationId: 'a' }, { operationId: 'b' }] })
  await disk.append({ ...anEntry('c'), library: undefined })
  await disk.keepIdentity({ ...identity, library: toLibraryIdentity('2'.repeat(32)), libraryName: 'Salins' }, 'Valmont')
  const { outbox, elsewhere } = await disk.load()
  expect([outbox, elsewhere.map(({ operationId, libraryName }) => [operationId, libraryName])]).toEqual([
    [],
    ['a', 'b', 'c'].map((id) => [id, 'Valmont']),
  ])
  disk.close()
})

test('an older build that holds the database in another tab is said after a moment, and not waited for', async () => {
  const name = crypto.randomUUID()
  const older = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name, 1)
    request.onsuccess = () => resolve(request.result)
  })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const disk = createDexieStorage({ name })
    let end: unknown
    disk.load().catch((error) => {
      end = error
    })
    // One wait for the disk, one for the other tab.
    await until(() => vi.getTimerCount() > 1, 'the wait')
    vi.advanceTimersByTime(4000)
    await until(() => end !== undefined, 'the word')
    expect(end).toBeInstanceOf(StorageBlocked)
    older.close()
  } finally {
    vi.useRealTimers()
  }
})

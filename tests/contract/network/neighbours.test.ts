/**
 * Libraries that share a database do not wait for each other's long works (NET-5): an import, forty tablets that are back at once. Over
 * SQLite, where all share one connection, and over PostgreSQL. What it costs in milliseconds: `npm run bench -- neighbours`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LibraryId, toDeviceId, toLibraryId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { takeCatalogue } from '../../../src/endpoint/ils/take-catalogue.ts'
import { FairQueue } from '../../../src/endpoint/storage/fair-queue.ts'
import { PostgresStore } from '../../../src/endpoint/storage/postgres-store.ts'
import { SqliteStore } from '../../../src/endpoint/storage/sqlite-store.ts'
import { withMembers } from '../../../src/endpoint/storage/with-members.ts'
import { aPageLibrary, pageOfTests } from '../../builders/a-page.ts'
import { aStore } from '../../builders/a-store.ts'
import { anEntry, aPatronOf, library, now } from '../../builders/in-a-store.ts'
import { onEachStore } from '../../fakes/each-store.ts'

const elsewhere = toLibraryId('elsewhere')

onEachStore('libraries beside each other', (store) => {
  const rows = Array.from({ length: 5000 }, (_, n) => anEntry(`3${String(n).padStart(13, '0')}`, `r${n}`))
  const says = (from: number, to: number) => {
    const some = rows.slice(from, to)
    return { rows: some, mentioned: new Set<string>(some.map(({ barcode }) => barcode)), onLoan: undefined }
  }
  const take = (from: number, to: number, isWhole = true) => takeCatalogue(store(), library, says(from, to), { asOf: now, now, isWhole })
  const known = () => store().read(library, (reader) => reader.catalogueCounts())
  const addElsewhere = async (): Promise<void> => {
    await store().createLibrary({ id: elsewhere, name: 'Ailleurs', isDemo: false })
    for (const id of [library, elsewhere]) await store().transact(id, (transaction) => transaction.writeRow(aPatronOf('1'), now))
  }

  test('[NET-5, NET-13] an import beside others goes in slices, between which what they push is answered', async () => {
    await addElsewhere()
    const soFar: number[] = []
    const between = withMembers(store(), {
      async transact(id, work) {
        const written = await store().transact(id, work)
        await store().transact(elsewhere, (transaction) => transaction.writeRow(aPatronOf('2'), now))
        soFar.push((await known()).items)
        return written
      },
    })
    const counts = await takeCatalogue(between, library, says(0, 5000), { asOf: now, now, isWhole: true })
    expect(counts).toMatchObject({ added: 5000, updated: 0, unchanged: 0, removed: 0, isAll: true })
    expect(soFar.slice(0, 10)).toEqual([500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000])
    expect((await known()).items).toBe(5000)
  })

  test('[NET-5, NET-12] a desk and another library’s page read while forty visitors of its page read', async () => {
    await addElsewhere()
    const ask = (id: LibraryId, whose?: 'page', meanwhile?: Promise<unknown>) =>
      store().read(
        id,
        async (reader) => {
          await meanwhile
          return (await reader.rowsOf('patron')).length
        },
        whose,
      )
    let free = (_: unknown): void => {}
    const freed = new Promise((resolve) => {
      free = resolve
    })
    // All visitors but the first read until both others were answered: who waits for them is never answered.
    const visits = Array.from({ length: 40 }, (_, n) => ask(library, 'page', n === 0 ? undefined : freed))
    const others = Promise.all([ask(library), ask(elsewhere, 'page')])
    void others.then(free)
    expect(await others).toEqual([1, 1])
    expect(await Promise.all(visits)).toHaveLength(40)
  })

  test('[NET-5] whose page an address names is looked up for forty visitors while a desk is told at once which libraries there are', async () => {
    await addElsewhere()
    const done: string[] = []
    const ask = (what: string, visited?: string) =>
      store()
        .libraries(visited)
        .then(() => done.push(what))
    let free = (): void => {}
    const held = new Promise<void>((resolve) => {
      free = resolve
    })
    // As many slow readers of pages as there are places for them.
    const slow = [library, elsewhere].map((id) => store().read(id, () => held, 'page'))
    const visits = Array.from({ length: 40 }, (_, n) => ask(`visit ${n}`, 'mediatheque'))
    await ask('desk')
    const [first] = done
    free()
    await Promise.all([...slow, ...visits])
    expect([done.length, store() instanceof PostgresStore ? first : 'desk']).toEqual([41, 'desk'])
  })

  test('[NET-5, NET-13] in slices or in one go it counts, adds and removes alike', async () => {
    const taken: unknown[] = []
    const takeAll = async (): Promise<void> => {
      taken.push(await take(0, 1100), await take(600, 1200), await take(600, 1200), await take(600, 1150, false))
      taken.push(await known())
    }
    await takeAll()
    await store().transact(library, (transaction) => transaction.removeFromCatalogue(rows.slice(600, 1200).map(({ barcode }) => barcode)))
    await addElsewhere()
    await takeAll()
    expect(taken.slice(5)).toEqual(taken.slice(0, 5))
    expect(taken.slice(0, 3)).toMatchObject([
      { added: 1100 },
      { added: 100, removed: 600, unchanged: 500 },
      { added: 0, unchanged: 600, removed: 0 },
    ])
  })
})

describe('one SQLite file of several libraries', () => {
  let folder: string
  let store: SqliteStore
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'neighbours-'))
    store = new SqliteStore(join(folder, 'desk.db'))
    for (const id of [library, elsewhere]) await store.createLibrary({ id, name: id, isDemo: false })
  })
  afterEach(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })

  test('[NET-5, NET-11] whose tablet or code it is, and which libraries there are, is answered while another one reads', async () => {
    await store.read(library, async (reader) => {
      await reader.row('settings', 'settings')
      await store.createLibrary({ id: toLibraryId('newest'), name: 'newest', isDemo: false })
      expect((await store.libraries()).map(({ id }) => id)).toContain('newest')
      expect(await store.device(toDeviceId('unknown'))).toBeUndefined()
      expect(await store.enrolmentCode('unknown')).toBeUndefined()
    })
  })

  test('[NET-5, NET-11] who is counted before a write waits for one work of a busy library, however many of its are counted too', async () => {
    const done: string[] = []
    const ask = async (id: LibraryId, what: string): Promise<void> => {
      await store.tally((tallies) => tallies.keep('tries', what, '1', toInstant(now + 1), now))
      await store.transact(id, async () => void done.push(what))
    }
    const asked = Array.from({ length: 40 }, (_, n) => ask(library, `a${n + 1}`))
    await Promise.all([...asked, ask(elsewhere, 'b')])
    expect(done).toHaveLength(41)
    expect(done.indexOf('b')).toBeLessThanOrEqual(2)
  })

  test('a tally that fails among several is undone, and no other', async () => {
    const keep = (key: string, fault?: Error) =>
      store.tally(async (tallies) => {
        await tallies.keep('tries', key, '1', toInstant(now + 1), now)
        if (fault !== undefined) throw fault
        return key
      })
    const keys = Array.from({ length: 120 }, (_, n) => `k${n}`)
    const ends = await Promise.allSettled(keys.map((key, n) => keep(key, n === 1 ? new Error('failed') : undefined)))
    expect(ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []))).toEqual(['Error: failed'])
    const held = await store.tally(async (tallies) => {
      const kept: string[] = []
      for (const key of keys) if ((await tallies.of('tries', key)) !== undefined) kept.push(key)
      return kept
    })
    expect(held).toEqual(keys.filter((_, n) => n !== 1))
  })
})

test('[NET-5] all that a visit of the page reads, it reads apart', async () => {
  const store = aStore()
  const asked: (string | undefined)[] = []
  const visited: (string | undefined)[] = []
  const heard = withMembers(store, {
    libraries: (named) => {
      visited.push(named)
      return store.libraries(named)
    },
    read: (id, work, whose) => {
      asked.push(whose)
      return store.read(id, work, whose)
    },
  })
  const { visitor, dataDir } = await aPageLibrary({ store: heard })
  asked.length = 0
  visited.length = 0
  expect((await visitor().get(`${pageOfTests}/?q=berenice`)).text).toContain('Bérénice')
  expect([asked.length > 1, new Set(asked), visited]).toEqual([true, new Set(['page']), ['mediatheque-de-valmont']])
  rmSync(dataDir, { recursive: true })
})

test('[NET-5] a network that invents addresses of pages is held back before they are looked up, and told so without a library', async () => {
  const store = aStore()
  let lookUps = 0
  const heard = withMembers(store, {
    libraries: (named) => {
      lookUps += 1
      return store.libraries(named)
    },
  })
  const { visitor, dataDir } = await aPageLibrary({ store: heard })
  lookUps = 0
  const flood = visitor()
  const answers: (readonly [number, string | null])[] = []
  for (let n = 0; n < 310; n++) {
    const { status, headers } = await flood.send(`/b/invented-${n}/`)
    answers.push([status, headers.get('Retry-After')])
  }
  expect([lookUps, answers[0], answers.at(-1)]).toEqual([300, [404, null], [429, '1']])
  rmSync(dataDir, { recursive: true })
})

describe('turns', () => {
  test('[NET-5] forty works of one library wait for each other, and one of another library for one of them', async () => {
    const queue = new FairQueue()
    const done: string[] = []
    const ask = (whom: string, what: string) =>
      queue.run(whom, async () => {
        done.push(what)
        if (what === 'b2') throw new Error('failed')
      })
    const asked = Array.from({ length: 40 }, (_, n) => ask('b', `b${n + 1}`))
    const last = queue.runLast(async () => void done.push('last'))
    asked.push(ask('c', 'c1'), ask('c', 'c2'))
    expect((await Promise.allSettled(asked)).map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(1)
    await last
    expect(done.slice(0, 5)).toEqual(['b1', 'c1', 'b2', 'c2', 'b3'])
    expect(done.slice(-2)).toEqual(['b40', 'last'])
    expect(done).toHaveLength(43)
  })
})

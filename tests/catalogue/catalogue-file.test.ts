/**
 * How the catalogue's file comes to a tablet, when the network gives it in pieces or not at all. The browser's `fetch` is a stand-in.
 */
import { createHash } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { packFile } from '../../src/catalogue/pack-file.ts'
import { toDeviceId } from '../../src/domain/ids.ts'
import { fetchCatalogue, readCatalogue, whereIsCatalogue } from '../../src/tablet/catalogue/catalogue-file.ts'
import { createFollowCatalogue } from '../../src/tablet/catalogue/follow-catalogue.ts'
import { catalogueOf } from '../../src/tablet/catalogue/opened-catalogue.ts'
import type { CatalogueArrival } from '../../src/tablet/desk.ts'
import { aDesk } from '../builders/a-desk.ts'
import { aDocument } from '../builders/a-document.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a download that stalls is given up after a minute of silence, so that the next exchange tries again', async () => {
  vi.useFakeTimers()
  let send = (): void => {}
  vi.stubGlobal('fetch', async (_: string, { signal }: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        send = () => controller.enqueue(new Uint8Array(1))
        signal?.addEventListener('abort', () => controller.error(signal.reason))
      },
    })
    return new Response(body)
  })
  const shares: number[] = []
  let failure: unknown
  const none = { match: async () => undefined, keys: async () => [] }
  vi.stubGlobal('caches', { open: async () => none })
  const fetching = fetchCatalogue({ hash: '0'.repeat(64), bytes: 4 }, 'x', (share) => shares.push(share)).catch((error) => {
    failure = error
  })
  for (const _ of [1, 2]) {
    await vi.advanceTimersByTimeAsync(50_000)
    send()
  }
  await vi.advanceTimersByTimeAsync(50_000)
  expect([shares, failure]).toEqual([[0.25, 0.5], undefined])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(failure).toMatchObject({ name: 'AbortError' })
  await fetching
})

/** The browser's own Cache, as far as it is asked. */
const aCache = () => {
  const kept = new Map<string, Response>()
  return {
    match: async (path: string) => kept.get(path)?.clone(),
    put: async (path: string, response: Response) => void kept.set(path, response),
    keys: async () => [...kept.keys()].map((path) => ({ url: `http://localhost${path}` })),
    delete: async (asked: string | { url: string }) => kept.delete(typeof asked === 'string' ? asked : new URL(asked.url).pathname),
  }
}

test.each([
  [false, (hash: string) => [`/catalogue/v1/${hash}/packed`]],
  [true, (hash: string) => [`/catalogue/v1/${hash}/packed`, `/catalogue/v1/${hash}`]],
])(
  'the changes of a day are fetched alone, and yesterday’s go; the week’s file stays (an endpoint that packs none: %s)',
  async (isOlder, pathsOf) => {
    const contents = [buildCatalogue([aDocument()]), buildCatalogue([aDocument({ title: 'Nana' })]), buildCatalogue([])]
    const files = contents.map((content) => ({ hash: createHash('sha256').update(content).digest('hex'), bytes: content.length, content }))
    const [week, yesterday, today] = files
    if (week === undefined || yesterday === undefined || today === undefined) throw new Error('three files')
    const asked: string[] = []
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path)
      const content = files.find(({ hash }) => path.includes(hash))?.content
      if (!path.endsWith('/packed')) return new Response(content)
      return isOlder || content === undefined ? new Response('', { status: 404 }) : new Response(packFile(content))
    })
    const cache = aCache()
    vi.stubGlobal('caches', { open: async () => cache })
    const first = { ...week, changes: yesterday }
    await fetchCatalogue(first, 'x', () => {})
    expect(await whereIsCatalogue(first)).toBe('here')
    const second = { ...week, changes: today }
    expect(await whereIsCatalogue(second)).toBe('missing')
    await fetchCatalogue(second, 'x', () => {})
    expect(asked).toEqual([week, yesterday, today].flatMap(({ hash }) => pathsOf(hash)))
    expect(await readCatalogue(yesterday.hash)).toBeUndefined()
    expect(await readCatalogue(week.hash)).toEqual(week.content.buffer)
    // An endpoint older than such files names none.
    expect(await whereIsCatalogue(week)).toBe('here')
  },
)

/** A library's catalogue, what its tablet's browser answers instead of its bytes, and what the tablet shows after each exchange. */
const aFollower = (content: Uint8Array<ArrayBuffer>) => {
  const hash = createHash('sha256').update(content).digest('hex')
  const cache = aCache()
  const told: (CatalogueArrival | undefined)[] = []
  const network = { fetches: 0, gives: (bytes: Uint8Array<ArrayBuffer>): BodyInit => bytes }
  vi.stubGlobal('caches', { open: async () => cache, delete: async () => true })
  vi.stubGlobal('fetch', async (path: string) => {
    network.fetches += 1
    return path.endsWith('/packed') ? new Response('', { status: 404 }) : new Response(network.gives(content))
  })
  const named = { hash, bytes: content.length }
  const state = aDesk({ kind: 'catalogue', id: 'catalogue', items: 1, records: 1, ...named })
  const snapshot = { state, catalogueArrival: undefined as CatalogueArrival | undefined }
  const follow = createFollowCatalogue({
    catalogue: { whereIs: whereIsCatalogue, fetch: fetchCatalogue },
    mirror: { identity: { deviceId: toDeviceId('tablet-b'), credential: 'x' } },
    shown: {
      snapshot,
      show: ({ catalogueArrival }) => {
        snapshot.catalogueArrival = catalogueArrival
        told.push(catalogueArrival)
      },
    },
  })
  return { cache, follow, named, network, snapshot, told }
}

test.each([
  ['cut in the middle', (bytes: Uint8Array<ArrayBuffer>) => bytes.slice(0, 40)],
  ['of another hash', (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, n) => (n === 60 ? byte ^ 1 : byte))],
])('a download %s is kept nowhere and said, and the next exchange brings the whole file', async (_, spoil) => {
  const { follow, named, network, snapshot } = aFollower(buildCatalogue([aDocument({ title: 'Nana' })]))
  network.gives = spoil
  await follow()
  expect(snapshot.catalogueArrival).toEqual({ kind: 'cut' })
  expect(await readCatalogue(named.hash)).toBeUndefined()
  network.gives = (bytes) => bytes
  await follow()
  expect(snapshot.catalogueArrival).toBeUndefined()
  expect((await catalogueOf(named))?.search('nana')?.total).toBe(1)
})

test('how far the file came is told in hundredths, and nothing once it is here', async () => {
  const { follow, told, network } = aFollower(buildCatalogue([aDocument()]))
  await follow()
  expect(told).toEqual([{ kind: 'coming', share: 1 }, undefined])
  await follow()
  expect(network.fetches).toBe(2)
})

test('a file that the disk damaged is fetched anew; one that this build cannot read is not fetched at each exchange', async () => {
  const content = buildCatalogue([aDocument({ title: 'Pauline' })])
  const { cache, follow, named, network } = aFollower(content)
  await cache.put(`/catalogue/v1/${named.hash}`, new Response(content.slice(0, 40)))
  expect(await catalogueOf(named)).toBeUndefined()
  await follow()
  expect((await catalogueOf(named))?.search('pauline')?.total).toBe(1)
  const foreign = aFollower(new Uint8Array(80))
  for (const _ of [1, 2, 3]) {
    await foreign.follow()
    expect(await catalogueOf(foreign.named)).toBeUndefined()
  }
  expect([network.fetches, foreign.network.fetches]).toEqual([2, 4])
})

test('changes that the disk damaged leave the week’s file to be searched, and are fetched anew once', async () => {
  const week = buildCatalogue([aDocument({ title: 'Pauline' })])
  const changed = buildCatalogue([aDocument({ title: 'Nana' })])
  const nameOf = (content: Uint8Array<ArrayBuffer>) => ({ hash: createHash('sha256').update(content).digest('hex'), bytes: content.length })
  const named = { ...nameOf(week), changes: nameOf(changed) }
  const cache = aCache()
  vi.stubGlobal('caches', { open: async () => cache })
  await cache.put(`/catalogue/v1/${named.hash}`, new Response(week))
  await cache.put(`/catalogue/v1/${named.changes.hash}`, new Response(changed.slice(0, 40)))
  const catalogue = await catalogueOf(named)
  expect(['pauline', 'nana'].map((word) => catalogue?.search(word)?.total)).toEqual([1, 0])
  expect(await whereIsCatalogue(named)).toBe('missing')
  await cache.put(`/catalogue/v1/${named.changes.hash}`, new Response(changed))
  expect((await catalogueOf(named))?.search('nana')?.total).toBe(1)
})

test('a tablet without room for the file says so, and asks for it no more until its page is opened again', async () => {
  const { cache, follow, network, snapshot } = aFollower(buildCatalogue([aDocument()]))
  cache.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  await follow()
  expect(snapshot.catalogueArrival).toEqual({ kind: 'no-room' })
  await follow()
  expect([snapshot.catalogueArrival, network.fetches]).toEqual([{ kind: 'no-room' }, 2])
})

/**
 * How the catalogue's file comes to a tablet, when the network gives it in pieces or not at all. The browser's `fetch` is a stand-in.
 */
import { createHash } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { packFile } from '../../src/catalogue/pack-file.ts'
import { fetchCatalogue, hasCatalogue, readCatalogue } from '../../src/tablet/catalogue/catalogue-file.ts'
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
    delete: async ({ url }: { url: string }) => kept.delete(new URL(url).pathname),
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
    expect(await hasCatalogue(first)).toBe(true)
    const second = { ...week, changes: today }
    expect(await hasCatalogue(second)).toBe(false)
    await fetchCatalogue(second, 'x', () => {})
    expect(asked).toEqual([week, yesterday, today].flatMap(({ hash }) => pathsOf(hash)))
    expect(await readCatalogue(yesterday.hash)).toBeUndefined()
    expect(await readCatalogue(week.hash)).toEqual(week.content.buffer)
    // An endpoint older than such files names none.
    expect(await hasCatalogue(week)).toBe(true)
  },
)

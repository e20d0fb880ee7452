/**
 * How the catalogue's file comes to a tablet, when the network gives it in pieces or not at all. The browser's `fetch` is a stand-in.
 */
import { afterEach, expect, test, vi } from 'vitest'
import { fetchCatalogue } from '../../src/tablet/catalogue/catalogue-file.ts'

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
  const fetching = fetchCatalogue({ hash: '0'.repeat(64), bytes: 4, bearer: 'x' }, (share) => shares.push(share)).catch((error) => {
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

/**
 * A worker that failed, died or fell silent is started anew at the next question, and one that is well is kept. Runs in Node: a port stands
 * for the worker, and comlink speaks over it as it does in a browser.
 */
import { expose } from 'comlink'
import { describe, expect, test } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { createAskCatalogue } from '../../../src/tablet/workers/ask-catalogue.ts'
import type { CatalogueWorker } from '../../../src/tablet/workers/catalogue-worker.ts'
import { type LineWorker, openWorkerLine } from '../../../src/tablet/workers/worker-line.ts'

type Health = 'well' | 'rejects' | 'dies' | 'silent'
const file = { hash: 'hash', bytes: 1 }
const barcode = toItemBarcode('30112003456789')
/** Far more than a worker takes that is well, on a busy machine too. */
const patienceMs = 2000

/** Workers in the order in which they are started. */
const workers = (...healths: readonly Health[]) => {
  let started = 0
  let ended = 0
  const start = (): LineWorker => {
    const health = healths[started++]
    const { port1, port2 } = new MessageChannel()
    const fails = new EventTarget()
    const answer = (): Promise<undefined> => {
      if (health === 'rejects') return Promise.reject(new Error('the file cannot be read'))
      if (health === 'dies') fails.dispatchEvent(new Event('error'))
      return health === 'well' ? Promise.resolve(undefined) : new Promise(() => {})
    }
    const worker: CatalogueWorker = { itemByBarcode: answer, records: answer, search: answer, lists: answer }
    // The cast: Node's port is typed apart from the browser's, and is the same.
    expose(worker, port2 as unknown as Parameters<typeof expose>[1])
    port1.start()
    return {
      postMessage: (message: unknown) => port1.postMessage(message),
      addEventListener: (type: string, listener: EventListener) => (type === 'error' ? fails : port1).addEventListener(type, listener),
      removeEventListener: (type: string, listener: EventListener) =>
        (type === 'error' ? fails : port1).removeEventListener(type, listener),
      terminate: () => {
        ended++
        port1.close()
      },
    } as LineWorker
  }
  const ask = createAskCatalogue(async () => openWorkerLine<CatalogueWorker>(start, patienceMs))
  return { ask: () => ask.itemByBarcode(file, barcode), count: () => ({ started, ended }) }
}

describe('the catalogue’s worker', () => {
  test.each(['rejects', 'dies', 'silent'] as const)(
    'one that %s fails one question, and the next has a worker of its own',
    async (health) => {
      const { ask, count } = workers(health, 'well')
      await expect(ask()).rejects.toThrow()
      await expect(ask()).resolves.toBeUndefined()
      expect(count()).toEqual({ started: 2, ended: 1 })
    },
  )
  test('one that is well is asked again and again', async () => {
    const { ask, count } = workers('well')
    for (const _ of [1, 2, 3]) await expect(ask()).resolves.toBeUndefined()
    expect(count()).toEqual({ started: 1, ended: 0 })
  })
  test('a chunk that could not be had is asked for again at the next question', async () => {
    let tries = 0
    const ask = createAskCatalogue(async () => {
      if (tries++ === 0) throw new Error('the chunk does not load')
      return { ask: async () => undefined, close: () => {} } as Awaited<ReturnType<NonNullable<Parameters<typeof createAskCatalogue>[0]>>>
    })
    await expect(ask.itemByBarcode(file, barcode)).rejects.toThrow()
    await expect(ask.itemByBarcode(file, barcode)).resolves.toBeUndefined()
  })
})

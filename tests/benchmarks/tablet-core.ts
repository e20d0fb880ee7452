/**
 * A tablet without its screens: the desk itself on a disk in memory, speaking HTTP to a running endpoint through the tablet's own transport
 * and hint stream. Runs in Node, bundled with the product, many in one process.
 */

import type { Desk } from '../../src/tablet/desk.ts'
import { openDesk } from '../../src/tablet/open-desk.ts'
import { type DiskImage, emptyImage } from '../../src/tablet/storage/disk-image.ts'
import type { Identity } from '../../src/tablet/storage/tablet-storage.ts'
import { followHints } from '../../src/tablet/sync/hint-stream.ts'
import { httpTransport } from '../../src/tablet/sync/http-transport.ts'
import type { Transport } from '../../src/tablet/sync/transport.ts'
import { absentHardware } from '../fakes/absent-hardware.ts'
import { createModelDisk, createModelStorage } from '../fakes/model-disk.ts'
import { claire, pin } from './bench-loan.ts'

/** One request as the tablet saw it; status 0: nothing answered. Milliseconds. */
export interface Asked {
  readonly path: string
  readonly status: number
  readonly ms: number
}

export interface TabletCore {
  readonly desk: Desk
  /** What its disk holds now. */
  readonly disk: { readonly image: DiskImage }
  /** False: nothing leaves it, and the hint stream ends. */
  setOnline(isOnline: boolean): void
  /** The page woke up: what a person's hand, or the network's return, does. */
  wake(): void
}

/** The tablet's code asks for paths of its own origin; Node has none. */
export const askAt = (url: string): void => {
  const ask = globalThis.fetch
  globalThis.fetch = (input, options) => ask(typeof input === 'string' ? new URL(input, url) : input, options)
}

/** Opens a tablet that is enrolled already. `like`: the base of another one, so that not each has to fetch it. */
export const openTabletCore = (identity: Identity, like: DiskImage | undefined, onAsked: (asked: Asked) => void): TabletCore => {
  const disk = createModelDisk({ ...emptyImage, ...(like === undefined ? {} : { base: like.base, mark: like.mark }), identity })
  const wakers: (() => void)[] = []
  let isOnline = true
  let hangUp = new AbortController()
  let memory: string | undefined
  const transport: Transport = {
    send: async (request) => {
      if (!isOnline) throw new TypeError('Failed to fetch')
      const startedAt = performance.now()
      const tell = (status: number): void => onAsked({ path: request.path, status, ms: performance.now() - startedAt })
      return httpTransport.send(request).then(
        (response) => {
          tell(response.status)
          return response
        },
        (error) => {
          tell(0)
          throw error
        },
      )
    },
  }
  const desk = openDesk({
    ...absentHardware,
    storage: createModelStorage(disk),
    transport,
    clock: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    randomHex: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex'),
    build: 'bench',
    deviceZone: 'Europe/Paris',
    tabs: { tell: () => {}, onTold: () => {} },
    enrolledAs: { read: () => undefined, write: () => {}, forget: () => {} },
    seekLeadership: (onLead) => {
      onLead()
      return { steal: () => {} }
    },
    followHints: async (bearer, signal, onHint) => {
      if (!isOnline) throw new TypeError('Failed to fetch')
      await followHints(bearer, AbortSignal.any([signal, hangUp.signal]), onHint)
    },
    onWake: (listener) => wakers.push(listener),
    onTouch: () => {},
    tabMemory: {
      read: () => memory,
      write: (text) => {
        memory = text
      },
    },
    onDefect: (what) => console.error(what),
  })
  return {
    desk,
    disk,
    setOnline: (next) => {
      isOnline = next
      if (isOnline) return
      hangUp.abort()
      hangUp = new AbortController()
    },
    wake: () => {
      for (const waker of wakers) waker()
    },
  }
}

/** Resolves once the desk shows `isSo`; rejects when it never does. */
export const whenShown = (desk: Desk, isSo: () => boolean, limitMs = 120_000): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (): void => {
      stop()
      clearTimeout(timer)
    }
    const look = (): void => {
      if (!isSo()) return
      end()
      resolve()
    }
    const timer = setTimeout(() => {
      end()
      reject(new Error(`not shown within ${limitMs} ms: ${JSON.stringify(desk.snapshot.phase)}, ${JSON.stringify(desk.snapshot.link)}`))
    }, limitMs)
    const stop = desk.subscribe(look)
    look()
  })

/** Waits for the base, and signs Claire in. */
export const signInClaire = async ({ desk }: Pick<TabletCore, 'desk'>): Promise<void> => {
  await whenShown(desk, () => desk.snapshot.phase.kind === 'signed-out')
  await desk.signIn(claire, pin)
}

/**
 * The desk's ports in a real browser. Runs in the page. Each is a few lines over a standard interface or a library; all judgement is
 * elsewhere. Background Sync, where the browser has it, wakes the exchange sooner than a slowed timer: the service worker owns no queue and
 * acknowledges nothing, its event is a knock.
 */
import type { Link } from './desk.ts'
import type { DeskPorts } from './desk-ports.ts'
import { createLaterCamera, laterGun } from './scanner/later-scanners.ts'
import { createLaterDexie, within } from './storage/later-dexie.ts'
import { seekLeadership } from './sync/leadership.ts'
import { createAskCatalogue } from './workers/ask-catalogue.ts'

declare const __BUILD__: string

/** Wanted once a day, or where the disk is full: not before the first screen. */
const catalogueFile = () => import('./catalogue/catalogue-file.ts')

/** A third of all that a start would load: the first picture is read without it. */
const dexieStorage = () => import('./storage/dexie-storage.ts')

const updates = () => import('./updates/watch-updates.ts')

/** A tab that sleeps can hold it up for as long as it sleeps: what is pressed waits no longer. Milliseconds. */
const renewalLimitMs = 2000

const databaseName = 'desk'
const tabMemoryKey = 'desk'
const enrolledAsKey = 'desk/enrolled-as'

export const createBrowserPorts = (): DeskPorts => {
  const channel = new BroadcastChannel('pret-a-emporter')
  return {
    storage: createLaterDexie(databaseName, async () => {
      const [{ createDexieStorage }, { renewLog }] = await Promise.all([dexieStorage(), import('./storage/renew-log.ts')])
      // Before any write of ours (decision 0012). Without room for it, the next start tries again.
      await within(renewalLimitMs, renewLog()).catch(() => undefined)
      return createDexieStorage({ name: databaseName, onFull: async () => (await catalogueFile()).dropCatalogue() })
    }),
    transport: { send: async (request) => (await import('./sync/http-transport.ts')).httpTransport.send(request) },
    clock: () => Date.now(),
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
    random: () => Math.random(),
    randomHex: (bytes) => [...crypto.getRandomValues(new Uint8Array(bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    build: __BUILD__,
    deviceZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    tabs: {
      tell: (link) => channel.postMessage(link),
      onTold: (listener) => {
        // A frozen page still hears, and what it then asked of the disk would stay open and keep every other tab from it (Chromium 150).
        let isFrozen = false
        document.addEventListener('freeze', () => {
          isFrozen = true
        })
        document.addEventListener('resume', () => {
          isFrozen = false
          listener(undefined)
        })
        // Only this app's own tabs of the same build speak on it; a newer one may say more, never less.
        channel.addEventListener('message', ({ data }: MessageEvent<Link | undefined>) => isFrozen || listener(data))
      },
    },
    seekLeadership: (...asked) => {
      // A tab that opens beside the one that leads asks how the network is, and does not say off line for a minute.
      channel.postMessage(undefined)
      return seekLeadership(...asked)
    },
    load: {
      // Without Dexie's chunk too the link says off line, and whoever tries by hand is given a new page.
      syncSession: async () => (await Promise.all([import('./sync/sync-session.ts'), dexieStorage()]))[0],
      housekeeping: () => import('./sync/housekeeping.ts'),
      askEnrolment: () => import('./enrolment/ask-enrolment.ts'),
      checkPin: () => import('./enrolment/check-pin.ts'),
      directPush: () => import('./outbox/push-directly.ts'),
    },
    startOver: () => {
      fetch('.').then(
        ({ ok }) => ok && location.reload(),
        () => undefined,
      )
    },
    followHints: async (...asked) => (await import('./sync/hint-stream.ts')).followHints(...asked),
    onWake: (listener) => {
      window.addEventListener('online', listener)
      onKnock(listener)
      window.addEventListener('pageshow', listener)
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener()
      })
    },
    askToBeWoken,
    onTouch: (listener) => {
      for (const type of ['pointerdown', 'keydown'] as const) window.addEventListener(type, listener, { capture: true, passive: true })
    },
    tabMemory: {
      read: () => sessionStorage.getItem(tabMemoryKey) ?? undefined,
      write: (text) => (text === undefined ? sessionStorage.removeItem(tabMemoryKey) : sessionStorage.setItem(tabMemoryKey, text)),
    },
    enrolledAs: {
      read: () => localStorage.getItem(enrolledAsKey) ?? undefined,
      write: (deviceId) => {
        try {
          localStorage.setItem(enrolledAsKey, deviceId)
        } catch {
          // Full or forbidden: an eviction would then pass for a first start.
        }
      },
      forget: () => localStorage.removeItem(enrolledAsKey),
    },
    catalogue: {
      whereIs: async (named) => (await catalogueFile()).whereIsCatalogue(named),
      fetch: async (...wanted) => (await catalogueFile()).fetchCatalogue(...wanted),
      forget: async () => (await catalogueFile()).forgetCatalogue(),
      ...createAskCatalogue(),
    },
    gun: laterGun,
    createCamera: (ports) => createLaterCamera(async () => (await import('./scanner/camera-scanner.ts')).createCameraScanner, ports),
    watchUpdates: (onOffered) => {
      const watching = updates().then((chunk) => chunk.watchUpdates(onOffered))
      // Without the chunk nothing newer is offered; the next start asks again.
      watching.catch(() => undefined)
      return { take: () => void watching.then(({ take }) => take()).catch(() => undefined) }
    },
    askForPersistence: async () => (await updates()).askForPersistence(),
    onDefect: (what) => console.error(what),
  }
}

/** What the service worker says, and the name under which it is asked to; it spells them for itself. */
const drain = 'drain'

/** Asks for one knock, which comes at once where the browser believes that it is on line; asking again before it came is the same request. */
const askToBeWoken = (): void => {
  if (!('serviceWorker' in navigator)) return
  // Not in TypeScript's DOM: only Chromium has it.
  type Registration = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } }
  navigator.serviceWorker.ready.then((registration: Registration) => registration.sync?.register(drain)).catch(() => undefined)
}

const onKnock = (listener: () => void): void =>
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data === drain && listener())

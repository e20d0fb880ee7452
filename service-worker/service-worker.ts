/**
 * The offline shell: every file of the app, kept under its content's name. Runs as the service worker.
 * It knows no patron and owns no queue: it answers only what it precached, and never touches the endpoint's routes.
 * An update waits until a page asks for it ("skip-waiting"): nobody is reloaded in the middle of a handover.
 */
import { clientsClaim } from 'workbox-core'
import { cleanupOutdatedCaches, createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'

declare const self: ServiceWorkerGlobalScope
/** Every file of the build with its revision, written in by the bundler. */
declare const __PRECACHE__: PrecacheEntry[]

const endpointRoutes = [
  /^\/sync\//,
  /^\/enrolment\//,
  /^\/management\//,
  /^\/catalogue\//,
  /^\/demo\//,
  /^\/b\//,
  /^\/retrait\//,
  /^\/reseau/,
  /^\/health/,
  /^\/ready/,
  /^\/metrics/,
]

precacheAndRoute(__PRECACHE__)
cleanupOutdatedCaches()
// The page of the first visit too: a tablet that loses the network right after enrolling opens every screen.
clientsClaim()
registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: endpointRoutes }))

self.addEventListener('message', (event) => {
  if (event.data?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting())
})

/** One-off Background Sync: not in TypeScript's library, for only Chromium has it. */
interface KnockEvent extends ExtendableEvent {
  readonly tag: string
}
// Any page that is open exchanges by itself; without one there is nothing to do, and nothing is said to be done.
self.addEventListener('sync', (event) => {
  const knock = event as KnockEvent // The browser gives this event under this name.
  if (knock.tag !== 'drain') return
  knock.waitUntil(
    self.clients.matchAll({ type: 'window', includeUncontrolled: true }).then((pages) => pages.map((page) => page.postMessage('drain'))),
  )
})

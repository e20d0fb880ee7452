/**
 * Background Sync, where the browser has it: it wakes the exchange of an open page when it finds the network again, sooner than a timer
 * that it slows down in the background. Runs in the page. The service worker owns no queue and acknowledges nothing: its event is a knock.
 */

/** What the service worker says, and the name under which it is asked to; it spells them for itself. */
const drain = 'drain'

/** Asks for one knock, which comes at once where the browser believes that it is on line; asking again before it came is the same request. */
export const askToBeWoken = (): void => {
  if (!('serviceWorker' in navigator)) return
  // Not in TypeScript's DOM: only Chromium has it.
  type Registration = ServiceWorkerRegistration & { readonly sync?: { register(tag: string): Promise<void> } }
  navigator.serviceWorker.ready.then((registration: Registration) => registration.sync?.register(drain)).catch(() => undefined)
}

export const onKnock = (listener: () => void): void =>
  navigator.serviceWorker?.addEventListener('message', ({ data }) => data === drain && listener())

/**
 * A newer build is offered, never forced. Runs in the page, in a chunk that comes after the first screen.
 * The new service worker waits until a person takes the update: nobody is reloaded in the middle of a handover (decision: updates wait
 * for a quiet desk).
 */
import { Workbox } from 'workbox-window'
import { msPerHour } from '../../domain/instant.ts'

/** How often a page that stays open asks whether there is a newer build. Milliseconds. */
const askEveryMs = msPerHour
/** A starved tablet loses a word to its service worker: the one that waits is told again until it leads. Milliseconds. */
const tellEveryMs = 2000

export interface Updates {
  take(): void
}

/** Registers the shell's service worker; `onOffered` hears that a newer build waits, at each screen again. */
export const watchUpdates = (onOffered: () => void): Updates => {
  if (!('serviceWorker' in navigator)) return { take: () => location.reload() }
  let telling: ReturnType<typeof setInterval> | undefined
  const made = new Workbox('/service-worker.js')
  const register = async (): Promise<void> => {
    made.addEventListener('waiting', onOffered)
    made.addEventListener('controlling', () => {
      if (telling !== undefined) location.reload()
    })
    const registration = await made.register()
    // The event comes a moment after the build waits, or never when it came within seconds of the first one.
    addEventListener('hashchange', () => registration?.waiting && onOffered())
    setInterval(() => void made.update().catch(() => undefined), askEveryMs)
  }
  // Without a service worker (an insecure origin) the desk works, but not offline after a reload.
  register().catch(() => undefined)
  const tell = async (): Promise<void> => {
    const registration = await navigator.serviceWorker.getRegistration()
    if (registration?.waiting) made.messageSkipWaiting()
    // It leads already, and that word was lost too.
    else if (!registration?.installing) location.reload()
  }
  return {
    take: () => {
      telling ??= setInterval(tell, tellEveryMs)
      void tell()
    },
  }
}

/** Asks the browser not to evict what this tablet keeps, and answers what it said. */
export const askForPersistence = async (): Promise<'granted' | 'refused' | 'unknown'> => {
  if (navigator.storage?.persist === undefined) return 'unknown'
  return (await navigator.storage.persist()) ? 'granted' : 'refused'
}

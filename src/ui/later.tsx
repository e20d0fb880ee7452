/**
 * A screen that travels in its own chunk: shown as soon as it is there, which offline means at once. Runs in the browser.
 * A chunk that cannot be had is thrown to the error boundary, which has words for it. Many browsers remember that an import failed
 * for as long as the page lives: when it fails again and the app can be had, the page is loaded afresh.
 */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { drawLaterIcons } from './components/icon.tsx'

/** What is on the tablet is there at once: by then it is never coming. Milliseconds. */
const limitMs = 20_000

const loadIcons = async (): Promise<void> => drawLaterIcons((await import('./components/later-icons.ts')).laterIcons)

export const later = <P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> => {
  let loaded: ComponentType<P> | undefined
  let hasFailed = false
  return (props) => {
    const [arrival, setArrival] = useState<{ readonly error?: unknown }>()
    useEffect(() => {
      if (loaded !== undefined) return
      const late = new Promise<never>((_, reject) => setTimeout(reject, limitMs, new Error('late')))
      Promise.race([Promise.all([load(), loadIcons()]), late]).then(
        ([screen]) => {
          loaded = screen
          setArrival({})
        },
        (error: unknown) => {
          const giveUp = () => setArrival({ error })
          if (hasFailed) fetch('.').then(({ ok }) => (ok ? location.reload() : giveUp()), giveUp)
          else giveUp()
          hasFailed = true
        },
      )
    }, [])
    // Only what is thrown while drawing reaches a boundary.
    if (arrival !== undefined && 'error' in arrival) throw arrival.error
    const Screen = loaded
    return Screen === undefined ? <p class="sr">…</p> : <Screen {...props} />
  }
}

/**
 * The gun's scanner in a chunk of its own: asked for as the desk opens, it listens before the first screen shows. Runs in the page.
 * A desk without its gun is no desk: a chunk that could not be had is asked for until it is there.
 */
import type { Scanner } from './scanner.ts'

/** Milliseconds. */
const againMs = 5000

export const laterGun: Scanner = {
  source: 'gun',
  listen: (...listeners) => {
    let stop = (): void => {}
    let isWanted = true
    const load = (): void => {
      import('./gun-scanner.ts').then(
        ({ createGunScanner }) => {
          if (isWanted) stop = createGunScanner().listen(...listeners)
        },
        () => setTimeout(load, againMs),
      )
    }
    load()
    return () => {
      isWanted = false
      stop()
    }
  },
}

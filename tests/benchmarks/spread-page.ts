/**
 * One tablet of the pair that `spread` opens in Chromium: the desk as the app opens it, without its screens. Runs in the page that the
 * endpoint serves, driven by Playwright through `window.tablet`. Moments are milliseconds since 1970, of the one machine both run on.
 */
import type { Opening } from './peers/exchange/contender.ts'
import { type Ours, openOurs } from './peers/exchange/ours.ts'

const moment = (): number => performance.timeOrigin + performance.now()

let ours: Ours | undefined
let seenAt: Promise<number> | undefined
const opened = (): Ours => {
  if (ours === undefined) throw new Error('nobody was opened')
  return ours
}

const tablet = {
  /** Opens it, hands over the press `first`, and stays on line. */
  async open(opening: Opening, first: number): Promise<void> {
    ours = await openOurs(opening)
    await ours.press(first)
    await ours.drain()
    await ours.settle?.()
  },
  /** When the finger came down, and what it made. */
  async press(n: number): Promise<{ readonly id: string; readonly at: number }> {
    const at = moment()
    return { id: await opened().press(n), at }
  },
  /** Begins to look out for the nth press. */
  watch(n: number): void {
    seenAt = opened().whenShown(n).then(moment)
  },
  seen: async (): Promise<number | undefined> => seenAt,
  kept: (): Promise<readonly string[]> => opened().kept(),
}

declare global {
  interface Window {
    readonly tablet: typeof tablet
  }
}

Object.assign(window, { tablet })

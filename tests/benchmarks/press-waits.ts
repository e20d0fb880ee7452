/**
 * How long a press waits for its answer, by the browser's own event timing: from the press to the next picture, processing and painting
 * included, in steps of 8 ms. For benchmarks; runs in Playwright.
 */
import type { Page } from '@playwright/test'

/** The least that the browser tells: what is quicker is answered within it. Milliseconds. */
const leastMs = 16

/** Watches the page; what it answers makes a press and gives the longest wait that the browser told of it, in milliseconds. */
export const watchPresses = async (page: Page): Promise<(act: () => Promise<unknown>) => Promise<number>> => {
  await page.evaluate((durationThreshold) => {
    const waits: number[] = []
    Object.assign(globalThis, { waits })
    const wanted = { type: 'event', durationThreshold }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if ('interactionId' in entry && entry.interactionId !== 0) waits.push(entry.duration)
    }).observe(wanted)
  }, leastMs)
  return async (act) => {
    await page.evaluate('waits.length = 0')
    await act()
    // Told after the next picture: two more are drawn, then the entries are there.
    const waits = await page.evaluate(
      () =>
        new Promise<readonly number[]>((resolve) => {
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve([...Reflect.get(globalThis, 'waits')]), 50)))
        }),
    )
    return Math.max(leastMs, ...waits)
  }
}

/**
 * What a test of screens does and reads at each step: a scan of the gun, the heading, what the screen says. Runs in Playwright, on the stage.
 * How a scene is opened, and what axe says of it: open-scene.ts.
 */
import { expect, type Page } from '@playwright/test'
import { pile } from './desk-scenes.ts'
import { itemBarcode } from './stage-rows.ts'

/** The gun is the stage's. */
export const scan = (page: Page, text: string): Promise<void> => page.evaluate((read) => window.stage.scan(read), text)
export const heading = (page: Page) => page.getByRole('heading', { level: 1 })
/** What the screen itself says: the live region, outside it, says it too. */
export const said = (page: Page, words: string | RegExp) => page.getByRole('main').getByText(words)
/** The barcode of a document of Lucie's pile. */
export const itemOfPile = (n: number): string => itemBarcode(pile[n] ?? 0)
/** On the sheet of an order that was not fetched: ordered again for the first hour offered; then back to the call. */
export const orderAgain = async (page: Page, number: string): Promise<void> => {
  await page
    .getByRole('button', { name: /^Refaire la commande pour/ })
    .first()
    .click()
  await expect(heading(page)).not.toContainText(number)
  await page.evaluate(() => {
    location.hash = '/commande'
  })
}

/** As long as whoever presses the button that came under a finger or the focus must have had it there (PHONE-2, PRESS-1). */
export const reflect = async (page: Page): Promise<void> => {
  const reached = await page.evaluate(() => performance.now())
  await page.waitForFunction((since) => performance.now() - since >= 700, reached)
}

/**
 * From now on the page's own clock stands still, so that what is pressed too soon is so on a slow machine too. Answers what moves it on
 * by so many milliseconds. The next page has a clock that runs.
 */
export const stopClock = async (page: Page): Promise<(ms: number) => Promise<void>> => {
  await page.evaluate(() => {
    const stopped = performance.now()
    performance.now = () => stopped
  })
  return (ms) =>
    page.evaluate((passed) => {
      const before = performance.now()
      performance.now = () => before + passed
    }, ms)
}

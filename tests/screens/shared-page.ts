/**
 * One page for all the tests that import this: what screens are made of is loaded once, not once for each state. For tests of screens, in Playwright.
 * Each test loads the stage anew, with a storage that the one before emptied, in the lights, colours and size that the configuration gives.
 */
import { test as base, type Page } from '@playwright/test'

export const test = base.extend<object, { sharedPage: Page }>({
  sharedPage: [
    async ({ browser }, use) => {
      const page = await browser.newPage()
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ sharedPage, viewport }, use) => {
    await sharedPage.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null, media: null })
    if (viewport !== null) await sharedPage.setViewportSize(viewport)
    await use(sharedPage)
    await sharedPage.evaluate(() => localStorage.clear())
  },
})

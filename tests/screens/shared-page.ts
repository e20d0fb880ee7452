/**
 * One page for all the tests that import this: a page of its own for each costs more than most of them ask. For tests of screens, in Playwright.
 * Each test loads the stage anew, with a storage that the one before emptied, in the lights, colours and size that the configuration gives,
 * and without what a test before gave to each page that is loaded. A finger, another language of the browser or a clock needs a page of its own.
 */
import { test as base, type Page } from '@playwright/test'

type InitScript = Awaited<ReturnType<Page['addInitScript']>>

/** Takes back at the end what `act` gave to each page that is loaded. */
const takeBackScripts = async (page: Page, act: () => Promise<void>): Promise<void> => {
  const given: InitScript[] = []
  const add = page.addInitScript.bind(page)
  page.addInitScript = async (script, arg) => {
    const one = await add(script, arg)
    given.push(one)
    return one
  }
  await act()
  page.addInitScript = add
  for (const one of given) await one.dispose()
}

export const test = base.extend<object, { sharedPage: Page }>({
  sharedPage: [
    async ({ browser }, use) => {
      // Said, because a worker whose first test has a finger would give one to all.
      const page = await browser.newPage({ hasTouch: false })
      await use(page)
      await page.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ sharedPage, browser, viewport, hasTouch }, use) => {
    if (hasTouch) {
      const page = await browser.newPage()
      await use(page)
      return page.close()
    }
    await sharedPage.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null, media: null })
    if (viewport !== null) await sharedPage.setViewportSize(viewport)
    await takeBackScripts(sharedPage, () => use(sharedPage))
    await sharedPage.evaluate(() => {
      localStorage.clear()
      sessionStorage.clear()
    })
  },
})

/**
 * The pattern book shows every component there is, in both languages and both lights, and axe has nothing to say. Runs in a browser.
 * A component that is not in the book is not finished: tests/architecture/pattern-book.test.ts reads the folder.
 */
import { expect, test } from '@playwright/test'
import { violations } from './open-scene.ts'

const stage = process.env.PTE_STAGE ?? 'http://localhost:8200'

for (const language of ['fr', 'en'] as const) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the book in ${language}, ${colorScheme}: axe has nothing to say, and nothing scrolls sideways`, async ({ page }) => {
      await page.addInitScript((value) => localStorage.setItem('language', value), language)
      await page.emulateMedia({ colorScheme })
      await page.goto(`${stage}/tests/screens/patterns.html`)
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(language === 'fr' ? 'Cahier des composants' : 'Pattern book')
      // Three bars and nine cameras on one page say the same thing several times: the book's doing, not the app's.
      const ofTheBook = /^(landmark-|region:|duplicate-id|heading-order)/
      expect((await violations(page)).filter((one) => !ofTheBook.test(one))).toEqual([])
      for (const width of [320, 768, 1280]) {
        await page.setViewportSize({ width, height: 800 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${width}`).toBeLessThanOrEqual(0)
      }
    })
  }
}

test('a window of the book takes the focus and gives it back', async ({ page }) => {
  await page.goto(`${stage}/tests/screens/patterns.html`)
  await page.getByRole('button', { name: 'Ouvrir une fenêtre' }).click()
  await expect(page.getByRole('dialog', { name: /Qui appeler/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Ouvrir une fenêtre' })).toBeFocused()
})

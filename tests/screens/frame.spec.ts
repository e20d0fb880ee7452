/**
 * The frame in a real browser, on the staged desk: what stands around each screen (bar, keys, language, the library's colour).
 */
import { expect } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

test.describe('the frame', () => {
  test('the library’s own name and colour are worn, the colour as it can be read in each light', async ({ page }) => {
    await openScene(page, 'today-own-colour')
    await expect(page.getByRole('banner')).toContainText('Drive du Valmont')
    const here = page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Aujourd’hui' })
    await expect(here).toHaveCSS('color', 'rgb(96, 77, 0)')
    await page.emulateMedia({ colorScheme: 'dark' })
    await expect(here).toHaveCSS('color', 'rgb(255, 204, 0)')
  })

  test('every screen can be reached from the keyboard, and says its answer first', async ({ page }) => {
    await openScene(page, 'today')
    await page.keyboard.press('Alt+Digit2')
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
    await expect(page).toHaveURL(/#\/preparation$/)
    const opened = page.waitForEvent('popup')
    await page.keyboard.press('F1')
    const guide = await opened
    expect(guide.url()).toMatch(/\/guide\/preparer\.html$/)
    await guide.close()
    await page.getByRole('button', { name: 'Claire' }).click()
    await page.getByRole('button', { name: 'Raccourcis du clavier' }).click()
    await expect(page.getByRole('dialog', { name: 'Raccourcis du clavier' })).toBeVisible()
  })

  test('a refusal that answers after its screen was left is heard, and stands on no other screen', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.evaluate(() => {
      const { perform } = window.stage
      const left = new Promise((resolve) => window.addEventListener('screen-left', resolve))
      window.stage.perform = () => {
        window.stage.perform = perform
        return left.then(() => ({ kind: 'refused', refusal: { kind: 'line-not-picked' } }))
      }
    })
    await page.getByRole('button', { name: 'Pris', exact: true }).click()
    await page.keyboard.press('Alt+Digit1')
    await expect(page).toHaveURL(/#\/aujourdhui$/)
    await page.evaluate(() => window.dispatchEvent(new Event('screen-left')))
    await expect(page.getByRole('status')).toContainText('Ce document n’était pas pris.')
    await expect(page.getByRole('main').getByText('Ce document n’était pas pris.')).toHaveCount(0)
  })

  test('on a tablet held upright the bar names who is signed in', async ({ page }) => {
    await page.setViewportSize({ width: 768, height: 1024 })
    const name = page.getByRole('banner').getByText('Claire', { exact: true })
    await openScene(page, 'today')
    await expect(name).toBeInViewport({ ratio: 1 })
  })

  test('the language changes at once and is remembered', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Claire, menu' }).click()
    await page.getByLabel('English').check()
    await expect(page.getByRole('heading', { level: 1, includeHidden: true })).toHaveText('16\u00a0min ahead')
    expect(await page.evaluate(() => [document.documentElement.lang, localStorage.getItem('language')])).toEqual(['en', 'en'])
    expect(await violations(page)).toEqual([])
  })
})

/**
 * What the keyboard meets before anything else. Runs in Playwright, on the stage. That every state is gone through by Tab:
 * every-state.spec.ts.
 */
import { expect } from '@playwright/test'
import { openState } from './open-scene.ts'
import { test } from './shared-page.ts'

test('« Aller au contenu » comes first and passes over the bar and the rail', async ({ page }) => {
  await openState(page, { name: 'today', scene: 'today' })
  await page.keyboard.press('Tab')
  const skip = page.getByRole('button', { name: 'Aller au contenu' })
  await expect(skip).toBeFocused()
  await expect(skip).toBeInViewport()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main')).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1)
})

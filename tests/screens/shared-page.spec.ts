/**
 * The page that tests share has no finger, even where the first test of a worker has one. For tests of screens, in Playwright.
 * A fixture of its own gives this file a worker that no other test began.
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test as shared } from './shared-page.ts'

// biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
const test = shared.extend<object, { anew: undefined }>({ anew: [async ({}, use) => use(undefined), { scope: 'worker' }] })

test.describe('a finger', () => {
  test.use({ hasTouch: true })
  test('a test that asks for a finger has one', async ({ page }) => {
    expect(await page.evaluate(() => navigator.maxTouchPoints)).toBeGreaterThan(0)
  })
})

test('the test after it shares a page without one', async ({ page }) => {
  await openScene(page, 'today')
  expect(await page.evaluate(() => navigator.maxTouchPoints)).toBe(0)
})

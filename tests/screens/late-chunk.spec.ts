/**
 * What travels in a chunk of its own, on a network that does not give it: said in words, on an app that stands, and had once it can be.
 * Runs in Playwright, in the built-in browser, on the stage.
 */
import { expect, test } from '@playwright/test'

const stage = process.env.PTE_STAGE ?? 'http://localhost:8200'

for (const { name, chunk, press } of [
  { name: 'the menu', chunk: '**/assets/menu.js', press: /, menu$/ },
  { name: 'a screen', chunk: '**/assets/returns.js', press: /^Retours/ },
]) {
  test(`${name} that cannot be had says so, and is there once it can be`, async ({ page }) => {
    await page.route(chunk, (route) => route.abort())
    await page.goto(`${stage}/tests/screens/stage.html?scene=today`)
    await page
      .getByRole(chunk.includes('menu') ? 'button' : 'link', { name: press })
      .first()
      .click()
    await expect(page.getByText('Cet écran s’est arrêté')).toBeVisible()
    await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
    await page.unroute(chunk)
    await page.getByRole('button', { name: 'Rouvrir l’écran' }).click()
    await expect(page.getByText('Cet écran s’est arrêté')).toHaveCount(0)
  })
}

test('a browser that remembers that a screen could not be had is given a new page, once the app can be had', async ({ page }) => {
  let pages = 0
  await page.route('**/stage.html*', (route) => {
    pages += 1
    return route.continue()
  })
  await page.route('**/assets/returns.js', (route) => (pages === 1 ? route.abort() : route.continue()))
  await page.goto(`${stage}/tests/screens/stage.html?scene=today`)
  await page
    .getByRole('link', { name: /^Retours/ })
    .first()
    .click()
  await expect(page.getByText('Cet écran s’est arrêté')).toBeVisible()

  // Without network the page stays: what is on it is all that this tablet has.
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Rouvrir l’écran' }).click()
  await expect(page.getByText('Cet écran s’est arrêté')).toBeVisible()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Rouvrir l’écran' }).click()
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toContainText('Retours')
  await expect(page.getByText('Cet écran s’est arrêté')).toHaveCount(0)
  expect(pages).toBe(2)
})

test('a screen that never comes and never fails is said to have stopped, and can be opened again', async ({ page }) => {
  await page.clock.install()
  let isMute = true
  await page.route('**/assets/returns.js', (route) => (isMute ? undefined : route.continue()))
  await page.goto(`${stage}/tests/screens/stage.html?scene=today`)
  const link = page.getByRole('link', { name: /^Retours/ }).first()
  await link.click()
  await expect(link).toHaveAttribute('aria-current', 'page')
  await page.clock.fastForward(30_000)
  await expect(page.getByText('Cet écran s’est arrêté')).toBeVisible()
  isMute = false
  await page.reload()
  await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toContainText('Retours')
})

/**
 * The guide: it opens at the page of the screen where one stands, off line too, and each of its pages leads on. Runs in a real Chromium
 * against the built endpoint.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { pins } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const pages = readdirSync(new URL('../../docs/guide', import.meta.url)).filter((name) => name.endsWith('.html'))

test('« ? » opens the guide at the page of the screen, off line too, and the desk stays where it was', async ({ library, takeTablet }) => {
  test.setTimeout(180_000)
  const tablet = await takeTablet('desk')
  await tablet.open()
  await tablet.enrol(await library.enrolmentCode())
  await tablet.signIn('Awa Diop', pins['Awa Diop'])
  await tablet.shellIsKept()
  await tablet.context.setOffline(true)
  for (const [screen, title] of [
    ['Retrait', 'Remettre une commande'],
    ['Clôture', 'Clore la journée'],
  ] as const) {
    await tablet.go(screen)
    await tablet.page.keyboard.press('F1')
    const opened = tablet.context.waitForEvent('page')
    await tablet.page
      .getByRole('dialog')
      .getByRole('link', { name: /Comment faire, sur cet écran/ })
      .click()
    const guide = await opened
    await expect(guide.getByRole('heading', { level: 1 })).toHaveText(title)
    // Its picture is here too.
    await expect.poll(() => guide.locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(1280)
    await guide.close()
    await tablet.page.keyboard.press('Escape')
    const byTheRail = tablet.context.waitForEvent('page')
    await tablet.page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Guide' }).click()
    const again = await byTheRail
    await expect(again.getByRole('heading', { level: 1 })).toHaveText(title)
    await again.close()
    await expect(tablet.page.getByRole('link', { name: screen, exact: true }).last()).toHaveAttribute('aria-current', 'page')
  }
})

test('axe finds nothing on any page of the guide, in either light, and the list leads to each of them', async ({ takeTablet }) => {
  test.setTimeout(180_000)
  const tablet = await takeTablet('desk')
  const { page } = tablet
  await tablet.open('/guide/index.html')
  const listed = await page
    .getByRole('listitem')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  expect([...listed, 'index.html'].sort()).toEqual([...pages].sort())
  for (const name of pages) {
    await tablet.open(`/guide/${name}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(axe)
      const results: AxeResults = await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
      )
      expect(results.violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
    }
  }
})

/**
 * The desk for everyone: every screen under axe in French and in English, and a whole handover by keys alone, zoomed, heard, in English.
 * Runs in a real Chromium against the built endpoint, with the real styles.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from '@playwright/test'
import type { AxeResults } from 'axe-core'
import { items, pins } from '../fixtures/tilleuls.ts'
import { findCut } from '../screens/find-cut.ts'
import { expect, test } from './journey.ts'
import { personPaceMs } from './tablet.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds against WCAG 2.2 A and AA, one readable line each. */
const violations = async (page: Page): Promise<readonly string[]> => {
  // Evaluated by the debugger: the page's own policy lets no foreign script in.
  await page.evaluate(axe)
  const results: AxeResults = await page.evaluate(
    "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  )
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)
}

const screensByLanguage = {
  Français: ['Aujourd’hui', 'Préparation', 'Retrait', 'Retours', 'Anomalies', 'Opérations', 'Clôture'],
  English: ['Today', 'Preparing', 'Handover', 'Returns', 'Cases', 'Operations', 'Closing'],
} as const

test('axe finds nothing on any screen, in French and in English', async ({ library, takeTablet }) => {
  test.setTimeout(300_000)
  const tablet = await takeTablet('desk')
  await tablet.open()
  await expect(tablet.main.getByRole('button', { name: 'Associer', exact: true })).toBeVisible()
  const found: Record<string, readonly string[]> = { enrolment: await violations(tablet.page) }
  await tablet.enrol(await library.enrolmentCode())
  found['sign-in'] = await violations(tablet.page)
  await tablet.page.getByRole('button', { name: 'Awa Diop' }).click()
  found.pin = await violations(tablet.page)
  await tablet.typePin(pins['Awa Diop'])
  for (const [language, screens] of Object.entries(screensByLanguage)) {
    await tablet.page.getByRole('button', { name: /, menu$/ }).click()
    await tablet.page.getByText(language, { exact: true }).click()
    await tablet.page.keyboard.press('Escape')
    await expect(tablet.page.locator('html')).toHaveAttribute('lang', language === 'English' ? 'en' : 'fr')
    for (const screen of screens) {
      const link = tablet.page.getByRole('link', { name: screen, exact: true }).last()
      await link.click()
      await expect(link).toHaveAttribute('aria-current', 'page')
      await expect(tablet.main.getByRole('heading', { level: 1 })).toBeVisible()
      found[`${language} · ${screen}`] = await violations(tablet.page)
    }
  }
  expect(Object.entries(found).flatMap(([screen, lines]) => lines.map((line) => `${screen} · ${line}`))).toEqual([])
})

/** Presses Tab until `target` has the focus; a screen that needs more than 60 has lost its way. */
const tabTo = async (page: Page, target: Locator): Promise<void> => {
  for (let n = 0; n < 60; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('the focus never came there')
}

test('by keyboard alone, at 200 %, in English: a person enrols, signs in, finds an order and hands it over, and hears each step', async ({
  library,
  takeTablet,
}) => {
  const tablet = await takeTablet('desk')
  const { page, main } = tablet
  const heard = page.getByRole('status').first()
  const count = page.getByRole('heading', { level: 1 })
  const press = async (target: Locator): Promise<void> => {
    await expect(target).toBeVisible()
    await tabTo(page, target)
    await page.keyboard.press('Enter')
  }
  // A screen of 1280 by 800, zoomed.
  await page.setViewportSize({ width: 640, height: 400 })
  await tablet.open(`/#/enrol/${await library.enrolmentCode()}`)
  await press(page.getByRole('button', { name: 'Associer', exact: true }))
  await expect(page.getByRole('button', { name: 'Luc Perrin' })).toBeVisible()
  await tabTo(page, page.getByRole('radio', { name: 'Français' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('heading', { name: 'Who are you?' })).toBeVisible()
  expect(await findCut(page)).toEqual([])
  await press(page.getByRole('button', { name: 'Luc Perrin' }))
  await tablet.typePin(pins['Luc Perrin'])
  await expect(page.getByRole('navigation', { name: 'Screens' })).toBeVisible()

  await page.keyboard.press('Alt+Digit3')
  await expect(main.getByRole('heading', { name: 'Who’s here?' })).toBeVisible()
  await tabTo(page, page.getByRole('textbox', { name: 'Card, label, item, name or order number' }))
  await page.keyboard.type('benali', { delay: personPaceMs })
  await expect(page.getByRole('heading', { name: /one person$/ })).toBeVisible()
  expect(await findCut(page)).toEqual([])
  await press(page.getByRole('button', { name: /^Choose / }))
  await expect(count).toContainText('No items')
  await expect(heard).toContainText('Nadia BENALI. Scan the items in the pile')
  await tabTo(page, page.getByRole('textbox', { name: 'Barcode of an item' }))
  await page.keyboard.type(items.germinal.barcode, { delay: personPaceMs })
  await page.keyboard.press('Enter')
  await expect(count).toContainText('1 of 1')
  await expect(heard).toContainText('Germinal')
  expect(await findCut(page)).toEqual([])
  await press(page.getByRole('button', { name: 'Hand over 1 item' }))
  await expect(main.getByText('Saved here').first()).toBeVisible()
  await expect(heard).toHaveText('Saved. 1 item handed over')
  await expect(page.getByRole('button', { name: 'Next patron' })).toBeFocused()
  expect(await findCut(page)).toEqual([])
  await expect(tablet.bar.getByText('all sent')).toBeVisible()
})

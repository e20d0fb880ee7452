/**
 * What a scan asks and what the camera offers, in a real browser on the staged desk, with axe: a number that may be two things, several
 * codes in view, the zoom, the choice of a camera. Found by role and label, as a person finds it.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page, test } from '@playwright/test'
import type { Result } from 'axe-core'
import { lucie } from './desk-scenes.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const stage = process.env.PTE_STAGE ?? 'http://localhost:8200'

const open = async (page: Page, scene: string): Promise<void> => {
  await page.goto(`${stage}/tests/screens/stage.html?scene=${scene}#/retrait`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axeSource)
  const found: readonly Result[] = await page.evaluate(async () => {
    // axe-core puts itself on the window.
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    return (await axe.run(document)).violations
  })
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

test('[HO-1] a number that may be a card or a document is asked, and taken as it is answered', async ({ page }) => {
  await open(page, 'handover-alike')
  await page.evaluate(() => window.stage.scan('99999999'))
  const dialog = page.getByRole('dialog', { name: '«\u00a099999999\u00a0»\u00a0: une carte ou un document\u00a0?' })
  await expect(dialog).toBeVisible()
  expect(await violations(page)).toEqual([])
  await dialog.getByRole('button', { name: 'C’est un document' }).click()
  await expect(dialog).toHaveCount(0)
  await expect(
    page
      .getByRole('main')
      .getByText(/n’est dans aucune pile/)
      .first(),
  ).toBeVisible()
})

test('[HO-1] a number that only a patron has is her card, and nothing is asked', async ({ page }) => {
  await open(page, 'handover-alike')
  await page.evaluate((id) => window.stage.scan(id), lucie.id)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^0 sur 4/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the camera says where to aim, and offers what it has', async ({ page }) => {
  await open(page, 'handover')
  await page.getByRole('button', { name: 'Caméra' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'iPhone récents\u00a0: tenez à 20–30\u00a0cm' })).toBeVisible()
  await page.evaluate(() =>
    window.stage.change({
      camera: {
        kind: 'open',
        torch: 'off',
        cameras: [
          { id: 'a', label: 'Arrière' },
          { id: 'b', label: 'Avant' },
        ],
        cameraId: 'a',
        zoom: { min: 1, max: 4, step: 0.5, value: 1 },
        hint: 'several',
      },
    }),
  )
  await expect(page.getByRole('status').filter({ hasText: 'Plusieurs codes en vue' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Allumer la lampe' })).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Zoom' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Arrière' })).toHaveAttribute('aria-pressed', 'true')
  expect(await violations(page)).toEqual([])
})

/**
 * What a scan asks and what the camera offers, in a real browser on the staged desk, with axe: a number that may be two things, several
 * codes in view, the zoom, the choice of a camera. Found by role and label, as a person finds it.
 */
import { expect } from '@playwright/test'
import { lucie } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

test('[HO-1] a number that may be a card or a document is asked, and taken as it is answered', async ({ page }) => {
  await openScene(page, 'handover-alike')
  await page.evaluate(() => window.stage.scan('99999999'))
  const dialog = page.getByRole('dialog', { name: '«\u00a099999999\u00a0»\u00a0: une carte ou un document\u202f?' })
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
  await openScene(page, 'handover-alike')
  await page.evaluate((id) => window.stage.scan(id), lucie.id)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^0 sur 4/)
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the camera says where to aim, and offers what it has', async ({ page }) => {
  await openScene(page, 'handover')
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

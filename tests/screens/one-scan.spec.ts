/**
 * One scan, any screen, in a real browser: a card opens Retrait, a document what is known of it; the locked tablet keeps it, a window refuses it.
 */
import { expect, type Page } from '@playwright/test'
import { heading, said, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

/** The card of whoever waits for B-131, and the name on it. */
const waiting = (page: Page): Promise<{ readonly card: string; readonly name: string }> =>
  page.evaluate((lucies) => {
    const { state } = window.stage.snapshot
    const card = [...state.all('order')].find(({ number, card: its }) => number === 'B-131' || its === lucies)?.card
    const patron = card && state.get('patron', card)
    if (!patron) throw new Error('not on this stage')
    return { card: patron.id, name: patron.surname }
  }, lucie.id)

for (const scene of ['today', 'operations', 'cases'] as const) {
  test(`[HO-13] a card scanned on ${scene} opens Retrait on its pile`, async ({ page }) => {
    await openScene(page, scene)
    const { card, name } = await waiting(page)
    await scan(page, card)
    await expect(page).toHaveURL(/#\/retrait/)
    await expect(page.getByRole('main')).toContainText(name)
  })
}

test('[HO-13] a document scanned on Opérations shows what is known of it', async ({ page }) => {
  await openScene(page, 'operations')
  await scan(page, itemBarcode(3))
  await expect(page.getByRole('dialog')).toContainText('L’Affaire Lerouge')
  await expect(page.getByRole('dialog')).toContainText(itemBarcode(3))
})

test('[HO-13] the locked tablet says to unlock it, and opens what was scanned once somebody has', async ({ page }) => {
  await openScene(page, 'today')
  const { card, name } = await waiting(page)
  await page.evaluate(() => window.stage.signOut())
  await scan(page, card)
  await expect(said(page, 'Déverrouillez d’abord la tablette.')).toBeVisible()
  await page.getByRole('button', { name: /^Claire/ }).click()
  for (const digit of '1234') await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByRole('button', { name: 'Entrer', exact: true }).click()
  await expect(page).toHaveURL(/#\/retrait/)
  await expect(page.getByRole('main')).toContainText(name)
})

test('[HO-13] a scan that a window of the locked tablet refused is not opened later', async ({ page }) => {
  await openScene(page, 'today')
  const { card } = await waiting(page)
  await page.evaluate(() => window.stage.signOut())
  await page.keyboard.press('Escape')
  await page.evaluate(() => document.body.appendChild(document.createElement('dialog')).showModal())
  await scan(page, card)
  await page.evaluate(() => document.querySelector('body > dialog')?.remove())
  await page.getByRole('button', { name: /^Claire/ }).click()
  for (const digit of '1234') await page.getByRole('button', { name: digit, exact: true }).click()
  await page.getByRole('button', { name: 'Entrer', exact: true }).click()
  await expect(heading(page)).toHaveText(/d’avance$/)
  await expect(page).not.toHaveURL(/#\/retrait/)
})

test('[HO-13] a scan does nothing behind an open window, which says so', async ({ page }) => {
  await openScene(page, 'today')
  const { card } = await waiting(page)
  await page.getByRole('button', { name: 'Quelqu’un arrive' }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await scan(page, card)
  await expect(page.getByRole('dialog')).toContainText('Une fenêtre est ouverte\u00a0: ce scan n’a rien fait.')
  await page.keyboard.press('Escape')
  await expect(heading(page)).toHaveText(/d’avance$/)
})

test('[HO-13] a card scanned on Retours says whose it is, and leads to Retrait', async ({ page }) => {
  await openScene(page, 'returns')
  const { card, name } = await waiting(page)
  await scan(page, card)
  await expect(said(page, /^Carte de L.*8120$/)).toBeVisible()
  await page.getByRole('button', { name: 'Ouvrir Retrait' }).click()
  await expect(page).toHaveURL(/#\/retrait/)
  await expect(page.getByRole('main')).toContainText(name)
})

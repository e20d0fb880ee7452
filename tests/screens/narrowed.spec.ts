/**
 * « Prendre » on Aujourd'hui in a real browser: Préparation shows those orders alone, the most pressing first, until somebody asks for all.
 */
import { expect } from '@playwright/test'
import { heading } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

test('[PULL-3] « Prendre » narrows the list to the orders of that slot, and the filter stays from screen to screen and on the second pass', async ({
  page,
}) => {
  await openScene(page, 'today')
  await page.getByRole('button', { name: 'Prendre les commandes de 15\u00a0h\u00a015' }).click()
  const main = page.getByRole('main')
  await expect(main).toContainText('Vous ne voyez que celles de 15\u00a0h\u00a015')
  const left = await heading(page).textContent()
  await expect(page.getByRole('radio', { name: '15\u00a0h\u00a015' })).toBeChecked()
  for (const time of await page.locator('.pull .chip:visible').allTextContents()) expect(time).not.toMatch(/15 h 00/)
  expect(await violations(page)).toEqual([])
  for (const hash of ['/retours', '/preparation/revoir', '/preparation']) {
    await page.evaluate((to) => {
      location.hash = to
    }, hash)
    if (hash !== '/retours') await expect(page.getByRole('radio', { name: '15\u00a0h\u00a015' })).toBeChecked()
  }
  await expect(heading(page)).toHaveText(left ?? '')
  await page.getByRole('button', { name: 'Voir toutes les commandes' }).click()
  await expect(main).not.toContainText('Vous ne voyez que')
})

test('[PULL-3] the earliest slot of one’s own orders comes first, whatever shelf it is on', async ({ page }) => {
  await openScene(page, 'preparation')
  const times = await page.evaluate(async () => {
    const open = [...window.stage.snapshot.state.all('order')].filter(({ facts, lines }) => facts.length === 0 && lines.length > 0)
    const [last, first] = ['15:45', '15:15'].map((time) => open.find(({ slot }) => slot.time === time))
    const mine = [last, first].flatMap((order) => order ?? [])
    for (const order of mine) await window.stage.perform({ kind: 'claim', scope: { kind: 'order', orderId: order.id } })
    return mine.map(({ slot }) => slot.time)
  })
  expect(new Set(times).size).toBe(2)
  await page.getByRole('radio', { name: /^Les miennes/ }).check()
  const next = page.getByRole('region', { name: 'Le prochain document' })
  await expect(next).toContainText('15\u00a0h\u00a015')
})

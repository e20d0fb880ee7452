/**
 * The walk, in a real browser, on the staged desk: moved by buttons, by keys and by dragging, and saved (SET-9).
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

test('[SET-9] a station is moved by its button, by Alt and an arrow, and dragged; what was moved keeps the focus', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/parcours' })
  const list = page.getByRole('list', { name: 'Le parcours', exact: true })
  const grips = list.getByRole('button', { name: /^\d, / })
  const names = async () => (await grips.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')?.slice(3) ?? ''))).join()
  const first = (await grips.first().getAttribute('aria-label'))?.slice(3) ?? ''
  const second = (await grips.nth(1).getAttribute('aria-label'))?.slice(3) ?? ''
  await list.getByRole('button', { name: `${first} : un rang plus tard` }).click()
  await expect.poll(names).toMatch(new RegExp(`^${second},${first}`))
  await expect(grips.nth(1)).toBeFocused()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(names).toMatch(new RegExp(`^${first},${second}`))
  await expect(page.getByRole('button', { name: /^Enregistrer/ })).toHaveAttribute('aria-disabled', 'true')

  const [from, to] = [await grips.first().boundingBox(), await grips.nth(1).boundingBox()]
  if (from === null || to === null) throw new Error('no station')
  await page.mouse.move(from.x + 20, from.y + 20)
  await page.mouse.down()
  await page.mouse.move(to.x + 20, to.y + 20, { steps: 4 })
  await page.mouse.up()
  await expect.poll(names).toMatch(new RegExp(`^${second},${first}`))
  // One says which rank it had; the other only made room.
  await expect(list.getByText(/^était/)).toHaveCount(1)
  await expect(list.getByText('était 2e')).toBeVisible()
  // A drag opens nothing.
  await expect(page.getByLabel('Le nom de la zone')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Enregistrer', exact: true })).toHaveAttribute('aria-disabled', 'false')
})

test('[SET-2] today’s list stands beside itself, station beside station, and one line crosses where two change places', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 900 })
  await openScene(page, 'settings', { hash: '/gestion/reglages/parcours' })
  const today = page.getByRole('region', { name: 'La liste d’aujourd’hui' })
  const [was, becomes] = [today.getByRole('region', { name: 'jusqu’ici' }), today.getByRole('region', { name: 'avec ce réglage' })]
  const names = (list: typeof was) => list.getByRole('listitem').allTextContents()
  const before = await names(was)
  expect(before.length).toBeGreaterThan(1)
  expect(await names(becomes)).toEqual(before)
  const crossing = () =>
    today
      .locator('path')
      .evaluateAll(
        (paths) => paths.filter((path) => getComputedStyle(path).stroke !== getComputedStyle(paths.at(-1) ?? path).stroke).length,
      )
  expect(await crossing()).toBe(0)
  const second = (before[1] ?? '').replace(/^\d+\s/, '')
  await page.getByRole('button', { name: `${second}\u00a0: un rang plus tôt` }).click()
  expect(await names(becomes)).toEqual([before[1], before[0], ...before.slice(2)])
  expect(await crossing()).toBe(1)
  // Row beside row: the lines mean what they join.
  const tops = await Promise.all(
    [was, becomes].map((list) => list.getByRole('listitem').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top))),
  )
  expect(tops[0]).toEqual(tops[1])
})

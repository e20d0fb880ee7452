/**
 * What the manager's rooms share, and what pictures of them showed cut or missing, in a real browser on the staged desk: the rooms' names and
 * the place under « Plus » on a phone, a figure beside a bar that is too short for it, when each of the team is at work next.
 */
import { expect, type Page } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(selector)
  return box
}

test('on a phone the four rooms are on one line, and « Plus » says that one is behind it', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openScene(page, 'rota')
  const rooms = page.getByRole('navigation', { name: 'Gestion' }).getByRole('link')
  await expect(rooms).toHaveText(['Planning', 'Chiffres', 'Courriels', 'Réglages'])
  const tops = await rooms.evaluateAll((links) => links.map((link) => link.getBoundingClientRect().top))
  expect(new Set(tops).size).toBe(1)
  await expect(page.getByRole('button', { name: 'Plus', exact: true })).toHaveAttribute('aria-current', 'true')
  await openScene(page, 'today')
  await expect(page.getByRole('button', { name: 'Plus', exact: true })).not.toHaveAttribute('aria-current')
})

test('[ROTA-6] hours that their bar is too short for stand beside it', async ({ page }) => {
  await openScene(page, 'rota')
  const row = 'tr:has(th:has-text("Hélène"):not([colspan])):has(td > i + b)'
  const [bar, figure] = [await boxOf(page, `${row} td > i`), await boxOf(page, `${row} td > b`)]
  expect(figure.x).toBeGreaterThanOrEqual(bar.x + bar.width)
  const long = 'tr:has(th:has-text("Yann")):has(td > i + b)'
  const [longBar, inside] = [await boxOf(page, `${long} td > i`), await boxOf(page, `${long} td > b`)]
  expect(inside.x + inside.width).toBeLessThan(longBar.x + longBar.width)
})

test('[ROTA-7] Équipe says who is at work now, and when the others are', async ({ page }) => {
  await openScene(page, 'settings-team', { hash: '/gestion/reglages/equipe' })
  const row = (name: string) => page.getByRole('list', { name: 'L’équipe' }).getByRole('listitem').filter({ hasText: name })
  await expect(row('Claire')).toContainText('1\u00a0présence par semaine au planning · en ce moment au retrait')
  await expect(row('Yann')).toContainText('aujourd’hui à 16\u00a0h, au retrait')
})

test('[SET-12] the only manager who can act is told to keep the code that she gives herself, and nobody else is', async ({ page }) => {
  await openScene(page, 'settings-team', { hash: '/gestion/reglages/equipe' })
  const told = page.getByText('Personne d’autre ne peut en donner un\u00a0: gardez le nouveau jusqu’à ce qu’il ait servi.')
  for (const [name, isTold] of [
    ['Yann', false],
    ['Claire', true],
  ] as const) {
    await page.getByRole('list', { name: 'L’équipe' }).getByRole('listitem').filter({ hasText: name }).getByRole('button').last().click()
    await expect(page.getByRole('button', { name: 'Annuler son code, et en donner un autre' })).toBeVisible()
    await expect(told).toHaveCount(isTold ? 1 : 0)
    await page.getByRole('button', { name: 'Fermer sans rien changer' }).click()
  }
})

test('[STAT-7] the sentence counts each hour that the table frames', async ({ page }) => {
  await openScene(page, 'figures')
  await expect(
    page.getByRole('heading', {
      name: 'Le mercredi à 17\u00a0h, le samedi à 10\u00a0h, le samedi à 11\u00a0h et une autre heure sont pleins',
    }),
  ).toBeVisible()
})

test('[SET-2] one document is counted in the singular, in both languages', async ({ page }) => {
  await openScene(page, 'operations-ils', { hash: '/gestion/reglages/droits' })
  await expect(page.getByRole('listitem').filter({ hasText: 'demanderait un motif' })).toContainText(/^1document des commandes en cours/)
  await openScene(page, 'operations-ils', { hash: '/gestion/reglages/droits', language: 'en' })
  await expect(page.getByRole('listitem').filter({ hasText: 'of open orders' })).toContainText(/^1item of open orders would need/)
})

test('[SET-17] the names of the five questions stand on one line of a tablet held upright', async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 })
  await openScene(page, 'first-run')
  const tops = await page
    .getByText(/^(Le nom|L’équipe|Quand|Quoi|Où)$/)
    .evaluateAll((names) => names.filter((name) => name.closest('ol') !== null).map((name) => name.getBoundingClientRect().top))
  expect(tops).toHaveLength(5)
  expect(new Set(tops).size).toBe(1)
})

/**
 * An order changed after it was placed, from the call of its patron and from its sheet. Runs in Playwright, on the stage.
 * What was taken back on the spot must be as it was, what was read aloud stays true.
 */
import { expect, type Page } from '@playwright/test'
import type { OrderId } from '../../src/domain/ids.ts'
import { reflect } from './at-the-screen.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

const lucies = (page: Page) => page.evaluate(() => window.stage.snapshot.state.get('order', 'lucie-1' as OrderId))
const works = async (page: Page) =>
  (await lucies(page))?.lines.map(({ wanted }) => (wanted.kind === 'wish' ? wanted.text : String(wanted.recordId)))
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const asked = ['work-6', 'work-8', 'work-19', 'work-18']

test('[PHONE-8, PHONE-15] a caller’s titles join the order that is open, one takes the place of another, and one press takes both back', async ({
  page,
}) => {
  await openScene(page, 'call-second-order')
  const basket = page.getByRole('list', { name: 'Sa commande' }).getByRole('listitem')
  await expect(basket).toHaveCount(1)
  await press(page, 'Ajouter à celle-là, B-014')
  await expect(page.getByRole('region', { name: 'Qui ?' }).getByText('Ajout à B-014')).toBeVisible()
  // What is added is typed at once.
  await expect(page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })).toBeFocused()
  await expect(basket).toHaveCount(5)
  await press(page, 'Retirer Au Bonheur des Dames')
  await expect(basket.filter({ hasText: 'sera retiré' })).toContainText('Au Bonheur des Dames')
  const aloud = page.getByRole('blockquote')
  await expect(aloud).toContainText('B comme Berthe, zéro, un, quatre')
  await expect(aloud).toContainText('Jane Eyre')
  await expect(aloud).not.toContainText('Au Bonheur des Dames')
  await press(page, 'Enregistrer les changements')
  await expect(page.getByRole('main').getByText('Les changements de B-014 sont enregistrés ici')).toBeVisible()
  expect(await works(page)).toEqual(['work-6', 'work-19', 'work-18', 'work-4'])
  expect(await page.evaluate(() => window.stage.snapshot.calls)).toEqual([])
  await press(page, 'Annuler ces changements')
  await expect.poll(() => works(page)).toEqual(['work-6', 'work-19', 'work-18', 'work-8'])
  await expect(page.getByRole('main').getByText('Changements de B-014 annulés')).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Nom, fin de la carte ou numéro de commande' })).toBeFocused()
})

test('[PHONE-8] an order of its own after all keeps the number that was drawn for it', async ({ page }) => {
  await openScene(page, 'call-second-order')
  await press(page, 'Ajouter à celle-là, B-014')
  await expect(page.locator('.ticket')).toHaveText('B-014')
  await press(page, 'Plutôt une commande à part')
  await expect(page.locator('.ticket')).toHaveText('B-018')
  await expect(page.getByRole('button', { name: 'Enregistrer la commande' })).toBeVisible()
})

test('[PHONE-15] the sheet takes a title out, says that it waits to be reshelved, and takes it back', async ({ page }) => {
  await openScene(page, 'order')
  const lines = page.getByRole('list', { name: 'Documents' }).getByRole('listitem')
  await press(page, 'Retirer Au Bonheur des Dames')
  await expect(page.getByRole('main').getByText('Au Bonheur des Dames, retiré')).toBeVisible()
  await expect(lines.filter({ hasText: 'retiré, à sortir de la pile et à ranger' })).toContainText('Au Bonheur des Dames')
  expect(await works(page)).toEqual(asked.filter((work) => work !== 'work-8'))
  await press(page, 'Annuler ce changement')
  await expect(lines.filter({ hasText: 'Au Bonheur des Dames' })).toContainText('pris par')
  expect((await works(page))?.sort()).toEqual([...asked].sort())
  await expect(page.getByRole('main').getByText('Changement annulé')).toBeVisible()
})

test('[PHONE-15, PHONE-2] the sheet adds a title in the screen of a call, by the keyboard, without asking for an hour', async ({
  page,
}) => {
  await openScene(page, 'order')
  await press(page, 'Ajouter ou remplacer')
  const what = page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
  await expect(what).toBeFocused()
  await expect(page.getByRole('button', { name: 'Enregistrer les changements' })).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByRole('button', { name: 'Plutôt une commande à part' })).toHaveCount(0)
  await page.keyboard.type('eyr', { delay: 80 })
  await expect(page.getByRole('button', { name: 'Ajouter Jane Eyre' })).toBeVisible()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Delete')
  await page.keyboard.press('Enter')
  const save = page.getByRole('button', { name: 'Enregistrer les changements' })
  await expect(save).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(what).toBeFocused()
  await page.keyboard.press('Enter')
  await reflect(page)
  await page.keyboard.press('Enter')
  await expect.poll(() => works(page)).toEqual([...asked, 'work-4'])
  await page.getByRole('link', { name: 'Ouvrir B-014' }).click()
  const lines = page.getByRole('list', { name: 'Documents' }).getByRole('listitem')
  await expect(lines.filter({ hasText: 'Jane Eyre' })).toContainText('à prendre')
})

test('[PHONE-15] another person’s call gets a number of its own where the one before was to change an order', async ({ page }) => {
  await openScene(page, 'order')
  await press(page, 'Ajouter ou remplacer')
  await page.getByRole('button', { name: /^Lucie Marchand/ }).click()
  await expect(page.getByRole('textbox', { name: /^Nom, fin de la carte/ })).toBeFocused()
  await page.getByRole('textbox', { name: /^Nom, fin de la carte/ }).fill('lefort')
  await page.getByRole('button', { name: /^Choisir Paul Lefort/ }).click()
  await expect(page.getByRole('button', { name: 'Enregistrer la commande' })).toBeVisible()
  await expect(page.locator('.ticket')).not.toHaveText('B-014')
})

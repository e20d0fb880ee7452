/**
 * Réglages › Fichiers in a real browser, on the staged desk: chosen, tried, imported, and held by its guard (IMP-1, IMP-4).
 */
import { expect, type Page } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const choose = async (page: Page, ...names: readonly string[]): Promise<void> => {
  await page
    .getByLabel('Choisir des fichiers')
    .setInputFiles(names.map((name) => ({ name, mimeType: 'text/csv', buffer: Buffer.from('x') })))
  const phrase = page.getByRole('textbox', { name: 'Votre phrase de passe' })
  await phrase.fill(stagedPassphrase)
  await page.keyboard.press('Enter')
}

test('[IMP-1] a file is sent, tried and imported; what it rejects is a file too', async ({ page }) => {
  await openScene(page, 'settings-files')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Fichiers')
  await choose(page, 'usagers.csv')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('38 de plus, 14 de moins')
  await expect(page.getByText(/Usagers\. 3\s260 lignes, à l’essai\. Rien n’est encore écrit\./)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Usagers : ce qui change' }).getByRole('listitem')).toHaveText([
    '38arrivent',
    '112changent',
    '14s’en vont',
    '9ne peuvent rien emporter',
  ])
  await expect(page.getByRole('list', { name: 'Usagers, comme au comptoir' }).getByRole('listitem').first()).toHaveText(
    /Aubin, Maëlle.*4471, enfant · jusqu’au 31\saoût\s2027/,
  )
  const lines = page.getByRole('list', { name: '2 lignes rejetées, 1 réparée' }).getByRole('listitem')
  await expect(lines.first()).toContainText('033312045X77;LEROUX;Anna')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Toutes, en fichier' }).click()
  expect((await download).suggestedFilename()).toBe('lignes-rejetees.csv')
  expect(await violations(page)).toEqual([])
  for (const size of [
    { width: 1280, height: 800 },
    { width: 768, height: 1024 },
    { width: 390, height: 844 },
  ]) {
    await page.setViewportSize(size)
    if (process.env.PTE_PICTURES !== undefined)
      await page.screenshot({ path: `${process.env.PTE_PICTURES}/trial-${size.width}.png`, fullPage: true })
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  }
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('button', { name: 'Importer : usagers' }).press('Enter')
  await expect(page.getByText(/3\s260 lignes importées/).first()).toBeVisible()
})

test('[IMP-4] a file without its zeros asks for the number of what goes, and says why', async ({ page }) => {
  await openScene(page, 'settings-files')
  await choose(page, 'usagers-sans-zero.csv')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('À confirmer')
  const button = page.getByRole('button', { name: 'Importer : usagers' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByText(/3\s212 sur 3\s224 s’en iraient/)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Usagers : ce qui change' })).toContainText('033312045577maintenant 33312045577')
  expect(await violations(page)).toEqual([])
  if (process.env.PTE_PICTURES !== undefined) await page.screenshot({ path: `${process.env.PTE_PICTURES}/guard-1280.png`, fullPage: true })
  await page.getByLabel('Tapez ce nombre').fill('3211')
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await page.getByLabel('Tapez ce nombre').fill('3 212')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/lignes importées/).first()).toBeVisible()
})

test('a manager says what a file holds where its columns do not, reads why one is refused, and stops all of it', async ({ page }) => {
  await openScene(page, 'settings-files')
  await choose(page, 'page.html')
  const sent = page.getByRole('list', { name: 'Envoi et lecture' }).getByRole('listitem')
  await expect(sent).toContainText('choisissez-le')
  await page.getByLabel('Ce que contient le fichier page.html').selectOption('Usagers')
  await expect(sent).toContainText('ceci est une page web')
  await page.getByRole('button', { name: 'Ne rien importer' }).click()
  await expect(sent).toHaveCount(0)
})

test('off line, and for whoever is no manager, the screen says what it takes', async ({ page }) => {
  await openScene(page, 'settings-files-offline')
  await expect(page.getByText('Il faut le réseau pour importer un fichier.')).toBeVisible()
  await expect(page.getByLabel('Choisir des fichiers')).toHaveCount(0)
  await openScene(page, 'settings-librarian', { hash: '/gestion/reglages/fichiers' })
  await expect(page.getByText('Une personne responsable importe les fichiers.')).toBeVisible()
})

/**
 * The library's sentence of the telephone, in a real browser, on the staged desk: what a read-back ends with, in the caller's language, and
 * where a manager says it and takes it back (PHONE-10).
 */
import { expect } from '@playwright/test'
import type { OwnWords } from '../../src/domain/settings/settings.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test('[PHONE-10, SET-4] a manager says what each read-back ends with, in two languages, and takes it back', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages' })
  const nothing = page.getByText('Au téléphone, après la relecture d’une commande, on dit\u00a0: rien de plus')
  await expect(nothing).toBeVisible()
  await page.getByRole('link', { name: 'Changer\u00a0: Téléphone' }).click()
  const french = page.getByRole('textbox', { name: 'En français' })
  const save = page.getByRole('button', { name: /^Enregistrer/ })
  await french.fill('x'.repeat(201))
  await expect(page.getByText('Ce qu’on dit après la relecture, en français\u00a0: de 1 à 200\u00a0signes.')).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await french.fill('Votre nom suffit,\nà la porte de la cour.')
  await expect(page.getByText('L’anglais manque\u00a0: une relecture en anglais finira par le français.')).toBeVisible()
  await page.getByRole('textbox', { name: 'En anglais' }).fill('Your name is enough.')
  await expect(page.getByText(/^L’anglais manque/)).toHaveCount(0)
  expect(await violations(page)).toEqual([])
  await save.click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText(/^Enregistré\./)).toBeVisible()
  expect(await page.evaluate(() => window.stage.snapshot.state.get('settings', 'settings')?.callWords)).toEqual({
    fr: 'Votre nom suffit, à la porte de la cour.',
    en: 'Your name is enough.',
  })
  await page.getByRole('link', { name: 'Tous les réglages' }).click()
  await expect(page.getByText('on dit\u00a0: «\u00a0Votre nom suffit, à la porte de la cour.\u00a0»')).toBeVisible()
  await page.getByRole('link', { name: 'Changer\u00a0: Téléphone' }).click()
  await french.fill('')
  await page.getByRole('textbox', { name: 'En anglais' }).fill('')
  await save.click()
  await expect(page.getByRole('main').getByText(/^Enregistré\./)).toBeVisible()
  await page.getByRole('link', { name: 'Tous les réglages' }).click()
  await expect(nothing).toBeVisible()
})

test('[PHONE-10] a read-back ends with the library’s sentence in the caller’s language, in French where it has no English', async ({
  page,
}) => {
  await openScene(page, 'call-in-hand')
  const aloud = page.getByRole('blockquote')
  const say = (callWords: OwnWords | undefined): Promise<void> =>
    page.evaluate((own) => {
      const settings = window.stage.snapshot.state.get('settings', 'settings')
      if (settings !== undefined) window.stage.put({ ...settings, callWords: own })
    }, callWords)
  await expect(aloud).toHaveText(/B comme Berthe, zéro, un, huit\. Votre nom suffit, à la porte de la cour\.\u00a0»$/)
  await page.getByRole('button', { name: 'En anglais\u00a0: la relecture, et ses courriels' }).click()
  await expect(aloud).toHaveText(/B for Bravo, zero, one, eight\. Your name is enough, at the courtyard door\.”$/)
  await expect(aloud.locator('[lang="fr"]')).toHaveCount(0)
  await say({ fr: 'Votre nom suffit.' })
  await expect(aloud.locator('[lang="fr"]')).toHaveText('Votre nom suffit.')
  await say(undefined)
  await expect(aloud).toHaveText(/B for Bravo, zero, one, eight\.”$/)
})

/**
 * The words of the emails, in a real browser, on the staged desk: a fault says where it is, a blank is inserted where the hand was, the
 * preview follows, and what is without fault is saved and tried (MSG-10).
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test('[MSG-10] a template is mended by what is said of it, seen, saved, tried, and put back as it came', async ({ page }) => {
  await openScene(page, 'settings', { hash: '/gestion/reglages/modeles' })
  const text = page.getByLabel('Message', { exact: true })
  const preview = page.getByRole('region', { name: 'Aperçu' })
  const save = page.getByRole('button', { name: /^Enregistrer/ })
  await expect(preview.getByText('votre commande de 2\u00a0documents vous attend\u00a0:')).toBeVisible()
  // Which of them leave is said by a shape too, and what the mail lets others read by a sentence that holds.
  await expect(preview.getByText(/Ni titre, ni carte, ni nom/)).toBeVisible()
  await expect(preview.getByText('Titres dans les courriels\u00a0: non.')).toBeVisible()
  await page.getByRole('button', { name: /^Reçu de prêt/ }).click()
  await expect(preview.getByText(/Les titres y sont/)).toBeVisible()
  await page.getByRole('button', { name: /^Commande prête/ }).click()
  await text.fill('Le {jours}, à {lieu}.\n')
  await expect(page.getByText('Message\u00a0: {jours} ne se remplit pas dans ce courriel.')).toBeVisible()
  await expect(page.getByText('Le plus proche est {jour}.')).toBeVisible()
  await expect(page.getByText('Message\u00a0: il manque {heure}.')).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')

  await text.fill('À {lieu}, ')
  await page.getByRole('button', { name: 'Insérer jour', exact: true }).click()
  await page.keyboard.type(' et ')
  await page.getByRole('button', { name: 'Insérer heure', exact: true }).click()
  await expect(text).toHaveValue('À {lieu}, {jour} et {heure}')
  await expect(preview.getByText('À Médiathèque, mercredi\u00a025\u00a0novembre et 10\u00a0h\u00a015')).toBeVisible()
  await page.getByLabel('Exemple').selectOption('english')
  await expect(preview.getByText('Hello,')).toBeVisible()

  await page.getByLabel('Votre adresse, pour un essai').fill('claire@mairie.example')
  await page.getByRole('button', { name: 'M’envoyer un essai' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText(/^L’essai part à claire@mairie\.example/)).toBeVisible()
  await save.click()
  await expect(page.getByRole('main').getByText(/^Enregistré\./)).toBeVisible()
  await page.getByRole('button', { name: 'D’origine' }).click()
  await expect(text).toHaveValue(/^Bonjour,/)
  await expect(save).toHaveAttribute('aria-disabled', 'false')
})

test('[MSG-10] where the page is open, the preview bears the order’s address as the email does', async ({ page }) => {
  await openScene(page, 'settings-page', { hash: '/gestion/reglages/modeles' })
  const preview = page.getByRole('region', { name: 'Aperçu' })
  await expect(preview.getByText('https://mediatheque.example/b/mediatheque/fr/c/…')).toBeVisible()
  await page.getByLabel('Exemple').selectOption('english')
  await expect(preview.getByText('https://mediatheque.example/b/mediatheque/en/c/…')).toBeVisible()
})

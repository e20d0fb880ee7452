/**
 * The public page on Réglages, in a real browser, on the staged desk: paused with a reason, words in one language or none, what a patron
 * meets beside it, and saved (PAGE-1, PAGE-16, PAGE-17).
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test('[PAGE-16, PAGE-17, PAGE-18, MSG-14] a manager pauses the page with a reason, says what patrons read, sees what they meet, and saves it', async ({
  page,
}) => {
  await openScene(page, 'settings-page', { hash: '/gestion/reglages/page' })
  const met = page.getByRole('region', { name: 'Ce que rencontre un usager' })
  const save = page.getByRole('button', { name: /^Enregistrer/ })
  const words = (title: string, language: 'En français' | 'En anglais') => page.getByRole('group', { name: title }).getByLabel(language)
  await expect(met.getByText('https://mediatheque.example/b/mediatheque/')).toBeVisible()
  await expect(met.getByText('À la porte de la cour, 3 rue des Tilleuls.')).toBeVisible()
  await expect(met.getByText('en français pour tous, faute d’anglais')).toHaveCount(1)

  await expect(met.getByRole('link', { name: 'Essayer sans commander' })).toHaveAttribute(
    'href',
    'https://mediatheque.example/b/mediatheque/fr/essai/',
  )

  await words('Où venir', 'En anglais').fill('At the courtyard door.')
  await expect(met.getByText('At the courtyard door.')).toBeVisible()
  await words('Quand on répond au téléphone', 'En français').fill('')
  await expect(page.getByText('Quand on répond au téléphone, en français\u00a0: de 1 à 300\u00a0signes.')).toBeVisible()
  await words('Quand on répond au téléphone', 'En anglais').fill('')
  await expect(page.getByText(/signes\.$/)).toHaveCount(0)

  // The guide becomes the library's own: ours to begin with, a step less, one raised, one of its own words.
  const guide = page.getByRole('group', { name: 'Le mode d’emploi des usagers' })
  await guide.getByRole('button', { name: 'L’adapter à la bibliothèque' }).click()
  const titleOf = (step: string) => page.getByRole('group', { name: step }).getByLabel('Le titre, en français')
  await expect(titleOf('Étape\u00a01')).toHaveValue('Cherchez, puis touchez «\u00a0Ajouter\u00a0»')
  await guide.getByRole('button', { name: 'Enlever l’étape\u00a02' }).click()
  await guide.getByRole('button', { name: 'Monter l’étape\u00a02' }).click()
  await expect(titleOf('Étape\u00a01')).toHaveValue('Choisissez votre heure')
  await guide.getByRole('button', { name: 'Ajouter une étape' }).click()
  await expect(page.getByText('Le titre, en français\u00a0: de 1 à 80\u00a0signes.')).toBeVisible()
  await titleOf('Étape\u00a04').fill('Sonnez')
  await page.getByRole('group', { name: 'Étape\u00a04' }).getByLabel('Le texte, en français').fill('La porte est au fond de la cour.')
  await expect(page.getByText(/signes\.$/)).toHaveCount(0)

  await page.getByLabel(/^En pause/).check()
  await expect(page.getByText('Pourquoi, et jusqu’à quand, en français\u00a0: de 1 à 300\u00a0signes.')).toBeVisible()
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await words('Pourquoi, et jusqu’à quand', 'En français').fill('Inventaire\njusqu’au 3 décembre.')
  await expect(met.getByText('Inventaire jusqu’au 3 décembre.')).toBeVisible()
  await expect(met.getByText('À la porte de la cour, 3 rue des Tilleuls.')).toHaveCount(0)
  await save.click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('main').getByText(/^Enregistré\./)).toBeVisible()
  await page.getByRole('link', { name: 'Tous les réglages' }).click()
  await expect(page.getByText('La page où les usagers commandent est en pause.')).toBeVisible()
})

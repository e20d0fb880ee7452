/**
 * What a tablet still holds for another library, as a person meets it: where the operations are and where a tablet is enrolled.
 * Runs in Playwright on the staged desk.
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

test('presses for another library are said with its name, where the operations are and where a tablet is enrolled', async ({ page }) => {
  await openScene(page, 'operations-elsewhere')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tout est transmis')
  await expect(
    page.getByText('Une opération attend une autre bibliothèque, du même nom\u00a0: «\u00a0Médiathèque de Valmont\u00a0».'),
  ).toBeVisible()
  await expect(page.getByText('7 opérations attendent une autre bibliothèque\u00a0: «\u00a0Médiathèque de Salins\u00a0».')).toBeVisible()
  await expect(page.getByText(/Elles sont gardées ici, ne vont nulle part ailleurs et partiront seules/)).toBeVisible()
  // Not that nothing waits on this tablet.
  await expect(page.getByText('Rien n’attend pour cette bibliothèque.')).toBeVisible()
  await openScene(page, 'operations-elsewhere', { language: 'en' })
  await expect(page.getByText('7 operations are waiting for another library: “Médiathèque de Salins”.')).toBeVisible()

  await openScene(page, 'enrolment-elsewhere')
  await expect(page.getByText(/Le serveur répond pour une autre bibliothèque que celle de cette tablette/)).toBeVisible()
  await expect(page.getByText(/3 opérations attendent de partir pour «\u00a0Médiathèque de Valmont\u00a0»/)).toBeVisible()
  await expect(page.getByText(/Une opération faite à «\u00a0Médiathèque de Salins\u00a0» est gardée ici/)).toBeVisible()
})

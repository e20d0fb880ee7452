/**
 * Réglages, Tablettes, in a real browser on the staged desk: what everybody reads of each tablet, what a manager's passphrase adds, and what
 * can be done on line alone (CASE-4, PRIV-5). The endpoint's answers are the stage's.
 */
import { expect, type Page } from '@playwright/test'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const row = (page: Page, name: string) => page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem').filter({ hasText: name })
const act = /Retirer|Faire un code|Voir ce que/

test('[PRIV-5] each tablet is told with who let it in, when it was heard, and those out of service with why', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await expect(row(page, 'Accueil')).toHaveText(/^AAccueilrien en attenteAdmise le 3\sseptembre\s2025, code de Claire15\sh\s03/)
  await expect(row(page, 'Drive')).toContainText(/cette tablette.*code de Claire · version 3fa9c1d24b7e/)
  await expect(row(page, 'Rayons')).toHaveText(/^DRayonsgarde des opérationsAdmise le 9\sjanvier, code d’Inès14\sh\s52/)
  await expect(row(page, 'Téléphone')).toContainText(/Admise le 13\snovembre, code fait sur le serveur/)
  await expect(page.getByText('Retirée du service')).toHaveText(
    /^Retirée du service\s: C, le 24\snovembre par Claire, «\soubliée dans le bus\s»Admise le 9\sjanvier, code d’Inès$/,
  )
  expect(await violations(page)).toEqual([])
})

test('[PRIV-5] by the passphrase come each version, what each holds, and when what C brought was made', async ({ page }) => {
  await openScene(page, 'settings-tablets')
  await expect(row(page, 'gestes')).toContainText('4 gestes à lire')
  await page.getByRole('button', { name: 'Voir ce que chacune garde, et sa version' }).press('Enter')
  const field = page.getByRole('dialog').getByLabel('Votre phrase de passe', { exact: true })
  await field.fill(stagedPassphrase)
  await field.press('Enter')
  await expect(row(page, 'gestes')).toContainText(/4 gestes du 18\snovembre, de 16\sh\s40 à 17\sh\s25/)
  await expect(row(page, 'Rayons')).toContainText(/2 à transmettre.*version 5d0f72c1a9be.*Une autre version que cette tablette/)
  await expect(row(page, 'Accueil')).toContainText('version 3fa9c1d24b7e')
  expect(await violations(page)).toEqual([])
})

test('[PRIV-5] a librarian reads the same list, and changes nothing', async ({ page }) => {
  await openScene(page, 'settings-tablets-librarian')
  await expect(row(page, 'Rayons')).toContainText(/Admise le 9\sjanvier, code d’Inès/)
  await expect(page.getByText(/^Retirée du service/)).toBeVisible()
  await expect(page.getByText('Une personne responsable les associe et les retire du service.')).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: act })).toHaveCount(0)
})

test('[PRIV-5] off line the list is read, and says what the network is needed for', async ({ page }) => {
  await openScene(page, 'settings-tablets-offline')
  await expect(row(page, 'Accueil')).toContainText(/Admise le 3\sseptembre\s2025, code de Claireaujourd’hui/)
  await expect(row(page, 'Drive')).toContainText('version 3fa9c1d24b7e')
  await expect(page.getByText('Il faut le réseau pour associer une tablette')).toBeVisible()
  await expect(page.getByRole('main').getByRole('button', { name: act })).toHaveCount(0)
})

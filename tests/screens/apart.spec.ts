/**
 * What a tablet brought after it was taken out of service, in a real browser on the staged desk: read by a manager, line by line, and taken,
 * some or none (CASE-6). The endpoint's answers are the stage's.
 */
import { expect, type Page } from '@playwright/test'
import { heading, said } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const readAll = async (page: Page, button: string): Promise<void> => {
  await page.getByRole('button', { name: button }).click()
  const field = page.getByRole('dialog').getByLabel('Votre phrase de passe', { exact: true })
  await field.fill(stagedPassphrase)
  await field.press('Enter')
}
const lines = (page: Page) => page.getByRole('list', { name: 'Gestes de C' }).getByRole('listitem')

test.describe('Ce qu’une tablette retirée du service a rapporté', () => {
  test('[CASE-6] each gesture is told with whether it agrees, and three ends say what they would do', async ({ page }) => {
    await openScene(page, 'cases-apart')
    await expect(heading(page)).toHaveText(/^6\sgestes à lire$/)
    await expect(page.getByText('rien ne compte encore')).toBeVisible()
    await readAll(page, 'Lire les 6')
    await expect(page.getByRole('heading', { level: 2 })).toHaveText(/^Ce que C a vu le mercredi\s18\snovembre, reçu le 24\snovembre$/)
    await expect(lines(page)).toHaveText([
      /16\sh\s40Mehdi a remis .*L’Île mystérieuse.* à L\.\sM\..*concorde$/,
      /concorde$/,
      /17\sh\s04Mehdi a enregistré le retour de .*Souvenirs entomologiques.*concorde$/,
      /à déciderPrendre$/,
      /son créneau est passé.*trop tardPrendre$/,
      /17\sh\s25Mehdi a noté l’arrivée de L\.\sM\..*concorde$/,
    ])
    await expect(lines(page).nth(3)).toContainText('« Le Voyage dans la Lune » remis deux fois · Claire l’a remis à O.\u00a0M.')
    await expect(lines(page).nth(3)).toContainText('tablette')
    await expect(page.getByRole('button', { name: /^Prendre les 4 qui concordent/ })).toContainText(
      'Les 2 autres restent ici, à décider un par un.',
    )
    await expect(page.getByRole('button', { name: /^Prendre les 6/ })).toContainText(
      '« Le Voyage dans la Lune » remis deux fois\u00a0: une anomalie le dira.',
    )
    await expect(page.getByRole('button', { name: /^N’en prendre aucun/ })).toContainText('lisibles ici jusqu’au 24\u00a0décembre')
    expect(await violations(page)).toEqual([])
  })

  test('[CASE-6] the gestures that agree are taken; the others stay, and are taken one by one', async ({ page }) => {
    await openScene(page, 'cases-apart')
    await readAll(page, 'Lire les 6')
    await page.getByRole('button', { name: /^Prendre les 4 qui concordent/ }).click()
    await expect(said(page, '4 gestes sont pris.')).toBeInViewport()
    await expect(heading(page)).toHaveText(/^2\sgestes à lire$/)
    await expect(lines(page)).toHaveCount(2)
    await page.getByRole('button', { name: /^Prendre\s: Mehdi a remis « Le Voyage dans la Lune »/ }).click()
    await expect(said(page, 'Un geste est pris.')).toBeVisible()
    await expect(lines(page)).toHaveCount(1)
    // The one case about it is decided once nothing is left.
    await page.getByRole('button', { name: /^Prendre\s: Mehdi a pris la commande C-004/ }).click()
    await expect(heading(page)).toHaveText('Plus rien à lire')
    await page.getByRole('link', { name: 'Voir les anomalies' }).click()
    await expect(page.getByRole('navigation', { name: 'Anomalies' })).toContainText(/Décidée par Claire\s\(B\)/)
  })

  test('[CASE-6] a manager takes none: the case is decided, and they stay where they can be read', async ({ page }) => {
    await openScene(page, 'cases-apart')
    await readAll(page, 'Lire les 6')
    await page.getByRole('button', { name: /^N’en prendre aucun/ }).click()
    await expect(said(page, 'Aucun n’est pris : ils restent à part, sans effet.')).toBeInViewport()
    await expect(lines(page)).toHaveCount(6)
    await page.getByRole('link', { name: 'Voir les anomalies' }).click()
    await expect(heading(page)).toHaveText('Rien à décider')
  })

  test('[CASE-6] a gesture that cannot count has no button, and says why', async ({ page }) => {
    await openScene(page, 'cases-apart-none-counts')
    await readAll(page, 'Lire les 3')
    await expect(page.getByText('Un geste que le serveur ne sait pas lire')).toBeVisible()
    await expect(page.getByText('la commande n’est plus là')).toBeVisible()
    await expect(page.getByText('en suit un autre, qui n’est pas pris')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Prendre/ })).toHaveCount(0)
    await expect(page.getByRole('button', { name: /^N’en prendre aucun/ })).toHaveCount(1)
  })

  test('[CASE-6] fifty are listed at once, the others after them', async ({ page }) => {
    await openScene(page, 'cases-apart-many')
    await readAll(page, 'Lire les 73')
    await expect(lines(page)).toHaveCount(50)
    await expect(page.getByText('Les 50 premiers sur 73.')).toBeVisible()
    await page.getByRole('button', { name: 'Voir les suivants' }).click()
    await expect(lines(page)).toHaveCount(23)
    await expect(page.getByRole('button', { name: /^Prendre les 23/ })).toBeVisible()
    await page.getByRole('button', { name: 'Voir les premiers' }).click()
    await expect(lines(page)).toHaveCount(50)
  })

  test('[CASE-6] whoever is no manager, or off line, is told; a wrong passphrase reads nothing', async ({ page }) => {
    await openScene(page, 'cases-apart-librarian')
    await expect(page.getByText('Seule la personne responsable peut lire et prendre ces gestes.')).toBeVisible()
    await expect(page.getByRole('main').getByRole('button')).toHaveCount(0)
    await openScene(page, 'cases-apart-offline')
    await expect(page.getByText('ils se lisent au retour du réseau')).toBeVisible()
    await openScene(page, 'cases-apart')
    await page.getByRole('button', { name: 'Lire les 6' }).click()
    const window = page.getByRole('dialog')
    await window.getByLabel('Votre phrase de passe', { exact: true }).fill('une autre phrase')
    await window.getByRole('button', { name: 'Lire les 6' }).click()
    await expect(window.getByText('Ce n’est pas la bonne phrase de passe.')).toBeVisible()
    await expect(lines(page)).toHaveCount(0)
  })
})

test('[CASE-4, CASE-6] Réglages, Tablettes opens on the tablet that came back, and leads to what it brings', async ({ page }) => {
  await openScene(page, 'cases-apart', { hash: '/gestion/reglages' })
  await page.getByRole('link', { name: 'Changer : Tablettes' }).click()
  await expect(heading(page)).toHaveText('C est revenue parler')
  await expect(page.getByText(/^Retirée le \d+\snovembre, elle rapporte 6\sgestes\./)).toBeVisible()
  await expect(page.getByRole('link', { name: /^Lire les 6/ })).toHaveAttribute('href', '#/anomalies/tablet-c')
  expect(await violations(page)).toEqual([])
  await openScene(page, 'settings', { hash: '/gestion/reglages/tablettes' })
  await expect(heading(page)).toHaveText(/^2\stablettes$/)
  await expect(page.getByText('Les 2 en service ont parlé aujourd’hui.')).toBeVisible()
  await openScene(page, 'settings-librarian', { hash: '/gestion/reglages/tablettes' })
  await expect(page.getByText('Une personne responsable les associe')).toBeVisible()
  await expect(page.getByRole('button', { name: /Retirer du service/ })).toHaveCount(0)
})

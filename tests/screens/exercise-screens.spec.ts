/**
 * The check of the tablet, the rehearsal of a cut and the declaration of accessibility, in a real browser on the staged desk.
 * Found by role and label; the printer and the battery are the browser's, played.
 */
import { expect, type Page } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test('each thing that is wrong says what to do about it', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(navigator, { getBattery: async () => Object.assign(new EventTarget(), { level: 0.2, charging: false }) })
  })
  await openScene(page, 'exercise-wrong')
  await expect(heading(page)).toHaveText('4 points à corriger')
  for (const say of [/Installez l’application/, /rapprochez-vous du Wi-Fi/, /retarde de 4\u00a0min/, /20\u00a0%.*Branchez-la/])
    await expect(page.getByText(say)).toBeVisible()
})

test('the camera’s check says what it read, of a card its end alone', async ({ page }) => {
  await openScene(page, 'exercise')
  await page.evaluate(() => window.stage.scan('9782070413119', 'camera'))
  await expect(page.getByText('Elle a lu 9782070413119.', { exact: true }).first()).toBeVisible()
  const card = await page.evaluate(() => [...window.stage.snapshot.state.all('patron')][0]?.id ?? '')
  await page.evaluate((text) => window.stage.scan(text, 'camera'), card)
  await expect(page.getByText(`Elle a lu ··\u00a0${card.slice(-4)}.`).first()).toBeVisible()
  await expect(page.getByText(card)).toHaveCount(0)
})

test('the printer is in order only once somebody said that the test label came out', async ({ page }) => {
  await page.addInitScript(() => {
    window.print = () => {
      document.body.dataset.printed = document.querySelector('.print-root')?.textContent ?? ''
      window.dispatchEvent(new Event('afterprint'))
    }
  })
  await openScene(page, 'exercise')
  await page.getByRole('button', { name: 'Imprimer une étiquette d’essai' }).click()
  await expect.poll(() => page.evaluate(() => document.body.dataset.printed ?? '')).toContain('TEST-000')
  await page.getByRole('button', { name: 'Non, rien n’est sorti' }).click()
  await expect(page.getByText(/Allumez l’imprimante/)).toBeVisible()
  await page.getByRole('button', { name: 'Imprimer une étiquette d’essai' }).click()
  await page.getByRole('button', { name: 'Oui, elle est sortie' }).click()
  await expect(heading(page)).toHaveText('1 chose à essayer')
})

test('the whole rehearsal can be played from its own instructions, and the real desk is as it was', async ({ page }) => {
  await openScene(page, 'exercise')
  await page.getByRole('button', { name: 'Commencer l’exercice' }).click()
  const banner = page.getByRole('region', { name: 'Exercice en cours' })
  await expect(banner).toContainText('Exercice\u00a0: données inventées.')

  await page.getByRole('link', { name: 'Y aller : Prenez les documents de EX-005' }).click()
  await expect(banner).toBeVisible()
  for (const title of ['Carmen', 'La Chèvre de monsieur Seguin']) {
    await page
      .getByRole('button', { name: new RegExp(`^Pris\\s: ${title}`) })
      .first()
      .click()
  }
  await page
    .getByRole('button', { name: /^Étiquette.*EX-005|^Ranger EX-005|^Rangée/ })
    .first()
    .click()

  await banner.getByRole('link', { name: 'Consigne' }).click()
  await page.getByRole('link', { name: 'Y aller : Remettez la commande de quelqu’un qui attend' }).click()
  await expect(heading(page)).toHaveText('Qui est là\u202f?')
  for (const text of ['EX-001', '800101', '800601', '800901']) await page.evaluate((read) => window.stage.scan(read), text)
  await page.getByRole('button', { name: 'Remettre 3 documents' }).click()

  await banner.getByRole('link', { name: 'Consigne' }).click()
  await page.getByRole('link', { name: 'Y aller : Enregistrez un retour' }).click()
  await expect(heading(page)).toHaveText('Retours')
  await page.evaluate(() => window.stage.scan('800402'))

  await banner.getByRole('link', { name: 'Consigne' }).click()
  await page.getByRole('button', { name: 'Rétablir le réseau' }).click()
  await expect(banner).toContainText('Le réseau est revenu.')
  await expect(heading(page)).toHaveText('5 sur 6')
  await page.getByRole('link', { name: 'Y aller : Décidez l’anomalie, s’il y en a une' }).click()
  await expect(heading(page)).toHaveText(/à décider/)

  await banner.getByRole('button', { name: 'Quitter l’exercice' }).click()
  await expect(banner).toHaveCount(0)
  await expect(heading(page)).toHaveText('Rien à décider')
  expect(await page.evaluate(() => window.stage.ownOperations())).toEqual([])
})

test('the page is named after the screen and the library’s own service', async ({ page }) => {
  await openScene(page, 'today')
  await expect(page).toHaveTitle('Aujourd’hui · Clic et collecte')
  await page.keyboard.press('Alt+Digit2')
  await expect(page).toHaveTitle('Préparation · Clic et collecte')
  await openScene(page, 'rehearsal-preparation')
  await expect(page).toHaveTitle('Préparation · EXERCICE')
})

test('the declaration can be read before signing in', async ({ page }) => {
  await openScene(page, 'sign-in', { hash: '/accessibilite' })
  await expect(heading(page)).toHaveText('Accessibilité\u00a0: non conforme')
  await expect(page.getByText(/Aucun audit, ni par un tiers/)).toBeVisible()
})

test('a rehearsal is named in the language of whoever looks, in the bar and in the title', async ({ page }) => {
  await openScene(page, 'rehearsal-preparation', { language: 'en' })
  await expect(page.getByRole('banner')).toContainText('REHEARSAL')
  await expect(page.getByRole('banner')).not.toContainText('EXERCICE')
  await expect(page).toHaveTitle(/· REHEARSAL$/)
})

test('[HO-9] the receipt of a rehearsal says that it is one, in the language of whoever looks', async ({ page }) => {
  await openScene(page, 'rehearsal-preparation', { language: 'en', hash: '/retrait' })
  for (const text of ['EX-001', '800101']) await page.evaluate((read) => window.stage.scan(read), text)
  await page.getByRole('button', { name: /^Hand over 1/ }).click()
  await page.evaluate(() => {
    window.print = () => {
      document.body.dataset.printed = document.querySelector('.print-root')?.textContent ?? ''
    }
  })
  await page.getByRole('button', { name: /80\smm/ }).click()
  await expect.poll(() => page.evaluate(() => document.body.dataset.printed ?? '')).toContain('REHEARSAL')
  expect(await page.evaluate(() => document.body.dataset.printed)).not.toContain('EXERCICE')
})

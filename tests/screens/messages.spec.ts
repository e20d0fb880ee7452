/**
 * What became of the messages, in a real browser, on the staged desk: narrowed, searched, acted on; and on an order's sheet, off line too
 * (MSG-9).
 */
import { expect } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

test('[MSG-9] messages are narrowed by kind, state and name, and what is done with one is seen at once', async ({ page }) => {
  await openScene(page, 'messages')
  const rows = page.getByRole('list', { name: 'Un par un' }).getByRole('listitem')
  await expect(rows).toHaveCount(5)
  await expect(page.getByText(/Jusqu’au mercredi\s25\snovembre à 14\sh\s05, un code ne sert plus que/)).toBeVisible()
  await expect(page.getByText(/^180 courriels attendent\s: la tablette A en a causé trop/)).toBeVisible()
  await page.getByRole('button', { name: 'Envoyer quand même les 12' }).click()
  await expect(page.getByText(/la tablette B, qui les a causés/)).toHaveCount(0)
  await page.getByLabel('Où ils en sont').selectOption('refused')
  await expect(rows).toHaveText([/^14\sh\s32Commande déplacée.*refusé · «\s550 5\.1\.1 no such user\s»/])
  await page.getByRole('button', { name: /^Prévenu autrement\s: Commande déplacée/ }).click()
  await expect(page.getByText('Aucun.')).toBeVisible()
  await page.getByLabel('Où ils en sont').selectOption('told')
  await expect(rows).toHaveCount(1)
  await page.getByLabel('Où ils en sont').selectOption('')
  await page.getByLabel('Un nom, une carte, une commande').fill('lef pau')
  await expect(rows).toHaveCount(1)
  await page.getByLabel('Un nom, une carte, une commande').fill('b14')
  await expect(rows).toHaveCount(4)
  await page.getByLabel('Lesquels').selectOption('reminder')
  await expect(rows).toHaveCount(1)
  await page.getByRole('button', { name: 'Retirer : Rappel B-014' }).click()
  await expect(rows).toContainText('retiré · à la main')
})

test('[MSG-9, MSG-28, MSG-26] an order’s sheet says what was written and whom to telephone', async ({ page }) => {
  await openScene(page, 'order-no-show')
  const panel = page.getByRole('region', { name: 'Courriels' })
  await expect(panel.getByText('À prévenir par téléphone.')).toBeVisible()
  await expect(panel.getByText(/^Ne veut pas des annonces/)).toBeVisible()
  await panel.getByRole('button', { name: 'Renvoyer : Commande prête' }).click()
  await expect(panel.getByRole('listitem')).toHaveText([/Non venu/, /Commande prête.*attend son heure/])
})

test('[MSG-12, MSG-34] « Vérifier l’envoi » sends a trial and says what to ask of the town’s computer people', async ({ page }) => {
  await openScene(page, 'messages-sent')
  const panel = page.getByRole('region', { name: 'Vérifier l’envoi' })
  await panel.getByLabel('Votre adresse').fill('claire@mairie.example')
  await panel.getByRole('button', { name: 'Vérifier' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(panel.getByText('Un essai part à claire@mairie.example.')).toBeVisible()
  await expect(panel.getByText(/notre relais y est\s: «\sv=spf1 include:_spf\.mairie\.example -all\s»/)).toBeVisible()
  await expect(panel.getByText(/_dmarc\.mediatheque\.example/)).toBeVisible()
})

test('[MSG-13] the guide is mailed to colleagues first, then to everybody, paused and stopped, and one sees how far it is', async ({
  page,
}) => {
  await openScene(page, 'messages-sent')
  const panel = page.getByRole('region', { name: 'Faire connaître la page des usagers' })
  await expect(panel.getByText(/une seule fois par adresse\s: 2\s812 aujourd’hui/)).toBeVisible()
  await expect(panel.getByRole('button', { name: 'Envoyer à tous' })).toHaveCount(0)
  const tryIt = panel.getByRole('button', { name: 'Envoyer aux collègues' })
  await panel.getByLabel('Les adresses de trois collègues').fill('claire@mairie.example, bruno')
  await expect(tryIt).toHaveAttribute('aria-disabled', 'true')
  await panel.getByLabel('Les adresses de trois collègues').fill('claire@mairie.example bruno@mairie.example')
  await tryIt.click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'Envoyer à tous' }).click()
  await expect(panel.getByRole('progressbar')).toHaveAttribute('aria-valuetext', /^3 sur 2\s812$/)
  await expect(panel.getByText(/Encore 15\s*heures environ/)).toBeVisible()
  await panel.getByRole('button', { name: 'Mettre en pause' }).click()
  await expect(panel.getByText('L’envoi est en pause')).toBeVisible()
  await panel.getByRole('button', { name: 'Continuer l’envoi' }).click()
  await panel.getByRole('button', { name: 'Arrêter l’envoi' }).click()
  await expect(panel.getByText('L’envoi est arrêté')).toBeVisible()
})

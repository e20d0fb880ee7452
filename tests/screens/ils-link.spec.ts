/**
 * Réglages › SIGB in a real browser, on the staged desk: linked, changed, tried and ended by a manager (ILS-10).
 */
import { expect } from '@playwright/test'
import { itemOfPile, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { newCard, newItem } from './ils-scenes.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'
import { refusedSecret } from './staged-ils.ts'

test('[ILS-10] a manager types the access once, and no screen shows the secret again', async ({ page }) => {
  await openScene(page, 'ils-link-none')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Relié par fichiers')
  await page.getByRole('button', { name: 'Relier' }).click()
  await page.getByLabel(/^Adresse/).fill('sigb.exemple.fr:6001')
  await page.getByLabel('Compte').fill('comptoir')
  await page.getByLabel('Mot de passe').fill(refusedSecret)
  await expect(page.getByLabel('Encodage')).toBeHidden()
  await page.getByText('Avancé\u00a0: encodage, heures et passages').click()
  await page.getByLabel('Minutes entre deux passages').fill('5')
  await page.getByRole('button', { name: 'Relier' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Le SIGB refuse le compte ou le mot de passe.')).toBeVisible()
  await page.getByLabel('Mot de passe').fill('celui-là')
  await page.getByRole('button', { name: 'Relier' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Le lien est prêt')
  const access = page.getByRole('region', { name: 'L’accès' })
  await expect(access.getByRole('listitem')).toHaveText([/sigb\.exemple\.fr:6001comptoir/, /jamais/, /toutes les 5 minutes/])

  await page.getByRole('button', { name: 'Changer l’accès' }).click()
  await expect(page.getByLabel(/^Mot de passe/)).toHaveValue('')
  await page.getByLabel('Koha').check()
  await expect(page.getByLabel(/^Les prêts et les retours/)).toHaveValue('review')
  await page.getByRole('button', { name: 'Ne plus relier' }).click()
  await page.getByRole('button', { name: 'Oui, ne plus relier' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Relié par fichiers')
})

test('the link is tried from the screen, which says what was exchanged last and what is not forced', async ({ page }) => {
  await openScene(page, 'ils-link')
  const exchanges = page.getByRole('list', { name: 'Derniers échanges' }).getByRole('listitem')
  await expect(exchanges).toHaveCount(5)
  await expect(exchanges.first()).toHaveText(/14\sh\s30Nous lui avons dit les prêts et les retours.*1 autre attend son tour/)
  await expect(exchanges.last()).toHaveText(/Il a déposé un fichierRefusé, avec son rapport/)
  await expect(page.getByText(/ne se prêtent pas.: sur place seulement, 1.284.; perdus, retirés ou en traitement, 1\./)).toBeVisible()
  const trial = page.getByRole('region', { name: 'Essayer le lien' })
  await trial.getByLabel(/document d’essai/).fill('0001')
  await trial.getByRole('button', { name: 'Essayer le lien' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  const steps = trial.getByRole('listitem')
  await expect(steps).toHaveText([
    /^Réponseen 0,4\ss$/,
    'Compteaccepté',
    /^Lectureil connaît la carte ··\s0001$/,
    'Écritureaucune\u00a0: rien n’a changé dans le SIGB',
  ])
  await trial.getByLabel(/document d’essai/).fill('31234')
  await trial.getByRole('button', { name: 'Essayer encore' }).click()
  await expect(steps.nth(2)).toHaveText(/^Lectureil ne connaît ni carte ni document ··\s1234$/)
  for (const [document, say] of [
    ['0031', /^Lectureil connaît le document ··\s0031 et ce site$/],
    ['0032', /0032\. Il le dit du site «\sANX\s»\s; le lien dit «\sMPL\s»\. S’il est bien d’ici, corrigez le code du site\.$/],
    ['0033', /0033\. Il ne dit pas de quel site\s: le code du site n’est pas vérifié\.$/],
  ] as const) {
    await trial.getByLabel(/document d’essai/).fill(document)
    await trial.getByRole('button', { name: 'Essayer encore' }).click()
    await expect(steps.nth(2), document).toHaveText(say)
  }
})

test('a trial that the ILS does not take says at which step, and that those after it were not tried', async ({ page }) => {
  await openScene(page, 'ils-link-fails')
  const trial = page.getByRole('region', { name: 'Essayer le lien' })
  await trial.getByRole('button', { name: 'Essayer le lien' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(trial.getByRole('listitem')).toHaveText([
    'Réponseil répond',
    'CompteLe SIGB refuse le compte ou le mot de passe.',
    'Lecturepas essayée',
    'Écritureaucune\u00a0: rien n’a changé dans le SIGB',
  ])
})

test('[ILS-41] a trial that may read and not write says so at the step of writing', async ({ page }) => {
  await openScene(page, 'ils-link-shut')
  const trial = page.getByRole('region', { name: 'Essayer le lien' })
  await trial.getByRole('button', { name: 'Essayer le lien' }).click()
  await page.getByRole('textbox', { name: 'Votre phrase de passe' }).fill(stagedPassphrase)
  await page.keyboard.press('Enter')
  await expect(trial.getByRole('listitem')).toHaveText([
    'Réponseil répond',
    'Compteaccepté',
    'Lectureson salut, sans numéro',
    /^ÉcritureLe SIGB se laisse lire et refuse l’écriture \(403\)/,
  ])
})

test('[ILS-13, ILS-34] holds that Koha keeps from us, and appointments, are said with why', async ({ page }) => {
  await openScene(page, 'ils-link-fails')
  const exchanges = page.getByRole('list', { name: 'Derniers échanges' }).getByRole('listitem')
  await expect(exchanges.filter({ hasText: 'Depuis, il ne dit plus' })).toContainText('Le compte n’a pas le droit de lire')
  await expect(exchanges.filter({ hasText: 'Il nous a dit les réservations' })).toContainText('Sans les rendez-vous')
})

test('[ILS-8] whoever stands at the desk is read anew, and a card or a document of this morning is asked for', async ({ page }) => {
  await openScene(page, 'handover-read-anew')
  await scan(page, newCard)
  await expect(page.getByText(/Nouvel/i).first()).toBeVisible()
  await scan(page, lucie.id)
  await scan(page, itemOfPile(0))
  await expect(page.getByText(/carte perdue/).first()).toBeVisible()
  await expect(page.getByText(/droits lus dans le SIGB à 15/).first()).toBeVisible()
  await scan(page, newItem)
  await expect(page.getByText('Arrivé ce matin').first()).toBeVisible()
})

test('[ILS-8] a card that becomes known late joins nobody else’s visit', async ({ page }) => {
  await openScene(page, 'handover-read-late')
  await scan(page, newCard)
  await expect(page.getByText(newCard).first()).toBeVisible()
  await page.getByRole('button', { name: 'Remettre B-014' }).click()
  await expect(page.getByText('Lucie Marchand').first()).toBeVisible()
  await scan(page, itemOfPile(0))
  await expect(page.getByText(/carte perdue/).first()).toBeVisible()
  await expect(page.getByText(/Nouvel/i)).toHaveCount(0)
})

/**
 * Planning: a week read by everybody, its gaps and whom it proposes, absences, one place at a time, two people on one week, and the sheet
 * on paper. Runs in Playwright, on the stage.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { stagedPassphrase } from './stage-rows.ts'

const rowOf = (page: Page, name: RegExp): Locator => page.getByRole('row', { name })
const saturdayMorning = /^sam\..5.*matin/
const cell = (page: Page, name: RegExp): Locator => page.getByRole('button', { name }).first()
const tablet = { width: 1280, height: 800 }

test.describe('Planning', () => {
  test.use({ viewport: tablet })

  test('[ROTA-3] the verdict counts the gaps and says each in a sentence; in the table they are dashed, with what is missing', async ({
    page,
  }) => {
    await openScene(page, 'rota')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deux trous à combler')
    await expect(page.getByText('Mercredi après-midi, il manque 30 min de préparation. Samedi matin, personne au retrait.')).toBeVisible()
    const gap = rowOf(page, saturdayMorning).getByText('personne')
    await expect(gap).toBeVisible()
    expect(await gap.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('dashed')
    await expect(page.getByText(/Sur la semaine, \d+.commandes attendues\./)).toBeVisible()
    await expect(page.getByRole('img', { name: '57 attendues, de quoi en préparer 50' })).toBeVisible()
  })

  test('[ROTA-6, ROTA-11] whoever has done least is proposed, another on request, and nobody is placed without a tap', async ({ page }) => {
    await openScene(page, 'rota')
    const proposal = page.getByRole('region', { name: 'Proposition' })
    await expect(proposal.getByText(/^Hélène à la préparation, mercredi après-midi/)).toBeVisible()
    await proposal.getByRole('button', { name: 'Un autre' }).click()
    await expect(proposal.getByText(/^Paul à la préparation/)).toBeVisible()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deux trous à combler')
    await proposal.getByRole('button', { name: 'Mettre Paul' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Un trou à combler')
    await expect(page.getByRole('main').getByText('Paul est à la préparation, mercredi après-midi')).toBeVisible()
    await expect(proposal.getByText(/au retrait, samedi matin/)).toBeVisible()
    // Everybody sees the hours of everybody.
    await expect(page.getByRole('row', { name: /^Hélène 50 % 12 h/ })).toBeVisible()
  })

  test('[ROTA-5] who is elsewhere at that time is refused by name, and hours are changed in the same window', async ({ page }) => {
    await openScene(page, 'rota')
    await cell(page, /^Changer mercredi matin, préparation/).click()
    const window = page.getByRole('dialog', { name: 'Préparation, mercredi matin' })
    await expect(window.getByRole('button', { name: /^Claire/ })).toHaveAccessibleName(/Claire est déjà au retrait\./)
    await expect(window.getByRole('button', { name: /^Inès/ })).toHaveAccessibleName(/Inès n’est pas là\./)
    await window.getByRole('button', { name: /^Claire/ }).click({ force: true })
    await expect(window.getByRole('alert')).toHaveText('Claire est déjà au retrait.')
    // Whoever telephones may prepare meanwhile.
    await window.getByRole('button', { name: 'Paul' }).click()
    await window.getByLabel('Paul, à').fill('9 h')
    await expect(window.getByText(/Paul.: l’heure de fin vient après celle de début\./).first()).toBeVisible()
    await window.getByLabel('Paul, à').fill('11 h 30')
    await window.getByRole('button', { name: 'Garder' }).click()
    await expect(rowOf(page, /^mer\..2.*matin/)).toContainText('Paul')
    await expect(page.getByRole('main').getByText(/^Mercredi matin, préparation\s: gardé$/)).toBeVisible()
  })

  test('[ROTA-4] an absence is noted without a reason, strikes its shifts and opens their gaps; lifted, they return', async ({ page }) => {
    await openScene(page, 'rota-covered')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tout est couvert')
    await page.getByRole('button', { name: 'Noter une absence' }).click()
    const window = page.getByRole('dialog', { name: 'Noter une absence' })
    await window.getByLabel('Qui').selectOption('Yann')
    await window.getByLabel('Premier jour').fill('5/12/2026')
    await window.getByRole('button', { name: 'Garder' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deux trous à combler')
    await expect(rowOf(page, saturdayMorning)).toContainText('Yann (absence)')
    await expect(page.getByText(/Et aussi/)).toHaveCount(0)
    await page.getByRole('button', { name: 'Lever l’absence : Yann, sam. 5' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tout est couvert')
  })

  test('[ROTA-3] a week with many holes names the half-day of each', async ({ page }) => {
    await openScene(page, 'rota-covered', { hash: '/gestion/planning' })
    await expect(page.locator('header.verdict')).toContainText(/Et aussi.: .*vendredi matin.* et samedi après-midi\./)
  })

  test('[ROTA-1, ROTA-8] last week fills only what is empty, and says how much', async ({ page }) => {
    await openScene(page, 'rota', { hash: '/gestion/planning/2026-12-07' })
    await page.getByRole('button', { name: 'Reprendre la semaine passée' }).click()
    // Solène is away from the ninth to the eleventh; on Saturday morning nobody was at the handover desk.
    await expect(page.getByRole('main').getByText(/^26\sprésences reprises$/)).toBeVisible()
    await expect(rowOf(page, /^mar\..8.*matin/)).toContainText('Solène')
    await expect(rowOf(page, /^mer\..9.*après-midi/)).not.toContainText('Solène')
    await expect(page.getByRole('button', { name: /^Reprendre la semaine passée/ })).toHaveAttribute('aria-disabled', 'true')
  })

  test('[ROTA-1] who may not change a week reads it whole, and off line everybody does', async ({ page }) => {
    for (const scene of ['rota-reader', 'rota-offline'] as const) {
      await openScene(page, scene)
      await expect(rowOf(page, saturdayMorning)).toContainText('Inès')
      await expect(page.getByRole('button', { name: /^Changer/ })).toHaveCount(0)
      await expect(page.getByRole('region', { name: 'Proposition' })).toHaveCount(0)
      await expect(page.getByRole('button', { name: 'Imprimer' })).toBeVisible()
    }
    await expect(page.getByText('Il faut le réseau pour changer le planning.')).toBeVisible()
    // What the last four weeks would add is not known here: nothing says that no order is expected.
    await expect(page.getByText(/Aucune commande n’a encore été passée\. Les quatre dernières semaines se lisent en ligne/)).toBeVisible()
  })

  test('[ROTA-6] a manager says who may change weeks and each one’s share, with the passphrase', async ({ page }) => {
    await openScene(page, 'rota')
    await page.getByRole('button', { name: 'Qui le change' }).click()
    const window = page.getByRole('dialog', { name: /^Le planning/ })
    await window.getByLabel('Paul change le planning').check()
    await window.getByLabel('Paul, part d’un plein temps en %').fill('120')
    await expect(window.getByText('La part de Paul va de 0 à 100.', { exact: true }).first()).toBeVisible()
    await window.getByLabel('Paul, part d’un plein temps en %').fill('80')
    await window.getByRole('button', { name: 'Garder' }).click()
    await page.getByLabel('Votre phrase de passe', { exact: true }).fill(stagedPassphrase)
    await page.getByRole('dialog').last().getByRole('button', { name: 'Enregistrer' }).click()
    await expect(window.getByRole('button', { name: /^Garder/ })).toHaveAttribute('aria-disabled', 'true')
    await expect(window.getByLabel('Paul change le planning')).toBeChecked()
  })

  test('[SET-3, SET-21] two people on one week: both changes are said, and a person takes one, the other or both', async ({ page }) => {
    await openScene(page, 'rota-meanwhile')
    await page.getByRole('button', { name: 'Mettre Hélène' }).click()
    await expect(page.getByText(/^Mehdi a changé cette semaine pendant ce temps\./)).toBeVisible()
    await expect(page.getByText('Hélène n’est pas là, jeudi 3 décembre')).toBeVisible()
    await expect(page.getByText('Hélène à la préparation, mercredi après-midi', { exact: true })).toBeVisible()
    await expect(page.getByRole('button', { name: /^Prendre les deux/ })).toBeVisible()
    await page.getByRole('button', { name: /^Garder celui de Mehdi/ }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Deux trous à combler')
  })

  test('[ROTA-7] on paper the week is one A4, with first names, its gaps dashed, and nobody who is away', async ({ page }) => {
    await page.addInitScript(() => {
      window.print = () => {
        document.body.dataset.printed = 'yes'
      }
    })
    await openScene(page, 'rota')
    await page.getByRole('button', { name: 'Imprimer' }).click()
    await page.locator('body[data-printed]').waitFor()
    const sheet = page.locator('.print-root')
    await expect(sheet).toContainText('Planning du 1er au 5 décembre')
    await expect(sheet).toContainText('Samedi matin, personne au retrait.')
    const wednesday = sheet.locator('tr', { hasText: 'mer. 2, après-midi' })
    await expect(wednesday).toContainText('Mehdi')
    await expect(wednesday).not.toContainText('Inès')
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect([...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)]).toHaveLength(1)
  })
})

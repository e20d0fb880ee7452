/**
 * Préparation in a real browser, on the staged desk: the walk, what is missing, colleagues' zones, bays and labels.
 * What a press does, found by role and label. In every state, in both languages and for axe: every-state.spec.ts.
 */
import { expect, test } from '@playwright/test'
import { heading, said, scan } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Préparation', () => {
  test('[PULL-7] on a phone deep in the list, the thumb leads to the order that waits for its bay', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'preparation')
    const label = page.getByRole('button', { name: /^Étiquette.*B-102/ })
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await expect(label).not.toBeInViewport()
    await page.getByRole('button', { name: 'B-102 attend son casier' }).click()
    await expect(label).toBeInViewport({ ratio: 1 })
  })

  test('[PULL-4] scanning a document ticks the line of the earliest slot that wants it', async ({ page }) => {
    await openScene(page, 'preparation')
    await scan(page, itemBarcode(3))
    await expect(page.getByText('Pris\u00a0: L’Affaire Lerouge.')).toBeVisible()
    await expect(heading(page)).toHaveText('18 à prendre')
  })

  test('[PULL-4] a document that no order wants says so and changes nothing', async ({ page }) => {
    await openScene(page, 'preparation')
    await scan(page, itemBarcode(17))
    await scan(page, itemBarcode(17, 1))
    await scan(page, '9782070360246')
    await expect(said(page, 'C’est le code de l’éditeur.')).toBeVisible()
  })

  test('[PULL-4] a tap chooses the document, « Pris » confirms it, and it can be put back', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Choisir pour cocher\u00a0: L’Affaire Lerouge' }).click()
    const confirm = page.getByRole('button', { name: 'Pris', exact: true })
    await expect(confirm).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText('18 à prendre')
    await page.getByRole('button', { name: 'Annuler\u00a0: L’Affaire Lerouge' }).click()
    await expect(heading(page)).toHaveText('19 à prendre')
  })

  test('[PULL-5] not on its shelf, then given up with a reason', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Pas en rayon' }).click()
    await page.getByRole('link', { name: '1 au deuxième passage' }).click()
    await page.getByRole('button', { name: /^Renoncer à/ }).click()
    await page.getByLabel('Abîmé ou à réparer').check()
    await page.getByRole('button', { name: 'Renoncer à ce document' }).click()
    await expect(heading(page)).toHaveText('Rien à revoir')
  })

  test('[PULL-5] an equivalent of the same author and shelf takes the place of what is missing', async ({ page }) => {
    await openScene(page, 'preparation-second-pass')
    await page
      .getByRole('button', { name: /^Le prendre à la place/ })
      .first()
      .click()
    await expect(page.getByText(/^À la place de/)).toBeVisible()
  })

  test('[PULL-3] a zone that somebody took says who, and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    await expect(page.getByText('Inès, depuis 14\u00a0h\u00a035')).toBeVisible()
    await page.getByRole('button', { name: 'Prendre la zone Romans', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Rendre la zone Romans', exact: true })).toBeVisible()
  })

  test('[PULL-3] a colleague’s zone is taken over after a question that says who holds it and since when', async ({ page }) => {
    await openScene(page, 'preparation')
    const takeOver = page.getByRole('button', { name: 'Reprendre la zone Documentaires', exact: true })
    await takeOver.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Inès s’en occupe depuis 14\u00a0h\u00a035')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, laisser à Inès' }).press('Enter')
    await expect(takeOver).toBeFocused()
    await expect(page.getByText('Inès, depuis 14\u00a0h\u00a035')).toBeVisible()
    await takeOver.press('Enter')
    await page.getByRole('button', { name: 'Oui, je continue' }).press('Enter')
    await expect(page.getByRole('status')).toHaveText('Enregistré. Zone Documentaires prise')
    // What Inès reads on her own tablet: the same row, the same words.
    await expect(page.getByText('Mehdi, depuis 14\u00a0h\u00a044, à la suite d’Inès')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Rendre la zone Documentaires', exact: true })).toBeFocused()
    expect(await page.evaluate(() => window.stage.snapshot.openCaseCount)).toBe(0)
  })

  test('[PULL-7] a complete order gets its bay and its label in one press, without a name or a title on paper', async ({ page }) => {
    await page.addInitScript(() => {
      window.print = () => {
        document.body.dataset.printed = document.querySelector('.print-root')?.innerHTML ?? ''
      }
    })
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Étiquette\u00a0: ranger B-102 et imprimer' }).click()
    await expect.poll(() => page.evaluate(() => document.body.dataset.printed ?? '')).toContain('B-102')
    const paper = await page.evaluate(() => document.body.dataset.printed ?? '')
    expect(paper).toContain('--modules: 110')
    expect(paper).not.toContain('…')
    await expect(page.getByRole('region', { name: 'Commande complète' })).toHaveCount(0)
  })

  test('[PULL-6] what was done on paper carries the time that was written there', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Saisir d’après papier' }).click()
    await page.getByLabel('Heure notée').fill('13:40')
    await page.getByRole('button', { name: 'Commencer la saisie' }).click()
    await page.getByRole('button', { name: 'Pris', exact: true }).click()
    const happened = () =>
      page.evaluate(async () => {
        const [last] = await window.stage.ownOperations()
        return last?.payload !== undefined && 'happened' in last.payload ? last.payload.happened.time : undefined
      })
    await expect.poll(happened).toBe('13:40')
  })
})

/**
 * Anomalies in a real browser, on the staged desk: a case is told, asked and closed by a person.
 */
import { expect } from '@playwright/test'
import { heading } from './at-the-screen.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

test.describe('Anomalies', () => {
  test('[CASE-1] [CASE-2] a case tells its facts, asks one question, and is closed by a person', async ({ page }) => {
    await openScene(page, 'cases')
    const letter = page.getByRole('article')
    await expect(letter).toContainText('Claire l’a remis à O.\u00a0M.')
    await expect(letter).toContainText('Qui l’a vraiment')
    await expect(letter.getByRole('button', { name: /^C’est|^Les deux/ })).toHaveCount(3)
    await letter.getByRole('button', { name: 'Ajouter une note pour les collègues' }).click()
    await expect(letter.getByRole('textbox', { name: /^Une note pour les collègues/ })).toBeFocused()
    await expect(letter.getByRole('link', { name: 'Fiche de A-104' })).toHaveAttribute('href', '#/commande/case-a')
    await letter.getByRole('button', { name: /^C’est O/ }).click()
    await expect(heading(page)).toHaveText('1 à décider')
    await expect(page.getByRole('navigation', { name: 'Anomalies' })).toContainText(/Décidée par Claire\s\(B\)/)
  })

  test('[CASE-1] the ends of a case are all in sight on a tablet lying down', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openScene(page, 'cases')
    await expect(page.getByRole('button', { name: /^Les deux sont vraies/ })).toBeInViewport({ ratio: 1 })
  })

  for (const [width, height] of [
    [390, 844],
    [768, 1024],
    [1280, 800],
  ] as const) {
    test(`[CASE-1] an act of another day has its day and its time beside what was done, and not over it (${width} px)`, async ({
      page,
    }) => {
      await page.setViewportSize({ width, height })
      for (const [language, day] of [
        ['fr', 'mer.\u00a023\u00a0sept.'],
        ['en', 'Wed\u00a023\u00a0Sep'],
      ] as const) {
        await openScene(page, 'cases-lost', { language })
        const facts = page.getByRole('article').getByRole('listitem')
        await expect(facts).toHaveCount(3)
        await expect(facts.first()).toContainText(day)
        const overlaps = await facts.evaluateAll((all) =>
          all.filter((fact) => {
            const [when, what] = [fact.firstElementChild, fact.querySelector('.what')]
            if (when === null || what === null) return true
            const words = document.createRange()
            words.selectNodeContents(when)
            return words.getBoundingClientRect().right > what.getBoundingClientRect().left
          }),
        )
        expect(overlaps).toHaveLength(0)
      }
    })
  }
})

/**
 * Days and times that are typed, in a real browser: the library's own form whatever the browser's language, by keyboard, and said.
 * On the four windows that ask for one. What can be read of what a hand writes: tests/rules/typed-moment.test.ts.
 */
import { expect, type Page, test } from '@playwright/test'
import { said, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'

/** An American browser: its own fields would write the month first. */
test.use({ locale: 'en-US' })

const onPaper = async (page: Page): Promise<void> => {
  await openScene(page, 'handover')
  await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
}

test.describe('a day and a time', () => {
  test('[HO-10] are written day first and on 24 hours, in a browser of any language', async ({ page }) => {
    await onPaper(page)
    const day = page.getByRole('textbox', { name: 'Jour de la remise' })
    await expect(day).toHaveValue('24/11/2026')
    await expect(day).toHaveAccessibleDescription(/^mardi\s24\snovembre$/)
    await day.fill('23/11')
    await page.getByRole('textbox', { name: 'Heure de la remise' }).fill('14h5')
    await page.getByRole('textbox', { name: 'Heure de la remise' }).fill('14h05')
    await page.keyboard.press('Tab')
    await expect(day).toHaveValue('23/11/2026')
    await expect(page.getByRole('textbox', { name: 'Heure de la remise' })).toHaveValue('14 h 05')
    await scan(page, lucie.id)
    await expect(said(page, /remis lundi\s23\snovembre à 14\sh\s05/)).toBeVisible()
  })

  test('[HO-10] a day that is not in the calendar says how to write it, to the eye and to the ear', async ({ page }) => {
    await onPaper(page)
    const day = page.getByRole('textbox', { name: 'Jour de la remise' })
    await day.fill('31/02/2026')
    // Nothing is said against what is still being typed.
    await expect(day).not.toHaveAttribute('aria-invalid')
    await page.keyboard.press('Tab')
    await expect(day).toHaveAttribute('aria-invalid', 'true')
    await expect(day).toHaveAccessibleDescription(/Ce jour n’est pas au calendrier/)
    await expect(page.getByRole('status')).toHaveText(/Ce jour n’est pas au calendrier/)
    await day.fill('23/11/2026')
    await expect(day).toHaveAccessibleDescription(/^lundi\s23\snovembre$/)
    await expect(day).not.toHaveAttribute('aria-invalid')
  })

  test('[HO-10] arrows go to the next day and the day before, and say which', async ({ page }) => {
    await onPaper(page)
    const day = page.getByRole('textbox', { name: 'Jour de la remise' })
    await day.focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key)
    await expect(day).toHaveValue('23/11/2026')
    await expect(page.getByRole('status')).toHaveText(/lundi\s23\snovembre/)
  })

  test('[SLOT-3] another slot is found by its day, as a librarian writes it', async ({ page }) => {
    await openScene(page, 'order')
    await page.getByRole('textbox', { name: 'Un autre jour' }).fill('25/11')
    await expect(page.getByRole('button', { name: /mercredi\s25\snovembre/ }).first()).toBeVisible()
  })

  test('[PULL-6] a tick on paper has its day and its hour in the library’s form', async ({ page }) => {
    await openScene(page, 'preparation')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).first().click()
    await expect(page.getByRole('textbox', { name: 'Jour', exact: true })).toHaveValue('24/11/2026')
    await expect(page.getByRole('textbox', { name: 'Heure notée' })).toHaveValue(/^\d+ h( \d\d)?$/)
  })

  test('[CASE-4] a day that cannot be read lists no file for the ILS, and least of all that of the day before', async ({ page }) => {
    await openScene(page, 'closing')
    const day = page.getByRole('textbox', { name: 'Journée' })
    await expect(day).toHaveValue('24/11/2026')
    await day.fill('31/11')
    await expect(page.getByRole('button', { name: /Écrivez d’abord le jour/ })).toHaveAttribute('aria-disabled', 'true')
    await day.fill('23/11')
    await expect(page.getByRole('button', { name: /Écrivez d’abord le jour/ })).toHaveCount(0)
  })
})

test('in English too the day comes first', async ({ page }) => {
  await openScene(page, 'handover', { language: 'en' })
  await page.getByRole('button', { name: 'Enter later' }).click()
  await expect(page.getByRole('textbox', { name: 'Day of the handover' })).toHaveValue('24/11/2026')
})

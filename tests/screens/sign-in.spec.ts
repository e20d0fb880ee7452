/**
 * Before the desk, in a real browser, on the staged desk: a tablet is enrolled, a librarian signs in.
 */
import { expect } from '@playwright/test'
import { heading, said } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

test.describe('Before the desk', () => {
  test('an iPad outside the installed app is told to install it first, and shows the code to type there', async ({ browser }) => {
    const context = await browser.newContext({
      userAgent:
        'Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    })
    const page = await context.newPage()
    await openScene(page, 'not-enrolled', { hash: '/enrol/K7QF-2MXD' })
    await expect(page.getByRole('heading', { name: 'Installez d’abord l’application' })).toBeVisible()
    await expect(said(page, /K7QF-2MXD/)).toBeVisible()
    await expect(page.getByLabel('Code d’association')).toHaveCount(0)
    expect(await violations(page)).toEqual([])
    await context.close()
  })

  test('a librarian signs in by the keyboard; a wrong PIN says so', async ({ page }) => {
    await openScene(page, 'sign-in')
    await page.getByRole('button', { name: 'Mehdi' }).click()
    await page.keyboard.type('9999')
    await page.keyboard.press('Enter')
    await expect(said(page, 'Ce n’est pas le bon code. Réessayez.')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  })

  test('a PIN that the disk does not give back is no wrong PIN, and can be typed again', async ({ page }) => {
    await openScene(page, 'sign-in')
    await page.evaluate(() => {
      const { signIn } = window.stage
      Object.assign(window.stage, { signIn: () => Promise.reject(new Error('the disk does not answer')) })
      Object.assign(window, { mend: () => Object.assign(window.stage, { signIn }) })
    })
    await page.getByRole('button', { name: 'Mehdi' }).click()
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await expect(said(page, /^La tablette n’a pas pu relire le code/)).toBeVisible()
    await page.evaluate('mend()')
    await page.keyboard.type('1234')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  })

  test('[HO-6] a tablet that the browser erased does not say that all is transmitted; one that is not recognised says what waits', async ({
    page,
  }) => {
    await openScene(page, 'enrolment-erased')
    await expect(page.getByRole('banner').getByText(/transm|anomalie|ligne/)).toHaveCount(0)
    await openScene(page, 'enrolment-lost')
    await expect(page.getByRole('banner').getByText('3 à transmettre')).toBeVisible()
  })

  test('before anybody is signed in the language changes, and the declaration is a press away', async ({ page }) => {
    await openScene(page, 'sign-in')
    // What leads nowhere yet is no link.
    await expect(page.getByRole('banner').getByRole('link')).toHaveCount(1)
    await page.getByText('English', { exact: true }).click()
    await expect(heading(page)).toHaveText('Who are you?')
    await page.getByRole('link', { name: 'Accessibility: not compliant' }).click()
    await expect(heading(page)).toContainText('Accessibility')
  })

  test('a librarian signs in by touch', async ({ page }) => {
    await openScene(page, 'sign-in')
    await page.getByRole('button', { name: 'Inès' }).click()
    for (const digit of ['1', '2', '3', '4']) await page.getByRole('button', { name: digit, exact: true }).click()
    await page.getByRole('button', { name: 'Entrer' }).click()
    await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  })

  test('an enrolment link fills the code in, and an unknown code says what to do next', async ({ page }) => {
    await openScene(page, 'not-enrolled', { hash: '/enrol/K7QF-2MXD' })
    await expect(page.getByLabel('Code d’association')).toHaveValue('K7QF-2MXD')
    await page.getByRole('button', { name: 'Associer' }).click()
    await expect(said(page, 'Ce code n’existe pas.')).toBeVisible()
    await page.getByLabel('Code d’association').fill('ABCD-1234')
    await page.getByRole('button', { name: 'Associer' }).click()
    await expect(heading(page)).toHaveText('Qui êtes-vous\u202f?')
  })

  test('a tablet whose disk did not keep what the code gave says so, and the form can be sent again', async ({ page }) => {
    await openScene(page, 'not-enrolled', { hash: '/enrol/ABCD-1234' })
    await page.evaluate(() => {
      const { enrol } = window.stage
      Object.assign(window.stage, { enrol: () => Promise.reject(new DOMException('no room left', 'QuotaExceededError')) })
      Object.assign(window, { mend: () => Object.assign(window.stage, { enrol }) })
    })
    await page.getByRole('button', { name: 'Associer' }).click()
    await expect(said(page, /^Cette tablette n’a pas pu garder son inscription/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.evaluate('mend()')
    await page.getByRole('button', { name: 'Associer' }).click()
    await expect(heading(page)).toHaveText('Qui êtes-vous\u202f?')
  })
})

/**
 * The public page in a real Chromium against the built endpoint of a demo, which keeps its mails: somebody without script orders, from the first
 * page to « C'est noté », with the code that the mail brought; the desk reads the square's number and hands the document over. How each page
 * looks: screens/patrons-looks.spec.ts.
 */
import { join } from 'node:path'
import type { BrowserContext, Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { aPatronOf } from './demo-patron.ts'
import { expect, test } from './journey.ts'
import { RunningLibrary } from './running-library.ts'
import { Tablet } from './tablet.ts'

/** For one look at a page, which may have gone meanwhile, and for all of them. */
const again = { timeout: 2000 }
const patience = { timeout: 120_000 }

const barcodeOf = (library: RunningLibrary, recordId: string): string => {
  const database = new Database(join(library.dataDir, 'desk.db'), { readonly: true })
  const { barcode } = database.prepare('SELECT barcode FROM catalogue_item WHERE record_id = ? ORDER BY barcode LIMIT 1').get(recordId) as {
    barcode: string
  }
  database.close()
  return barcode
}

test('[PAGE-2, PAGE-4, PAGE-12, MSG-14, NET-6] a page that runs no script leads from a title to « C’est noté », with the mail’s code; the desk hands it over by its number', async ({
  browser,
  playwright,
  launchOptions,
}) => {
  test.setTimeout(300_000)
  const keeperToken = 'le jeton de qui tient le réseau'
  const library = new RunningLibrary(undefined, { LIBRARY_NAME: '', KEEPER_TOKEN: keeperToken })
  const contexts: BrowserContext[] = []
  try {
    await library.start()
    const patron = aPatronOf(library)
    const open = async (options: Parameters<typeof browser.newContext>[0]): Promise<Page> => {
      const context = await browser.newContext({ locale: 'fr-FR', ...options })
      contexts.push(context)
      context.setDefaultTimeout(30_000)
      return context.newPage()
    }
    const page = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 844 } })

    await page.goto(`${library.url}/b/demo/`)
    await expect(page).toHaveURL(/\/b\/demo\/fr\/$/)
    // The guide, whole on a phone and on two sheets of A4.
    await page.getByRole('link', { name: 'Mode d’emploi' }).click()
    await expect(page.getByRole('img')).toHaveCount(4)
    for (const language of ['fr', 'en']) {
      await page.goto(`${library.url}/b/demo/${language}/mode-d-emploi`)
      // Of the built product: what its folder lacks is a frame without a picture.
      const areDrawn = () => page.getByRole('img').evaluateAll((images) => images.map((image) => Reflect.get(image, 'naturalWidth') > 0))
      await expect.poll(areDrawn).toEqual([true, true, true, true])
      const sheets = (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)
      expect(sheets).toHaveLength(2)
    }
    // Nothing is pressed on paper: it says where the page is, at the width of a sheet too.
    await page.emulateMedia({ media: 'print' })
    await expect(async () => {
      await page.reload()
      await expect(page.getByText(`To order: ${library.url}/b/demo/`)).toBeVisible({ timeout: 5000 })
    }).toPass({ timeout: 90_000 })
    for (const width of [390, 700]) {
      await page.setViewportSize({ width, height: 844 })
      await expect(page.getByText(`To order: ${library.url}/b/demo/`)).toBeVisible()
      for (const hidden of ['.guide-ways', '.foot-links']) await expect(page.locator(hidden)).toBeHidden()
    }
    await page.emulateMedia({ media: 'screen' })
    await expect(page.getByText(`To order: ${library.url}/b/demo/`)).toBeHidden()
    await page.setViewportSize({ width: 390, height: 844 })
    // The keeper's page of the same endpoint, behind its token.
    await page.goto(`${library.url}/reseau/`)
    await page.getByLabel('Jeton').fill(keeperToken)
    await page.getByRole('button', { name: 'Ouvrir' }).click()
    await expect(page.getByRole('link', { name: /^vu à/ })).toBeVisible()
    await page.goto(`${library.url}/b/demo/fr/`)
    await page.getByRole('searchbox').fill('zola')
    await page.getByRole('button', { name: 'Chercher' }).click()
    const first = page.getByRole('button', { name: /^Ajouter / }).first()
    const recordId = await page.locator('form:has(input[name=do][value=add]) input[name=record]').first().getAttribute('value')
    await first.click()
    await expect(page.getByText('1\u00a0choisi')).toBeVisible()
    await page.reload()
    await expect(page.getByText('1\u00a0choisi')).toBeVisible()
    await page.getByRole('link', { name: 'voir le panier' }).click()
    await page.getByRole('link', { name: 'Continuer' }).click()

    await page.getByLabel('Le numéro de votre carte').fill(patron.card)
    // As slowly as a person: two seconds are asked for.
    await expect
      .poll(async () => {
        const send = page.getByRole('button', { name: 'Recevoir un code' })
        if (await send.isVisible()) await send.click(again).catch(() => undefined)
        return page.getByRole('heading', { level: 1 }).textContent()
      }, patience)
      .toBe('Regardez vos courriels')
    const mails = await open({})
    const codeOf = async (): Promise<string> => {
      await mails.goto(`${library.url}/demo/mails`)
      const text = await mails
        .locator('article', { hasText: patron.email })
        .locator('pre')
        .first()
        .textContent(again)
        .catch(() => '')
      return /\d{3}\u00a0\d{3}/.exec(text ?? '')?.[0] ?? ''
    }
    await expect.poll(codeOf, patience).not.toBe('')
    await page.getByLabel('Le code à 6 chiffres').fill(await codeOf())
    await page.getByRole('button', { name: 'Continuer' }).click()

    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Quand viendrez-vous\u202f?')
    const hour = page.locator('details[open] input[type=radio]').first()
    await hour.check({ force: true })
    await expect
      .poll(async () => {
        const order = page.getByRole('button', { name: 'Commander' })
        if (await order.isVisible()) await order.click(again).catch(() => undefined)
        return page.getByRole('heading', { level: 1 }).textContent()
      }, patience)
      .toContain('C’est noté')
    const number = (await page.locator('.ticket').textContent()) ?? ''
    expect(number).toMatch(/^A-\d{3,}$/)
    await page.reload()
    await expect(page.locator('.ticket')).toHaveText(number)

    // A day passes on the telephone's side of the desk: the square's number is what the desk reads.
    const context = await playwright.chromium.launchPersistentContext(join(library.folder, 'tablet'), { ...launchOptions, locale: 'fr-FR' })
    contexts.push(context)
    const tablet = await Tablet.over(context, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Nadia', '1470')
    await tablet.go('Retrait')
    await tablet.gun(number)
    await expect(tablet.main.getByText(number).first()).toBeVisible()
    await tablet.gun(barcodeOf(library, recordId ?? ''))
    await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(tablet.bar.getByText('tout est transmis')).toBeVisible()
    await page.getByRole('link', { name: 'Clic et collecte, accueil' }).click()
    // The bar may still say it of what was sent before.
    await expect
      .poll(
        async () => {
          await page.goto(`${library.url}/b/demo/fr/quand`)
          return page.getByText(number).count()
        },
        { timeout: 60_000 },
      )
      .toBe(0)
  } finally {
    for (const context of contexts) await context.close()
    await library.close()
  }
})

/**
 * The catalogue searched over any screen: by a key, by words, by a scan; what is known of each copy, and who waits for it. Runs in Playwright, on the stage.
 */
import { expect, type Page } from '@playwright/test'
import { scan } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

const window_ = (page: Page) => page.getByRole('dialog', { name: 'Chercher un titre' })
const field = (page: Page) => window_(page).getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
const found = (page: Page) => window_(page).getByRole('list').getByRole('listitem')

test('[PHONE-4, PHONE-23] a key finds a title on any screen, by the keyboard alone, and gives the focus back', async ({ page }) => {
  await openScene(page, 'call', { hash: '/retours' })
  const before = page.getByRole('main').getByRole('textbox').first()
  await before.focus()
  await page.keyboard.press('/')
  await expect(window_(page)).toHaveCount(0)
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await page.keyboard.type('jaune', { delay: 80 })
  await expect(found(page)).toHaveCount(1)
  await page.keyboard.press('Enter')
  await expect(window_(page).getByRole('heading', { level: 3, name: 'Le Mystère de la chambre jaune' })).toBeFocused()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Escape')
  await expect(window_(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused()
})

test('[PHONE-4] the record says of each copy where it is, for which order it was picked, and who waits for the title', async ({ page }) => {
  await openScene(page, 'call', { hash: '/aujourdhui' })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await scan(page, itemBarcode(8))
  const sheet = window_(page)
  await expect(sheet.getByRole('heading', { level: 3 })).toHaveText('Au Bonheur des Dames')
  await expect(sheet.getByRole('listitem').filter({ hasText: itemBarcode(8) })).toContainText('pour B-014, casier 12, 13')
  await sheet.getByRole('link', { name: 'Fiche de B-014' }).first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('B-014')
  await expect(sheet).toHaveCount(0)
})

test('[PHONE-4] a barcode that is read in the moment when what was typed is answered shows its record, and so does the same one again', async ({
  page,
}) => {
  await openScene(page, 'call', { hash: '/aujourdhui' })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await page.evaluate((barcode) => {
    new MutationObserver((_, observer) => {
      if (document.querySelectorAll('dialog li').length < 3) return
      observer.disconnect()
      void window.stage.scan(barcode)
    }).observe(document.body, { subtree: true, childList: true })
  }, itemBarcode(8))
  await field(page).fill('le')
  const record = window_(page).getByRole('heading', { level: 3 })
  await expect(record).toHaveText('Au Bonheur des Dames')
  await scan(page, itemBarcode(8))
  await expect(record).toHaveText('Au Bonheur des Dames')
})

test('[PHONE-4, PHONE-23] a search is narrowed by type, audience and location, and leaves out what is known to be out', async ({
  page,
}) => {
  await openScene(page, 'call', { hash: '/aujourdhui' })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await field(page).fill('le')
  await expect.poll(() => found(page).count()).toBeGreaterThan(2)
  const all = await found(page).count()
  await window_(page).getByRole('combobox', { name: 'Type de document' }).selectOption('DVD')
  await expect.poll(() => found(page).count()).toBeLessThan(all)
  await window_(page).getByRole('combobox', { name: 'Type de document' }).selectOption('')
  await expect(found(page)).toHaveCount(all)
  await field(page).fill('chambre jaune')
  await expect(found(page)).toHaveCount(1)
  await window_(page).getByRole('button', { name: 'Sans ce qui est sorti' }).click()
  await expect(window_(page).getByText('Aucun titre de la bibliothèque ne correspond.')).toBeVisible()
})

test('[PHONE-4, PHONE-22] a title whose only copies are read in the library, or are lost, says so, and is left out with what is out', async ({
  page,
}) => {
  await openScene(page, 'call', { hash: '/aujourdhui' })
  const say = (immobility: 'reference-only' | 'not-there') =>
    page.evaluate((said) => {
      for (const record of window.stage.snapshot.state.all('record'))
        if (record.title === 'Jane Eyre')
          window.stage.put({ ...record, copies: record.copies.map((copy) => ({ ...copy, immobility: said })) })
    }, immobility)
  await say('reference-only')
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await field(page).fill('jane eyre')
  await expect(found(page)).toHaveText([/sur place seulement/])
  await say('not-there')
  await expect
    .poll(async () => {
      await field(page).fill('jane')
      await field(page).fill('jane eyre')
      return found(page).allTextContents()
    })
    .toEqual([expect.stringMatching(/perdu, retiré ou en traitement/)])
  await window_(page).getByRole('button', { name: 'Sans ce qui est sorti' }).click()
  await expect(window_(page).getByText('Aucun titre de la bibliothèque ne correspond.')).toBeVisible()
})

test('[PHONE-4, PHONE-23] a document scanned into the search goes on no pile of the screen under it', async ({ page }) => {
  await openScene(page, 'call', { hash: '/retours' })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  await expect(field(page)).toBeFocused()
  await scan(page, itemBarcode(4))
  await expect(window_(page).getByRole('heading', { level: 3 })).toHaveText('Jane Eyre')
  await window_(page).getByRole('button', { name: 'Résultats' }).click()
  await expect(field(page)).toBeFocused()
  expect(await page.evaluate(async () => (await window.stage.ownOperations()).length)).toBe(0)
})

test('[HO-8] a slow gun whose code holds a stroke opens no window', async ({ page }) => {
  await openScene(page, 'call', { hash: '/aujourdhui' })
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.type('25/0016?', { delay: 90 })
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

for (const key of ['/', '?'])
  test(`a key alone can be switched off: ${key}`, async ({ page }) => {
    await openScene(page, 'call', { hash: '/aujourdhui' })
    const dialog = page.getByRole('dialog', { name: 'Chercher un titre' })
    const tabs = page.context().pages().length
    const isHeard = async (): Promise<boolean> => (key === '?' ? page.context().pages().length > tabs : dialog.isVisible())
    const choose = async (words: string): Promise<void> => {
      await page.getByRole('button', { name: 'Claire' }).click()
      await page.getByRole('radio', { name: words }).check()
      await page.keyboard.press('Escape')
      await expect(page.getByRole('dialog')).toHaveCount(0)
    }
    await choose('Sans effet')
    await page.getByRole('heading', { level: 1 }).focus()
    await page.keyboard.press(key)
    await choose('Actives')
    expect(await isHeard()).toBe(false)
    await page.getByRole('heading', { level: 1 }).focus()
    await expect(async () => {
      await page.keyboard.press(key)
      await expect.poll(isHeard, { timeout: 100 }).toBe(true)
    }).toPass({ intervals: [700] })
  })

test('[PHONE-4, PHONE-23] at the Retrait, a document of no pile leads to its record, and back to the field', async ({ page }) => {
  await openScene(page, 'call', { hash: '/retrait' })
  await scan(page, itemBarcode(9))
  await page.getByRole('button', { name: 'Voir sa notice' }).click()
  await expect(window_(page).getByRole('heading', { level: 3, name: 'Notre-Dame de Paris' })).toBeFocused()
  await expect(found(page).filter({ hasText: itemBarcode(9) })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(window_(page)).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'Qui est là\u202f?' })).toBeVisible()
})

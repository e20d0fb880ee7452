/**
 * Scans taken in turn, and what went wrong with one said and felt, in a real browser on the staged desk: no screen goes deaf, and what was
 * said of one screen, or of one try, is not said of the next.
 */
import { expect, type Page } from '@playwright/test'
import { heading, said, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

const unknownItem = itemBarcode(999)
const region = (page: Page) => page.getByRole('status').first()

/** The catalogue fails once, as a worker that died does. */
const breakCatalogue = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const { findItem } = window.stage
    window.stage.findItem = () => {
      window.stage.findItem = findItem
      return Promise.reject(new Error('the catalogue cannot be read'))
    }
  })

const feelVibrations = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    document.addEventListener('readystatechange', () => {
      document.documentElement.dataset.vibrated = ''
    })
    navigator.vibrate = (pattern) => {
      document.documentElement.dataset.vibrated = String(pattern)
      return true
    }
  })
}
const vibrated = (page: Page) => page.evaluate(() => document.documentElement.dataset.vibrated)

test('[RET-1] a return whose handling failed is said and felt, and the next one is recorded', async ({ page }) => {
  await feelVibrations(page)
  await openScene(page, 'returns')
  await breakCatalogue(page)
  await scan(page, unknownItem)
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toBeVisible()
  await expect(region(page)).toHaveText(/Ce scan n’a pas pu être traité\. Scannez de nouveau/)
  await expect.poll(() => vibrated(page)).toBe('250,120,250')
  expect(await violations(page)).toEqual([])
  await scan(page, unknownItem)
  await expect(heading(page)).toHaveText('1 retour')
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toHaveCount(0)
})

test('[PULL-4] a document whose handling failed is said and felt, and the next one is taken', async ({ page }) => {
  await feelVibrations(page)
  await openScene(page, 'preparation')
  await breakCatalogue(page)
  await scan(page, unknownItem)
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toBeVisible()
  await expect.poll(() => vibrated(page)).toBe('250,120,250')
  await scan(page, itemBarcode(3))
  await expect(said(page, 'Pris\u00a0: L’Affaire Lerouge.')).toBeVisible()
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toHaveCount(0)
})

for (const [scene, slow, quick, last] of [
  ['preparation', unknownItem, itemBarcode(3), 'Pris\u00a0: L’Affaire Lerouge.'],
  ['returns', unknownItem, itemBarcode(9), '«\u00a0Notre-Dame de Paris\u00a0» est attendu par une commande'],
] as const) {
  test(`on ${scene} a scan that waits for the catalogue is answered before the one that came after it`, async ({ page }) => {
    await openScene(page, scene)
    await page.evaluate(
      ([first, second]) => {
        const { findItem } = window.stage
        let answer = (): void => {}
        window.stage.findItem = (barcode) =>
          barcode === first
            ? new Promise((resolve) => {
                answer = () => resolve(undefined)
              })
            : findItem(barcode)
        window.stage.scan(first)
        window.stage.scan(second)
        setTimeout(() => answer(), 100)
      },
      [slow, quick] as const,
    )
    await expect(said(page, last)).toBeVisible()
    await expect(page.locator('.heard')).toHaveCount(1)
    await expect(page.locator('.heard')).toContainText(last)
  })
}

test('a number that is asked about is heard and felt, and what is shot meanwhile is answered after it', async ({ page }) => {
  await feelVibrations(page)
  await openScene(page, 'handover-alike')
  await scan(page, '99999999')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expect.poll(() => vibrated(page)).toBe('90,90,90,90,90')
  await scan(page, lucie.id)
  await page.getByRole('button', { name: 'C’est un document' }).click()
  await expect(heading(page)).toHaveText(/^0 sur 4/)
})

test('after signing in, nothing is said of the try before', async ({ page }) => {
  await openScene(page, 'sign-in')
  await page.getByRole('button', { name: 'Mehdi' }).click()
  await page.keyboard.type('9999')
  await page.keyboard.press('Enter')
  await expect(region(page)).toHaveText('Ce n’est pas le bon code. Réessayez.')
  await page.keyboard.type('1234')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  await expect(region(page)).toHaveText('')
})

test('a trouble of one screen is not shown or said on the next', async ({ page }) => {
  await openScene(page, 'preparation')
  await breakCatalogue(page)
  await scan(page, unknownItem)
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toBeVisible()
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Aujourd’hui' }).click()
  await expect(heading(page)).toHaveText(/d’avance$/)
  await expect(said(page, 'Ce scan n’a pas pu être traité.')).toHaveCount(0)
  await expect(region(page)).toHaveText('')
})

test('a refusal of one screen does not follow to the next', async ({ page }) => {
  await openScene(page, 'preparation')
  await page.evaluate(() => {
    const { perform } = window.stage
    window.stage.perform = async () => {
      window.stage.perform = perform
      return { kind: 'refused', refusal: { kind: 'nothing-scanned' } }
    }
  })
  await page.getByRole('button', { name: 'Pris', exact: true }).click()
  const refusal = page.getByRole('main').locator('.say.stop')
  await expect(refusal).toBeVisible()
  await page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Aujourd’hui' }).click()
  await expect(heading(page)).toHaveText(/d’avance$/)
  await expect(refusal).toHaveCount(0)
})

test('a key in a scan field brings no button at once: a gun’s go by unseen, and what a person leaves there can be cleared', async ({
  page,
}) => {
  await openScene(page, 'handover')
  const field = page.getByRole('main').getByRole('textbox')
  // Counted in the task of the key, after all that it draws.
  const drawn = await field.evaluate(async (input: HTMLInputElement) => {
    input.value = '2'
    input.dispatchEvent(new InputEvent('input', { bubbles: true }))
    for (let turn = 0; turn < 50; turn++) await undefined
    return { value: input.value, buttons: [...(input.form?.querySelectorAll('button') ?? [])].map(({ textContent }) => textContent) }
  })
  expect(drawn).toEqual({ value: '2', buttons: ['Caméra'] })
  const clear = page.getByRole('button', { name: 'Effacer', exact: true })
  await clear.click()
  await expect(field).toHaveValue('')
  await expect(clear).toHaveCount(0)
})

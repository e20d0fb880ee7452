/**
 * A return by mistake in a real browser, on the staged desk: asked about where the document lies on somebody's pile, and taken back all day
 * wherever the document appears: Retours, En quarantaine, Opérations, the search, the refusal at the Retrait, the last scans.
 */
import { expect, type Locator, type Page } from '@playwright/test'
import { heading, itemOfPile, said, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

const kept = (page: Page) => page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))
/** Another screen, once it listens. */
const go = async (page: Page, hash: string, reached: Locator): Promise<void> => {
  await page.evaluate((to) => {
    location.hash = to
  }, hash)
  await reached.waitFor()
}
const toHandover = (page: Page) => go(page, '/retrait', page.getByRole('textbox', { name: /^(Carte, étiquette|Code d’un document)/ }))
const toOperations = (page: Page) => go(page, '/operations', page.getByRole('heading', { level: 1, name: /à transmettre|transmis/ }))
const undoName = /^Annuler le retour\s: L’Affaire Lerouge$/
const undoThis = (page: Page) => page.getByRole('button', { name: 'Annuler ce retour' })

test.describe('a document on somebody’s pile', () => {
  test('[RET-10] Retours asks before it takes one back, however it was scanned, and a second shot is no answer', async ({ page }) => {
    await openScene(page, 'returns-resting')
    const asked = said(page, /est dans les casiers 12 et 13 pour B-014/)
    for (const times of [1, 2]) {
      for (let n = 0; n < times; n++) await scan(page, itemOfPile(0))
      await expect(asked).toBeVisible()
      expect(await kept(page)).toEqual([])
    }
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Le laisser là' }).click()
    await expect(asked).toHaveCount(0)
    // Typed, and by its title.
    const field = page.getByRole('textbox', { name: 'Code ou titre' })
    await field.pressSequentially(itemOfPile(0), { delay: 80 })
    await field.press('Enter')
    await expect(asked).toBeVisible()
    // Another document in between: nothing was recorded of this one.
    await scan(page, itemBarcode(2))
    await expect(asked).toHaveCount(0)
    expect(await kept(page)).toEqual(['return-item'])
    await scan(page, itemOfPile(0))
    await page.getByRole('button', { name: 'Rendre quand même' }).click()
    await expect(asked).toHaveCount(0)
    await expect(heading(page)).toHaveText('2 retours')
    expect(await kept(page)).toEqual(['return-item', 'return-item'])
  })

  test('[RET-10] refused to its own patron because it came back today, it says when, and the return is undone there', async ({ page }) => {
    await openScene(page, 'returns-resting')
    await scan(page, itemOfPile(0))
    await page.getByRole('button', { name: 'Rendre quand même' }).click()
    await expect(heading(page)).toHaveText('1 retour')
    await toHandover(page)
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await expect(said(page, /^Rendu ici à \d+\sh\s\d+\. Si c’est une erreur, annulez ce retour/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await undoThis(page).click()
    // It is in the pile at once, as if it had just been scanned.
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
    expect(await kept(page)).toEqual(['undo-return', 'return-item'])
  })

  test('[RET-10] scanned before anybody’s card, it says so too, and its undo opens its patron’s visit', async ({ page }) => {
    await openScene(page, 'returns-resting')
    await scan(page, itemOfPile(0))
    await page.getByRole('button', { name: 'Rendre quand même' }).click()
    await toHandover(page)
    await scan(page, itemOfPile(0))
    await undoThis(page).click()
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
  })
})

test.describe('a return of today is taken back', () => {
  const undoOf = (page: Page) => page.getByRole('button', { name: undoName })
  const returnIt = async (page: Page) => {
    await openScene(page, 'returns-resting')
    await scan(page, itemBarcode(3))
    await expect(heading(page)).toHaveText('1 retour')
  }
  const isUndone = async (page: Page) => expect.poll(() => kept(page)).toEqual(['undo-return', 'return-item'])

  test('[RET-7] in Retours, after another screen, and from another tablet’s list too', async ({ page }) => {
    await returnIt(page)
    await toOperations(page)
    await go(page, '/retours', page.getByRole('textbox', { name: 'Code ou titre' }))
    await page.getByRole('region', { name: 'Rendus aujourd’hui' }).getByRole('button', { name: undoName }).click()
    await isUndone(page)
    await openScene(page, 'returns')
    const claires = page.getByRole('region', { name: 'Rendus aujourd’hui' }).getByRole('listitem').filter({ hasText: 'Claire' })
    await expect(claires).toHaveCount(2)
    await claires.first().getByRole('button').click()
    await expect(claires).toHaveCount(1)
    expect(await kept(page)).toContain('undo-return')
  })

  test('[RET-7] in « En quarantaine »', async ({ page }) => {
    await returnIt(page)
    await page.getByRole('region', { name: 'En quarantaine' }).getByRole('button', { name: undoName }).click()
    await isUndone(page)
  })

  test('[RET-7] in Opérations', async ({ page }) => {
    await returnIt(page)
    await toOperations(page)
    await undoOf(page).click()
    await isUndone(page)
    await expect(undoOf(page)).toHaveCount(0)
  })

  test('[RET-7] in the catalogue’s window', async ({ page }) => {
    await returnIt(page)
    await go(page, '/aujourdhui', page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'retour' }))
    await page.keyboard.press('/')
    await expect(page.getByRole('dialog').getByRole('textbox')).toBeFocused()
    await scan(page, itemBarcode(3))
    await undoOf(page).click()
    await isUndone(page)
  })

  test('[RET-11] on any screen, one press away, among the last ten scans', async ({ page }) => {
    await returnIt(page)
    for (let n = 4; n < 16; n++) await scan(page, itemBarcode(n, 1))
    await go(page, '/aujourdhui', page.getByRole('heading', { level: 1 }).filter({ hasNotText: 'retour' }))
    const open = page.getByRole('button', { name: 'Derniers scans' })
    await open.click()
    const list = page.getByRole('dialog').getByRole('listitem')
    await expect(list).toHaveCount(10)
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await openScene(page, 'preparation')
    await scan(page, itemBarcode(3))
    await expect(heading(page)).toHaveText('18 à prendre')
    await open.click()
    await page.getByRole('button', { name: 'Annuler, pas pris\u00a0: L’Affaire Lerouge' }).click()
    await expect.poll(() => kept(page)).toEqual(['unpick-item', 'pick-item'])
    await expect(page.getByRole('dialog').getByRole('button', { name: /^Annuler/ })).toHaveCount(0)
  })
})

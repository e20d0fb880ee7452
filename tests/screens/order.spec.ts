/**
 * Commande, the order sheet, in a real browser, on the staged desk: moved, annotated, cancelled, ordered again, and whoever did not come.
 * While somebody else writes in it too: order-sheet.spec.ts.
 */
import { expect, type Page } from '@playwright/test'
import type { OrderId } from '../../src/domain/ids.ts'
import { heading, said, scan } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'

test.describe('Commande', () => {
  const orderNow = (page: Page, id = 'lucie-1') => page.evaluate((of) => window.stage.snapshot.state.get('order', of as OrderId), id)

  test('an order is found by name, moved, annotated and cancelled, and what may be taken back is, on the spot', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill('march')
    await page.getByRole('link', { name: /^Marchand, Lucie/ }).click()
    await expect(heading(page)).toHaveText('B-014, usager arrivé')

    await page.getByRole('button', { name: 'Déplacer au mardi\u00a024\u00a0novembre à 15\u00a0h\u00a030' }).click()
    await expect(said(page, 'B-014 est déplacée au mardi\u00a024\u00a0novembre à 15\u00a0h\u00a030')).toBeVisible()
    expect((await orderNow(page))?.slot.time).toBe('15:30')
    await page.getByRole('button', { name: 'Annuler ce changement' }).click()
    await expect.poll(async () => (await orderNow(page))?.slot.time).toBe('15:00')

    await page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ }).fill('Vient à vélo')
    await page.getByRole('button', { name: 'Garder la note' }).click()
    await expect.poll(async () => (await orderNow(page))?.note).toBe('Vient à vélo')
    await page.getByRole('button', { name: 'Annuler ce changement' }).click()
    await expect(page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ })).toHaveValue('')

    await page.getByRole('button', { name: 'Annuler la commande' }).click()
    await expect(page.getByRole('button', { name: /^Oui, annuler la commande/ })).toHaveAttribute('aria-disabled', 'true')
    await page.getByRole('button', { name: 'Commande en double' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Oui, annuler la commande' }).click()
    await expect(heading(page)).toHaveText('B-014, annulée')
  })

  test('any slot of another day can be chosen, full or not, and a closed day says so', async ({ page }) => {
    await openScene(page, 'order')
    await page.getByLabel('Un autre jour').fill('2026-12-01')
    await page.getByRole('button', { name: 'Déplacer au mardi\u00a01er\u00a0décembre à 10\u00a0h, 4\u00a0libres' }).click()
    await expect.poll(async () => (await orderNow(page))?.slot.date).toBe('2026-12-01')
    await page.getByLabel('Un autre jour').fill('2026-11-29')
    await expect(said(page, 'Pas de retrait ce jour-là. Choisissez un autre jour.')).toBeVisible()
  })

  test('[ORD-3] a cancelled order is ordered again, under a number of its own', async ({ page }) => {
    await openScene(page, 'order-cancelled')
    await page
      .getByRole('button', { name: /^Refaire la commande pour/ })
      .first()
      .click()
    await expect(heading(page)).toHaveText(/^B-9\d\d, à préparer/)
    await expect(page.getByRole('list', { name: 'Documents' }).getByRole('listitem')).toHaveCount(4)
    expect((await orderNow(page))?.cancelledBy).toBeDefined()
  })

  test('[ORD-3] a cancelled order is restored in its own slot for as long as that stands', async ({ page }) => {
    await openScene(page, 'order-cancelled')
    await page
      .getByRole('button', { name: 'Rétablir au même créneau, mardi\u00a024\u00a0novembre à 15\u00a0h', exact: true })
      .press('Enter')
    // Under the number that the patron was told.
    await expect(heading(page)).toHaveText(/^B-014, à préparer/)
    const restored = () =>
      page.evaluate(() =>
        [...window.stage.snapshot.state.all('order')].flatMap(({ number, slot, renews }) => (renews ? [number, slot.time] : [])),
      )
    expect(await restored()).toEqual(['B-014', '15:00'])
  })

  test('[SLOT-5] one order more than a patron may have is ordered again for a reason alone', async ({ page }) => {
    await openScene(page, 'order-cancelled')
    await page.evaluate(() => {
      const settings = window.stage.snapshot.state.get('settings', 'settings')
      if (settings !== undefined) Object.assign(settings, { openOrders: 0 })
    })
    const again = page.getByRole('button', { name: /^Refaire la commande pour/ }).first()
    await again.press('Enter')
    await expect(said(page, /en cours pour cet usager/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Annulée par erreur' })).toBeFocused()
    await expect(page.getByRole('button', { name: /^Oui, la refaire/ })).toHaveAttribute('aria-disabled', 'true')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, s’en tenir là' }).press('Enter')
    await expect(again).toBeFocused()
    await again.press('Enter')
    await page.getByRole('button', { name: 'Annulée par erreur' }).press('Enter')
    await page.getByRole('button', { name: 'Oui, la refaire' }).press('Enter')
    await expect(heading(page)).toHaveText(/^B-9\d\d, à préparer/)
    const reasons = await page.evaluate(async () =>
      (await window.stage.ownOperations()).map(({ payload }) => (payload?.kind === 'place-order' ? payload.overrideReason : payload?.kind)),
    )
    expect(reasons).toEqual(['Annulée par erreur'])
  })

  test('[ABS-2] somebody who did not come is offered the next slots', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await page.getByRole('button', { name: 'Déplacer au mardi\u00a024\u00a0novembre à 15\u00a0h', exact: true }).click()
    await expect(page.getByRole('status')).toHaveText(/B-126 est déplacée au mardi/)
    await expect(page.getByRole('button', { name: 'Non venu\u00a0: B-126' })).toHaveCount(0)
  })

  test('[ABS-2] the pile of somebody who did not come is kept, its bay is found again, and it may be ordered for another day', async ({
    page,
  }) => {
    await openScene(page, 'order-no-show', { hash: '/commande/jean-1' })
    await expect(heading(page)).toHaveText('B-012, non venu')
    await expect(said(page, /documents à ranger le jeudi\u00a026\u00a0novembre/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Refaire la commande pour mer\./ }).first()).toBeVisible()
    await openScene(page, 'order-no-show', { hash: '/retrait' })
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill('roux')
    await expect(page.getByRole('listitem').filter({ hasText: 'Roux, Jean' })).toContainText('Casier 2')
  })

  test('[ABS-2] whoever comes after all is handed the order, from its sheet or by its label', async ({ page }) => {
    await openScene(page, 'order-no-show', { hash: '/commande/jean-1' })
    await page.getByRole('main').getByRole('link', { name: 'Remettre' }).click()
    await expect(heading(page)).toHaveText(/^0 sur /)
    for (const hash of ['/retrait', '/aujourdhui']) {
      await openScene(page, 'order-no-show', { hash })
      await scan(page, 'B-012')
      await expect(heading(page)).toHaveText(/^0 sur /)
    }
  })

  test('an order of the day is opened from Aujourd’hui', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: '1 en retard', exact: true }).click()
    await page.getByRole('dialog').getByRole('link').click()
    await expect(heading(page)).toHaveText('B-126, en retard')
    await expect(page.getByRole('list', { name: 'Documents' })).toContainText(/pris par (Inès|Mehdi)\u00a0\(B\) à/)
  })
})

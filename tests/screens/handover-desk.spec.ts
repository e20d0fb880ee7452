/**
 * Retrait as it is used all day long, in a real browser: who is expected, what a banner speaks of, the receipt and the next patron, and the
 * room that a pile has. On the staged desk. The pile itself: handover.spec.ts.
 */
import { expect } from '@playwright/test'
import { heading, itemOfPile, said, scan } from './at-the-screen.ts'
import { copyOfTen, lucie, odile, paul, tenWithFilm } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Retrait all day long', () => {
  test('[ABS-1] whose slot it is and whose pile is ready stands under those who wait, with the bay, one press from the handover', async ({
    page,
  }) => {
    await openScene(page, 'handover-family')
    const expected = page.getByRole('list', { name: 'Attendus maintenant' })
    await expect(expected.getByRole('listitem')).toHaveCount(1)
    await expect(expected.getByRole('listitem')).toContainText('A-120')
    await expect(expected.getByRole('listitem')).toContainText(/15\sh/)
    await expect(expected.getByRole('listitem')).toContainText(/Casier\s*21/)
    const [waiting, now] = await Promise.all([page.getByRole('list', { name: 'Ils attendent' }).boundingBox(), expected.boundingBox()])
    expect(now?.y).toBeGreaterThan(waiting?.y ?? 0)
    await page.getByRole('button', { name: 'Remettre A-120' }).click()
    await expect(heading(page)).toHaveText(/^0 sur 2/)
  })

  test('[ABS-1] who is late stands under those who are expected, one press from the handover', async ({ page }) => {
    for (const [language, title, hand] of [
      ['fr', 'En retard', 'Remettre A-120'],
      ['en', 'Late', 'Hand over A-120'],
    ] as const) {
      await openScene(page, 'handover-family', { language })
      const late = page.getByRole('list', { name: title })
      await expect(late).toHaveCount(0)
      await page.evaluate(() => {
        const order = [...window.stage.snapshot.state.all('order')].find(({ number }) => number === 'A-120')
        if (order === undefined) throw new Error('not on this stage')
        window.stage.put({ ...order, slot: { ...order.slot, time: '14:00' as typeof order.slot.time } })
      })
      await expect(late.getByRole('listitem')).toContainText(language === 'fr' ? /14\sh/ : '14:00')
      await page.getByRole('button', { name: hand }).click()
      await expect(heading(page)).toHaveText(/^0 (sur|of) 2/)
    }
  })

  test('[HO-1] the arrows choose among the people of a name, and Enter opens the one that is lit', async ({ page }) => {
    for (const language of ['fr', 'en'] as const) {
      await openScene(page, 'handover-family', { language })
      const field = page.getByRole('textbox').first()
      await field.pressSequentially('march', { delay: 80 })
      const rows = page
        .getByRole('list')
        .filter({ has: page.locator('mark') })
        .getByRole('listitem')
      const numbers = (await rows.allTextContents()).map((text) => /[AB]-\d{3}/.exec(text)?.[0])
      expect(numbers.length).toBeGreaterThan(1)
      await expect(rows.first().locator('mark')).toHaveText(/^March$/i)
      await field.press('ArrowDown')
      await expect(page.getByRole('status')).toContainText(`Marchand, ${numbers[1]}`)
      expect(await violations(page)).toEqual([])
      await field.press('Enter')
      await expect(page.locator('.who-line .ticket').filter({ hasText: numbers[1] ?? '' })).toBeVisible()
    }
  })

  test('a refusal is said until the next act, and of no later one', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0), itemBarcode(4)]) await scan(page, read)
    await expect(said(page, /n’est pas dans cette commande/)).toBeVisible()
    await page.getByRole('button', { name: 'Introuvable\u00a0: Les Gymnopédies' }).click()
    await expect(said(page, /n’est pas dans cette commande/)).toHaveCount(0)
    await scan(page, itemBarcode(4))
    await expect(said(page, /n’est pas dans cette commande/)).toBeVisible()
    await page.getByRole('button', { name: 'Quelqu’un vient à sa place' }).click()
    await page.getByRole('button', { name: 'La carte', exact: true }).click()
    await expect(said(page, /n’est pas dans cette commande/)).toHaveCount(0)
  })

  test('[RET-4] a document that is here though it is said to be on loan: its return is recorded at once, and it joins the pile', async ({
    page,
  }) => {
    await openScene(page, 'handover-on-loan')
    for (const read of [lucie.id, itemBarcode(10)]) await scan(page, read)
    await expect(said(page, /est déjà en prêt/)).toBeVisible()
    await page.getByRole('button', { name: 'Enregistrer son retour' }).click()
    await expect(heading(page)).toHaveText(/^0 sur 4 \+ 1/)
    await expect(said(page, /est déjà en prêt/)).toHaveCount(0)
    await expect(page.getByRole('textbox', { name: 'Code d’un document' })).toBeFocused()
    expect(await page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))).toEqual(['return-item'])
  })

  test('[HO-9] after a printed receipt Enter serves the next patron, and prints nothing twice', async ({ page }) => {
    await openScene(page, 'handover')
    await page.evaluate(() => {
      const printed = { count: 0 }
      Object.assign(window, { printed })
      window.print = () => {
        printed.count += 1
        window.dispatchEvent(new Event('afterprint'))
      }
    })
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await page.getByRole('button', { name: /^L’imprimer \(rouleau/ }).click()
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'printed').count)).toBe(1)
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
    expect(await page.evaluate(() => Reflect.get(window, 'printed').count)).toBe(1)
  })

  test('[HO-9] a receipt by mail is offered to whom it reaches, and to a visit of which it reaches each card', async ({ page }) => {
    await openScene(page, 'handover')
    const byMail = page.getByRole('button', { name: 'Par courriel' })
    await scan(page, odile.id)
    await expect(page.getByRole('button', { name: 'Sans reçu' })).toBeVisible()
    await expect(byMail).toHaveCount(0)
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await byMail.click()
    await expect(byMail).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.getByRole('main').getByText('Par courriel\u00a0: il part dès que le serveur a cette remise.')).toBeVisible()
    const wishes = page.evaluate(async () =>
      (await window.stage.ownOperations()).map(({ payload }) => payload?.kind === 'hand-over-order' && payload.receipt),
    )
    expect(await wishes).toEqual(['mailed'])
  })

  test('[HO-2] [LOAN-3] at 1280 by 800 the question and two documents of each list are in sight, and the one gesture', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openScene(page, 'handover-to-decide')
    await scan(page, paul.id)
    for (const work of tenWithFilm.slice(0, 7)) await scan(page, copyOfTen(work))
    const top = (await page.locator('.turn-end').boundingBox())?.y ?? 0
    for (const list of ['À décider', 'Manquent encore', 'Scannés']) {
      const rows = page.getByRole('list', { name: list }).getByRole('listitem')
      const last = await rows.nth(list === 'À décider' ? 0 : 1).boundingBox()
      expect((last?.y ?? 0) + (last?.height ?? 1e6), list).toBeLessThanOrEqual(top + 1)
    }
    await expect(page.getByRole('button', { name: /^Remettre 6 documents/ })).toBeInViewport({ ratio: 1 })
  })
})

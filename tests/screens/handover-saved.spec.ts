/**
 * Retrait in a real browser, on the staged desk: the stamp once a handover is on the disk, what could not be kept, what is taken back,
 * what is entered afterwards. Each answer of the disk is the stage's.
 */
import { expect } from '@playwright/test'
import { toOrderId } from '../../src/domain/ids.ts'
import { anOrder, aSlotKey } from '../builders/an-order.ts'
import { heading, itemOfPile, said, scan } from './at-the-screen.ts'
import { lucie, paul } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Retrait', () => {
  test('[HO-6] the stamp is shown once the desk answered, and what could not be written is listed in red', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.locator('p', { hasText: /^Enregistré ici/ })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^Transmis/ })).toBeVisible()
    expect(await violations(page)).toEqual([])

    for (const [scene, title] of [
      ['handover-not-saved', 'PAS ENREGISTRÉ'],
      ['handover-unknown', 'ÉTAT INCONNU'],
    ] as const) {
      await openScene(page, scene)
      for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
      await page.getByRole('button', { name: 'Remettre 1 document' }).click()
      await expect(page.getByText(title, { exact: true })).toBeInViewport()
      await expect(page.getByRole('listitem').filter({ hasText: new RegExp(itemOfPile(0)) })).toBeVisible()
      await expect(page.getByText('Enregistré ici')).toHaveCount(0)
    }
  })

  test('[HO-6] a document shot while the piles are being saved is answered after them, and brings nothing back', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.evaluate(() => {
      const { perform } = window.stage
      const disk = new Promise((resolve) => window.addEventListener('disk-answers', resolve))
      window.stage.perform = (operation) => disk.then(() => perform(operation))
    })
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.getByRole('button', { name: 'Enregistrement…' })).toBeVisible()
    await scan(page, itemOfPile(1))
    await page.evaluate(() => window.dispatchEvent(new Event('disk-answers')))
    await expect(said(page, /n’est dans aucune pile/)).toBeVisible()
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
    expect(await page.evaluate(() => window.stage.snapshot.visits)).toEqual([])
    expect(await page.evaluate(async () => (await window.stage.ownOperations()).length)).toBe(1)
  })

  test('[HO-8] a scan that the tablet could not answer says so, and the next one is heard', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await page.evaluate(() => {
      window.stage.findItem = () => Promise.reject(new Error('the catalogue cannot be read'))
    })
    await scan(page, itemBarcode(999))
    await expect(said(page, 'Ce scan n’a pas pu être traité.')).toBeVisible()
    await scan(page, itemOfPile(0))
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('[HO-6] a scan that the disk does not keep says so, and the pile stays on screen', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await page.evaluate(() => {
      window.stage.keepVisits = () => Promise.reject(new Error('the disk is full'))
    })
    await scan(page, itemOfPile(0))
    await expect(heading(page)).toHaveText(/^1 sur 4/)
    await expect(said(page, /Le dernier geste n’a pas pu être gardé/)).toBeVisible()
  })

  test('[HO-7] a handover is undone the same day, after a confirmation', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await page.getByRole('button', { name: 'Annuler la remise' }).click()
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await expect(said(page, /^Remise annulée/)).toBeVisible()
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('[HO-7] a handover of another tablet is undone here, by the card or by any document of it', async ({ page }) => {
    for (const read of [paul.id, itemBarcode(10)]) {
      await openScene(page, 'handover-elsewhere')
      await scan(page, read)
      await expect(
        page
          .getByRole('main')
          .getByText(/Souvenirs entomologiques/)
          .first(),
      ).toBeVisible()
      expect(await violations(page)).toEqual([])
      await page.getByRole('button', { name: /^Annuler la remise/ }).click()
      await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
      await expect(said(page, /^Remise annulée/)).toBeVisible()
      await expect(page.getByRole('button', { name: /^Annuler la remise/ })).toHaveCount(0)
    }
  })

  test('[RET-4] a document that left today, scanned alone, has its return first, then the undo of its handover', async ({ page }) => {
    for (const [language, back, undo] of [
      ['fr', 'Enregistrer son retour', 'Annuler la remise'],
      ['en', 'Record its return', 'Undo the handover'],
    ] as const) {
      await openScene(page, 'handover-elsewhere', { language })
      await scan(page, itemBarcode(10))
      const ways = page.locator('.say').getByRole('button')
      await expect(ways.first()).toHaveText(back)
      await expect(ways.nth(1)).toHaveText(undo)
      await ways.first().click()
      await expect(page.locator('.say')).toContainText(language === 'fr' ? 'Annuler ce retour' : 'Undo this return')
      await expect(page.getByRole('button', { name: back })).toHaveCount(0)
      expect(await page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))).toEqual(['return-item'])
    }
  })

  test('[HO-7] a loan without an order is undone by its patron’s name, and beside an open visit', async ({ page }) => {
    const undo = async (): Promise<void> => {
      await page.getByRole('button', { name: /^Annuler la remise.*(Paul|Souvenirs entomologiques)/ }).click()
      await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
      await expect(said(page, /^Remise annulée/)).toBeVisible()
      await expect(page.getByRole('button', { name: /^Annuler la remise/ })).toHaveCount(0)
    }
    await openScene(page, 'handover-elsewhere')
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).pressSequentially('lefo', { delay: 80 })
    await expect(page.getByRole('list', { name: 'Remis aujourd’hui' })).toContainText('Souvenirs entomologiques')
    expect(await violations(page)).toEqual([])
    await undo()

    await openScene(page, 'handover-elsewhere')
    await scan(page, paul.id)
    await page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
    await scan(page, itemBarcode(11))
    await expect(page.getByText('Remise aujourd’hui\u00a0: Souvenirs entomologiques')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await undo()
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
  })

  test('[HO-7] a loan without an order is undone from the orders among which a card lets choose', async ({ page }) => {
    const orders = ['15:00', '16:00'].map((time, n) =>
      anOrder({ id: toOrderId(`paul-${n}`), number: `A-20${n}`, card: paul.id, slot: aSlotKey(`2026-11-24 ${time}`) }),
    )
    await openScene(page, 'handover-elsewhere')
    await page.evaluate((rows) => window.stage.put(...rows), orders)
    await scan(page, paul.id)
    const list = page.getByRole('list', { name: /^Paul Lefort/ })
    await expect(list.getByRole('listitem')).toHaveCount(2)
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: /^Annuler la remise.*Paul/ }).click()
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await expect(said(page, /^Remise annulée/)).toBeVisible()
    await scan(page, paul.id)
    await expect(list.getByRole('listitem')).toHaveCount(2)
    await expect(page.getByRole('list', { name: 'Remis aujourd’hui' })).toHaveCount(0)
  })

  test('[HO-7] beside an open visit, what left for the same patron today leads to its sheet, and the visit waits', async ({ page }) => {
    await openScene(page, 'handover-elsewhere')
    await scan(page, lucie.id)
    await page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
    await scan(page, itemBarcode(11))
    await page.getByRole('link', { name: 'Remise aujourd’hui\u00a0: B-014' }).click()
    await expect(heading(page)).toHaveText('B-014, remise')
    await expect(page.getByRole('button', { name: 'Annuler la remise' })).toBeVisible()
    await page.goBack()
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
  })

  test('[HO-10] a handover on paper is entered with its true time', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await page.getByLabel('Jour de la remise').fill('2026-11-23')
    await page.getByLabel('Heure de la remise').fill('16:20')
    await scan(page, lucie.id)
    await expect(page.getByText(/Saisie a posteriori\u00a0: remis lundi\u00a023\u00a0novembre à 16\u00a0h\u00a020/)).toBeVisible()
    await page.getByRole('textbox', { name: 'Code d’un document' }).fill(itemOfPile(0))
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('[HO-10] who enters a paper says whose hand it was, and the next paper is one’s own again', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await page.getByLabel('Jour de la remise').fill('2026-11-23')
    await page.getByLabel('Heure de la remise').fill('16:20')
    const whose = page.getByRole('group', { name: 'Qui a remis\u202f?' })
    await expect(whose.getByLabel('Claire')).toBeChecked()
    await whose.getByLabel('Mehdi').check()
    expect(await violations(page)).toEqual([])
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(said(page, /remis lundi.* à 16\sh\s20, par Mehdi/)).toBeVisible()
    await page.evaluate(() => {
      location.hash = '/operations'
    })
    await expect(said(page, /a saisi a posteriori .*Monte-Cristo.* par Mehdi/).first()).toBeVisible()
    await page.goBack()
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await expect(whose.getByLabel('Claire')).toBeChecked()
  })

  test('[HO-10] one paper is one handover: the next patron is one of now, and the next paper begins with its day', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await page.getByLabel('Jour de la remise').fill('23/11')
    await page.getByLabel('Heure de la remise').fill('16 h 20')
    for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await page.getByRole('button', { name: 'Usager suivant' }).click()
    await expect(page.getByLabel('Jour de la remise')).toHaveCount(0)
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await expect(page.getByLabel('Jour de la remise')).toHaveValue('23/11/2026')
    await expect(page.getByLabel('Jour de la remise')).toBeFocused()
    await expect(page.getByLabel('Heure de la remise')).toHaveValue('')
  })
})

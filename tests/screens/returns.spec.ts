/**
 * Retours in a real browser, on the staged desk: what a returned document leads to, what rests and what goes back to its shelf.
 */
import { expect } from '@playwright/test'
import { heading, said, scan } from './at-the-screen.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

test.describe('Retours', () => {
  test('[RET-3] a returned document that an order waits for says so at once', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(9))
    await expect(said(page, '«\u00a0Notre-Dame de Paris\u00a0» est attendu par une commande')).toBeVisible()
    await expect(heading(page)).toHaveText('1 retour')
  })

  test('[RET-9] a wish of the ILS for a document reaches its row, and who listens, after its return', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(2))
    await scan(page, itemBarcode(3))
    await expect(heading(page)).toHaveText('2 retours')
    const answered = (barcode: string, next: 'held' | 'elsewhere', words: string) =>
      page.evaluate(
        ([id, wish, site]) => {
          const item = [...window.stage.snapshot.state.all('item')].find((one) => one.id === id)
          const returning = item?.facts.findLast(({ what }) => what === 'returned')?.operationId
          if (item !== undefined && returning !== undefined) window.stage.put({ ...item, ilsWants: { returning, next: wish, words: site } })
        },
        [barcode, next, words] as const,
      )
    await answered(itemBarcode(2), 'held', '')
    await expect(page.getByRole('region', { name: 'Rendus aujourd’hui' })).toContainText('Réservé par quelqu’un')
    await expect(page.getByRole('status').filter({ hasText: 'Réservé par quelqu’un' })).toHaveCount(1)
    // A second one, though nothing else moved on the screen since.
    await answered(itemBarcode(3), 'elsewhere', 'CPL')
    await expect(page.getByRole('status').filter({ hasText: 'Attendu ailleurs, à «\u00a0CPL\u00a0»' })).toHaveCount(1)
    // Before this visit: on the lists, for whoever puts it away.
    await answered(itemBarcode(15), 'elsewhere', 'ANX')
    await answered(itemBarcode(16), 'held', '')
    await expect(page.getByRole('region', { name: 'À ranger aujourd’hui' })).toContainText('Attendu ailleurs, à «\u00a0ANX\u00a0»')
    await expect(page.getByRole('region', { name: 'En quarantaine' })).toContainText('sur l’étagère des réservations')
  })

  test('[RET-4, RET-7] a return scanned by mistake is taken back from its row, and the row goes', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(2))
    await scan(page, itemBarcode(3))
    const undo = page.getByRole('button', { name: /^Annuler le retour\s: L’Affaire Lerouge$/ })
    await undo.click()
    await expect(undo).toHaveCount(0)
    await expect(said(page, /^Retour annulé\s: L’Affaire Lerouge$/)).toBeVisible()
    await expect(heading(page)).toHaveText('1 retour')
    await expect(page.getByRole('textbox', { name: 'Code ou titre' })).toBeFocused()
    const done = () => page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))
    expect(await done()).toEqual(['undo-return', 'return-item', 'return-item'])
    // What was said of it goes with the next act.
    await scan(page, itemBarcode(4))
    await expect(said(page, /^Retour annulé/)).toHaveCount(0)
  })

  test('[RET-2] [RET-3] a document that rests and is wanted tonight says what to do: the other copy, or the patron', async ({ page }) => {
    await openScene(page, 'returns-resting')
    await scan(page, itemBarcode(9))
    await expect(
      said(page, /encore en quarantaine ce jour-là\. Ne le mettez pas de côté\s: un autre exemplaire est en rayon, R HUG, Adultes romans/),
    ).toBeVisible()
    await scan(page, itemBarcode(11))
    await expect(said(page, /Aucun autre exemplaire n’est en rayon\s: prévenez l’usager \(06 00 00 00 00\)/)).toBeVisible()
  })

  test('[RET-2] a document that rests is listed with its end, and one that may go back is ticked off', async ({ page }) => {
    await openScene(page, 'returns')
    await expect(page.getByRole('region', { name: 'En quarantaine' })).toContainText('jeudi\u00a026\u00a0novembre')
    await page.getByRole('button', { name: 'Les Malheurs de Sophie\u00a0: rangé' }).click()
    await expect(page.getByRole('region', { name: 'À ranger aujourd’hui' })).toContainText('Rien à ranger')
    await page.getByRole('button', { name: 'Le remettre sur la liste' }).click()
    await expect(page.getByRole('button', { name: 'Les Malheurs de Sophie\u00a0: rangé' })).toBeVisible()
    // The tick alone is taken back: nothing was returned a second time.
    const done = () => page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))
    expect(await done()).toEqual(['unreshelve-item', 'reshelve-item'])
    await expect(heading(page)).toHaveText('Retours')
  })

  test('[RET-5] a document without a readable label is found by its title, an error forgiven, and its copy is pressed', async ({
    page,
  }) => {
    await openScene(page, 'returns')
    const field = page.getByRole('textbox', { name: 'Code ou titre' })
    const found = page.getByRole('region', { name: 'Par le titre' })
    await field.pressSequentially('lerrouge', { delay: 80 })
    await expect(found).toContainText('Rien pour «\u00a0lerrouge\u00a0»')
    await field.press('Enter')
    await expect(heading(page)).toHaveText('Retours')
    await field.fill('')
    await expect(found).toHaveCount(0)
    await field.pressSequentially('affaire ler', { delay: 80 })
    await page.getByRole('button', { name: /^C’est lui\s: L’Affaire Lerouge, code ·· 0019$/ }).click()
    await expect(heading(page)).toHaveText('1 retour')
    await expect(found).toHaveCount(0)
    await expect(field).toBeFocused()
    await field.pressSequentially('aucun titre', { delay: 80 })
    await expect(found).toContainText('Aucun document de ce titre')
  })

  test('[RET-5] a catalogue that is not there, or does not answer, says so and what to do', async ({ page }) => {
    await openScene(page, 'returns')
    const field = page.getByRole('textbox', { name: 'Code ou titre' })
    await page.evaluate(() => {
      window.stage.searchCatalogue = async () => undefined
    })
    await field.pressSequentially('paris', { delay: 80 })
    await expect(said(page, 'Le catalogue n’est pas encore sur cette tablette')).toBeVisible()
    for (const [catalogueArrival, sentence] of [
      [{ kind: 'coming', share: 0.426 }, 'Le catalogue arrive sur cette tablette\u00a0: 43\u00a0%'],
      [{ kind: 'cut' }, 'Le catalogue n’est pas arrivé entier\u00a0: cette tablette le redemande d’elle-même'],
      [{ kind: 'no-room' }, 'Cette tablette n’a plus de place pour le catalogue\u00a0: libérez-en, puis rouvrez l’application'],
    ] as const) {
      await page.evaluate((arrival) => window.stage.change({ catalogueArrival: arrival }), catalogueArrival)
      await expect(said(page, sentence)).toBeVisible()
    }
    await page.evaluate(() => {
      window.stage.searchCatalogue = () => Promise.reject(new Error('the catalogue cannot be read'))
    })
    await field.pressSequentially('s', { delay: 80 })
    await expect(said(page, 'Le catalogue n’a pas répondu')).toBeVisible()
  })
})

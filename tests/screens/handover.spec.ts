/**
 * Retrait in a real browser, on the staged desk: who is there, which documents are scanned, which leave and which stay.
 * Found by role and label; the rules are the domain's own. Several cards and piles put aside: handover-visit.spec.ts.
 * What the disk keeps of it: handover-saved.spec.ts. In every state, for axe: every-state.spec.ts.
 */
import { expect } from '@playwright/test'
import { heading, itemOfPile, said, scan } from './at-the-screen.ts'
import { copyOfTen, lucie, paul, tenWithFilm, zoe } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode, records } from './stage-rows.ts'

test.describe('Retrait', () => {
  test('[HO-1] a card, a label, a document of the pile or three letters find the order', async ({ page }) => {
    for (const read of [lucie.id, 'B-014', itemOfPile(0)]) {
      await openScene(page, 'handover')
      await scan(page, read)
      await expect(page.getByText('Lucie Marchand', { exact: true })).toBeVisible()
    }
    await openScene(page, 'handover')
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill('b-014')
    await expect(page.getByRole('button', { name: 'Choisir B-014' })).toBeVisible()
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill('mar')
    await expect(page.getByRole('heading', { name: /2 personnes/ })).toBeVisible()
    await page.getByRole('button', { name: 'Choisir B-014' }).click()
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('[HO-1] a card with no order says so, and offers a loan without one', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, paul.id)
    await expect(said(page, 'Paul Lefort n’a pas de commande à retirer')).toBeVisible()
    await page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
    await scan(page, itemBarcode(10))
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(heading(page)).toHaveText(/^1 document remis/)
  })

  test('[HO-2] every document is scanned, the count says how many and names what is missing with its bay', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 4\s*à prendre, casiers 12 et 13/)
    for (const read of [itemOfPile(0), itemOfPile(1), itemOfPile(3)]) await scan(page, read)
    await expect(heading(page)).toHaveText(/3 sur 4.*Le Voyage dans la Lune.*casiers 12 et 13/)
    // What is on its label tells it from another copy in the bay, and can be typed where the label is torn.
    await expect(page.getByRole('listitem').filter({ hasText: 'Le Voyage dans la Lune' })).toContainText(itemOfPile(2))
    await expect(page.getByRole('status')).toHaveText(/Les Gymnopédies/)
  })

  test('[HO-2] two editions of one title in a pile say their year, in each row and on each button', async ({ page }) => {
    await openScene(page, 'handover-editions')
    await scan(page, lucie.id)
    for (const year of ['1998', '2013']) {
      await expect(page.getByRole('button', { name: `Introuvable : Au Bonheur des Dames (${year})` })).toBeVisible()
    }
    await scan(page, itemOfPile(1))
    await expect(page.getByRole('button', { name: 'Laisser ici : Au Bonheur des Dames (1998)' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Introuvable : Les Gymnopédies', exact: true })).toBeVisible()
  })

  test('[ORD-4] a document of the pile that left by the ordinary desk says so, and since when, before and after the handover', async ({
    page,
  }) => {
    await openScene(page, 'handover-lent')
    await scan(page, lucie.id)
    const row = (title: string) => page.getByRole('listitem').filter({ hasText: title })
    await expect(row('Le Voyage dans la Lune')).toContainText('sorti au bureau de prêt selon le SIGB, depuis 9 h 12')
    await expect(row('Les Gymnopédies')).toContainText('depuis le lundi 23 novembre à 17 h 40')
    await expect(row('Au Bonheur des Dames')).not.toContainText('SIGB')
    for (const read of [itemOfPile(0), itemOfPile(1), itemOfPile(3)]) await scan(page, read)
    await expect(row('Les Gymnopédies')).toContainText('sorti au bureau de prêt selon le SIGB')
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(
      page.getByText('« Le Voyage dans la Lune » n’est pas remis : sorti au bureau de prêt selon le SIGB, depuis 9 h 12'),
    ).toBeVisible()
    await expect(page.getByText(/à chercher/)).toHaveCount(0)
  })

  test('[HO-3] a document of somebody else’s order is refused, with the bay it belongs in', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await scan(page, itemBarcode(4))
    await expect(said(page, '«\u00a0Jane Eyre\u00a0» n’est pas dans cette commande')).toBeVisible()
    await expect(page.getByRole('status')).toHaveText(/Jane Eyre.*Casier 2/)
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('[HO-8] a second shot of a document says so and changes nothing', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0), itemOfPile(0)]) await scan(page, read)
    await expect(said(page, /est déjà scanné/)).toBeVisible()
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('[LOAN-3] a blocked card is said when it is scanned, and one reason lends all of its pile', async ({ page }) => {
    await openScene(page, 'handover')
    await page.evaluate((card) => {
      for (const one of window.stage.snapshot.state.all('patron'))
        if (one.id === card) window.stage.put({ ...one, blocked: 'carte perdue' })
    }, lucie.id)
    await scan(page, lucie.id)
    await expect(page.getByRole('main').getByText('Usager bloqué : carte perdue')).toHaveCount(1)
    await expect(page.getByRole('status')).toContainText('carte perdue')
    for (const n of [0, 1]) await scan(page, itemOfPile(n))
    const lend = page.getByRole('button', { name: 'Prêter quand même…' })
    await expect(lend).toHaveCount(2)
    expect(await violations(page)).toEqual([])
    await lend.first().click()
    await page.getByRole('button', { name: 'Retour demain' }).click()
    await page.getByRole('button', { name: 'Prêter', exact: true }).click()
    await expect(lend).toHaveCount(0)
    await scan(page, itemOfPile(3))
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(heading(page)).toContainText('3')
  })

  test('[LOAN-3] a document beyond the rights waits for a decision, and is lent with a reason', async ({ page }) => {
    await openScene(page, 'handover-begun')
    await expect(page.getByText('Un document de plus que ses droits (DVD)\u00a0: 1 pour 0')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Remettre 2 documents' })).toBeVisible()
    await page.getByRole('button', { name: 'Prêter quand même…' }).click()
    await page.getByRole('button', { name: 'Retour demain' }).click()
    await page.getByRole('button', { name: 'Prêter', exact: true }).click()
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(page.getByText(/Le Voyage dans la Lune, avec votre accord/)).toBeVisible()
  })

  for (const [place, size] of [
    ['a tablet', { width: 1280, height: 800 }],
    ['a tablet upright', { width: 768, height: 1024 }],
    ['a phone', { width: 390, height: 844 }],
  ] as const) {
    test(`[LOAN-3] on ${place}, ten documents and one beyond the rights: nothing leaves before the decision, which is in sight, and each is named after`, async ({
      page,
    }) => {
      await page.setViewportSize(size)
      await openScene(page, 'handover-to-decide')
      await scan(page, paul.id)
      for (const work of tenWithFilm) await scan(page, copyOfTen(work))
      await expect(heading(page)).toHaveText(/^10 sur 10/)
      const film = page.getByRole('list', { name: 'À décider' }).getByRole('listitem')
      await expect(film).toContainText('Le Voyage dans la Lune')
      const lend = film.getByRole('button', { name: 'Prêter quand même…' })
      await expect(lend).toBeInViewport({ ratio: 1 })
      const handOver = page.getByRole('button', { name: /^Remettre 9 documents/ })
      await expect(handOver).toHaveAccessibleName(/«\u00a0Le Voyage dans la Lune\u00a0» attend votre décision/)

      // Neither the press nor the keys hand over: they bring the question to the eye.
      await page.evaluate(() => scrollTo(0, document.body.scrollHeight))
      await handOver.click({ force: true })
      await expect(lend).toBeInViewport({ ratio: 1 })
      await expect(film.getByRole('button').first()).toBeFocused()
      await expect(page.getByRole('status')).toHaveText(/attend votre décision/)
      await page.keyboard.press('Control+Enter')
      expect(await page.evaluate(async () => (await window.stage.ownOperations()).length)).toBe(0)

      await page.getByRole('button', { name: 'Laisser ici\u00a0: Le Voyage dans la Lune' }).click()
      await page.getByRole('button', { name: 'Remettre 9 documents' }).click()
      await expect(heading(page)).toHaveText(/^9 documents remis/)
      for (const work of tenWithFilm) await expect(page.getByRole('main')).toContainText(records[work]?.title ?? 'a title')
      await expect(said(page, '«\u00a0Le Voyage dans la Lune\u00a0»\u00a0: laissé, à ranger')).toBeVisible()
    })
  }

  test('[HO-2] [HO-4] the last scan shows beside the field, and what nobody ordered is counted apart', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0), itemOfPile(1), itemOfPile(3), itemBarcode(10)]) await scan(page, read)
    await expect(page.getByRole('list', { name: 'Scannés' }).getByRole('listitem').first()).toContainText('Souvenirs entomologiques')
    await expect(page.getByRole('main').getByText('Souvenirs entomologiques')).toHaveCount(2)
    await expect(heading(page)).toHaveText(/^3 sur 4 \+ 1/)
    await expect(page.getByRole('button', { name: 'Remettre 4 documents' })).toBeVisible()
  })

  test('[HO-2] another copy of an ordered title answers its line, and the copy of the pile is said to stay', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemBarcode(6, 1), itemOfPile(1), itemOfPile(3)]) await scan(page, read)
    await expect(heading(page)).toHaveText(/^3 sur 4il manque/)
    await expect(page.getByRole('listitem').filter({ hasText: 'Le Comte de Monte-Cristo' })).toContainText('autre exemplaire')
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(
      said(page, new RegExp(`Monte-Cristo.*un autre exemplaire est parti, celui de la pile \\(${itemOfPile(0)}\\) est à ranger`)),
    ).toBeVisible()
  })

  test('[HO-6] [HO-11] a pile of which nothing leaves is named with what stays in its bay', async ({ page }) => {
    await openScene(page, 'handover-family')
    for (const read of [lucie.id, zoe.id, itemOfPile(0), itemBarcode(12)]) await scan(page, read)
    await page.getByRole('button', { name: 'Laisser ici\u00a0: Voyage avec un âne dans les Cévennes' }).click()
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(
      said(page, '«\u00a0Voyage avec un âne dans les Cévennes\u00a0»\u00a0: pas remis, attend toujours\u00a0: casier 21'),
    ).toBeVisible()
  })

  test('[HO-9] documents due on different days each say theirs', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0), itemOfPile(2)]) await scan(page, read)
    await page.getByRole('button', { name: 'Prêter quand même…' }).click()
    await page.getByRole('button', { name: 'Retour demain' }).click()
    await page.getByRole('button', { name: 'Prêter', exact: true }).click()
    await page.getByRole('button', { name: 'Remettre 2 documents' }).click()
    await expect(heading(page)).toContainText('à rendre à des dates différentes')
    await expect(page.getByText(/Le Comte de Monte-Cristo, à rendre le mardi\s15\sdécembre/)).toBeVisible()
    await expect(page.getByText(/Le Voyage dans la Lune, avec votre accord, à rendre le mardi\s1er\sdécembre/)).toBeVisible()
  })

  test('where nobody waits, the Retrait says so and what comes next', async ({ page }) => {
    await openScene(page, 'preparation', { hash: '/retrait' })
    await expect(page.getByText(/^Personne n’attend\. À 15\s?h, (une commande est prête|\d\scommandes sont prêtes)\.$/)).toBeVisible()
    await openScene(page, 'today-closing', { hash: '/retrait' })
    await expect(page.getByText('Personne n’attend. Plus aucune commande prête n’est attendue aujourd’hui.')).toBeVisible()
  })

  test('[HO-5] a document left behind stays here, and what is missing stays visible on the closed order', async ({ page }) => {
    await openScene(page, 'handover-begun')
    await page.getByRole('button', { name: 'Laisser ici\u00a0: Au Bonheur des Dames' }).click()
    await page.getByRole('button', { name: 'Laisser ici\u00a0: Le Voyage dans la Lune' }).click()
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.getByText('«\u00a0Au Bonheur des Dames\u00a0»\u00a0: laissé, à ranger')).toBeVisible()
    await expect(page.getByText(/«\u00a0Les Gymnopédies\u00a0» manque encore/)).toBeVisible()
  })

  test('[HO-5] a document looked for in vain is called so once the rest has left', async ({ page }) => {
    await openScene(page, 'handover-begun')
    await page.getByRole('button', { name: 'Introuvable\u00a0: Les Gymnopédies' }).click()
    await page.getByRole('button', { name: 'Laisser ici\u00a0: Le Voyage dans la Lune' }).click()
    await page.getByRole('button', { name: 'Remettre 2 documents' }).click()
    await expect(page.getByText('«\u00a0Les Gymnopédies\u00a0»\u00a0: introuvable, cherché en vain')).toBeVisible()
    await expect(page.getByText(/manque encore/)).toHaveCount(0)
  })

  test('on a phone the one gesture stays in sight while the pile grows', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'handover-begun')
    await expect(page.getByRole('button', { name: 'Remettre 2 documents' })).toBeInViewport({ ratio: 1 })
  })

  for (const [place, size] of [
    ['a phone', { width: 390, height: 844 }],
    ['a tablet upright', { width: 768, height: 1024 }],
  ] as const) {
    test(`[HO-2] on ${place} a code typed into its field leaves the count in sight`, async ({ page }) => {
      await page.setViewportSize(size)
      await openScene(page, 'handover')
      await scan(page, lucie.id)
      await expect(page.getByRole('textbox', { name: 'Code d’un document' })).toBeFocused()
      await page.keyboard.type(itemOfPile(0))
      await page.keyboard.press('Enter')
      await expect(heading(page)).toHaveText(/^1 sur 4/)
      await expect(heading(page)).toBeInViewport({ ratio: 1 })
    })
  }

  test('[HO-2] on a phone what refuses a scan is in sight whole, above the gesture that stays', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    for (const from of ['top', 'bottom']) {
      await openScene(page, 'handover-begun')
      await page.evaluate((where) => scrollTo(0, where === 'top' ? 0 : document.body.scrollHeight), from)
      await scan(page, '9782070409228')
      const refusal = page.getByRole('main').locator('.say').filter({ hasText: 'C’est le code de l’éditeur' })
      await expect(refusal).toBeInViewport({ ratio: 1 })
      const gesture = page.getByRole('button', { name: 'Remettre 2 documents' }).locator('xpath=ancestor::*[contains(@class,"turn-end")]')
      const [above, below] = [await refusal.boundingBox(), await gesture.boundingBox()]
      expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThanOrEqual(below?.y ?? 0)
    }
  })

  test('a camera that does not open says why and what to do, and typing still works', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('button', { name: 'Caméra' }).click()
    await expect(said(page, /Présentez le code-barres dans le cadre/)).toBeVisible()
    await page.evaluate(() => window.stage.change({ camera: { kind: 'failed', reason: 'refused' } }))
    await expect(said(page, 'La caméra a été refusée.')).toBeVisible()
    await expect(said(page, /Autorisez-la dans les réglages/)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill(lucie.id)
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('a whole handover passes by the keyboard alone', async ({ page }) => {
    await openScene(page, 'handover')
    await expect(page.getByRole('textbox', { name: /^Carte, étiquette/ })).toBeFocused()
    await page.keyboard.type('marchand')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('textbox', { name: 'Code d’un document' })).toBeFocused()
    await page.keyboard.type(itemOfPile(0))
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText(/^1 sur 4/)
    await page.getByRole('button', { name: 'Remettre 1 document' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Usager suivant' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
  })
})

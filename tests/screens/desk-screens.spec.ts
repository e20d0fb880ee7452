/**
 * The desk's screens in a real browser, on the staged desk: handing over, taking back, settling, following, closing, signing in.
 * Found by role and label; the gun is the stage's, the rules are the domain's own. In every state, for axe: every-state.spec.ts.
 */
import { expect, type Page, test } from '@playwright/test'
import type { OrderId } from '../../src/domain/ids.ts'
import { operations as operationsEn } from '../../src/locale/en/operations.ts'
import { shell as shellEn } from '../../src/locale/en/shell.ts'
import { operations as operationsFr } from '../../src/locale/fr/operations.ts'
import { shell as shellFr } from '../../src/locale/fr/shell.ts'
import { copyOfTen, lucie, paul, pile, tenWithFilm, zoe } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { itemBarcode, records } from './stage-rows.ts'

const scan = (page: Page, text: string): Promise<void> => page.evaluate((read) => window.stage.scan(read), text)

const item = (n: number): string => itemBarcode(pile[n] ?? 0)
/** What the screen itself says: the live region, outside it, says it too. */
const said = (page: Page, words: string | RegExp) => page.getByRole('main').getByText(words)
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

test.describe('Retrait', () => {
  test('[HO-1] a card, a label, a document of the pile or three letters find the order', async ({ page }) => {
    for (const read of [lucie.id, 'B-014', item(0)]) {
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
    await page.getByRole('button', { name: 'Prêt sans commande' }).click()
    await scan(page, itemBarcode(10))
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(heading(page)).toHaveText(/^1 document remis/)
  })

  test('[HO-2] every document is scanned, the count says how many and names what is missing with its bay', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 4\s*à prendre, casiers 12 et 13/)
    for (const read of [item(0), item(1), item(3)]) await scan(page, read)
    await expect(heading(page)).toHaveText(/3 sur 4.*Le Voyage dans la Lune.*casiers 12 et 13/)
    // What is on its label tells it from another copy in the bay, and can be typed where the label is torn.
    await expect(page.getByRole('listitem').filter({ hasText: 'Le Voyage dans la Lune' })).toContainText(item(2))
    await expect(page.getByRole('status')).toHaveText(/Les Gymnopédies/)
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
    for (const read of [item(0), item(1), item(3)]) await scan(page, read)
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
    for (const read of [lucie.id, item(0), item(0)]) await scan(page, read)
    await expect(said(page, /est déjà scanné/)).toBeVisible()
    await expect(heading(page)).toHaveText(/^1 sur 4/)
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
    for (const read of [lucie.id, item(0), item(1), item(3), itemBarcode(10)]) await scan(page, read)
    await expect(page.getByRole('list', { name: 'Scannés' }).getByRole('listitem').first()).toContainText('Souvenirs entomologiques')
    await expect(page.getByRole('main').getByText('Souvenirs entomologiques')).toHaveCount(2)
    await expect(heading(page)).toHaveText(/^3 sur 4 \+ 1/)
    await expect(page.getByRole('button', { name: 'Remettre 4 documents' })).toBeVisible()
  })

  test('[HO-2] another copy of an ordered title answers its line, and the copy of the pile is said to stay', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemBarcode(6, 1), item(1), item(3)]) await scan(page, read)
    await expect(heading(page)).toHaveText(/^3 sur 4il manque/)
    await expect(page.getByRole('listitem').filter({ hasText: 'Le Comte de Monte-Cristo' })).toContainText('autre exemplaire')
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(
      said(page, new RegExp(`Monte-Cristo.*un autre exemplaire est parti, celui de la pile \\(${item(0)}\\) est à ranger`)),
    ).toBeVisible()
  })

  test('[HO-6] [HO-11] a pile of which nothing leaves is named with what stays in its bay', async ({ page }) => {
    await openScene(page, 'handover-family')
    for (const read of [lucie.id, zoe.id, item(0), itemBarcode(12)]) await scan(page, read)
    await page.getByRole('button', { name: 'Laisser ici\u00a0: Voyage avec un âne dans les Cévennes' }).click()
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(
      said(page, '«\u00a0Voyage avec un âne dans les Cévennes\u00a0»\u00a0: pas remis, attend toujours\u00a0: casier 21'),
    ).toBeVisible()
  })

  test('[HO-9] documents due on different days each say theirs', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, item(0), item(2)]) await scan(page, read)
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
      await page.keyboard.type(item(0))
      await page.keyboard.press('Enter')
      await expect(heading(page)).toHaveText(/^1 sur 4/)
      await expect(heading(page)).toBeInViewport({ ratio: 1 })
    })
  }

  test('[HO-6] the stamp is shown once the desk answered, and what could not be written is listed in red', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, item(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.locator('p', { hasText: /^Enregistré ici/ })).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: /^Transmis/ })).toBeVisible()
    expect(await violations(page)).toEqual([])

    for (const [scene, title] of [
      ['handover-not-saved', 'PAS ENREGISTRÉ'],
      ['handover-unknown', 'ÉTAT INCONNU'],
    ] as const) {
      await openScene(page, scene)
      for (const read of [lucie.id, item(0)]) await scan(page, read)
      await page.getByRole('button', { name: 'Remettre 1 document' }).click()
      await expect(page.getByText(title, { exact: true })).toBeInViewport()
      await expect(page.getByRole('listitem').filter({ hasText: new RegExp(item(0)) })).toBeVisible()
      await expect(page.getByText('Enregistré ici')).toHaveCount(0)
    }
  })

  test('[HO-6] a document shot while the piles are being saved is answered after them, and brings nothing back', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, item(0)]) await scan(page, read)
    await page.evaluate(() => {
      const { perform } = window.stage
      const disk = new Promise((resolve) => window.addEventListener('disk-answers', resolve))
      window.stage.perform = (operation) => disk.then(() => perform(operation))
    })
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(page.getByRole('button', { name: 'Enregistrement…' })).toBeVisible()
    await scan(page, item(1))
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
    await scan(page, item(0))
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('[HO-6] a scan that the disk does not keep says so, and the pile stays on screen', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await page.evaluate(() => {
      window.stage.keepVisits = () => Promise.reject(new Error('the disk is full'))
    })
    await scan(page, item(0))
    await expect(heading(page)).toHaveText(/^1 sur 4/)
    await expect(said(page, /Le dernier geste n’a pas pu être gardé/)).toBeVisible()
  })

  test('[HO-7] a handover is undone the same day, after a confirmation', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, item(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await page.getByRole('button', { name: 'Annuler la remise' }).click()
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await expect(said(page, /^Remise annulée/)).toBeVisible()
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('[HO-10] what was handed over on paper is entered with its true time', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('button', { name: 'Saisie a posteriori' }).click()
    await page.getByLabel('Jour de la remise').fill('2026-11-23')
    await page.getByLabel('Heure de la remise').fill('16:20')
    await scan(page, lucie.id)
    await expect(page.getByText(/Saisie a posteriori\u00a0: remis lundi\u00a023\u00a0novembre à 16\u00a0h\u00a020/)).toBeVisible()
    await page.getByRole('textbox', { name: 'Code d’un document' }).fill(item(0))
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('[HO-11] a patron’s orders and a second card of the family leave in one visit, each under its own card', async ({ page }) => {
    await openScene(page, 'handover-family')
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 5/)
    await expect(said(page, /^Aussi à son nom\u00a0: B-030, vendredi/)).toBeVisible()
    await scan(page, zoe.id)
    await expect(said(page, 'Zoé Marchand est de la visite')).toBeVisible()
    await expect(heading(page)).toHaveText(/^0 sur 7/)
    for (const read of [item(0), item(1), itemBarcode(10), itemBarcode(12), itemBarcode(14)]) await scan(page, read)
    await expect(page.getByRole('list', { name: 'Zoé Marchand, A-120' })).toContainText('à rendre le')
    await expect(heading(page)).toHaveText(/^5 sur 7/)
    expect(await violations(page)).toEqual([])
    const activeCard = () => page.evaluate(() => window.stage.snapshot.visits[0]?.activeCard)
    await page.getByRole('button', { name: 'La prendre aussi\u00a0: B-030' }).click()
    await expect(page.getByRole('list', { name: 'Lucie Marchand, B-030' })).toBeVisible()
    expect(await activeCard()).toBe(zoe.id)
    await page.getByRole('button', { name: 'Remettre 5 documents' }).click()
    await expect(heading(page)).toHaveText(/^5 documents remis/)
    await expect(said(page, /^Zoé Marchand\u00a0: /)).toBeVisible()
    expect(await violations(page)).toEqual([])
    const recorded = await page.evaluate(async () =>
      (await window.stage.ownOperations()).map(({ payload }) =>
        payload?.kind === 'hand-over-order' ? `${payload.orderId} ${payload.card} ${payload.items.length}` : payload?.kind,
      ),
    )
    expect(recorded.reverse()).toEqual([`lucie-1 ${lucie.id} 2`, `lucie-2 ${lucie.id} 1`, `zoe-1 ${zoe.id} 2`])

    await page.getByRole('button', { name: 'Annuler la remise' }).click()
    await expect(page.getByRole('dialog')).toContainText('Annuler les 3 remises de cette visite')
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await scan(page, zoe.id)
    await expect(heading(page)).toHaveText(/^0 sur 2/)
  })

  test('[HO-11] a card scanned by mistake leaves the visit, and nothing of it is handed over', async ({ page }) => {
    await openScene(page, 'handover-family')
    for (const read of [zoe.id, lucie.id, itemBarcode(12), item(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Pas ensemble\u00a0: Lucie Marchand' }).click()
    await expect(heading(page)).toHaveText(/^1 sur 2/)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(heading(page)).toHaveText(/^1 document remis/)
    await page.getByRole('button', { name: 'Usager suivant' }).click()
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 5/)
  })

  test('[HO-3] [HO-11] the label of somebody who is not here joins nothing', async ({ page }) => {
    await openScene(page, 'handover-family')
    for (const read of [lucie.id, 'A-120']) await scan(page, read)
    await expect(said(page, 'C’est l’étiquette d’une autre commande')).toBeVisible()
    await expect(heading(page)).toHaveText(/^0 sur 5/)
    await scan(page, 'B-030')
    await expect(page.getByRole('list', { name: 'Lucie Marchand, B-030' })).toBeVisible()
  })

  test('[HO-12] somebody who comes for another is asked what they show, and the order notes that and no name', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, 'B-014')
    await page.getByRole('button', { name: 'Quelqu’un vient à sa place' }).press('Enter')
    await expect(page.getByRole('button', { name: 'La carte' })).toBeFocused()
    await page.getByRole('button', { name: 'Le numéro de commande' }).press('Enter')
    await expect(page.getByRole('textbox', { name: 'Code d’un document' })).toBeFocused()
    await expect(said(page, /^Retiré par quelqu’un d’autre, avec le numéro de commande\./)).toBeVisible()
    expect(await violations(page)).toEqual([])
    await scan(page, item(0))
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(heading(page)).toHaveText(/^1 document remis/)
    const note = () => page.evaluate(() => window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)?.note)
    await expect.poll(note).toBe('Retiré par quelqu’un d’autre, avec le numéro de commande')
  })

  test('[HO-7] [HO-12] only the orders of the card that somebody else came for are noted, and an undo takes the note with it', async ({
    page,
  }) => {
    await openScene(page, 'handover-family')
    const notes = () =>
      page.evaluate(() => ['lucie-1', 'lucie-2', 'zoe-1'].map((id) => window.stage.snapshot.state.get('order', id as OrderId)?.note))
    for (const read of [lucie.id, zoe.id]) await scan(page, read)
    await page.getByRole('button', { name: 'Quelqu’un vient à sa place\u00a0: Zoé Marchand' }).click()
    await page.getByRole('button', { name: 'La carte' }).click()
    await expect(page.getByRole('button', { name: 'Quelqu’un vient à sa place\u00a0: Lucie Marchand' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    for (const read of [item(0), itemBarcode(10), itemBarcode(12)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(heading(page)).toHaveText(/^3 documents remis/)
    await expect.poll(notes).toEqual(['', '', 'Retiré par quelqu’un d’autre, avec la carte'])
    await page.getByRole('button', { name: 'Annuler la remise' }).click()
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await expect(said(page, /^Remise annulée/)).toBeVisible()
    await expect.poll(notes).toEqual(['', '', ''])
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
    await page.keyboard.type(item(0))
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText(/^1 sur 4/)
    await page.getByRole('button', { name: 'Remettre 1 document' }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Usager suivant' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
  })

  test('a pile put aside hands nothing over, and is taken up again where it was', async ({ page }) => {
    await openScene(page, 'handover-begun')
    await page.getByRole('button', { name: 'Mettre de côté' }).click()
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
    await expect.poll(() => page.evaluate(() => window.stage.snapshot.visits.map((visit) => visit.isAside))).toEqual([true])
    await page.getByRole('button', { name: 'Reprendre' }).click()
    await expect(heading(page)).toHaveText(/^3 sur 4/)

    // Handed over in another tab: it is not offered again.
    await page.getByRole('button', { name: 'Mettre de côté' }).click()
    await expect(page.getByRole('button', { name: 'Reprendre' })).toBeVisible()
    await page.evaluate(() => window.stage.change({ visits: [] }))
    await expect(page.getByRole('button', { name: 'Reprendre' })).toHaveCount(0)
  })

  test('[HO-6] a pile put aside is abandoned after a question, and its order waits as before', async ({ page }) => {
    await openScene(page, 'handover-begun')
    await page.getByRole('button', { name: 'Mettre de côté' }).click()
    const abandon = page.getByRole('button', { name: 'Abandonner\u00a0: Lucie Marchand' })
    await abandon.press('Enter')
    await expect(page.getByRole('dialog')).toContainText('Remettez à sa place chacun des 3\u00a0documents scannés')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, garder de côté' }).press('Enter')
    await expect(abandon).toBeFocused()
    await abandon.press('Enter')
    await page.getByRole('button', { name: 'Oui, abandonner' }).press('Enter')
    await expect(said(page, 'Lucie Marchand\u00a0: abandonné, rien n’est remis.')).toBeVisible()
    await expect(abandon).toHaveCount(0)
    await expect(page.getByRole('textbox', { name: /^Carte, étiquette/ })).toBeFocused()
    await expect.poll(() => page.evaluate(() => window.stage.snapshot.visits)).toEqual([])
    expect(await page.evaluate(async () => (await window.stage.ownOperations()).length)).toBe(0)
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 4/)
  })

  test('[HO-6] a visit of which nothing was scanned is closed and says so, and is not said to be put aside', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await expect(page.getByRole('button', { name: 'Mettre de côté' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Refermer' }).press('Enter')
    await expect(said(page, 'Lucie Marchand\u00a0: refermé. Rien n’était scanné, rien n’est remis.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Reprendre' })).toHaveCount(0)
    await scan(page, lucie.id)
    await scan(page, item(0))
    await expect(page.getByRole('button', { name: 'Mettre de côté' })).toBeVisible()
  })

  test('[HO-6] what another tab handed over is in hand here no more', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, paul.id)
    await page.getByRole('button', { name: 'Prêt sans commande' }).click()
    await scan(page, itemBarcode(10))
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
    await page.evaluate(() => window.stage.change({ visits: [] }))
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
  })
})

test.describe('Commande', () => {
  const orderNow = (page: Page, id = 'lucie-1') => page.evaluate((of) => window.stage.snapshot.state.get('order', of as OrderId), id)

  test('an order is found by name, moved, annotated and cancelled, and what may be taken back is, on the spot', async ({ page }) => {
    await openScene(page, 'handover')
    await page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill('march')
    await page.getByRole('link', { name: /^Marchand, Lucie/ }).click()
    await expect(heading(page)).toHaveText('B-014, usager arrivé')

    await page.getByRole('button', { name: 'Déplacer mardi\u00a024\u00a0novembre à 15\u00a0h\u00a030' }).click()
    await expect(said(page, 'B-014 est attendue mardi\u00a024\u00a0novembre à 15\u00a0h\u00a030')).toBeVisible()
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
    await page.getByRole('button', { name: 'Déplacer mardi\u00a01er\u00a0décembre à 10\u00a0h, 4\u00a0libres' }).click()
    await expect.poll(async () => (await orderNow(page))?.slot.date).toBe('2026-12-01')
    await page.getByLabel('Un autre jour').fill('2026-11-29')
    await expect(said(page, 'Pas de retrait ce jour-là. Choisissez un autre jour.')).toBeVisible()
  })

  test('[ORD-3] a cancelled order is ordered again, under a number of its own', async ({ page }) => {
    await openScene(page, 'order-cancelled')
    await page
      .getByRole('button', { name: /^Commander de nouveau/ })
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
    await expect(heading(page)).toHaveText(/^B-9\d\d, à préparer/)
    const slots = () =>
      page.evaluate(() =>
        [...window.stage.snapshot.state.all('order')].filter(({ number }) => /^B-9/.test(number)).map(({ slot }) => slot.time),
      )
    expect(await slots()).toEqual(['15:00'])
  })

  test('[SLOT-5] one order more than a patron may have is ordered again for a reason alone', async ({ page }) => {
    await openScene(page, 'order-cancelled')
    await page.evaluate(() => {
      const settings = window.stage.snapshot.state.get('settings', 'settings')
      if (settings !== undefined) Object.assign(settings, { openOrders: 0 })
    })
    const again = page.getByRole('button', { name: /^Commander de nouveau/ }).first()
    await again.press('Enter')
    await expect(said(page, /en cours pour cet usager/)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Annulée par erreur' })).toBeFocused()
    await expect(page.getByRole('button', { name: /^Oui, la commander/ })).toHaveAttribute('aria-disabled', 'true')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Non, s’en tenir là' }).press('Enter')
    await expect(again).toBeFocused()
    await again.press('Enter')
    await page.getByRole('button', { name: 'Annulée par erreur' }).press('Enter')
    await page.getByRole('button', { name: 'Oui, la commander' }).press('Enter')
    await expect(heading(page)).toHaveText(/^B-9\d\d, à préparer/)
    const reasons = await page.evaluate(async () =>
      (await window.stage.ownOperations()).map(({ payload }) => (payload?.kind === 'place-order' ? payload.overrideReason : payload?.kind)),
    )
    expect(reasons).toEqual(['Annulée par erreur'])
  })

  test('[ABS-2] somebody who did not come is offered the next slots', async ({ page }) => {
    await openScene(page, 'today')
    await page.getByRole('button', { name: 'Non venu\u00a0: B-126' }).click()
    await page.getByRole('button', { name: 'Déplacer mardi\u00a024\u00a0novembre à 15\u00a0h', exact: true }).click()
    await expect(page.getByRole('status')).toHaveText(/B-126 est attendue mardi/)
    await expect(page.getByRole('button', { name: 'Non venu\u00a0: B-126' })).toHaveCount(0)
  })

  test('[ABS-2] the pile of somebody who did not come is kept, its bay is found again, and it may be ordered for another day', async ({
    page,
  }) => {
    await openScene(page, 'order-no-show', { hash: '/commande/jean-1' })
    await expect(heading(page)).toHaveText('B-012, non venu')
    await expect(said(page, /retourne en rayon le jeudi\u00a026\u00a0novembre/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Commander de nouveau mer\./ }).first()).toBeVisible()
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
    await expect(page.getByRole('list', { name: 'Documents' })).toContainText(/pris par (Inès|Mehdi) à/)
  })
})

test.describe('Retours', () => {
  test('[RET-3] a returned document that an order waits for says so at once', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(9))
    await expect(said(page, '«\u00a0Notre-Dame de Paris\u00a0» est attendu par une commande')).toBeVisible()
    await expect(heading(page)).toHaveText('1 retour')
  })

  test('[RET-2] what rests is listed with its end, and what may go back is ticked off', async ({ page }) => {
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
})

test.describe('Anomalies', () => {
  test('[CASE-1] [CASE-2] a case tells its facts, asks one question, and is closed by a person', async ({ page }) => {
    await openScene(page, 'cases')
    const letter = page.getByRole('article')
    await expect(letter).toContainText('Claire l’a remis à O.\u00a0M.')
    await expect(letter).toContainText('Qui l’a vraiment')
    await expect(letter.getByRole('button', { name: /^C’est|^Les deux/ })).toHaveCount(3)
    await letter.getByRole('button', { name: 'Ajouter une note pour les collègues' }).click()
    await expect(letter.getByRole('textbox', { name: /^Une note pour les collègues/ })).toBeFocused()
    await expect(letter.getByRole('link', { name: 'Fiche de A-104' })).toHaveAttribute('href', '#/commande/case-a')
    await letter.getByRole('button', { name: /^C’est O/ }).click()
    await expect(heading(page)).toHaveText('1 à décider')
    await expect(page.getByRole('navigation', { name: 'Anomalies' })).toContainText('Réglée par Claire')
  })

  test('[CASE-1] the ends of a case are all in sight on a tablet lying down', async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 800 })
    await openScene(page, 'cases')
    await expect(page.getByRole('button', { name: /^Les deux sont vraies/ })).toBeInViewport({ ratio: 1 })
  })
})

test.describe('Opérations', () => {
  test('each press is a sentence, with how far it went', async ({ page }) => {
    await openScene(page, 'returns')
    await scan(page, itemBarcode(2))
    await page.getByRole('link', { name: 'Opérations' }).click()
    await expect(heading(page)).toHaveText('1 à transmettre')
    const row = page.getByRole('list', { name: 'Sur cette tablette' }).getByRole('listitem')
    await expect(row).toContainText('Claire a noté le retour de «\u00a0Arsène Lupin, gentleman cambrioleur\u00a0»')
    await expect(row).toContainText('Enregistré ici')
  })

  for (const { language, word, title } of [
    { language: 'fr', word: operationsFr, title: 'Que veulent dire ces mots ?' },
    { language: 'en', word: operationsEn, title: 'What do these words mean?' },
  ] as const) {
    test(`every word that an operation wears is explained in one sentence, in ${language}`, async ({ page }) => {
      await openScene(page, 'operations-stopped', { language })
      const shell = language === 'fr' ? shellFr : shellEn
      await page.getByText(title).click()
      for (const worn of [...Object.values(word.journey), shell.notSaved.title, shell.notSaved.unknownTitle]) {
        await expect(page.getByRole('term').filter({ hasText: new RegExp(`^${worn}$`) })).toHaveCount(1)
      }
    })
  }

  test('an exchange that got stuck is said, and what the server set apart says why, and what a newer server says is no blank', async ({
    page,
  }) => {
    await openScene(page, 'operations-stopped')
    await expect(said(page, /À 15.h.02, un échange avec le serveur s’est bloqué/)).toBeVisible()
    const stopped = page.getByRole('list', { name: 'Non retenu' }).getByRole('listitem')
    await expect(stopped).toHaveCount(3)
    await expect(stopped.filter({ hasText: 'il la relira à sa mise à jour' })).toHaveCount(1)
    await expect(stopped.filter({ hasText: 'sans l’appliquer' })).toHaveCount(1)
    await expect(stopped.filter({ hasText: 's’en occupait déjà' })).toHaveCount(1)
  })
})

test.describe('Clôture', () => {
  test('[CASE-4] the day is not closed while a case is open, and says what remains', async ({ page }) => {
    await openScene(page, 'closing')
    await expect(page.getByText(/Il reste 2 anomalies à décider/)).toBeVisible()
  })

  test('[ABS-1] the day is not closed before somebody said of each late order that nobody came', async ({ page }) => {
    await openScene(page, 'today-closing', { hash: '/cloture' })
    await expect(page.getByText(/3 commandes que personne n’est venu chercher/)).toBeVisible()
    await page.getByRole('button', { name: 'Tous non venus (3)' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Oui, les 3' }).click()
    await expect(page.getByText(/que personne n’est venu chercher/)).toHaveCount(0)
  })

  test('on a phone the answer to a manager’s act is brought into sight', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await expect(said(page, 'Il manque votre code.')).toBeInViewport()
  })

  test('[CASE-4] the manager sets a lost tablet aside, with a reason', async ({ page }) => {
    await openScene(page, 'closing')
    await expect(page.getByRole('button', { name: 'Mettre de côté la tablette B' })).toHaveCount(0)
    await page.getByRole('button', { name: 'Mettre de côté la tablette A' }).click()
    const sure = page.getByRole('dialog').getByRole('button', { name: /^Mettre de côté la tablette A/ })
    await expect(sure).toHaveAttribute('aria-disabled', 'true')
    expect(await violations(page)).toEqual([])
    await page.getByRole('textbox', { name: 'Pourquoi' }).fill('oubliée dans le bus')
    await sure.click()
    await expect(page.getByRole('dialog').getByText('Il manque votre code.')).toBeVisible()
    const pin = page.getByRole('dialog').getByLabel(/^Votre code de responsable/)
    await pin.fill('0000')
    await sure.click()
    await expect(page.getByRole('dialog').getByText('Ce n’est pas le bon code.')).toBeVisible()
    expect(await violations(page)).toEqual([])
    await pin.fill('1234')
    await sure.click()
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await expect(said(page, 'La tablette A est mise de côté.')).toBeInViewport()
    await expect(page.getByText('Mise de côté', { exact: true })).toBeVisible()
    await expect(page.getByText(/Par Claire, le 24\snovembre\s: oubliée dans le bus/)).toBeVisible()
    // Nothing waits in the outbox for a word that the endpoint has.
    await expect(page.getByText('tout est transmis')).toBeVisible()
  })

  test('[CASE-4] a tablet that fell silent is named, with since when and what to do', async ({ page }) => {
    await openScene(page, 'closing-silent')
    const verdict = page.getByText(
      /^Il reste la tablette C \(muette depuis 14\sh\s05\) et la tablette D \(muette depuis le 23\snovembre\)\./,
    )
    await expect(verdict).toContainText(/Réveillez les tablettes C et D\s; si l’une est perdue, la personne responsable la met de côté\./)
    const tablets = page.getByRole('list', { name: 'Les tablettes' }).getByRole('listitem')
    await expect(tablets.filter({ hasText: 'Tablette C' })).toContainText(/Muette depuis 14\sh\s05/)
    await expect(tablets.filter({ hasText: 'Tablette A' })).toContainText(/Entendue le 24\snovembre/)
    await expect(tablets.filter({ hasText: 'Muette' })).toHaveCount(2)
  })

  test('what a tablet set aside handed over is accepted by the manager’s PIN, and the rest is said', async ({ page }) => {
    await openScene(page, 'closing-held-back')
    await expect(said(page, '2 opérations transmises depuis, gardées à part')).toHaveCount(1)
    const accept = page.getByRole('button', { name: 'Accepter ce que la tablette C a transmis' })
    await expect(page.getByRole('button', { name: /^Accepter/ })).toHaveCount(1)
    await accept.click()
    await expect(said(page, 'Il manque votre code.')).toBeVisible()
    await page.getByLabel('Votre code de responsable').fill('1234')
    await accept.click()
    await expect(said(page, /^Une opération est acceptée.*une reste gardée à part/)).toBeVisible()
    await page.evaluate(() => {
      location.hash = '/anomalies'
    })
    await expect(page.getByText('tablette C, mise de côté, a encore transmis 2 opérations').first()).toBeVisible()
    await expect(page.getByText('Perte possible : tablette D').first()).toBeVisible()
  })

  test('a batch is made, downloaded, and settled once the manager says that the ILS loaded it', async ({ page }) => {
    await openScene(page, 'closing')
    await page.evaluate(() => {
      const made = {
        number: 4,
        day: window.stage.now().date,
        format: 'koc',
        madeAt: window.stage.now().at,
        loans: 12,
        returns: 3,
        fileName: 'valmont-2026-11-24-4.koc',
      } as const
      let isMade = false
      let settledAt: typeof made.madeAt | undefined
      Object.assign(window.stage.management, {
        listExports: async () => ({
          kind: 'done',
          value: {
            batches: isMade ? [{ ...made, settledAt }] : [],
            waiting: isMade ? { loans: 0, returns: 0, inCase: 2 } : { loans: 12, returns: 3, inCase: 2 },
          },
        }),
        exportDay: async () => {
          isMade = true
          return { kind: 'done', value: { batch: { ...made, settledAt }, bytes: new Uint8Array([1, 2, 3]) } }
        },
        settleExport: async () => {
          settledAt = made.madeAt
          return { kind: 'done', value: { ...made, settledAt } }
        },
      })
    })
    await page.getByLabel(/^Votre code de responsable/).fill('1234')
    await page.getByRole('button', { name: 'Voir les lots' }).click()
    await expect(said(page, /Le prochain lot contient 12 prêts et 3 retours/)).toBeVisible()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Faire le lot .koc' }).click()
    expect((await download).suggestedFilename()).toBe('valmont-2026-11-24-4.koc')
    // A file loaded twice renews its loans: the screen says so where it gives the file.
    await expect(
      said(page, /Le lot 4 est fait, et téléchargé\. Dans Koha, chargez-le une seule fois, par «\sAjouter à la file/),
    ).toBeVisible()
    await page.getByRole('button', { name: 'Télécharger valmont-2026-11-24-4.koc' }).click()
    await expect(said(page, /S’il est déjà dans le SIGB, ne le chargez pas de nouveau/)).toBeVisible()
    await page.getByRole('button', { name: 'Le SIGB l’a chargé (Lot 4)' }).click()
    await expect(said(page, /^Réglé le mardi/)).toBeVisible()
    await expect(page.getByRole('button', { name: /^Le SIGB l’a chargé/ })).toHaveCount(0)
    expect(await violations(page)).toEqual([])
  })

  test('one more tablet is enrolled with a code, a link and a square, once the PIN is given', async ({ page }) => {
    await openScene(page, 'closing')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await expect(said(page, 'Il manque votre code.')).toBeVisible()
    await page.getByLabel(/^Votre code de responsable/).fill('1234')
    await page.getByRole('button', { name: 'Faire un code' }).click()
    await expect(page.getByRole('img', { name: /^Carré à scanner/ })).toBeVisible()
    await expect(page.getByText('ABCD-1234', { exact: true })).toBeVisible()
    expect(await violations(page)).toEqual([])
  })
})

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
})

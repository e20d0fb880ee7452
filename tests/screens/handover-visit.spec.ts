/**
 * Retrait in a real browser, on the staged desk: one visit. Several orders and cards of a family, somebody who comes for another,
 * a visit put aside, abandoned or closed, and what another tab made of it.
 */
import { expect } from '@playwright/test'
import type { OperationId, OrderId, RecordId } from '../../src/domain/ids.ts'
import type { LocalTime } from '../../src/domain/local-date.ts'
import { heading, itemOfPile, said, scan } from './at-the-screen.ts'
import { lucie, paul, zoe } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { ines, itemBarcode } from './stage-rows.ts'

test.describe('Retrait', () => {
  test('[HO-11] a patron’s orders and a second card of the family leave in one visit, each under its own card', async ({ page }) => {
    await openScene(page, 'handover-family')
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 5/)
    await expect(said(page, /^Aussi à son nom\u00a0: B-030, vendredi/)).toBeVisible()
    await scan(page, zoe.id)
    await expect(page.locator('.say.warn')).toContainText('Ensemble\u202f? Carte ajoutée à cette visite\u00a0: Zoé Marchand')
    await expect(heading(page)).toHaveText(/^0 sur 7/)
    for (const read of [itemOfPile(0), itemOfPile(1), itemBarcode(10), itemBarcode(12), itemBarcode(14)]) await scan(page, read)
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
    for (const read of [zoe.id, lucie.id, itemBarcode(12), itemOfPile(0)]) await scan(page, read)
    await page.getByRole('button', { name: 'Pas ensemble\u00a0: Lucie Marchand' }).click()
    await expect(heading(page)).toHaveText(/^1 sur 2/)
    await page.getByRole('button', { name: 'Remettre 1 document' }).click()
    await expect(heading(page)).toHaveText(/^1 document remis/)
    await page.getByRole('button', { name: 'Usager suivant' }).click()
    await scan(page, lucie.id)
    await expect(heading(page)).toHaveText(/^0 sur 5/)
  })

  test('[HO-11] a card in the middle of a visit asks in amber whether they are together, and one press takes it out again', async ({
    page,
  }) => {
    for (const [language, ask, no] of [
      ['fr', 'Ensemble\u202f? Carte ajoutée à cette visite\u00a0: Zoé Marchand', 'Pas ensemble'],
      ['en', 'Together? Card added to this visit: Zoé Marchand', 'Not together'],
    ] as const) {
      await openScene(page, 'handover-family', { language })
      for (const read of [lucie.id, zoe.id]) await scan(page, read)
      await expect(page.locator('.say.warn')).toContainText(ask)
      await page.locator('.say.warn').getByRole('button', { name: no }).click()
      await expect(page.locator('.say')).toHaveCount(0)
      await expect(heading(page)).toHaveText(/^0 (sur|of) 5/)
    }
  })

  test('[HO-4] a document that no order asked for is told by its shape and in bold', async ({ page }) => {
    await openScene(page, 'handover')
    for (const read of [lucie.id, itemOfPile(0), itemBarcode(20)]) await scan(page, read)
    await expect(heading(page)).toHaveText(/\+ 1/)
    const rows = page.getByRole('list', { name: 'Scannés' }).getByRole('listitem')
    await expect(rows.first().locator('b')).toHaveText('en plus de la commande')
    await expect(rows.first().locator('.m-done')).toHaveCount(0)
    await expect(rows.nth(1).locator('.m-done')).toHaveCount(1)
    await expect(rows.nth(1).locator('b')).toHaveCount(0)
  })

  test('[PULL-5] a document given instead of another says so at the handover, and another edition says that it is one', async ({
    page,
  }) => {
    for (const [language, title, says] of [
      ['fr', undefined, 'autre édition que celle demandée'],
      ['fr', 'Nana', 'à la place de «\u00a0Nana\u00a0»'],
      ['en', 'Nana', 'instead of “Nana”'],
    ] as const) {
      await openScene(page, 'handover', { language })
      await page.evaluate((was) => {
        const { state } = window.stage.snapshot
        const order = state.get('order', 'lucie-1' as OrderId)
        const [line, ...lines] = order?.lines ?? []
        const record = line?.wanted.kind === 'record' ? state.get('record', line.wanted.recordId) : undefined
        if (order === undefined || line === undefined || record === undefined) throw new Error('not on this stage')
        const id = 'was-wanted' as RecordId
        window.stage.put({ ...record, id, title: was ?? record.title }, { ...order, lines: [{ ...line, substitutedFor: id }, ...lines] })
      }, title)
      for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
      const row = page.getByRole('list', { name: /^(Scannés|Scanned)/ }).getByRole('listitem')
      await expect(row.locator('b')).toHaveText(says)
      await expect(row.locator('.m-done')).toHaveCount(0)
    }
  })

  test('[HO-2] beside a title that was not prepared nothing says that all is there', async ({ page }) => {
    for (const [language, rest] of [
      ['fr', /^4 sur 4\s*1 pas préparé$/],
      ['en', /^4 of 4\s*1 not prepared$/],
    ] as const) {
      await openScene(page, 'handover', { language })
      const place = await page.evaluate(() => {
        const { state } = window.stage.snapshot
        const order = state.get('order', 'lucie-1' as OrderId)
        const [line] = order?.lines ?? []
        if (order === undefined || line?.wanted.kind !== 'record') throw new Error('not on this stage')
        window.stage.put({ ...order, lines: [...order.lines, { ...line, id: '99' as typeof line.id }] })
        return state.get('record', line.wanted.recordId)?.copies[0]?.callNumber ?? 'none'
      })
      await scan(page, 'B-014')
      for (const n of [0, 1, 2, 3]) await scan(page, itemOfPile(n))
      await expect(heading(page)).toHaveText(rest)
      // Where it stands, for whoever fetches it while its patron waits.
      await expect(page.locator('.items .by').filter({ hasText: /préparé · |not prepared · |not been prepared/ })).toContainText(place)
    }
  })

  test('[HO-1] an order that a colleague moves or cancels while its pile lies open says so', async ({ page }) => {
    for (const [language, moved, cancelled] of [
      ['fr', /^La commande A-012 vient d’être déplacée\u00a0: attendue .+ à 16\sh/, /^La commande A-012 est annulée\./],
      ['en', /^Order A-012 has just been moved: expected /, /^Order A-012 is cancelled\./],
    ] as const) {
      await openScene(page, 'handover', { language })
      await scan(page, lucie.id)
      const number = await page.locator('.ticket').first().textContent()
      const change = (what: 'move' | 'cancel') =>
        page.evaluate((how) => {
          const order = window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)
          if (order === undefined) throw new Error('not on this stage')
          const cancelledBy = { operationId: 'elsewhere' as OperationId, based: [] }
          window.stage.put(how === 'move' ? { ...order, slot: { ...order.slot, time: '16:00' as LocalTime } } : { ...order, cancelledBy })
        }, what)
      const words = (pattern: RegExp) => new RegExp(pattern.source.replace('A-012', number?.trim() ?? ''))
      await change('move')
      await expect(said(page, words(moved))).toBeVisible()
      await change('cancel')
      await expect(said(page, words(cancelled))).toBeVisible()
      await expect(said(page, words(moved))).toHaveCount(0)
    }
  })

  test('[HO-1] an order that a colleague hands over while its pile lies open says so', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, lucie.id)
    await page.evaluate((colleague) => {
      const { stage } = window
      const order = stage.snapshot.state.get('order', 'lucie-1' as OrderId)
      if (order === undefined) throw new Error('not on this stage')
      const { date, time } = stage.now()
      stage.past(
        {
          kind: 'hand-over-order',
          orderId: order.id,
          card: order.card,
          items: [],
          leftBehind: [],
          notFound: [],
          receipt: 'undecided',
          happened: { date, time },
        },
        colleague,
        '2026-11-24 15:03',
      )
    }, ines)
    await expect(said(page, /^La commande \S+ est déjà remise\./)).toBeVisible()
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
    await scan(page, itemOfPile(0))
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
    for (const read of [itemOfPile(0), itemBarcode(10), itemBarcode(12)]) await scan(page, read)
    await page.getByRole('button', { name: 'Remettre 3 documents' }).click()
    await expect(heading(page)).toHaveText(/^3 documents remis/)
    await expect.poll(notes).toEqual(['', '', 'Retiré par quelqu’un d’autre, avec la carte'])
    await page.getByRole('button', { name: 'Annuler la remise' }).click()
    await page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
    await expect(said(page, /^Remise annulée/)).toBeVisible()
    await expect.poll(notes).toEqual(['', '', ''])
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
    await expect(page.getByRole('dialog')).toContainText('Reposez à sa place chacun des 3\u00a0documents scannés')
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
    await scan(page, itemOfPile(0))
    await expect(page.getByRole('button', { name: 'Mettre de côté' })).toBeVisible()
  })

  test('[HO-6] a pile that another tab handed over is in hand here no more', async ({ page }) => {
    await openScene(page, 'handover')
    await scan(page, paul.id)
    await page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
    await scan(page, itemBarcode(10))
    await expect(page.getByRole('button', { name: 'Remettre 1 document' })).toBeVisible()
    await page.evaluate(() => window.stage.change({ visits: [] }))
    await expect(heading(page)).toHaveText('Qui est là\u202f?')
  })
})

/**
 * An order's sheet while somebody writes in it, on the staged desk: another tablet's note, and where the focus stays.
 * Runs in a real browser. What a person typed is never taken from under their fingers, and nobody's note is replaced unread.
 */
import { expect } from '@playwright/test'
import type { SoonerDue } from '../../src/domain/case/case.ts'
import type { CaseId, OrderId } from '../../src/domain/ids.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'

test('another tablet’s note leaves what is being written, and is shown before it may be replaced', async ({ page }) => {
  await openScene(page, 'order')
  const field = page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ })
  const noteNow = () => page.evaluate(() => window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)?.note)
  const writeElsewhere = (note: string) =>
    page.evaluate(async (text) => {
      const replaces = window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)?.note ?? ''
      const orderId = window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)?.id
      if (orderId !== undefined) await window.stage.perform({ kind: 'write-note', orderId, note: text, replaces })
    }, note)
  await writeElsewhere('Appelle avant')
  await expect(field).toHaveValue('Appelle avant')
  await field.fill('Vient à vélo')
  await writeElsewhere('Vient jeudi')
  await expect.poll(noteNow).toBe('Vient jeudi')
  await expect(field).toHaveValue('Vient à vélo')

  const keep = page.getByRole('button', { name: 'Garder la note' })
  await keep.click()
  await expect(page.getByText(/La note a changé entre-temps.*Vient jeudi/).first()).toBeVisible()
  expect(await noteNow()).toBe('Vient jeudi')
  await expect(field).toHaveValue('Vient à vélo')
  await keep.click()
  await expect.poll(noteNow).toBe('Vient à vélo')
  await expect(keep).toHaveCount(0)
})

test('[ORD-8] a note that was being written is there again after another screen, and is kept by one press', async ({ page }) => {
  await openScene(page, 'order')
  const field = page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ })
  await field.fill('Vient à vélo, ')
  await page.evaluate(() => {
    location.hash = '/aujourdhui'
  })
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText('B-014')
  await page.goBack()
  await expect(field).toHaveValue('Vient à vélo, ')
  await field.press('End')
  await field.pressSequentially('jeudi', { delay: 80 })
  await page.getByRole('button', { name: 'Garder la note' }).click()
  await expect.poll(() => page.evaluate(() => window.stage.snapshot.noteDrafts)).toEqual([])
  await expect
    .poll(() => page.evaluate(() => window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)?.note))
    .toBe('Vient à vélo, jeudi')
})

test('[PULL-3] an order that a colleague prepares is taken over from its sheet, and given back', async ({ page }) => {
  await openScene(page, 'order', { hash: '/commande/odile-1' })
  // Nothing of it was taken yet: there is nothing to hand over.
  await expect(page.getByRole('link', { name: 'Remettre' })).toHaveCount(0)
  const claimOf = (name: string) => page.getByRole('button', { name, exact: true })
  await claimOf('Je m’en occupe\u00a0: A-118').click()
  await expect(page.getByText(/prise en charge par Claire\u00a0\(B\), depuis 15\u00a0h\u00a004/)).toBeVisible()
  await claimOf('La libérer\u00a0: A-118').click()
  await expect(page.getByText(/prise en charge par/)).toHaveCount(0)

  await page.evaluate(() => {
    const order = window.stage.snapshot.state.get('order', 'odile-1' as OrderId)
    const mehdi = [...window.stage.snapshot.state.all('librarian')].find(({ name }) => name === 'Mehdi')
    if (order === undefined || mehdi === undefined) throw new Error('not on this stage')
    window.stage.past({ kind: 'claim', scope: { kind: 'order', orderId: order.id } }, mehdi.id, '2026-11-23 17:10')
  })
  await claimOf('Reprendre la commande A-118').press('Enter')
  await expect(page.getByRole('dialog')).toContainText(/Mehdi\u00a0\(B\) s’en occupe depuis .*23.* à 17\u00a0h\u00a010/)
  await page.getByRole('button', { name: 'Oui, je continue' }).press('Enter')
  await expect(claimOf('La libérer\u00a0: A-118')).toBeFocused()
  await expect(page.getByText(/prise en charge par Claire\u00a0\(B\), depuis 15\u00a0h\u00a004, à la suite de Mehdi/)).toBeVisible()
})

test('the focus goes to the reasons of a cancellation, and back when the order is kept', async ({ page }) => {
  await openScene(page, 'order')
  const cancel = page.getByRole('button', { name: 'Annuler la commande' })
  await cancel.press('Enter')
  await expect(page.getByRole('button', { name: 'L’usager n’en veut plus' })).toBeFocused()
  await page.getByRole('button', { name: 'Non, la garder' }).press('Enter')
  await expect(cancel).toBeFocused()
})

test('[ORD-4] the sheet says which document left by the ordinary desk, and since when', async ({ page }) => {
  await openScene(page, 'order-lent')
  const lines = page.getByRole('list', { name: 'Documents' })
  await expect(lines.getByText('sorti au bureau de prêt selon le SIGB, depuis 13\u00a0h\u00a040')).toHaveCount(1)
  await openScene(page, 'order')
  await expect(lines.getByRole('listitem').first()).toBeVisible()
  await expect(lines.getByText(/bureau de prêt/)).toHaveCount(0)
})

test('[HO-7] a handover of another tablet is undone from the order’s sheet while its day lasts', async ({ page }) => {
  await openScene(page, 'handover-elsewhere', { hash: '/commande/lucie-1' })
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('B-014, remise')
  const undo = page.getByRole('button', { name: 'Annuler la remise' })
  await undo.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Non, la garder' }).press('Enter')
  await expect(undo).toBeFocused()
  await undo.press('Enter')
  await page.getByRole('dialog').getByRole('button', { name: 'Oui, annuler la remise' }).press('Enter')
  await expect(page.getByRole('main').getByText(/^Remise annulée/)).toBeVisible()
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('B-014, remise')
  await expect(page.getByRole('link', { name: 'Remettre' })).toBeVisible()
  await expect(undo).toHaveCount(0)
})

test('[ILS-4] the sheet says what the ILS wants back sooner than the receipt says, and its letter is closed once the patron knows', async ({
  page,
}) => {
  await openScene(page, 'handover-elsewhere', { hash: '/commande/lucie-1' })
  await page.evaluate(() => {
    const order = window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)
    const given = order?.facts.find((fact) => fact.what === 'handed-over')
    const barcode = given?.what === 'handed-over' ? given.items[0]?.barcode : undefined
    if (given === undefined || barcode === undefined) throw new Error('nothing was handed over')
    const subject = `item/${barcode}`
    const days = { promised: '2026-12-15', dueOn: '2026-12-12' } as unknown as SoonerDue
    const row = { kind: 'case', caseKind: 'due-sooner-in-ils', subject, cites: [given.operationId], due: days } as const
    window.stage.put({ ...row, id: `due-sooner-in-ils:${subject}:1` as CaseId, follows: undefined, settlement: undefined })
  })
  await expect(page.getByText('le SIGB l’attend samedi 12 décembre, plus tôt que ne dit le reçu')).toBeVisible()
  await page.evaluate(() => {
    location.hash = '/anomalies'
  })
  const letter = page.getByRole('article')
  await expect(letter).toContainText('Le reçu dit mardi 15 décembre. Le SIGB l’attend samedi 12 décembre')
  await expect(letter).toContainText('l’a remis à')
  await letter.getByRole('button', { name: 'La personne est prévenue' }).click()
  await expect(letter).toContainText('Vu et classé.')
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })
  test('a press far down says in sight what it has done', async ({ page }) => {
    await openScene(page, 'order')
    await page
      .getByRole('button', { name: /^Déplacer au/ })
      .last()
      .click()
    await expect(page.getByText(/^B-014 est déplacée au/)).toBeInViewport({ ratio: 1 })
  })
})

test('[ORD-9, ORD-10] a number that was read aloud before the endpoint gave another one stands on the sheet', async ({ page }) => {
  await openScene(page, 'order')
  await page.evaluate(() => {
    const order = window.stage.snapshot.state.get('order', 'lucie-1' as OrderId)
    if (order !== undefined) window.stage.put({ ...order, number: 'A-102', saidNumber: 'B-017' })
  })
  await expect(page.getByRole('heading', { level: 1 })).toContainText('A-102')
  await expect(page.getByText('annoncée sous le numéro B-017')).toBeVisible()
})

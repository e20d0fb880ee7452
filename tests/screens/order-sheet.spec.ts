/**
 * An order's sheet while somebody writes in it, on the staged desk: another tablet's note, and where the focus stays.
 * Runs in a real browser. What a person typed is never taken from under their fingers, and nobody's note is replaced unread.
 */
import { expect, test } from '@playwright/test'
import { openScene } from './open-scene.ts'

test('another tablet’s note leaves what is being written, and is shown before it may be replaced', async ({ page }) => {
  await openScene(page, 'order')
  const field = page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ })
  const noteNow = () => page.evaluate(() => window.stage.snapshot.state.get('order', 'lucie-1')?.note)
  const writeElsewhere = (note: string) =>
    page.evaluate(async (text) => {
      const replaces = window.stage.snapshot.state.get('order', 'lucie-1')?.note ?? ''
      const orderId = window.stage.snapshot.state.get('order', 'lucie-1')?.id
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

test('the focus goes to the reasons of a cancellation, and back when the order is kept', async ({ page }) => {
  await openScene(page, 'order')
  const cancel = page.getByRole('button', { name: 'Annuler la commande' })
  await cancel.press('Enter')
  await expect(page.getByRole('button', { name: 'L’usager n’en veut plus' })).toBeFocused()
  await page.getByRole('button', { name: 'Non, la garder' }).press('Enter')
  await expect(cancel).toBeFocused()
})

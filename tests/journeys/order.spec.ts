/**
 * The sheet of an order, from a telephone call to the endpoint's disk: another slot, a note, a cancellation. Runs in a real Chromium
 * against the built endpoint, off line first: what was promised on the phone is sent when the network is back.
 */
import { cards } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { receivedBy } from './received-operations.ts'

test('[ORD-3] an order is annotated and cancelled off line, and the endpoint has each press once', async ({ library, takeReadyTablet }) => {
  const tablet = await takeReadyTablet('phone')
  await tablet.go('Retrait')
  await library.stop()
  await tablet.page.getByRole('textbox', { name: /^Carte, étiquette/ }).fill(cards.paul.surname)
  await tablet.page.getByRole('link', { name: /^MOREL, Paul/ }).click()
  await expect(tablet.main.getByRole('heading', { level: 1 })).toContainText('à préparer')
  await tablet.page.getByRole('textbox', { name: /^Ce que l’équipe doit savoir/ }).fill('Rappellera demain')
  await tablet.page.getByRole('button', { name: 'Garder la note' }).click()
  await expect(tablet.main.getByText(/^Note de .* gardée$/)).toBeVisible()
  await tablet.page.getByRole('button', { name: 'Annuler la commande' }).click()
  await tablet.page.getByRole('button', { name: 'L’usager n’en veut plus' }).click()
  await tablet.page.getByRole('button', { name: 'Oui, annuler la commande' }).click()
  await expect(tablet.main.getByRole('heading', { level: 1 })).toContainText('annulée')

  await library.start()
  await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  expect(receivedBy(library).map(({ payload, outcome }) => `${payload.kind} ${outcome}`)).toEqual([
    'write-note accepted',
    'cancel-order accepted',
  ])
})

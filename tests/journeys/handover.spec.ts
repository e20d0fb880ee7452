/**
 * The desk's smaller turns: the wrong card, a code nobody knows, loan rights, an undo, an update in the middle of it.
 * Runs in a real Chromium against the built endpoint.
 */
import { cards, items, pins } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'
import { receivedBy } from './received-operations.ts'

test('[HO-1] a card without an order says so and offers a loan; a card nobody knows is not taken for one', async ({ takeReadyTablet }) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.gun('2999999999')
  await expect(tablet.main.getByText(/2999999999/).first()).toBeVisible()
  await expect(tablet.page.getByRole('button', { name: 'Prêt sans commande', exact: true })).toHaveCount(0)
  await tablet.gun(cards.ines.card)
  await expect(tablet.main.getByText('Inès COSTA n’a pas de commande à retirer').first()).toBeVisible()
  await expect(tablet.page.getByRole('button', { name: 'Prêt sans commande', exact: true })).toBeVisible()
})

test('[HO-11] a second card joins the visit, each document leaves under its own card, and each pile is recorded by itself', async ({
  library,
  takeTablet,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  for (const text of [cards.nadia.card, items.germinal.barcode]) await tablet.gun(text)
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('1 sur 1')

  // Put aside and switched off: nothing has happened, and nothing is lost (HO-6).
  await tablet.page.getByRole('button', { name: 'Mettre de côté' }).click()
  // Another screen and back: what is shown then is what the disk has.
  await tablet.go('Retours')
  await tablet.go('Retrait')
  await expect(tablet.page.getByRole('button', { name: 'Reprendre' })).toBeVisible()
  const again = await takeTablet('desk')
  await again.open()
  await again.signIn('Luc Perrin', pins['Luc Perrin'])
  await again.go('Retrait')
  await again.page.getByRole('button', { name: 'Reprendre' }).click()
  for (const text of [cards.paul.card, items.phedre.barcode]) await again.gun(text)
  await again.page.getByRole('button', { name: 'Remettre 2 documents' }).click()
  // The bar said so before the press too: what the endpoint has is what tells.
  const lent = () =>
    receivedBy(library).flatMap(({ payload }) =>
      payload.kind === 'hand-over-order' ? [`${payload.card} ${payload.items.map(({ barcode }) => barcode).join()}`] : [],
    )
  await expect.poll(lent).toEqual([`${cards.nadia.card} ${items.germinal.barcode}`, `${cards.paul.card} ${items.phedre.barcode}`])
  await expect(again.bar.getByText('tout est transmis')).toBeVisible()
})

test('a code of no library is not recognised in the middle of a handover', async ({ takeReadyTablet }) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.gun(cards.nadia.card)
  await expect(tablet.main.getByText('Nadia BENALI').first()).toBeVisible()
  await tablet.gun('9780306406157')
  await expect(tablet.main.getByText('C’est le code de l’éditeur').first()).toBeVisible()
  await tablet.gun('77777')
  await expect(tablet.main.getByText('«\u00a077777\u00a0» n’est pas un numéro de la bibliothèque').first()).toBeVisible()
  await expect(tablet.main.getByText('Nadia BENALI').first()).toBeVisible()
})

test('[LOAN-1] [LOAN-3] a document beyond the rights waits for a decision, and leaves with a reason', async ({ takeReadyTablet }) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.gun(cards.ines.card)
  await tablet.page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
  await tablet.gun(items.film.barcode)
  const film = tablet.main.getByRole('listitem').filter({ hasText: items.film.title })
  await expect(film).toContainText('de plus que ses droits')
  await film.getByRole('button', { name: 'Prêter quand même…' }).click()
  await film.getByRole('button', { name: 'Exposé ou examen' }).click()
  await film.getByRole('button', { name: 'Prêter', exact: true }).click()
  await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(tablet.main.getByText('Enregistré ici').first()).toBeVisible()
  await expect(tablet.main).toContainText('avec votre accord')
})

test('[HO-7] a handover undone the same day brings the order back', async ({ takeReadyTablet }) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.gun(cards.nadia.card)
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('Aucun document')
  await tablet.gun(items.germinal.barcode)
  await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(tablet.main.getByText('Enregistré ici').first()).toBeVisible()
  await tablet.page.getByRole('button', { name: 'Annuler la remise' }).click()
  await tablet.page.getByRole('button', { name: 'Oui, annuler la remise' }).click()
  await expect(tablet.main.getByText('Remise annulée').first()).toBeVisible()
  await tablet.gun(cards.nadia.card)
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('Aucun document')
})

test('a newer version is offered in the middle of a handover, reloads nothing, and takes one press though its word is lost', async ({
  library,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.go('Retrait')
  await tablet.gun(cards.nadia.card)
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('Aucun document')
  await tablet.gun(items.germinal.barcode)
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('1 sur 1')
  await tablet.page.evaluate(() => document.documentElement.setAttribute('data-not-reloaded', ''))
  await library.upgrade()
  await tablet.page.evaluate(async () => (await navigator.serviceWorker.ready).update())
  const isWaiting = () => tablet.page.evaluate(async () => (await navigator.serviceWorker.ready).waiting !== null)
  await expect.poll(isWaiting).toBe(true)
  // Said beside the next screen: nothing moves under a finger that is about to press.
  await expect(tablet.main.getByText('Une nouvelle version est prête.')).toHaveCount(0)
  await tablet.go('Retours')
  await tablet.go('Retrait')
  await expect(tablet.page.getByRole('heading', { level: 1 })).toContainText('1 sur 1')
  await expect(tablet.main.getByText('Une nouvelle version est prête.')).toBeVisible()
  await expect(tablet.main.getByText('finissez-la ou mettez-la de côté')).toBeVisible()
  await expect(tablet.page.getByRole('button', { name: 'L’installer maintenant' })).toHaveCount(0)
  await expect(tablet.page.locator('html[data-not-reloaded]')).toHaveCount(1)

  await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(tablet.main.getByText('Enregistré ici').first()).toBeVisible()
  await expect(tablet.page.locator('html[data-not-reloaded]')).toHaveCount(1)
  // As on a starved tablet: what the page says first never reaches the service worker.
  await tablet.page.evaluate(() => {
    const { postMessage } = ServiceWorker.prototype
    ServiceWorker.prototype.postMessage = () => {
      ServiceWorker.prototype.postMessage = postMessage
    }
  })
  await tablet.page.getByRole('button', { name: 'L’installer maintenant' }).click()
  await expect(tablet.main.getByText('La nouvelle version s’installe.')).toBeVisible()
  await expect(tablet.page.locator('html[data-not-reloaded]')).toHaveCount(0)
  await expect(tablet.page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
})

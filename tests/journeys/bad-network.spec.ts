/**
 * A working day behind bad Wi-Fi: requests lost on the way out or back, late, twice, cut in the middle; then a portal that answers
 * « Bienvenue » to everything. Runs in a real Chromium against the built endpoint, with a network of our own between.
 * What counts at the end is the endpoint's disk: each press once, whatever became of its requests.
 */
import { cards, items } from '../fixtures/tilleuls.ts'
import { fates } from './faulty-network.ts'
import { expect, testOnFaultyNetwork as test } from './journey.ts'
import { pressesReceived } from './received-operations.ts'

test.setTimeout(300_000)

test('[HO-6] behind a network that drops, delays, doubles and truncates, each press arrives once', async ({
  library,
  network,
  takeReadyTablet,
}) => {
  const shelves = await takeReadyTablet('shelves', 'Luc Perrin')
  const desk = await takeReadyTablet('desk', 'Awa Diop')
  network.weather = 'bad'

  await shelves.go('Préparation')
  const picked = [items.germinal, items.bovary, items.horla, items.candide, items.phedre, items.cid]
  for (const item of picked) {
    await shelves.pick(item)
    // Alone in its push: six presses meet the six fates.
    await expect(shelves.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  }
  expect([...network.dealt.presses.keys()].sort()).toEqual([...fates].sort())

  await desk.go('Retrait')
  await desk.gun(cards.ines.card)
  await desk.page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
  await desk.gun(items.contes.barcode)
  await desk.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(desk.main.getByText('Enregistré ici').first()).toBeVisible()
  await desk.page.getByRole('button', { name: 'Annuler la remise' }).click()
  await desk.page.getByRole('button', { name: 'Oui, annuler la remise' }).click()

  // What one tablet picked is seen by the other through the same network.
  await desk.gun(cards.nadia.card)
  const wanted = [items.germinal, items.bovary, items.horla, items.candide]
  for (const [n, item] of wanted.entries()) {
    await desk.gun(item.barcode)
    await expect(desk.page.getByRole('heading', { level: 1 })).toContainText(`${n + 1} sur 4`, { timeout: 60_000 })
  }
  await desk.page.getByRole('button', { name: 'Remettre 4 documents' }).click()
  await expect(desk.main.getByText('Enregistré ici').first()).toBeVisible()

  for (const tablet of [shelves, desk]) await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  expect(pressesReceived(library)).toEqual(
    [
      ...picked.map(({ barcode }) => `pick-item ${barcode}`),
      `hand-over-order ${items.contes.barcode}`,
      'undo-handover',
      `hand-over-order ${wanted.map(({ barcode }) => barcode).join(' ')}`,
    ].sort(),
  )
  await expect.poll(() => fates.filter((fate) => !network.dealt.rest.has(fate)), { timeout: 60_000 }).toEqual([])
  for (const tablet of [shelves, desk]) await expect(tablet.bar.getByText('aucune anomalie')).toBeVisible()
})

test('[HO-6] a captive portal acknowledges nothing, takes nothing away, and never becomes the app', async ({
  library,
  network,
  takeReadyTablet,
}) => {
  const desk = await takeReadyTablet('desk')
  network.weather = 'portal'
  await desk.go('Retrait')
  await desk.gun(cards.nadia.card)
  await expect(desk.page.getByRole('heading', { level: 1 })).toContainText('Aucun document')
  await desk.gun(items.germinal.barcode)
  await desk.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(desk.main.getByText('Enregistré ici').first()).toBeVisible()
  await expect(desk.bar.getByText('Hors connexion')).toBeVisible()
  await expect(desk.bar.getByText('1 à transmettre')).toBeVisible()

  // The shell asks for a newer build, and is given the portal's page.
  await desk.page.evaluate(async () => (await navigator.serviceWorker.ready).update().catch(() => undefined))
  await desk.page.reload()
  await expect(desk.bar.getByText('1 à transmettre')).toBeVisible()
  await desk.go('Opérations')
  await expect(desk.main).toContainText('Elle est sur cette tablette et ne risque rien.')
  expect(pressesReceived(library)).toEqual([])
  const kept = await desk.page.evaluate(async () => {
    const texts: string[] = []
    for (const name of await caches.keys()) {
      const cache = await caches.open(name)
      for (const request of await cache.keys()) texts.push((await (await cache.match(request))?.text()) ?? '')
    }
    return { files: texts.length, portals: texts.filter((text) => text.includes('Wi-Fi municipal')).length }
  })
  expect(kept.files).toBeGreaterThan(10)
  expect(kept.portals).toBe(0)

  network.weather = 'clear'
  await expect(desk.bar.getByText('En ligne')).toBeVisible({ timeout: 75_000 })
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible()
  expect(pressesReceived(library)).toEqual([`hand-over-order ${items.germinal.barcode}`])
})

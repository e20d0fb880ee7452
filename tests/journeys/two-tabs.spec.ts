/**
 * Two tabs of one tablet: one disk, one identity, and one tab that speaks for both; then the one that speaks is frozen by the browser, its
 * lock held and an answer on its way. Runs in a real Chromium against the built endpoint, with a network of our own between.
 * What counts at the end is the endpoint's disk: each press once, and no tablet taken for two.
 */
import { items } from '../fixtures/tilleuls.ts'
import { expect, testOnFaultyNetwork as test } from './journey.ts'
import { pressesReceived } from './received-operations.ts'
import type { Tablet } from './tablet.ts'

test.setTimeout(300_000)

/** How many pushes a tab made since this was called. */
const countPushes = ({ page }: Tablet): (() => number) => {
  let count = 0
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === '/sync/v1/push') count++
  })
  return () => count
}

test('[HO-6] two tabs on one disk show each other’s presses, and one speaks for both until it is closed', async ({
  library,
  network,
  takeReadyTablet,
}) => {
  const first = await takeReadyTablet('desk', 'Luc Perrin')
  await first.go('Préparation')
  const second = await first.anotherTab()
  await second.signIn('Awa Diop', '2468')
  // It asks the one that leads, and does not say off line until the next exchange.
  await expect(second.bar.getByText('En ligne')).toBeVisible()
  await second.go('Préparation')
  const pushesOfSecond = countPushes(second)

  network.weather = 'portal'
  await first.pick(items.germinal)
  await expect(second.bar.getByText('1 à transmettre')).toBeVisible()
  await second.pick(items.bovary)
  await expect(first.bar.getByText('2 à transmettre')).toBeVisible()
  await expect(second.bar.getByText('Hors connexion')).toBeVisible()
  await first.go('Opérations')
  await expect(first.main).toContainText('Awa Diop a pris « Madame Bovary »')

  network.weather = 'clear'
  for (const tab of [first, second]) {
    await expect(tab.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
    await expect(tab.bar.getByText('En ligne')).toBeVisible()
  }
  expect(pushesOfSecond()).toBe(0)

  await first.page.close()
  await second.pick(items.horla)
  await expect(second.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  expect(pushesOfSecond()).toBeGreaterThan(0)
  expect(pressesReceived(library)).toEqual([items.germinal, items.bovary, items.horla].map(({ barcode }) => `pick-item ${barcode}`).sort())
  await expect(second.bar.getByText('aucune anomalie')).toBeVisible()
})

test('[HO-6] a tab frozen while it speaks is relieved by the other, and thaws without harm', async ({
  library,
  network,
  takeReadyTabletOfOneWindow,
}) => {
  const frozen = await takeReadyTabletOfOneWindow()
  await frozen.go('Préparation')
  const other = await frozen.anotherTab()
  await other.signIn('Awa Diop', '2468')
  await other.go('Préparation')
  await frozen.page.bringToFront()
  const pushesOfFrozen = countPushes(frozen)

  // The endpoint has it, and the answer reaches a page that does nothing any more.
  const held = network.holdNextPush()
  await frozen.pick(items.germinal)
  await held.arrived
  await other.page.bringToFront()
  await frozen.setFrozen(true)
  held.release()

  await other.pick(items.bovary)
  await expect(other.bar.getByText('2 à transmettre')).toBeVisible()
  expect(pressesReceived(library)).toEqual([`pick-item ${items.germinal.barcode}`])

  // Three minutes pass on the clock of the tab that waits: twice the longest back-off, and more.
  await other.setClock(180_000)
  await expect(other.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  await other.pick(items.horla)
  await expect(other.bar.getByText('tout est transmis')).toBeVisible()
  await other.setClock(0)
  const pushesBefore = pushesOfFrozen()

  await frozen.setFrozen(false)
  await frozen.page.bringToFront()
  await expect(frozen.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  await frozen.pick(items.candide)
  await expect(frozen.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  expect(pushesOfFrozen()).toBe(pushesBefore)

  // The lead comes back to it when the other is closed.
  await other.page.close()
  await frozen.pick(items.phedre)
  await expect(frozen.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })
  expect(pushesOfFrozen()).toBeGreaterThan(pushesBefore)
  const picked = [items.germinal, items.bovary, items.horla, items.candide, items.phedre]
  expect(pressesReceived(library)).toEqual(picked.map(({ barcode }) => `pick-item ${barcode}`).sort())
  await expect(frozen.bar.getByText('aucune anomalie')).toBeVisible()
})

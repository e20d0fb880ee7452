/**
 * Somebody copies a tablet's profile while it works, and both run: the same identity, the same operation still waiting, two lives from
 * then on. Runs in a real Chromium against the built endpoint; the copy is made of the files as they lie, in the middle of a day.
 * What counts: what both held arrives once, what each pressed afterwards arrives too, and a case says that there are two.
 */
import { cpSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { items, pins } from '../fixtures/tilleuls.ts'
import { expect, testOnFaultyNetwork as test } from './journey.ts'
import { pressesReceived, receivedBy } from './received-operations.ts'

test.setTimeout(300_000)

test('[HO-6] a profile copied while in use is found out, and neither tablet’s presses are lost', async ({
  library,
  network,
  takeTablet,
  takeReadyTablet,
}) => {
  const original = await takeReadyTablet('desk', 'Luc Perrin')
  await original.go('Préparation')
  await original.pick(items.germinal)
  await expect(original.bar.getByText('tout est transmis')).toBeVisible()
  network.weather = 'portal'
  await original.pick(items.bovary)
  await expect(original.bar.getByText('1 à transmettre')).toBeVisible()

  // All but the marks by which a browser knows that a profile is open.
  const isNoMark = (path: string): boolean => !basename(path).startsWith('Singleton')
  // A file may go while it is copied: the whole is copied anew.
  await expect(() => {
    rmSync(join(library.folder, 'tablet-copy'), { recursive: true, force: true })
    cpSync(join(library.folder, 'tablet-desk'), join(library.folder, 'tablet-copy'), { recursive: true, filter: isNoMark })
  }).toPass()
  const copy = await takeTablet('copy')
  await copy.open()
  await copy.signIn('Awa Diop', pins['Awa Diop'])
  await expect(copy.bar.getByText('1 à transmettre')).toBeVisible()
  await copy.go('Préparation')
  await copy.pick(items.horla)
  await expect(copy.bar.getByText('2 à transmettre')).toBeVisible()

  // The original goes on, while the copy lies in a drawer.
  await copy.context.setOffline(true)
  network.weather = 'clear'
  await expect(original.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  for (const item of [items.candide, items.phedre]) {
    await original.pick(item)
    await expect(original.bar.getByText('tout est transmis')).toBeVisible()
  }

  await copy.context.setOffline(false)
  await expect(copy.page.getByRole('heading', { name: 'Cette tablette n’est plus reconnue' })).toBeVisible({ timeout: 75_000 })
  await expect(copy.main).toContainText('Une autre tablette se présente sous la même identité')
  await expect(original.bar.getByText('1 anomalie')).toBeVisible({ timeout: 30_000 })
  await original.go('Anomalies')
  await expect(original.main).toContainText('Deux tablettes sous un seul nom')

  // With an identity of its own, the copy hands everything over once more, and works on.
  await copy.open(`/#/enrol/${await library.enrolmentCode()}`)
  await copy.page.getByRole('button', { name: 'Associer', exact: true }).click()
  await copy.go('Préparation')
  await copy.pick(items.cid)
  for (const tablet of [original, copy]) await expect(tablet.bar.getByText('tout est transmis')).toBeVisible({ timeout: 30_000 })

  const picked = [items.germinal, items.bovary, items.horla, items.candide, items.phedre, items.cid]
  expect(pressesReceived(library)).toEqual(picked.map(({ barcode }) => `pick-item ${barcode}`).sort())
  expect(new Set(receivedBy(library).map(({ deviceId }) => deviceId)).size).toBe(2)
  await expect(original.bar.getByText('1 anomalie')).toBeVisible()
})

/**
 * A tablet whose clock is years off: set ahead before anybody knows, then far behind (a battery that died, a hand in the settings).
 * Runs in a real Chromium against the built endpoint. The page's `Date` is moved, which is every clock that the tablet's code reads.
 * What counts: each press once, its time true as soon as the endpoint answered once, nothing forgotten, and every loan in the ILS's file.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cards, items, pins } from '../fixtures/tilleuls.ts'
import { expect, testOnFaultyNetwork as test, today } from './journey.ts'
import { pressesReceived, receivedBy } from './received-operations.ts'
import type { Tablet } from './tablet.ts'

test.setTimeout(300_000)

const yearMs = 365 * 86_400_000

/** The clock jumps, and the tablet asks who is there: for all it knows, nobody touched it for years. */
const setClock = async (tablet: Tablet, aheadMs: number): Promise<void> => {
  await tablet.setClock(aheadMs)
  await tablet.page.reload()
  await tablet.signIn('Luc Perrin', pins['Luc Perrin'])
}

const handOver = async (tablet: Tablet, item: (typeof items)[keyof typeof items]): Promise<void> => {
  await tablet.go('Retrait')
  await tablet.gun(cards.ines.card)
  await tablet.page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
  await tablet.gun(item.barcode)
  await tablet.page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await expect(tablet.main.getByText('Enregistré ici').first()).toBeVisible()
}

test('[HO-6] a clock set years off changes the hours of what is pressed, and nothing else', async ({
  library,
  network,
  takeReadyTablet,
}) => {
  const desk = await takeReadyTablet('desk', 'Luc Perrin')
  await handOver(desk, items.contes)
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible()

  network.weather = 'portal'
  await setClock(desk, 3 * yearMs)
  await handOver(desk, items.fables)
  await expect(desk.bar.getByText('1 à transmettre')).toBeVisible()

  network.weather = 'clear'
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible({ timeout: 75_000 })
  await expect(desk.bar.getByText('1 anomalie')).toBeVisible()
  await desk.go('Anomalies')
  await expect(desk.main).toContainText('Horloge douteuse')

  // The endpoint answered: from now on the tablet knows how wrong its clock is.
  await handOver(desk, items.cid)
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible()

  await setClock(desk, -40 * yearMs)
  await expect(desk.bar.getByText('En ligne')).toBeVisible({ timeout: 75_000 })
  await handOver(desk, items.phedre)
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible()

  // Nothing was forgotten: neither what was handed over nor what the base says, and the case is the only one.
  await desk.go('Opérations')
  for (const { title } of [items.contes, items.fables, items.cid, items.phedre]) await expect(desk.main).toContainText(title)
  await desk.go('Préparation')
  await expect(desk.main).toContainText(items.bovary.title)
  await expect(desk.bar.getByText('1 anomalie')).toBeVisible()

  const handedOver = [items.contes, items.fables, items.cid, items.phedre]
  expect(pressesReceived(library)).toEqual(handedOver.map(({ barcode }) => `hand-over-order ${barcode}`).sort())
  const trueAt = (barcode: string): number => {
    const found = receivedBy(library).find(({ payload }) => payload.kind === 'hand-over-order' && payload.items[0]?.barcode === barcode)
    return found === undefined ? Number.NaN : found.at + found.clockOffset - found.receivedAt
  }
  for (const { barcode } of [items.contes, items.cid, items.phedre]) expect(Math.abs(trueAt(barcode))).toBeLessThan(60_000)
  expect(trueAt(items.fables.barcode)).toBeGreaterThan(2 * yearMs)

  // Once a person has seen to the clock, the loan of the wrong hour goes to the ILS with the day on which it came.
  await desk.go('Anomalies')
  await desk.main.getByRole('button', { name: 'C’est vu' }).click()
  await expect(desk.bar.getByText('aucune anomalie')).toBeVisible()
  await expect(desk.bar.getByText('tout est transmis')).toBeVisible()
  const path = join(library.folder, 'jour.koc')
  const exported = await library.command('export', '--format', 'koc', '--day', today(), '--out', path)
  expect(exported, exported.stderr).toMatchObject({ code: 0 })
  const loans = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('\tissue\t'))
    .map((line) => [line.slice(0, 10), line.trim().split('\t').at(-1)].join(' '))
  expect(loans.sort()).toEqual(handedOver.map(({ barcode }) => `${today()} ${barcode}`).sort())
})

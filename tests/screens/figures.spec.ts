/**
 * The same number on every screen that shows it, and no emptiness that a filter made. In a real browser, on the staged desk.
 * What each number counts is a function of the domain (GLOSSARY.md, What is counted).
 */
import { expect, type Page } from '@playwright/test'
import { heading } from './at-the-screen.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

const toPrepare = (page: Page) => page.getByRole('region', { name: 'À préparer' })
/** The first number that these words hold. */
const numberIn = async (text: Promise<string | null>): Promise<number> => Number(/\d+/.exec((await text) ?? '')?.[0] ?? Number.NaN)

test('[PULL-2] Aujourd’hui and Préparation count the same orders to prepare, one that waits for its bay among them', async ({ page }) => {
  await openScene(page, 'preparation', { hash: '/aujourdhui' })
  await expect(toPrepare(page)).toContainText('9\u00a0commandes')
  await page.getByRole('link', { name: 'Préparation' }).click()
  await expect(page.getByRole('main')).toContainText('Pour 9\u00a0commandes')
})

test('[PULL-2] an order that was given a bay before its last document is to prepare on both screens', async ({ page }) => {
  await openScene(page, 'preparation', { hash: '/aujourdhui' })
  await page.evaluate(() => {
    const order = [...window.stage.snapshot.state.all('order')].find(({ slot, facts }) => slot.time === '15:45' && facts.length === 0)
    const [librarian] = window.stage.snapshot.state.all('librarian')
    if (order === undefined || librarian === undefined) throw new Error('not on this stage')
    window.stage.past({ kind: 'bag-order', orderId: order.id, bays: [31], happened: order.slot }, librarian.id, '2026-11-24 14:40')
  })
  await expect(toPrepare(page)).toContainText('9\u00a0commandes')
  await page.getByRole('link', { name: 'Préparation' }).click()
  await expect(page.getByRole('main')).toContainText('Pour 9\u00a0commandes')
})

test('[PULL-2] somebody who arrives before the order is ready leaves it among those to prepare', async ({ page }) => {
  await openScene(page, 'preparation', { hash: '/aujourdhui' })
  await page.evaluate(() => {
    const order = [...window.stage.snapshot.state.all('order')].find(({ slot, facts }) => slot.time === '15:30' && facts.length === 0)
    const [librarian] = window.stage.snapshot.state.all('librarian')
    if (order === undefined || librarian === undefined) throw new Error('not on this stage')
    window.stage.past({ kind: 'record-arrival', orderId: order.id, happened: order.slot }, librarian.id, '2026-11-24 14:40')
  })
  await expect(toPrepare(page)).toContainText('9\u00a0commandes')
})

test('[PULL-2] the documents of a slot on Aujourd’hui fall with each one that is taken, as on Préparation', async ({ page }) => {
  await openScene(page, 'preparation')
  const left = await numberIn(heading(page).textContent())
  const goTo = (path: string): Promise<void> =>
    page.evaluate((to) => {
      location.hash = to
    }, path)
  const sum = async (): Promise<number> => {
    await goTo('/aujourdhui')
    await expect(toPrepare(page)).toBeVisible()
    const rows = await toPrepare(page)
      .getByText(/^\d+\sà prendre/)
      .allTextContents()
    await goTo('/preparation')
    await expect(heading(page)).toContainText('à prendre')
    return rows.map((row) => Number.parseInt(row, 10)).reduce((all, one) => all + one, 0)
  }
  expect(await sum()).toBe(left)
  await page.evaluate((read) => window.stage.scan(read), itemBarcode(3))
  await expect(heading(page)).toHaveText(`${left - 1} à prendre`)
  expect(await sum()).toBe(left - 1)
})

for (const [place, size] of [
  ['a tablet', { width: 1280, height: 800 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test(`[PULL-3] on ${place}, « Les miennes » that holds nothing more says so, how much is left in all, and leads to it`, async ({
    page,
  }) => {
    await page.setViewportSize(size)
    await openScene(page, 'preparation')
    const left = await numberIn(heading(page).textContent())
    const complete = await page.evaluate(async () => {
      const { state } = window.stage.snapshot
      const order = [...state.all('order')].find(({ slot, facts }) => slot.time === '15:00' && !facts.some(({ what }) => what === 'bagged'))
      if (order === undefined) throw new Error('not on this stage')
      await window.stage.perform({ kind: 'claim', scope: { kind: 'order', orderId: order.id } })
      return { id: order.id, happened: order.slot }
    })
    if (place === 'a phone') await page.getByRole('button', { name: 'Jour, liste et étiquettes' }).click()
    await page.getByRole('radio', { name: 'Les miennes (1)' }).check()
    await expect(page.getByRole('main')).toContainText(`en tout, ${left}\u00a0à prendre pour 9\u00a0commandes`)
    await page.evaluate(({ id, happened }) => window.stage.perform({ kind: 'bag-order', orderId: id, bays: [30], happened }), complete)
    await expect(heading(page)).toHaveText('Rien à prendre dans les vôtres')
    await expect(page.getByRole('main')).toContainText(`en tout, ${left}\u00a0à prendre pour 8\u00a0commandes`)
    await expect(page.getByRole('main')).not.toContainText('sont en casier')
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Voir toutes les commandes' }).click()
    await expect(heading(page)).toHaveText(`${left} à prendre`)
    await expect(page.getByRole('main')).not.toContainText('en tout')
  })
}

test('[RET-4] Clôture says one number of what the ILS does not have: at the top, day by day, and in the files', async ({ page }) => {
  await openScene(page, 'today', { hash: '/cloture' })
  await page.evaluate(() => {
    const { state } = window.stage.snapshot
    const [librarian] = state.all('librarian')
    const [patron] = state.all('patron')
    const [order] = [...state.all('order')].filter(({ slot }) => slot.time === '10:00')
    if (librarian === undefined || patron === undefined || order === undefined) throw new Error('not on this stage')
    const yesterday = { date: '2026-11-23' as typeof order.slot.date, time: order.slot.time }
    const barcode = [...state.all('record')][0]?.copies[0]?.barcode
    if (barcode === undefined) throw new Error('no copy')
    const about = { recordId: undefined, documentType: undefined }
    const given = { barcode, ...about, lineId: undefined, dueOn: yesterday.date, isNewRelease: false, overrideReason: undefined }
    const loan = { orderId: undefined, card: patron.id, items: [given], leftBehind: [], notFound: [], receipt: 'refused' } as const
    window.stage.past({ kind: 'hand-over-order', ...loan, happened: yesterday }, librarian.id, '2026-11-23 10:00')
    const back = { ...about, barcode, quarantineUntil: undefined, bin: undefined }
    window.stage.past({ kind: 'return-item', ...back, happened: yesterday }, librarian.id, '2026-11-23 11:00')
  })
  // « Réglé » is a word for what the ILS has.
  await expect(heading(page)).toHaveText('Tout est décidé et transmis')
  // Nor is it green.
  await expect(page.locator('.verdict-head .g-warn')).toHaveCount(1)
  const said = /(\d+)\sprêts et (\d+)\sretours?/
  const [, loans, returns] = said.exec((await page.getByText(/ne sont pas encore dans le SIGB\.$/).textContent()) ?? '') ?? []
  expect([Number(loans), Number(returns)]).toEqual([expect.any(Number), 1])
  await expect(page.getByRole('list', { name: 'Pas encore dans le SIGB, jour par jour' }).getByRole('listitem')).toHaveText([
    `Pas encore dans le SIGB, lundi 23 novembre\u00a0: 1\u00a0prêt et 1\u00a0retour.Choisir ce jour`,
    `Pas encore dans le SIGB, mardi 24 novembre\u00a0: ${Number(loans) - 1}\u00a0prêts.`,
  ])
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Choisir ce jour\u00a0: lundi 23 novembre' }).click()
  await expect(page.getByLabel('Journée')).toHaveValue(/23/)
})

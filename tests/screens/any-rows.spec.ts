/**
 * Every screen that the app declares and every paper on rows of every value that a tablet can write: each still draws its frame and the rows that were there.
 * Runs in Playwright, on the stage; many rows are put under one page, and its screens are gone through.
 */
import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import type { Order } from '../../src/domain/order/order.ts'
import type { Row } from '../../src/domain/row/desk-state.ts'
import { paths } from '../../src/ui/routes.ts'
import { sectionPages } from '../../src/ui/screens/settings/section-pages.ts'
import { anyRows } from './any-rows.ts'
import { itemOfPile, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene, violations } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

/** Operations of each kind on one page; every 200 inputs asked for add a page. */
const count = 5
const pages = Math.ceil(Number(process.env.PTE_FUZZ ?? 200) / 200)
const seed = Number(process.env.PTE_FUZZ_SEED ?? 1)

const rowsOf = (page: Page): Promise<readonly Row[]> =>
  page.evaluate(() =>
    (['settings', 'librarian', 'device', 'patron', 'record', 'order', 'item', 'slot', 'claim', 'case'] as const).flatMap((kind) => [
      ...window.stage.snapshot.state.all(kind),
    ]),
  )

interface Watched {
  /** What the browser's console and errors said since the last look. */
  readonly said: () => string
}

const watch = (page: Page): Watched => {
  const heard: string[] = []
  page.on('console', (message) => message.type() === 'error' && heard.push(message.text()))
  page.on('pageerror', (error) => heard.push(String(error.stack)))
  return { said: () => heard.splice(0).join('\n').slice(0, 800) }
}

/** Goes to an address, and answers what its screen is headed by once it is drawn. */
const goTo = (page: Page, address: string): Promise<string> =>
  page.evaluate(async (to) => {
    location.hash = `#${to}`
    for (let n = 0; n < 2000; n += 1) {
      await new Promise((done) => setTimeout(done, 10))
      if (document.querySelector('main h1') !== null && document.querySelector('main p.sr')?.textContent !== '…') break
    }
    return document.querySelector('main h1')?.textContent ?? 'nothing drawn'
  }, address)

const put = (page: Page, rows: readonly Row[]): Promise<void> =>
  page.evaluate((some) => window.stage.put(...(some as never[])), rows as never)

const ordersOf = (rows: readonly Row[]): readonly Order[] => rows.filter((row): row is Order => row.kind === 'order')

/** Leaves what is printed in the page. */
const holdPrinting = (page: Page) => page.evaluate(() => Object.assign(window, { print: () => undefined }))

const sourceOf = (path: string): string => readFileSync(new URL(`../../src/ui/${path}`, import.meta.url), 'utf8')

/** The app's routes as it declares them, `/preparation/:view?`. */
const routes = [...sourceOf('app.tsx').matchAll(/<Route path=\{(?:paths\.(\w+)|`\$\{paths\.(\w+)\}([^`]*)`)\}/g)].map(
  ([, whole, begun, rest = '']) => `${paths[(whole ?? begun) as keyof typeof paths]}${rest}`,
)
/** The rooms of Gestion, and the pages of its settings that are no section of the settings' row. */
const rooms = [...sourceOf('screens/management/management.tsx').matchAll(/segment: '(\w+)'/g)].map(([, room]) => room)
const otherPages = /Segment\] = \[(.*)\]/.exec(sourceOf('screens/settings/settings.tsx'))?.[1]?.match(/\w+/g) ?? []
const settingPages = [...sectionPages.flatMap(({ segment }) => segment ?? []), ...otherPages]

const idsOf = (rows: readonly Row[], kind: Row['kind']): readonly string[] =>
  rows.filter((row) => row.kind === kind).map(({ id }) => `/${encodeURIComponent(id)}`)

/** What stands in the place of a route's parameters; a route that is not named here and has some has no address. */
const restOf: Readonly<Record<string, (rows: readonly Row[]) => readonly string[]>> = {
  '/preparation/:view?': () => ['', '/revoir'],
  '/retrait/:order?': (rows) => ['', ...idsOf(rows, 'order')],
  '/commande/:id': (rows) => idsOf(rows, 'order'),
  '/anomalies/:id?': (rows) => ['', ...idsOf(rows, 'case')],
  '/gestion/:room?/:part?': () => [
    ...['', ...rooms.map((room) => `/${room}`), ...settingPages.map((page) => `/reglages/${page}`)],
    ...['/planning/2026-11-16', '/planning/1000-01-01', '/planning/x', '/chiffres/2025', '/chiffres/2026-11', '/chiffres/x'],
  ],
}
const addresses = (rows: readonly Row[]): readonly string[] =>
  routes.flatMap((route) => (route.includes(':') ? (restOf[route]?.(rows) ?? []).map((rest) => route.replace(/\/:.*/, rest)) : [route]))

test('[CASE-9] every screen that the app declares has addresses here', () => {
  expect(routes.length).toBeGreaterThan(10)
  expect([rooms.length, otherPages.length]).toEqual([4, 4])
  expect(routes.filter((route) => route.includes(':') && restOf[route] === undefined)).toEqual([])
  expect(Object.keys(restOf).filter((route) => !routes.includes(route))).toEqual([])
})

for (const scene of ['today', 'preparation', 'cases', 'operations']) {
  test(`[CASE-9] rows that a tablet can write stop no screen of « ${scene} »`, async ({ page }) => {
    test.setTimeout(240_000 * pages)
    const { said } = watch(page)
    const stopped: string[] = []
    for (let n = 0; n < pages; n += 1) {
      await openScene(page, scene)
      const known = await rowsOf(page)
      const { rows, read } = anyRows(known, count, seed + 100 * n)
      expect(read).toBeGreaterThan(count * 15)
      await put(page, rows)
      for (const address of addresses(rows)) {
        said()
        const head = await goTo(page, address)
        const wrong = said()
        if (wrong !== '' || /s’est arrêté|nothing/.test(head)) stopped.push(`${seed + 100 * n} ${address}: ${head} ${wrong}`)
      }
    }
    expect(stopped).toEqual([])
  })
}

test('[CASE-9] papers are printed whatever a tablet wrote, and a label without a barcode says so in its place', async ({ page }) => {
  const { said } = watch(page)
  await openScene(page, 'today', { hash: '/preparation' })
  await holdPrinting(page)
  const before = await rowsOf(page)
  // A number of which no barcode is made.
  const bagged = ordersOf(before).filter(
    ({ facts }) => facts.some(({ what }) => what === 'bagged') && facts.every(({ what }) => what !== 'handed-over'),
  )
  await put(
    page,
    bagged.slice(-1).map((order) => ({ ...order, number: '' })),
  )
  await page.getByRole('button', { name: 'Étiquettes' }).click()
  await page.getByText(/^Toutes \(/).click()
  await page.getByRole('button', { name: /^Imprimer \d+ étiquettes/ }).click()
  await expect(page.locator('.print-root .label svg.barcode').nth(3)).toBeAttached()
  await expect(page.locator('.print-root .label').filter({ hasText: 'Cette ligne ne peut pas être affichée' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  said()
  const { rows } = anyRows(before, count, seed)
  // Each order that a tablet changed is on its pile, and gets its label with the others.
  const labelled = ordersOf(rows).map((order) => ({ ...order, facts: [...order.facts, ...(bagged[0]?.facts ?? [])] }))
  await put(page, [...bagged.slice(-1), ...rows, ...labelled])
  await page.getByRole('button', { name: 'Étiquettes' }).click()
  await page.getByText(/^Toutes \(/).click()
  await page.getByRole('button', { name: /^Imprimer \d+ étiquettes/ }).click()
  await expect.poll(() => page.locator('.print-root .label').count()).toBeGreaterThan(count)
  expect(said()).toBe('')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Imprimer la liste' }).click()
  await expect(page.locator('.print-root tbody tr').first()).toBeAttached()
  expect(said()).toBe('')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
})

test('[CASE-9] a receipt is printed, a title is searched and an order is taken, whatever a tablet wrote', async ({ page }) => {
  const { said } = watch(page)
  await openScene(page, 'handover')
  await holdPrinting(page)
  for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
  await page.getByRole('button', { name: 'Remettre 1 document' }).click()
  await put(page, anyRows(await rowsOf(page), count, seed).rows)
  await page.getByRole('button', { name: /^L’imprimer \(rouleau/ }).click()
  await expect(page.locator('.print-root li').first()).toBeAttached()
  expect(said()).toBe('')

  await openScene(page, 'call')
  const { rows } = anyRows(await rowsOf(page), count, seed)
  await put(page, rows)
  const works = rows.filter(({ kind }) => kind === 'item').length
  expect(works).toBeGreaterThan(count)
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('/')
  const searched = page.getByRole('dialog', { name: 'Chercher un titre' })
  await searched.getByRole('textbox').fill('le')
  const found = searched.getByRole('list').getByRole('listitem')
  await expect.poll(() => found.count()).toBeGreaterThan(2)
  for (const barcode of [itemBarcode(8), itemBarcode(1), itemBarcode(2)]) {
    await scan(page, barcode)
    await expect(searched.getByRole('heading', { level: 3 })).toBeVisible()
  }
  expect(said()).toBe('')
  await page.keyboard.press('Escape')

  await page.getByRole('textbox', { name: 'Nom, fin de la carte ou numéro de commande' }).fill('cor je')
  await page.keyboard.press('Enter')
  await page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' }).fill('eyr')
  await page.getByRole('button', { name: 'Ajouter Jane Eyre' }).click()
  await page.getByRole('button', { name: 'Enregistrer la commande' }).click()
  await expect(page.getByRole('main').getByText(/est enregistrée ici, pour /)).toBeVisible()
  expect(said()).toBe('')
})

for (const [language, sentence] of [
  ['fr', 'Cette ligne ne peut pas être affichée. Rien n’est perdu'],
  ['en', 'This row cannot be shown. Nothing is lost'],
] as const) {
  test(`[CASE-9] a row that cannot be drawn says so under its number, the others stand, and a newer one is drawn, ${language}`, async ({
    page,
  }) => {
    await openScene(page, 'today-closing', { hash: '/cloture', language })
    const rows = page.locator('main .rows > li')
    const numbers = () => page.locator('main .rows .ticket').allTextContents()
    const before = await numbers()
    const [number] = before
    const order = ordersOf(await rowsOf(page)).find((one) => one.number === number)
    if (order === undefined) throw new Error('no order on this screen')
    const all = await rows.count()
    // No tablet can write it: the schemas let no such number through.
    await put(page, [{ ...order, callBackNumber: 5 as never }])
    await page.evaluate(() => window.stage.change({}))
    await expect(page.locator('main .rows > li.undrawn')).toContainText(`${number} ${sentence}`)
    expect(await rows.count()).toBe(all)
    expect(await numbers()).toEqual(before.slice(1))
    expect(await violations(page)).toEqual([])
    await put(page, [order])
    await page.evaluate(() => window.stage.change({}))
    await expect(page.locator('.undrawn')).toHaveCount(0)
    expect(await numbers()).toEqual(before)
  })
}

test('[CASE-9] a case that cannot be read stands in the list, offers no end, and the others are read', async ({ page }) => {
  await openScene(page, 'cases')
  const letters = page.locator('ul.pick > li')
  const before = await letters.count()
  const [known] = (await rowsOf(page)).filter(({ kind }) => kind === 'case')
  await put(page, [{ ...known, id: 'picked-and-lent:item/1:9', cites: [], settlement: null, follows: undefined, subject: 5 } as never])
  await page.evaluate(() => window.stage.change({}))
  await expect(letters).toHaveCount(before + 1)
  await goTo(page, `/anomalies/${encodeURIComponent('picked-and-lent:item/1:9')}`)
  await expect(page.getByRole('heading', { name: 'Cette tablette ne peut pas lire cette anomalie' })).toBeVisible()
  await expect(page.locator('.choices button')).toHaveCount(0)
})

/**
 * The guide: it opens at the page of the screen where one stands, off line too, and at its part about a setting, and each of its pages leads on. Runs in a real Chromium
 * against the built endpoint.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { paths, screens } from '../../src/ui/routes.ts'
import { sectionPages } from '../../src/ui/screens/settings/section-pages.ts'
import { pins } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** Of the settings, those of which the page has a part. */
const withPart = new Set(['courriels', 'modeles', 'telephone', 'page', 'sigb', 'tablettes', 'jours', 'seuil'])
const titleOf = (name: string): string =>
  /<h1>(.*?)<\/h1>/.exec(readFileSync(new URL(`../../docs/guide/${name}`, import.meta.url), 'utf8'))?.[1] ?? ''
const pages = readdirSync(new URL('../../docs/guide', import.meta.url)).filter((name) => name.endsWith('.html'))

test('« ? » opens the guide at the page of the screen, off line too, and the desk stays where it was', async ({ library, takeTablet }) => {
  test.setTimeout(300_000)
  const tablet = await takeTablet('desk')
  await tablet.open()
  await tablet.enrol(await library.enrolmentCode())
  await tablet.signIn('Awa Diop', pins['Awa Diop'])
  await tablet.shellIsKept()
  await tablet.context.setOffline(true)
  for (const [screen, title] of [
    ['Retrait', 'Remettre une commande'],
    ['Clôture', 'Clore la journée'],
  ] as const) {
    await tablet.go(screen)
    const opened = tablet.context.waitForEvent('page')
    await tablet.page.keyboard.press('F1')
    const guide = await opened
    await expect(guide.getByRole('heading', { level: 1 })).toHaveText(title)
    // Its picture is here too.
    await expect.poll(() => guide.locator('img').evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)).toBe(1280)
    await guide.close()
    const byTheRail = tablet.context.waitForEvent('page')
    await tablet.page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: 'Guide' }).click()
    const again = await byTheRail
    await expect(again.getByRole('heading', { level: 1 })).toHaveText(title)
    await again.close()
    await expect(tablet.page.getByRole('link', { name: screen, exact: true }).last()).toHaveAttribute('aria-current', 'page')
  }
})

/** Each screen, each room and each setting that has an address, and the page of the guide, with its part, that « ? » names there. */
const ledTo: Readonly<Record<string, string>> = {
  [paths.today]: 'index.html',
  [paths.preparation]: 'preparer.html',
  [`${paths.preparation}/revoir`]: 'preparer.html',
  [paths.handover]: 'remettre.html',
  [paths.call]: 'telephone.html',
  [paths.returns]: 'rendre.html',
  [paths.cases]: 'anomalie.html',
  [paths.operations]: 'hors-connexion.html',
  [paths.closing]: 'clore.html',
  [paths.management]: 'regler.html',
  [`${paths.management}/planning`]: 'planifier.html',
  [`${paths.management}/chiffres`]: 'compter.html',
  [`${paths.management}/courriels`]: 'regler.html#courriels',
  ...Object.fromEntries(
    ['equipe', 'tablettes', 'sigb', ...sectionPages.flatMap(({ segment }) => segment ?? [])].map((name) => [
      `${paths.management}/reglages/${name}`,
      withPart.has(name) ? `regler.html#${name}` : 'regler.html',
    ]),
  ),
}

test('off line, « ? » on every screen and every setting leads to a page that is there, at its part, in both languages', async ({
  library,
  takeTablet,
}) => {
  test.setTimeout(300_000)
  expect(screens.filter(({ name }) => ledTo[paths[name]] === undefined)).toEqual([])
  const tablet = await takeTablet('desk')
  const { page, context } = tablet
  await tablet.open()
  await tablet.enrol(await library.enrolmentCode())
  await tablet.signIn('Awa Diop', pins['Awa Diop'])
  await context.setOffline(true)
  const goTo = (address: string): Promise<void> =>
    page.evaluate((to) => {
      location.hash = to
    }, address)
  for (const language of ['fr', 'en']) {
    await page.evaluate((value) => localStorage.setItem('language', value), language)
    await page.reload()
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    const guide = page.locator('nav.nav a[hreflang="fr"]')
    // The words apart, the other language leads nowhere else: its screens are enough.
    for (const [address, led] of Object.entries(ledTo).filter(() => language === 'fr')) {
      await goTo(address)
      await expect(guide, address).toHaveAttribute('href', `guide/${led}`)
    }
    for (const { name } of screens) {
      await goTo(paths[name])
      await expect(guide, name).toHaveAttribute('href', `guide/${ledTo[paths[name]]}`)
    }
  }
  const tab = await context.newPage()
  for (const led of new Set(Object.values(ledTo))) {
    const [name = '', part] = led.split('#')
    await tab.goto('about:blank')
    const answer = await tab.goto(new URL(`guide/${led}`, page.url()).href)
    expect(answer?.fromServiceWorker(), led).toBe(true)
    await expect(tab.getByRole('heading', { level: 1 }), led).toHaveText(titleOf(name))
    if (part !== undefined) await expect(tab.locator(`#${part}`), led).toBeInViewport()
    await expect
      .poll(() =>
        tab.locator('img').evaluateAll((images) => images.map((image) => image instanceof HTMLImageElement && image.naturalWidth)),
      )
      .toEqual(name === 'index.html' ? [] : [1280])
  }
})

test('axe finds nothing on any page of the guide, in either light, and the list leads to each of them', async ({ takeTablet }) => {
  test.setTimeout(300_000)
  const tablet = await takeTablet('desk')
  const { page } = tablet
  await tablet.open('/guide/index.html')
  const listed = await page
    .getByRole('listitem')
    .getByRole('link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))
  expect([...listed, 'index.html'].sort()).toEqual([...pages].sort())
  for (const name of pages) {
    await tablet.open(`/guide/${name}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.evaluate(axe)
      const results: AxeResults = await page.evaluate(
        "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
      )
      expect(results.violations.map(({ id, nodes }) => `${name} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
    }
  }
})

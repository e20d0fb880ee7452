/**
 * Each page that patrons meet, the guide, the faults and the keeper's page, as people need them: axe in both lights, the keyboard alone, the order
 * in which it is read, every width, 200 % text, 400 % zoom, spaced text. Runs in Playwright, over the page's own routes; docs/rgaa.md leans on it.
 * Where PTE_PATRONS_HTML names a folder, each page is kept there as it was sent, for the Nu Html Checker.
 */
import { writeFileSync } from 'node:fs'
import { expect, type Page, test } from '@playwright/test'
import { createServer, type ViteDevServer } from 'vite'
import type { Settings } from '../../src/domain/settings/settings.ts'
import type { page as frenchWords } from '../../src/locale/fr/page.ts'
import { expectUncutAtLargeText } from './enlarged.ts'
import { findCut, spacedOut } from './find-cut.ts'
import { ofColours, violations } from './open-scene.ts'
import { keeperToken, type ServedPage, servePatronsPage } from './patrons-page.mjs'
import { tabThrough } from './tab-through.ts'

/** A desk, a tablet upright, a phone, and a desk at 400 %. */
const widths = [1280, 768, 390, 320]
const height = 800

let vite: ViteDevServer
let served: ServedPage
test.beforeAll(async () => {
  const server = { middlewareMode: true, hmr: false, watch: null } as const
  vite = await createServer({ configFile: false, server, appType: 'custom', logLevel: 'error', optimizeDeps: { noDiscovery: true } })
  served = await servePatronsPage((path) => vite.ssrLoadModule(path), 'dist/app')
})
test.afterAll(async () => {
  await served.close()
  await vite.close()
})

/** What is not as it is promised on every page: regions, headings, size of words and of what is pressed, one filled button, the order of reading. */
const findFaults = (page: Page, isKeepers: boolean): Promise<readonly string[]> =>
  page.evaluate((isKeepersOwn) => {
    const found: string[] = []
    const isSeen = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true }) && element.closest('.sr, .more-of-you') === null
    const nameOf = (element: Element): string => element.outerHTML.slice(0, 100)
    for (const region of ['header', 'main', ...(isKeepersOwn ? [] : ['footer'])])
      if (document.querySelectorAll(`body > ${region}`).length !== 1) found.push(`not one <${region}>`)
    let level = 0
    // What is said first comes before the page's own title.
    for (const head of document.querySelectorAll('h1, main h2:not(.say h2), h3, h4')) {
      const own = Number(head.tagName[1])
      if (own > level + 1 || (own === 1) !== (level === 0)) found.push(`level ${own} after ${level}: ${nameOf(head)}`)
      level = own
    }
    const filled = [...document.querySelectorAll('.btn.primary')].filter(isSeen)
    if (filled.length > 1) found.push(`${filled.length} filled buttons`)
    const pressed = 'button, .btn, summary, input:not([type=hidden]):not([type=radio]), .foot-links a, .tel'
    for (const element of document.querySelectorAll(pressed)) {
      const size = element.getBoundingClientRect()
      if (isSeen(element) && size.height < 47.5) found.push(`${Math.round(size.height)} pixels high: ${nameOf(element)}`)
    }
    for (const element of document.querySelectorAll('button, .btn'))
      if (isSeen(element) && element.scrollWidth > element.clientWidth) found.push(`words beyond the edge of ${nameOf(element)}`)
    const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
      const parent = node.parentElement
      if (parent === null || node.textContent?.trim() === '' || !isSeen(parent)) continue
      const size = Number.parseFloat(getComputedStyle(parent).fontSize)
      if (size < 16 && !isKeepersOwn) found.push(`words of ${size} pixels: ${nameOf(parent)}`)
    }
    // In one column nothing stands above what is read before it. What stays at the screen's edge stands apart.
    const stays = (element: Element | null): boolean =>
      element !== null && (['sticky', 'fixed'].includes(getComputedStyle(element).position) || stays(element.parentElement))
    const read = [...document.querySelectorAll('h1, h2, p, label, input, button, summary, legend, a.btn')].filter(
      (element) => isSeen(element) && !stays(element),
    )
    for (const [n, element] of read.entries()) {
      const before = read[n - 1]
      if (before !== undefined && element.getBoundingClientRect().bottom <= before.getBoundingClientRect().top)
        found.push(`${nameOf(element)} stands above what is read before it`)
    }
    return found
  }, isKeepers)

/** `isFirst`: in the first language; what a language does not change is asked once. */
const lookAt = async (page: Page, name: string, isFirst: boolean): Promise<void> => {
  for (const width of isFirst ? widths : [320]) {
    await page.setViewportSize({ width, height })
    expect.soft(await findCut(page), `${name}, ${width} pixels`).toEqual([])
  }
  // The last width is the narrowest: one column.
  expect.soft(await findFaults(page, page.url().includes('/reseau/')), name).toEqual([])
  if (isFirst) {
    await page.emulateMedia({ colorScheme: 'dark' })
    expect.soft(await violations(page, { runOnly: ofColours }), `${name}, dark`).toEqual([])
    await page.emulateMedia({ colorScheme: 'light' })
  }
  expect.soft(await violations(page, { leftOut: isFirst ? [] : ['color-contrast'] }), name).toEqual([])
  if (isFirst) await test.step(`${name}, by keyboard`, () => tabThrough(page))
  await page.setViewportSize({ width: 1280, height })
  await expectUncutAtLargeText(page, `${name}, text`)
  await page.setViewportSize({ width: 320, height })
  await page.addStyleTag({ content: spacedOut })
  expect.soft(await findCut(page), `${name}, spaced out`).toEqual([])
  await page.setViewportSize({ width: 390, height })
}

const visitKeeper = async (page: Page, language: 'fr' | 'en', look: (name: string) => Promise<void>): Promise<void> => {
  const { origin, state } = served
  await page.goto(`${origin}/reseau/${language}/`)
  await look('the keeper’s door')
  await page.locator('input[name=token]').fill(keeperToken)
  await page.locator('main button, form button').first().click()
  await expect(page.locator('input[name=token]')).toHaveCount(0)
  await look('the keeper’s page')
  state.isNetwork = true
  await page.reload()
  await look('the keeper’s page of forty libraries')
  await page.goto(`${origin}/reseau/${language}/?tout`)
  await look('the keeper’s page of forty libraries, as a table')
  state.isNetwork = false
}

/** The order's link, ten minutes before its hour: « Je suis là », where, and gone again. */
const visitAtItsHour = async (
  page: Page,
  hour: string | null,
  words: typeof frenchWords,
  look: (name: string) => Promise<void>,
): Promise<void> => {
  const { state } = served
  const press = (name: string): Promise<void> => page.getByRole('main').getByRole('button', { name }).first().click()
  const now = state.now
  const [, day, time] = (hour ?? '').split('/')
  state.now = Date.parse(`${day}T${time}:00+01:00`) - 600_000
  await page.reload()
  await look('an order at its hour')
  await press(words.here.go)
  await look('somebody who is here')
  await page.locator('#place').fill('Clio grise')
  await press(words.here.say)
  await look('where they are')
  await press(words.here.left)
  state.now = now
}

/** Goes where each page is met, in the order of a visit, and looks. */
const visitAll = async (
  page: Page,
  language: 'fr' | 'en',
  words: typeof frenchWords,
  look: (name: string) => Promise<void>,
): Promise<void> => {
  const { root, cards, wait, link, state } = served
  const base = `${root}/${language}`
  const open = async (path: string, name: string): Promise<void> => {
    await page.goto(`${base}${path}`)
    await look(name)
  }
  /** What the browser itself would hold back is sent all the same. */
  const send = async (name: string): Promise<void> => {
    wait()
    const answered = page.waitForEvent('load')
    const form = page.locator('main form[method=post]:not(.hello *)').first()
    await form.evaluate((sent: HTMLFormElement) => {
      sent.noValidate = true
      sent.requestSubmit()
    })
    await answered
    await look(name)
  }
  const press = (name: string): Promise<void> => page.getByRole('main').getByRole('button', { name }).first().click()

  await open('/', 'first page')
  await open('/?q=leblanc', 'titles')
  await page.locator('.take').first().click()
  await page.locator('.take', { hasText: words.search.wish }).first().click()
  await look('a title chosen, and one asked for')
  await open('/?q=xqzwv', 'no title')
  await open('/panier', 'basket')
  await open('/souhait', 'wish')
  await send('an empty wish')
  await open('/qui', 'card')
  await page.locator('#card').fill('?!')
  await send('a card that is none')
  await page.locator('#card').fill('29998000001234')
  await send('code')
  await page.locator('#code').fill('000000')
  await send('a wrong code')
  await served.change(({ publicPage }) => ({ publicPage: publicPage && { ...publicPage, takesPassword: true } }))
  await page.goto(`${base}/qui`)
  await page.locator('#card').fill('29998000001234')
  await send('password')
  await page.locator('#password').fill('le chat dort')
  await send('a wrong password')
  await served.change(({ publicPage }) => ({ publicPage: publicPage && { ...publicPage, takesPassword: undefined } }))
  await open(`/lien/${link(cards.good, 700_000)}`, 'a code’s link that is over')
  await open(`/lien/${link(cards.good)}`, 'a code’s link')
  await press(words.who.linkGo)
  await look('hours')
  await open('/quand?deja', 'an hour that has an order already')
  await page.goto(`${base}/quand`)
  await send('no hour chosen')
  const hour = await page.locator('details[open] input[type=radio]').first().getAttribute('value')
  await open(`/quand?pris=${encodeURIComponent(hour ?? '')}`, 'an hour that was taken')
  wait()
  await page.locator('details[open] input[type=radio]').first().check({ force: true })
  await press(words.when.order)
  await look('noted')
  await open('/quand', 'without a basket, with an order')
  await page.goto(`${base}/quand`)
  await page.locator('main .own a').first().click()
  await page.getByRole('link', { name: words.seen.move }).click()
  await look('another hour')
  const order = page.url().replace(/\/heure$/, '')
  await page.context().clearCookies()
  await page.goto(order)
  await look('an order by its link')
  await visitAtItsHour(page, hour, words, look)
  await press(words.seen.cancel)
  await look('cancelled')
  await open('/c/x', 'a link of no order')
  await page.goto(`${base}/lien/${link(cards.blocked)}`)
  await press(words.who.linkGo)
  await page.goto(`${base}/?q=leblanc`)
  await page.locator('.take').first().click()
  await open('/quand', 'a card that may not order')
  let ranges: Settings['openingRanges'] = []
  await served.change(({ openingRanges }) => {
    ranges = openingRanges
    return { openingRanges: [] }
  })
  await page.goto(`${base}/lien/${link(cards.good)}`)
  await press(words.who.linkGo)
  await look('no free hour')
  await served.change(() => ({ openingRanges: ranges }))
  for (const [path, name] of [
    ['/mode-d-emploi', 'guide'],
    ['/a-propos', 'your data'],
    ['/accessibilite', 'declaration'],
    ['/nulle-part', 'nowhere'],
    ['/essai/', 'trial'],
  ] as const)
    await open(path, name)
  await open(`/opposition/${served.opposition(cards.good)}`, 'opposition')
  await press(words.opposition.press)
  await look('opposed')
  await press(words.opposition.takeBack)
  await look('opposition taken back')
  await visitKeeper(page, language, look)

  await served.change(({ publicPage }) => ({ publicPage: publicPage && { ...publicPage, closed: { fr: 'Inventaire jusqu’à lundi.' } } }))
  await open('/', 'closed')
  await served.change(({ publicPage }) => ({ publicPage: publicPage && { ...publicPage, closed: undefined } }))
  state.isBroken = true
  await open('/', 'in trouble')
  state.isBroken = false
  state.network = `flood-${language}`
  const flood = { intervals: [0], timeout: 60_000 }
  await expect.poll(async () => (await served.ask(new URL(`${base}/a-propos`).pathname)).status, flood).toBe(429)
  await open('/', 'held back')
  state.network = 'somebody'
}

for (const language of ['fr', 'en'] as const) {
  test(`[PAGE-3, PAGE-4, PAGE-21] each page of patrons is whole for everybody, in ${language === 'fr' ? 'French' : 'English'}`, async ({
    browser,
  }) => {
    test.setTimeout(600_000)
    const { page: words } = (await vite.ssrLoadModule(`/src/locale/${language}/page.ts`)) as { page: typeof frenchWords }
    const context = await browser.newContext({ bypassCSP: true, viewport: { width: 390, height } })
    const page = await context.newPage()
    page.setDefaultTimeout(30_000)
    const folder = process.env.PTE_PATRONS_HTML
    let sent = 0
    if (folder !== undefined)
      page.on('response', async (answer) => {
        if (answer.headers()['content-type']?.startsWith('text/html') !== true || answer.headers().location !== undefined) return
        writeFileSync(`${folder}/${language}-${String(sent++).padStart(2, '0')}.html`, await answer.body().catch(() => ''))
      })
    await visitAll(page, language, words, (name) => lookAt(page, `${language}: ${name}`, language === 'fr'))
    await context.close()
  })
}

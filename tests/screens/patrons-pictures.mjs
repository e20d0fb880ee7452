/**
 * Takes the pictures of the guide for patrons, which the README shows too, from the public page itself, in both languages (MSG-14):
 * docs/guide/usagers, as WebP: half of what PNG weighs, since the first of them is the largest thing that a telephone waits for.
 * Runs in Node, in `npm run screenshots -- --shown`, over a demo made for it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { servePatronsPage } from './patrons-page.mjs'

const folder = 'docs/guide/usagers'
const size = { width: 390, height: 440 }
/** Of 1: letters keep their edges. */
const quality = 0.85

/** The browser's own encoder; `blank`: a page without a policy. */
const toWebp = async (blank, png) =>
  Buffer.from(
    await blank.evaluate(
      async ([text, wanted]) => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${text}`)).blob())
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
        canvas.getContext('2d').drawImage(bitmap, 0, 0)
        const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/webp', quality: wanted })).arrayBuffer())
        return btoa(String.fromCharCode(...bytes))
      },
      [png.toString('base64'), quality],
    ),
    'base64',
  )

const visit = async (page, blank, { root, link, cards, wait }, language, words) => {
  const shoot = async (name) => {
    await page.evaluate(() => document.fonts.ready)
    const png = await page.screenshot({ clip: { x: 0, y: await topOf(page), ...size }, fullPage: true })
    writeFileSync(`${folder}/${name}-${language}.webp`, await toWebp(blank, png))
  }
  await page.goto(`${root}/${language}/?q=leblanc`)
  await page.locator('.take').first().click()
  await shoot('search')
  await page.goto(`${root}/${language}/qui`)
  wait()
  await page.locator('#card').fill('29998000001234')
  await page.locator('main .btn.primary').click()
  await shoot('code')
  await page.goto(`${root}/${language}/lien/${link(cards.good)}`)
  await page.locator('main .btn.primary').click()
  wait()
  await page.locator('details[open] input[type=radio]').nth(2).check({ force: true })
  await shoot('hours')
  await page.getByRole('button', { name: words.when.order }).click()
  await page.locator('.ticket').waitFor()
  await shoot('noted')
}
/** Below the library's name: what the step is about. */
const topOf = (page) => page.locator('h1').evaluate((head) => head.getBoundingClientRect().top + scrollY - 12)

export const takePatronsPictures = async (load, browser) => {
  mkdirSync(folder, { recursive: true })
  for (const language of ['fr', 'en']) {
    // A library each, where the card has ordered nothing yet. The font alone: no picture shows a picture.
    const served = await servePatronsPage(load, 'public')
    const { page: words } = await load(`/src/locale/${language}/page.ts`)
    const context = await browser.newContext({ viewport: { width: size.width, height: 844 }, deviceScaleFactor: 1.5, locale: language })
    await visit(await context.newPage(), await context.newPage(), served, language, words)
    await context.close()
    await served.close()
  }
}

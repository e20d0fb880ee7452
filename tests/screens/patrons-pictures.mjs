/**
 * Takes the pictures of the guide for patrons from the public page itself, in both languages (MSG-14): docs/guide/usagers. Runs in Node, in
 * `npm run screenshots -- --shown`, over a demo made for it: the page's own routes on a port of this machine.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const folder = 'docs/guide/usagers'
const port = 8202
const origin = `http://localhost:${port}`
const size = { width: 390, height: 440 }
const today = '2026-11-24'

/** The routes of a demo's page, and a patron who may order. */
const openPage = async (load, dataDir) => {
  const [{ SqliteStore }, { anInstant }, { makeDemoLibrary, demoLibraryId }, { publishCatalogue }, { createPageApp }] = await Promise.all(
    [
      '/src/endpoint/storage/sqlite-store.ts',
      '/tests/builders/a-moment.ts',
      '/src/endpoint/demo/make-demo-library.ts',
      '/src/endpoint/catalogue/publish-catalogue.ts',
      '/src/endpoint/page/page-app.ts',
    ].map(load),
  )
  const [{ pageSecret }, { createSeals }] = await Promise.all(
    ['/src/endpoint/messages/page-links.ts', '/src/endpoint/messages/seal.ts'].map(load),
  )
  const store = new SqliteStore(join(dataDir, 'pictures.sqlite'))
  let now = anInstant(`${today} 09:00`)
  await makeDemoLibrary(store, today, now, { documents: 3000, patrons: 600 })
  const card = await store.transact(demoLibraryId, async (transaction) => {
    await transaction.writeRow({ ...(await transaction.row('settings', 'settings')), sendsMail: true }, now)
    const taken = new Set((await transaction.rowsOf('order')).map((order) => order.card))
    return (await transaction.rowsOf('patron')).find(
      ({ id, blocked, category, expiresOn }) => !blocked && category === 'adulte' && (expiresOn ?? '2100') > today && !taken.has(id),
    ).id
  })
  await publishCatalogue(store, demoLibraryId, dataDir, now)
  const reportDefect = (defect) => {
    throw defect
  }
  const app = new Hono()
  app.use((context, next) => {
    context.set('network', 'guide')
    return next()
  })
  const ports = { store, now: () => now, reportDefect, publicUrl: origin, dataDir, buildDirs: ['public'], isTls: false }
  app.route('/b', createPageApp(ports))
  const token = createSeals(await store.secret(pageSecret)).seal('link', demoLibraryId, { card, until: now + 600_000 })
  return { app, token, root: `${origin}/b/demo`, wait: () => (now += 3000) }
}

const visit = async (page, { root, token, wait }, language, words) => {
  const shoot = async (name) => {
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: `${folder}/${name}-${language}.png`, clip: { x: 0, y: await topOf(page), ...size }, fullPage: true })
  }
  await page.goto(`${root}/${language}/?q=leblanc`)
  await page.locator('.take').first().click()
  await shoot('search')
  await page.goto(`${root}/${language}/qui`)
  wait()
  await page.locator('#card').fill('29998000001234')
  await page.locator('main .btn.primary').click()
  await shoot('code')
  await page.goto(`${root}/${language}/lien/${token}`)
  await page.locator('main .btn.primary').click()
  wait()
  await page.locator('details[open] input[type=radio]').nth(2).check({ force: true })
  await shoot('hours')
  await page.getByRole('button', { name: words.when.order }).click()
  await shoot('noted')
}
/** Below the library's name: what the step is about. */
const topOf = (page) => page.locator('h1').evaluate((head) => head.getBoundingClientRect().top + scrollY - 12)

export const takePatronsPictures = async (load, browser) => {
  mkdirSync(folder, { recursive: true })
  const dataDir = mkdtempSync(join(tmpdir(), 'patrons-pictures-'))
  const opened = await openPage(load, dataDir)
  const server = serve({ fetch: opened.app.fetch, port })
  for (const language of ['fr', 'en']) {
    const { page: words } = await load(`/src/locale/${language}/page.ts`)
    const context = await browser.newContext({ viewport: { width: size.width, height: 844 }, deviceScaleFactor: 1.5, locale: language })
    await visit(await context.newPage(), opened, language, words)
    await context.close()
  }
  server.close()
  rmSync(dataDir, { recursive: true })
}

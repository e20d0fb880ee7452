/**
 * One contact sheet per state of the screens, for whoever reviews the look: `npm run screenshots [-- FOLDER [STATE…]]`. Runs in Node.
 * Three sizes (phone, tablet upright, tablet lying), two lights, two languages: FOLDER/state.png, and each picture alone in
 * FOLDER/pictures. The sheet is a page of the same browser, photographed. Default folder: ./data/screenshots.
 * With `-- --shown` it takes the states that the README and the manifest show, and puts those pictures in their place, with those of the
 * patrons' guide; `-- FOLDER patrons` takes these alone.
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { findChromium } from '../find-chromium.mjs'

import { takePatronsPictures } from './patrons-pictures.mjs'
import { hashOf } from './scene-hashes.mjs'

const sizes = { lying: { width: 1280, height: 800 }, upright: { width: 768, height: 1024 }, phone: { width: 390, height: 844 } }
const lights = ['light', 'dark']
const languages = ['fr', 'en']

/** Where the README, the guide and the manifest look, and what they find there. */
const shown = [
  ['docs/guide/pictures/preparer.png', 'preparation', 'lying'],
  ['docs/guide/pictures/remettre.png', 'handover-begun', 'lying'],
  ['docs/guide/pictures/hors-connexion.png', 'today-offline', 'lying'],
  ['docs/guide/pictures/telephone.png', 'call-in-hand', 'lying'],
  ['docs/guide/pictures/rendre.png', 'returns', 'lying'],
  ['docs/guide/pictures/anomalie.png', 'cases', 'lying'],
  ['docs/guide/pictures/clore.png', 'closing', 'lying'],
  ['docs/guide/pictures/regler.png', 'settings', 'lying'],
  ['docs/guide/pictures/planifier.png', 'rota', 'lying'],
  ['docs/guide/pictures/compter.png', 'figures', 'lying'],
  ['docs/pictures/today.png', 'today', 'lying'],
  ['docs/pictures/preparation.png', 'preparation', 'lying'],
  ['docs/pictures/handover.png', 'handover-begun', 'lying'],
  ['docs/pictures/case.png', 'cases', 'lying'],
  ['public/screenshots/aujourdhui-large.png', 'today', 'lying'],
  ['public/screenshots/preparation-large.png', 'preparation', 'lying'],
  ['public/screenshots/aujourdhui-etroit.png', 'today', 'phone'],
  ['public/screenshots/retrait-etroit.png', 'handover-begun', 'phone'],
]

const areShown = process.argv[2] === '--shown'
const [folder = 'data/screenshots', ...wanted] = areShown ? ['data/screenshots', ...shown.map(([, state]) => state)] : process.argv.slice(2)
mkdirSync(`${folder}/pictures`, { recursive: true })
const server = await createServer({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)), server: { port: 8201 } })
await server.listen()
const { reachState, states } = await server.ssrLoadModule('/tests/screens/states.ts')
const browser = await chromium.launch({
  executablePath: findChromium(),
  // Native fields write dates in the browser's own language.
  args: ['--lang=fr-FR', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  env: { ...process.env, LANGUAGE: 'fr' },
})

/** Takes the pictures of a state in one light and one language; answers their paths, largest size first. */
const shoot = async (page, state, language, name) => {
  const paths = []
  for (const [size, viewport] of Object.entries(sizes)) {
    const path = `${folder}/pictures/${state.name}-${size}-${name}.png`
    await page.setViewportSize(viewport)
    // The same address with another hash would not load the stage again.
    await page.goto('about:blank')
    await page.goto(`http://localhost:8201/tests/screens/stage.html?scene=${state.scene}#${state.hash ?? hashOf(state.scene)}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await reachState(page, state, language)
    // What comes in a chunk of its own is there too (later.tsx).
    await page.waitForFunction("![...document.querySelectorAll('p.sr')].some(({ textContent }) => textContent === '…')")
    await page.screenshot({ path, animations: 'disabled' })
    paths.push(path)
  }
  return paths
}

const figure = (path) =>
  `<figure><img src="data:image/png;base64,${readFileSync(path).toString('base64')}"><figcaption>${path.split('/').pop().replace('.png', '')}</figcaption></figure>`
const sheetStyle =
  'body{margin:0;padding:16px;background:#888;font:13px sans-serif;color:#fff}section{display:flex;gap:12px;align-items:start;margin-bottom:12px}figure{margin:0}img{height:520px;display:block}'

const pages = await Promise.all(
  languages.flatMap((language) =>
    lights.map(async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
      await context.addInitScript((value) => {
        if (location.protocol !== 'about:') localStorage.setItem('language', value)
      }, language)
      return { page: await context.newPage(), language, name: `${colorScheme}-${language}` }
    }),
  ),
)
const table = await browser.newPage()
for (const state of states.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  const rows = []
  for (const { page, language, name } of pages) rows.push(await shoot(page, state, language, name))
  await table.setViewportSize({ width: 1700, height: 800 })
  await table.setContent(
    `<style>${sheetStyle}</style>${rows.map((paths) => `<section>${paths.map(figure).join('')}</section>`).join('')}`,
    { waitUntil: 'load' },
  )
  await table.screenshot({ path: `${folder}/${state.name}.png`, fullPage: true })
  console.log(`${folder}/${state.name}.png`)
}
for (const [path, state, size] of areShown ? shown : []) copyFileSync(`${folder}/pictures/${state}-${size}-light-fr.png`, path)
if (areShown || wanted[0] === 'patrons') await takePatronsPictures((path) => server.ssrLoadModule(path), browser)
await browser.close()
await server.close()

/**
 * `npm run patterns`: the pattern book in a browser, made anew at each start. Runs in Node until Ctrl-C; the address is printed.
 * With `-- --pictures FOLDER` it is photographed instead, whole, in both languages and both lights, and once in longer words.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { findChromium } from '../find-chromium.mjs'

const [flag, folder = 'data/patterns'] = process.argv.slice(2)
const server = await createServer({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)), server: { port: 8202 } })
await server.listen()
const address = 'http://localhost:8202/tests/screens/patterns.html'
if (flag !== '--pictures') {
  console.log(`Pattern book: ${address}`)
} else {
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
  for (const [name, language, colorScheme, query] of [
    ['fr-light', 'fr', 'light', ''],
    ['fr-dark', 'fr', 'dark', ''],
    ['en-light', 'en', 'light', ''],
    ['en-dark', 'en', 'dark', ''],
    ['longer-light', 'en', 'light', '?pseudo'],
  ]) {
    const page = await browser.newPage({ viewport: { width: 1024, height: 800 }, colorScheme })
    await page.addInitScript((value) => localStorage.setItem('language', value), language)
    await page.goto(`${address}${query}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.screenshot({ path: `${folder}/patterns-${name}.png`, fullPage: true })
    console.log(`${folder}/patterns-${name}.png`)
    await page.close()
  }
  await browser.close()
  await server.close()
}

/**
 * Pictures of every scene of the stage, for whoever reviews the look: `npm run screenshots [-- FOLDER [SCENE…]]`. Runs in Node.
 * Three sizes (phone, tablet upright, tablet lying), two lights, French; PNG files named scene-size-light.png, in ./data/screenshots.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { findChromium } from '../find-chromium.mjs'

const sizes = { phone: { width: 390, height: 844 }, upright: { width: 768, height: 1024 }, lying: { width: 1280, height: 800 } }
const hashes = [
  [/^preparation-second-pass$/, '/preparation/revoir'],
  [/^preparation/, '/preparation'],
  [/^handover/, '/retrait'],
  [/^returns/, '/retours'],
  [/^cases/, '/anomalies'],
  [/^operations/, '/operations'],
  [/^closing/, '/cloture'],
]

const [folder = 'data/screenshots', ...wanted] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const server = await createServer({ configFile: fileURLToPath(new URL('vite.config.ts', import.meta.url)), server: { port: 8201 } })
await server.listen()
const { sceneByName } = await server.ssrLoadModule('/tests/screens/scenes.ts')
const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
for (const scene of wanted.length > 0 ? wanted : Object.keys(sceneByName)) {
  const hash = hashes.find(([pattern]) => pattern.test(scene))?.[1] ?? '/aujourdhui'
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      const page = await browser.newPage({ viewport, colorScheme })
      await page.goto(`http://localhost:8201/tests/screens/stage.html?scene=${scene}#${hash}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.screenshot({ path: `${folder}/${scene}-${size}-${colorScheme}.png` })
      await page.close()
    }
  }
  console.log(scene)
}
await browser.close()
await server.close()

/**
 * `npm run screenshots`: the README's pictures, taken of the demo in a real Chromium. Runs in Node on what `npm run build` made.
 * Everything shown is invented, and dated the day it is taken; the demo lives in a temporary folder.
 */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '../find-chromium.mjs'

process.chdir(fileURLToPath(new URL('../..', import.meta.url)))
execFileSync(process.execPath, ['build.mjs', '--if-missing'], { stdio: 'inherit' })

const pictures = 'docs/pictures'
const port = 8291
const folder = mkdtempSync(join(tmpdir(), 'screenshots-'))
const { LIBRARY_NAME: _, ...environment } = process.env
const endpoint = spawn(process.execPath, ['dist/endpoint/main.js'], {
  env: { ...environment, PORT: String(port), DATA_DIR: join(folder, 'data') },
  stdio: ['ignore', 'pipe', 'inherit'],
})

let printed = ''
const [, code, name, pin] = await new Promise((resolve, reject) => {
  endpoint.once('exit', () => reject(new Error(`the endpoint ended:\n${printed}`)))
  endpoint.stdout.on('data', (chunk) => {
    printed += chunk
    const found = /#\/enrol\/([0-9A-Z-]+)[\s\S]*?^ {2}(\S.*?) +PIN (\d+)/m.exec(printed)
    if (found !== null) resolve(found)
  })
})

const browser = await chromium.launch({ executablePath: findChromium(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 820 }, locale: 'fr-FR', timezoneId: 'Europe/Paris' })
  await page.goto(`http://localhost:${port}/#/enrol/${code}`)
  await page.getByRole('button', { name: 'Associer', exact: true }).click()
  await page.getByRole('button', { name }).click()
  await page.keyboard.type(pin, { delay: 80 })
  await page.keyboard.press('Enter')
  await page.getByRole('navigation', { name: 'Écrans' }).waitFor()
  mkdirSync(pictures, { recursive: true })
  for (const [file, screen] of [
    ['today', 'Aujourd’hui'],
    ['preparation', 'Préparation'],
    ['handover', 'Retrait'],
  ]) {
    await page.getByRole('link', { name: screen, exact: true }).last().click()
    await page.getByRole('main').getByRole('heading').first().waitFor()
    await page.screenshot({ path: `${pictures}/${file}.png` })
    console.log(`${pictures}/${file}.png`)
  }
} finally {
  await browser.close()
  endpoint.removeAllListeners('exit')
  endpoint.kill('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
}

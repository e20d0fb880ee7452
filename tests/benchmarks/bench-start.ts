/**
 * P4, start: a day of 200 orders on a tablet that starts cold, without network, with its CPU slowed four times. Runs in a real Chromium.
 * Measured by the page itself, from the start of its navigation to the screen "Aujourd'hui" painted with the day's orders; the session
 * of the tab is given back as the browser does after a restart. A new browser process for each run, the same profile.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../find-chromium.mjs'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { judge, Measurement } from './measurement.ts'

const orderCount = 200
const slowDown = 4

/** `orderCount` orders of three documents, over the whole day. */
const ordersFile = (day: string): string => {
  const documents = Object.values(tilleuls.items)
  const rows = Array.from({ length: orderCount }, (_, n) => {
    const time = `${String(8 + (n % 12)).padStart(2, '0')}:${n % 2 === 0 ? '00' : '30'}`
    const wanted = [0, 1, 2].map((shift) => documents[(n + shift) % documents.length]?.record ?? '')
    return wanted.map((record) => [`C-${n}`, `20000${String(10_000 + n)}`, day, time, record].join(';'))
  })
  return [['Commande;Carte;Date de retrait;Heure de retrait;Notice'], ...rows].flat().join('\n')
}

const patronsFile = (): string =>
  ['Carte;Nom;Prénom;Catégorie', ...Array.from({ length: 3260 }, (_, n) => `20000${10_000 + n};NOM${n};Prénom;adulte`)].join('\n')

/** Runs the benchmark; `--runs N` [10]. */
export const run = async (options: readonly string[]): Promise<void> => {
  const runs = Number(options[options.indexOf('--runs') + 1] ?? 10) || 10
  const profile = mkdtempSync(join(tmpdir(), 'bench-start-'))
  const library = new RunningLibrary()
  const measurement = new Measurement('start')
  const launch = () =>
    chromium.launchPersistentContext(profile, {
      ...(findChromium() === undefined ? {} : { executablePath: findChromium() ?? '' }),
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
      locale: 'fr-FR',
      timezoneId: tilleuls.settings.zone,
    })
  try {
    await library.start()
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: tilleuls.settings.zone }).format(new Date())
    const settings = { ...tilleuls.settings, openingRanges: tilleuls.settings.openingRanges.map((range) => ({ ...range, capacity: 40 })) }
    const files = [
      ...['--settings', library.file('reglages.json', JSON.stringify(settings))],
      ...['--catalogue', library.file('exemplaires.csv', tilleuls.catalogueFile())],
      ...['--patrons', library.file('usagers.csv', patronsFile())],
      ...['--orders', library.file('commandes.csv', ordersFile(day))],
    ]
    const imported = await library.command('import', ...files)
    if (imported.code !== 0) throw new Error(imported.stdout + imported.stderr)

    const first = await launch()
    const tablet = await Tablet.over(first, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
    const session = await tablet.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
    await first.close()
    await library.kill()

    for (let turn = 0; turn <= runs; turn++) {
      const context = await launch()
      await context.addInitScript((entries: string) => {
        for (const [key, value] of JSON.parse(entries)) sessionStorage.setItem(key, value)
        const look = (): void => {
          // The line of the day, with its slots as buttons that can be pressed.
          if (document.querySelectorAll('main li button').length > 20) performance.mark('usable')
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }, session)
      const page = context.pages()[0] ?? (await context.newPage())
      const cdp = await context.newCDPSession(page)
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
      await page.goto(`${library.url}/`)
      const usable = await page
        .waitForFunction(() => performance.getEntriesByName('usable')[0]?.startTime, undefined, { timeout: 30_000 })
        .then((handle) => handle.jsonValue())
      if (turn > 0) measurement.take('day usable', usable ?? Number.NaN, 'ms', { orders: orderCount, slowDown })
      await context.close()
    }
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true })
  }
  measurement.table()
  judge(`day of ${orderCount} orders usable, cold, off line, CPU ÷ ${slowDown}`, measurement.summary('day usable').median, 1000, ' ms')
}

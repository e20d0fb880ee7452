/**
 * P4, start: a day of 200 orders on a tablet that starts cold, without network, with its CPU slowed four times. Runs in a real Chromium.
 * Measured by the page itself, from the start of its navigation to the screen "Aujourd'hui" painted with the day's orders; the session
 * of the tab is given back as the browser does after a restart. A new browser process for each run, the same profile.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession } from '@playwright/test'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { importBusyDay, launchTablet, orderCount } from './busy-day.ts'
import { judge, Measurement } from './measurement.ts'

/** What the page's main thread has spent on tasks, in its own ticks. */
const busySeconds = async (cdp: CDPSession): Promise<number> =>
  (await cdp.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN

/** Runs the benchmark; `--runs N` [10], `--slow-down N` [4]: at 1, "main thread busy" is the work itself, whoever shares the machine. */
export const run = async (options: readonly string[]): Promise<void> => {
  const option = (name: string, otherwise: number): number => Number(options[options.indexOf(name) + 1] ?? otherwise) || otherwise
  const runs = option('--runs', 10)
  const slowDown = option('--slow-down', 4)
  const profile = mkdtempSync(join(tmpdir(), 'bench-start-'))
  const library = new RunningLibrary()
  const measurement = new Measurement('start')
  try {
    await library.start()
    await importBusyDay(library)

    const first = await launchTablet(profile)
    const tablet = await Tablet.over(first, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
    const session = await tablet.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
    await first.close()
    await library.kill()

    for (let turn = 0; turn <= runs; turn++) {
      const context = await launchTablet(profile)
      await context.addInitScript((entries: string) => {
        for (const [key, value] of JSON.parse(entries)) sessionStorage.setItem(key, value)
        const look = (): void => {
          // The line of the day, with its slots as buttons that can be pressed; told once this frame is painted.
          if (document.querySelectorAll('main li button').length > 20) setTimeout(() => console.info('usable', performance.now()))
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }, session)
      const page = context.pages()[0] ?? (await context.newPage())
      const cdp = await context.newCDPSession(page)
      await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
      await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
      const before = await busySeconds(cdp)
      // Told by the page, not asked of it: what a question injects would be compiled during the start.
      const told = page.waitForEvent('console', { predicate: (message) => message.text().startsWith('usable'), timeout: 30_000 })
      // As the manifest starts the installed app.
      await page.goto(`${library.url}/#/aujourdhui`, { waitUntil: 'commit' })
      const usable = Number((await told).text().split(' ')[1])
      const busy = (await busySeconds(cdp)) - before
      if (turn > 0) measurement.take('main thread busy', busy * 1000, 'ms', { orders: orderCount, slowDown })
      if (turn > 0) measurement.take('day usable', usable, 'ms', { orders: orderCount, slowDown })
      await context.close()
    }
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true })
  }
  measurement.table()
  judge(`day of ${orderCount} orders usable, cold, off line, CPU ÷ ${slowDown}`, measurement.summary('day usable').median, 1000, ' ms')
}

/**
 * `npm run bench -- camera --minutes N`: a camera left open, for as long as an hour. Runs in a real Chromium whose camera plays a film: a label
 * comes and goes before Retours. Each minute: what the page holds after a collection, what the whole renderer holds, how long its main
 * thread was blocked, how long a press waited, and that labels are still read. A leak is a slope, and a stutter a wait.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../find-chromium.mjs'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { makeFilm } from '../journeys/barcode-film.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { importBusyDay, launchTablet } from './busy-day.ts'
import { judge, Measurement } from './measurement.ts'

const pressesEachMinute = 10

/** Memory of the largest renderer of the browser on `profile`, its workers included. MB. */
const rendererMemory = (profile: string): number => {
  const sizes = readdirSync('/proc').flatMap((pid) => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (!command.includes('--type=renderer') || !command.includes(profile)) return []
      return [Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024]
    } catch {
      // No process, or one that ended meanwhile.
      return []
    }
  })
  return Math.max(0, ...sizes)
}

const playFilm = async (path: string): Promise<void> => {
  const executablePath = findChromium()
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ ...(executablePath === undefined ? {} : { executablePath }), args })
  const { barcode } = tilleuls.items.germinal
  await makeFilm(browser, path, [{ seconds: 1.5, label: { symbology: 'code-39', text: barcode } }, { seconds: 4 }])
  await browser.close()
}

/** Runs the benchmark; `--minutes N` [5]. */
export const run = async (options: readonly string[]): Promise<void> => {
  const minutes = Number(options[options.indexOf('--minutes') + 1] ?? 5) || 5
  const profile = mkdtempSync(join(tmpdir(), 'bench-camera-'))
  const film = join(profile, 'film.mjpeg')
  const library = new RunningLibrary()
  const measurement = new Measurement('camera')
  try {
    await playFilm(film)
    await library.start()
    await importBusyDay(library)
    const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`]
    const context = await launchTablet(profile, camera)
    const tablet = await Tablet.over(context, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
    const { page, main } = tablet
    await tablet.go('Retours')
    const cdp = await context.newCDPSession(page)
    await cdp.send('Performance.enable')
    await page.evaluate(() => {
      const seen: { blocked: number; waits: number[]; answers: number } = { blocked: 0, waits: [], answers: 0 }
      Object.assign(globalThis, { seen })
      // Each reading is answered by a sound.
      const { start } = AudioBufferSourceNode.prototype
      AudioBufferSourceNode.prototype.start = function (...times) {
        seen.answers++
        start.apply(this, times)
      }
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) seen.blocked += duration
      }).observe({ type: 'longtask' })
      const wanted = { type: 'event', durationThreshold: 16 }
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if ('interactionId' in entry && entry.interactionId !== 0) seen.waits.push(entry.duration)
      }).observe(wanted)
    })
    await library.kill()
    await page.getByRole('button', { name: 'Caméra', exact: true }).click()
    await main.getByText(tilleuls.items.germinal.title).first().waitFor({ timeout: 60_000 })
    for (let minute = 1; minute <= minutes; minute++) {
      await page.evaluate('Object.assign(seen, { blocked: 0, waits: [], answers: 0 })')
      for (let n = 0; n < pressesEachMinute; n++) {
        await page.waitForTimeout(60_000 / pressesEachMinute)
        // A press that changes nothing: the key of a person who looks for a way about.
        await page.keyboard.press('Tab')
      }
      const seen: { readonly blocked: number; readonly waits: readonly number[]; readonly answers: number } = await page.evaluate('seen')
      await cdp.send('HeapProfiler.collectGarbage')
      const { metrics } = await cdp.send('Performance.getMetrics')
      const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0
      measurement.take('page after a collection', metric('JSHeapUsedSize') / 1_048_576, 'MB', { minute, nodes: metric('Nodes') })
      measurement.take('renderer and its workers', rendererMemory(profile), 'MB', { minute })
      measurement.take('main thread blocked, of a minute', seen.blocked, 'ms', { minute })
      measurement.take('longest wait of a press', Math.max(16, ...seen.waits), 'ms', { minute })
      measurement.take('labels read', seen.answers, 'a minute', { minute })
    }
    await context.close()
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true })
  }
  measurement.table()
  judge('longest wait of a press, worst', measurement.summary('longest wait of a press').worst, 100, ' ms')
}

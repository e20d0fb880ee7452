/**
 * Lighthouse on the built app: the first visit of a tablet that knows nothing, and the screens of one that is signed in, on a day of 200
 * orders; and pages of patrons, search engines' basics with them. Runs in a real Chromium, with Lighthouse's own slow phone (4 × slower, slow 4G,
 * simulated). Scores out of 100, to reach 95 each, and 98 on the pages of patrons.
 * Lighthouse is of a folder of its own, installed only when this is asked; it runs in this machine alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { findChromium } from '../find-chromium.mjs'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { importBusyDay } from './busy-day.ts'
import { Measurement } from './measurement.ts'
import { requirePeers } from './peers/require-peers.ts'

const debuggingPort = 8298
/** To reach, of 100. */
const [wanted, wantedOfPatrons] = [95, 98]
/** Pages of patrons, after the library's address; SEO counts where search engines may keep them. */
const patronsPages = [
  ['patrons, first page', '/fr/', true],
  ['patrons, titles', '/fr/?q=zola', false],
  ['patrons, card', '/fr/qui', false],
  ['patrons, guide', '/fr/mode-d-emploi', true],
  ['patrons, declaration', '/fr/accessibilite', true],
] as const
const screens = [
  ['today', '/aujourdhui'],
  ['preparation', '/preparation'],
  ['handover', '/retrait'],
  ['returns', '/retours'],
] as const
/** What the score of performance is made of, for whoever looks for what was lost. */
const timings = [
  ['first-contentful-paint', 'ms'],
  ['largest-contentful-paint', 'ms'],
  ['total-blocking-time', 'ms'],
  ['cumulative-layout-shift', ''],
] as const
const categories = ['performance', 'accessibility', 'best-practices'] as const
const withSeo = [...categories, 'seo'] as const

interface Audit {
  readonly title: string
  readonly score: number | null
  readonly numericValue?: number
  readonly scoreDisplayMode: string
}
interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { readonly id: string; readonly weight: number }[] }>
  >
  readonly audits: Readonly<Record<string, Audit>>
}
interface PuppeteerPage {
  evaluateOnNewDocument(run: (text: string) => void, text: string): Promise<unknown>
  close(): Promise<void>
}
interface Peers {
  readonly lighthouse: (url: string, flags: object, config: undefined, page: PuppeteerPage) => Promise<{ readonly lhr: Report } | undefined>
  readonly connect: (options: object) => Promise<{ newPage(): Promise<PuppeteerPage>; disconnect(): Promise<void> }>
}

const loadPeers = async (load: (path: string) => Promise<unknown>): Promise<Peers> => {
  const require = requirePeers()
  // The casts: these packages belong to the benchmark alone, and the compiler does not know them.
  const { default: lighthouse } = (await load(require.resolve('lighthouse'))) as { default: Peers['lighthouse'] }
  const { default: puppeteer } = (await load(require.resolve('puppeteer-core'))) as { default: Pick<Peers, 'connect'> }
  return { lighthouse, connect: (options) => puppeteer.connect(options) }
}

/** Runs the benchmark; `--runs N` [3], `--patrons` their pages alone, `--reports FOLDER` for Lighthouse's whole reports, one JSON file a run. The figure of a category is the median of its runs. */
export const run = async (options: readonly string[], load: (path: string) => Promise<unknown>): Promise<void> => {
  const runs = Number(options[options.indexOf('--runs') + 1]) || 3
  const reports = options.includes('--reports') ? options[options.indexOf('--reports') + 1] : undefined
  const { lighthouse, connect } = await loadPeers(load)
  const profile = mkdtempSync(join(tmpdir(), 'bench-lighthouse-'))
  const arePatronsAlone = options.includes('--patrons')
  const library = new RunningLibrary(undefined, { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'clic@mediatheque.example' })
  const measurement = new Measurement('lighthouse')
  const chromiumPath = findChromium()
  try {
    await library.start()
    await importBusyDay(library)
    const publicPage = { isOn: true, telephone: '05 36 49 12 07' }
    const opened = await library.command(
      'import',
      '--settings',
      library.file('page.json', JSON.stringify({ ...tilleuls.settings, publicPage })),
    )
    if (opened.code !== 0) throw new Error(opened.stdout + opened.stderr)
    // Its start says to the library that it can write to patrons.
    await library.stop()
    await library.start()
    const context = await chromium.launchPersistentContext(profile, {
      ...(chromiumPath === undefined ? {} : { executablePath: chromiumPath }),
      args: [`--remote-debugging-port=${debuggingPort}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      locale: 'fr-FR',
      viewport: null,
    })
    const judgePage = async (
      screen: string,
      path: string,
      session: string | undefined,
      judged: readonly string[] = categories,
    ): Promise<void> => {
      for (let turn = 0; turn < runs; turn++) {
        // A connection each: Lighthouse leaves its own targets behind in the one it is given.
        const browser = await connect({ browserURL: `http://localhost:${debuggingPort}`, defaultViewport: null })
        const page = await browser.newPage()
        if (session !== undefined) {
          await page.evaluateOnNewDocument((entries) => {
            if (location.protocol === 'about:') return
            for (const [key, value] of JSON.parse(entries)) sessionStorage.setItem(key, value)
          }, session)
        }
        const flags = { onlyCategories: [...judged], disableStorageReset: session !== undefined, logLevel: 'error', output: 'json' }
        const result = await lighthouse(`${library.url}${path}`, flags, undefined, page)
        await page.close()
        await browser.disconnect()
        if (result === undefined) throw new Error(`Lighthouse said nothing of ${screen}`)
        for (const category of judged) {
          const { score, auditRefs } = result.lhr.categories[category] ?? { score: 0, auditRefs: [] }
          const lost = auditRefs.filter(({ id, weight }) => weight > 0 && (result.lhr.audits[id]?.score ?? 1) < 0.9).map(({ id }) => id)
          measurement.take(`${screen}, ${category}`, Math.round(score * 100), 'of 100', { lost })
        }
        for (const [id, unit] of timings) measurement.take(`${screen}, ${id}`, result.lhr.audits[id]?.numericValue ?? Number.NaN, unit)
        if (reports !== undefined) writeFileSync(join(reports, `${screen.replace(' ', '-')}-${turn}.json`), JSON.stringify(result.lhr))
      }
    }
    for (const [screen, path, isKept] of patronsPages)
      await judgePage(screen, `/b/mediatheque-des-tilleuls${path}`, undefined, isKept ? withSeo : categories)
    if (!arePatronsAlone) {
      await judgePage('first visit', '/#/', undefined)
      const tablet = await Tablet.over(context, library.url)
      await tablet.enrol(await library.enrolmentCode())
      await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
      const session = await tablet.page.evaluate(() => JSON.stringify(Object.entries(sessionStorage)))
      for (const [screen, path] of screens) await judgePage(screen, `/#${path}`, session)
    }
    await context.close()
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true })
  }
  measurement.table()
  const judgeScore = (screen: string, category: string, least: number): void => {
    const { median } = measurement.summary(`${screen}, ${category}`)
    console.log(`${median >= least ? '✓' : '✘'} ${screen}, ${category}: ${median}, to reach ≥ ${least}`)
    if (median < least) process.exitCode = 1
  }
  for (const [screen, , isKept] of patronsPages)
    for (const category of isKept ? withSeo : categories) judgeScore(screen, category, wantedOfPatrons)
  if (arePatronsAlone) return
  for (const screen of ['first visit', ...screens.map(([name]) => name)])
    for (const category of categories) judgeScore(screen, category, wanted)
}

/**
 * `npm test`: everything that must pass, browser journeys included. Runs in Node; needs only what `npm ci` brought.
 * Finds a Chromium or installs one, builds what is missing, runs vitest then Playwright, each streaming its own progress.
 * The last line is "N passed, N failed, N skipped". A part that crashes or reports nothing counts as a failure: no silence is a success.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, installChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const results = join(root, 'test-results')
const totals = { passed: 0, failed: 0, skipped: 0 }

/** Runs one program with its output in ours; answers its exit code, 1 when a signal ended it. */
const run = (args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...env } })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })

const fail = (what) => {
  totals.failed += 1
  console.error(`✘ ${what}`)
}

const skip = (title, reason) => {
  totals.skipped += 1
  console.log(`↓ skipped: ${title}${reason ? ` (${reason})` : ''}`)
}

/** Counts one part's report with `count`, then compares it with how the part ended. */
const countReport = (name, path, code, count) => {
  const failedBefore = totals.failed
  const seenBefore = totals.passed
  try {
    count(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    fail(`${name} left no report (${error instanceof Error ? error.message : error})`)
    return
  }
  if (code !== 0 && totals.failed === failedBefore) fail(`${name} ended with code ${code}`)
  if (code === 0 && totals.passed === seenBefore) fail(`${name} ran nothing`)
}

const countVitest = (report) => {
  for (const file of report.testResults) {
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) fail(`${file.name}: ${file.message}`)
    for (const { status, fullName, meta } of file.assertionResults) {
      if (status === 'passed') totals.passed += 1
      else if (status === 'failed') totals.failed += 1
      else skip(fullName, meta?.reason)
    }
  }
}

const countPlaywright = (report) => {
  const walk = (suite, trail) => {
    for (const inner of suite.suites ?? []) walk(inner, [...trail, inner.title])
    for (const spec of suite.specs ?? []) {
      for (const { status, annotations } of spec.tests) {
        const title = [...trail, spec.title].join(' › ')
        if (status === 'expected') totals.passed += 1
        else if (status === 'skipped') skip(title, annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description)
        else totals.failed += 1
      }
    }
  }
  for (const error of report.errors) fail(error.message)
  walk({ suites: report.suites }, [])
}

const vitest = async () => {
  const report = join(results, 'vitest.json')
  const code = await run(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  countReport('vitest', report, code, countVitest)
}

const playwright = async (chromium) => {
  const report = join(results, 'playwright.json')
  const code = await run(['node_modules/@playwright/test/cli.js', 'test', '--config=tests/playwright.config.ts', '--reporter=list,json'], {
    PTE_CHROMIUM: chromium,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
  })
  countReport('playwright', report, code, countPlaywright)
}

const main = async () => {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const chromium = findChromium() ?? installChromium()
  if ((await run(['build.mjs', '--if-missing'])) !== 0) fail('the build')
  await vitest()
  if (chromium === undefined)
    fail('browser journeys: no Chromium. Install it (Debian: apt-get install chromium) or set PTE_CHROMIUM to its path.')
  else await playwright(chromium)
}

try {
  await main()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
process.exitCode = totals.failed === 0 ? 0 : 1
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)

/**
 * `npm test`: everything that must pass, browser journeys included. Runs in Node; needs only what `npm ci` brought.
 * Finds a Chromium or installs one and builds what is missing. Screens, which time nothing, run two files at a time beside vitest, then
 * journeys three at a time, for they wait about half of theirs; guns, whose paces a busy machine changes, run alone, then crashes two at a
 * time. The slow and the rare: nightly.mjs.
 * The last line is "N passed, N failed, N skipped", after each failure's first lines. A part that crashes or reports nothing counts as a failure: no silence is a success.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findChromium, installChromium } from './find-chromium.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
process.chdir(root)
const results = join(root, 'test-results')
const totals = { passed: 0, failed: 0, skipped: 0 }

/** Runs one program with its output in ours, as it comes or, `isHeld`, once it ended; answers its exit code, 1 when a signal ended it. */
const run = (args, env = {}, isHeld = false) =>
  new Promise((resolve) => {
    const output = isHeld ? 'pipe' : 'inherit'
    const child = spawn(process.execPath, args, { stdio: ['ignore', output, output], env: { ...process.env, ...env } })
    const held = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => held.push(chunk))
    child.once('error', () => resolve(1))
    child.once('close', (code) => {
      process.stdout.write(Buffer.concat(held))
      resolve(code ?? 1)
    })
  })

/** What failed, said once more before the last line: the end of a long output is what reaches a reader. */
const failures = []

const fail = (what) => {
  totals.failed += 1
  failures.push(what)
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
    for (const { status, fullName, failureMessages, meta } of file.assertionResults) {
      if (status === 'passed') totals.passed += 1
      else if (status === 'failed') fail(`${relative(root, file.name)} › ${fullName}\n${failureMessages?.[0] ?? ''}`)
      else skip(fullName, meta?.reason)
    }
  }
}

const countPlaywright = (report) => {
  const walk = (suite, trail) => {
    for (const inner of suite.suites ?? []) walk(inner, [...trail, inner.title])
    for (const spec of suite.specs ?? []) {
      for (const { status, annotations, results } of spec.tests) {
        const title = [...trail, spec.title].join(' › ')
        if (status === 'expected') totals.passed += 1
        else if (status === 'skipped') skip(title, annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description)
        // A test out of time says so first, and where it waited after that.
        else fail([`${spec.file} › ${title}`, ...(results.at(-1)?.errors ?? []).map(({ message }) => message)].join('\n'))
      }
    }
  }
  for (const error of report.errors) fail(error.message)
  walk({ suites: report.suites }, [])
}

const minutesSince = (startedAt) => `${((performance.now() - startedAt) / 60_000).toFixed(1)} min`

/** Runs one part and says how long it took: what every later change has to spend. */
const timed = async (name, part) => {
  const startedAt = performance.now()
  await part()
  console.log(`${name}: ${minutesSince(startedAt)}`)
}

const vitest = ({ files = [], env = {}, isHeld = false } = {}) =>
  timed('vitest', async () => {
    const report = join(results, 'vitest.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    // By itself it leaves one of two cores to others, and the simulated days take it for themselves.
    const code = await run(['node_modules/vitest/vitest.mjs', 'run', '--maxWorkers=2', ...files, ...reporters], env, isHeld)
    countReport('vitest', report, code, countVitest)
  })

/** What drives the product builds no stage of the screens. */
const withoutStage = { PTE_STAGE: 'none' }

const playwright = (project, env, workers = 1) =>
  timed(project, async () => {
    const report = join(results, `${project}.json`)
    const cli = [
      'node_modules/@playwright/test/cli.js',
      'test',
      '--config=tests/playwright.config.ts',
      '--reporter=list,json',
      `--workers=${workers}`,
    ]
    // Playwright empties the folder of the part before.
    const code = await run([...cli, `--project=${project}`, `--output=${join(results, 'browser', project)}`], {
      ...env,
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    })
    countReport(project, report, code, countPlaywright)
  })

const daily = async (env) => {
  const driven = { ...env, ...withoutStage }
  // Journeys begin where screens end, though the last of vitest's files may still run: neither waits for the other.
  await Promise.all([vitest({ isHeld: true }), playwright('screens', env, 2).then(() => playwright('journeys', driven, 3))])
  await playwright('guns', env)
  await playwright('crashes', driven, 2)
}

const main = async () => {
  rmSync(results, { recursive: true, force: true })
  mkdirSync(results, { recursive: true })
  const chromium = findChromium() ?? installChromium()
  if ((await run(['build.mjs', '--if-missing'])) !== 0) fail('the build')
  if (chromium === undefined) {
    fail('browser journeys: no Chromium. Install it (Debian: apt-get install chromium) or set PTE_CHROMIUM to its path.')
    await vitest()
  } else await daily({ PTE_CHROMIUM: chromium })
}

try {
  await main()
} catch (error) {
  fail(error instanceof Error ? error.message : String(error))
}
process.exitCode = totals.failed === 0 ? 0 : 1
for (const failure of failures) console.log(`✘ ${failure.trim().split('\n').slice(0, 12).join('\n  ')}`)
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`)

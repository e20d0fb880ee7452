/**
 * `npm run test:nightly`: the slow and the rare, in slices that remember where they stand. Runs in Node.
 * A slice is a program of its own, written down in `tests/night.json` once it ended, and belongs to what it ran on: simulated days to the
 * code that they depend on, which many a commit leaves alone, mutants to the simulator's bytes, all others to their commit. What was killed in
 * the middle, failed, or ran on something else, is run again at the next call; what passed is not. `-- --list` says what is left, `-- --for 45` begins none after so many minutes,
 * `-- --only kills` those of that name (two calls side by side use two cores), `-- --new` begins anew; `-- --entire` is what
 * tests/nights.md asks of an issue.
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { findChromium, installChromium } from './find-chromium.mjs'
import { digestDays } from './simulator-digest.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const statePath = process.env.PTE_NIGHT_STATE ?? join('tests', 'night.json')
const { values } = parseArgs({
  options: {
    list: { type: 'boolean', default: false },
    new: { type: 'boolean', default: false },
    entire: { type: 'boolean', default: false },
    for: { type: 'string' },
    only: { type: 'string', default: '' },
  },
})

/** What is run: the commit, and whether it is that alone. Where there is no git the night is of what lies here. */
const readCommit = () => {
  try {
    const git = (...args) => execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    const changed = git('status', '--porcelain', '--', '.', ':!tests/night.json')
    return git('rev-parse', '--short', 'HEAD') + (changed === '' ? '' : ' and changes')
  } catch {
    return 'no commit'
  }
}
const commit = readCommit()

/** How much of what, and in slices of how much; PTE_SEEDS, PTE_FUZZ and PTE_CRASH_KILLS ask for fewer or more. */
const amounts = ({ isEntire }) => {
  const short = Number(process.env.PTE_SEEDS ?? (isEntire ? 20_000 : 5000))
  return {
    short,
    long: Math.ceil(short / (isEntire ? 10 : 15)),
    inputs: Number(process.env.PTE_FUZZ ?? 10_000),
    crashes: Number(process.env.PTE_CRASH_KILLS ?? (isEntire ? 600 : 250)),
    postgres: isEntire ? 400 : 100,
    network: isEntire ? 1000 : 400,
    commands: 100,
  }
}

const shared = (name, total, size, toSlice) =>
  Array.from({ length: Math.ceil(total / size) }, (_, i) => {
    const count = Math.min(size, total - i * size)
    return { name: `${name} ${i * size + 1} to ${i * size + count}`, ...toSlice(count, i * size) }
  })

const simulate = (...options) => ({ args: ['--enable-source-maps', 'dist/simulate/simulate.js', ...options], needs: 'simulator' })
const vitest = (file, env) => ({ args: ['node_modules/vitest/vitest.mjs', 'run', file], env })
const playwright = (project) => [
  'node_modules/@playwright/test/cli.js',
  'test',
  '--config=tests/playwright.config.ts',
  `--project=${project}`,
  '--reporter=line',
]

const slicesOf = (night) => {
  const { short, long, inputs, crashes: browser, postgres, network, commands } = amounts(night)
  const from = (at) => ['--from', String(night.from + at), '--days-only']
  const size = Number(process.env.PTE_SLICE ?? 500)
  return [
    ...shared('short days', short, size, (count, at) => simulate('--seeds', String(count), ...from(at))),
    ...shared('long days', long, Math.ceil(size / 10), (count, at) => simulate('--seeds', String(count), ...from(at), '--long')),
    { name: 'mutants', ...simulate('--seeds', '1', '--from', String(night.from)), needs: 'judge' },
    ...['files', 'routes', 'page', 'jobs'].flatMap((of) =>
      shared(`inputs of ${of}`, inputs, 1000, (count, at) =>
        vitest(`tests/fuzzing/${of}.test.ts`, { PTE_FUZZ: String(count), PTE_FUZZ_SEED: String(night.from + at) }),
      ),
    ),
    ...shared('rows of every value under each screen', inputs / 5, 1000, (count, at) => ({
      args: [...playwright('screens'), 'any-rows'],
      env: { PTE_FUZZ: String(count), PTE_FUZZ_SEED: String(night.from + at) },
    })),
    ...shared('kills of browser and endpoint', browser, 50, (count, at) => ({
      args: playwright('crashes'),
      env: { PTE_CRASH_KILLS: String(count), PTE_CRASH_SEED: String(night.from + at) },
      needs: 'product',
    })),
    ...shared('kills of PostgreSQL', postgres, 50, (count) =>
      vitest('tests/contract/storage/postgres-killed.test.ts', { PTE_POSTGRES_KILLS: String(count) }),
    ),
    ...shared('kills of a network', network, 50, (count) =>
      vitest('tests/contract/network/killed.test.ts', { PTE_NETWORK_KILLS: String(count) }),
    ),
    ...shared('kills of import, export, backup and restore', commands, 25, (count) =>
      vitest('tests/contract/endpoint/commands-killed.test.ts', { PTE_COMMAND_KILLS: String(count) }),
    ),
    { name: 'the archives of four systems', ...vitest('tests/release/one-file.test.ts', { PTE_SYSTEMS: 'all' }) },
    { name: 'a catalogue of 300,000 records', ...vitest('tests/import/marc-stream.test.ts', { PTE_MARC_RECORDS: '300000' }) },
  ]
}

/** The night under way; undefined: none, or one of other amounts. */
const readNight = () => {
  try {
    const night = JSON.parse(readFileSync(statePath, 'utf8'))
    if (night.isEntire === values.entire) return night
    console.log(
      `The night of ${night.begunAt}${night.isEntire ? ', entire,' : ''} is left: ${Object.keys(night.ended).length} slices had ended.`,
    )
  } catch {
    // None was begun.
  }
  return undefined
}
/** Whole or not at all: a kill may come while it is written. */
const keep = (night) => {
  mkdirSync(dirname(statePath), { recursive: true })
  writeFileSync(`${statePath}.part`, `${JSON.stringify(night, null, 2)}\n`)
  renameSync(`${statePath}.part`, statePath)
}

/** Runs one program, its output in ours; answers how it ended and the last line that it said. */
const run = (args, env = {}) =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } })
    let said = ''
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      said = `${said}${chunk}`.slice(-4000)
    })
    const stop = (signal) => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop)
    child.once('error', () => resolve({ code: 1, last: 'could not be started' }))
    child.once('close', (code, signal) => {
      for (const one of ['SIGINT', 'SIGTERM']) process.off(one, stop)
      resolve({ code, signal, last: said.trimEnd().split('\n').at(-1) ?? '' })
    })
  })

const build = async (name, args) => {
  if ((await run(args)).code !== 0) throw new Error(`the ${name} could not be built`)
}
await build('simulator', ['node_modules/vite/bin/vite.js', 'build', '--mode', 'simulate', '--logLevel', 'warn'])
const days = await digestDays(JSON.parse(readFileSync('dist/simulate/simulate.js.map', 'utf8')))
const bytes = createHash('sha256').update(readFileSync('dist/simulate/simulate.js')).digest('hex').slice(0, 12)
const ranOn = ({ needs }) => (needs === 'simulator' ? days : needs === 'judge' ? bytes : commit)

const night = (values.new ? undefined : readNight()) ?? {
  isEntire: values.entire,
  begunAt: new Date().toISOString(),
  // Days that no other night had, though it began an hour before.
  from: Math.floor(Date.now() / 60_000) * 20_000,
  ended: {},
}
const slices = slicesOf(night)
const isLeft = (slice) => night.ended[slice.name]?.code !== 0 || night.ended[slice.name].on !== ranOn(slice)
/** Why a slice that ended is left all the same. */
const whyLeft = (slice) => {
  const ended = night.ended[slice.name]
  if (ended === undefined) return ''
  return ended.on === ranOn(slice) ? ` (failed: ${ended.last})` : ` (ended on ${ended.on})`
}
const sayLeft = () => {
  const left = slices.filter(isLeft)
  console.log(
    `${slices.length - left.length} of ${slices.length} slices passed on ${commit}, whose days are ${days} and simulator ${bytes}; begun ${night.begunAt}.`,
  )
  for (const slice of left) console.log(`  left: ${slice.name}${whyLeft(slice)}`)
}

const main = async () => {
  if (values.list) return sayLeft()
  keep(night)
  const until = values.for === undefined ? Number.POSITIVE_INFINITY : performance.now() + Number(values.for) * 60_000
  let isBuilt = false
  let wasStopped = false
  for (const slice of slices.filter((one) => isLeft(one) && one.name.startsWith(values.only))) {
    if (performance.now() >= until) break
    const { name, args, env = {}, needs } = slice
    if (needs === 'product' && !isBuilt) {
      await build('product', ['build.mjs', '--if-missing'])
      isBuilt = true
    }
    const chromium = needs === 'product' ? (findChromium() ?? installChromium()) : undefined
    const startedAt = performance.now()
    const { code, signal, last } = await run(args, { ...env, ...(chromium === undefined ? {} : { PTE_CHROMIUM: chromium }) })
    // Ended by somebody, not by itself: it is still to be run.
    if (signal) {
      console.log(`${name}: ended by ${signal}, to be run again`)
      wasStopped = true
      break
    }
    // Another call may have ended slices of its own meanwhile.
    night.ended = readNight()?.ended ?? night.ended
    night.ended[name] = {
      code,
      on: ranOn(slice),
      endedAt: new Date().toISOString(),
      minutes: Number(((performance.now() - startedAt) / 60_000).toFixed(1)),
      last,
    }
    keep(night)
    console.log(`${code === 0 ? '✔' : '✘'} ${name}: ${night.ended[name].minutes} min, ${last}`)
  }
  sayLeft()
  if (wasStopped || slices.some((slice) => night.ended[slice.name]?.on === ranOn(slice) && isLeft(slice))) process.exitCode = 1
}

await main()

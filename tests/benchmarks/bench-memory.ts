/**
 * P10, memory: the endpoint as a process on a library of 58,000 documents and 3,260 patrons: how soon it is ready, what it holds.
 * Runs in Node, on the files of PTE_DATA or, without them, on the demo. Ready is the first 200 of /ready, which writes to the disk;
 * memory is the resident set as the system counts it (`ps`), after the start, and after forty tablets fetched their whole base.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judge, Measurement } from './measurement.ts'

const port = 8290
const url = `http://localhost:${port}`
const tablets = 40

const residentMb = (child: ChildProcess): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' }).trim()) / 1024

const start = async (environment: NodeJS.ProcessEnv): Promise<{ readonly child: ChildProcess; readonly readyMs: number }> => {
  const startedAt = performance.now()
  const child = spawn(process.execPath, ['dist/endpoint/main.js'], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] })
  let isOver = false
  child.once('exit', () => {
    isOver = true
  })
  for (;;) {
    if (isOver) throw new Error('the endpoint ended before it was ready')
    const answer = await fetch(`${url}/ready`).catch(() => undefined)
    if (answer?.ok) return { child, readyMs: performance.now() - startedAt }
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

const stop = async (child: ChildProcess): Promise<void> => {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

const enrolAndPull = async (environment: NodeJS.ProcessEnv): Promise<number> => {
  const printed = execFileSync(process.execPath, ['dist/endpoint/command/enrol.js'], { env: environment, encoding: 'utf8' })
  const code = /Code ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(printed)?.[1]
  const body = JSON.stringify({ protocol: 4, nonce: '0'.repeat(32), code, name: '' })
  const enrolled = await (
    await fetch(`${url}/enrolment/v1/enrol`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
  ).json()
  const headers = { Authorization: `Bearer ${enrolled.deviceId}.${enrolled.credential}` }
  let rows = 0
  const pullOnce = async (): Promise<void> => {
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const answer = await fetch(`${url}/sync/v1/pull${cursor === '' ? '' : `?cursor=${encodeURIComponent(cursor)}`}`, { headers })
      if (!answer.ok) throw new Error(`pull answered ${answer.status}`)
      const page: { rows: readonly unknown[]; next?: string } = await answer.json()
      rows += page.rows.length
      cursor = page.next
    }
  }
  await Promise.all(Array.from({ length: tablets }, pullOnce))
  return rows / tablets
}

/** Runs the benchmark; `--runs N` [10]. */
export const run = async (options: readonly string[]): Promise<void> => {
  const runs = Number(options[options.indexOf('--runs') + 1] ?? 10) || 10
  const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'))
  const data = process.env.PTE_DATA
  const hasFiles = data !== undefined && existsSync(join(data, 'catalogue-58000.csv.gz'))
  const { LIBRARY_NAME: _, ...inherited } = process.env
  const environment = {
    ...inherited,
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    ...(hasFiles ? { LIBRARY_NAME: 'Bench' } : {}),
  }
  if (hasFiles) {
    const day = new Date().toISOString().slice(0, 10)
    const orders = join(folder, 'orders.csv')
    writeFileSync(orders, execFileSync(process.execPath, [join(data, 'make-orders.mjs'), '--day', day]))
    const files = ['--catalogue', join(data, 'catalogue-58000.csv.gz'), '--patrons', join(data, 'patrons-3260.csv.gz'), '--orders', orders]
    execFileSync(process.execPath, ['dist/endpoint/command/import.js', '--new-library', ...files], {
      env: environment,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  const measurement = new Measurement('memory')
  const library = hasFiles ? 'imported' : 'demo'
  for (let turn = 0; turn <= runs; turn++) {
    const { child, readyMs } = await start(environment)
    const atStart = residentMb(child)
    const rows = turn === runs ? await enrolAndPull(environment) : 0
    if (turn > 0) {
      measurement.take('ready', readyMs, 'ms', { library })
      measurement.take('resident at start', atStart, 'MB', { library })
    }
    if (turn === runs) measurement.take(`resident after ${tablets} whole bases`, residentMb(child), 'MB', { library, rows })
    await stop(child)
  }
  rmSync(folder, { recursive: true })
  measurement.table()
  judge('ready', measurement.summary('ready').median, 1000, ' ms')
  judge('resident at start', measurement.summary('resident at start').worst, 150, ' MB')
  judge(`resident after ${tablets} whole bases at once`, measurement.summary(`resident after ${tablets} whole bases`).worst, 150, ' MB')
}

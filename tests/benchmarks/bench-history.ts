/**
 * P9, history: libraries that work day after day in one database, each day's loans returned the next day and each night's closing done,
 * to see whether the last tenth of the days costs more than the first. Runs in Node, on the built endpoint's routes without a socket, SQLite, FULL.
 * Five years of one library: `--libraries 1 --days 1826 --per-day 300`; a million operations of two hundred: `--libraries 200 --days 25 --per-day 200`.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toLibraryId } from '../../src/domain/ids.ts'
import { toInstant } from '../../src/domain/instant.ts'
import type { closeDays } from '../../src/endpoint/authority/close-day.ts'
import { readReceipts, seedLibrary } from './bench-desk.ts'
import { buildProduct, type Load } from './built-product.ts'
import { type EndpointInProcess, type EndpointProduct, endpointParts, openEndpoint } from './endpoint-in-process.ts'
import { judge, judgeCorrectness, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'
import { startTiming, type Took } from './took.ts'
import { batchSize, dayMs, patrons, startedOn, WorkingLibrary } from './working-library.ts'

const fail = (defect: unknown): void => {
  throw defect
}

type Product = EndpointProduct & { readonly closeDays: typeof closeDays }

const openLibraries = async (product: Product, folder: string, count: number, now: () => number) => {
  const store = product.openStore({ dataDir: folder, databaseUrl: undefined })
  const libraries: WorkingLibrary[] = []
  for (let i = 0; i < count; i++) {
    const id = toLibraryId(`library-${i}`)
    libraries.push(new WorkingLibrary(id, await seedLibrary(store, { library: id, tablets: 2, patrons, now: toInstant(now()) })))
  }
  const endpoint = openEndpoint(product, store, now)
  for (const library of libraries) await library.pull(endpoint)
  return { store, libraries, endpoint }
}

const kinds = ['push', 'pull', 'idle', 'night'] as const
type Day = Readonly<Record<(typeof kinds)[number], Took[]>>
const labels = { push: `push of ${batchSize}`, pull: 'pull after it', idle: 'pull of nothing', night: "closing of one library's day" }
const emptyDay = (): Day => ({ push: [], pull: [], idle: [], night: [] })

const timed = async (work: () => Promise<unknown>): Promise<Took> => {
  const stop = startTiming()
  await work()
  return stop()
}

const meanOf = (all: readonly Took[], what: keyof Took): number => all.reduce((sum, took) => sum + took[what], 0) / all.length

/** What a pull takes and brings from each cursor on; each asked ten times, in turn. */
const pullFrom = async (library: WorkingLibrary, endpoint: EndpointInProcess, cursors: readonly (string | undefined)[]) => {
  const all = cursors.map(() => ({ rows: 0, took: [] as Took[] }))
  for (let turn = 0; turn <= 10; turn++) {
    for (const [index, cursor] of cursors.entries()) {
      const one = all[index]
      if (one === undefined) continue
      library.cursor = cursor
      const took = await timed(async () => {
        one.rows = await library.pull(endpoint)
      })
      if (turn > 0) one.took.push(took)
    }
  }
  return all.map(({ rows, took }) => ({ rows, cpu: meanOf(took, 'cpu') }))
}

/** Runs the benchmark; `--libraries N` [20], `--days N` [100], `--per-day N` [40] operations of each library. */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const count = numberOf(options, '--libraries', 20)
  const days = numberOf(options, '--days', 100)
  const perDay = numberOf(options, '--per-day', 40)
  const product = await buildProduct<Product>(load, 'history', [...endpointParts, 'src/endpoint/authority/close-day.ts'])
  const measurement = new Measurement('history')
  const folder = mkdtempSync(join(tmpdir(), 'bench-history-'))
  const pressed = new Set<string>()
  let day = 0
  // A second at each look: the bounds on one tablet's requests never stand in the way.
  let looks = 0
  const now = (): number => startedOn + day * dayMs + 1000 * looks++
  let tenth = emptyDay()
  /** Of a tenth of the days, mean milliseconds of processor. */
  const costs: Readonly<Record<keyof Day, number>>[] = []

  const workOneDay = async (libraries: readonly WorkingLibrary[], endpoint: EndpointInProcess): Promise<void> => {
    for (const library of libraries) {
      const presses = library.pressesOf(day, perDay)
      for (const press of presses) pressed.add(press.operationId)
      for (let from = 0; from < presses.length; from += batchSize) {
        const batch = presses.slice(from, from + batchSize)
        const pushing = await timed(() => library.push(endpoint, batch))
        const pulling = await timed(() => library.pull(endpoint))
        if (batch.length < batchSize) continue
        tenth.push.push(pushing)
        tenth.pull.push(pulling)
      }
      tenth.idle.push(await timed(() => library.pull(endpoint)))
    }
  }
  const endTenth = (): void => {
    const cost = { push: 0, pull: 0, idle: 0, night: 0 }
    for (const kind of kinds) {
      const [cpu, wall] = [meanOf(tenth[kind], 'cpu'), meanOf(tenth[kind], 'wall')]
      cost[kind] = cpu
      measurement.take(labels[kind], cpu, 'ms of processor', { tenth: costs.length + 1, wall: Math.round(wall * 1000) / 1000 })
    }
    costs.push(cost)
    tenth = emptyDay()
  }

  try {
    const dataDir = join(folder, 'measured')
    for (const { dir, libraryCount, dayCount, isMeasured } of [
      { dir: join(folder, 'warm-up'), libraryCount: 2, dayCount: 60, isMeasured: false },
      { dir: dataDir, libraryCount: count, dayCount: days, isMeasured: true },
    ]) {
      const { store, libraries, endpoint } = await openLibraries(product, dir, libraryCount, now)
      pressed.clear()
      tenth = emptyDay()
      for (day = 0; day < dayCount; day++) {
        looks = 0
        await workOneDay(libraries, endpoint)
        const { wall, cpu } = await timed(() => product.closeDays(store, toInstant(now()), fail))
        tenth.night.push({ wall: wall / libraryCount, cpu: cpu / libraryCount })
        for (const library of libraries) await library.pull(endpoint)
        if (isMeasured && Math.floor(((day + 1) * 10) / days) > Math.floor((day * 10) / days)) endTenth()
      }
      const [library] = libraries
      if (isMeasured && library !== undefined) {
        const cursors = [library.cursor]
        for (let turn = 0; turn < 20; turn++, day++) {
          looks = 0
          await workOneDay([library], endpoint)
          cursors.push(library.cursor)
        }
        const [few, many] = await pullFrom(library, endpoint, [cursors.at(-3), cursors[0]])
        if (few === undefined || many === undefined) throw new Error('no pull')
        measurement.take(`pull of ${few.rows} rows`, few.cpu, 'ms of processor')
        measurement.take(`pull of ${many.rows} rows`, many.cpu, 'ms of processor')
        judge(
          `P9, a pull of ${many.rows} rows ÷ one of ${few.rows}, as against their rows`,
          (many.cpu * few.rows) / (few.cpu * many.rows),
          1.2,
          ' ×',
        )
      }
      endpoint.close()
      await store.close()
    }
    const { operationIds, cases } = readReceipts(dataDir)
    const megabytes = Math.round(statSync(join(dataDir, 'desk.db')).size / 1e5) / 10
    measurement.table()
    console.log(`${count} libraries, ${days} days each, ${pressed.size} operations, ${megabytes} MB`)
    console.log('durability: SQLite WAL, synchronous=FULL (fsync at each commit), told after the commit')
    for (const kind of ['push', 'pull', 'idle'] as const) {
      judge(`P9, ${labels[kind]}, last tenth ÷ first`, (costs.at(-1)?.[kind] ?? Number.NaN) / (costs[0]?.[kind] ?? Number.NaN), 1.2, ' ×')
    }
    judgeCorrectness('ours, on the endpoint’s disk', pressed, operationIds, cases)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * The manager's rooms on a year of 40,000 orders: what a preview answers in, with the processor slowed four times, in a real Chromium on the
 * built product; the figures of the year, whole requests without a socket; what the counters add to a push, beside the same product without
 * them, in turns; and whether a tablet's base grows with the year. Runs in Node. SQLite, FULL.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { toLibraryId } from '../../src/domain/ids.ts'
import { addDays, type LocalDate } from '../../src/domain/local-date.ts'
import { protocolVersion } from '../../src/protocol/version.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { identityOf } from './bench-desk.ts'
import { pin } from './bench-loan.ts'
import { buildProduct, type Load } from './built-product.ts'
import { launchTablet } from './busy-day.ts'
import { type EndpointInProcess, endpointParts, openEndpoint } from './endpoint-in-process.ts'
import { judge, Measurement } from './measurement.ts'
import { numberOf } from './options.ts'
import { watchPresses } from './press-waits.ts'
import { startTiming } from './took.ts'
import { isOpenOn, openTablet, seedYear, workYear, YearOfOrders, type YearProduct } from './year-of-orders.ts'

const slowDown = 4
/** The one that an endpoint opens by itself. */
const main = toLibraryId('main')
const parts = [...endpointParts, 'src/endpoint/authority/close-day.ts']
/** What a push does without the counters. */
const bare = {
  'endpoint/figures/count-rows.ts': 'export const countRows = async () => {}',
  'endpoint/figures/beyond-rights.ts':
    'export const keepBeyondRights = async () => {}; export const weighRights = async () => ({ of: 0, asked: 0 })',
}

const today = (): LocalDate => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date()) as LocalDate

/** What a tablet that has nothing fetches: rows by kind, and their characters. */
const wholePull = async (endpoint: EndpointInProcess, identity: ReturnType<typeof identityOf>) => {
  let [rows, characters] = [0, 0]
  const kinds = new Set<string>()
  for (let cursor: string | undefined; ; ) {
    const page = await endpoint.pull(identity, cursor)
    for (const row of page.rows) {
      kinds.add(row.kind)
      // The directory is the same all year.
      if (row.row === null || row.kind === 'patron') continue
      rows += 1
      characters += JSON.stringify(row.row).length
    }
    if (page.end !== undefined) return { rows, characters, kinds: [...kinds].sort() }
    cursor = page.next
  }
}

/** One side of the comparison: a product over a base of its own, which lives from day to day. */
const openSide = async (product: YearProduct) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-rooms-'))
  const year = new YearOfOrders('2026-01-06' as LocalDate, identityOf(0, '', main).deviceId)
  const store = product.openStore({ dataDir: folder, databaseUrl: undefined })
  const epoch = await seedYear(store, year, main)
  const endpoint = openEndpoint(product, store, year.now)
  const tablet = openTablet(endpoint, identityOf(0, epoch, main), 10)
  return {
    /** Microseconds an operation. */
    push: async (orders: number) => {
      const presses = year.pressesOf(orders)
      const stop = startTiming()
      await tablet.push(presses)
      const { wall, cpu } = stop()
      year.goTo(nextOpenDay(year.today))
      // What was handed over leaves the day's rows, as it does each night.
      await product.closeDays(store, year.now(), (defect) => {
        throw defect
      })
      return { wall: (wall / presses.length) * 1000, cpu: (cpu / presses.length) * 1000 }
    },
    close: async () => {
      endpoint.close()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const nextOpenDay = (day: LocalDate): LocalDate => {
  const next = addDays(day, 1)
  return isOpenOn(next) ? next : nextOpenDay(next)
}

/**
 * The same pushes into the product with and without its counters, in short turns: each is compared with the one beside it, since what else
 * a machine does changes from second to second. The first quarter warms both up.
 */
const measureCounters = async (
  [product, without]: readonly [YearProduct, YearProduct],
  measurement: Measurement,
  { turns, orders }: { readonly turns: number; readonly orders: number },
): Promise<void> => {
  const sides = { with: await openSide(product), without: await openSide(without) } as const
  const warmUp = Math.ceil(turns / 4)
  for (let turn = -warmUp; turn < turns; turn++) {
    const took = { with: { wall: 0, cpu: 0 }, without: { wall: 0, cpu: 0 } }
    for (const name of turn % 2 === 0 ? (['with', 'without'] as const) : (['without', 'with'] as const)) {
      took[name] = await sides[name].push(orders)
      if (turn < 0) continue
      measurement.take(`push ${name} counters`, took[name].wall, 'µs/operation')
      measurement.take(`push ${name} counters: own work`, took[name].cpu, 'µs/operation')
    }
    if (turn < 0) continue
    measurement.take('with ÷ without, by the clock', took.with.wall / took.without.wall, '×')
    measurement.take('with ÷ without, own work', took.with.cpu / took.without.cpu, '×')
  }
  await sides.with.close()
  await sides.without.close()
}

const judgeCounters = (measurement: Measurement): void => {
  measurement.table()
  console.log(
    `load average ${loadavg()
      .map((load1) => Math.round(load1 * 10) / 10)
      .join(', ')}`,
  )
  for (const how of ['by the clock', 'own work'])
    judge(`push with counters ÷ without, ${how}, median of the turns`, measurement.summary(`with ÷ without, ${how}`).median, 1.05, ' ×')
}

/** What is typed in each room, and that its preview is there. */
const rooms: readonly (readonly [room: string, field: string, keys: readonly string[]])[] = [
  ['delais', 'Le délai avant le créneau, en heures', ['Backspace', '6']],
  ['limites', 'Les commandes en tout', ['Backspace', '2', 'Backspace', '9']],
  ['droits', 'Les documents à la fois', ['Backspace', '2', 'Backspace', '9']],
  ['casiers', 'Le nombre de casiers', ['Backspace', '5', '0']],
  ['absences', 'L’attente de la pile, en jours', ['Backspace', '3']],
  ['nouveaute', 'La durée d’une nouveauté, en jours', ['Backspace', '9']],
  ['retours', 'La quarantaine, en jours', ['Backspace', '3']],
]

const measurePreviews = async (page: Page, measurement: Measurement, rounds: number): Promise<void> => {
  const waitOf = await watchPresses(page)
  const press = async (what: string, act: () => Promise<unknown>, isMeasured: boolean): Promise<void> => {
    const ms = await waitOf(act)
    if (isMeasured) measurement.take(what, ms, 'ms', { slowDown })
  }
  for (let round = 0; round <= rounds; round++) {
    for (const [room, label, keys] of rooms) {
      await page.evaluate((hash) => location.assign(hash), `#/gestion/reglages/${room}`)
      const field = page.getByLabel(label, { exact: true })
      await field.waitFor()
      await field.focus()
      await page.keyboard.press('End')
      for (const key of keys) await press(`preview of ${room}, a key`, () => page.keyboard.press(key), round > 0)
    }
    await page.evaluate((hash) => location.assign(hash), '#/gestion/reglages/plages')
    const handle = page.getByRole('slider', { name: /^Fin/ }).first()
    await handle.waitFor()
    await handle.focus()
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp'])
      await press('preview of plages, a key', () => page.keyboard.press(key), round > 0)
    await page.evaluate((hash) => location.assign(hash), '#/gestion/reglages')
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
}

const inBrowser = async (dataDir: string, measurement: Measurement, rounds: number): Promise<void> => {
  const profile = mkdtempSync(join(tmpdir(), 'bench-rooms-'))
  const library = new RunningLibrary()
  mkdirSync(library.dataDir, { recursive: true })
  cpSync(dataDir, library.dataDir, { recursive: true })
  try {
    await library.start()
    const context = await launchTablet(profile)
    const tablet = await Tablet.over(context, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Claire', pin)
    const cdp = await context.newCDPSession(tablet.page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
    await measurePreviews(tablet.page, measurement, rounds)
    await context.close()
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Runs the benchmark; `--orders N` [40000] of the year, `--runs N` [10] of each figure, `--turns N` [80] of `--pushes N` [20] orders, with
 * counters and without. `--orders 0`: these turns alone.
 */
export const run = async (options: readonly string[], load: Load): Promise<void> => {
  const [orders, runs, turns, pushes] = [
    numberOf(options, '--orders', 40_000),
    numberOf(options, '--runs', 10),
    numberOf(options, '--turns', 80),
    numberOf(options, '--pushes', 20),
  ]
  const product = await buildProduct<YearProduct>(load, 'rooms', parts)
  const without = await buildProduct<YearProduct>(load, 'rooms-bare', parts, bare)
  const measurement = new Measurement('rooms')
  const folder = mkdtempSync(join(tmpdir(), 'bench-rooms-'))
  const bases: Awaited<ReturnType<typeof wholePull>>[] = []
  let nights: readonly string[] = []
  try {
    await measureCounters([product, without], measurement, { turns, orders: pushes })
    if (orders === 0) return judgeCounters(measurement)
    const dataDir = join(folder, 'year')
    const store = product.openStore({ dataDir, databaseUrl: undefined })
    const lastDay = today()
    const tablet = identityOf(1, '', main)
    const year = new YearOfOrders(addDays(lastDay, -365), identityOf(0, '', main).deviceId)
    const follower = openEndpoint(product, store, year.now)
    const endpoint = await workYear(product, store, year, {
      orders,
      library: main,
      eachNight: async (day) => {
        // The same weekday, after a month and at the end of the year.
        if (day === 32 || day === 32 + 329) bases.push(await wholePull(follower, tablet))
      },
    })
    const ask = async (what: string, path: string, body: object): Promise<void> => {
      for (let turn = 0; turn <= runs; turn++) {
        const stop = startTiming()
        await endpoint.ask(path, tablet, JSON.stringify({ protocol: protocolVersion, nonce: 'n', librarianId: 'claire', ...body }))
        const { wall } = stop()
        if (turn > 0) measurement.take(what, wall, 'ms')
      }
    }
    await ask('figures of the year', '/sync/v1/figures', { from: addDays(lastDay, -365), to: lastDay })
    await ask('figures of four weeks', '/sync/v1/figures', { from: addDays(lastDay, -28), to: addDays(lastDay, -1) })
    const right = { category: '*', documentType: '*', maximum: 2, durationDays: 21 }
    const value = { loanRights: [right], totalMaximums: {} }
    await ask('rights weighed', `/management/v1/weigh-rights?protocol=${protocolVersion}`, { value })
    nights = [`${year.orders} orders`]
    follower.close()
    endpoint.close()
    await store.close()
    await inBrowser(dataDir, measurement, Math.ceil(runs / 3))
  } finally {
    rmSync(folder, { recursive: true })
  }
  judgeCounters(measurement)
  console.log(nights.join(', '))
  for (const what of measurement.series.filter((one) => one.startsWith('preview')))
    judge(`${what}, CPU ÷ ${slowDown}, worst`, measurement.summary(what).worst, 100, ' ms')
  for (const what of ['figures of the year', 'figures of four weeks'] as const)
    judge(`${what}, worst`, measurement.summary(what).worst, 1000, ' ms')
  const [early, late] = bases
  if (early === undefined || late === undefined) throw new Error('the year is too short')
  console.log(
    `a tablet's base without its directory: ${early.rows} rows after a month, ${late.rows} after a year; kinds ${late.kinds.join(', ')}`,
  )
  judge("a tablet's base, characters after a year ÷ after a month", late.characters / early.characters, 1.05, ' ×')
}

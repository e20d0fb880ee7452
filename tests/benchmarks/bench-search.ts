/**
 * P5, search: the catalogue found as one types, beside MiniSearch, FlexSearch, Orama and SQLite's FTS5, all in one run in a real Chromium on
 * the records of `PTE_DATA`: from bytes to the first answer, each key of 200 queries, heap, bytes that travel, at full speed and at a quarter
 * of it; what is found beside a plain scan, and of words with one error. Then four times the records, ours alone. `--webkit`: in WebKit too.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { loadavg, tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { CDPSession, Page } from '@playwright/test'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { packFile } from '../../src/catalogue/pack-file.ts'
import { toItemBarcode, toRecordId } from '../../src/domain/ids.ts'
import { readRealDocuments } from '../builders/real-documents.ts'
import { plainScan, scannedRecords } from '../catalogue/plain-scan.ts'
import { WebKitWindow, whyNoWebKit } from '../journeys/webkit/web-driver.ts'
import { buildPage } from './build-page.ts'
import { launchTablet } from './busy-day.ts'
import { judge, Measurement } from './measurement.ts'
import { requirePeers } from './peers/require-peers.ts'
import { most } from './peers/search/contender.ts'

const pageFolder = 'dist/benchmarks/search'
const port = 8183
const peers = ['minisearch', 'flexsearch', 'orama', 'fts5'] as const
const names = ['ours', ...peers] as const
const slowDown = 4
const queryCount = 200
/** Of them, those that peers are asked at a quarter of the speed. */
const slowCount = 20
const barcodeCount = 10_000
/** WebKit's clock is coarse: each key is pressed so often, for as many queries as its driver waits for. */
const webkitTimes = 5
const webkitCount = 10
const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' }

/** The same numbers at each run. */
const chance = (seed: number): ((below: number) => number) => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What callers ask for: of records that people borrow, a word of two or three, in full or begun. */
const makeQueries = (records: ReturnType<typeof scannedRecords>): readonly string[] => {
  const pick = chance(5)
  const lent = records.slice(0, 5000)
  return Array.from({ length: queryCount }, (_, n) => {
    const { words } = lent[pick(lent.length)] ?? { words: [] }
    const [one = '', other = ''] = [words[pick(words.length)], words[pick(words.length)]]
    return [`${one} ${other}`, `${one} ${other.slice(0, 3)}`, one, `${other} ${one}`][n % 4] ?? ''
  }).map((query) => query.trim())
}

/** A word of at least five letters with one of them wrong, lost, doubled or changed with the next; and the record it is of. */
const makeErrors = (records: ReturnType<typeof scannedRecords>) => {
  const pick = chance(11)
  const among = records.slice(0, 5000).filter(({ words }) => words.some((word) => /^[a-z]{5,}$/.test(word)) && words.length > 1)
  return Array.from({ length: queryCount }, (_, n) => {
    const { id, words } = among[pick(among.length)] ?? { id: '', words: [] }
    const word = words.find((one) => /^[a-z]{5,}$/.test(one)) ?? ''
    const other = words.find((one) => one !== word) ?? ''
    const at = 1 + pick(word.length - 2)
    const [letter = '', following = ''] = [word[at], word[at + 1]]
    const wrong = [`${letter === 'x' ? 'y' : 'x'}${following}`, following, `${letter}${letter}${following}`, `${following}${letter}`][n % 4]
    return { id, query: `${word.slice(0, at)}${wrong}${word.slice(at + 2)} ${other}` }
  }).filter(({ query }) => {
    // What the wrong word is a right beginning of, in another record, is no error.
    const typed = query.split(' ')
    return !records.some(({ words: held }) => typed.every((beginning) => held.some((word) => word.startsWith(beginning))))
  })
}

/** The page, and what contenders keep: isolated, as clocks are finer then. */
const serve = (kept: Map<string, Buffer>) =>
  createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
    if (request.method === 'POST') {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('end', () => {
        kept.set(path.slice('/kept/'.length), Buffer.concat(chunks))
        response.writeHead(204, headers).end()
      })
      return
    }
    const file = path === '/' ? '/index.html' : path
    try {
      const body = path.startsWith('/kept/') ? kept.get(path.slice('/kept/'.length)) : readFileSync(join(pageFolder, file))
      response.writeHead(body === undefined ? 404 : 200, { ...headers, 'Content-Type': types[extname(file)] ?? 'application/octet-stream' })
      response.end(body)
    } catch {
      response.writeHead(404, headers).end()
    }
  }).listen(port)

const megabytes = (bytes: number): number => bytes / 2 ** 20
const brotli = (bytes: Uint8Array, quality: number): number =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }).length

/** As an endpoint sends it: ours goes packed. */
const travelling = (name: string, bytes: Buffer): number => brotli(name === 'ours' ? packFile(Uint8Array.from(bytes)) : bytes, 5)

/** What the page's own code holds, texts, tables and buffers. */
const heapOf = async (cdp: CDPSession): Promise<number> => {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize, ...rest } = await cdp.send('Runtime.getHeapUsage')
  return usedSize + Number(Reflect.get(rest, 'backingStorageSize') ?? 0)
}

interface Asked {
  readonly queries: readonly string[]
  readonly errors: readonly { readonly id: string; readonly query: string }[]
  readonly records: ReturnType<typeof scannedRecords>
  readonly barcodes: readonly string[]
}

const url = `http://localhost:${port}`
const first = 'e'

const measureOne = async (
  page: Page,
  name: (typeof names)[number],
  file: string,
  asked: Asked,
  measurement: Measurement,
): Promise<void> => {
  const cdp = await page.context().newCDPSession(page)
  for (const speed of [1, slowDown]) {
    const at = `${file}, CPU ÷ ${speed}`
    await page.goto(url)
    await page.waitForFunction('window.searching')
    await page.evaluate(([who, what]) => window.searching.load(who, what), [name, file] as const)
    const before = await heapOf(cdp)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: speed })
    measurement.take(`${at}: ready`, await page.evaluate((query) => window.searching.open(query), first), 'ms')
    await page.evaluate((queries) => window.searching.type(queries, 1), asked.queries.slice(0, 20))
    // Some take a second for a key there: fewer queries show that as well.
    const typed = name === 'ours' || speed === 1 ? asked.queries : asked.queries.slice(0, slowCount)
    measurement.takeAll(`${at}: a key`, await page.evaluate((queries) => window.searching.type(queries, 1), typed), 'ms')
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    if (speed === 1) {
      const outside = await page.evaluate(() => window.searching.memoryOutside())
      // The bytes themselves were there before; whoever needs them no more gives them back.
      const bytes = await page.evaluate(() => (Reflect.get(window, 'bytes') as ArrayBuffer).byteLength)
      const isOurs = name === 'ours'
      if (!isOurs) await page.evaluate(() => Reflect.deleteProperty(window, 'bytes'))
      measurement.take(`${file}: heap`, megabytes((await heapOf(cdp)) - before + bytes + outside), 'MB')
    }
  }
  await cdp.detach()
}

const measureFound = async (page: Page, name: string, asked: Asked, measurement: Measurement): Promise<void> => {
  const find = (queries: readonly string[]) => page.evaluate((all) => window.searching.find(all), queries)
  const found = await find(asked.queries)
  let [there, all] = [0, 0]
  asked.queries.forEach((query, n) => {
    const { ids, isNear } = plainScan(asked.records, query)
    // Of more than one screen holds, each shows other ones.
    if (isNear || ids.length > most) return
    all += ids.length
    there += ids.filter((id) => found[n]?.includes(id)).length
  })
  measurement.take(`${name}: recall`, there / all, '')
  const forgiven = await find(asked.errors.map(({ query }) => query))
  const right = asked.errors.filter(({ id }, n) => forgiven[n]?.includes(id)).length
  measurement.take(`${name}: errors found`, (100 * right) / asked.errors.length, '%')
}

const measureWebKit = async (asked: Asked, measurement: Measurement): Promise<void> => {
  const window = await WebKitWindow.open()
  try {
    for (const name of names) {
      await window.open(url)
      await window.evaluate('while (window.searching === undefined) await new Promise((resolve) => setTimeout(resolve, 50))')
      await window.evaluate(`await searching.load('${name}', '${name}')`)
      measurement.take(`WebKit, ${name}: ready`, Number(await window.evaluate(`return searching.open('${first}')`)), 'ms')
      const waits = await window.evaluate(`return searching.type(${JSON.stringify(asked.queries.slice(0, webkitCount))}, ${webkitTimes})`)
      measurement.takeAll(`WebKit, ${name}: a key`, Array.isArray(waits) ? waits.map(Number) : [], 'ms')
    }
  } finally {
    await window.close()
  }
}

/** Runs the benchmark; `--alone`: ours without the peers. */
export const run = async (options: readonly string[]): Promise<void> => {
  const isAlone = options.includes('--alone')
  requirePeers()
  await buildPage(join(process.cwd(), 'tests/benchmarks/peers/search/page.ts'), pageFolder)
  const measurement = new Measurement('search')
  console.log(JSON.stringify({ load: loadavg().map((load) => Math.round(load * 10) / 10) }))
  const documents = readRealDocuments()
  const records = scannedRecords(documents)
  const kept = new Map<string, Buffer>()
  kept.set('ours', Buffer.from(buildCatalogue(documents)))
  kept.set('records', Buffer.from(JSON.stringify(records.map(({ id, words }) => ({ id, words: words.join(' ') })))))
  const grown = [0, 1, 2, 3].flatMap((n) =>
    documents.map((one) => ({ ...one, barcode: toItemBarcode(`${n}${one.barcode}`), recordId: toRecordId(`${one.recordId}-${n}`) })),
  )
  kept.set('ours-232000', Buffer.from(buildCatalogue(grown)))
  const barcodes = Array.from({ length: barcodeCount }, (_, n) => documents[(n * 7919) % documents.length]?.barcode ?? '')
  const asked: Asked = { queries: makeQueries(records), errors: makeErrors(records), records, barcodes }
  const server = serve(kept)
  const profile = mkdtempSync(join(tmpdir(), 'bench-search-'))
  try {
    const context = await launchTablet(profile, ['--enable-precise-memory-info'])
    const page = await context.newPage()
    for (const name of isAlone ? [] : peers) {
      await page.goto(url)
      await page.waitForFunction('window.searching')
      await page.evaluate((who) => window.searching.prepare(who), name)
    }
    for (const name of isAlone ? names.slice(0, 1) : names) {
      measurement.take(`${name}: bytes that travel`, travelling(name, kept.get(name) ?? Buffer.of()) / 1e6, 'MB')
      const chunks = readdirSync(join(pageFolder, 'assets')).filter(
        (file) => file.startsWith(`${name}-`) || (name === 'fts5' && /sqlite3.*wasm$/.test(file)),
      )
      const code = chunks.reduce((sum, file) => sum + brotli(readFileSync(join(pageFolder, 'assets', file)), 11), 0)
      measurement.take(`${name}: code`, code / 1000, 'kB')
      await measureOne(page, name, name, asked, measurement)
      await measureFound(page, name, asked, measurement)
      if (name === 'ours')
        measurement.takeAll('ours: barcode → record', await page.evaluate((all) => window.searching.scan(all), barcodes), 'ms')
    }
    await measureOne(page, 'ours', 'ours-232000', asked, measurement)
    await context.close()
    const reason = options.includes('--webkit') && !isAlone ? whyNoWebKit() : 'not asked'
    if (reason === undefined) await measureWebKit(asked, measurement)
    else console.log(`WebKit: ${reason}`)
  } finally {
    server.close()
    rmSync(profile, { recursive: true, force: true })
  }
  measurement.table()
  const fast = measurement.summary('ours, CPU ÷ 1: a key')
  const slow = measurement.summary(`ours, CPU ÷ ${slowDown}: a key`)
  judge('a key, p95', fast.p95, 1, ' ms')
  judge(`a key, CPU ÷ ${slowDown}, p95`, slow.p95, 4, ' ms')
  judge(`a key, CPU ÷ ${slowDown}, worst`, slow.worst, 16, ' ms')
  judge('ready', measurement.summary('ours, CPU ÷ 1: ready').median, 75, ' ms')
  judge(`ready, CPU ÷ ${slowDown}`, measurement.summary(`ours, CPU ÷ ${slowDown}: ready`).median, 200, ' ms')
  judge('heap', measurement.summary('ours: heap').median, 10, ' MB')
  judge('bytes that travel', measurement.summary('ours: bytes that travel').median, 1.9, ' MB')
  judge('barcode → record, p99', measurement.summary('ours: barcode → record').p99, 0.1, ' ms')
  judge('code', measurement.summary('ours: code').median, 5, ' kB')
  judge('errors not found', 100 - measurement.summary('ours: errors found').median, 5, ' %')
  judge('not recalled', 1 - measurement.summary('ours: recall').median, 0)
}

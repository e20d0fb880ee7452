/**
 * import, export, backup and restore, each killed at an instant drawn from its own length, and asked again: what is there is whole, before or
 * after, and the second time ends as if there had been no first. The built commands on SQLite, real SIGKILLs. PTE_COMMAND_KILLS: of each.
 */
import { spawn } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { toItemBarcode } from '../../../src/domain/ids.ts'
import { databasePath, openStore } from '../../../src/endpoint/storage/open-store.ts'
import { faultOf } from '../../../src/endpoint/storage/sqlite-backup.ts'
import type { StoreReader } from '../../../src/endpoint/storage/store.ts'
import { aHandOver, anEndpoint, anEnvelope, aPushed, libraryOfTests } from '../../builders/an-endpoint.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `commands-${process.pid}`)
const kills = Number(process.env.PTE_COMMAND_KILLS ?? 2)
const day = '2026-11-24'
const lent = Array.from({ length: 40 }, (_, i) => `3333100000${String(i).padStart(4, '0')}`)

vi.setConfig({ testTimeout: 60_000 + kills * 30_000 })

let folder: string
let template: string
let dataDir: string

/** A library with a day of loans; the same for each kill. */
const makeTemplate = async (): Promise<void> => {
  const store = openStore({ dataDir: template, databaseUrl: undefined })
  const tablet = await (await anEndpoint({ store })).enrol()
  const lending = aHandOver()
  const [item] = lending.kind === 'hand-over-order' ? lending.items : []
  if (item === undefined) throw new Error('nothing is handed over')
  const operations = lent.map((barcode) => {
    const payload = aHandOver({ orderId: undefined, items: [{ ...item, lineId: undefined, barcode: toItemBarcode(barcode) }] })
    return aPushed(anEnvelope(payload, {}, barcode))
  })
  expect((await tablet.push(operations)).status).toBe(200)
  await store.close()
}

beforeAll(async () => {
  await build({ root, configFile: join(root, 'vite.config.ts'), mode: 'endpoint', logLevel: 'error', build: { outDir: built } })
  template = mkdtempSync(join(tmpdir(), 'commands-template-'))
  await makeTemplate()
})
afterAll(() => {
  for (const path of [built, template]) rmSync(path, { recursive: true, force: true })
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'))
  dataDir = join(folder, 'data')
})
afterEach(() => rmSync(folder, { recursive: true }))

const beginAnew = (): void => {
  rmSync(folder, { recursive: true })
  cpSync(template, dataDir, { recursive: true })
}

interface Ended {
  readonly code: number | null
  readonly said: string
  readonly ms: number
}

/** Runs a command to its end, or until it is killed after so many milliseconds. */
const run = (argv: readonly string[], killAfterMs?: number): Promise<Ended> =>
  new Promise((resolve) => {
    const [name, ...options] = argv
    const startedAt = performance.now()
    const child = spawn(process.execPath, [join(built, 'command', `${name}.js`), ...options], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, LIBRARY_NAME: 'Médiathèque' },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString()
      })
    }
    const timer = killAfterMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, said, ms: performance.now() - startedAt })
    })
  })

const read = async <T>(ask: (reader: StoreReader) => Promise<T>): Promise<T> => {
  const store = openStore({ dataDir, databaseUrl: undefined })
  try {
    return await store.read(libraryOfTests, ask)
  } finally {
    await store.close()
  }
}

/**
 * Kills the command `kills` times, each time on the library as it was, and calls `check` on what is left, then on what the same command makes
 * of it. `prepare` puts there what it needs.
 */
const killOften = async (
  argv: readonly string[],
  prepare: () => Promise<void> | void,
  check: (when: 'killed' | 'asked again') => Promise<void>,
): Promise<void> => {
  beginAnew()
  await prepare()
  const whole = await run(argv)
  expect(whole.code, whole.said).toBe(0)
  await check('asked again')
  let struck = 0
  let lastsMs = whole.ms
  // The command may be faster than the first time: one that ended before its kill was not killed, and says how long it lasts.
  for (let tries = 0; struck < kills && tries < kills * 10; tries++) {
    beginAnew()
    await prepare()
    const killed = await run(argv, lastsMs * Math.random())
    if (killed.code !== null) {
      lastsMs = Math.min(lastsMs, killed.ms)
      continue
    }
    struck++
    expect(faultOf(databasePath(dataDir)), argv.join(' ')).toBe(undefined)
    await check('killed')
    const again = await run(argv)
    expect(again.code, again.said).toBe(0)
    await check('asked again')
  }
  expect(struck).toBe(kills)
}

describe('a command that is killed, and asked again', () => {
  test('import: all of a file or nothing of it, and all of it the second time', async () => {
    const cards = Array.from({ length: 400 }, (_, i) => `2333300${String(i).padStart(7, '0')}`)
    const patrons = ['Carte;Nom;Prénom;Catégorie', ...cards.map((card, i) => `${card};NOM${i};Ida;adulte`)].join('\n')
    const argv = ['import', '--patrons', 'usagers.csv']
    await killOften(
      argv,
      () => writeFileSync(join(folder, 'usagers.csv'), patrons),
      async (when) => {
        const found = (await read(async (reader) => reader.rowsOf('patron'))).filter(({ surname }) => surname.startsWith('NOM')).length
        expect(when === 'killed' ? [0, cards.length] : [cards.length]).toContain(found)
      },
    )
  })

  test('export: each loan in one batch, and the file is the whole batch', async () => {
    await killOften(
      ['export', '--format', 'koc', '--day', day, '--out', 'day.koc'],
      () => {},
      async (when) => {
        const batches = await read(async (reader) => reader.batches(undefined))
        const lines = batches.flatMap(({ content }) => new TextDecoder().decode(content).trimEnd().split(/\r?\n/).slice(1))
        const told = lines.map((line) => line.split('\t').at(-1))
        if (when === 'asked again') expect(told.sort()).toEqual([...lent].sort())
        else expect([0, lent.length]).toContain(new Set(told).size)
        expect(new Set(told).size).toBe(told.length)
        const file = join(folder, 'day.koc')
        const isThere = existsSync(file)
        if (when === 'asked again') expect(isThere).toBe(true)
        if (isThere) expect(batches.map(({ content }) => Buffer.compare(readFileSync(file), content))).toEqual([0])
      },
    )
  })

  test('backup: a whole copy or none, and nothing beside it the second time', async () => {
    const copy = () => join(folder, 'copy.db')
    await killOften(
      ['backup', '--out', 'copy.db'],
      () => {},
      async (when) => {
        if (when === 'asked again' || existsSync(copy())) expect(faultOf(copy())).toBe(undefined)
        // What was whole before the kill is refused a second time, by its name.
        if (when === 'killed') rmSync(copy(), { force: true })
        else expect(readdirSync(folder).sort()).toEqual(['copy.db', 'data'])
      },
    )
  })

  test('restore: the library of before or the one put back', async () => {
    await killOften(
      ['restore', '--from', 'copy.db', '--force'],
      async () => {
        expect((await run(['backup', '--out', 'copy.db'])).code).toBe(0)
        const store = openStore({ dataDir, databaseUrl: undefined })
        await store.transact(libraryOfTests, async (writing) => void (await writing.keepMemo('since', 'the backup')))
        await store.close()
      },
      async (when) => {
        const since = await read((reader) => Promise.resolve(reader.memo('since')))
        expect(when === 'killed' ? ['the backup', undefined] : [undefined]).toContain(since)
      },
    )
  })
})

/**
 * A catalogue in MARC that is longer than the memory there is to read it: the built `npm run import` as a process of its own, its heap bounded
 * (V8 ends it beyond), its whole memory looked at. Few records are as many bytes as many are, by notes that nothing here reads: whatever is
 * kept of a record shows with either. PTE_MARC_RECORDS: how many in ISO 2709; of MARCXML, packed, a third.
 */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createGzip } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openStore } from '../../src/endpoint/storage/open-store.ts'
import { library } from './import-trial.ts'
import { coded, iso2709, marcXml } from './marc-file.ts'

const wanted = Number(process.env.PTE_MARC_RECORDS ?? 2000)
/** What a file unpacks to, and what a record has, at least. */
const [leastBytes, leastSize] = [70_000_000, 1000]

vi.setConfig({ testTimeout: 120_000 + wanted * 10 })

const root = fileURLToPath(new URL('../..', import.meta.url))
// Under node_modules, so that the bundle finds the packages it leaves outside.
const built = join(root, 'node_modules', '.cache', `marc-stream-${process.pid}`)
let folder: string
beforeAll(async () => {
  const output = { entryFileNames: 'import.js' }
  const ssr = join(root, 'src', 'endpoint', 'command', 'import.ts')
  await build({ root, configFile: false, logLevel: 'error', build: { ssr, outDir: built, rollupOptions: { output } } })
  folder = mkdtempSync(join(tmpdir(), 'marc-stream-'))
})
afterAll(() => {
  for (const path of [built, folder]) rmSync(path, { recursive: true, force: true })
})

/** Every fifth record has a second copy. */
const copiesOf = (rank: number): readonly string[] =>
  (rank % 5 === 0 ? ['1', '2'] : ['1']).map((n) => `3${n}${String(rank).padStart(12, '0')}`)
const numberOf = (rank: number): string => `NOTICE${String(rank).padStart(8, '0')}`
const fieldsOf = (rank: number, notes: readonly string[], copies = copiesOf(rank)): readonly string[] => [
  `001 ${numberOf(rank)}`,
  coded('50  '),
  `200 1 $aTitre numéro ${rank}$e${rank} façons de lire`,
  `700  1$aAuteur ${rank % 1000}$bJules`,
  ...notes,
  ...copies.map((barcode) => `995   $f${barcode}$kR AUT ${rank % 1000}$eAdultes$rlivre`),
]

interface Form {
  readonly name: string
  /** Before the first record and after the last one. */
  readonly around: readonly [string, string]
  write(fields: readonly string[]): string | Buffer
  /** Not to be read, and why, as its list says it. */
  spoil(fields: readonly string[]): string | Buffer
  readonly spoilt: RegExp
  lose(fields: readonly string[]): string | Buffer
  readonly lost: RegExp
  /** Read, or read to be left out, with a remark. */
  odd(fields: readonly string[]): string | Buffer
  readonly oddly: RegExp
}
const forms: Readonly<Record<'ISO 2709' | 'MARCXML', Form>> = {
  'ISO 2709': {
    name: 'notices.mrc',
    around: ['', ''],
    write: (fields) => iso2709(fields),
    spoil: (fields) => {
      const bytes = iso2709(fields)
      bytes[bytes.indexOf('Auteur')] = 0x1e
      return bytes
    },
    spoilt: /^the directory says \d+ fields, the record has \d+$/,
    lose: (fields) => iso2709(fields).fill('?', 24, 25),
    lost: /^the directory of fields cannot be read$/,
    odd: (fields) => iso2709(fields, { length: '00042' }),
    oddly: /^wrong lengths/,
  },
  MARCXML: {
    name: 'notices.xml.gz',
    around: ['<collection>', '</collection>'],
    write: (fields) => marcXml(fields),
    spoil: (fields) => marcXml(fields).replace('Auteur', 'Auteur & Cie'),
    spoilt: /^XML that is not well formed, from “& Cie/,
    lose: (fields) => marcXml(fields).replace('</record>', ''),
    lost: /^the record is cut: the rest is missing$/,
    odd: (fields) => marcXml(fields, '', '00000dam a2200000   4500'),
    oddly: /^deleted$/,
  },
}

/** The ranks of those that are not like the others: one of each kind, or nine of ten that cannot be read. */
const ranksIn = (records: number, isMostlyBad: boolean) => {
  const at = (fifth: number) => Math.floor((records * fifth) / 5) + 1
  if (!isMostlyBad) return { spoilt: [at(1)], lost: at(2), odd: at(3), again: at(4), withoutCopy: records }
  const bad = Array.from({ length: records }, (_, i) => i + 1).filter((rank) => rank % 10 !== 1)
  return { spoilt: bad, lost: 0, odd: 0, again: 0, withoutCopy: 0 }
}

/** Writes the file record by record; answers its path and the bytes that it unpacks to. */
const writeFile = async (form: Form, records: number, ranks: ReturnType<typeof ranksIn>) => {
  const path = join(folder, form.name)
  const spoilt = new Set(ranks.spoilt)
  const size = Math.max(leastSize, Math.floor(leastBytes / records))
  const note = 'Une note que personne ne lit ici. '.repeat(Math.ceil(Math.min(size, 9000) / 34))
  const notes = Array.from({ length: Math.ceil(size / note.length) }, () => `330   $a${note}`)
  const recordAt = (rank: number): string | Buffer => {
    const fields = fieldsOf(rank, notes)
    if (spoilt.has(rank)) return form.spoil(fields)
    if (rank === ranks.lost) return form.lose(fields)
    if (rank === ranks.odd) return form.odd(fields)
    if (rank === ranks.again) return form.write(fieldsOf(rank, notes, copiesOf(1)))
    return form.write(rank === ranks.withoutCopy ? fieldsOf(rank, notes, []) : fields)
  }
  let bytes = 0
  const pieces = function* (): Generator<Buffer> {
    yield Buffer.from(form.around[0])
    for (let rank = 1; rank <= records; rank += 1) {
      const piece = Buffer.from(recordAt(rank))
      bytes += piece.length
      yield piece
    }
    yield Buffer.from(form.around[1])
  }
  const file = createWriteStream(path)
  await (path.endsWith('.gz') ? pipeline(pieces, createGzip({ level: 1 }), file) : pipeline(pieces, file))
  return { path, bytes }
}

/**
 * Imports it into an empty library with so many megabytes of heap; what it said, the most memory that its process had at once, and the
 * priority of each thread.
 */
const runImport = (path: string, dataDir: string, heapMb: number) =>
  new Promise<{ code: number | null; said: string; peakMb: number; priorities: readonly number[] }>((resolve) => {
    // Its own peak: what resourceUsage() says on Linux counts the process too that it was forked from.
    const sayPeak = `import { readdirSync, readFileSync } from 'node:fs'
      import { getPriority } from 'node:os'
      // Beside the name of a thread, in brackets, its priority is the nineteenth of the figures of its line.
      const nice = (id) => { try { return [readFileSync('/proc/self/task/' + id + '/stat', 'utf8').split(') ').at(-1).split(' ')[16]] } catch { return [] } }
      const priorities = () => { try { return readdirSync('/proc/self/task').flatMap(nice) } catch { return [getPriority()] } }
      const own = () => { try { return /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1] } catch {} }
      process.on('exit', () => console.error('peak ' + (own() ?? process.resourceUsage().maxRSS) + priorities().map((n) => '\\npriority ' + n).join('')))`
    const argv = [
      `--max-old-space-size=${heapMb}`,
      '--import',
      `data:text/javascript,${encodeURIComponent(sayPeak)}`,
      join(built, 'import.js'),
      '--new-library',
    ]
    const child = spawn(process.execPath, [...argv, '--catalogue', path, '--lang', 'en', '--max-minutes', '60'], {
      cwd: folder,
      env: { PATH: process.env.PATH, DATA_DIR: dataDir, LIBRARY_NAME: 'Médiathèque' },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.on('close', (code) => {
      const peaks = [...said.matchAll(/^peak (\d+)$/gm)].map(([, kilobytes]) => Number(kilobytes) / 1024)
      const priorities = [...said.matchAll(/^priority (-?\d+)$/gm)].map(([, priority]) => Number(priority))
      resolve({ code, said: said.replace(/\u00a0|\u202f/g, ' '), peakMb: Math.max(0, ...peaks), priorities })
    })
  })

/**
 * Megabytes: what was measured, and less than any of the files has. Few records of 70 MB took 119 to 157 MB of memory; 300,000 of 374 MB
 * took 513 MB, where a heap of 400 was enough.
 */
const boundsOf = (records: number) => {
  const copies = Math.floor(records * 1.2)
  return { heapMb: Math.ceil(64 + copies * 0.00093), peakMb: Math.ceil(184 + copies * 0.00117) }
}

const catalogueIn = async (dataDir: string): Promise<number> => {
  const store = openStore({ dataDir, databaseUrl: undefined })
  try {
    return await store.read(library, async (reader) => [...(await reader.catalogue())].length)
  } finally {
    await store.close()
  }
}

describe('a catalogue in MARC of any length', () => {
  test.each([
    ['ISO 2709', wanted, false],
    ['MARCXML', Math.ceil(wanted / 3), false],
    ['ISO 2709', Math.ceil(wanted / 3), true],
    ['MARCXML', Math.ceil(wanted / 6), true],
  ] as const)('in %s, %i records (most of them bad: %s), is read in bounded memory', async (format, records, isMostlyBad) => {
    const form = forms[format]
    const ranks = ranksIn(records, isMostlyBad)
    const { path, bytes } = await writeFile(form, records, ranks)
    const dataDir = join(folder, `${format}-${isMostlyBad}`)
    const bounds = boundsOf(records)
    const { code, said, peakMb, priorities } = await runImport(path, dataDir, bounds.heapMb)
    rmSync(path)
    expect(code, said).toBe(0)
    // Whoever stands at a desk comes before every thread of it, those too that Node begins for itself (NET-5).
    expect(priorities.length).toBeGreaterThan(1)
    expect(Math.min(...priorities)).toBeGreaterThanOrEqual(constants.priority.PRIORITY_BELOW_NORMAL)
    expect(peakMb).toBeGreaterThan(50)
    expect(peakMb, `of ${Math.round(bytes / 1024 / 1024)} MB`).toBeLessThan(bounds.peakMb)

    const listed = (end: string) =>
      readFileSync(join(dataDir, 'rejected', `${form.name}.${end}.csv`), 'utf8')
        .split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(';').map((cell) => cell.replace(/^"|"$/g, '')))
    const named = (rank: number, reason: RegExp | string) => [
      `${rank}`,
      numberOf(rank),
      typeof reason === 'string' ? reason : expect.stringMatching(reason),
    ]
    const again = `31${String(1).padStart(12, '0')} is already in the record at rank 1`
    const rejected = [
      ...ranks.spoilt.map((rank) => named(rank, form.spoilt)),
      ...(isMostlyBad ? [] : [named(ranks.lost, form.lost), named(ranks.again, again)]),
    ]
    expect(listed('rejected')).toEqual(rejected)
    if (!isMostlyBad) expect(listed('heeded')).toEqual([named(ranks.odd, form.oddly), named(ranks.withoutCopy, 'no copy')])

    const bad = new Set([...ranks.spoilt, ranks.lost, ranks.again, ranks.withoutCopy, ...(format === 'MARCXML' ? [ranks.odd] : [])])
    const good = Array.from({ length: records }, (_, i) => i + 1).filter((rank) => !bad.has(rank))
    const copies = good.reduce((sum, rank) => sum + copiesOf(rank).length, 0)
    expect(said).toContain(`Catalogue: ${records} records, `)
    expect(said).toContain(`  ${copies} added, 0 updated, 0 unchanged, 0 removed`)
    expect(await catalogueIn(dataDir)).toBe(copies)
  })
})

/**
 * Every reader of a file, given what it takes, nearly takes and never should: the tables of an ILS, the settings and the map of an import,
 * a file for Koha, a backup. Whatever comes: a reader takes it or refuses it in words, throws nothing, and keeps its hands off what is there.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toInstant } from '../../src/domain/instant.ts'
import { wallClockOf } from '../../src/endpoint/clock/wall-clock-of.ts'
import { columnNames, type FileKind } from '../../src/endpoint/connectors/file/column.ts'
import { marcMapKeys, readMarcMap } from '../../src/endpoint/connectors/file/marc/marc-map.ts'
import { readMap } from '../../src/endpoint/connectors/file/match-headers.ts'
import { readFiles } from '../../src/endpoint/connectors/file/read-files.ts'
import { runImport } from '../../src/endpoint/connectors/file/run-import.ts'
import { readSettings } from '../../src/endpoint/settings/settings-file.ts'
import { backUpSqlite, restoreSqlite } from '../../src/endpoint/storage/sqlite-backup.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { aPatronOf, library } from '../builders/in-a-store.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'
import { coded, collection, iso2709, iso5426, marc8, marcXml, utf8 } from '../import/marc-file.ts'
import { hostileText, inputsOf, manyInputs, nearly, patienceMs, runs } from './from-schema.ts'

const folder = mkdtempSync(join(memoryFolder, 'fuzzing-files-'))
afterAll(() => rmSync(folder, { recursive: true }))
const pathOf = (name: string): string => join(folder, name)
const now = toInstant(Date.parse('2026-11-25T08:00:00Z'))

const odd = fc.oneof(
  fc.constantFrom('2,3333E+13', '00:00', '31/02/2026', '2026-12-01T13:30:00Z', '1e9', '-1', '"', '""', 'a"b', 'é;,\t|', ''),
  hostileText,
)
const number = (start: number) => fc.integer({ min: 0, max: 9999 }).map((n) => `${start}${String(n).padStart(13, '0')}`)
/** What each column of a table holds where it is well; the first ones are needed. */
const columns: Readonly<Record<FileKind, readonly (readonly [string, fc.Arbitrary<string>])[]>> = {
  catalogue: [
    ['code-barres', number(3)],
    ['titre', fc.constantFrom('Au Bonheur des Dames', 'Germinal')],
    ['notice', fc.constantFrom('R1', 'R2')],
    ['date d’acquisition', fc.constantFrom('24/11/2026', '2020-01-01')],
    ['statut', fc.constantFrom('', '2026-11-20')],
  ],
  patrons: [
    ['carte', number(2)],
    ['nom', fc.constantFrom('MARTIN', 'LE GALL')],
    ['prénom', fc.constantFrom('Zoé', 'Jean-Yves')],
    ['expiration', fc.constantFrom('31/12/2027', '')],
    ['blocage', fc.constantFrom('', 'oui')],
    ['prêts en cours', fc.constantFrom('0', '3')],
  ],
  orders: [
    ['carte', number(2)],
    ['slot_date', fc.constantFrom('2026-11-25', '2026-11-26')],
    ['titre', fc.constantFrom('Germinal', 'un policier')],
    ['slot_time', fc.constantFrom('14:30', '')],
    ['note', fc.constantFrom('', 'sonner')],
  ],
}

/** A table of its kind, by any separator and quote, in any encoding, here and there odd, whole, cut or packed. */
const tableOf = (kind: FileKind): fc.Arbitrary<Buffer> => {
  const oddly = (cell: fc.Arbitrary<string>, weight: number) => fc.oneof({ weight, arbitrary: cell }, { weight: 1, arbitrary: odd })
  const named = Object.values(columnNames[kind]).flat()
  return fc
    .record({
      headers: fc.tuple(
        ...columns[kind].map(([name]) =>
          oddly(fc.oneof({ weight: 19, arbitrary: fc.constant(name) }, { weight: 1, arbitrary: fc.constantFrom(...named) }), 40),
        ),
      ),
      rows: fc.array(fc.tuple(...columns[kind].map(([, cell]) => oddly(cell, 12))), { maxLength: 12 }),
      separator: fc.constantFrom(';', ',', '\t', '|', '§'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      isQuoted: fc.boolean(),
      encoding: fc.constantFrom<(BufferEncoding | 'bom')[]>('utf8', 'latin1', 'utf16le', 'bom'),
      cut: fc.option(fc.nat(400), { freq: 9 }),
      isPacked: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    .map(({ headers, rows, separator, end, isQuoted, encoding, cut, isPacked }) => {
      const write = (cell: string): string => (isQuoted ? `"${cell.replaceAll('"', '""')}"` : cell)
      const text = [headers, ...rows].map((line) => line.map(write).join(separator)).join(end)
      const bytes = encoding === 'bom' ? Buffer.from(`\uFEFF${text}`) : Buffer.from(text, encoding)
      const whole = cut === null ? bytes : bytes.subarray(0, bytes.length - cut)
      return isPacked ? gzipSync(whole).subarray(0, cut === null ? undefined : 40) : whole
    })
}
const fileOf = (kind: FileKind): fc.Arbitrary<Uint8Array> =>
  fc.oneof({ weight: 8, arbitrary: tableOf(kind) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) })

/** A file of records, in any encoding, true or lying, here and there spoilt by a byte, cut, or packed. */
const marcFile: fc.Arbitrary<Buffer> = fc
  .record({
    records: fc.array(
      fc.record({
        fields: fc.shuffledSubarray([
          '010   $a9782070624560',
          coded('0103'),
          coded('50  '),
          '245 10$aLe tour /$cVerne',
          '700  1$aVerne$bJules',
        ]),
        title: fc.oneof(fc.constantFrom('L’été', 'Œuvres', '', '[L’]hiver'), hostileText),
        copies: fc.array(fc.oneof(number(3), odd), { maxLength: 3 }),
        encode: fc.constantFrom(utf8, iso5426, marc8),
        lie: fc.constantFrom(
          {},
          {},
          {},
          { length: '00000' },
          { base: '00024' },
          { off: 1 },
          { leader: '     ' },
          { end: [] },
          { end: [0x1d, 0x0d, 0x0a] },
        ),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    isXml: fc.boolean(),
    spoilt: fc.array(fc.tuple(fc.nat(), fc.oneof(fc.nat(255), fc.constantFrom(0x1b, 0x1d, 0x1e, 0x1f, 0x26, 0x3c))), { maxLength: 3 }),
    cut: fc.option(fc.nat(400), { freq: 5 }),
    isPacked: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  .map(({ records, isXml, spoilt, cut, isPacked }) => {
    const whole = records.map(({ fields, title, copies }, i) => [
      `001 N${i}`,
      ...fields,
      `200 1 $a${title}`,
      ...copies.map((code) => `995   $f${code}$kR VER`),
    ])
    const bytes = isXml
      ? collection(...whole.map((fields) => marcXml(fields)))
      : Buffer.concat(whole.map((fields, i) => iso2709(fields, { encode: records[i]?.encode ?? utf8, ...records[i]?.lie })))
    for (const [where, value] of spoilt) bytes[where % bytes.length] = value
    const left = cut === null ? bytes : bytes.subarray(0, bytes.length - cut)
    return isPacked ? gzipSync(left) : left
  })

const kinds: readonly FileKind[] = ['catalogue', 'patrons', 'orders']

describe('whatever is in a file', () => {
  test.each(kinds)('%s is taken or refused', { timeout: patienceMs }, async (kind) => {
    const path = pathOf(`${kind}.csv`)
    const wish = { map: {}, rules: {}, asOf: undefined, mendsMany: false, toLocal: wallClockOf('Europe/Paris'), now: () => now }
    let taken = 0
    await fc.assert(
      fc.asyncProperty(fileOf(kind), async (bytes) => {
        writeFileSync(path, bytes)
        const read = await readFiles({ ...wish, files: { [kind]: path } })
        if (read.ok) taken += 1
        else expect(read.refusal.file).toBe(kind)
      }),
      runs(),
    )
    expect(taken).toBeGreaterThan(manyInputs / 20)
  })

  test('a catalogue in MARC is taken or refused, and each record is taken, rejected or remarked', {
    timeout: patienceMs,
  }, async () => {
    const path = pathOf('catalogue.mrc')
    const wish = { map: {}, rules: {}, asOf: undefined, mendsMany: true, toLocal: wallClockOf('Europe/Paris'), now: () => now }
    let taken = 0
    await fc.assert(
      fc.asyncProperty(marcFile, async (bytes) => {
        writeFileSync(path, bytes)
        const read = await readFiles({ ...wish, files: { catalogue: path } })
        if (!read.ok) {
          expect(read.refusal.file).toBe('catalogue')
          return
        }
        const content = read.value.catalogue?.list
        if (content?.records === undefined) return
        taken += 1
        const named = content.notes.flatMap((note) => (note.kind === 'marc-heeded' ? note.records : []))
        const ranks = new Set([...content.rejected, ...named].map(({ line }) => line))
        expect(ranks.size + content.rows.length).toBeGreaterThanOrEqual(content.records)
        for (const { line } of [...content.rejected, ...named]) expect(line).toBeLessThanOrEqual(content.records)
        for (const { title } of content.rows) expect(title).not.toMatch(/\p{Cc}/u)
      }),
      runs(),
    )
    expect(taken).toBeGreaterThan(manyInputs / 20)
  })

  test('a whole import ends the command with a sentence, of one list or of all', { timeout: patienceMs }, async () => {
    const data = pathOf('data')
    const openStore = () => new SqliteStore(join(data, 'desk.db'))
    const run = async (...files: readonly string[]): Promise<number> => {
      let said = ''
      const store = openStore()
      const args = (await store.libraries()).length === 0 ? [...files, '--new-library'] : files
      await store.close()
      const sink = { write: (text: string) => (said += text) }
      const code = await runImport(args, {
        openStore,
        dataDir: data,
        libraryName: 'Valmont',
        zone: 'Europe/Paris',
        now: () => now,
        output: sink,
        errors: sink,
      })
      expect(said).not.toBe('')
      return code
    }
    await fc.assert(
      fc.asyncProperty(
        tableOf('catalogue'),
        tableOf('patrons'),
        tableOf('orders'),
        fc.constantFrom(...kinds),
        async (catalogue, patrons, orders, alone) => {
          const files = { catalogue, patrons, orders }
          for (const kind of kinds) writeFileSync(pathOf(`all-${kind}.csv`), files[kind])
          const codes = [
            await run(`--${alone}`, pathOf(`all-${alone}.csv`)),
            await run(...kinds.flatMap((kind) => [`--${kind}`, pathOf(`all-${kind}.csv`)])),
          ]
          for (const code of codes) expect([0, 2]).toContain(code)
        },
      ),
      runs(0.2),
    )
    const store = openStore()
    await store.assertWritable()
    await store.close()
  })

  const settings = JSON.parse(
    /```json\n(.*?)```/s
      .exec(readFileSync(new URL('../../docs/files-and-ils.md', import.meta.url), 'utf8'))?.[1]
      ?.replace('"a number of 4 to 12 digits"', '"4071"') ?? '',
  ) as unknown
  const patterns = fc.constantFrom(
    '^\\d+$',
    '(a+)+$',
    '(?:',
    '[',
    '^(?=.*a).*$',
    '\\p{Cc}',
    '(a|a)*b',
    `${'('.repeat(400)}${')'.repeat(400)}`,
  )
  const places = fc.constantFrom<unknown[]>('995$f', '', '200$a', ['995$e', '995$b'], [])
  const ofMarc = { like: fc.constantFrom('koha', 'standard'), copies: fc.constantFrom('995', ['995', '949']) }
  const marcMaps = fc.record({ ...Object.fromEntries(marcMapKeys.map((key) => [key, places])), ...ofMarc }, { requiredKeys: [] })
  test('settings or a map are taken, or refused with their path', { timeout: patienceMs }, () => {
    expect(readSettings(JSON.stringify(settings)).ok).toBe(true)
    const withPattern = patterns.map((pattern) => ({ ...(settings as object), cardRule: { pattern } }))
    const texts = fc.oneof(
      inputsOf(fc.oneof(fc.constant(settings), withPattern, nearly(nearly(fc.constant(settings))))).map(
        (value) => JSON.stringify(value) ?? '',
      ),
      inputsOf(marcMaps).map((value) => JSON.stringify(value) ?? ''),
      hostileText,
      fc.constantFrom('['.repeat(100_000), `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
    )
    let mapped = 0
    fc.assert(
      fc.property(texts, (text) => {
        const ofRecords = readMarcMap(text)
        if (ofRecords.ok) mapped += 1
        for (const read of [readSettings(text), readMap(text), ofRecords])
          if (!read.ok) expect(read.refusal.faults.length).toBeGreaterThan(0)
      }),
      runs() as fc.Parameters<[string]>,
    )
    expect(mapped).toBeGreaterThan(manyInputs / 20)
  })
})

describe('whatever is given as a backup', () => {
  const [place, copy, spoilt] = [join(folder, 'place', 'desk.db'), pathOf('copy.db'), pathOf('spoilt.db')]
  beforeAll(async () => {
    const store = new SqliteStore(place)
    await store.createLibrary({ id: library, name: 'Valmont', isDemo: false })
    await store.transact(library, async (transaction) => {
      for (let n = 0; n < 50; n++) await transaction.writeRow(aPatronOf(`2333300000${n}`), now)
    })
    await store.close()
    expect(await backUpSqlite(place, copy)).toEqual({ ok: true })
  })

  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(255), fc.constantFrom('flip', 'cut', 'insert', 'blank')), {
    minLength: 1,
    maxLength: 4,
  })
  test('a database is whole afterwards, or is the copy', { timeout: patienceMs }, async () => {
    let count = 0
    await fc.assert(
      fc.asyncProperty(changes, async (all) => {
        let bytes = readFileSync(copy)
        for (const [where, value, how] of all) {
          const at = where % Math.max(1, bytes.length)
          if (how === 'flip') bytes[at] = value
          else if (how === 'cut') bytes = bytes.subarray(0, at)
          else if (how === 'insert') bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from([value]), bytes.subarray(at)])
          else bytes.fill(0, at, Math.min(at + 200, bytes.length))
        }
        writeFileSync(spoilt, bytes)
        const here = pathOf(`here-${count++}.db`)
        copyFileSync(copy, here)
        const restored = await restoreSqlite(spoilt, here, { isForced: true, stamp: 'then' })
        if (!restored.ok) expect(restored.fault).not.toBe('')
        const store = new SqliteStore(here)
        const patrons = await store.read(library, async (reader) => reader.rowsOf('patron'))
        if (!restored.ok) expect(patrons).toHaveLength(50)
        await store.close()
        for (const end of ['', '-wal', '-shm', '.before-then']) rmSync(`${here}${end}`, { force: true })
      }),
      runs(0.2),
    )
  })
})

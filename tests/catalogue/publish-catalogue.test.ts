/**
 * The catalogue file that an endpoint keeps for each of its libraries: published, served, and made anew where it is not as it should be.
 * Two libraries in one database and one data folder, on disk.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildCatalogue } from '../../src/catalogue/build-catalogue.ts'
import { checksum, edition, headerWords, sectionTags, wordsPerSection } from '../../src/catalogue/catalogue-format.ts'
import { openCatalogue } from '../../src/catalogue/open-catalogue.ts'
import { openFile } from '../../src/catalogue/open-file.ts'
import { packFile, unpackFile } from '../../src/catalogue/pack-file.ts'
import { type LibraryId, toItemBarcode, toLibraryId, toRecordId } from '../../src/domain/ids.ts'
import { catalogueFolder } from '../../src/endpoint/catalogue/catalogue-files.ts'
import { keepIlsLoans } from '../../src/endpoint/catalogue/ils-loans.ts'
import { isPublished, publishCatalogue, publishLoans, republishCatalogues } from '../../src/endpoint/catalogue/publish-catalogue.ts'
import { takeCatalogue } from '../../src/endpoint/ils/take-catalogue.ts'
import { SqliteStore } from '../../src/endpoint/storage/sqlite-store.ts'
import { anInstant } from '../builders/a-moment.ts'
import { anEndpoint, libraryOfTests, seedLibrary } from '../builders/an-endpoint.ts'
import { anEntry } from '../builders/in-a-store.ts'

const now = anInstant('2026-11-24 08:00')
const other = toLibraryId('salins')
const failOn = (defect: unknown): never => {
  throw defect
}

let dataDir: string
let store: SqliteStore

/** The same file as another writer makes it. */
const ofEdition = (file: Uint8Array, number: number): Uint8Array<ArrayBuffer> => {
  const words = new Uint32Array(new Uint8Array(file).buffer)
  for (let at = headerWords; at < headerWords + (words[headerWords - 1] ?? 0) * wordsPerSection; at += wordsPerSection)
    if (words[at] === sectionTags.edition) words[(words[at + 1] ?? 0) / 4] = number
  words[3] = checksum(words, 4)
  return new Uint8Array(words.buffer)
}

/** Puts one document more into a library, and publishes. */
const publishWith = async (libraryId: LibraryId, barcode: string, at = now): Promise<void> => {
  await store.transact(libraryId, (transaction) =>
    transaction.upsertCatalogue([
      {
        barcode: toItemBarcode(barcode),
        recordId: toRecordId(`record of ${barcode}`),
        title: 'Thérèse Raquin',
        author: 'Zola, Émile',
        documentType: 'livre',
        audience: 'A',
        callNumber: 'R ZOL',
        location: 'Adultes romans',
        arrivedOn: undefined,
        isbn: '',
        year: '1867',
      },
    ]),
  )
  await (await publishCatalogue(store, libraryId, dataDir, at)).compressed
}

const rowOf = async (libraryId: LibraryId) => store.read(libraryId, async (reading) => reading.row('catalogue', 'catalogue'))
const hashOf = async (libraryId: LibraryId): Promise<string> => {
  const row = await rowOf(libraryId)
  if (row?.hash === undefined) throw new Error(`${libraryId}: no catalogue is named`)
  return row.hash
}
const pathOf = async (libraryId: LibraryId): Promise<string> => join(catalogueFolder(dataDir, libraryId), `${await hashOf(libraryId)}.bin`)

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'pte-catalogue-'))
  store = new SqliteStore(join(dataDir, 'library.sqlite'))
  await seedLibrary(store)
  await store.createLibrary({ id: other, name: 'Médiathèque de Salins', isDemo: false })
})
afterEach(async () => {
  await store.close()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('two libraries in one data folder', () => {
  test('an import that was killed before the file was made is published at the next start', async () => {
    await publishWith(libraryOfTests, '1')
    await publishWith(other, '2')
    const rows = [anEntry('2'), anEntry('3')]
    const says = { rows, mentioned: new Set(['2', '3']), onLoan: undefined }
    await takeCatalogue(store, other, says, { asOf: now, now, isWhole: true })
    expect([await isPublished(store, other, dataDir), await isPublished(store, libraryOfTests, dataDir)]).toEqual([false, true])
    await republishCatalogues(store, dataDir, now, failOn)
    expect([await isPublished(store, other, dataDir), (await rowOf(other))?.items]).toEqual([true, 2])
    // The same list again has nothing to say.
    await takeCatalogue(store, other, says, { asOf: now, now, isWhole: true })
    expect(await isPublished(store, other, dataDir)).toBe(true)
  })

  test('publishing one library’s catalogue again and again leaves the other’s where tablets fetch it', async () => {
    await publishWith(libraryOfTests, '1')
    for (const barcode of ['2', '3', '4']) await publishWith(other, barcode)
    expect(await isPublished(store, libraryOfTests, dataDir)).toBe(true)
    expect(await isPublished(store, other, dataDir)).toBe(true)
    // The changes before the last stay too: a tablet may be fetching them.
    expect(readdirSync(catalogueFolder(dataDir, other)).filter((name) => name.endsWith('.bin'))).toHaveLength(3)
  })

  test('a tablet is served its own library’s file, and no other library’s', async () => {
    await publishWith(libraryOfTests, '1')
    await publishWith(other, '2')
    const endpoint = await anEndpoint({ store, ports: { dataDir } })
    const tablet = await endpoint.enrol()
    const ask = async (path: string, encodings = 'identity') =>
      endpoint.ask(`/catalogue/v1/${path}`, { headers: { ...tablet.headers, 'accept-encoding': encodings } })
    const hash = await hashOf(libraryOfTests)
    const file = readFileSync(await pathOf(libraryOfTests))
    expect(Buffer.from(await (await ask(hash)).arrayBuffer()).equals(file)).toBe(true)
    const packed = await ask(`${hash}/packed`, 'gzip, br')
    expect([packed.status, packed.headers.get('content-encoding')]).toEqual([200, 'br'])
    const bytes = new Uint8Array(brotliDecompressSync(await packed.arrayBuffer()))
    unpackFile(bytes)
    expect(file.equals(bytes)).toBe(true)
    expect((await ask(`${hash}/packed`, 'gzip')).status).toBe(400)
    for (const path of [await hashOf(other), `${await hashOf(other)}/packed`]) expect((await ask(path, 'br')).status).toBe(400)
  })
})

describe('what changed since the week’s file', () => {
  const openNamed = async () => {
    const row = await rowOf(other)
    const [whole, changes] = [row?.hash, row?.changes?.hash].map(
      (hash) => hash && new Uint8Array(readFileSync(join(catalogueFolder(dataDir, other), `${hash}.bin`))).buffer,
    )
    const opened = openCatalogue(whole || new ArrayBuffer(0), changes || undefined)
    return opened.ok ? opened.value : undefined
  }

  test('a document more leaves the file as it is, and travels in a small one beside it, compressed', async () => {
    await publishWith(other, '1')
    const whole = await hashOf(other)
    await publishWith(other, '2')
    const row = await rowOf(other)
    expect([row?.hash, row?.items, row?.changes?.bytes]).toEqual([whole, 2, expect.any(Number)])
    expect((await openNamed())?.itemByBarcode(toItemBarcode('2'))?.title).toBe('Thérèse Raquin')
    expect(readdirSync(catalogueFolder(dataDir, other))).toContain(`${row?.changes?.hash}.packed.br`)
  })

  test('a change that is taken back leaves the week’s file alone, which then says all', async () => {
    await publishWith(other, '1')
    const before = await rowOf(other)
    await publishWith(other, '2')
    await store.transact(other, (transaction) => transaction.removeFromCatalogue([toItemBarcode('2')]))
    await (await publishCatalogue(store, other, dataDir, now)).compressed
    expect(await rowOf(other)).toEqual(before)
  })

  test('after a week the whole file is made again, and says all by itself', async () => {
    await publishWith(other, '1')
    const whole = await hashOf(other)
    await publishWith(other, '2', anInstant('2026-12-01 07:59'))
    expect(await hashOf(other)).toBe(whole)
    await publishWith(other, '3', anInstant('2026-12-01 08:00'))
    expect(await hashOf(other)).not.toBe(whole)
    expect((await rowOf(other))?.changes).toBeUndefined()
    expect((await openNamed())?.itemCount).toBe(3)
  })

  test('changes that weigh more than 10 kB bring the whole file at once', async () => {
    await publishWith(other, '1')
    const whole = await hashOf(other)
    const titles = Array.from({ length: 2000 }, (_, i) => createHash('sha256').update(String(i)).digest('hex').slice(0, 20))
    const entry = await store.read(other, (reading) => reading.catalogueEntry(toItemBarcode('1')))
    if (entry === undefined) throw new Error('no entry')
    await store.transact(other, (transaction) =>
      transaction.upsertCatalogue(
        titles.map((title, i) => ({ ...entry, barcode: toItemBarcode(`x${i}`), recordId: toRecordId(title), title })),
      ),
    )
    await publishWith(other, '2')
    expect(await hashOf(other)).not.toBe(whole)
    expect((await rowOf(other))?.changes).toBeUndefined()
  })

  test('changes that are lost or damaged are made again at the endpoint’s start', async () => {
    await publishWith(other, '1')
    await publishWith(other, '2')
    const row = await rowOf(other)
    const path = join(catalogueFolder(dataDir, other), `${row?.changes?.hash}.bin`)
    writeFileSync(path, 'half a file')
    expect(await isPublished(store, other, dataDir)).toBe(false)
    await republishCatalogues(store, dataDir, now, failOn)
    expect([await rowOf(other), await isPublished(store, other, dataDir)]).toEqual([row, true])
  })
})

describe('what the ILS has on loan', () => {
  const say = async (onLoan: readonly string[], mentioned: readonly string[]) =>
    store.transact(other, (transaction) =>
      keepIlsLoans(transaction, new Map(onLoan.map((barcode) => [toItemBarcode(barcode), undefined])), new Set(mentioned), now),
    )
  const filesOf = () => readdirSync(catalogueFolder(dataDir, other)).filter((name) => name.endsWith('.bin'))
  const lentOf = async (barcode: string) => {
    const row = await rowOf(other)
    const [whole, changes, lent] = [row?.hash, row?.changes?.hash, row?.lent?.hash].map(
      (hash) => hash && new Uint8Array(readFileSync(join(catalogueFolder(dataDir, other), `${hash}.bin`))).buffer,
    )
    const opened = openCatalogue(whole || new ArrayBuffer(0), changes || undefined, lent || undefined)
    return opened.ok ? opened.value.search(barcode).records[0]?.copies[0]?.isLent : 'not opened'
  }

  test('is named beside the files, follows their numbers, and is not named where no list says it', async () => {
    await publishWith(other, '1')
    expect([(await rowOf(other))?.lent, await lentOf('1')]).toEqual([undefined, undefined])
    await say(['1'], ['1'])
    await publishLoans(store, other, dataDir, now)
    expect(await lentOf('1')).toBe(true)
    await publishWith(other, '0')
    expect([await lentOf('0'), await lentOf('1')]).toEqual([false, true])
    await say([], ['1'])
    await publishLoans(store, other, dataDir, now)
    expect(await lentOf('1')).toBe(false)
    // Week, changes, loans: those of before have gone.
    expect(filesOf()).toHaveLength(3)
  })

  test('is told of the catalogue that another process published meanwhile by that one alone', async () => {
    await publishWith(other, '1')
    await say(['1'], ['1'])
    let meanwhile: unknown
    const late = new Proxy(store, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        if (name !== 'transact') return member.bind(target)
        return async (...asked: unknown[]) => {
          await say(['1', '2'], ['1', '2'])
          await publishWith(other, '2')
          meanwhile = await rowOf(other)
          return member.apply(target, asked)
        }
      },
    })
    await publishLoans(late, other, dataDir, now)
    expect(await rowOf(other)).toEqual(meanwhile)
    expect([await lentOf('1'), await lentOf('2')]).toEqual([true, true])
  })

  test('a file of it that is lost is made again, though nothing else changed', async () => {
    await say(['1'], ['1'])
    await publishWith(other, '1')
    for (const name of filesOf())
      if (name.startsWith((await rowOf(other))?.lent?.hash ?? '-')) rmSync(join(catalogueFolder(dataDir, other), name))
    await publishLoans(store, other, dataDir, now)
    expect(await lentOf('1')).toBe(true)
  })

  test('is made at the start of an endpoint whose base an older build wrote', async () => {
    await say(['1'], ['1'])
    await publishWith(other, '1')
    const row = await rowOf(other)
    if (row === undefined) throw new Error('no row')
    const { lent, ...older } = row
    await store.transact(other, (transaction) => transaction.writeRow(older, now))
    await republishCatalogues(store, dataDir, now, failOn)
    expect([lent, await lentOf('1')]).toEqual([(await rowOf(other))?.lent, true])
  })
})

describe('at the endpoint’s start', () => {
  test('a file of an older edition is made anew under another name, which tablets hear of', async () => {
    await publishWith(libraryOfTests, '1')
    const olderFile = ofEdition(readFileSync(await pathOf(libraryOfTests)), edition - 1)
    const older = createHash('sha256').update(olderFile).digest('hex')
    await store.transact(libraryOfTests, (transaction) =>
      transaction.writeRow({ kind: 'catalogue', id: 'catalogue', hash: older, items: 1, records: 1, bytes: olderFile.length }, now),
    )
    const path = await pathOf(libraryOfTests)
    writeFileSync(path, olderFile)
    writeFileSync(path.replace('.bin', '.packed.br'), brotliCompressSync(packFile(olderFile)))
    await republishCatalogues(store, dataDir, now, failOn)
    expect(await hashOf(libraryOfTests)).not.toBe(older)
    const opened = openFile(new Uint8Array(readFileSync(await pathOf(libraryOfTests))).buffer)
    expect(opened.ok && opened.value.edition).toBe(edition)
  })

  test.each([
    ['that is missing', '.bin', (path: string) => rmSync(path)],
    ['that is damaged', '.bin', (path: string) => writeFileSync(path, 'half a file')],
    ['of which what travels is missing', '.packed.br', (path: string) => rmSync(path)],
    ['of which what travels is cut', '.packed.br', (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 100))],
    [
      'of which what travels is another',
      '.packed.br',
      (path: string) => writeFileSync(path, brotliCompressSync(packFile(buildCatalogue([])))),
    ],
  ])('a file %s is made again', async (_what, end, spoil) => {
    await publishWith(libraryOfTests, '1')
    const path = (await pathOf(libraryOfTests)).replace('.bin', end)
    const before = readFileSync(path)
    spoil(path)
    await republishCatalogues(store, dataDir, now, failOn)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  test('a file that is as it should be stays, and no row is written', async () => {
    await publishWith(libraryOfTests, '1')
    const head = async () => (await store.read(libraryOfTests, (reading) => reading.library())).head
    const before = await head()
    await republishCatalogues(store, dataDir, now, failOn)
    expect(await head()).toBe(before)
    expect(existsSync(catalogueFolder(dataDir, other))).toBe(false)
  })
})

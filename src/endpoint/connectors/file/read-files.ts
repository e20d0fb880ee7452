/**
 * Reads and judges the files of one import before anything is written. Runs in the endpoint's commands.
 * If one file is not what it claims to be, none is taken. A MARC file, known by its beginning and unpacked when it is gzip, is read as it
 * comes and takes the same memory at any length; bytes have a ceiling, for a gzip of a few megabytes may hold terabytes.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib'
import { type Instant, toInstant } from '../../../domain/instant.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { BarcodeRule } from '../../../domain/settings/settings.ts'
import type { WallClock } from '../../../protocol/wall-clock.ts'
import type { IlsList, IlsSays } from '../../ils/connector.ts'
import type { FileKind } from './column.ts'
import { detectEncoding } from './detect-encoding.ts'
import { beginningBytes, detectMarc } from './detect-marc.ts'
import type { FileFault } from './import-finding.ts'
import type { MarcFormat } from './marc/marc-finding.ts'
import { readyMaps } from './marc/marc-map.ts'
import { type MarcOptions, readMarc } from './marc/read-marc.ts'
import { type ImportMap, matchHeaders } from './match-headers.ts'
import { detectDialect, parseTable } from './parse-table.ts'
import { type FileBytes, readBytes } from './read-bytes.ts'
import { type CatalogueContent, readCatalogue } from './read-catalogue.ts'
import { type OrdersContent, type PatronsContent, readOrders, readPatrons } from './read-rows.ts'

export type GivenFile = FileKind | 'settings' | 'map' | 'marc-map'

export interface ImportRefusal {
  /** undefined: it is about the import as a whole. */
  readonly file: GivenFile | undefined
  readonly fault: FileFault
}

export interface FilesWish {
  /** Paths. */
  readonly files: Readonly<Partial<Record<FileKind, string>>>
  readonly map: ImportMap
  /** Where a catalogue in MARC has what we need; undefined: where the standards have it. */
  readonly marc?: Pick<MarcOptions, 'maps' | 'mapName'> | undefined
  /** The library's rules, where it has settings. */
  readonly rules: Readonly<Partial<Record<'cardRule' | 'itemRule', BarcodeRule | undefined>>>
  /** The moment that the files speak of; undefined: each one's last change (LOAN-2). */
  readonly asOf: Instant | undefined
  readonly mendsMany: boolean
  readonly blockWords?: readonly string[]
  /** The library's wall clock. */
  readonly toLocal: WallClock
  readonly now: () => Instant
  readonly onRead?: ((file: FileKind, isDone: boolean) => void) | undefined
}

export interface ReadList<T> extends IlsList<T> {
  /** Of reading, milliseconds. */
  readonly readMs: number
}

/** What the files say, with what there is to report of each. */
export interface FilesSay extends IlsSays {
  readonly catalogue: ReadList<CatalogueContent> | undefined
  readonly patrons: ReadList<PatronsContent> | undefined
  readonly orders: ReadList<OrdersContent> | undefined
}

const standardMap = { maps: readyMaps.standard, mapName: 'standard' }

export const readFiles = async (wish: FilesWish): Promise<Result<FilesSay, ImportRefusal>> => {
  const { files, map, rules, asOf, now, toLocal, onRead } = wish
  const options = { toLocal, today: toLocal(now()).date, mendsMany: wish.mendsMany }
  const toList = <T>(list: T, { sha256, modifiedAt }: Pick<FileBytes, 'sha256' | 'modifiedAt'>, startedAt: number): ReadList<T> => ({
    list,
    asOf: asOf ?? toInstant(Math.min(modifiedAt, now())),
    isAsOfCertain: asOf !== undefined,
    stamp: sha256,
    readMs: performance.now() - startedAt,
  })
  const readOne = async <T>(
    kind: FileKind,
    read: (file: FileBytes) => Result<T, FileFault>,
  ): Promise<Result<ReadList<T> | undefined, ImportRefusal>> => {
    const path = files[kind]
    if (path === undefined) return accept(undefined)
    const startedAt = performance.now()
    onRead?.(kind, false)
    const bytes = await readBytes(path)
    if (!bytes.ok) return refuse({ file: kind, fault: bytes.refusal })
    const content = read(bytes.value)
    if (!content.ok) return refuse({ file: kind, fault: content.refusal })
    onRead?.(kind, true)
    return accept(toList(content.value, bytes.value, startedAt))
  }
  /** A catalogue in MARC is read as it comes: no file of records is held whole. */
  const readOfMarc = async (): Promise<Result<ReadList<CatalogueContent> | undefined, ImportRefusal>> => {
    const marc = files.catalogue === undefined ? undefined : await findMarc(files.catalogue)
    if (marc === undefined) return accept(undefined)
    const startedAt = performance.now()
    onRead?.('catalogue', false)
    const read = await readMarcFile(marc, { ...options, ...(wish.marc ?? standardMap), rule: rules.itemRule })
    if (!read.ok) return refuse({ file: 'catalogue', fault: read.refusal })
    onRead?.('catalogue', true)
    return accept(toList(read.value.content, read.value, startedAt))
  }
  const ofMarc = await readOfMarc()
  if (!ofMarc.ok) return ofMarc
  const catalogue =
    ofMarc.value === undefined
      ? await readOne('catalogue', (file) => readCatalogue(file, { ...options, map: map.catalogue, rule: rules.itemRule }))
      : ofMarc
  if (!catalogue.ok) return catalogue
  const patrons = await readOne('patrons', (file) =>
    readPatrons(file, {
      ...options,
      map: map.patrons,
      rule: rules.cardRule,
      blockWords: [...(map.blocks ?? []), ...(wish.blockWords ?? [])],
    }),
  )
  if (!patrons.ok) return patrons
  const orders = await readOne('orders', (file) => readOrders(file, { ...options, map: map.orders }))
  if (!orders.ok) return orders
  return accept({ catalogue: catalogue.value, patrons: patrons.value, orders: orders.value })
}

/** Bytes of a heading and some rows. */
const headingBytes = 64 * 1024

/**
 * What a file is by the columns of its beginning: of the kinds that fit, the one that most columns speak for, as an order names a card and a
 * title too. Undefined: none fits, or it cannot be read.
 */
export const recogniseFile = async (path: string): Promise<FileKind | undefined> => {
  if ((await findMarc(path)) !== undefined) return 'catalogue'
  const file = await open(path)
  const beginning = Buffer.alloc(headingBytes)
  const { bytesRead } = await file.read(beginning).finally(() => file.close())
  try {
    const packed = beginning.subarray(0, bytesRead)
    const limits = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: 1024 * headingBytes }
    const bytes = isGzip(packed) ? gunzipSync(packed, limits).subarray(0, headingBytes) : packed
    const decoded = detectEncoding(bytes.subarray(0, bytes.lastIndexOf('\n') + 1 || bytes.length))
    const dialect = decoded.ok ? detectDialect(decoded.value.text) : undefined
    if (!decoded.ok || dialect === undefined) return undefined
    const { headers } = parseTable(decoded.value.text, dialect)
    const fitting = (['orders', 'patrons', 'catalogue'] as const).flatMap((kind) => {
      const matched = matchHeaders(kind, headers, undefined)
      return matched.ok ? [{ kind, columns: matched.value.indexByColumn.size }] : []
    })
    return fitting.sort((a, b) => b.columns - a.columns)[0]?.kind
  } catch {
    return undefined
  }
}

/** Ten times the records of a county's libraries; what they hold is bounded beside (marc-table.ts). */
const maximumBytes = 4 * 1024 * 1024 * 1024

interface MarcFile {
  readonly path: string
  readonly format: MarcFormat
  readonly compressed: boolean
  readonly declared: string | undefined
}

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** The encodings that the first line of an XML file may name, by the names of ours. */
const declaredIn = (start: Uint8Array): string | undefined => {
  const named = /^(?:\u00ef\u00bb\u00bf)?\s*<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(Buffer.from(start).toString('latin1'))?.[1]
  if (named === undefined) return undefined
  return /^(?:iso-?8859-?1|windows-1252|latin-?1|us-ascii)$/i.test(named) ? 'Windows-1252' : named.toUpperCase()
}

/** undefined where it is no MARC file, or cannot be read: whoever reads it otherwise says why. */
const findMarc = async (path: string): Promise<MarcFile | undefined> => {
  const start = Buffer.alloc(beginningBytes)
  try {
    const file = await open(path)
    const { bytesRead } = await file.read(start, 0, start.length, 0).finally(() => file.close())
    const packed = start.subarray(0, bytesRead)
    const compressed = isGzip(packed)
    const bytes = compressed ? gunzipSync(packed, { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: maximumBeginning }) : packed
    const format = detectMarc(bytes)
    return format === undefined ? undefined : { path, format, compressed, declared: declaredIn(bytes) }
  } catch {
    return undefined
  }
}

/** What the first bytes of a gzip may become, at most: they are packed a thousand times at best. */
const maximumBeginning = 1024 * beginningBytes

class TooLong extends Error {}

/** Reads the file; answers with what it holds its hash and the moment of its last change. */
const readMarcFile = async (
  { path, format, compressed, declared }: MarcFile,
  options: MarcOptions,
): Promise<Result<{ readonly content: CatalogueContent; readonly sha256: string; readonly modifiedAt: number }, FileFault>> => {
  const hash = createHash('sha256')
  let bytes = 0
  const file = createReadStream(path, { highWaterMark: 256 * 1024 })
  const unpacked = createGunzip()
  const source = compressed ? file.pipe(unpacked) : file
  file.on('error', (error) => source.destroy(error))
  const chunks = async function* (): AsyncGenerator<Uint8Array> {
    // The cast: a stream without an encoding gives bytes.
    for await (const chunk of source as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maximumBytes) throw new TooLong()
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    const { mtimeMs } = await stat(path)
    const read = await readMarc({ chunks: chunks(), format, compressed, declared }, options)
    if (!read.ok) return read
    return accept({ content: read.value, sha256: hash.digest('hex'), modifiedAt: Math.floor(mtimeMs) })
  } catch (error) {
    if (error instanceof TooLong) return refuse({ kind: 'file-too-large', bytes, maximum: maximumBytes })
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    if (code?.startsWith('Z_') === true) return refuse({ kind: 'gzip-broken' })
    if (code === undefined) throw error
    return refuse({ kind: 'file-unreadable', code })
  } finally {
    file.destroy()
  }
}

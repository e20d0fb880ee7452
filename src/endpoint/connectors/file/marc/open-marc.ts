/**
 * A MARC file on the disk, recognised by its beginning and read as it comes, unpacked when it is gzip. Runs in the endpoint's commands.
 * A file of any length takes the same memory; bytes have a ceiling all the same, for a gzip of a few megabytes may hold terabytes.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { createGunzip, gunzipSync, constants as zlib } from 'node:zlib'
import { accept, type Result, refuse } from '../../../../domain/result.ts'
import { beginningBytes, detectMarc } from '../detect-marc.ts'
import type { FileFault } from '../import-finding.ts'
import type { CatalogueContent } from '../read-catalogue.ts'
import type { MarcFormat } from './marc-finding.ts'
import { type MarcOptions, readMarc } from './read-marc.ts'

/** Ten times the records of a county's libraries; what they hold is bounded beside (marc-table.ts). */
const maximumBytes = 4 * 1024 * 1024 * 1024

export interface MarcFile {
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
export const findMarc = async (path: string): Promise<MarcFile | undefined> => {
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
export const readMarcFile = async (
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

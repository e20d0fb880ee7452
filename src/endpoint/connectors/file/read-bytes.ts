/**
 * The bytes of a file given to an import, unpacked when it is gzip. Runs in the endpoint's commands.
 * The first bytes tell the kind of file, not its name: a renamed .gz or a workbook saved as .csv is recognised.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { FileFault } from './import-finding.ts'

export interface FileBytes {
  readonly bytes: Uint8Array
  readonly compressed: boolean
  /** SHA-256 of what was unpacked, hexadecimal: the same list sent again under another name is the same list. */
  readonly sha256: string
  /** Milliseconds since 1970; what the file system says of the last change. */
  readonly modifiedAt: number
}

/** Ten times a county's catalogue; beyond it, a file is something else or an attack on memory (a gzip of zeros). */
const maximumBytes = 400 * 1024 * 1024

const unpack = promisify(gunzip)
const startsWith = (bytes: Uint8Array, ...start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte)

/** Refuses a file that cannot be read, is empty, too large, cut gzip, or a workbook or document (zip, OLE, PDF). */
export const readBytes = async (path: string): Promise<Result<FileBytes, FileFault>> => {
  let packed: Uint8Array
  let modifiedAt: number
  try {
    const { size, mtimeMs } = await stat(path)
    if (size > maximumBytes) return refuse({ kind: 'file-too-large', bytes: size, maximum: maximumBytes })
    modifiedAt = Math.floor(mtimeMs)
    packed = await readFile(path)
  } catch (error) {
    return refuse({ kind: 'file-unreadable', code: error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN' })
  }
  const compressed = startsWith(packed, 0x1f, 0x8b)
  let bytes = packed
  if (compressed) {
    try {
      bytes = await unpack(packed, { maxOutputLength: maximumBytes })
    } catch {
      return refuse({ kind: 'gzip-broken' })
    }
  }
  if (bytes.length === 0) return refuse({ kind: 'file-empty' })
  // PK (xlsx, ods), D0 CF 11 E0 (xls).
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return refuse({ kind: 'workbook' })
  return accept({ bytes, compressed, sha256: createHash('sha256').update(bytes).digest('hex'), modifiedAt })
}

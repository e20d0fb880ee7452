/**
 * Where catalogue files lie, named by hash. Each library has its own folder, because publishing removes old files.
 * A record group has a folder for its shared file (NET-7); loans lie in the library's own. Runs on the endpoint.
 */
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LibraryId } from '../../domain/ids.ts'
import type { CatalogueFile } from '../../domain/row/desk-state.ts'
import type { Library } from '../storage/stored.ts'

const filesFolder = (dataDir: string): string => join(dataDir, 'catalogue')

/** Where the files of one library lie. */
export const catalogueFolder = (dataDir: string, libraryId: LibraryId): string => join(filesFolder(dataDir), libraryId)

/** Where the file lies that the members of a group share. */
export const groupFolder = (dataDir: string, group: string): string => join(filesFolder(dataDir), 'groups', group)

/** Where the catalogue of one library lies, with what changed since: its own folder, or its group's. */
export const recordsFolder = (dataDir: string, { id, recordGroup }: Pick<Library, 'id' | 'recordGroup'>): string =>
  recordGroup === undefined ? catalogueFolder(dataDir, id) : groupFolder(dataDir, recordGroup)

/** The same, as it travels: packed, and compressed. */
export const packedPath = (folder: string, hash: string): string => join(folder, `${hash}.packed.br`)

/** The file itself, as tablets keep it. */
export const filePath = (folder: string, hash: string): string => join(folder, `${hash}.bin`)

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** undefined where it is not there. */
export const readIfThere = async (path: string): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const bytes = await readFile(path).catch(() => undefined)
  return bytes && new Uint8Array(bytes)
}

export const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const partial = `${path}.${process.pid}.part`
  try {
    await writeFile(partial, bytes, { flush: true })
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}

/** Leaves the named files, and those named before, which a tablet may be fetching. */
export const removeOldFiles = async (folder: string, rows: readonly (CatalogueFile | undefined)[]): Promise<void> => {
  const named = new Set(rows.flatMap((row) => [row?.hash, row?.changes?.hash, row?.lent?.hash]).map((hash) => `${hash}.bin`))
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith('.bin') || named.has(name)) continue
    await rm(join(folder, name), { force: true })
    await rm(packedPath(folder, name.slice(0, -'.bin'.length)), { force: true })
  }
}

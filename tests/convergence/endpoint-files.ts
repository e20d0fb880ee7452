/**
 * The files of the endpoint's database, in a folder that lies in memory: read at one instant, written as a copy elsewhere. Runs in the
 * simulator. A process that comes back does so on a copy, never on the old files.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { OperationId } from '../../src/domain/ids.ts'
import { memoryFolder } from '../fakes/memory-folder.ts'

/** The database's files at one instant. */
export interface FileImage {
  readonly database: Buffer
  readonly log: Buffer | undefined
}

export interface EndpointFiles {
  readonly folder: string
  /** Where the database is now. */
  readonly path: string
  read(): FileImage
  /** Goes on with a copy of this. */
  goOnWith(image: FileImage): void
  /** Whether a receipt is in what SQLite reads from this. */
  holdsReceipt(image: FileImage, operationId: OperationId, hash: string): boolean
  dispose(): void
}

export const createEndpointFiles = (): EndpointFiles => {
  const folder = mkdtempSync(join(memoryFolder, 'convergence-'))
  let path = join(folder, '0', 'desk.sqlite')
  let lives = 0
  const write = ({ database, log }: FileImage): string => {
    const next = join(folder, String(++lives), 'desk.sqlite')
    mkdirSync(dirname(next))
    writeFileSync(next, database)
    if (log !== undefined) writeFileSync(`${next}-wal`, log)
    return next
  }
  return {
    folder,
    get path() {
      return path
    },
    read: () => {
      let log: Buffer | undefined
      try {
        log = readFileSync(`${path}-wal`)
      } catch {
        // Folded back into the file.
      }
      return { database: readFileSync(path), log }
    },
    goOnWith: (image) => {
      path = write(image)
    },
    holdsReceipt: (image, operationId, hash) => {
      const database = new Database(write(image))
      try {
        return database.prepare('SELECT 1 FROM receipt WHERE operation_id = ? AND hash = ?').get(operationId, hash) !== undefined
      } catch {
        // Not even the table is there.
        return false
      } finally {
        database.close()
      }
    },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  }
}

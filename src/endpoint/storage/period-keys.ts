/**
 * The keys by which different patrons are counted, each in a file of its own: outside the database and its backups, so that what is
 * destroyed here is destroyed (STAT-5). Runs on the endpoint.
 * A file is forced to disk before its key is used, and overwritten before it goes. Several processes on one database share the folder.
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** In the data folder. */
export const periodKeysFolder = 'period-keys'
/** A key of SHA-256's own length. */
const keyBytes = 32

const pathOf = (folder: string, name: string): string => join(folder, `${name}.key`)

const write = (path: string, bytes: Buffer, flags: 'w' | 'r+'): void => {
  const file = openSync(path, flags, 0o600)
  writeSync(file, bytes, 0, bytes.length, 0)
  fsyncSync(file)
  closeSync(file)
}

export class PeriodKeys {
  readonly #folder: string | undefined
  readonly #known = new Map<string, Buffer>()

  /** Without a folder its keys last as long as this process. */
  constructor(folder: string | undefined) {
    this.#folder = folder
  }

  /** undefined: there is none. */
  key(name: string): Buffer | undefined {
    const known = this.#known.get(name)
    if (known !== undefined || this.#folder === undefined) return known
    try {
      const key = readFileSync(pathOf(this.#folder, name))
      if (key.length !== keyBytes) return undefined
      this.#known.set(name, key)
      return key
    } catch {
      return undefined
    }
  }

  /** The key of that name, made where there is none. */
  make(name: string): Buffer {
    const there = this.key(name)
    if (there !== undefined) return there
    const key = randomBytes(keyBytes)
    if (this.#folder !== undefined) {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      write(pathOf(this.#folder, name), key, 'w')
    }
    this.#known.set(name, key)
    return key
  }

  destroy(name: string): void {
    this.#known.delete(name)
    if (this.#folder === undefined) return
    const path = pathOf(this.#folder, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return
    write(path, Buffer.alloc(size), 'r+')
    rmSync(path)
  }
}
